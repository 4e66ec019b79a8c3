"""Ballots that rank: how they are written, and what they come to by the Schulze method.

A ranking names options by their numbers on the ballot, from 1, the best first: `3>1=2` puts
option 3 before options 1 and 2, which it holds equal. Options it leaves out come after those
it names, and equal among themselves. ADR 9 says why this method, and what it promises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import combinations

from webapp.procedure.majority import MajorityRule
from webapp.procedure.tally import Tally

BEFORE, EQUAL = ">", "="
MOST_OPTIONS = 20
MOST_RANKS = 9
"""A page offers this many ranks at most: each is then sent in as many characters as any other."""

MARK, UNRANKED = "#", "-"
NONE = "none"
"""The option to hear, or carry, none of the others."""

Ranking = tuple[tuple[int, ...], ...]
"""The best first; options in one tuple are held equal."""

Pairs = Mapping[tuple[int, int], int]
"""How much weight puts the first option before the second."""

_WRITTEN = re.compile(r"[1-9][0-9]?(?:[>=][1-9][0-9]?)*")


class Fault(StrEnum):
    """Why a ranking cannot be taken."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    DOUBLED = "doubled"
    NOT_IN_ORDER = "not_in_order"
    """Options held equal are written in the order of their numbers, so that each ranking has
    one text."""


class FaultyRanking(ValueError):
    """A ranking that is none; `at` is the option it fails on, 0 where it is all of it."""

    def __init__(self, fault: Fault, at: int = 0) -> None:
        super().__init__(fault, at)
        self.fault = fault
        self.at = at


def read_ranking(text: str, options: int) -> Ranking:
    """Return what a ranking of so many options says, or raise FaultyRanking.

    >>> read_ranking("3>1=2", 4)
    ((3,), (1, 2))
    """
    if not text:
        raise FaultyRanking(Fault.EMPTY)
    if not _WRITTEN.fullmatch(text):
        raise FaultyRanking(Fault.UNREADABLE)
    tiers = tuple(tuple(int(number) for number in tier.split(EQUAL)) for tier in text.split(BEFORE))
    seen: set[int] = set()
    for number in (number for tier in tiers for number in tier):
        if number > options:
            raise FaultyRanking(Fault.UNKNOWN, number)
        if number in seen:
            raise FaultyRanking(Fault.DOUBLED, number)
        seen.add(number)
    for tier in tiers:
        if list(tier) != sorted(tier):
            raise FaultyRanking(Fault.NOT_IN_ORDER, tier[0])
    return tiers


def write_ranking(ranking: Iterable[Iterable[int]]) -> str:
    """Return the one text of a ranking.

    >>> write_ranking([[3], [2, 1]])
    '3>1=2'
    """
    return BEFORE.join(EQUAL.join(map(str, sorted(tier))) for tier in ranking)


def read_sheet(sheet: str) -> str:
    """Return the ranking that a page sends as one character for each option: its rank, or -.

    Only the order of ranks counts, and equal ranks are equal. What is no sheet comes back as it is.

    >>> read_sheet("#331-"), read_sheet("#---"), read_sheet("#2x")
    ('3>1=2', '', '#2x')
    """
    ranks = sheet.removeprefix(MARK)
    if not all(rank in "123456789-" for rank in ranks):
        return sheet
    tiers: dict[str, list[int]] = {}
    for number, rank in enumerate(ranks, start=1):
        if rank != UNRANKED:
            tiers.setdefault(rank, []).append(number)
    return write_ranking(tiers[rank] for rank in sorted(tiers))


def ranks_of(ranking: Ranking) -> dict[int, str]:
    """Return the rank a page shows for each option that a ranking names.

    >>> ranks_of(((3,), (1, 2)))
    {3: '1', 1: '2', 2: '2'}
    """
    return {number: str(rank) for rank, tier in enumerate(ranking, start=1) for number in tier}


@dataclass(frozen=True, slots=True)
class Rankings:
    """Everything that may be answered where so many options are ranked."""

    options: int

    def __contains__(self, text: object) -> bool:
        try:
            read_ranking(text if isinstance(text, str) else "", self.options)
        except FaultyRanking:
            return False
        return True


def count_pairs(ballots: Mapping[str, int], options: int) -> dict[tuple[int, int], int]:
    """Return, for each two options, the weight of the ballots that put one before the other.

    `ballots` are rankings with the weight cast for each. Raises FaultyRanking rather than
    leave one out.
    """
    every = frozenset(range(1, options + 1))
    pairs = {(one, other): 0 for one in every for other in every if one != other}
    for text, weight in ballots.items():
        later = set(every)
        for tier in read_ranking(text, options):
            later.difference_update(tier)
            for one in tier:
                for other in later:
                    pairs[one, other] += weight
    return pairs


def figures_of(pairs: Pairs) -> dict[str, int]:
    """Return a table of pairs as a record keeps it: "1>2" is how much weight puts 1 before 2."""
    return {f"{one}{BEFORE}{other}": weight for (one, other), weight in sorted(pairs.items())}


def pairs_of(figures: Mapping[str, int]) -> dict[tuple[int, int], int]:
    """Return the table of pairs that a record holds."""
    read = ((key.partition(BEFORE), weight) for key, weight in figures.items())
    return {(int(one), int(other)): weight for (one, _, other), weight in read}


@dataclass(frozen=True)
class Placing:
    """What the pairs come to.

    `none` is the number of the option "none of these", None where it was not offered. An
    option that no majority puts before it is `below`, as Debian drops them, and takes no part in
    the order. `needs` is the majority it takes, where more votes than for "none" are not enough.
    """

    pairs: Pairs
    none: int | None = None
    needs: MajorityRule | None = None

    @cached_property
    def options(self) -> tuple[int, ...]:
        return tuple(sorted({one for one, _ in self.pairs}))

    @cached_property
    def below(self) -> tuple[int, ...]:
        """The options that do not beat "none of these"."""
        if self.none is None:
            return ()
        none = self.none
        return tuple(
            one
            for one in self.options
            if one != none and not (self.beats(one, none) and self._has_what_it_needs(one, none))
        )

    def _has_what_it_needs(self, one: int, none: int) -> bool:
        if self.needs is None:
            return True
        return self.needs.carries(Tally(self.pairs[one, none], self.pairs[none, one]))

    @cached_property
    def order(self) -> tuple[tuple[int, ...], ...]:
        """The options in their order, the best first; those that are tied stand together.

        Each group holds those than which none of the rest is better. "None of these" is in
        it, behind everything that beats it.
        """
        rest = [one for one in self.options if one not in self.below]
        found = []
        while rest:
            best = tuple(
                one for one in rest if not any(self.is_better(other, one) for other in rest)
            )
            found.append(best)
            rest = [one for one in rest if one not in best]
        return tuple(found)

    @property
    def winner(self) -> int | None:
        """The one option that comes first; None where several are tied."""
        return self.order[0][0] if self.order and len(self.order[0]) == 1 else None

    def beats(self, one: int, other: int) -> bool:
        """Tell whether more weight puts one option before another than the other way round."""
        return self.pairs[one, other] > self.pairs[other, one]

    def is_better(self, one: int, other: int) -> bool:
        """Tell whether the way of defeats from one to another is stronger than the way back."""
        return self._paths.get((one, other), NO_WAY) > self._paths.get((other, one), NO_WAY)

    @cached_property
    def _paths(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The strength of the strongest way of defeats between each two options.

        A defeat is stronger the more weight is for it, and among equals the less is against it
        (Debian, A.5.7); a way is as strong as its weakest defeat.
        """
        left = [one for one in self.options if one not in self.below]
        paths = {
            (one, other): (self.pairs[one, other], -self.pairs[other, one])
            for one in left
            for other in left
            if one != other and self.beats(one, other)
        }
        for middle in left:
            for start in left:
                first = paths.get((start, middle))
                if first is None or start == middle:
                    continue
                for end in left:
                    second = paths.get((middle, end))
                    if second is None or end == start:
                        continue
                    paths[start, end] = max(paths.get((start, end), NO_WAY), min(first, second))
        return paths


NO_WAY = (0, 0)
"""Weaker than any defeat, which has some weight for it."""


def placing_of(
    figures: Mapping[str, int], choices: Sequence[str], needs: MajorityRule | None = None
) -> Placing:
    """Return what the figures of a closed poll come to, of which `choices` are the options."""
    none = choices.index(NONE) + 1 if NONE in choices else None
    return Placing(pairs_of(figures), none, needs)


def first_ranks(ballots: Mapping[str, int], options: int) -> Counter[int]:
    """Return the weight of the ballots that put each option first, alone or with others."""
    found = Counter(dict.fromkeys(range(1, options + 1), 0))
    for text, weight in ballots.items():
        for number in read_ranking(text, options)[0]:
            found[number] += weight
    return found


def each_pair(placing: Placing) -> Iterator[tuple[int, int]]:
    """Yield each two options once, in the order of the ballot."""
    return combinations(placing.options, 2)
