"""The numbered paper as `templates/macros/paper.html` draws it: clauses, printed lines, pieces.

The pieces of a clause, one after another, are its text to the character; the space at
which a printed line was broken ends that line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from webapp.text.numbering import Numbering, number
from webapp.text.redline import PieceKind
from webapp.text.references import plain_text

if TYPE_CHECKING:
    from webapp.text.clause import Clause, ClauseId, Document
    from webapp.text.lines import Layout

SAME, INSERTED, STRUCK, MOVED = "same", "inserted", "struck", "moved"
KINDS = {PieceKind.SAME: SAME, PieceKind.INSERTED: INSERTED, PieceKind.STRUCK: STRUCK}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that share one history: `by` names who changed them, `titles` says it in sentences."""

    text: str
    kind: str = SAME
    by: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    href: str | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """The name of an amendment beside the clause that it touches."""

    label: str
    url: str
    title: str = ""


PrintedLine = tuple[int | None, list[Piece]]


@dataclass(slots=True)
class PaperClause:
    """One clause: `lines` are pieces by printed line; None numbers what has no line."""

    anchor: str
    label: str
    citation: str
    level: int
    lines: list[PrintedLine]
    first_line: int | None = None
    last_line: int | None = None
    moved_from: str = ""
    is_struck: bool = False
    chips: tuple[Chip, ...] = ()
    children: list[PaperClause] = field(default_factory=list)


@dataclass(slots=True)
class Paper:
    """What the macro `paper` draws."""

    clauses: list[PaperClause] = field(default_factory=list)
    title: str = ""

    def walk(self) -> Iterator[PaperClause]:
        """Yield every clause in reading order."""
        stack = list(reversed(self.clauses))
        while stack:
            clause = stack.pop()
            yield clause
            stack.extend(reversed(clause.children))


def part_of(paper: Paper, number_: int, size: int) -> Paper:
    """Return one part of a long paper, counted from 1: so many clauses, and those above them."""
    wanted = {id(one) for one in islice(paper.walk(), (number_ - 1) * size, number_ * size)}

    def kept(clause: PaperClause) -> PaperClause | None:
        children = [found for child in clause.children if (found := kept(child))]
        return replace(clause, children=children) if children or id(clause) in wanted else None

    return Paper([found for clause in paper.clauses if (found := kept(clause))], paper.title)


Chips = Mapping["ClauseId", tuple[Chip, ...]]


def plain_paper(
    document: Document, layout: Layout | None = None, *, title: str = "", chips: Chips | None = None
) -> Paper:
    """Return a document as it was laid out; a clause the layout does not know has no lines.

    For the layout of another version than this document use `changed_paper`.
    """
    numbering = number(document)

    def one(clause: Clause, level: int) -> PaperClause:
        return PaperClause(
            numbering.anchor(clause.id),
            numbering.label(clause.id),
            numbering.citation(clause.id),
            level,
            _lines(clause, numbering, layout),
            *_extent(layout, clause.id),
            chips=(chips or {}).get(clause.id, ()),
        )

    return Paper(_tree(document, one), title)


def _tree(document: Document, make: Callable[[Clause, int], PaperClause]) -> list[PaperClause]:
    top: list[PaperClause] = []
    stack = [(clause, 0, top) for clause in reversed(document.clauses)]
    while stack:
        clause, level, siblings = stack.pop()
        shown = make(clause, level)
        siblings.append(shown)
        stack.extend((child, level + 1, shown.children) for child in reversed(clause.children))
    return top


def _extent(layout: Layout | None, clause: ClauseId) -> tuple[int | None, int | None]:
    return (layout.of(clause) if layout else None) or (None, None)


def _lines(clause: Clause, numbering: Numbering, layout: Layout | None) -> list[PrintedLine]:
    """Cut the clause's text where its printed lines begin."""
    text = plain_text(clause, numbering, layout)
    printed = layout.lines_of(clause.id) if layout else ()
    if not printed:
        return [(None, [Piece(text)])]
    starts = [0, *(line.start for line in printed[1:]), len(text)]
    return [
        (line.number, [Piece(text[start:end])])
        for line, start, end in zip(printed, starts, starts[1:], strict=False)
    ]
