"""What became of the clauses between two documents: which were split, joined, struck or moved.

Both documents call a clause that they share by the same id here. Splits and joins
are found first; the tree that they and the strikes lead to is then compared with
the new one, list by list, and what stands elsewhere or out of order was moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import Final, NamedTuple

from webapp.text.clause import ATOM, Clause, ClauseId, Document, Reference
from webapp.text.sequences import Hunk, longest_increasing
from webapp.text.words import word_changes

# A piece that keeps fewer of its words than this was written anew.
KEPT_BY_A_PIECE: Final = 0.5
# How far a join reaches over clauses that are struck between it and its receiver.
MOST_STRUCK_BETWEEN: Final = 8

Lists = dict[ClauseId | None, list[ClauseId]]


class Split(NamedTuple):
    """A clause whose words now stand in its tail: next after `head`, or `nested` in it."""

    whole: ClauseId
    head: ClauseId
    nested: bool


class Joined(NamedTuple):
    """Clauses that stand as one text, with where each begins in it."""

    clauses: Sequence[Clause]
    text: str
    starts: Sequence[int]

    @classmethod
    def of(cls, clauses: Sequence[Clause]) -> Joined:
        starts = list(accumulate((len(clause.text) for clause in clauses), initial=0))
        return cls(clauses, "".join(clause.text for clause in clauses), starts[:-1])

    def references(self, start: int, end: int) -> tuple[Reference, ...]:
        """Return the references between two offsets."""
        if ATOM not in self.text[start:end]:
            return ()
        found = [reference for clause in self.clauses for reference in clause.references]
        first = self.text.count(ATOM, 0, start)
        return tuple(found[first : first + self.text.count(ATOM, start, end)])

    def parts(self, start: int, end: int) -> Iterator[tuple[Clause, int, int]]:
        """Yield each clause that has characters between two offsets, with its own offsets."""
        for clause, at in zip(self.clauses, self.starts, strict=True):
            first, last = max(start - at, 0), min(end - at, len(clause.text))
            if first < last:
                yield clause, first, last

    def gap(self, offset: int) -> tuple[Clause, int]:
        """Return the clause whose character stands to the left of an offset, and its own offset."""
        place = max(bisect_left(self.starts, offset) - 1, 0)
        return self.clauses[place], offset - self.starts[place]


@dataclass(slots=True)
class Tree:
    """A document by id: each clause, what it stands under, its places among all and among these."""

    document: Document
    clauses: dict[ClauseId, Clause] = field(default_factory=dict)
    parents: dict[ClauseId, ClauseId | None] = field(default_factory=dict)
    places: dict[ClauseId, int] = field(default_factory=dict)
    positions: dict[ClauseId, int] = field(default_factory=dict)
    before: dict[ClauseId, ClauseId | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._add(None, self.document.clauses)
        for clause in self.document.walk():
            self.places[clause.id] = len(self.places)
            self.clauses[clause.id] = clause
            self._add(clause.id, clause.children)

    def _add(self, parent: ClauseId | None, children: Sequence[Clause]) -> None:
        last = None
        for position, child in enumerate(children):
            self.parents[child.id] = parent
            self.positions[child.id] = position
            self.before[child.id] = last
            last = child.id

    def children(self, parent: ClauseId | None) -> tuple[Clause, ...]:
        """Return what stands under a clause, or at the top."""
        return self.document.clauses if parent is None else self.clauses[parent].children

    def after(self, clause: ClauseId) -> ClauseId | None:
        """Return the next sibling of a clause."""
        siblings = self.children(self.parents[clause])
        place = self.positions[clause] + 1
        return siblings[place].id if place < len(siblings) else None

    def above(self, clause: ClauseId) -> Iterator[ClauseId]:
        """Yield what the clause stands under, from the inside out."""
        parent = self.parents[clause]
        while parent is not None:
            yield parent
            parent = self.parents[parent]


@dataclass(slots=True)
class Restructuring:
    """Splits by tail, joins by what was joined, and what was moved, struck and inserted."""

    old: Tree
    new: Tree
    splits: dict[ClauseId, Split] = field(default_factory=dict)
    joins: dict[ClauseId, ClauseId] = field(default_factory=dict)
    moved: set[ClauseId] = field(default_factory=set)
    _tails: dict[ClauseId, list[ClauseId]] = field(default_factory=dict)
    _joined: dict[ClauseId, list[ClauseId]] = field(default_factory=dict)

    def is_kept(self, clause: ClauseId) -> bool:
        return clause in self.old.clauses and clause in self.new.clauses

    def is_untouched(self, clause: Clause) -> bool:
        """Tell whether a kept clause plainly has the words that it had."""
        now = self.new.clauses[clause.id]
        return now.text == clause.text and not (
            clause.references or self.tails(clause.id) or self.joined(clause.id)
        )

    def is_struck(self, clause: ClauseId) -> bool:
        return clause not in self.new.clauses and clause not in self.joins

    def is_struck_above(self, clause: ClauseId) -> bool:
        """Tell whether a struck clause goes with the one that it stands under."""
        parent = self.old.parents[clause]
        return parent is not None and self.is_struck(parent)

    def is_inserted(self, clause: ClauseId) -> bool:
        return clause not in self.old.clauses and clause not in self.splits

    def tails(self, whole: ClauseId) -> list[ClauseId]:
        """Return what was split off a clause, in order."""
        return self._tails.get(whole, [])

    def split(self, tail: ClauseId, split: Split) -> None:
        """Hold the clause to be the last tail of a split."""
        self.splits[tail] = split
        self._tails.setdefault(split.whole, []).append(tail)

    def is_heir(self, tail: ClauseId) -> bool:
        """Tell whether a nested tail took what its head led in."""
        split = self.splits[tail]
        return split.nested and self.heir(split.whole) == tail

    def wholes(self) -> list[ClauseId]:
        """Return the clauses that were split."""
        return list(self._tails)

    def join(self, receiver: ClauseId, joined: ClauseId) -> None:
        """Hold the clause to be the last that was joined to the receiver."""
        self.joins[joined] = receiver
        self._joined.setdefault(receiver, []).append(joined)

    def heir(self, whole: ClauseId) -> ClauseId:
        """Return the piece of a split clause under which most of its children now stand."""
        votes = Counter(
            self.new.parents[child.id]
            for child in self.old.clauses[whole].children
            if self.is_kept(child.id)
        )
        return max((whole, *self.tails(whole)), key=lambda piece: votes[piece])

    def word_changes(self, old: Joined, new: Joined) -> list[Hunk]:
        """Return the changes of words between clauses of the old text and of the new."""
        return word_changes(
            old.text,
            new.text,
            [meaning for clause in old.clauses for meaning in self.old_meanings(clause)],
            [meaning for clause in new.clauses for meaning in self.new_meanings(clause)],
        )

    def old_meanings(self, clause: Clause) -> list[Hashable]:
        """Return what each reference of an old clause points to after splits and joins."""
        return [
            self._meaning(reference, chain.from_iterable(map(self._pieces, reference.targets)))
            for reference in clause.references
        ]

    def new_meanings(self, clause: Clause) -> list[Hashable]:
        """Return what each reference of a new clause points to."""
        return [self._meaning(reference, reference.targets) for reference in clause.references]

    def _pieces(self, target: ClauseId) -> tuple[ClauseId, ...]:
        return (self.joins.get(target, target), *self.tails(target))

    def _meaning(self, reference: Reference, targets: Iterable[ClauseId]) -> Hashable:
        there = (each if each in self.new.clauses else None for each in dict.fromkeys(targets))
        return (reference.form, *there)

    def joined(self, receiver: ClauseId) -> list[ClauseId]:
        """Return what was joined to a clause, in order."""
        return self._joined.get(receiver, [])


def restructure(
    old: Document,
    new: Document,
    *,
    plainly: bool = False,
    moved: Collection[ClauseId] = (),
) -> Restructuring:
    """Return what became of the clauses; `plainly` without a look for splits and joins.

    `moved` are held to have been moved even where they might have stayed.
    """
    found = Restructuring(Tree(old), Tree(new))
    if not plainly:
        _find_splits(found)
        _find_joins(found)
    stable = _stable(_expected(found), found.new, moved)
    found.moved = {
        clause for clause in found.new.clauses if found.is_kept(clause) and clause not in stable
    }
    return found


def _find_splits(found: Restructuring) -> None:
    for tail, clause in found.new.clauses.items():
        if tail in found.old.clauses or not clause.text.strip():
            continue
        split = _split_before(found, tail)
        if split and _is_tail(found, split, clause):
            found.split(tail, split)


def _split_before(found: Restructuring, tail: ClauseId) -> Split | None:
    """Return the split that a clause would be the tail of, where it stands."""
    head = found.new.before[tail]
    if head is None:
        parent = found.new.parents[tail]
        return Split(parent, parent, nested=True) if parent and found.is_kept(parent) else None
    earlier = found.splits.get(head)
    if earlier:
        return None if earlier.nested else Split(earlier.whole, head, nested=False)
    if not found.is_kept(head) or found.tails(head):
        return None
    return Split(head, head, nested=False)


def _is_tail(found: Restructuring, split: Split, tail: Clause) -> bool:
    """Tell whether a clause has enough of the words of the one before it, which kept some."""
    whole = found.old.clauses[split.whole]
    if whole.text == found.new.clauses[split.whole].text:
        return False
    ids = (split.whole, *found.tails(split.whole))
    pieces = Joined.of([*(found.new.clauses[each] for each in ids), tail])
    old = Joined.of([whole])
    return _keeps(pieces, [_turned(hunk) for hunk in found.word_changes(old, pieces)])


def _find_joins(found: Restructuring) -> None:
    earlier: ClauseId | None = None
    for joined, clause in found.old.clauses.items():
        if joined not in found.new.clauses and clause.text.strip():
            for candidate in dict.fromkeys((_sibling_left_of(found, joined), earlier)):
                receiver = found.joins.get(candidate, candidate) if candidate else None
                if receiver and _is_joined(found, receiver, joined):
                    found.join(receiver, joined)
                    break
        earlier = joined


def _sibling_left_of(found: Restructuring, clause: ClauseId) -> ClauseId | None:
    """Return the nearest sibling before a clause that is not struck."""
    before = found.old.before[clause]
    for _ in range(MOST_STRUCK_BETWEEN):
        if before is None or not found.is_struck(before):
            break
        before = found.old.before[before]
    return before


def _is_joined(found: Restructuring, receiver: ClauseId, joined: ClauseId) -> bool:
    if not found.is_kept(receiver) or found.tails(receiver):
        return False
    if any(found.is_struck(above) for above in found.old.above(joined)):
        return False
    if found.new.clauses[receiver].text == found.old.clauses[receiver].text:
        return False
    pieces, hunks = _run_on(found, receiver, joined)
    return _keeps(pieces, hunks) and not _is_outdone(found, receiver, joined)


def _run_on(
    found: Restructuring, receiver: ClauseId, *joined: ClauseId
) -> tuple[Joined, list[Hunk]]:
    ids = (receiver, *found.joined(receiver), *joined)
    pieces = Joined.of([found.old.clauses[each] for each in ids])
    return pieces, found.word_changes(pieces, Joined.of([found.new.clauses[receiver]]))


def _is_outdone(found: Restructuring, receiver: ClauseId, joined: ClauseId) -> bool:
    """Tell whether the next clause alone would leave more words of the receiver as they were."""
    rival = found.old.after(joined)
    if rival is None or rival in found.new.clauses:
        return False
    alone, instead, both = (
        sum(hunk.new_end - hunk.new_start for hunk in _run_on(found, receiver, *ids)[1])
        for ids in ((joined,), (rival,), (joined, rival))
    )
    return instead < alone and instead <= both


def _turned(hunk: Hunk) -> Hunk:
    return Hunk(hunk.new_start, hunk.new_end, hunk.old_start, hunk.old_end)


def _keeps(pieces: Joined, hunks: Sequence[Hunk]) -> bool:
    """Tell whether changes to the pieces leave enough of the last and something of the first."""
    first, last, end = len(pieces.clauses[0].text), pieces.starts[-1], len(pieces.text)
    kept_first, kept_last = first, end - last
    for hunk in hunks:
        kept_first -= max(0, min(hunk.old_end, first) - hunk.old_start)
        kept_last -= max(0, hunk.old_end - max(hunk.old_start, last))
    return kept_first > 0 and kept_last >= KEPT_BY_A_PIECE * (end - last)


def _expected(found: Restructuring) -> Lists:
    """Return the tree that splits, joins and strikes alone lead to, as lists of ids."""
    lists: Lists = {None: _surviving(found, None)}
    for clause in found.old.clauses:
        if found.is_kept(clause):
            lists[clause] = _surviving(found, clause)
            for joined in found.joined(clause):
                lists[clause] += _surviving(found, joined)
    for whole in found.wholes():
        _expect_tails(found, whole, lists)
    return lists


def _surviving(found: Restructuring, parent: ClauseId | None) -> list[ClauseId]:
    return [child.id for child in found.old.children(parent) if found.is_kept(child.id)]


def _expect_tails(found: Restructuring, whole: ClauseId, lists: Lists) -> None:
    """Put a nested tail first; others stand next after their head, wherever that goes."""
    tails = found.tails(whole)
    lists.update((tail, []) for tail in tails)
    heir = found.heir(whole)
    if heir != whole:
        lists[heir], lists[whole] = lists[whole], []
    if found.splits[tails[0]].nested:
        lists[whole].insert(0, tails[0])


def _stable(lists: Lists, new: Tree, moved: Collection[ClauseId]) -> set[ClauseId]:
    """Return the clauses that stand where they are expected; as many as can."""
    stable: set[ClauseId] = set()
    for parent, expected in lists.items():
        places = {child.id: place for place, child in enumerate(new.children(parent))}
        here = [child for child in expected if child in places and child not in moved]
        stable.update(
            here[index] for index in longest_increasing([places[child] for child in here])
        )
    return stable
