import pytest

from tests.factories.amendment import (
    composite_offer,
    draft_amendment,
    selected_amendment,
    submitted_amendment,
)
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import PersonFactory, actor_of
from tests.moments import NOON
from webapp.models import Minute, OfferAnswer
from webapp.procedure.errors import WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.queries.composites import get_offer
from webapp.queries.errors import NotThere
from webapp.services.amendments import Proposal, revise_amendment, submit_amendment
from webapp.services.composites import answer_composite, offer_composite
from webapp.services.errors import ChangedMeanwhile, NotReady

THEIRS = "After 2 b) insert: c) Plant a tree beside every school gate."
OURS = "After 2 b) insert: c) Plant a tree beside each school gate."


@pytest.fixture
def motion(session):
    return published_motion(ConferenceFactory())


def answer(session, offer, *, agrees):
    actor = actor_of(offer.other.drafter)
    answer_composite(session, actor, offer, agrees=agrees, now=NOON)
    session.commit()


def submit(session, amendment):
    submit_amendment(session, actor_of(amendment.drafter), amendment, now=NOON)
    session.commit()


def reword(session, draft, typed):
    proposal = Proposal(typed=typed, mover_id=draft.mover_id, body_id=draft.body_id)
    actor, seen = actor_of(draft.drafter), draft.row_version
    revise_amendment(session, actor, draft, proposal, seen_version=seen, now=NOON)
    session.commit()


def test_both_move_what_both_agreed_to_and_the_other_is_withdrawn(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)

    answer(session, offer, agrees=True)
    submit(session, offer.draft)

    assert [one.person_id for one in offer.draft.supporters if one.moves] == [offer.other.mover_id]
    assert offer.draft.state is AmendmentState.SUBMITTED
    assert offer.other.state is AmendmentState.WITHDRAWN


def test_until_it_is_submitted_the_other_stands(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)

    answer(session, offer, agrees=True)

    assert offer.other.state is AmendmentState.SUBMITTED


def test_what_is_printed_already_stays_until_the_committee_decides(session, motion):
    offer = composite_offer(selected_amendment(motion, typed=THEIRS), OURS)
    answer(session, offer, agrees=True)

    submit(session, offer.draft)

    assert offer.other.state is AmendmentState.SELECTED


def test_who_declines_moves_nothing(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)

    answer(session, offer, agrees=False)
    submit(session, offer.draft)

    assert offer.answer is OfferAnswer.DECLINED
    assert list(offer.draft.supporters) == []
    assert offer.other.state is AmendmentState.SUBMITTED


def test_nobody_agrees_to_words_that_were_changed_since(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)
    reword(session, offer.draft, "Delete 2 b).")

    with pytest.raises(ChangedMeanwhile):
        answer(session, offer, agrees=True)


def test_words_changed_after_the_agreement_are_not_submitted_in_both_names(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)
    answer(session, offer, agrees=True)
    reword(session, offer.draft, "Delete 2 b).")

    with pytest.raises(NotReady) as refused:
        submit(session, offer.draft)

    assert [one.what for one in refused.value.obstacles] == ["composite_changed"]


def test_offering_other_words_asks_again(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)
    answer(session, offer, agrees=True)
    reword(session, offer.draft, OURS.replace("gate", "door"))

    again = offer_composite(
        session, actor_of(offer.draft.drafter), offer.draft, offer.other, now=NOON
    )

    assert again is offer
    assert again.answer is OfferAnswer.OPEN


def test_a_second_click_offers_and_agrees_once(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)
    for _ in range(2):
        answer(session, offer, agrees=True)
    minutes = [
        minute.activity
        for minute in session.query(Minute)
        if minute.activity.endswith("_composite")
    ]

    assert minutes == ["amendment:offer_composite", "amendment:answer_composite"]


def test_only_those_who_bring_the_other_are_asked(session, motion):
    offer = composite_offer(submitted_amendment(motion, typed=THEIRS), OURS)
    stranger = PersonFactory(roles={motion.conference: [Role.DELEGATE]})

    for person in (stranger, offer.draft.drafter):
        with pytest.raises(NotThere):
            get_offer(session, actor_of(person), offer.id)


def test_nobody_is_offered_a_composite_with_themselves(session, motion):
    other = submitted_amendment(motion, typed=THEIRS)
    draft = draft_amendment(motion, other.drafter, OURS)

    with pytest.raises(WrongState):
        offer_composite(session, actor_of(other.drafter), draft, other, now=NOON)
