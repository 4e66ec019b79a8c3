"""Applying one change set to a tree the obvious way, to hold the weave against.

All operations speak of the document as it was. Each clause's words are written out anew,
then the tree is put together from lists of places.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from webapp.text.clause import ATOM, Clause, ClauseId, Document, Marker, MarkerStyle, Reference
from webapp.text.operation import (
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

Name = ClauseId | None
NEXT_STYLE = {
    MarkerStyle.NONE: Marker(MarkerStyle.DECIMAL, "{}."),
    MarkerStyle.DECIMAL: Marker(MarkerStyle.ALPHA, "{})"),
    MarkerStyle.ALPHA: Marker(MarkerStyle.ROMAN, "{})"),
}


@dataclass
class Place:
    """A clause's place in a list, and what was put right after it."""

    name: ClauseId
    marker: Marker
    is_written: bool = False
    beside: Place | None = None
    after: list[Place] = field(default_factory=list)


@dataclass
class Words:
    """A clause's text as it is written anew: characters, each reference with its own."""

    text: list[str] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


class Naive:
    def __init__(self, document: Document, operations: tuple[Operation, ...]) -> None:
        self.document = document
        self.operations = operations
        self.old = {clause.id: clause for clause in document.walk()}
        self.below: dict[Name, list[ClauseId]] = {None: [each.id for each in document.clauses]}
        self.above: dict[ClauseId, Name] = {each.id: None for each in document.clauses}
        for clause in document.walk():
            self.below[clause.id] = [each.id for each in clause.children]
            self.above.update((each.id, clause.id) for each in clause.children)
        self.words: dict[ClauseId, Words] = {}
        self.tails: dict[ClauseId, list[SplitClause]] = {}
        self.first: dict[Name, list[Place]] = {}
        self.lists: dict[Name, list[Place]] = {}
        self.nested: dict[Name, list[Place]] = {}
        self.places: dict[ClauseId, Place] = {}
        self.moved: dict[ClauseId, Place] = {}
        self.joined: dict[ClauseId, ClauseId] = {}

    def of(self, kind: type) -> list:
        return [each for each in self.operations if isinstance(each, kind)]

    def apply(self) -> Document:
        for clause in self.document.walk():
            self.write(clause)
        self.find_struck()
        self.list_all()
        self.put_all()
        self.break_circles()
        self.split_references()
        return Document(self.grow(None))

    # words

    def write(self, clause: Clause) -> None:
        """Write a clause's words anew, beginning another clause at each split."""
        current = self.words[clause.id] = Words()
        references = iter(clause.references)
        struck = {
            place
            for each in self.of(StrikeText)
            if each.clause == clause.id
            for place in range(each.start, each.end)
        }
        splits = [each for each in self.of(SplitClause) if each.clause == clause.id]
        self.tails[clause.id] = sorted(splits, key=lambda each: each.at)
        for at, char in enumerate([*clause.text, ""]):
            for each in self.of(InsertText):
                if each.clause == clause.id and each.at == at:
                    current.text.append(each.text)
                    current.references.extend(each.references)
            for split in splits:
                if split.at == at:
                    current = self.words[split.new] = Words()
                    for each in self.of(InsertText):
                        if each.clause == split.new:
                            current.text.append(each.text)
                            current.references.extend(each.references)
            reference = next(references) if char == ATOM else None
            if at not in struck:
                current.text.append(char)
                if reference:
                    current.references.append(reference)

    def find_struck(self) -> None:
        moved = {each.clause for each in self.of(MoveClause)}
        moved |= {each.joined for each in self.of(JoinClauses)}
        self.struck: set[ClauseId] = set()
        stack = [each.clause for each in self.of(StrikeClause)]
        while stack:
            name = stack.pop()
            self.struck.add(name)
            self.struck |= {split.new for split in self.tails[name]}
            stack.extend(each for each in self.below[name] if each not in moved)

    # places

    def list_all(self) -> None:
        """Write out each list, and hand over the children that follow a tail."""
        for parent, names in self.below.items():
            self.lists[parent] = [Place(each, self.old[each].marker) for each in names]
            self.places.update((place.name, place) for place in self.lists[parent])
        for head, splits in self.tails.items():
            nested = []
            last_follows = [each for each in splits if each.children_follow][-1:]
            for split in splits:
                marker = self.old[head].marker
                if split.nested:
                    marker = self.marker_below(head, split)
                beside = None if split.nested else self.places[head]
                place = self.places[split.new] = Place(split.new, marker, beside=beside)
                (nested if split.nested else self.places[head].after).append(place)
                self.lists[split.new] = []
                if split in last_follows:
                    self.lists[split.new] = self.lists[head]
                    self.lists[head] = []
            self.nested[head] = nested

    def marker_below(self, head: ClauseId, split: SplitClause) -> Marker:
        if self.below[head] and not split.children_follow:
            return self.old[self.below[head][0]].marker
        for sibling in self.below[self.above[head]]:
            if self.below[sibling]:
                return self.old[self.below[sibling][0]].marker
        marker = self.old[head].marker
        return NEXT_STYLE.get(marker.style, marker)

    def put_all(self) -> None:
        """Put in new and moved clauses, in the order in which they are given."""
        new: dict[int, list[Place]] = {}
        for operation in self.of(InsertClauses):
            new[id(operation)] = [self.new_place(each) for each in operation.clauses]
        for operation in self.of(MoveClause):
            marker = self.marker_at(operation)
            place = self.moved[operation.clause] = Place(operation.clause, marker)
            for split in self.tails[operation.clause]:
                if not split.nested:
                    place.after.append(Place(split.new, marker, beside=place))
        for operation in self.operations:
            if isinstance(operation, InsertClauses):
                self.put(operation.parent, operation.after, new[id(operation)])
            elif isinstance(operation, MoveClause):
                self.put(operation.parent, operation.after, [self.moved[operation.clause]])

    def new_place(self, clause: Clause) -> Place:
        place = Place(clause.id, clause.marker, is_written=True)
        self.places[clause.id] = place
        self.words[clause.id] = Words([clause.text], list(clause.references))
        self.lists[clause.id] = [self.new_place(each) for each in clause.children]
        return place

    def marker_at(self, operation: MoveClause) -> Marker:
        if operation.after is not None:
            return self.places[operation.after].marker
        heads = {split.new: split.clause for split in self.of(SplitClause) if split.children_follow}
        parent = heads.get(operation.parent, operation.parent)
        others = [each for each in self.below.get(parent, []) if each != operation.clause]
        return self.old[others[0] if others else operation.clause].marker

    def put(self, parent: Name, after: Name, places: list[Place]) -> None:
        if after is None:
            self.first.setdefault(parent, []).extend(places)
        elif after in self.old and after not in self.below.get(parent, []):
            self.moved[after].after.extend(places)
        else:
            self.places[after].after.extend(places)

    # the tree

    def flat(self, places: list[Place]) -> list[Place]:
        return [each for place in places for each in (place, *self.flat(place.after))]

    def members(self, parent: Name) -> list[Place]:
        """Return the places in use under a clause, those of clauses joined to it last."""
        parts = (self.nested, self.first, self.lists)
        found = [each for part in parts for each in self.flat(part.get(parent, []))]
        return [
            each
            for each in found
            if each.name not in self.struck
            and each.name not in self.joined
            and self.is_in_use(each)
        ]

    def is_in_use(self, place: Place) -> bool:
        """Tell whether a clause stands here: a tail stands beside its head."""
        if place.beside is not None:
            return self.is_in_use(place.beside)
        return self.moved.get(place.name, self.places[place.name]) is place

    def parent_of(self, name: ClauseId) -> Name:
        if name in self.joined:
            return self.joined[name]
        holders = (each for each in self.lists if name in {m.name for m in self.members(each)})
        return next(holders, None)

    def break_circles(self) -> None:
        """Leave undone the last operation of each circle."""
        self.joined = {each.joined: each.receiver for each in self.of(JoinClauses)}
        order = [
            each.joined if isinstance(each, JoinClauses) else each.clause
            for each in self.operations
            if isinstance(each, JoinClauses | MoveClause)
        ]
        heads = {split.new: head for head, splits in self.tails.items() for split in splits}
        while circle := self.circle([*self.lists]):
            deciders = [each if each in order else heads.get(each) for each in circle]
            last = max((each for each in deciders if each in order), key=order.index)
            order.remove(last)
            self.joined.pop(last, None)
            self.moved.pop(last, None)

    def circle(self, names: list[Name]) -> list[ClauseId]:
        for name in names:
            if name is None or name in self.struck:
                continue
            path: list[ClauseId] = []
            step: Name = name
            while step is not None and step not in path:
                path.append(step)
                step = self.parent_of(step)
            if step is not None:
                return path[path.index(step) :]
        return []

    def grow(self, parent: Name) -> tuple[Clause, ...]:
        return tuple(
            Clause(
                place.name,
                self.text_of(place.name),
                marker,
                self.references_of(place.name),
                self.grow(place.name),
            )
            for place, marker in self.labelled(parent)
        )

    def labelled(self, parent: Name) -> list[tuple[Place, Marker]]:
        """Return the members of a list with their labels; restyling wins but over written ones."""
        styles = {each.parent: each.marker for each in self.of(RestyleClauses)}
        found = []
        for place in self.members(parent):
            marker = place.marker
            if not place.is_written:
                marker = styles.get(parent, marker)
            found.append((place, marker))
        for name in self.received(parent):
            kept = [each for each in self.below.get(parent, ()) if each != name]
            for place, old_marker in self.labelled(name):
                marker = old_marker
                if not place.is_written:
                    if kept and name not in styles:
                        marker = self.old[kept[-1]].marker
                    marker = styles.get(parent, marker)
                found.append((place, marker))
        return found

    def received(self, name: Name) -> list[ClauseId]:
        return [joined for joined, receiver in self.joined.items() if receiver == name]

    def text_of(self, name: ClauseId) -> str:
        own = "".join(self.words[name].text)
        return own + "".join(map(self.text_of, self.received(name)))

    def references_of(self, name: ClauseId) -> tuple[Reference, ...]:
        found = tuple(map(self.redirected, self.words[name].references))
        return found + tuple(r for each in self.received(name) for r in self.references_of(each))

    def split_references(self) -> None:
        """Let references of the old text point to both parts of what is split."""
        for clause in self.document.walk():
            for name in [clause.id, *(split.new for split in self.tails[clause.id])]:
                kept = self.words[name].references
                for place, reference in enumerate(kept):
                    if any(reference is each for each in clause.references):
                        kept[place] = self.widened(reference)

    def widened(self, reference: Reference) -> Reference:
        targets: list[ClauseId] = []
        for target in reference.targets:
            targets.append(target)
            targets.extend(split.new for split in self.tails.get(target, ()))
        return replace(reference, targets=tuple(targets))

    def redirected(self, reference: Reference) -> Reference:
        targets = []
        for target in reference.targets:
            name = target
            while name in self.joined:
                name = self.joined[name]
            targets.append(name)
        return replace(reference, targets=tuple(dict.fromkeys(targets)))


def apply(document: Document, operations: tuple[Operation, ...]) -> Document:
    """Return the document with the operations applied, all of them to it as it was."""
    return Naive(document, operations).apply()
