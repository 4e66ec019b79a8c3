"""The clause tree: the numbered, nested text of a motion.

A clause's text is one string in which each reference stands as one character,
`ATOM`; `references` lists them in the order in which they stand. A space belongs
to the word after it, so stored text starts with one: " Crime policy must be…".
Reading and writing strip that first space; seams then need no repair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, NewType

ClauseId = NewType("ClauseId", str)

ATOM = "\ufffc"


class MarkerStyle(StrEnum):
    """How the members of one list are labelled."""

    NONE = "none"
    DECIMAL = "decimal"
    ALPHA = "alpha"
    ROMAN = "roman"
    UPPER_ALPHA = "upper_alpha"
    UPPER_ROMAN = "upper_roman"
    BULLET = "bullet"
    FIXED = "fixed"


class Marker(NamedTuple):
    """A style and the shape printed around its number.

    `form` holds "{}" where the number goes ("{}.", "{})", "({})"). For a bullet it
    is the bullet, for a fixed label the label itself ("4.3 (b)"), for `none` empty.
    """

    style: MarkerStyle = MarkerStyle.NONE
    form: str = ""


UNLABELLED = Marker()


class ReferenceForm(StrEnum):
    """What a reference prints of the clauses it points to."""

    LABEL = "label"
    LABEL_AND_LINES = "label_and_lines"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in the text that points to one or several clauses.

    `printed` is how the source wrote it, and is shown again as long as its labels
    are still right and no layout is at hand to say otherwise.
    """

    targets: tuple[ClauseId, ...]
    form: ReferenceForm = ReferenceForm.LABEL
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause and the clauses nested under it.

    The id outlives renumbering, so an amendment written against clause 4
    still finds its clause after another amendment has made it clause 5.
    """

    id: ClauseId
    text: str
    marker: Marker = UNLABELLED
    references: tuple[Reference, ...] = ()
    children: tuple[Clause, ...] = ()

    def walk(self) -> Iterator[Clause]:
        """Yield the clause and everything under it, in reading order."""
        stack = [self]
        while stack:
            clause = stack.pop()
            yield clause
            stack.extend(reversed(clause.children))

    def with_children(self, children: tuple[Clause, ...]) -> Clause:
        """Return the same clause leading in other children."""
        return replace(self, children=children)


@dataclass(frozen=True, slots=True)
class Document:
    """An immutable tree of clauses: what a reader sees under one set of change sets.

    `under` names that set, and is the context of any change made from what is seen.
    """

    clauses: tuple[Clause, ...] = ()
    under: frozenset[str] = frozenset()

    def walk(self) -> Iterator[Clause]:
        """Yield every clause in reading order."""
        for clause in self.clauses:
            yield from clause.walk()

    def find(self, name: str) -> Clause:
        """Return the clause with this id or this citation ("7 d)", "7d", "2 b) ii)").

        Raises NoSuchClause. An id wins over a citation that reads the same.
        """
        from webapp.text.numbering import find_clause  # noqa: PLC0415 - numbering stands on this module

        return find_clause(self, name)


def same_text(one: Document, other: Document) -> bool:
    """Tell whether two documents are equal apart from ids, contexts and what references print."""
    return shape(one) == shape(other)


def shape(document: Document) -> tuple[object, ...]:
    """Return the document with every id replaced by the clause's place in reading order.

    A reference prints its targets in that order, whatever order they are kept in.
    """
    places = {clause.id: place for place, clause in enumerate(document.walk())}

    def clause_shape(clause: Clause) -> tuple[object, ...]:
        return (
            clause.text,
            clause.marker,
            tuple(
                (tuple(sorted(places.get(each, -1) for each in reference.targets)), reference.form)
                for reference in clause.references
            ),
            tuple(clause_shape(child) for child in clause.children),
        )

    return tuple(clause_shape(clause) for clause in document.clauses)
