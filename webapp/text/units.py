"""The pieces of a change set that can be voted on by themselves.

Words struck and put in at one place are one replacement; what stands in a clause that the same
change set makes or moves goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.text.clause import ClauseId
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    Operation,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)


def units_of(change: ChangeSet) -> tuple[tuple[int, ...], ...]:
    """Return the places of the operations that belong together, in the change set's order."""
    operations = change.operations
    groups = [{place} for place in range(len(operations))]
    for at, one in enumerate(operations):
        for place in range(at):
            if _belong_together(operations[place], one):
                mine = next(group for group in groups if at in group)
                other = next(group for group in groups if place in group)
                if mine is not other:
                    groups.remove(mine)
                    other |= mine
    return tuple(tuple(sorted(group)) for group in groups)


def part_of_change(change: ChangeSet, places: Sequence[int], *, id: str) -> ChangeSet:
    """Return the change set that does only these of its operations."""
    return ChangeSet(
        id,
        tuple(change.operations[place] for place in sorted(places)),
        context=change.context,
        amends=change.amends,
    )


def _belong_together(one: Operation, other: Operation) -> bool:
    if set(_made(one)) & set(_named(other)) or set(_made(other)) & set(_named(one)):
        return True
    return _extent(one) is not None and _touch(_extent(one), _extent(other))


def _touch(one: tuple[ClauseId, int, int] | None, other: tuple[ClauseId, int, int] | None) -> bool:
    if one is None or other is None or one[0] != other[0]:
        return False
    return one[1] <= other[2] and other[1] <= one[2]


def _extent(operation: Operation) -> tuple[ClauseId, int, int] | None:
    """Return the stretch of a clause's words that an operation is at."""
    if isinstance(operation, StrikeText):
        return (operation.clause, operation.start, operation.end)
    if isinstance(operation, InsertText | SplitClause):
        return (operation.clause, operation.at, operation.at)
    return None


def _made(operation: Operation) -> Iterator[ClauseId]:
    """Yield the clauses that an operation makes, moves or takes away."""
    if isinstance(operation, InsertClauses):
        yield from (below.id for clause in operation.clauses for below in clause.walk())
    elif isinstance(operation, SplitClause):
        yield operation.new
        if operation.children_follow or operation.nested:
            yield operation.clause
    elif isinstance(operation, MoveClause | StrikeClause):
        yield operation.clause
    elif isinstance(operation, JoinClauses):
        yield from (operation.joined, operation.receiver)


def _named(operation: Operation) -> Iterator[ClauseId]:
    """Yield the clauses that an operation stands in, under or behind."""
    if isinstance(operation, InsertClauses | MoveClause):
        yield from (one for one in (operation.parent, operation.after) if one is not None)
    if isinstance(operation, MoveClause | StrikeClause | StrikeText | InsertText | SplitClause):
        yield operation.clause
    elif isinstance(operation, JoinClauses):
        yield from (operation.joined, operation.receiver)
    elif isinstance(operation, RestyleClauses) and operation.parent is not None:
        yield operation.parent
