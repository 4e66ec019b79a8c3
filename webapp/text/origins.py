"""Origins: who put each word of a text where it is, and who struck what is gone from it.

They come from the same walk as the text, and a redline is drawn from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.text.clause import Clause, ClauseId, Reference
from webapp.text.marks import Mark, Slot
from webapp.text.reader import Reader
from webapp.text.strands import BASE, Piece


@dataclass(frozen=True, slots=True)
class Origin:
    """Words that came in together and share a fate.

    No inserter means the base, no striker that the words stand.
    """

    text: str
    references: tuple[Reference, ...] = ()
    inserted_by: frozenset[str] = frozenset()
    struck_by: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Whence:
    """Where a moved clause stood: under which clause (none: the top), and after which."""

    parent: ClauseId | None
    after: ClauseId | None


@dataclass(frozen=True, slots=True)
class ClauseOrigins:
    """One clause, standing or struck, with the origins of its words.

    `clause` has the words that stand, and no children; of a struck clause, those that stood.
    `placed_by` inserted it, split it off or moved it here (nobody: the base); `struck_by`
    struck it or what it stands in.
    """

    clause: Clause
    parent: ClauseId | None
    runs: tuple[Origin, ...]
    placed_by: frozenset[str] = frozenset()
    struck_by: frozenset[str] = frozenset()
    moved_from: Whence | None = None


class OriginsReader:
    """Reads every clause that ever stood under one mask, in reading order."""

    def __init__(self, reader: Reader, ids: Callable[[int], frozenset[str]]) -> None:
        self.reader = reader
        self.standing = reader.standing
        self.mask = reader.mask
        self.ids = ids
        self.met: set[Mark] = set()

    def read(self) -> Iterator[ClauseOrigins]:
        """Yield each clause, what is struck at the place where it stood."""
        stack: list[tuple[Mark | None, Mark | None, Slot | None, int]] = [(None, None, None, 0)]
        while stack:
            mark, parent, slot, struck = stack.pop()
            if mark is not None and slot is not None:
                struck |= self.standing.struck_by(mark)
                yield self._clause(mark, parent, slot, struck)
            below = list(self._below(mark))
            stack.extend((each.mark, mark, each, struck) for each in reversed(below))

    def _below(self, owner: Mark | None) -> Iterator[Slot]:
        standing = self.standing
        for siblings, _ in standing.lists_with_joins(owner):
            for slot in siblings.walk(standing.mask):
                mark = slot.mark
                is_run_on = standing.is_run_on(mark)
                if (
                    mark.inserted & self.mask
                    and mark not in self.met
                    and not is_run_on
                    and standing.place(mark) is slot
                ):
                    self.met.add(mark)
                    yield slot

    def _clause(self, mark: Mark, parent: Mark | None, slot: Slot, struck: int) -> ClauseOrigins:
        runs = tuple(self._runs(mark, struck))
        standing_runs = [run for run in runs if struck or not run.struck_by]
        movers = slot.inserted if slot.host is None else slot.inserted | slot.host.inserted
        return ClauseOrigins(
            Clause(
                self.name(mark),
                "".join(run.text for run in standing_runs),
                self.standing.markers.get(mark, slot.marker),
                tuple(each for run in standing_runs for each in run.references),
            ),
            None if parent is None else self.name(parent),
            runs,
            self.ids(movers & self.mask & ~BASE),
            self.ids(struck),
            self._whence(mark) if slot is not mark.slot else None,
        )

    def _runs(self, mark: Mark, struck: int) -> Iterator[Origin]:
        """Yield the runs of a clause, those with one fate run together."""
        last: tuple[int, int] | None = None
        pieces: list[Piece] = []
        for piece in self.reader.pieces(mark):
            if not piece.text:
                continue
            fate = (piece.strand.inserted & self.mask, piece.struck & self.mask | struck)
            if fate != last and last is not None:
                yield self._run(pieces, last)
                pieces = []
            pieces.append(piece)
            last = fate
        if last is not None:
            yield self._run(pieces, last)

    def _run(self, pieces: list[Piece], fate: tuple[int, int]) -> Origin:
        inserted, struck = fate
        return Origin(
            "".join(piece.text for piece in pieces),
            tuple(self.reader.reference(pointer) for piece in pieces for pointer in piece.pointers),
            self.ids(inserted & ~BASE),
            self.ids(struck),
        )

    def _whence(self, mark: Mark) -> Whence:
        parent = self.standing.owner(mark.slot.siblings)
        before: Mark | None = None
        for slot in mark.slot.siblings.walk(self.standing.mask):
            if slot is mark.slot:
                break
            if slot.mark.inserted & self.mask and slot.mark is not mark:
                before = slot.mark
        return Whence(
            None if parent is None else self.name(parent),
            None if before is None else self.name(before),
        )

    def name(self, mark: Mark) -> ClauseId:
        return self.standing.names.get(mark) or mark.name(self.mask)
