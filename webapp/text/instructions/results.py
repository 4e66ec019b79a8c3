"""What operations make of a text, and whether two ways to say an amendment make the same of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from webapp.text.clause import Clause, Document
from webapp.text.operation import ChangeSet, InsertClauses, InsertText, Operation
from webapp.text.weave import Weave


def result_of(operations: Sequence[Operation], base: Document) -> Document:
    """Return what the operations make of the text as it stands, whatever made it so."""
    change_set = ChangeSet("result", tuple(operations))
    return Weave(replace(base, under=frozenset()), [change_set]).text({change_set.id})


def brings_references(operations: Iterable[Operation]) -> bool:
    """Tell whether references are put in: a reader finds but the words that they print."""
    return any(each.references for each in operations if isinstance(each, InsertText)) or any(
        clause.references for clause in _put_in(operations)
    )


def _put_in(operations: Iterable[Operation]) -> Iterator[Clause]:
    for operation in operations:
        if isinstance(operation, InsertClauses):
            for clause in operation.clauses:
                yield from clause.walk()
