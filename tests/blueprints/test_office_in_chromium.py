from __future__ import annotations

import pytest

from tests.chromium import DESKTOP, PHONE, assert_accessible, assert_accessible_at_every_width
from tests.factories.conference import AgendaItemFactory, ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from tests.moments import NOON
from webapp.procedure.roles import Role

OFFICE = [
    "",
    "/settings",
    "/rulebook",
    "/people",
    "/people/new",
    "/people/import",
    "/people/robin",
    "/people/robin/erase",
    "/people/robin/lost-phone",
    "/codes",
    "/bodies",
    "/items",
    "/deadlines",
]


@pytest.fixture
def conference(session):
    conference = ConferenceFactory(slug="autumn")
    SubmittingBodyFactory(conference=conference)
    AgendaItemFactory(conference=conference, code="F1", starts_at=NOON)
    published_motion(conference, code="F2")
    return conference


@pytest.mark.parametrize(
    "address", ["/?all=1", "/conference/autumn", "/conference/autumn/rulebook"]
)
def test_what_everybody_reads_is_open_to_everybody(chromium, conference, address):
    page = chromium()

    page.goto(address)

    assert_accessible_at_every_width(page)


@pytest.mark.parametrize("address", OFFICE)
def test_the_office_is_usable_by_everybody_in_it(chromium, conference, address):
    parts = [Role.ADMINISTRATOR, Role.STAFF]
    page = chromium(PersonFactory(public_id="robin", roles={conference: parts}), width=PHONE)

    page.goto(f"/admin/autumn{address}")

    assert_accessible(page)


def test_what_standing_orders_would_change_is_looked_at_by_everybody(chromium, conference):
    page = chromium(PersonFactory(roles={conference: [Role.ADMINISTRATOR]}), width=PHONE)
    page.goto("/admin/autumn/rulebook")

    page.fill("#source", conference.rulebook.replace("undo_seconds = 8", "undo_seconds = 5"))
    page.get_by_role("button", name="Check it and show what changes").click()

    page.get_by_text("1 rule would be otherwise").wait_for()
    assert_accessible(page)


def test_a_list_with_faults_is_put_right_by_everybody(chromium, conference):
    page = chromium(PersonFactory(roles={conference: [Role.ADMINISTRATOR]}), width=DESKTOP)

    page.goto("/admin/autumn/people/import")
    page.fill("[name=text]", "name,email\nJo Moss,jo@example.org\nKim,kim at example\n")
    page.get_by_role("button", name="Look at the list").click()

    assert page.get_by_text("Line 3, column").is_visible()
    assert_accessible(page)


def test_the_minutes_are_readable_by_everybody_they_are_for(chromium, conference):
    page = chromium(PersonFactory(roles={conference: [Role.CHAIR]}), width=PHONE)

    page.goto("/conference/autumn/minutes")

    assert_accessible(page)
