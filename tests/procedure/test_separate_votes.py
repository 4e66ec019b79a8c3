"""When words voted on by themselves stay, whichever way the question is put."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.majority import Put, TieRule
from webapp.procedure.rulebook import load_preset
from webapp.procedure.rules import SeparateVotes, WordsQuestion
from webapp.procedure.separate_votes import (
    allows_separate_votes,
    decide_on_words,
    outcome_of_question,
)
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally

FEDERAL = load_preset("federal_conference")
STAY, DELETE = WordsQuestion.SHALL_STAY, WordsQuestion.SHALL_BE_DELETED
KEPT, LOST = Outcome.CARRIED, Outcome.LOST


def rules(question, tie=TieRule.NOTHING_CHANGES):
    voting = replace(FEDERAL.voting, separate_vote_question=question, separate_vote_tie=tie)
    return replace(FEDERAL, voting=voting)


@pytest.mark.parametrize(
    ("question", "tie", "tally", "casting", "outcome"),
    [
        (STAY, TieRule.NOTHING_CHANGES, Tally(11, 10), None, KEPT),
        (STAY, TieRule.NOTHING_CHANGES, Tally(10, 11), None, LOST),
        (DELETE, TieRule.NOTHING_CHANGES, Tally(11, 10), None, LOST),
        (DELETE, TieRule.NOTHING_CHANGES, Tally(10, 11), None, KEPT),
        (STAY, TieRule.NOTHING_CHANGES, Tally(10, 10), None, KEPT),
        (DELETE, TieRule.NOTHING_CHANGES, Tally(10, 10), None, KEPT),
        (STAY, TieRule.NOT_CARRIED, Tally(10, 10), None, LOST),
        (DELETE, TieRule.NOT_CARRIED, Tally(10, 10), None, KEPT),
        (STAY, TieRule.CASTING_VOTE, Tally(10, 10), None, None),
        (STAY, TieRule.CASTING_VOTE, Tally(10, 10), True, KEPT),
        (STAY, TieRule.CASTING_VOTE, Tally(10, 10), False, LOST),
        (DELETE, TieRule.CASTING_VOTE, Tally(10, 10), True, LOST),
        (DELETE, TieRule.CASTING_VOTE, Tally(10, 10), False, KEPT),
    ],
)
def test_figures_decide_on_the_words_as_the_question_is_put(question, tie, tally, casting, outcome):
    verdict = decide_on_words(rules(question, tie), tally, casting_vote=casting)

    assert verdict.outcome is outcome


@given(st.sampled_from([STAY, DELETE]), st.sampled_from(TieRule), st.integers(0, 500))
def test_words_stay_where_nobody_votes_however_many_abstain(question, tie, abstentions):
    verdict = decide_on_words(rules(question, tie), Tally(0, 0, abstentions), casting_vote=False)

    assert (verdict.outcome, verdict.changes) == (KEPT, False)


@given(st.integers(0, 99), st.integers(0, 99), st.booleans())
def test_both_ways_of_putting_it_agree_unless_votes_are_equal(stay, go, casting):
    kept = decide_on_words(rules(STAY), Tally(stay, go), casting_vote=casting)
    deleted = decide_on_words(rules(DELETE), Tally(go, stay), casting_vote=casting)

    assert kept.outcome is deleted.outcome


def test_an_outcome_of_the_words_is_turned_into_that_of_the_question_and_back():
    for outcome in (KEPT, LOST, Outcome.WITHDRAWN):
        turned = outcome_of_question(outcome, Put.TO_CHANGE)

        assert outcome_of_question(turned, Put.TO_CHANGE) is outcome
        assert outcome_of_question(outcome, Put.TO_KEEP) is outcome


def test_a_rulebook_may_know_no_separate_votes():
    never = replace(FEDERAL, voting=replace(FEDERAL.voting, separate_votes=SeparateVotes.NEVER))

    assert allows_separate_votes(FEDERAL)
    assert not allows_separate_votes(never)
