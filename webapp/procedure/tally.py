"""What was counted: whole numbers for, against and abstaining."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from webapp.procedure.errors import ImpossibleCount


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one vote, or of one block of the hall. Abstentions are no votes.

    `houses` are the figures within these of each house, by its name and in the order of names,
    where that was asked. Raises ImpossibleCount for a figure below zero.
    """

    in_favour: int
    against: int
    abstentions: int = 0
    houses: tuple[tuple[str, Tally], ...] = ()

    def __post_init__(self) -> None:
        for what in ("in_favour", "against", "abstentions"):
            count = getattr(self, what)
            if count < 0:
                raise ImpossibleCount(what, count)

    @property
    def cast(self) -> int:
        """The votes cast, for and against."""
        return self.in_favour + self.against

    @property
    def answers(self) -> int:
        """Everybody who answered, abstentions with them."""
        return self.cast + self.abstentions

    @property
    def together(self) -> Tally:
        """The figures of everybody together, houses apart from them."""
        return Tally(self.in_favour, self.against, self.abstentions)

    @property
    def without_abstentions(self) -> Tally:
        return Tally(
            self.in_favour,
            self.against,
            houses=tuple((name, one.without_abstentions) for name, one in self.houses),
        )

    def cast_in(self, house: str) -> Tally:
        """Return these figures as those of one house; "" is none."""
        return self.together if not house else replace(self, houses=((house, self.together),))

    def __add__(self, other: Tally) -> Tally:
        known = dict(self.houses)
        for name, one in other.houses:
            known[name] = known[name] + one if name in known else one
        return Tally(
            self.in_favour + other.in_favour,
            self.against + other.against,
            self.abstentions + other.abstentions,
            tuple(sorted(known.items(), key=lambda named: named[0])),
        )


NO_VOTES = Tally(0, 0)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up the blocks of a hall; of no blocks, nothing."""
    return sum(tallies, NO_VOTES)


def of_houses(figures: Mapping[str, Tally]) -> Tally:
    """Return what houses voted together, each of them still known.

    >>> of_houses({"Laity": Tally(3, 1), "Clergy": Tally(1, 2)}).together
    Tally(in_favour=4, against=3, abstentions=0, houses=())
    """
    return total(tally.cast_in(name) for name, tally in figures.items())


def noted_houses(tally: Tally) -> dict[str, list[int]] | None:
    """Return the figures of houses as they are kept beside those of everybody; None of none."""
    return {
        name: [one.in_favour, one.against, one.abstentions] for name, one in tally.houses
    } or None


def kept_tally(
    in_favour: int,
    against: int,
    abstained: int | None,
    houses: Mapping[str, tuple[int, int, int]] | None,
) -> Tally:
    """Return figures as they were kept, with those of houses as `noted_houses` noted them."""
    return Tally(
        in_favour,
        against,
        abstained or 0,
        tuple((name, Tally(*figures)) for name, figures in sorted((houses or {}).items())),
    )
