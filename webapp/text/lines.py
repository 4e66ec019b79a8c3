"""Numbered lines: the one layout that every renderer of a published text takes.

Lines break greedily at spaces and after hyphens and never within a character as a
reader sees it. They count from 1 through the motion and are frozen with its version.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from webapp.text.clause import Clause, ClauseId, Document, ReferenceForm
from webapp.text.graphemes import graphemes, width
from webapp.text.numbering import Numbering, number
from webapp.text.references import print_text

_PIECE = re.compile(r"[^\s\-\u2010]*[\-\u2010]+|[^\s\-\u2010]+")
_MOST_ROUNDS = 20

Breaks = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LineProfile:
    """How many characters a line holds, by how many labels stand above its text.

    Each level below the second narrows by `step`, down to `narrowest`.
    """

    unlabelled: int = 74
    numbered: int = 70
    lettered: int = 69
    step: int = 4
    narrowest: int = 24

    def measure(self, level: int) -> int:
        """Return the characters in a line under this many labels, its own included."""
        if level < 2:  # noqa: PLR2004 - the first two levels have measures of their own
            return max(1, self.numbered if level else self.unlabelled)
        floor = min(self.narrowest, self.lettered)
        return max(1, floor, self.lettered - self.step * (level - 2))


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line: the characters from `start` up to `end` of a clause's plain text."""

    number: int
    clause: ClauseId
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class LaidClause:
    """How a clause's stored text became the text that was laid out.

    `lead` is the number of spaces stripped from its front; `atoms` gives, for each
    reference, its offset in the stored text and the length of what it printed.
    """

    clause: ClauseId
    lead: int = 0
    atoms: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Layout:
    """The numbered lines of one document at one measure.

    It serves later documents as well: a clause that it does not know has no lines.
    """

    lines: tuple[Line, ...] = ()
    clauses: tuple[LaidClause, ...] = ()
    profile: LineProfile = field(default_factory=LineProfile)

    def of(self, clause: ClauseId) -> tuple[int, int] | None:
        """Return the first and last line of the clause's own text."""
        return self._extents.get(clause)

    def clause_at(self, number: int) -> ClauseId | None:
        """Return the clause whose text stands on this line."""
        line = self.line(number)
        return line.clause if line else None

    def line(self, number: int) -> Line | None:
        """Return the line with this number."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else None

    def lines_of(self, clause: ClauseId) -> tuple[Line, ...]:
        """Return the lines of the clause's own text."""
        extent = self.of(clause)
        return self.lines[extent[0] - 1 : extent[1]] if extent else ()

    def at(self, clause: ClauseId, offset: int) -> int | None:
        """Return the line of the character at an offset of the clause's stored text.

        A space lost in a break counts with the word after it; an offset past the end
        is on the last line.
        """
        extent = self.of(clause)
        if extent is None:
            return None
        shown = self.shown_offset(clause, offset)
        ends = [line.end for line in self.lines_of(clause)]
        return min(extent[0] + bisect_right(ends, shown), extent[1])

    def shown_offset(self, clause: ClauseId, offset: int) -> int:
        """Return where a character of the stored text stands in the plain text."""
        laid = self._laid[clause]
        grown = sum(length - 1 for at, length in laid.atoms if at < offset)
        return max(0, offset - laid.lead + grown)

    @cached_property
    def _extents(self) -> dict[ClauseId, tuple[int, int]]:
        extents: dict[ClauseId, tuple[int, int]] = {}
        for line in self.lines:
            first, _ = extents.get(line.clause, (line.number, 0))
            extents[line.clause] = (first, line.number)
        return extents

    @cached_property
    def _laid(self) -> dict[ClauseId, LaidClause]:
        return {laid.clause: laid for laid in self.clauses}


def lay_out(
    document: Document,
    profile: LineProfile = LineProfile(),
    *,
    numbering: Numbering | None = None,
) -> Layout:
    """Break a document into numbered lines.

    References that print lines are worked to a fixed point: the lines they print are
    those of the layout that they are printed in.
    """
    numbering = numbering or number(document)
    clauses = list(_with_levels(document))
    moving = any(_prints_lines(clause) for clause, _ in clauses)
    known: dict[tuple[str, int], Breaks] = {}
    layout = _lay_once(clauses, profile, numbering, None, known)
    for _ in range(_MOST_ROUNDS if moving else 0):
        following = _lay_once(clauses, profile, numbering, layout, known)
        if following == layout:
            break
        layout = following
    return layout


def break_lines(text: str, measure: int) -> Breaks:
    """Return where each line of a text starts and ends, the spaces between left out.

    >>> break_lines("a two-part word", 6)
    ((0, 6), (6, 10), (11, 15))
    """
    breaks: list[tuple[int, int]] = []
    start = end = used = 0
    for piece in _PIECE.finditer(text):
        size = width(piece.group())
        gap = piece.start() - end
        if end > start and used + gap + size <= measure:
            used += gap + size
        else:
            if end > start:
                breaks.append((start, end))
            cuts = _cut(piece.group(), piece.start(), measure) if size > measure else []
            breaks.extend(cuts[:-1])
            start = cuts[-1][0] if cuts else piece.start()
            used = width(text[start : piece.end()]) if cuts else size
        end = piece.end()
    if end > start or not breaks:
        breaks.append((start, end))
    return tuple(breaks)


def _cut(word: str, start: int, measure: int) -> list[tuple[int, int]]:
    signs = graphemes(word)
    cuts = []
    for place in range(0, len(signs), measure):
        end = start + sum(map(len, signs[place : place + measure]))
        cuts.append((start, end))
        start = end
    return cuts


def _with_levels(document: Document) -> Iterator[tuple[Clause, int]]:
    stack = [(clause, 0) for clause in reversed(document.clauses)]
    while stack:
        clause, above = stack.pop()
        level = above + bool(clause.marker.form or clause.marker.style != "none")
        yield clause, level
        stack.extend((child, level) for child in reversed(clause.children))


def _prints_lines(clause: Clause) -> bool:
    return any(reference.form is not ReferenceForm.LABEL for reference in clause.references)


def _lay_once(
    clauses: list[tuple[Clause, int]],
    profile: LineProfile,
    numbering: Numbering,
    before: Layout | None,
    known: dict[tuple[str, int], Breaks],
) -> Layout:
    lines: list[Line] = []
    laid: list[LaidClause] = []
    for clause, level in clauses:
        text, atoms = print_text(clause, numbering, before)
        laid.append(LaidClause(clause.id, int(clause.text.startswith(" ")), atoms))
        key = (text, profile.measure(level))
        breaks = known.get(key)
        if breaks is None:
            breaks = known[key] = break_lines(*key)
        for start, end in breaks:
            lines.append(Line(len(lines) + 1, clause.id, start, end, text[start:end]))
    return Layout(tuple(lines), tuple(laid), profile)
