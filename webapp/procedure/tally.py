"""What was counted: whole numbers for, against and abstaining."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from webapp.procedure.errors import ImpossibleCount


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of one vote, or of one block of the hall. Abstentions are no votes.

    Raises ImpossibleCount for a figure below zero.
    """

    in_favour: int
    against: int
    abstentions: int = 0

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

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.in_favour + other.in_favour,
            self.against + other.against,
            self.abstentions + other.abstentions,
        )


NO_VOTES = Tally(0, 0)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up the blocks of a hall; of no blocks, nothing."""
    return sum(tallies, NO_VOTES)
