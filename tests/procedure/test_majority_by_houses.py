"""Votes by houses: a majority that has to be reached in each of them."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.counting import Block, Hall
from webapp.procedure.majority import (
    SIMPLE_MAJORITY,
    TWO_THIRDS_MAJORITY,
    HousesNotCounted,
    MajorityRule,
    Put,
    TieRule,
    decide,
)
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally, of_houses

HOUSES = ("Bishops", "Clergy", "Laity")
IN_EACH = replace(SIMPLE_MAJORITY, houses=HOUSES)
TWO_THIRDS_IN_EACH = replace(TWO_THIRDS_MAJORITY, houses=HOUSES)

counts = st.integers(0, 60)
figures = st.fixed_dictionaries({name: st.builds(Tally, counts, counts, counts) for name in HOUSES})
rules = st.builds(
    MajorityRule,
    st.fractions(0, 1, max_denominator=12),
    st.booleans(),
    houses=st.just(HOUSES),
).filter(lambda rule: not (rule.share == 1 and rule.must_exceed))
ties = st.sampled_from(TieRule)
puts = st.sampled_from(Put)


def test_a_question_is_lost_that_one_house_does_not_carry_however_many_the_others_are():
    tally = of_houses({"Bishops": Tally(37, 1), "Clergy": Tally(148, 45), "Laity": Tally(132, 74)})

    verdict = decide(TWO_THIRDS_IN_EACH, tally)

    assert verdict.outcome is Outcome.LOST
    assert [(house.name, house.verdict.short_by) for house in verdict.houses] == [
        ("Bishops", 0),
        ("Clergy", 0),
        ("Laity", 6),
    ]
    assert decide(TWO_THIRDS_MAJORITY, tally).outcome is Outcome.CARRIED


def test_a_house_in_which_nobody_votes_carries_nothing():
    tally = of_houses({"Bishops": Tally(9, 0), "Clergy": Tally(9, 0)})

    assert decide(IN_EACH, tally).outcome is Outcome.LOST


@pytest.mark.parametrize("casting_vote", [None, True, False])
def test_no_casting_vote_is_heard_between_houses(casting_vote):
    tally = of_houses({name: Tally(5, 5) for name in HOUSES})

    verdict = decide(IN_EACH, tally, tie=TieRule.CASTING_VOTE, casting_vote=casting_vote)

    assert verdict.outcome is Outcome.LOST
    assert [house.verdict.tied for house in verdict.houses] == [True, True, True]


@pytest.mark.parametrize(
    "tally",
    [
        Tally(40, 2),
        of_houses({"Bishops": Tally(1, 0), "Staff": Tally(2, 0)}),
        of_houses({name: Tally(3, 1) for name in HOUSES}) + Tally(1, 0),
    ],
)
def test_no_vote_is_left_out_because_nobody_said_which_house_it_was_of(tally):
    with pytest.raises(HousesNotCounted):
        decide(IN_EACH, tally)


@given(rules, ties, puts, figures)
def test_it_is_carried_where_each_house_alone_carries_it(rule, tie, put, cast):
    alone = TieRule.NOTHING_CHANGES if tie is TieRule.CASTING_VOTE else tie
    each = [decide(replace(rule, houses=()), one, put=put, tie=alone) for one in cast.values()]

    verdict = decide(rule, of_houses(cast), put=put, tie=tie)

    assert (verdict.outcome is Outcome.CARRIED) == all(
        one.outcome is Outcome.CARRIED for one in each
    )
    assert verdict.short_by == sum(one.short_by for one in each)
    assert bool(verdict.short_by) == (verdict.outcome is Outcome.LOST)


@given(rules, ties, figures)
def test_what_every_house_carries_everybody_together_carries(rule, tie, cast):
    if decide(rule, of_houses(cast), tie=tie).outcome is Outcome.CARRIED:
        assert replace(rule, houses=()).carries(of_houses(cast))


@given(rules, ties, puts, st.builds(Tally, counts, counts, counts))
def test_one_house_alone_is_everybody(rule, tie, put, tally):
    alone = TieRule.NOTHING_CHANGES if tie is TieRule.CASTING_VOTE else tie
    one = replace(rule, houses=("Delegates",))

    verdict = decide(one, tally.cast_in("Delegates"), put=put, tie=tie)

    same = decide(replace(rule, houses=()), tally, put=put, tie=alone)
    assert (verdict.outcome, verdict.changes) == (same.outcome, same.changes)
    assert (verdict.needed, verdict.short_by) == (same.needed, same.short_by)


@given(rules, ties, puts)
def test_where_nobody_voted_in_any_house_nothing_changes(rule, tie, put):
    assert not decide(rule, Tally(0, 0), put=put, tie=tie).changes


@given(ties, puts, figures, st.permutations(HOUSES))
def test_it_does_not_matter_which_house_is_counted_first(tie, put, cast, order):
    again = of_houses({name: cast[name] for name in order})

    assert decide(IN_EACH, again, put=put, tie=tie) == decide(
        IN_EACH, of_houses(cast), put=put, tie=tie
    )


def test_blocks_of_the_hall_belong_to_houses():
    hall = Hall(
        (
            Block("Front", (Tally(4, 1),), 1, house="Clergy"),
            Block("Back", (Tally(2, 5),), 1, house="Clergy"),
            Block("Gallery", (Tally(9, 0),), 1, house="Laity"),
        ),
        phones=Tally(3, 0).cast_in("Bishops"),
    )

    assert dict(hall.tally.houses) == {
        "Bishops": Tally(3, 0),
        "Clergy": Tally(6, 6),
        "Laity": Tally(9, 0),
    }


def test_tellers_who_differ_in_a_house_that_is_far_ahead_change_nothing():
    half = MajorityRule(Fraction(1, 2), must_exceed=True, houses=("Clergy", "Laity"))
    agreed = Block("Front", (Tally(4, 5),), 1, house="Clergy")
    differing = Block("Back", (Tally(90, 2), Tally(91, 2)), 2, house="Laity")

    verdict = Hall((agreed, differing)).decided_either_way(lambda tally: decide(half, tally))

    assert verdict is not None
    assert verdict.outcome is Outcome.LOST
