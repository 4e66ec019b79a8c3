"""Sight: the text as one author saw it, and where in the weave each of its offsets lies."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from webapp.text.clause import ClauseId
from webapp.text.errors import NoSuchClause
from webapp.text.fabric import Fabric
from webapp.text.marks import Mark
from webapp.text.standing import Standing
from webapp.text.strands import BASE, Gap, Piece, Strand, walk


class Span(NamedTuple):
    """A stretch of one strand."""

    strand: Strand
    start: int
    end: int


class Passage:
    """The words of one clause as its reader sees them, and where they lie.

    `last` is the mark whose words end it: another than its own where a clause was joined.
    """

    __slots__ = ("ends", "last", "mark", "opening", "spans", "text")

    def __init__(self, mark: Mark, text: str, spans: list[Span], last: Mark) -> None:
        self.mark = mark
        self.text = text
        self.spans = spans
        self.last = last
        self.ends = list(accumulate(span.end - span.start for span in spans))

    def gap(self, at: int) -> tuple[Gap, Strand | Mark, int]:
        """Return the gap at an offset: after the character on its left, or the clause's mark."""
        if at == 0:
            if self.mark.strand is None:
                return self.mark.opening, self.mark, 0
            return self.mark.strand.gap(0), self.mark.strand, 0
        index = bisect_left(self.ends, at)
        strand, _, end = self.spans[index]
        position = end - (self.ends[index] - at)
        return strand.gap(position), strand, position

    def between(self, start: int, end: int) -> list[Span]:
        """Return the stretches of strands that lie between two offsets."""
        if len(self.spans) == 1:
            strand, first, _ = self.spans[0]
            return [Span(strand, first + start, first + end)]
        found = []
        for index in range(bisect_right(self.ends, start), len(self.ends)):
            strand, first, last = self.spans[index]
            until = self.ends[index]
            before = until - (last - first)
            if before >= end:
                break
            found.append(Span(strand, first + max(0, start - before), last - max(0, until - end)))
        return found


class Sight:
    """The document under one mask, with the way from what is read to what is woven."""

    def __init__(self, fabric: Fabric, mask: int, standing: Standing) -> None:
        self.fabric = fabric
        self.mask = mask
        self.standing = standing
        self._passages: dict[Mark, Passage] = {}
        self._segments: dict[Mark, dict[Mark, list[Piece]]] = {}
        self._by_name: dict[ClauseId, Mark] | None = None

    def find(self, clause_id: ClauseId) -> Mark:
        """Return the clause that its reader knows by this id. Raises NoSuchClause."""
        if self._by_name is None:
            self._by_name = {name: mark for mark, name in self.standing.names.items()}
        found = self._by_name.get(clause_id)
        if found is not None:
            return found
        for mark in self.fabric.by_name.get(clause_id, ()):
            if mark in self.standing.names:
                return mark
        raise NoSuchClause(clause_id)

    def passage(self, mark: Mark) -> Passage:
        found = self._passages.get(mark)
        if found is None:
            found = self._passages[mark] = self._read(mark)
        return found

    def marks_of(self, mark: Mark) -> Iterator[Mark]:
        """Yield the mark of a clause and of every other that was run on to it, in order."""
        stack = [mark]
        while stack:
            each = stack.pop()
            yield each
            stack.extend(reversed(self.standing.flows.get(each, ())))

    def segment(self, mark: Mark) -> list[Piece]:
        """Return the pieces between a mark and the next one on its strand, struck ones too."""
        found = self._segments.get(mark.root)
        if found is None:
            found = self._segments[mark.root] = segments(mark.root, self.mask)
        return found.get(mark, [])

    def _read(self, mark: Mark) -> Passage:
        if self.mask == BASE:
            text = mark.own_strand.text
            return Passage(mark, text, [Span(mark.own_strand, 0, len(text))] if text else [], mark)
        spans = []
        words = []
        last = mark
        for each in self.marks_of(mark):
            last = each
            for piece in self.segment(each):
                if piece.text and not piece.struck & self.mask:
                    spans.append(Span(piece.strand, piece.start, piece.end))
                    words.append(piece.text)
        return Passage(mark, "".join(words), spans, last)


def segments(root: Mark, mask: int) -> dict[Mark, list[Piece]]:
    """Return the pieces on a root's strand, by the mark that they follow."""
    current: list[Piece] = []
    found = {root: current}
    for piece in walk(root, mask):
        if piece.tail is None:
            current.append(piece)
        else:
            current = found[piece.tail] = []
    return found
