"""What falls when something else is carried: worked out from collisions, ruled on by people.

A rule has a direction. Of two amendments that meet, the one that is carried first makes the
other fall, unless the committee has said that the other may still be put.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

Pair = tuple[str, str]
_A_GROUP = 3  # two are said as they are: each falls with the other


@dataclass(frozen=True, slots=True)
class Ruling:
    """The committee's word on a pair: if `carried` is carried, `other` falls, or stands."""

    carried: str
    other: str
    falls: bool

    @property
    def pair(self) -> Pair:
        return self.carried, self.other


@dataclass(frozen=True, slots=True)
class Consequence:
    """What becomes of `other` if `carried` is carried.

    `worked_out` is what follows from the texts alone; `ruled` that somebody has said so,
    or otherwise.
    """

    carried: str
    other: str
    falls: bool
    worked_out: bool
    ruled: bool = False

    @property
    def pair(self) -> Pair:
        return self.carried, self.other

    @property
    def is_overridden(self) -> bool:
        return self.falls != self.worked_out


def work_out(collisions: Collection[Pair], rulings: Iterable[Ruling]) -> tuple[Consequence, ...]:
    """Return every consequence, both ways for each pair that collides, in no particular order.

    `collisions` are pairs of which only one can stand; either order will do.

    >>> [one.pair for one in work_out([("1", "3")], [Ruling("3", "1", falls=False)]) if one.falls]
    [('1', '3')]
    """
    ruled = {one.pair: one.falls for one in rulings}
    met = {pair for one, other in collisions for pair in ((one, other), (other, one))}
    return tuple(
        Consequence(*pair, ruled.get(pair, pair in met), pair in met, pair in ruled)
        for pair in dict.fromkeys([*sorted(met), *ruled])
    )


def falling(consequences: Iterable[Consequence]) -> frozenset[Pair]:
    """Return the pairs of which the second falls when the first is carried."""
    return frozenset(one.pair for one in consequences if one.falls)


def spared(consequences: Iterable[Consequence]) -> frozenset[Pair]:
    """Return the pairs that collide, and of which the second is put nevertheless."""
    return frozenset(one.pair for one in consequences if one.worked_out and not one.falls)


def alternatives(pairs: Collection[Pair]) -> list[frozenset[str]]:
    """Return the groups of three or more of which at most one can be carried, largest first.

    In a group each falls with each of the others. Nothing is in two groups: what two share
    stands in the larger.

    >>> [sorted(one) for one in alternatives([(a, b) for a in "123" for b in "123" if a != b])]
    [['1', '2', '3']]
    """
    mutual: dict[str, set[str]] = {}
    for one, other in pairs:
        if one != other and (other, one) in pairs:
            mutual.setdefault(one, set()).add(other)
    found: list[frozenset[str]] = []
    taken: set[str] = set()
    for group in sorted(
        _groups(mutual, frozenset(), set(mutual)), key=lambda g: (-len(g), *sorted(g))
    ):
        if len(group) >= _A_GROUP and taken.isdisjoint(group):
            found.append(group)
            taken |= group
    return found


def alternatives_to(one: str, pairs: Collection[Pair]) -> frozenset[str]:
    """Return the largest group with it of which at most one can be carried, two or more.

    In it each falls with each of the others. Empty where it falls with nothing that falls with it.

    >>> sorted(alternatives_to("2", [(a, b) for a in "123" for b in "123" if a != b]))
    ['1', '2', '3']
    """
    mutual: dict[str, set[str]] = {}
    for first, second in pairs:
        if first != second and (second, first) in pairs:
            mutual.setdefault(first, set()).add(second)
    if one not in mutual:
        return frozenset()
    groups = _groups(mutual, frozenset({one}), mutual[one])
    return min(groups, key=lambda group: (-len(group), sorted(group)))


def _groups(
    mutual: dict[str, set[str]], group: frozenset[str], others: AbstractSet[str]
) -> Iterator[frozenset[str]]:
    """Yield every group to which nothing can be added; smaller ones may come besides."""
    if not others:
        yield group
    rest = set(others)
    for one in sorted(others):
        yield from _groups(mutual, group | {one}, rest & mutual[one])
        rest.discard(one)
