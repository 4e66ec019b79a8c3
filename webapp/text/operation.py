"""What can be done to a text, and the change sets that do it.

Offsets count characters of a clause's stored text (an atom is one, the leading
space is one) as the change set's author saw it, all at once: never the text after
the operation before. Every operation quotes what it touches, so that a wrong
anchor fails loudly: the offset decides, the quote verifies. "" verifies nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from webapp.text.clause import Clause, ClauseId, Marker, Reference


@dataclass(frozen=True, slots=True)
class InsertText:
    """Put words at one gap of a clause. `quote` is the text just before the gap."""

    clause: ClauseId
    at: int
    text: str
    references: tuple[Reference, ...] = ()
    quote: str = ""


@dataclass(frozen=True, slots=True)
class StrikeText:
    """Strike the characters from `start` up to `end`. `quote` is exactly those."""

    clause: ClauseId
    start: int
    end: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class InsertClauses:
    """Put new clauses, with all they lead in, under `parent` after its child `after`.

    No parent: the top level. No `after`: before the first child.
    """

    parent: ClauseId | None
    after: ClauseId | None
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class StrikeClause:
    """Strike a clause with its text and descendants as the author saw them.

    `quote` is the clause's own text.
    """

    clause: ClauseId
    quote: str = ""


@dataclass(frozen=True, slots=True)
class SplitClause:
    """Begin a new clause at one gap; the head keeps the id, the tail is `new`.

    The tail becomes the head's next sibling, or, `nested`, its first child. The
    head's children stay with it, or follow the tail when `children_follow`.
    `quote` is the text just before the gap.
    """

    clause: ClauseId
    at: int
    new: ClauseId
    children_follow: bool = False
    nested: bool = False
    quote: str = ""


@dataclass(frozen=True, slots=True)
class JoinClauses:
    """Run `joined` on to the end of `receiver`; its children become the receiver's last."""

    receiver: ClauseId
    joined: ClauseId


@dataclass(frozen=True, slots=True)
class MoveClause:
    """Put a clause, with all it leads in, under `parent` after its child `after`."""

    clause: ClauseId
    parent: ClauseId | None
    after: ClauseId | None


@dataclass(frozen=True, slots=True)
class RestyleClauses:
    """Label the children of `parent` (none: the top level) in another style."""

    parent: ClauseId | None
    marker: Marker


Operation = (
    InsertText
    | StrikeText
    | InsertClauses
    | StrikeClause
    | SplitClause
    | JoinClauses
    | MoveClause
    | RestyleClauses
)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What somebody proposes or does to the text.

    `place` is the printed order ("1", "2", "2A", "10"); it alone decides the order of
    text at one gap. `context` names the change sets its author saw as applied.
    `amends` names the change set that this one is an amendment to.
    """

    id: str
    operations: tuple[Operation, ...]
    place: str = ""
    context: frozenset[str] = field(default_factory=frozenset)
    amends: str | None = None


def place_order(place: str) -> tuple[tuple[int, str], ...]:
    """Return a key that sorts printed places as people count: 1, 2, 2A, 3, 10.

    >>> sorted(["10", "2A", "2", "1"], key=place_order)
    ['1', '2', '2A', '10']
    """
    if place.isdecimal():
        return ((int(place), ""),)
    parts = re.findall(r"\d+|[^\W\d_]+", place)
    return tuple((int(part), "") if part.isdecimal() else (-1, part.upper()) for part in parts)
