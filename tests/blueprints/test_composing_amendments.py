import pytest

from tests.browser import press
from tests.factories.amendment import (
    EACH_GATE,
    EVERY_GATE,
    composite_for_both,
    submitted_amendment,
)
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.models import Amendment, CompositeOffer, OfferAnswer
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState

FIRST, SECOND = "First Mover", "Second Mover"


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def motion(conference):
    return published_motion(conference)


@pytest.fixture
def committee(conference, sign_in):
    return sign_in(PersonFactory(roles={conference: [Role.COMMITTEE]}))


def hide_names(session, conference):
    conference.rulebook = conference.rulebook.replace(
        "hide_movers_until_selected = false", "hide_movers_until_selected = true"
    )
    session.commit()


def two_alike(motion):
    first, second = (
        PersonFactory(name=name, roles={motion.conference: [Role.DELEGATE]})
        for name in (FIRST, SECOND)
    )
    return (
        submitted_amendment(motion, first, EVERY_GATE),
        submitted_amendment(motion, second, EACH_GATE),
    )


def words_of(page):
    return " ".join(read_markup(page.text).words().split())


def test_the_desk_lists_what_is_nearly_the_same_and_why(motion, committee):
    two_alike(motion)

    page = committee.get(f"/amendments/desk/{motion.id}")

    assert "Entry 1 and Entry 2 ask for nearly the same: 8" in words_of(page)
    assert page.text.count("beside every school gate") >= 2
    assert page.text.count("beside each school gate") >= 2


def test_the_same_words_in_another_order_are_said_to_be_so(motion, committee):
    two = "After 2 b) insert: c) Plant a tree at {} school and {} station."
    for words in (("each", "every"), ("every", "each")):
        submitted_amendment(motion, typed=two.format(*words))

    page = committee.get(f"/amendments/desk/{motion.id}")

    assert "ask for the same words in another order" in words_of(page)


def test_names_are_not_told_where_the_rulebook_hides_them(session, motion, conference, committee):
    hide_names(session, conference)
    two_alike(motion)

    page = committee.get(f"/amendments/desk/{motion.id}")

    assert "Nearly the same" in page.text
    assert FIRST not in page.text
    assert SECOND not in page.text


def test_what_is_not_alike_is_not_listed(motion, committee):
    submitted_amendment(motion, typed=EVERY_GATE)
    submitted_amendment(motion, typed="Delete 2 b).")

    assert "Nearly the same" not in committee.get(f"/amendments/desk/{motion.id}").text


@pytest.mark.both_databases
def test_two_movers_who_cannot_see_each_other_come_to_one_amendment(
    session, motion, conference, committee, sign_in
):
    first, second = two_alike(motion)
    page = committee.get(f"/amendments/desk/{motion.id}")
    page = press(committee, page, "Offer a composite in the words of Entry 2…")
    assert "In the words of Entry 2" in page.text
    page = press(committee, page, "Offer these words to both")
    assert "neither mover has answered yet" in page.text
    one, other = sign_in(first.drafter), sign_in(second.drafter)

    page = one.get(f"/amendments/mine/{conference.slug}")
    assert EACH_GATE.split("c) ")[1] in page.text
    page = press(one, page, "Agree to these words")
    assert "You have agreed. The other mover has not answered yet" in page.text
    assert "The mover of Entry 1 has agreed" in committee.get(f"/amendments/desk/{motion.id}").text
    page = press(other, other.get(f"/amendments/{second.id}"), "Agree to these words")

    assert "there is one amendment now, and you both move it" in page.text
    page = press(other, page, "Read the composite")
    assert f"Moved by {SECOND}" in page.text
    assert f"moved with {FIRST}" in page.text
    assert "Withdrawn: a composite stands in its place" in one.get(f"/amendments/{first.id}").text
    page = committee.get(f"/amendments/desk/{motion.id}")
    assert "Entry 1" in page.text
    assert "Entry 2" not in page.text


def test_one_who_declines_ends_it_and_both_read_so(session, motion, sign_in):
    offer = composite_for_both(motion)
    one, other = sign_in(offer.draft.drafter), sign_in(offer.other.drafter)

    page = press(one, one.get(f"/amendments/{offer.draft_id}"), "Decline")

    assert "You declined the composite" in page.text
    page = other.get(f"/amendments/{offer.other_id}")
    assert "The other mover declined the composite" in page.text
    assert "Agree to these words" not in page.text


def test_who_agrees_too_late_is_told_that_it_has_ended(session, motion, committee, sign_in):
    offer = composite_for_both(motion)
    mover = sign_in(offer.other.drafter)
    before = mover.get(f"/amendments/{offer.other_id}")
    desk = committee.get(f"/amendments/desk/{motion.id}")
    press(committee, desk, "Select", _in=f"amendment-{offer.draft_id}")

    page = press(mover, before, "Agree to these words")

    assert "This offer has ended. Nothing was agreed." in page.text
    assert "one of the two amendments was changed, withdrawn or decided upon" in page.text
    assert session.get(CompositeOffer, offer.id).answer is OfferAnswer.OPEN
    assert session.query(Amendment).count() == 2


def test_an_offer_from_the_committee_is_shown_to_nobody_else(motion, committee, client, sign_in):
    offer = composite_for_both(motion)
    delegate = sign_in(PersonFactory(roles={motion.conference: [Role.DELEGATE]}))

    for browser in (committee, delegate, client):
        page = browser.get(f"/amendments/{offer.draft_id}")
        assert "The committee offers you" not in page.text


def test_two_that_are_not_alike_are_not_offered_by_their_address(session, motion, committee):
    one = submitted_amendment(motion, typed=EVERY_GATE)
    other = submitted_amendment(motion, typed="Delete 2 b).")

    page = committee.get(f"/amendments/{one.id}/composite/{other.id}", follow_redirects=True)

    assert "do not ask for nearly the same" in page.text


def test_what_is_selected_meanwhile_is_not_offered(session, motion, committee):
    one, other = two_alike(motion)
    page = committee.get(f"/amendments/{one.id}/composite/{other.id}")
    desk = committee.get(f"/amendments/desk/{motion.id}")
    press(committee, desk, "Select", _in=f"amendment-{other.id}")
    assert other.state is AmendmentState.SELECTED

    page = press(committee, page, "Offer these words to both")

    assert page.status_code == 409
    assert session.query(CompositeOffer).count() == 0
