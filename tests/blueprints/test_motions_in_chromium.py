import pytest
from playwright.sync_api import expect

from tests.chromium import assert_accessible_at_every_width
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import (
    TREES,
    draft_motion,
    motion_in_order,
    published_motion,
    selected_motion,
)
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def delegate(conference):
    return PersonFactory(roles={conference: [Role.DELEGATE]})


@pytest.fixture
def committee(conference):
    return PersonFactory(roles={conference: [Role.COMMITTEE]})


def test_a_drafter_s_pages_are_usable_by_everybody(chromium, conference, delegate):
    motion = draft_motion(conference, mover=delegate)
    page = chromium(delegate)

    for address in ("", "/edit", "/submit", "/withdraw"):
        page.goto(f"/motions/{motion.id}{address}")
        assert_accessible_at_every_width(page)
    for address in ("mine", "new", "compose"):
        page.goto(f"/motions/{address}/{conference.slug}")
        assert_accessible_at_every_width(page)


def test_a_reading_is_usable_by_everybody(chromium, conference, delegate):
    page = chromium(delegate)

    page.goto(f"/motions/new/{conference.slug}")
    page.fill("textarea", TREES.replace("2.", "3."))
    page.click("text=Read it")

    assert page.locator(".warnings li").count() >= 1
    assert_accessible_at_every_width(page)


def test_the_committee_s_pages_are_usable_by_everybody(chromium, conference, committee):
    waiting = motion_in_order(conference)
    selected = selected_motion(conference, title="Another")
    page = chromium(committee)

    for address in (
        f"desk/{conference.slug}",
        f"{waiting.id}/rule",
        f"{waiting.id}/reject",
        f"{waiting.id}/select",
        f"{selected.id}/publish",
        f"{selected.id}/redraft",
    ):
        page.goto(f"/motions/{address}")
        assert_accessible_at_every_width(page)


@pytest.mark.parametrize("view", ["published", "changes", "now"])
def test_a_published_motion_is_readable_by_everybody(chromium, conference, view):
    motion = published_motion(conference)
    page = chromium()

    page.goto(f"/motions/{motion.id}?view={view}")

    assert_accessible_at_every_width(page)


def test_the_enter_key_saves_a_draft_and_presses_no_button_of_a_clause(
    chromium, conference, delegate, session
):
    motion = draft_motion(conference, mover=delegate)
    page = chromium(delegate)

    page.goto(f"/motions/{motion.id}/edit")
    page.fill("[name=title]", "Shade")
    page.press("[name=title]", "Enter")

    expect(page.locator("h1")).to_have_text("Shade")
    expect(page.locator(".paper li")).to_have_count(6)
