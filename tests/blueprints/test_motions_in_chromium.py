import pytest
from playwright.sync_api import expect

from tests.chromium import DESKTOP, PHONE, assert_accessible
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


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_drafter_s_pages_are_usable_by_everybody(chromium, conference, delegate, width):
    motion = draft_motion(conference, mover=delegate)
    page = chromium(delegate, width=width)

    for address in ("", "/edit", "/submit", "/withdraw"):
        page.goto(f"/motions/{motion.id}{address}")
        assert_accessible(page)
    for address in ("mine", "new", "compose"):
        page.goto(f"/motions/{address}/{conference.slug}")
        assert_accessible(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_reading_is_usable_by_everybody(chromium, conference, delegate, width):
    page = chromium(delegate, width=width)

    page.goto(f"/motions/new/{conference.slug}")
    page.fill("textarea", TREES.replace("2.", "3."))
    page.click("text=Read it")

    assert page.locator(".warnings li").count() >= 1
    assert_accessible(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_committee_s_pages_are_usable_by_everybody(chromium, conference, committee, width):
    waiting = motion_in_order(conference)
    selected = selected_motion(conference, title="Another")
    page = chromium(committee, width=width)

    for address in (
        f"desk/{conference.slug}",
        f"{waiting.id}/rule",
        f"{waiting.id}/reject",
        f"{waiting.id}/select",
        f"{selected.id}/publish",
        f"{selected.id}/redraft",
    ):
        page.goto(f"/motions/{address}")
        assert_accessible(page)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("view", ["published", "changes", "now"])
def test_a_published_motion_is_readable_by_everybody(chromium, conference, width, view):
    motion = published_motion(conference)
    page = chromium(width=width)

    page.goto(f"/motions/{motion.id}?view={view}")

    assert_accessible(page)


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
