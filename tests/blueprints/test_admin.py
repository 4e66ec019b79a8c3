from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.browser import press
from tests.factories.conference import AgendaItemFactory, ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import MembershipFactory, PersonFactory
from webapp.models import AgendaItem, Conference
from webapp.procedure.roles import Role


@pytest.fixture
def conference(session):
    return ConferenceFactory(slug="autumn", name="Autumn Conference", is_closed=True)


@pytest.fixture
def office(sign_in, conference):
    return sign_in(PersonFactory(roles={conference: [Role.ADMINISTRATOR]}))


@pytest.fixture
def staff(sign_in, conference):
    return sign_in(PersonFactory(roles={conference: [Role.STAFF]}))


def codes(session):
    return list(session.scalars(select(AgendaItem.code).order_by(AgendaItem.position)))


def test_an_administrator_opens_a_conference_with_preset_standing_orders(office, session):
    page = press(office, office.get("/admin/"), "Open a new conference")
    page = press(
        office,
        page,
        "Open the conference",
        name="Spring Conference 2027",
        starts_on="2027-03-12",
        ends_on="2027-03-14",
    )

    assert page.request.path == "/admin/spring-conference-2027"
    opened = session.scalars(select(Conference).where(Conference.slug != "autumn")).one()
    assert 'name = "Federal conference"' in opened.rulebook


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"slug": "autumn"}, "Another conference is at this address"),
        ({"slug": "Über uns"}, "Write small letters"),
        ({"ends_on": "2027-03-01"}, "The last day is before the first"),
        ({"starts_on": "0001-01-01"}, "Write a year between"),
        ({"starts_on": "tomorrow"}, "Not a valid date"),
        ({"time_zone": "Europe/Lundon"}, "Do you mean Europe/London?"),
        ({"name": "☃"}, "Write small letters"),
        ({"name": "x" * 201}, "longer than 200"),
    ],
)
def test_what_cannot_be_opened_comes_back_with_its_remedy(office, session, typed, sentence):
    page = press(
        office,
        office.get("/admin/new"),
        "Open the conference",
        **({"name": "Spring", "starts_on": "2027-03-12", "ends_on": "2027-03-14"} | typed),
    )

    assert page.status_code == 422
    assert sentence in page.text
    assert len(session.scalars(select(Conference)).all()) == 1


def test_whoever_administers_nothing_is_offered_no_new_conference(staff):
    assert "Open a new conference" not in staff.get("/admin/").text
    assert staff.get("/admin/new").status_code == 403


def test_settings_are_kept_and_a_closed_conference_stays_closed(office, conference):
    page = press(office, office.get("/admin/autumn"), "Settings")
    page = press(office, page, "Keep the settings", place="Corn Exchange")

    assert "The settings are kept." in page.text
    assert (conference.place, conference.is_closed) == ("Corn Exchange", True)


def test_a_conference_is_opened_to_everybody(office, client, conference):
    press(office, office.get("/admin/autumn/settings"), "Keep the settings", is_closed=[])

    assert client.get("/conference/autumn").status_code == 200


def test_of_two_administrators_the_slower_sees_both_and_decides(office, sign_in, conference):
    other = sign_in(PersonFactory(roles={conference: [Role.ADMINISTRATOR]}))
    slow = office.get("/admin/autumn/settings")
    press(other, other.get("/admin/autumn/settings"), "Keep the settings", place="Town Hall")

    page = press(office, slow, "Keep the settings", place="Corn Exchange")
    assert page.status_code == 422
    assert "Town Hall" in page.text
    assert 'value="Corn Exchange"' in page.text
    assert conference.place == "Town Hall"

    press(office, page, "Keep the settings")
    assert conference.place == "Corn Exchange"


def test_a_body_is_added_and_removed_twice_over(office):
    page = press(office, office.get("/admin/autumn"), "Submitting bodies")
    listed = press(office, page, "Add this body", name="Harbourtown", kind="local_party")
    assert "Harbourtown may submit now." in listed.text

    again = press(office, page, "Add this body", name="harbourtown", kind="local_party")
    assert again.status_code == 422
    assert "A body of this name is there already." in again.text

    assert "The body is removed." in press(office, listed, "Remove Harbourtown").text
    assert "gone already" in press(office, listed, "Remove Harbourtown").text


def test_a_body_in_use_is_not_offered_for_removal(office, conference):
    body = SubmittingBodyFactory(conference=conference, name="Harbourtown")
    MembershipFactory(conference=conference, body=body)

    page = office.get("/admin/autumn/bodies")

    assert "in use" in page.text
    assert "Remove Harbourtown" not in page.text


def test_a_speech_is_put_on_the_agenda_and_moved_up(staff, conference, session):
    AgendaItemFactory(conference=conference, code="F1", position=1)
    page = staff.get("/admin/autumn/items")
    page = press(
        staff,
        page,
        "Put on the agenda",
        code="F2",
        title="Welcome",
        starts_at="2026-09-20T09:30",
        note="Doors at nine.",
    )
    assert "F2 is on the agenda." in page.text

    press(staff, page, "F2 up")
    press(staff, page, "F2 up")

    assert codes(session) == ["F2", "F1"]


def test_an_item_outside_the_conferences_days_is_refused(staff):
    page = press(
        staff,
        staff.get("/admin/autumn/items"),
        "Put on the agenda",
        code="F2",
        title="Welcome",
        starts_at="2026-12-24T18:00",
    )

    assert page.status_code == 422
    assert "Choose a day of 19–22 September 2026." in page.text
    assert 'value="Welcome"' in page.text


def test_a_code_that_is_taken_is_refused_beside_its_box(staff, conference):
    AgendaItemFactory(conference=conference, code="F1")

    page = press(
        staff, staff.get("/admin/autumn/items"), "Put on the agenda", code="f1", title="Welcome"
    )

    assert page.status_code == 422
    assert "Another item has this code." in page.text


def test_an_item_is_edited_and_removed(staff, conference, session):
    AgendaItemFactory(conference=conference, code="F1", title="Welcome")

    page = press(staff, staff.get("/admin/autumn/items"), "Welcome")
    page = press(staff, page, "Keep this item", title="A warm welcome")
    assert "A warm welcome" in page.text

    press(staff, page, "Remove F1")
    assert codes(session) == []


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DELEGATE, Role.CHAIR, Role.TELLER])
def test_the_office_is_neither_shown_nor_opened_to_others(sign_in, conference, role):
    browser = sign_in(PersonFactory(roles={conference: [role]}))

    assert "/admin/" not in browser.get("/conference/autumn").text
    assert browser.get("/admin/autumn").status_code == 403
    assert browser.get("/admin/autumn/people").status_code == 403
