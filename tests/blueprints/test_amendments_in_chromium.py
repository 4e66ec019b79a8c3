from __future__ import annotations

import pytest

from tests.chromium import PHONE, assert_accessible, assert_accessible_at_every_width
from tests.factories.amendment import draft_amendment, selected_amendment, submitted_amendment
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from webapp.models import Amendment
from webapp.procedure.roles import Role


@pytest.fixture
def conference(session):
    return ConferenceFactory(slug="autumn")


@pytest.fixture
def motion(conference):
    return published_motion(conference)


@pytest.fixture
def delegate(conference):
    return PersonFactory(roles={conference: [Role.DELEGATE]})


def test_an_amendment_is_shown_as_it_is_typed_in_the_text(chromium, motion, delegate):
    page = chromium(delegate)
    page.goto(f"/amendments/new/{motion.id}")
    page.locator("summary", has_text="Water young trees").click()

    page.get_by_label("Words of 2 a)").fill("Water young trees in their first five summers.")

    page.locator("#printed").get_by_text("delete “three” and insert “five”").wait_for()
    assert_accessible_at_every_width(page)


def test_the_questions_of_an_instruction_are_answered_while_it_is_typed(
    chromium, motion, delegate, session
):
    page = chromium(delegate, width=PHONE)
    page.goto(f"/amendments/instruct/{motion.id}")
    page.get_by_label("Instruction").fill("Delete “trees”.")
    page.locator(".candidate").first.wait_for()
    assert_accessible(page)

    page.locator(".candidate").first.click()

    page.get_by_text("It will be printed as").wait_for()
    session.commit()
    assert session.query(Amendment).one().typed != "Delete “trees”."


@pytest.mark.parametrize("address", ["", "/edit", "/submit", "/withdraw"])
def test_a_draft_is_usable_on_a_phone(chromium, motion, delegate, address):
    draft = draft_amendment(motion, delegate)
    page = chromium(delegate, width=PHONE)

    page.goto(f"/amendments/{draft.id}{address}")

    assert_accessible(page)


def test_what_everybody_reads_of_amendments_is_open_to_everybody(chromium, motion):
    amendment = selected_amendment(motion)
    page = chromium(width=PHONE)

    for address in (f"motion/{motion.id}", f"{amendment.id}", f"{amendment.id}?whole=yes"):
        page.goto(f"/amendments/{address}")
        assert_accessible(page)


def test_the_committee_chooses_with_any_tool(chromium, conference, motion):
    submitted_amendment(motion)
    submitted_amendment(motion, typed="In 2 a), delete “three” and insert “ten”.")
    page = chromium(PersonFactory(roles={conference: [Role.COMMITTEE]}), width=PHONE)

    page.goto(f"/amendments/desk/{motion.id}")
    assert_accessible(page)
    page.get_by_text("Do not select…").first.click()

    assert_accessible(page)
