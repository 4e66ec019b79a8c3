"""The change that leads from one document to another.

`changes` finds clauses first, then what was done to their order and nesting, then words. It
applies its own result through the weave and gives nothing that does not lead to `new`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import blake2b
from typing import Final

from webapp.text.clause import Clause, ClauseId, Document, Marker, Reference, same_text
from webapp.text.matching import match_clauses
from webapp.text.operation import ChangeSet, Operation, RestyleClauses
from webapp.text.restructuring import Restructuring, restructure
from webapp.text.script import write_script
from webapp.text.weave import Weave

MOST_TRIES: Final = 6


def changes(
    old: Document,
    new: Document,
    *,
    id: str,
    place: str = "",
    amends: str | None = None,
) -> ChangeSet:
    """Return what leads from `old` to `new`; nothing when they have the same text.

    Clauses are matched by id, else by likeness. A matched clause keeps its id, an
    inserted one has the id that it has in `new`.
    """
    operations: tuple[Operation, ...] = ()
    if not same_text(old, new):
        operations = _operations(old, _with_old_ids(old, new))
    return ChangeSet(id, operations, place, old.under, amends)


def _with_old_ids(old: Document, new: Document) -> Document:
    """Return `new` with each clause that is one of `old` called as it is there."""
    names = {new_id: old_id for old_id, new_id in match_clauses(old, new).items()}
    there = {clause.id for clause in new.walk()}
    targets = {
        target
        for clause in new.walk()
        for reference in clause.references
        for target in reference.targets
    }
    # What points to a clause that is gone does not come to point to one that takes its id.
    names.update(_anew(targets.intersection(names.values()) - there))
    return _renamed(new, names)


def _operations(old: Document, new: Document) -> tuple[Operation, ...]:
    """Return what leads from `old` to `new`, in which the clauses of `old` have their old ids.

    What cannot be said of a clause as it stands, such as another label than that of its
    list, is said by moving it, and at last by striking it and inserting it anew.
    """
    for plainly in (False, True):
        aim = new
        moved: set[ClauseId] = set()
        for _ in range(MOST_TRIES):
            found = restructure(old, aim, plainly=plainly, moved=moved)
            operations, result = _tried(old, found)
            if same_text(result, aim):
                return operations
            mislabelled = set() if moved else _mislabelled(result, found) - found.moved
            if not mislabelled:
                aim = _renamed(aim, _anew(_unlike(result, found)))
            moved = mislabelled
    return write_script(restructure(old, _renamed(new, _anew(clause.id for clause in new.walk()))))


def _tried(old: Document, found: Restructuring) -> tuple[tuple[Operation, ...], Document]:
    """Return the operations that do a restructuring, and what they lead to."""
    operations = write_script(found)
    result = _applied(old, operations)
    restyles = tuple(_restyles(found, result))
    if restyles:
        operations += restyles
        result = _applied(old, operations)
    return operations, result


def _applied(old: Document, operations: tuple[Operation, ...]) -> Document:
    return Weave(Document(old.clauses), [ChangeSet("", operations)]).text({""})


def _restyles(found: Restructuring, result: Document) -> Iterator[RestyleClauses]:
    """Yield the restyling of each list that is labelled otherwise in the new document.

    Inserted clauses have the labels that they came with. Where the others are of several
    styles, as many as can be are made right.
    """
    mislabelled = _mislabelled(result, found)
    for parent in (None, *found.new.clauses) if mislabelled else ():
        children = [
            child for child in found.new.children(parent) if not found.is_inserted(child.id)
        ]
        wrong = sum(child.id in mislabelled for child in children)
        if wrong:
            marker, right = Counter(child.marker for child in children).most_common(1)[0]
            if len(children) - right < wrong:
                yield RestyleClauses(parent, marker)


def _mislabelled(result: Document, found: Restructuring) -> set[ClauseId]:
    new = found.new.clauses
    return {
        clause.id
        for clause in result.walk()
        if clause.id in new
        and clause.marker != new[clause.id].marker
        and not found.is_inserted(clause.id)
    }


def _unlike(result: Document, found: Restructuring) -> Iterator[ClauseId]:
    """Yield the clauses that are not in the result what they are in the new document."""
    was = {clause.id: _alone(clause) for clause in result.walk()}
    for clause in found.new.clauses.values():
        if found.is_kept(clause.id) and was.get(clause.id) != _alone(clause):
            yield clause.id


def _alone(clause: Clause) -> tuple[str, Marker, tuple[ClauseId, ...]]:
    return clause.text, clause.marker, tuple(child.id for child in clause.children)


def _anew(clauses: Iterable[ClauseId]) -> dict[ClauseId, ClauseId]:
    """Return other ids for clauses; always the same, so that a change can be worked out again."""
    return {
        clause: ClauseId(blake2b(f"{clause} anew".encode(), digest_size=6).hexdigest())
        for clause in clauses
    }


def _renamed(document: Document, names: Mapping[ClauseId, ClauseId]) -> Document:
    """Return the document with its clauses, and references to them, called otherwise."""
    if all(was == now for was, now in names.items()):
        return document

    def name(clause: Clause) -> Clause:
        return replace(
            clause,
            id=names.get(clause.id, clause.id),
            references=tuple(map(point, clause.references)),
            children=tuple(map(name, clause.children)),
        )

    def point(reference: Reference) -> Reference:
        targets = tuple(names.get(target, target) for target in reference.targets)
        return replace(reference, targets=targets)

    return replace(document, clauses=tuple(map(name, document.clauses)))
