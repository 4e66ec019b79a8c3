"""The last way to say an amendment: what it leads to, in place of what stands there now.

Every change of a text can be said so, whatever its steps are. What is lost is that clauses stay
the clauses that they are, so it is used where nothing else reads back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.operation import InsertClauses, Operation, StrikeClause


def put_anew(old: Document, new: Document) -> tuple[Operation, ...]:
    """Return the top-level clauses that differ as struck, and those of the result put in."""
    before, after = old.clauses, new.clauses
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    gone = before[head : len(before) - tail]
    put = after[head : len(after) - tail]
    struck = tuple(StrikeClause(each.id, each.text) for each in gone)
    if not put:
        return struck
    last = (*before[:head], *gone)[-1:]
    names = (ClauseId(f"anew{number}") for number in count())
    fresh = tuple(_renamed(each, names) for each in put)
    return (*struck, InsertClauses(None, last[0].id if last else None, fresh))


def _alike(one: Sequence[Clause], other: Sequence[Clause]) -> int:
    """Return how many clauses are the same at the start of both."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _renamed(clause: Clause, names: Iterator[ClauseId]) -> Clause:
    children = tuple(_renamed(each, names) for each in clause.children)
    return replace(clause, id=next(names), children=children)
