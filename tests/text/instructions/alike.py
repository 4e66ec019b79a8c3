"""Whether two change sets are one, apart from ids of new clauses, quotes and order."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.text.clause import Clause, ClauseId
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


def alike(one: ChangeSet, other: ChangeSet) -> bool:
    """Tell whether two change sets do the same; a style belongs to a list, not to its members."""
    return meanings(one.operations) == meanings(other.operations)


def meanings(operations: Iterable[Operation]) -> list[str]:
    """Return operations with new clauses called by what they are, in an order of no meaning."""
    operations = [each for each in operations if not isinstance(each, RestyleClauses)]
    names: dict[ClauseId | None, str] = {}
    for operation in operations:
        if isinstance(operation, InsertClauses):
            for clause in operation.clauses:
                for inner in clause.walk():
                    names[inner.id] = f"new {inner.text}"
        elif isinstance(operation, SplitClause):
            names[operation.new] = f"tail of {operation.clause} at {operation.at}"
    return sorted(repr(meaning(each, names)) for each in operations)


def meaning(  # noqa: PLR0911 - one kind of operation, one return
    operation: Operation, names: dict[ClauseId | None, str]
) -> tuple[object, ...]:
    def name(clause: ClauseId | None) -> object:
        return names.get(clause, clause)

    match operation:
        case InsertText():
            references = [(r.targets, r.form) for r in operation.references]
            return ("insert", name(operation.clause), operation.at, operation.text, references)
        case StrikeText():
            return ("strike", operation.clause, operation.start, operation.end)
        case InsertClauses():
            return (
                "new",
                name(operation.parent),
                name(operation.after),
                [tree(each)[1:] for each in operation.clauses],
            )
        case StrikeClause():
            return ("strike clause", operation.clause)
        case SplitClause():
            return (
                "split",
                operation.clause,
                operation.at,
                operation.children_follow,
                operation.nested,
            )
        case JoinClauses():
            return ("join", name(operation.receiver), name(operation.joined))
        case MoveClause():
            return ("move", name(operation.clause), name(operation.parent), name(operation.after))


def tree(clause: Clause) -> tuple[object, ...]:
    references = [(r.targets, r.form) for r in clause.references]
    return (clause.marker, clause.text, references, [tree(child) for child in clause.children])
