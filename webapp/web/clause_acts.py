"""What the buttons beside a clause do to the text, and which are possible where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.editing import (
    add_clause,
    join_clauses,
    move_clause,
    nest_clause,
    strike_clause,
    unnest_clause,
)
from webapp.text.errors import ImpossibleEdit, NoSuchClause

Done = tuple[Document, ClauseId | None]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a clause stands: how deep, among which siblings and under what."""

    clause: Clause
    level: int
    siblings: tuple[Clause, ...]
    place: int
    parent: ClauseId | None

    def sibling(self, steps: int) -> ClauseId | None:
        """Return the sibling so many steps away; None where there is none."""
        at = self.place + steps
        return self.siblings[at].id if 0 <= at < len(self.siblings) else None

    def can(self, act: str) -> bool:
        match act:
            case "up" | "nest":
                return self.place > 0
            case "down":
                return self.place + 1 < len(self.siblings)
            case "unnest":
                return self.parent is not None
            case "join":
                return self.place > 0 or self.parent is not None
        return act in ACTS


def spots(document: Document) -> Iterator[Spot]:
    """Yield where each clause stands, in reading order."""
    stack = _row(document.clauses, 0, None)
    while stack:
        spot = stack.pop()
        yield spot
        stack.extend(_row(spot.clause.children, spot.level + 1, spot.clause.id))


def find_spot(document: Document, name: str) -> Spot:
    """Return where a clause stands. Raises NoSuchClause."""
    for spot in spots(document):
        if spot.clause.id == name:
            return spot
    raise NoSuchClause(name)


def do(document: Document, act: str, name: str) -> Done:
    """Do one act to a clause; return the text, and the clause to look at next.

    Raises ImpossibleEdit and NoSuchClause.
    """
    spot = find_spot(document, name)
    if not spot.can(act):
        raise ImpossibleEdit(act, name)
    return ACTS[act](document, spot)


def append(document: Document, parent: ClauseId | None, after: ClauseId | None) -> Done:
    """Put a clause without words under `parent` after its child `after`."""
    known = {clause.id for clause in document.walk()}
    longer = add_clause(document, parent, after, "")
    return longer, next(clause.id for clause in longer.walk() if clause.id not in known)


def _row(clauses: tuple[Clause, ...], level: int, parent: ClauseId | None) -> list[Spot]:
    row = [Spot(clause, level, clauses, at, parent) for at, clause in enumerate(clauses)]
    return row[::-1]


def _add(document: Document, spot: Spot) -> Done:
    return append(document, spot.parent, spot.clause.id)


def _add_under(document: Document, spot: Spot) -> Done:
    children = spot.clause.children
    return append(document, spot.clause.id, children[-1].id if children else None)


def _up(document: Document, spot: Spot) -> Done:
    here = spot.clause.id
    return move_clause(document, here, spot.parent, spot.sibling(-2)), here


def _down(document: Document, spot: Spot) -> Done:
    here = spot.clause.id
    return move_clause(document, here, spot.parent, spot.sibling(1)), here


def _nest(document: Document, spot: Spot) -> Done:
    return nest_clause(document, spot.clause.id), spot.clause.id


def _unnest(document: Document, spot: Spot) -> Done:
    return unnest_clause(document, spot.clause.id), spot.clause.id


def _join(document: Document, spot: Spot) -> Done:
    receiver = spot.sibling(-1) or spot.parent
    assert receiver is not None  # noqa: S101 - `can` has seen to it
    return join_clauses(document, receiver, spot.clause.id), receiver


def _strike(document: Document, spot: Spot) -> Done:
    following = spot.sibling(1) or spot.sibling(-1) or spot.parent
    return strike_clause(document, spot.clause.id), following


ACTS: Mapping[str, Callable[[Document, Spot], Done]] = {
    "add": _add,
    "add_under": _add_under,
    "up": _up,
    "down": _down,
    "nest": _nest,
    "unnest": _unnest,
    "join": _join,
    "strike": _strike,
}
