"""Strands: the runs of characters that a weave is made of, and what was put between them.

A strand is text that came in at one time: a clause's own text, or one insertion. What is
put between two characters is kept at that gap, attached to the character on its left; a
strike is kept as a stretch of its strand. Nothing ever moves a character, so the text under
any set of change sets is one walk along the strands with a bit mask in hand.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from webapp.text.clause import ATOM, ClauseId, Reference

if TYPE_CHECKING:
    from webapp.text.marks import Mark

# The bit of the base in every mask; the change sets have the bits above it.
BASE: Final = 1

# What stands first in one gap of a text: replacements, then insertions, then a new clause.
REPLACING: Final = 0
INSERTED: Final = 1
SPLIT: Final = 2

Key = tuple[int, ...]
What = TypeVar("What")


class Item(Generic[What]):
    """Something put in one gap by one change set; identical things share `what`.

    `before` is what the author saw next on the right in the same gap.
    """

    __slots__ = ("before", "bit", "key", "what")

    def __init__(self, key: Key, bit: int, what: What, before: Item[What] | None = None) -> None:
        self.key = key
        self.bit = bit
        self.what = what
        self.before = before


Gap = list[Item["Strand | Mark"]]
_NO_GAPS: Final[dict[int, Gap]] = {}
_NO_STRIKES: Final[list[tuple[int, int, int]]] = []


class Pointer(NamedTuple):
    """A reference as woven: its targets are marks, or ids that no clause had."""

    reference: Reference
    targets: tuple[Mark | ClauseId, ...]
    strand: Strand

    @property
    def meaning(self) -> Hashable:
        return self.reference.form, self.targets


class Piece(NamedTuple):
    """A stretch of a strand that is struck alike throughout, with the gap at its end.

    Where `tail` is set it is no text: here begins a clause that was split off.
    """

    text: str
    struck: int
    gap: Gap | None
    start: int
    end: int
    pointers: tuple[Pointer, ...]
    strand: Strand
    tail: Mark | None = None


class Strand:
    """Text that came in at one time, with what was later put into it and struck from it."""

    __slots__ = ("_pieces", "gaps", "inserted", "kind", "pointers", "root", "strikes", "text")

    def __init__(self, text: str, inserted: int, root: Mark, kind: int = INSERTED) -> None:
        self.text = text
        self.inserted = inserted
        self.root = root
        self.kind = kind
        self.pointers: tuple[Pointer, ...] = ()
        # Most insertions are never touched again, so they share these.
        self.gaps: dict[int, Gap] = _NO_GAPS
        self.strikes: list[tuple[int, int, int]] = _NO_STRIKES
        self._pieces: list[Piece] | None = None

    def gap(self, position: int) -> Gap:
        """Return the gap after so many characters, to put something in."""
        self._pieces = None
        if self.gaps is _NO_GAPS:
            self.gaps = {}
        return self.gaps.setdefault(position, [])

    def strike(self, start: int, end: int, bit: int) -> None:
        self._pieces = None
        if self.strikes is _NO_STRIKES:
            self.strikes = []
        self.strikes.append((start, end, bit))

    def pieces(self) -> list[Piece]:
        """Return the strand cut wherever something was put in or a strike begins or ends."""
        if self._pieces is None:
            if self.gaps or self.strikes:
                self._pieces = list(self._cut())
            else:
                size = len(self.text)
                self._pieces = [Piece(self.text, 0, None, 0, size, self.pointers, self)]
        return self._pieces

    def pointers_between(self, start: int, end: int) -> tuple[Pointer, ...]:
        before = self.text.count(ATOM, 0, start)
        return self.pointers[before : before + self.text.count(ATOM, start, end)]

    def _cut(self) -> Iterator[Piece]:
        text, gaps, pointers = self.text, self.gaps, self.pointers
        # One author's strikes never overlap: each edge begins or ends what its bit strikes.
        edges: dict[int, int] = {}
        for first, last, bit in self.strikes:
            edges[first] = edges.get(first, 0) ^ bit
            edges[last] = edges.get(last, 0) ^ bit
        struck = start = 0
        within: tuple[Pointer, ...] = ()
        for end in sorted({0, len(text), *gaps, *edges}):
            gap = gaps.get(end)
            if end > start or gap:
                if pointers:
                    within = self.pointers_between(start, end)
                if gap and len(gap) > 1:
                    gap = in_order(gap)
                yield Piece(text[start:end], struck, gap, start, end, within, self)
            start = end
            struck ^= edges.get(end, 0)


def walk(root: Mark, mask: int) -> Iterator[Piece]:
    """Yield what stands on a root's strand under the mask, in order, struck pieces too."""
    stack = [iter(root.own_strand.pieces())]
    while stack:
        for piece in stack[-1]:
            yield piece
            if piece.gap and (inner := _within(piece.gap, mask)):
                stack.append(iter(inner))
                break
        else:
            stack.pop()


def in_order(
    gap: list[Item[What]], key: Callable[[Item[Any]], Any] = lambda item: item.key
) -> list[Item[What]]:
    """Return what is in a gap as it stands there.

    Printed order decides, except that what an author put to the left of something seen
    stays there: left of it wherever the first of its movers put it. So the order of two
    things never depends on a third.
    """
    if len(gap) == 1:
        return gap
    if not any(item.before for item in gap):
        return sorted(gap, key=key)
    ordered = sorted(gap, key=key, reverse=True)
    first = {item.what: item for item in ordered}
    result = _chained(ordered, lambda before: first[before.what])
    if len(result) < len(gap):  # two movers of one thing saw another on either side of it
        result = _chained(ordered, lambda before: before)
    return result


def _chained(
    ordered: list[Item[What]], left_of: Callable[[Item[What]], Item[What]]
) -> list[Item[What]]:
    """Return items, given last first, each before the one that it was put to the left of."""
    groups: dict[Item[What] | None, list[Item[What]]] = {}
    for item in ordered:
        groups.setdefault(item.before and left_of(item.before), []).append(item)
    result: list[Item[What]] = []
    stack = groups.pop(None, [])
    while stack:
        group = groups.pop(stack[-1], None)
        if group:
            stack.extend(group)
        else:
            result.append(stack.pop())
    return result


def _within(gap: Gap, mask: int) -> list[Piece]:
    """Return what is visible in a gap, each thing where the first of its movers put it."""
    inner: list[Piece] = []
    met: set[Strand | Mark] = set()
    for item in gap:
        if not item.bit & mask:
            continue
        what = item.what
        if what.inserted != item.bit:
            if what in met:
                continue
            met.add(what)
        if isinstance(what, Strand):
            inner.extend(what.pieces())
        else:
            inner.append(what.opening_piece())
    return inner
