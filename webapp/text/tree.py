"""Finding and changing one place in the tree of clauses, all else kept as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from webapp.text.clause import Clause, ClauseId, Document, Reference
from webapp.text.errors import NoSuchClause


def get_clause(document: Document, clause_id: ClauseId) -> Clause:
    """Return the clause with this id. Raises NoSuchClause."""
    for clause in document.walk():
        if clause.id == clause_id:
            return clause
    raise NoSuchClause(clause_id)


def where(
    document: Document, clause_id: ClauseId
) -> tuple[ClauseId | None, tuple[Clause, ...], int]:
    """Return what a clause stands under, that one's children, and its place among them."""
    stack: list[tuple[ClauseId | None, tuple[Clause, ...]]] = [(None, document.clauses)]
    while stack:
        parent, siblings = stack.pop()
        for place, clause in enumerate(siblings):
            if clause.id == clause_id:
                return parent, siblings, place
            if clause.children:
                stack.append((clause.id, clause.children))
    raise NoSuchClause(clause_id)


def absent(clauses: tuple[Clause, ...], present: set[ClauseId]) -> tuple[Clause, ...]:
    """Return the clauses without those that stand elsewhere already."""
    return tuple(
        clause.with_children(absent(clause.children, present))
        for clause in clauses
        if clause.id not in present
    )


def children_of(document: Document, parent: ClauseId | None) -> tuple[Clause, ...]:
    """Return what stands under a clause, or at the top level under none."""
    return document.clauses if parent is None else get_clause(document, parent).children


def place_after(siblings: Sequence[Clause], after: ClauseId | None) -> int:
    """Return the place after one of these, or the first after none. Raises NoSuchClause."""
    if after is None:
        return 0
    for place, clause in enumerate(siblings, start=1):
        if clause.id == after:
            return place
    raise NoSuchClause(after)


def with_children(
    document: Document, parent: ClauseId | None, children: tuple[Clause, ...]
) -> Document:
    """Return the document with other children under a clause, or at the top level under none."""
    if parent is None:
        return replace(document, clauses=children)
    return with_clause(document, parent, lambda clause: (clause.with_children(children),))


def with_clause(
    document: Document, clause_id: ClauseId, change: Callable[[Clause], tuple[Clause, ...]]
) -> Document:
    """Return the document with what `change` makes of one clause in its place."""
    return replace(document, clauses=_changed(document.clauses, clause_id, change))


def _changed(
    clauses: tuple[Clause, ...],
    clause_id: ClauseId,
    change: Callable[[Clause], tuple[Clause, ...]],
) -> tuple[Clause, ...]:
    result: list[Clause] = []
    for clause in clauses:
        if clause.id == clause_id:
            result.extend(change(clause))
            continue
        children = _changed(clause.children, clause_id, change) if clause.children else ()
        same = len(children) == len(clause.children) and all(
            one is other for one, other in zip(children, clause.children, strict=True)
        )
        result.append(clause if same else clause.with_children(children))
    return tuple(result)


def with_targets(document: Document, target: ClauseId, instead: tuple[ClauseId, ...]) -> Document:
    """Return the document with each reference to `target` pointing to others instead."""
    return replace(document, clauses=_retargeted(document.clauses, target, instead))


def _retargeted(
    clauses: tuple[Clause, ...], target: ClauseId, instead: tuple[ClauseId, ...]
) -> tuple[Clause, ...]:
    result = []
    for clause in clauses:
        changed = clause
        if any(target in reference.targets for reference in clause.references):
            references = tuple(
                _pointing(reference, target, instead) for reference in clause.references
            )
            changed = replace(changed, references=references)
        if clause.children:
            changed = changed.with_children(_retargeted(clause.children, target, instead))
        result.append(changed)
    return tuple(result)


def _pointing(reference: Reference, target: ClauseId, instead: tuple[ClauseId, ...]) -> Reference:
    if target not in reference.targets:
        return reference
    targets = [each for old in reference.targets for each in (instead if old == target else (old,))]
    return replace(reference, targets=tuple(dict.fromkeys(targets)))
