"""The operations that do a restructuring and change the words, in the order of the old text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from webapp.text.clause import Clause, ClauseId
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    Operation,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.restructuring import Joined, Restructuring
from webapp.text.words import quote_before

# Where an operation stands in a change set: by its place in the old text.
Key = tuple[int, int, int]
OF_CLAUSE: Final = 0
BEFORE_FIRST: Final = 1
AFTER: Final = 2


def write_script(found: Restructuring) -> tuple[Operation, ...]:
    """Return all operations but the restyling of lists."""
    return Script(found).operations()


@dataclass(slots=True)
class Script:
    """Operations on their way into order."""

    found: Restructuring
    _keyed: list[tuple[Key, Operation]] = field(default_factory=list)
    _keys: dict[ClauseId | None, Key] = field(default_factory=dict)

    def operations(self) -> tuple[Operation, ...]:
        """Return all operations."""
        for clause in self.found.old.clauses.values():
            self._do_clause(clause)
        self._keys[None] = (-1, BEFORE_FIRST, 0)
        for parent in (None, *self.found.new.clauses):
            self._do_list(parent)
        self._keyed.sort(key=lambda keyed: keyed[0])
        return tuple(operation for _, operation in self._keyed)

    def _do_clause(self, clause: Clause) -> None:
        found, key = self.found, (self.found.old.places[clause.id], OF_CLAUSE, 0)
        if found.is_kept(clause.id):
            self._keyed.extend((key, each) for each in text_operations(found, clause))
        elif clause.id in found.joins:
            self._keyed.append((key, JoinClauses(found.joins[clause.id], clause.id)))
        elif not found.is_struck_above(clause.id):
            self._keyed.append((key, StrikeClause(clause.id, clause.text)))

    def _do_list(self, parent: ClauseId | None) -> None:
        """Move and insert what stands newly under a clause."""
        found = self.found
        after: ClauseId | None = None
        run: list[Clause] = []
        for child in found.new.children(parent):
            if found.is_inserted(child.id):
                if parent is not None and found.is_inserted(parent):
                    after = child.id
                else:
                    run.append(child)
                continue
            self._insert(parent, after, run)
            if child.id in found.moved:
                below, anchor = self._gap(parent, after)
                operation = MoveClause(child.id, below, anchor)
                self._keyed.append((self._key(below, anchor), operation))
            elif child.id not in found.splits or found.is_heir(child.id):
                after = child.id
        self._insert(parent, after, run)

    def _insert(self, parent: ClauseId | None, after: ClauseId | None, run: list[Clause]) -> None:
        if not run:
            return
        below, anchor = self._gap(parent, after)
        key = self._key(below, anchor)
        clauses = tuple(map(self._pruned, run))
        self._keyed.append((key, InsertClauses(below, anchor, clauses)))
        for clause in clauses:
            self._keys.update((inner.id, key) for inner in clause.walk())
        run.clear()

    def _pruned(self, clause: Clause) -> Clause:
        """Return an inserted clause without those that were moved under it."""
        children = tuple(
            self._pruned(child) for child in clause.children if self.found.is_inserted(child.id)
        )
        return clause.with_children(children)

    def _gap(
        self, parent: ClauseId | None, after: ClauseId | None
    ) -> tuple[ClauseId | None, ClauseId | None]:
        """Return a gap as it is in the old text: what was struck there stays before it."""
        old = self.found.old
        if after in old.clauses and old.parents[after] in self.found.joins:
            parent = old.parents[after]
        if (parent is not None and parent not in old.clauses) or (
            after is not None and old.parents.get(after) != parent
        ):
            return parent, after
        siblings = old.children(parent)
        place = 0 if after is None else old.positions[after] + 1
        while place < len(siblings) and self.found.is_struck(siblings[place].id):
            after = siblings[place].id
            place += 1
        return parent, after

    def _key(self, parent: ClauseId | None, after: ClauseId | None) -> Key:
        """Return the place of a gap: inner lists end before the clause that they stand under."""
        old = self.found.old
        if after in old.clauses:
            last = sum(1 for _ in old.clauses[after].walk()) - 1
            return (old.places[after] + last, AFTER, -sum(1 for _ in old.above(after)))
        if parent in self._keys:
            return self._keys[parent]
        if parent in self.found.splits:
            parent = self.found.splits[parent].whole
        return (-1 if parent is None else old.places[parent], BEFORE_FIRST, 0)


def text_operations(found: Restructuring, clause: Clause) -> Iterator[Operation]:
    """Yield what changes the words of a clause, and divides it, in the order of its text."""
    if found.is_untouched(clause):
        return
    tails = found.tails(clause.id)
    old = Joined.of([clause, *(found.old.clauses[each] for each in found.joined(clause.id))])
    new = Joined.of([found.new.clauses[each] for each in (clause.id, *tails)])
    hunks = found.word_changes(old, new)
    seams = deque(zip(new.starts[1:], _splits(found, clause.id), strict=True))
    shift = 0
    for hunk in hunks:
        while seams and seams[0][0] < hunk.new_start:
            start, split = seams.popleft()
            yield _at(old, start - shift, split)
        if seams and seams[0][0] < hunk.new_end:
            start, split = seams.popleft()
            yield from _insert(old, hunk.old_start, new, hunk.new_start, start)
            yield _at(old, hunk.old_start, split)
            yield from _strike(old, hunk.old_start, hunk.old_end)
            if hunk.old_start < hunk.old_end:
                yield from _insert(old, hunk.old_end, new, start, hunk.new_end)
            else:
                references = new.references(start, hunk.new_end)
                yield InsertText(split.new, 0, new.text[start : hunk.new_end], references)
        else:
            yield from _strike(old, hunk.old_start, hunk.old_end)
            yield from _insert(old, hunk.old_end, new, hunk.new_start, hunk.new_end)
        shift = hunk.new_end - hunk.old_end
    for start, split in seams:
        yield _at(old, start - shift, split)


def _splits(found: Restructuring, whole: ClauseId) -> Iterator[SplitClause]:
    tails = found.tails(whole)
    heir = found.heir(whole) if tails else whole
    for tail in tails:
        nested = found.splits[tail].nested
        yield SplitClause(whole, 0, tail, children_follow=tail == heir, nested=nested)


def _at(old: Joined, offset: int, split: SplitClause) -> SplitClause:
    _, at = old.gap(offset)
    return replace(split, at=at, quote=quote_before(old.text, offset))


def _strike(old: Joined, start: int, end: int) -> Iterator[StrikeText]:
    for clause, first, last in old.parts(start, end):
        yield StrikeText(clause.id, first, last, clause.text[first:last])


def _insert(old: Joined, offset: int, new: Joined, start: int, end: int) -> Iterator[InsertText]:
    if start < end:
        clause, at = old.gap(offset)
        quote = quote_before(clause.text, at)
        yield InsertText(clause.id, at, new.text[start:end], new.references(start, end), quote)
