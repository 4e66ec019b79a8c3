"""The chair's own order of questions, and amendments put together."""

from datetime import timedelta

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import EIGHT, FUEL, TEN, amendment_to, published_motion
from tests.factories.hall_count import open_count_on
from tests.factories.person import actor_with
from tests.factories.poll import closed, poll_on
from tests.factories.procedural import procedural
from tests.moments import NOON
from webapp.models import Minute, TextVersion
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.debates import load_debate, plan_of, question_id
from webapp.queries.decisions import what_relied_on
from webapp.queries.en_bloc import amendments_en_bloc
from webapp.queries.outcomes import final_status_line
from webapp.queries.texts import latest_version
from webapp.services.corrections import correct_result
from webapp.services.en_bloc import declare_en_bloc, object_to_en_bloc
from webapp.services.errors import (
    ChangedMeanwhile,
    NotReady,
    OrderImpossible,
    ReasonMissing,
    TooLateToUndo,
)
from webapp.services.results import Result, declare_result, undo_result
from webapp.services.voting_order import order_questions, put_off, put_out_of_turn

REASON = "Its mover has a train to catch."
SOON = NOON + timedelta(seconds=3)
LATER = NOON + timedelta(minutes=5)
BOOKS = "In 2, delete “books” and insert “books, records”."


@pytest.fixture
def three(motion):
    """Three amendments to three clauses: none meets another."""
    words = (TEN, BOOKS, FUEL)
    return [amendment_to(motion, one, number=str(place)) for place, one in enumerate(words, 1)]


def put(session, actor, item, outcome=Outcome.CARRIED, *, now=NOON):
    return declare_result(session, actor, item, Result(outcome, now), now=now)


def together(session, actor, motion, amendments, outcome=Outcome.CARRIED, *, now=NOON):
    return declare_en_bloc(session, actor, motion, amendments, Result(outcome, now), now=now)


def open_ids(session, motion):
    return [one.id for one in plan_of(motion, load_debate(session, motion)).questions]


# --- the order


def test_a_question_is_put_out_of_its_turn_for_a_reason_that_is_minuted(
    session, motion, chair, three
):
    put_out_of_turn(session, chair, three[2], reason=REASON, now=NOON)

    first, second, third = (question_id(one) for one in three)
    assert open_ids(session, motion) == [third, first, second, "motion"]
    minute = session.query(Minute).filter_by(activity="vote:order").one()
    assert minute.facts["reason"] == REASON
    assert minute.facts["moved"] == [third]


def test_a_question_put_off_comes_after_all_others_but_the_motion(session, motion, chair, three):
    put_off(session, chair, three[0], reason=REASON, now=NOON)

    first, second, third = (question_id(one) for one in three)
    assert open_ids(session, motion) == [second, third, first, "motion"]


def test_what_was_decided_stays_where_it_was_and_the_rest_follows_the_chair(
    session, motion, chair, three
):
    first, second, third = (question_id(one) for one in three)
    put(session, chair, three[0])

    order_questions(session, chair, motion, [third, second], reason=REASON, now=SOON)

    assert open_ids(session, motion) == [first, third, second, "motion"]


def test_what_is_moved_afterwards_is_put_first_whatever_the_chair_ordered(
    session, motion, chair, three
):
    put_out_of_turn(session, chair, three[2], reason=REASON, now=NOON)

    closure = procedural(motion, "closure")

    assert open_ids(session, motion)[0] == closure.subject


def test_a_motion_is_never_put_before_it_was_heard(session, motion, chair):
    back = procedural(motion, "reference_back")

    put_out_of_turn(session, chair, back, reason=REASON, now=NOON)
    with pytest.raises(OrderImpossible) as refused:
        order_questions(
            session, chair, motion, [back.subject, back.hearing.subject], reason=REASON, now=NOON
        )

    assert open_ids(session, motion)[:2] == [back.hearing.subject, back.subject]
    assert (refused.value.question, refused.value.waits_for) == (
        back.subject,
        back.hearing.subject,
    )


def test_an_order_of_other_questions_than_are_open_is_refused(session, motion, chair, three):
    order = [question_id(one) for one in three]
    put(session, chair, three[0])

    with pytest.raises(ChangedMeanwhile):
        order_questions(session, chair, motion, order, reason=REASON, now=SOON)


def test_no_order_without_a_reason_and_none_by_anybody_else(session, motion, chair, three):
    delegate = actor_with(motion.conference, Role.DELEGATE)

    with pytest.raises(ReasonMissing):
        put_out_of_turn(session, chair, three[2], reason=" ", now=NOON)
    with pytest.raises(NotPermitted):
        put_out_of_turn(session, delegate, three[2], reason=REASON, now=NOON)

    assert motion.orders_of_voting == []


def test_the_same_order_again_leaves_no_second_minute(session, motion, chair, three):
    put_out_of_turn(session, chair, three[2], reason=REASON, now=NOON)

    assert put_out_of_turn(session, chair, three[2], reason=REASON, now=SOON) is None
    assert len(motion.orders_of_voting) == 1


# --- together


def test_uncontested_amendments_are_decided_together_each_with_its_result(
    session, motion, chair, three
):
    made = together(session, chair, motion, three)

    assert [one.vote.amendment for one in made] == three
    assert {one.vote.en_bloc for one in made} == {1}
    assert len({tuple(one.vote.relied_on) for one in made}) == 1
    assert set(latest_version(session, motion).under) == {one.change.key for one in three}
    put(session, chair, motion, now=SOON)
    assert final_status_line(session, motion) == "Passed with Amendments 1, 2 and 3"


def test_what_meets_another_is_put_by_itself(session, motion, three):
    fourth = amendment_to(motion, EIGHT, number="4")

    possible = amendments_en_bloc(session, motion)

    assert possible == three[1:]
    assert fourth not in possible


def test_one_objection_takes_an_amendment_out(session, motion, chair, three):
    delegate = actor_with(motion.conference, Role.DELEGATE)

    object_to_en_bloc(session, delegate, three[0], now=NOON)

    assert amendments_en_bloc(session, motion) == three[1:]
    with pytest.raises(ChangedMeanwhile):
        together(session, chair, motion, three)
    assert all(one.state is AmendmentState.SELECTED for one in three)


def test_sent_twice_it_is_recorded_once(session, motion, chair, three):
    made = together(session, chair, motion, three)

    assert together(session, chair, motion, three, now=SOON) == made


def test_undone_all_of_them_are_open_again(session, motion, chair, three):
    before = latest_version(session, motion)
    made = together(session, chair, motion, three)

    undo_result(session, chair, made[0], now=SOON)

    assert all(one.state is AmendmentState.SELECTED for one in three)
    assert session.query(TextVersion).filter_by(motion_id=motion.id).count() == before.number
    put(session, chair, three[0], now=SOON)
    assert made[0].vote.en_bloc is None


def test_one_that_was_corrected_is_not_undone_with_the_rest(session, motion, chair, three):
    made = together(session, chair, motion, three)
    soon = Result(Outcome.LOST, SOON)
    correct_result(session, chair, made[2].vote, soon, reason="Misheard.", now=SOON)

    with pytest.raises(TooLateToUndo):
        undo_result(session, chair, made[0], now=SOON)


def test_one_of_them_is_corrected_and_the_others_stand(session, motion, chair, three):
    made = together(session, chair, motion, three)

    relied = what_relied_on(session, made[0], Outcome.LOST)
    correct_result(
        session, chair, made[0].vote, Result(Outcome.LOST, LATER), reason="Misheard.", now=LATER
    )

    assert relied == []
    assert [one.state for one in three] == [
        AmendmentState.LOST,
        AmendmentState.CARRIED,
        AmendmentState.CARRIED,
    ]
    assert set(latest_version(session, motion).under) == {one.change.key for one in three[1:]}


def test_standing_orders_may_not_have_it(session):
    conference = ConferenceFactory()
    conference.rulebook = conference.rulebook.replace("en_bloc = true", "en_bloc = false")
    motion = published_motion(conference)
    amendment = amendment_to(motion, TEN, number="1")
    amendment_to(motion, FUEL, number="2")

    assert amendments_en_bloc(session, motion) == []
    with pytest.raises(WrongState):
        object_to_en_bloc(session, actor_with(conference, Role.DELEGATE), amendment, now=NOON)


# --- while a vote is being taken


def test_what_is_voted_on_on_phones_is_neither_declared_nor_put_together(
    session, motion, chair, three
):
    poll = poll_on(three[0])

    with pytest.raises(NotReady):
        put(session, chair, three[0])
    assert amendments_en_bloc(session, motion) == three[1:]
    closed(poll)
    put(session, chair, three[0], Outcome.LOST)
    assert three[0].state is AmendmentState.LOST


def test_what_tellers_are_counting_is_not_put_together(session, motion, three):
    open_count_on(three[0])

    assert amendments_en_bloc(session, motion) == three[1:]
