"""Which figures carry, to the last vote."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from webapp.procedure.errors import ImpossibleCount
from webapp.procedure.majority import (
    SIMPLE_MAJORITY,
    TWO_THIRDS_MAJORITY,
    Base,
    MajorityRule,
    Put,
    TieRule,
    decide,
)
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally

counts = st.integers(0, 500)
rules = st.builds(
    MajorityRule,
    st.fractions(0, 1, max_denominator=12),
    st.booleans(),
    st.just(Base.VOTES_CAST),
).filter(lambda rule: not (rule.share == 1 and rule.must_exceed))
ties = st.sampled_from(TieRule)
puts = st.sampled_from(Put)
RANK = {Outcome.LOST: 0, None: 1, Outcome.CARRIED: 2}


@pytest.mark.parametrize(
    ("in_favour", "against", "carried"),
    [(67, 33, True), (66, 34, False), (6, 3, True), (5, 3, False), (1, 0, True), (0, 1, False)],
)
def test_two_thirds_is_reached_exactly_or_not_at_all(in_favour, against, carried):
    assert TWO_THIRDS_MAJORITY.carries(Tally(in_favour, against)) is carried


@pytest.mark.parametrize(("in_favour", "carried"), [(50, False), (51, True), (49, False)])
def test_a_simple_majority_is_more_than_half(in_favour, carried):
    assert SIMPLE_MAJORITY.carries(Tally(in_favour, 100 - in_favour)) is carried


def test_abstentions_are_no_votes():
    assert SIMPLE_MAJORITY.carries(Tally(2, 1, abstentions=500))


@pytest.mark.parametrize(
    ("rule", "tally", "short_by"),
    [
        (TWO_THIRDS_MAJORITY, Tally(66, 34), 1),
        (TWO_THIRDS_MAJORITY, Tally(67, 33), 0),
        (SIMPLE_MAJORITY, Tally(70, 119), 25),
        (SIMPLE_MAJORITY, Tally(50, 50), 1),
        (SIMPLE_MAJORITY, Tally(0, 0), 1),
    ],
)
def test_a_lost_question_says_how_many_more_of_the_votes_it_needed(rule, tally, short_by):
    assert decide(rule, tally).short_by == short_by


@given(rules, counts, counts, counts)
def test_the_votes_it_was_short_are_exactly_what_would_have_carried(
    rule, in_favour, against, abstentions
):
    assume(in_favour + against > 0)
    tally = Tally(in_favour, against, abstentions)

    short_by = decide(rule, tally).short_by

    assert rule.carries(Tally(in_favour + short_by, against - short_by))
    if short_by:
        assert not rule.carries(Tally(in_favour + short_by - 1, against - short_by + 1))


@given(rules, ties, puts, counts, counts, st.sampled_from([None, True, False]))
def test_the_outcome_never_worsens_with_one_more_vote_in_favour(
    rule, tie, put, in_favour, against, casting_vote
):
    assume(in_favour + against > 0)
    more = {"put": put, "tie": tie, "casting_vote": casting_vote}

    before = decide(rule, Tally(in_favour, against), **more)
    after = decide(rule, Tally(in_favour + 1, against), **more)

    assert RANK[after.outcome] >= RANK[before.outcome]


@given(rules, ties, puts, counts, counts, st.sampled_from([None, True, False]))
def test_the_outcome_never_improves_with_one_more_vote_against(
    rule, tie, put, in_favour, against, casting_vote
):
    assume(in_favour + against > 0)
    more = {"put": put, "tie": tie, "casting_vote": casting_vote}

    before = decide(rule, Tally(in_favour, against), **more)
    after = decide(rule, Tally(in_favour, against + 1), **more)

    assert RANK[after.outcome] <= RANK[before.outcome]


@given(rules, ties, puts, counts, st.sampled_from([None, True, False]))
def test_where_nobody_voted_nothing_changes_whichever_way_the_question_is_put(
    rule, tie, put, abstentions, casting_vote
):
    verdict = decide(rule, Tally(0, 0, abstentions), put=put, tie=tie, casting_vote=casting_vote)

    assert not verdict.changes
    assert verdict.outcome is (Outcome.CARRIED if put is Put.TO_KEEP else Outcome.LOST)


@given(rules, ties, counts, counts, st.booleans())
def test_a_question_to_change_changes_when_carried_and_a_question_to_keep_when_lost(
    rule, tie, in_favour, against, casting_vote
):
    tally = Tally(in_favour, against)
    more = {"tie": tie, "casting_vote": casting_vote}

    change = decide(rule, tally, put=Put.TO_CHANGE, **more)
    keep = decide(rule, tally, put=Put.TO_KEEP, **more)

    assert change.changes == (change.outcome is Outcome.CARRIED)
    assert keep.changes == (keep.outcome is Outcome.LOST)


@pytest.mark.parametrize(
    ("put", "tie", "outcome"),
    [
        (Put.TO_CHANGE, TieRule.NOT_CARRIED, Outcome.LOST),
        (Put.TO_CHANGE, TieRule.NOTHING_CHANGES, Outcome.LOST),
        (Put.TO_CHANGE, TieRule.CASTING_VOTE, None),
        (Put.TO_KEEP, TieRule.NOT_CARRIED, Outcome.LOST),
        (Put.TO_KEEP, TieRule.NOTHING_CHANGES, Outcome.CARRIED),
        (Put.TO_KEEP, TieRule.CASTING_VOTE, None),
    ],
)
def test_equal_votes_are_decided_as_the_tie_rule_says(put, tie, outcome):
    verdict = decide(SIMPLE_MAJORITY, Tally(8, 8), put=put, tie=tie)

    assert verdict.tied
    assert verdict.outcome is outcome
    assert verdict.awaits_casting_vote is (outcome is None)


@pytest.mark.parametrize(("casting_vote", "outcome"), [(True, "carried"), (False, "lost")])
def test_the_chairs_casting_vote_decides_a_tie(casting_vote, outcome):
    verdict = decide(
        SIMPLE_MAJORITY, Tally(8, 8), tie=TieRule.CASTING_VOTE, casting_vote=casting_vote
    )

    assert verdict.outcome == outcome


def test_the_casting_vote_is_not_heard_where_votes_are_not_equal():
    verdict = decide(SIMPLE_MAJORITY, Tally(7, 8), tie=TieRule.CASTING_VOTE, casting_vote=True)

    assert verdict.outcome is Outcome.LOST


def test_equal_votes_are_no_tie_where_two_thirds_are_needed():
    verdict = decide(TWO_THIRDS_MAJORITY, Tally(8, 8), tie=TieRule.CASTING_VOTE)

    assert not verdict.tied
    assert verdict.outcome is Outcome.LOST


def test_those_present_who_did_not_vote_count_where_the_rule_says_present():
    rule = MajorityRule(Fraction(1, 2), must_exceed=True, base=Base.PRESENT)

    assert not decide(rule, Tally(40, 10), present=80).changes
    assert decide(rule, Tally(41, 10), present=80).changes


def test_those_who_stayed_away_count_where_the_rule_says_entitled():
    rule = MajorityRule(Fraction(2, 3), must_exceed=False, base=Base.ENTITLED)

    verdict = decide(rule, Tally(60, 0), entitled=100)

    assert (verdict.outcome, verdict.needed, verdict.short_by) == (Outcome.LOST, 67, 7)


def test_more_answers_than_people_present_are_refused():
    rule = MajorityRule(Fraction(1, 2), must_exceed=True, base=Base.PRESENT)

    with pytest.raises(ImpossibleCount):
        decide(rule, Tally(40, 40, 1), present=80)


def test_a_rule_that_counts_the_present_asks_for_their_number():
    with pytest.raises(LookupError):
        decide(MajorityRule(Fraction(1, 2), must_exceed=True, base=Base.PRESENT), Tally(1, 0))


def test_great_numbers_are_decided_by_a_single_vote():
    third = 10**15

    assert TWO_THIRDS_MAJORITY.carries(Tally(2 * third, third))
    assert not TWO_THIRDS_MAJORITY.carries(Tally(2 * third, third + 1))
