import pytest

from tests.browser import press
from tests.factories.amendment import (
    composite_offer,
    draft_amendment,
    selected_amendment,
    submitted_amendment,
)
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import Amendment, CompositeOffer
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState

THEIRS = "After 2 b) insert: c) Plant a tree beside every school gate."
OURS = "After 2 b) insert: c) Plant a tree beside each school gate."


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def motion(conference):
    return published_motion(conference)


@pytest.fixture
def delegate(conference):
    return PersonFactory(name="Bryn Morgan", roles={conference: [Role.DELEGATE]})


@pytest.fixture
def author(delegate, sign_in):
    return sign_in(delegate)


def write(author, motion, instruction):
    page = author.get(f"/amendments/instruct/{motion.id}")
    return press(author, page, "Save draft", instruction=instruction)


@pytest.mark.parametrize(
    ("instruction", "said"),
    [
        ("Delete 2 b).", "It only strikes words."),
        ("In 2 a), after “to” insert “not”.", None),
        (
            "In 2 a), after “trees” insert “not”.",
            "It makes the motion say the opposite, in 2 a).",
        ),
        (
            "Delete 2 b) (line 7).",
            "The line and the label do not name the same place: 2 b) (line 7).",
        ),
        ("In 2 b) (line 7), delete “each”.", "The label and the line differ"),
        ("Delete paragraph 1, paragraph 2 and 1.", "It strikes"),
    ],
)
def test_an_author_is_advised_while_writing_and_never_stopped(author, motion, instruction, said):
    page = write(author, motion, instruction)

    assert page.status_code == 200
    if said is not None:
        assert said in " ".join(read_markup(page.text).words().split())


def test_what_only_strikes_leads_to_a_separate_vote_on_its_lines(author, motion):
    page = write(author, motion, "Delete 2 b).")

    page = press(author, page, "Ask for a separate vote on these lines")

    assert page.status_code == 200
    assert "first=8" in page.request.full_path


def test_the_same_amendment_is_joined_with_one_press(session, author, motion, client, delegate):
    first = selected_amendment(motion)
    page = write(author, motion, "In line 7, leave out 'three' and insert 'five'.")

    page = press(author, page, "Join Amendment 1")

    assert page.request.path == f"/amendments/{first.id}"
    assert "moved with Bryn Morgan" in client.get(f"/amendments/{first.id}").text
    own = session.query(Amendment).filter_by(drafter_id=delegate.id).one()
    assert own.state is AmendmentState.WITHDRAWN


def test_joining_says_so_where_the_words_were_changed_meanwhile(session, author, motion):
    first = selected_amendment(motion)
    page = write(author, motion, "In line 7, leave out 'three' and insert 'five'.")

    page = press(author, page, "Join Amendment 1", instruction="Delete 2 b).")

    assert "The two no longer ask for the same." in page.text
    assert list(first.supporters) == []


def test_a_composite_is_offered_and_agreed_to(session, author, motion, sign_in):
    first = selected_amendment(motion, typed=THEIRS)
    page = write(author, motion, OURS)
    page = press(author, page, "Offer a composite with Amendment 1")
    assert "not answered yet" in page.text
    assert "Offer a composite with" not in page.text
    mover = sign_in(first.drafter)

    page = mover.get(f"/amendments/{first.id}")
    page = press(mover, page, "Agree to these words")

    assert "You have agreed to bring one amendment with Bryn Morgan" in page.text
    draft = session.query(CompositeOffer).one().draft
    assert first.drafter.name in author.get(f"/amendments/{draft.id}").text


def test_an_offer_is_shown_to_nobody_but_those_who_are_asked(motion, author, client, sign_in):
    offer = composite_offer(selected_amendment(motion, typed=THEIRS), OURS)

    for browser in (client, author):
        page = browser.get(f"/amendments/{offer.other_id}")
        assert "offers to bring one amendment" not in page.text


def test_a_composite_is_declined(motion, sign_in):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)
    mover = sign_in(offer.other.drafter)

    press(mover, mover.get(f"/amendments/{offer.other_id}"), "Decline")

    page = sign_in(offer.draft.drafter).get(f"/amendments/{offer.draft_id}/edit")
    assert "declined a composite" in page.text


def test_what_one_may_not_see_is_not_told_to_be_the_same(motion, delegate, author):
    submitted_amendment(motion)
    draft = draft_amendment(motion, delegate)

    page = author.get(f"/amendments/{draft.id}/edit")

    assert "asks for the same" not in page.text


def test_the_committee_makes_one_of_two_that_ask_for_the_same(session, motion, conference, sign_in):
    first, second = submitted_amendment(motion), submitted_amendment(motion)
    committee = sign_in(PersonFactory(roles={conference: [Role.COMMITTEE]}))
    page = committee.get(f"/amendments/desk/{motion.id}")

    page = press(committee, page, "Put it together with Entry 1")

    assert "They are one amendment now, moved by both." in page.text
    assert second.state is AmendmentState.WITHDRAWN
    assert [one.person_id for one in first.supporters] == [second.mover_id]
