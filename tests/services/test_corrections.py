from datetime import timedelta

import pytest

from tests.factories.debate import amendment_to, declared
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Declaration, Reliance, RelianceState
from webapp.procedure.errors import NotPermitted
from webapp.procedure.reliance import Why
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState, Outcome
from webapp.procedure.tally import Tally
from webapp.queries.decisions import list_decisions, open_reliances, what_relied_on
from webapp.queries.outcomes import (
    public_amendment_state,
    public_motion_state,
    public_status_line,
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
from webapp.services.results import Result, declare_result, undo_result
from webapp.text.errors import NotClosed

SOON, UNDO = timedelta(seconds=3), timedelta(seconds=8)
MISHEARD = "The tellers’ paper says otherwise."


def correct(session, actor, declaration, outcome, *, tally=None, now=NOON, reason=MISHEARD, **more):
    result = Result(outcome, declaration.happened_at, tally=tally)
    return correct_result(session, actor, declaration.vote, result, reason=reason, now=now, **more)


def relied(session, declaration, outcome):
    return [
        (one.why, getattr(one.found, "number", None) or one.found.subject)
        for one in what_relied_on(session, declaration, outcome)
    ]


def waiting(session, motion):
    return [(one.why, one.state) for one in open_reliances(session, motion)]


# --- the record, and the text


def test_a_correction_overwrites_nothing_and_the_text_follows(session, motion, chair, ten):
    first = declared(ten)
    carried = latest_version(session, motion)

    second = correct(session, chair, first, Outcome.LOST)

    assert (first.outcome, second.replaces, second.reason) == (Outcome.CARRIED, first, MISHEARD)
    assert ten.state is AmendmentState.LOST
    now = latest_version(session, motion)
    assert (now.number, now.kind, now.under) == (carried.number + 1, "corrected", [])


def test_what_was_lost_by_mistake_comes_into_the_text(session, motion, chair, ten):
    first = declared(ten, Outcome.LOST)

    correct(session, chair, first, Outcome.CARRIED)

    assert latest_version(session, motion).under == [ten.change.key]


def test_figures_alone_are_corrected_without_a_new_text(session, motion, chair, ten):
    first = declared(ten, tally=Tally(70, 30))
    before = latest_version(session, motion)

    second = correct(session, chair, first, Outcome.CARRIED, tally=Tally(71, 30))

    assert (second.in_favour, latest_version(session, motion)) == (71, before)
    assert open_reliances(session, motion) == []


def test_figures_of_an_amendment_are_corrected_after_the_final_vote(session, motion, chair, ten):
    first = declared(ten, tally=Tally(70, 30))
    declared(motion)
    final = latest_version(session, motion)

    correct(session, chair, first, Outcome.CARRIED, tally=Tally(71, 30))

    assert latest_version(session, motion) is final


def test_a_final_text_that_was_lost_after_all_says_so(session, motion, chair):
    first = declared(motion)

    correct(session, chair, first, Outcome.LOST)

    version = latest_version(session, motion)
    assert motion.state is MotionState.LOST
    assert (version.kind, version.status_line) == ("corrected", "Lost")


def test_a_correction_makes_its_rivals_fall(session, motion, chair, ten, eight):
    first = declared(ten, Outcome.LOST)

    second = correct(session, chair, first, Outcome.CARRIED)

    assert eight.fell_by is second


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_correction_wants_a_reason(session, motion, chair, ten, reason):
    first = declared(ten)

    with pytest.raises(ReasonMissing):
        correct(session, chair, first, Outcome.LOST, reason=reason)

    assert ten.state is AmendmentState.CARRIED


def test_saying_the_same_again_corrects_nothing(session, motion, chair, ten):
    first = declared(ten)

    with pytest.raises(NothingChanged):
        correct(session, chair, first, Outcome.CARRIED)


def test_figures_must_bear_a_correction_out_too(session, motion, chair, ten):
    first = declared(ten)

    with pytest.raises(ImpossibleResult):
        correct(session, chair, first, Outcome.LOST, tally=Tally(70, 30))


def test_the_same_correction_sent_twice_corrects_once(session, motion, chair, ten):
    first = declared(ten)

    one = correct(session, chair, first, Outcome.LOST, seen=first.id)
    two = correct(session, chair, first, Outcome.LOST, seen=first.id)

    assert two is one
    assert session.query(Declaration).count() == 2


def test_the_second_of_two_chairs_is_told_what_stands_now(session, motion, chair, ten):
    first = declared(ten)
    correct(session, chair, first, Outcome.LOST, seen=first.id)

    with pytest.raises(ChangedMeanwhile):
        correct(
            session,
            actor_with(motion.conference, Role.CHAIR),
            first,
            Outcome.CARRIED,
            tally=Tally(5, 4),
            seen=first.id,
        )


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.COMMITTEE, Role.TELLER, Role.OBSERVER])
def test_nobody_else_corrects(session, motion, ten, role):
    first = declared(ten)

    with pytest.raises(NotPermitted):
        correct(session, actor_with(motion.conference, role), first, Outcome.LOST)


def test_what_was_written_upon_another_is_not_carried_without_it(session, motion, chair, ten):
    first = declared(ten)
    upon = amendment_to(motion, "In 1, delete “ten” and insert “eleven”.", number="4", now=NOON)
    second = declared(upon, Outcome.LOST, now=NOON)
    correct(session, chair, first, Outcome.LOST)

    with pytest.raises(NotClosed):
        correct(session, chair, second, Outcome.CARRIED)


def test_what_was_written_upon_a_lost_one_has_no_effect_until_it_is_settled(
    session, motion, chair, ten
):
    first = declared(ten)
    upon = amendment_to(motion, "In 1, delete “ten” and insert “eleven”.", number="4", now=NOON)
    declared(upon, now=NOON)

    correct(session, chair, first, Outcome.LOST)

    assert latest_version(session, motion).under == []
    assert waiting(session, motion) == [(Why.VOTED_WITH, RelianceState.OPEN)]


# --- what relied on it


def test_a_fall_relied_on_what_was_carried(session, motion, ten, eight):
    first = declared(ten)

    assert relied(session, first, Outcome.LOST) == [(Why.FELL, "2")]


def test_a_later_vote_relied_on_the_words_it_saw(session, motion, ten, fuel):
    first = declared(ten)
    declared(fuel)
    declared(motion)

    assert relied(session, first, Outcome.LOST) == [
        (Why.VOTED_WITH, f"amendment:{fuel.id}"),
        (Why.VOTED_WITH, "motion"),
    ]


def test_a_later_vote_relied_on_the_words_it_missed(session, motion, ten, fuel):
    first = declared(ten, Outcome.LOST)
    declared(fuel)

    assert relied(session, first, Outcome.CARRIED) == [(Why.VOTED_WITHOUT, f"amendment:{fuel.id}")]


def test_a_rival_that_was_put_should_have_fallen(session, motion, ten, eight):
    first = declared(ten, Outcome.LOST)
    declared(eight)

    assert relied(session, first, Outcome.CARRIED) == [
        (Why.SHOULD_HAVE_FALLEN, f"amendment:{eight.id}")
    ]


def test_what_came_before_relied_on_nothing_later(session, motion, ten, fuel):
    declared(ten)
    last = declared(fuel)

    assert relied(session, last, Outcome.LOST) == []


def test_a_vote_corrected_later_is_still_as_old_as_it_is(session, motion, chair, ten, fuel):
    first = declared(ten, Outcome.LOST)
    second = declared(fuel)
    correct(session, chair, first, Outcome.CARRIED)

    assert relied(session, second, Outcome.LOST) == []


def test_a_paper_record_entered_late_stands_where_it_happened(session, motion, chair, ten, fuel):
    first = declared(ten)
    earlier = Result(Outcome.CARRIED, first.happened_at - timedelta(hours=1))

    declare_result(session, chair, fuel, earlier, now=NOON)

    assert [one.item for one in list_decisions(session, motion)] == [fuel, ten]


def test_corrected_back_what_was_decided_before_the_mistake_relies_on_nothing(
    session, motion, chair, ten, fuel
):
    first = declared(ten, Outcome.LOST)
    declared(fuel)
    mistake = correct(session, chair, first, Outcome.CARRIED)

    correct(session, chair, mistake, Outcome.LOST, now=NOON + UNDO)

    assert waiting(session, motion) == []


# --- settling


def test_a_confirmed_fall_stays_fallen(session, motion, chair, ten, eight):
    correct(session, chair, declared(ten), Outcome.LOST)
    (reliance,) = open_reliances(session, motion)

    confirm_reliance(session, chair, reliance, now=NOON)

    assert eight.state is AmendmentState.FALLEN
    assert waiting(session, motion) == []


def test_a_fall_put_again_is_a_question_again(session, motion, chair, ten, eight):
    correct(session, chair, declared(ten), Outcome.LOST)
    (reliance,) = open_reliances(session, motion)

    put_again(session, chair, reliance, now=NOON)

    assert (eight.state, eight.fell_by) == (AmendmentState.SELECTED, None)
    assert declared(eight, now=NOON).outcome is Outcome.CARRIED


def test_settling_twice_settles_once(session, motion, chair, ten, eight):
    correct(session, chair, declared(ten), Outcome.LOST)
    (reliance,) = open_reliances(session, motion)

    put_again(session, chair, reliance, now=NOON)
    confirm_reliance(session, chair, reliance, now=NOON)

    assert reliance.state is RelianceState.PUT_AGAIN
    assert eight.state is AmendmentState.SELECTED


def test_a_motion_put_again_is_no_longer_final(session, motion, chair, ten):
    first = declared(ten)
    declared(motion)
    correct(session, chair, first, Outcome.LOST)
    (reliance,) = open_reliances(session, motion)

    put_again(session, chair, reliance, now=NOON)

    version = latest_version(session, motion)
    assert motion.state is MotionState.PUBLISHED
    assert (version.kind, version.status_line) == ("corrected", "")
    again = declared(motion, now=NOON)
    assert (again.vote.putting, again.vote.relied_on) == (2, [])
    assert latest_version(session, motion).status_line == "Passed with no amendments"


def test_an_amendment_put_again_opens_the_motion_and_what_fell_by_it(
    session, motion, chair, ten, eight, fuel
):
    first = declared(fuel)
    declared(ten)
    declared(motion)
    correct(session, chair, first, Outcome.LOST)
    by_question = {
        one.vote.subject: one for one in open_reliances(session, motion) if one.vote is not None
    }

    put_again(session, chair, by_question[f"amendment:{ten.id}"], now=NOON)

    assert (ten.state, eight.state) == (AmendmentState.SELECTED, AmendmentState.SELECTED)
    assert motion.state is MotionState.PUBLISHED
    assert waiting(session, motion) == []
    assert latest_version(session, motion).under == []


def test_a_question_put_again_keeps_its_first_result_on_record(session, motion, chair, ten, fuel):
    first = declared(ten)
    declared(fuel)
    correct(session, chair, first, Outcome.LOST)
    put_again(session, chair, open_reliances(session, motion)[0], now=NOON)
    declared(fuel, Outcome.LOST, now=NOON + SOON)

    record = [
        (one.vote.subject, one.standing.outcome, one.is_put_again)
        for one in list_decisions(session, motion)
    ]

    assert record == [
        (f"amendment:{ten.id}", Outcome.LOST, False),
        (f"amendment:{fuel.id}", Outcome.CARRIED, True),
        (f"amendment:{fuel.id}", Outcome.LOST, False),
    ]


def test_an_older_putting_is_not_corrected_into_the_text(session, motion, chair, ten, fuel):
    first, second = declared(ten), declared(fuel)
    correct(session, chair, first, Outcome.LOST)
    put_again(session, chair, open_reliances(session, motion)[0], now=NOON)
    declared(fuel, now=NOON)

    with pytest.raises(ChangedMeanwhile):
        correct(session, chair, second, Outcome.LOST)

    assert fuel.state is AmendmentState.CARRIED


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.COMMITTEE])
def test_nobody_else_settles(session, motion, chair, ten, eight, role):
    correct(session, chair, declared(ten), Outcome.LOST)
    (reliance,) = open_reliances(session, motion)

    with pytest.raises(NotPermitted):
        put_again(session, actor_with(motion.conference, role), reliance, now=NOON)

    assert reliance.state is RelianceState.OPEN


# --- taking a correction back


def test_a_correction_taken_back_leaves_everything_as_before_it(session, motion, chair, ten, eight):
    first = declared(ten)
    before = latest_version(session, motion)
    second = correct(session, chair, first, Outcome.LOST)

    undo_result(session, chair, second, now=NOON + SOON)

    assert (ten.state, eight.state) == (AmendmentState.CARRIED, AmendmentState.FALLEN)
    assert (latest_version(session, motion), first.vote.declaration) == (before, first)
    assert session.query(Reliance).count() == 0


def test_a_correction_with_something_settled_upon_it_is_not_taken_back(
    session, motion, chair, ten, eight
):
    second = correct(session, chair, declared(ten), Outcome.LOST)
    put_again(session, chair, open_reliances(session, motion)[0], now=NOON)

    with pytest.raises(TooLateToUndo):
        undo_result(session, chair, second, now=NOON + SOON)


def test_a_result_taken_back_and_corrected_is_corrected_again(session, motion, chair, ten):
    first = declared(ten)
    undo_result(session, chair, correct(session, chair, first, Outcome.LOST), now=NOON + SOON)

    correct(session, chair, first, Outcome.LOST, now=NOON + UNDO)

    assert ten.state is AmendmentState.LOST


# --- what the public knows


def test_until_a_correction_is_public_the_old_result_is(session, motion, chair, ten):
    correct(session, chair, declared(ten), Outcome.LOST)

    soon, later = NOON + SOON, NOON + UNDO
    assert public_amendment_state(session, ten, seen_at=soon) is AmendmentState.CARRIED
    assert public_amendment_state(session, ten, seen_at=later) is AmendmentState.LOST


def test_a_mistake_corrected_within_its_seconds_is_never_public(session, motion, chair, ten):
    first = declared(ten, now=NOON)
    correct(session, chair, first, Outcome.LOST, now=NOON + SOON)

    known = [
        public_amendment_state(session, ten, seen_at=NOON + timedelta(seconds=seconds))
        for seconds in (4, 12)
    ]

    assert known == [AmendmentState.SELECTED, AmendmentState.LOST]


def test_the_status_line_of_the_public_follows_corrections(session, motion, chair, ten):
    first = declared(ten)
    declared(motion)
    correct(session, chair, first, Outcome.LOST)

    assert public_motion_state(session, motion, seen_at=NOON + SOON) is MotionState.PASSED
    assert public_status_line(session, motion, seen_at=NOON + SOON) == "Passed with Amendment 1"
    assert public_status_line(session, motion, seen_at=NOON + UNDO) == "Passed with no amendments"
