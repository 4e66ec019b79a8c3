"""A count in the hall: tellers' figures block by block, what they add up to, where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from webapp.procedure.majority import Verdict
from webapp.procedure.tally import NO_VOTES, Tally, total

FIGURES = ("in_favour", "against", "abstentions")


class CountState(StrEnum):
    """How far a count in the hall has come."""

    OPEN = "open"
    CLOSED = "closed"
    """Its figures are fixed; whether they are the result is the chair's to declare."""
    VOID = "void"
    """Broken off: its figures decide nothing."""


class CountCause(StrEnum):
    """Why conference counts."""

    ORDERED = "ordered"
    """By the chair, of their own accord."""
    DIVISION = "division"
    """Enough delegates asked for it."""
    RECOUNT = "recount"
    """The question was counted before."""


class BlockState(StrEnum):
    """How far one block of the hall has been counted."""

    EMPTY = "empty"
    WAITING = "waiting"
    """Not every teller has entered figures; those there are say the same."""
    DIFFERS = "differs"
    AGREED = "agreed"
    SETTLED = "settled"
    """The chair said which figures hold."""


class Discrepancy(NamedTuple):
    """One figure on which tellers of a block differ, from the lowest entered to the highest."""

    figure: str
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the hall: the standing figures of each of its tellers.

    `tellers` is how many must count it; `settled` what the chair ruled, where they did. Where
    houses vote apart `house` is the one that sits there.
    """

    name: str
    sheets: tuple[Tally, ...] = ()
    tellers: int = 2
    settled: Tally | None = None
    house: str = ""

    @property
    def state(self) -> BlockState:
        if self.settled is not None:
            return BlockState.SETTLED
        if not self.sheets:
            return BlockState.EMPTY
        if len(set(self.sheets)) > 1:
            return BlockState.DIFFERS
        return BlockState.AGREED if len(self.sheets) >= self.tellers else BlockState.WAITING

    @property
    def figures(self) -> Tally | None:
        """What counts for this block; None while tellers are awaited or differ."""
        if self.settled is not None:
            return self.settled
        return self.sheets[0] if self.state is BlockState.AGREED else None

    @property
    def is_locked(self) -> bool:
        """Whether its tellers can correct nothing any more.

        Where one teller counts alone nobody has agreed, so that figures stay open to the end.
        """
        agreed = self.state is BlockState.AGREED and self.tellers > 1
        return agreed or self.settled is not None

    @property
    def discrepancies(self) -> tuple[Discrepancy, ...]:
        """The figures on which its tellers differ, whatever the chair has made of it."""
        ranges = (
            Discrepancy(
                what,
                min((getattr(sheet, what) for sheet in self.sheets), default=0),
                max((getattr(sheet, what) for sheet in self.sheets), default=0),
            )
            for what in FIGURES
        )
        return tuple(one for one in ranges if one.lowest != one.highest)


@dataclass(frozen=True, slots=True)
class Hall:
    """All blocks of one count, with the figures of a poll on phones where one is added."""

    blocks: tuple[Block, ...]
    phones: Tally = NO_VOTES

    @property
    def tally(self) -> Tally:
        """The sum of what is certain so far."""
        return self.phones + total(
            block.figures.cast_in(block.house) for block in self.blocks if block.figures
        )

    @property
    def awaited(self) -> tuple[Block, ...]:
        """The blocks without figures that count."""
        return tuple(block for block in self.blocks if block.figures is None)

    @property
    def is_complete(self) -> bool:
        return not self.awaited

    def decided_either_way(self, decide: Callable[[Tally], Verdict]) -> Verdict | None:
        """Return the verdict if it is the same whichever tellers are right; None where not.

        Where a block has no figures at all nobody can tell.
        """
        if any(block.state is BlockState.EMPTY for block in self.blocks):
            return None
        least, most = decide(self._possible(min, max)), decide(self._possible(max, min))
        same = least.outcome is most.outcome and not (least.tied or most.tied)
        return least if same else None

    def _possible(
        self, pro: Callable[[Iterable[int]], int], contra: Callable[[Iterable[int]], int]
    ) -> Tally:
        """Return the sum with the least, or most, in favour that any teller has entered."""
        return self.phones + total(
            (
                block.figures
                or Tally(
                    pro(sheet.in_favour for sheet in block.sheets),
                    contra(sheet.against for sheet in block.sheets),
                    max(sheet.abstentions for sheet in block.sheets),
                )
            ).cast_in(block.house)
            for block in self.blocks
        )


def is_division(requests: int, needed: int) -> bool:
    """Tell whether enough delegates ask for a count; where none is needed nobody has the right."""
    return 0 < needed <= requests
