"""When a poll may be opened, and what becomes of a ballot, in the words of standing orders."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.moments import NOON
from webapp.procedure.polls import (
    Answer,
    Obstacle,
    OpenTo,
    PollSettings,
    PollState,
    judge,
    obstacles_to,
    turnout_shown,
    winner_of,
)
from webapp.procedure.procedural import LEAST_SECRET, BallotForm
from webapp.procedure.rulebook import load_preset

RULES = replace(load_preset("federal_conference").ballots, allowed=True)
SECRET = PollSettings(BallotForm.SECRET)
OPEN = PollSettings(BallotForm.OPEN, weighted=True, changeable=True)
POLL = OpenTo(PollState.OPEN, NOON + timedelta(minutes=1), ("for", "against"), changeable=False)
CHANGEABLE = replace(POLL, changeable=True)


def judged(poll=POLL, choice="for", *, held=True, signed_in=True, voted=False, now=NOON):
    return judge(poll, choice, held=held, signed_in=signed_in, voted=voted, now=now)


def test_an_open_vote_takes_unequal_weights_and_changes():
    assert obstacles_to(OPEN, RULES, [1, 5]) == []


@given(st.integers(1, LEAST_SECRET - 1))
def test_fewer_than_ten_never_vote_in_secret(places):
    assert obstacles_to(SECRET, RULES, [1] * places) == [Obstacle.TOO_FEW_FOR_SECRET]


def test_ten_do_where_the_rules_ask_for_no_more():
    assert obstacles_to(SECRET, replace(RULES, smallest_secret=10), [1] * 10) == []
    assert obstacles_to(SECRET, replace(RULES, smallest_secret=20), [1] * 10) != []


def test_a_secret_vote_refuses_weights_that_would_pick_a_ballot_out():
    weighted = replace(SECRET, weighted=True)

    assert obstacles_to(weighted, RULES, [1] * 20 + [3]) == [Obstacle.SECRET_AND_WEIGHTED]
    assert obstacles_to(weighted, RULES, [3] * 20) == []


def test_a_secret_vote_refuses_changes_that_would_link_two_moments():
    changeable = replace(SECRET, changeable=True)

    assert obstacles_to(changeable, RULES, [1] * 20) == [Obstacle.SECRET_AND_CHANGEABLE]


def test_nobody_opens_a_poll_that_nobody_may_vote_in_or_that_is_not_allowed():
    forbidden = replace(RULES, allowed=False)

    assert obstacles_to(OPEN, forbidden, []) == [Obstacle.NOT_ALLOWED, Obstacle.NOBODY_ENTITLED]


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ({}, Answer.RECORDED),
        ({"signed_in": False}, Answer.SIGNED_OUT),
        ({"poll": None}, Answer.NOT_ON_ROLL),
        ({"held": False}, Answer.NOT_ON_ROLL),
        ({"choice": "perhaps"}, Answer.UNKNOWN_CHOICE),
        ({"voted": True}, Answer.CAST_ALREADY),
        ({"poll": CHANGEABLE, "voted": True}, Answer.CHANGED),
        ({"poll": replace(POLL, state=PollState.CLOSED)}, Answer.CLOSED),
        ({"poll": replace(POLL, state=PollState.VOID)}, Answer.CLOSED),
        ({"now": POLL.closes_at}, Answer.CLOSED),
        ({"now": POLL.closes_at - timedelta(microseconds=1)}, Answer.RECORDED),
        ({"poll": CHANGEABLE, "voted": True, "now": POLL.closes_at}, Answer.CAST_ALREADY),
    ],
)
def test_each_ballot_is_answered_by_what_is_true_at_its_moment(given, answer):
    assert judged(**given) is answer


def test_of_equal_options_none_is_guessed():
    assert winner_of({"a": 2, "b": 2, "abstain": 9}) is None
    assert winner_of({"a": 0, "b": 0}) is None


@given(st.integers(0, 5000))
def test_the_turnout_of_a_secret_vote_is_told_in_whole_tens_and_never_too_high(voted):
    shown = turnout_shown(BallotForm.SECRET, voted)

    assert shown % 10 == 0
    assert 0 <= voted - shown < 10
