"""Nothing stays open silently: whatever ends a question waits for the vote on it."""

import pytest

from tests.factories.debate import amendment_to, declared
from tests.factories.hall_count import open_count_on
from tests.factories.person import actor_with
from tests.factories.poll import KEY, poll_on
from tests.factories.procedural import procedural
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from webapp.models import HallCount
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState, Outcome, SeparateVoteState
from webapp.queries.open_votes import questions_being_voted_on
from webapp.services.amendments import reject_amendment
from webapp.services.corrections import correct_result
from webapp.services.counts import break_off_count
from webapp.services.errors import VoteOpen
from webapp.services.parts import split_amendment
from webapp.services.poll_closing import void_poll
from webapp.services.results import Result, declare_result, undo_result
from webapp.services.separate_votes import reject_separate_vote

TWO_PLACES = "In 1, delete “nine” and insert “ten”. In 3, delete “parking” and insert “fuel”."


def said(session, chair, item, outcome):
    declare_result(session, chair, item, Result(outcome, NOON), now=NOON)


# What is prepared before the vote on Amendment 1 is opened, and what would then end it.
ENDS = {
    "a tap on the question itself": (
        None,
        lambda session, chair, it, _: said(session, chair, it, Outcome.CARRIED),
    ),
    "its withdrawal": (
        None,
        lambda session, chair, it, _: said(session, chair, it, Outcome.WITHDRAWN),
    ),
    "another that it cannot stand beside": (
        lambda session, it: amendment_to(
            it.motion, "In 1, delete “nine” and insert “eight”.", number="2"
        ),
        lambda session, chair, it, other: said(session, chair, other, Outcome.CARRIED),
    ),
    "a correction by which it falls": (
        lambda session, it: declared(
            amendment_to(it.motion, "In 1, delete “nine” and insert “eight”.", number="2"),
            Outcome.LOST,
        ),
        lambda session, chair, it, lost: correct_result(
            session, chair, lost.vote, Result(Outcome.CARRIED, NOON), reason="Misheard.", now=NOON
        ),
    ),
    "a motion referred back": (
        None,
        lambda session, chair, it, _: said(session, chair, it.motion, Outcome.REFERRED_BACK),
    ),
    "a motion not reached": (
        None,
        lambda session, chair, it, _: said(session, chair, it.motion, Outcome.NOT_REACHED),
    ),
    "a motion withdrawn": (
        None,
        lambda session, chair, it, _: said(session, chair, it.motion, Outcome.WITHDRAWN),
    ),
    "next business": (
        None,
        lambda session, chair, it, _: said(
            session, chair, procedural(it.motion, "next_business"), Outcome.CARRIED
        ),
    ),
    "a committee that leaves it out": (
        None,
        lambda session, chair, it, _: reject_amendment(
            session,
            actor_with(it.motion.conference, Role.COMMITTEE),
            it,
            reason="No time.",
            now=NOON,
        ),
    ),
    "its being put in parts": (
        None,
        lambda session, chair, it, _: split_amendment(session, chair, it, [[0], [1]], now=NOON),
    ),
}


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, TWO_PLACES, number="1")


def end(session, chair, vote):
    """End a vote without a result."""
    if isinstance(vote, HallCount):
        break_off_count(session, chair, vote, reason="The hall was restless.", now=NOON)
    else:
        void_poll(session, chair, vote, reason="The hall was restless.", key=KEY, now=NOON)


@pytest.mark.parametrize("vote_on", [open_count_on, poll_on])
@pytest.mark.parametrize("way", ENDS)
def test_what_ends_a_question_waits_until_the_vote_on_it_is_ended(
    session, chair, motion, amendment, way, vote_on
):
    prepare, act = ENDS[way]
    prepared = prepare(session, amendment) if prepare else None
    vote = vote_on(amendment)

    with pytest.raises(VoteOpen) as refusal, session.begin_nested():
        act(session, chair, amendment, prepared)
    assert refusal.value.questions == [f"amendment:{amendment.id}"]
    assert questions_being_voted_on(session, motion) == {f"amendment:{amendment.id}"}
    assert amendment.state is AmendmentState.SELECTED

    end(session, chair, vote)
    act(session, chair, amendment, prepared)
    assert amendment.state is not AmendmentState.SELECTED or motion.state is not (
        MotionState.PUBLISHED
    )


def test_a_result_that_is_counted_on_a_challenge_is_not_corrected_by_hand_meanwhile(
    session, chair, amendment
):
    standing = declared(amendment)
    open_count_on(amendment)
    corrected = Result(Outcome.LOST, NOON)

    with pytest.raises(VoteOpen), session.begin_nested():
        correct_result(session, chair, standing.vote, corrected, reason="Misheard.", now=NOON)

    assert amendment.state is AmendmentState.CARRIED


def test_a_motion_is_not_carried_while_one_of_its_amendments_is_counted_on_a_challenge(
    session, chair, motion, amendment
):
    declared(amendment)
    open_count_on(amendment)

    with pytest.raises(VoteOpen), session.begin_nested():
        said(session, chair, motion, Outcome.CARRIED)

    assert motion.state is MotionState.PUBLISHED


def test_words_are_not_left_out_of_a_debate_that_votes_on_them(session, motion):
    words = separate_vote_on(motion, 3)
    open_count_on(words)
    committee = actor_with(motion.conference, Role.COMMITTEE)

    with pytest.raises(VoteOpen):
        reject_separate_vote(session, committee, words, reason="No time.", now=NOON)

    assert words.state is SeparateVoteState.SELECTED


def test_a_vote_on_another_question_is_in_nobodys_way(session, chair, amendment, eight):
    open_count_on(eight)

    said(session, chair, amendment, Outcome.LOST)

    assert amendment.state is AmendmentState.LOST


def test_a_correction_is_not_taken_back_while_the_question_is_voted_on_again(
    session, chair, amendment
):
    first = declared(amendment, now=NOON)
    not_put = Result(Outcome.NOT_PUT, NOON)
    undone = correct_result(session, chair, first.vote, not_put, reason="Never put.", now=NOON)
    open_count_on(amendment)

    with pytest.raises(VoteOpen), session.begin_nested():
        undo_result(session, chair, undone, now=NOON)

    assert amendment.state is AmendmentState.SELECTED
