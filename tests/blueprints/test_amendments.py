import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import Amendment
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def motion(conference):
    return published_motion(conference)


@pytest.fixture
def body(conference):
    return SubmittingBodyFactory(conference=conference)


@pytest.fixture
def delegate(conference):
    return PersonFactory(roles={conference: [Role.DELEGATE]})


@pytest.fixture
def author(delegate, sign_in):
    return sign_in(delegate)


@pytest.fixture
def committee(conference, sign_in):
    return sign_in(PersonFactory(roles={conference: [Role.COMMITTEE]}))


def the_amendment(session):
    return session.query(Amendment).one()


def box_of(page, words):
    """Return the name of the text box that holds these words."""
    markup = read_markup(page.text)
    return next(e.get("name") for e in markup.walk() if e.tag == "textarea" and words in e.words())


def test_a_text_edited_in_place_goes_to_the_paper(session, motion, body, author, committee, client):
    page = author.get(f"/motions/{motion.id}")
    page = press(author, page, "Change the text in place")
    box = box_of(page, "Water young trees")
    page = press(
        author,
        page,
        "Look at it and submit",
        **{box: "Water young trees in their first five summers.", "body": str(body.id)},
    )
    assert "In 2 a) (line 7), delete “three” and insert “five”." in page.text
    page = press(author, page, "Submit to the committee")
    page = committee.get(f"/amendments/desk/{motion.id}")
    press(committee, page, "Select")

    page = client.get(f"/amendments/motion/{motion.id}")
    page = press(client, page, "Amendment 1")

    assert the_amendment(session).state is AmendmentState.SELECTED
    assert "delete “three” and insert “five”" in page.text


def test_an_instruction_goes_to_the_committee(session, motion, body, author):
    page = author.get(f"/motions/{motion.id}")
    page = press(author, page, "Type an instruction")
    page = press(
        author,
        page,
        "Look at it and submit",
        instruction="In line 7, delete 'three' and insert 'five'.",
        body=str(body.id),
    )
    page = press(author, page, "Submit to the committee")

    assert the_amendment(session).submitted_words == (
        "In 2 a) (line 7), delete “three” and insert “five”."
    )
