"""A result tapped on the wrong question, corrected to what it is: one that was never put."""

from datetime import timedelta

import pytest

from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.person import actor_with
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from tests.services.test_amending_amendments import BUSES, NIGHT, amending, with_depth
from webapp.models import Declaration, Minute, RelianceState
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.reliance import Why
from webapp.procedure.roles import Role
from webapp.procedure.states import (
    AmendmentState,
    MotionState,
    Outcome,
    SeparateVoteState,
)
from webapp.procedure.tally import Tally
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.decisions import list_decisions, open_reliances
from webapp.queries.histories import clause_history
from webapp.queries.outcomes import (
    final_status_line,
    public_amendment_state,
    public_motion_state,
)
from webapp.queries.texts import latest_version
from webapp.services.corrections import confirm_reliance, correct_result, put_again
from webapp.services.errors import (
    ChangedMeanwhile,
    ImpossibleResult,
    NothingChanged,
    ReasonMissing,
    TooLateToUndo,
)
from webapp.services.minutes import verify_minutes
from webapp.services.results import Result, declare_result, undo_result
from webapp.text.records import load_document

SOON, UNDO = timedelta(seconds=3), timedelta(seconds=8)
WRONG_ONE = "Amendment 3 was put, and this one was tapped."


def never_put(session, actor, declaration, *, now=NOON, reason=WRONG_ONE, tally=None, **more):
    result = Result(Outcome.NOT_PUT, declaration.happened_at, tally=tally)
    return correct_result(session, actor, declaration.vote, result, reason=reason, now=now, **more)


def now_put(session, motion):
    return plan_of(motion, load_debate(session, motion)).now


def waiting(session, motion):
    return [
        (one.why, one.fallen.number if one.fallen else one.vote.subject)
        for one in open_reliances(session, motion)
    ]


def record(session, motion):
    return [
        (one.vote.subject, one.vote.putting, [said.outcome for said in one.declarations])
        for one in list_decisions(session, motion)
    ]


# --- the question is open again


@pytest.mark.parametrize("outcome", [Outcome.CARRIED, Outcome.LOST, Outcome.WITHDRAWN])
def test_an_amendment_never_put_is_a_question_again(session, motion, chair, ten, outcome):
    first = declared(ten, outcome)

    second = never_put(session, chair, first)

    assert (first.outcome, second.replaces, second.reason) == (outcome, first, WRONG_ONE)
    assert ten.state is AmendmentState.SELECTED
    assert now_put(session, motion).id == f"amendment:{ten.id}"
    assert latest_version(session, motion).under == []


def test_the_text_follows_with_a_version_that_says_why(session, motion, chair, ten):
    first = declared(ten)
    carried = latest_version(session, motion)

    never_put(session, chair, first)

    version = latest_version(session, motion)
    assert (version.number, version.kind) == (carried.number + 1, "corrected")
    assert version.reason == WRONG_ONE


@pytest.mark.parametrize("outcome", [Outcome.CARRIED, Outcome.LOST])
def test_a_separate_vote_never_put_is_a_question_again(session, motion, chair, outcome):
    words = separate_vote_on(motion, 4, 4)
    first = declared(words, outcome)

    never_put(session, chair, first)

    assert (words.state, words.change) == (SeparateVoteState.SELECTED, None)
    assert latest_version(session, motion).under == []


@pytest.mark.parametrize(
    "outcome", [Outcome.CARRIED, Outcome.LOST, Outcome.REFERRED_BACK, Outcome.NOT_REACHED]
)
def test_a_motion_never_put_is_simply_open_again(session, motion, chair, outcome):
    first = declared(motion, outcome)

    never_put(session, chair, first)

    assert motion.state is MotionState.PUBLISHED
    assert now_put(session, motion).id == "motion"
    assert latest_version(session, motion).status_line == ""


def test_figures_go_with_the_mistake(session, motion, chair, ten):
    first = declared(ten, tally=Tally(70, 30))

    second = never_put(session, chair, first)

    assert (second.in_favour, second.against, second.method) == (None, None, "declared")


def test_nobody_counts_a_vote_that_there_was_not(session, motion, chair, ten):
    first = declared(ten)

    with pytest.raises(ImpossibleResult):
        never_put(session, chair, first, tally=Tally(70, 30))


# --- only as a correction


def test_nobody_declares_that_a_question_was_not_put(session, motion, chair, ten):
    with pytest.raises(WrongState):
        declare_result(session, chair, ten, Result(Outcome.NOT_PUT, NOON), now=NOON)

    assert ten.state is AmendmentState.SELECTED


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.COMMITTEE, Role.TELLER])
def test_nobody_else_takes_a_result_off_a_question(session, motion, ten, role):
    first = declared(ten)

    with pytest.raises(NotPermitted):
        never_put(session, actor_with(motion.conference, role), first)


def test_it_wants_a_reason_too(session, motion, chair, ten):
    first = declared(ten)

    with pytest.raises(ReasonMissing):
        never_put(session, chair, first, reason=" ")


def test_sent_twice_it_is_recorded_once(session, motion, chair, ten):
    first = declared(ten)

    one = never_put(session, chair, first, seen=first.id)
    two = never_put(session, chair, first, seen=first.id)

    assert one is two
    with pytest.raises(NothingChanged):
        never_put(session, chair, first, reason="Another reason")


def test_what_was_never_put_is_declared_and_not_corrected_any_more(session, motion, chair, ten):
    first = declared(ten)
    never_put(session, chair, first)
    lost = Result(Outcome.LOST, NOON)

    with pytest.raises(ChangedMeanwhile):
        correct_result(session, chair, first.vote, lost, reason="It was lost", now=NOON)

    assert ten.state is AmendmentState.SELECTED


# --- what relied on it, and the real vote afterwards


def test_what_relied_on_it_is_settled_and_the_question_really_put(
    session, motion, chair, ten, eight, fuel
):
    first = declared(ten)
    declared(fuel)
    never_put(session, chair, first)
    fell, voted = open_reliances(session, motion)
    assert waiting(session, motion) == [(Why.FELL, "2"), (Why.VOTED_WITH, f"amendment:{fuel.id}")]

    put_again(session, chair, fell, now=NOON)
    confirm_reliance(session, chair, voted, now=NOON)
    declared(eight, Outcome.LOST, now=NOON)
    declared(ten, tally=Tally(60, 40), now=NOON + UNDO)
    declared(motion, now=NOON + UNDO)

    assert final_status_line(session, motion) == "Passed with Amendments 1 and 3"
    assert record(session, motion) == [
        (f"amendment:{ten.id}", 1, [Outcome.CARRIED, Outcome.NOT_PUT]),
        (f"amendment:{fuel.id}", 1, [Outcome.CARRIED]),
        (f"amendment:{eight.id}", 1, [Outcome.LOST]),
        (f"amendment:{ten.id}", 2, [Outcome.CARRIED]),
        ("motion", 1, [Outcome.CARRIED]),
    ]
    assert latest_version(session, motion).under == sorted([fuel.change.key, ten.change.key])
    assert open_reliances(session, motion) == []
    assert not list(verify_minutes(session, motion.conference_id))
    minute = session.query(Minute).filter_by(activity="vote:correct").one()
    assert (minute.facts["outcome"], minute.facts["reason"]) == ("not_put", WRONG_ONE)


def test_the_clause_tells_of_the_mistake_and_of_the_vote(session, motion, chair, ten):
    never_put(session, chair, declared(ten))
    declared(ten, now=NOON)
    document = load_document(latest_version(session, motion).document)
    clause = next(one for one in document.walk() if "ten" in str(one.text))

    history = clause_history(session, chair, motion, clause.id, now=NOON + UNDO)

    assert ["ten" in row.text for row in history] == [False, True, False, True]


def test_the_real_vote_is_corrected_like_any_other(session, motion, chair, ten):
    never_put(session, chair, declared(ten))
    real = declared(ten, now=NOON)
    lost = Result(Outcome.LOST, NOON)

    correct_result(session, chair, real.vote, lost, reason="Misheard", now=NOON + UNDO)

    assert ten.state is AmendmentState.LOST
    assert latest_version(session, motion).under == []


def test_tapped_wrongly_twice_it_is_never_put_twice(session, motion, chair, ten):
    never_put(session, chair, declared(ten))

    never_put(session, chair, declared(ten, now=NOON), now=NOON + UNDO)

    assert ten.state is AmendmentState.SELECTED
    assert [putting for _, putting, _ in record(session, motion)] == [1, 2]


def test_the_first_putting_is_not_corrected_once_the_question_was_put(session, motion, chair, ten):
    first = declared(ten)
    never_put(session, chair, first)
    declared(ten, now=NOON)
    lost = Result(Outcome.LOST, NOON)

    with pytest.raises(ChangedMeanwhile):
        correct_result(session, chair, first.vote, lost, reason="It was lost", now=NOON)

    assert ten.state is AmendmentState.CARRIED


def test_what_is_decided_later_does_not_rely_on_what_was_not_put(session, motion, chair, ten, fuel):
    first = declared(fuel)
    never_put(session, chair, declared(ten))
    declared(motion, Outcome.REFERRED_BACK, now=NOON)  # ten falls with it

    never_put(session, chair, first)

    assert waiting(session, motion) == [(Why.VOTED_WITH, "motion"), (Why.FELL, "1")]


# --- after the motion was decided


@pytest.mark.parametrize(
    ("outcome", "why"), [(Outcome.LOST, Why.ENDED), (Outcome.CARRIED, Why.VOTED_WITH)]
)
def test_a_motion_decided_before_one_of_its_amendments_is_put_again(
    session, motion, chair, ten, outcome, why
):
    first = declared(ten, outcome)
    declared(motion)
    never_put(session, chair, first)
    (reliance,) = open_reliances(session, motion)
    assert (reliance.why, reliance.state) == (why, RelianceState.OPEN)

    put_again(session, chair, reliance, now=NOON)

    assert motion.state is MotionState.PUBLISHED
    assert now_put(session, motion).id == f"amendment:{ten.id}"


def test_an_amendment_falls_where_the_motion_stays_decided_without_it(session, motion, chair, ten):
    first = declared(ten, Outcome.LOST)
    passed = declared(motion)
    never_put(session, chair, first)
    (reliance,) = open_reliances(session, motion)

    confirm_reliance(session, chair, reliance, now=NOON)

    assert (ten.state, ten.fell_by) == (AmendmentState.FALLEN, passed)
    assert motion.state is MotionState.PASSED
    assert final_status_line(session, motion) == "Passed with no amendments"


def test_one_to_an_amendment_is_put_before_that_or_falls_with_it(session):
    motion = published_motion(with_depth(1))
    chair = actor_with(motion.conference, Role.CHAIR)
    buses = amendment_to(motion, BUSES, number="1")
    night = amending(buses, NIGHT, number="1.1")
    first = declared(night, Outcome.LOST)
    carried = declared(buses)
    never_put(session, chair, first)
    assert waiting(session, motion) == [(Why.ENDED, f"amendment:{buses.id}")]

    confirm_reliance(session, chair, open_reliances(session, motion)[0], now=NOON)

    assert (night.state, night.fell_by) == (AmendmentState.FALLEN, carried)


# --- the seconds in which it can be taken back, and what the public knows


def test_taken_back_it_leaves_everything_as_it_was(session, motion, chair, ten, eight):
    first = declared(ten)
    before = latest_version(session, motion)
    second = never_put(session, chair, first)

    undo_result(session, chair, second, now=NOON + SOON)

    assert (ten.state, eight.state) == (AmendmentState.CARRIED, AmendmentState.FALLEN)
    assert (latest_version(session, motion), first.vote.declaration) == (before, first)
    assert open_reliances(session, motion) == []


def test_words_struck_and_what_fell_come_back_with_the_mistake(session, motion, chair):
    words, within = separate_vote_on(motion, 3, 4), separate_vote_on(motion, 3, 3)
    first = declared(words, Outcome.LOST)
    before = latest_version(session, motion).under
    second = never_put(session, chair, first)
    assert within.state is SeparateVoteState.SELECTED

    undo_result(session, chair, second, now=NOON + SOON)

    assert (words.state, within.state) == (SeparateVoteState.LOST, SeparateVoteState.FALLEN)
    assert latest_version(session, motion).under == before


def test_once_the_question_is_put_the_correction_stays(session, motion, chair, ten):
    second = never_put(session, chair, declared(ten))
    declared(ten, Outcome.LOST, now=NOON + SOON)

    with pytest.raises(TooLateToUndo):
        undo_result(session, chair, second, now=NOON + SOON)


def test_a_real_vote_taken_back_leaves_the_question_open(session, motion, chair, ten):
    never_put(session, chair, declared(ten))
    real = declared(ten, now=NOON + UNDO)

    undo_result(session, chair, real, now=NOON + UNDO + SOON)
    again = declared(ten, Outcome.LOST, now=NOON + UNDO + UNDO)

    assert again.vote.putting == 2
    assert session.query(Declaration).count() == 4


def test_the_public_sees_it_open_once_the_seconds_are_over(session, motion, chair, ten):
    first = declared(ten)
    never_put(session, chair, first)

    soon, later = NOON + SOON, NOON + UNDO
    assert public_amendment_state(session, ten, seen_at=soon) is AmendmentState.CARRIED
    assert [one.is_put_again for one in list_decisions(session, motion, seen_at=soon)] == [False]
    assert public_amendment_state(session, ten, seen_at=later) is AmendmentState.SELECTED


def test_until_then_a_motion_is_publicly_what_it_was(session, motion, chair):
    never_put(session, chair, declared(motion))

    known = [
        public_motion_state(session, motion, seen_at=NOON + seconds) for seconds in (SOON, UNDO)
    ]

    assert known == [MotionState.PASSED, MotionState.PUBLISHED]
