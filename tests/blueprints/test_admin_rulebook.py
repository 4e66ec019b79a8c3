import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text

CHECK, PUT = "Check it and show what changes", "Put in force"


@pytest.fixture
def conference(session):
    return ConferenceFactory(slug="autumn")


@pytest.fixture
def office(conference, sign_in):
    return sign_in(PersonFactory(roles={conference: [Role.ADMINISTRATOR]}))


@pytest.fixture
def page(office):
    return office.get("/admin/autumn/rulebook")


def test_what_would_be_otherwise_is_shown_and_then_put_in_force(office, conference, page):
    before = conference.rulebook
    text = before.replace("undo_seconds = 8", "undo_seconds = 5")

    looked = press(office, page, CHECK, source=text)
    assert "1 rule would be otherwise" in looked.text
    assert "<code>voting.undo_seconds</code>" in looked.text
    assert conference.rulebook == before
    kept = press(office, looked, PUT)

    assert "The standing orders are in force." in kept.text
    assert conference.rulebook == text
    assert "voting.undo_seconds: 8 → 5" in office.get("/conference/autumn/minutes").text


def test_what_was_not_looked_at_does_not_come_into_force(office, conference, page):
    before = conference.rulebook
    looked = press(office, page, CHECK, source=before.replace("at_least = 75", "at_least = 80"))

    again = press(office, looked, PUT, source=before.replace("at_least = 75", "at_least = 1"))

    assert "<ins>1</ins>" in again.text
    assert conference.rulebook == before
    press(office, again, PUT)
    assert "at_least = 1\n" in conference.rulebook


def test_a_fault_names_its_line_and_loses_nothing(office, conference, page):
    text = conference.rulebook.replace("undo_seconds = 8", 'undo_seconds = "<soon>"')
    line = text.split("\n").index('undo_seconds = "<soon>"') + 1

    refused = press(office, page, CHECK, source=text)

    assert refused.status_code == 422
    assert f"Line {line}:" in refused.text
    assert "&lt;soon&gt;" in refused.text
    assert "undo_seconds = 8" in conference.rulebook


def test_a_rulebook_that_does_not_know_what_is_there_is_refused_with_why(office, conference, page):
    SubmittingBodyFactory(conference=conference, kind="youth_wing")

    refused = press(office, page, CHECK, source=preset_text("small_association"))

    assert refused.status_code == 422
    assert "A body here is of the kind youth_wing" in refused.text
    assert PUT not in refused.text


def test_of_two_who_edit_at_once_the_second_is_told(office, conference, page):
    mine = conference.rulebook.replace("undo_seconds = 8", "undo_seconds = 5")
    theirs = conference.rulebook.replace("undo_seconds = 8", "undo_seconds = 6")
    looked = press(office, page, CHECK, source=mine)
    conference.rulebook = theirs

    refused = press(office, looked, PUT)

    assert "Somebody else changed the standing orders meanwhile." in refused.text
    assert conference.rulebook == theirs


@pytest.mark.parametrize(
    "text", ["x", "[[[", "a = {", "\ufeffname = 1", "é = 1\n" * 50, "]" * 9000]
)
def test_whatever_stands_for_standing_orders_is_answered(office, page, text):
    assert press(office, page, CHECK, source=text).status_code == 422
