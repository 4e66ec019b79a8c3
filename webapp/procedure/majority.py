"""Which figures carry a question: exact fractions, and never a float.

Every question asks for a change, or asks that something stay. Where no vote was cast
nothing changes, whichever way the question was put. Where a majority is one of houses
each of them decides by itself, and one that falls short is enough for the question to be lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from webapp.procedure.errors import ImpossibleCount
from webapp.procedure.states import Outcome
from webapp.procedure.tally import NO_VOTES, Tally, of_houses


class Base(StrEnum):
    """What a share is a share of."""

    VOTES_CAST = "votes_cast"
    PRESENT = "present"
    ENTITLED = "entitled"


class TieRule(StrEnum):
    """What equal votes do to a question that needs more than half."""

    NOT_CARRIED = "not_carried"
    NOTHING_CHANGES = "nothing_changes"
    CASTING_VOTE = "casting_vote"


class Put(StrEnum):
    """Which way round a question is put."""

    TO_CHANGE = "to_change"
    """"That the amendment be made": nothing happens unless it is carried."""
    TO_KEEP = "to_keep"
    """"That these words stand": they are struck if it is lost."""


class HousesNotCounted(LookupError):
    """The figures do not say, of every vote, in which house it was cast."""


@dataclass(frozen=True, slots=True)
class MajorityRule:
    """The share of a base that carries a question: in each of `houses`, where there are any."""

    share: Fraction
    must_exceed: bool
    base: Base = Base.VOTES_CAST
    houses: tuple[str, ...] = ()

    def needed(self, of: int) -> int:
        """Return the least number in favour that carries, where the base counts `of`.

        Never less than one: nobody carries nothing.

        >>> TWO_THIRDS_MAJORITY.needed(100), SIMPLE_MAJORITY.needed(100)
        (67, 51)
        """
        share = self.share * of
        return floor(share) + 1 if self.must_exceed else max(1, ceil(share))

    def carries(
        self, tally: Tally, *, present: int | None = None, entitled: int | None = None
    ) -> bool:
        """Tell whether the figures reach the share, ties and casting votes apart."""
        return tally.in_favour >= self.needed(self.total(tally, present, entitled))

    def total(self, tally: Tally, present: int | None = None, entitled: int | None = None) -> int:
        """Return how many the share is taken of."""
        if self.base is Base.VOTES_CAST:
            return tally.cast
        people = present if self.base is Base.PRESENT else entitled
        if people is None:
            raise LookupError(self.base)
        if people < tally.answers:
            raise ImpossibleCount(self.base, people)
        return people


SIMPLE_MAJORITY = MajorityRule(Fraction(1, 2), must_exceed=True)
TWO_THIRDS_MAJORITY = MajorityRule(Fraction(2, 3), must_exceed=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the figures decide.

    `outcome` is CARRIED or LOST, and None while the chair's casting vote is awaited.
    A question to keep something on which nobody voted is CARRIED: it stays.
    `changes` says whether anything is different afterwards. `short_by` is how many
    more of the same votes would have had to be in favour. Of a majority of `houses` both
    `needed` and `short_by` are those of all houses added up.
    """

    outcome: Outcome | None
    changes: bool
    needed: int
    short_by: int
    tied: bool
    houses: tuple[HouseVerdict, ...] = ()

    @property
    def awaits_casting_vote(self) -> bool:
        """The votes are equal and the chair has not yet said which way."""
        return self.outcome is None


@dataclass(frozen=True, slots=True)
class HouseVerdict:
    """What one house decided by itself."""

    name: str
    tally: Tally
    verdict: Verdict


def decide(
    rule: MajorityRule,
    tally: Tally,
    *,
    put: Put = Put.TO_CHANGE,
    tie: TieRule = TieRule.NOT_CARRIED,
    casting_vote: bool | None = None,
    present: int | None = None,
    entitled: int | None = None,
) -> Verdict:
    """Return what the figures decide under the rule.

    `casting_vote` is heard only where votes are equal and the tie rule gives the chair
    one; none between houses. Raises LookupError where the rule counts people present or
    entitled and their number is not given, HousesNotCounted where it is one of houses and
    the figures are not, ImpossibleCount where more answered than there are.
    """
    if rule.houses:
        return _decide_by_houses(rule, tally, put, tie)
    carries = rule.carries(tally, present=present, entitled=entitled)
    needed = rule.needed(rule.total(tally, present, entitled))
    tied = _is_tied(rule, tally)
    outcome: Outcome | None = Outcome.CARRIED if carries else Outcome.LOST
    nothing_changes = Outcome.CARRIED if put is Put.TO_KEEP else Outcome.LOST
    if tally.cast == 0 or (tied and tie is TieRule.NOTHING_CHANGES):
        outcome = nothing_changes
    elif tied and tie is TieRule.CASTING_VOTE:
        outcome = _cast(casting_vote)
    return Verdict(
        outcome=outcome,
        changes=outcome is not None and outcome is not nothing_changes,
        needed=needed,
        short_by=0 if outcome is Outcome.CARRIED else needed - tally.in_favour,
        tied=tied,
    )


def _decide_by_houses(rule: MajorityRule, tally: Tally, put: Put, tie: TieRule) -> Verdict:
    """Return what the houses decide, each by itself; equal votes in one change nothing there."""
    counted = dict(tally.houses)
    figures = {name: counted.get(name, NO_VOTES) for name in rule.houses}
    if of_houses(figures).together != tally.together:
        raise HousesNotCounted(tally)
    alone = replace(rule, houses=())
    by_itself = TieRule.NOTHING_CHANGES if tie is TieRule.CASTING_VOTE else tie
    houses = tuple(
        HouseVerdict(name, one, decide(alone, one, put=put, tie=by_itself))
        for name, one in figures.items()
    )
    carried = all(house.verdict.outcome is Outcome.CARRIED for house in houses)
    return Verdict(
        outcome=Outcome.CARRIED if carried else Outcome.LOST,
        changes=carried is (put is Put.TO_CHANGE),
        needed=sum(house.verdict.needed for house in houses),
        short_by=sum(house.verdict.short_by for house in houses),
        tied=False,
        houses=houses,
    )


def _is_tied(rule: MajorityRule, tally: Tally) -> bool:
    """Tell whether votes are equal under a rule for which that is neither enough nor far off."""
    more_than_half = (Fraction(1, 2), True, Base.VOTES_CAST)
    return (
        (rule.share, rule.must_exceed, rule.base) == more_than_half
        and tally.in_favour == tally.against
        and tally.cast > 0
    )


def _cast(casting_vote: bool | None) -> Outcome | None:  # noqa: FBT001 - a vote is a yes or a no
    if casting_vote is None:
        return None
    return Outcome.CARRIED if casting_vote else Outcome.LOST
