"""The neighbourhood of a clause as one author saw it: lists, gaps, and labels around them."""

from __future__ import annotations

from typing import NamedTuple

from webapp.text.author import Author
from webapp.text.clause import UNLABELLED, ClauseId, Marker
from webapp.text.errors import NoSuchClause
from webapp.text.marks import Mark, Siblings, Slot, slot_key
from webapp.text.strands import Item
from webapp.text.wording import Wording


class Gap(NamedTuple):
    """A place for a clause: a list, and the gap in it; `before` is what stands to the right.

    `marker` is the label of the siblings there.
    """

    siblings: Siblings
    gap: list[Item[Slot]]
    before: Item[Slot] | None
    marker: Marker
    parent: Mark | None


class Neighbourhood:
    """The tree as one author saw it, with what the change set has made of it so far.

    `moved` are the slots it moves clauses to; `chained`, of the clauses that one operation
    inserts, what follows each.
    """

    def __init__(self, author: Author, wording: Wording) -> None:
        self.author = author
        self.wording = wording
        self.standing = author.sight.standing
        self.moved: dict[ClauseId, Slot] = {}
        self.chained: dict[Slot, Item[Slot]] = {}

    def gap(
        self, parent_id: ClauseId | None, after_id: ClauseId | None, moving: Mark | None = None
    ) -> Gap:
        """Return the place that an operation names, and what a clause moved there is labelled."""
        author = self.author
        parent = None if parent_id is None else self.anchor(parent_id)
        if parent is not None:
            author.lean_on(parent)
        if after_id is None:
            siblings = self._first_list(parent)
            before = author.next_seen(siblings.first, slot_key)
            neighbour = next(
                (each for each in self._seen_under(parent) if each is not moving), None
            )
            marker = self.marker(neighbour or moving)
            return Gap(siblings, siblings.first, before, marker, parent)
        slot = self._neighbour(after_id, parent)
        before = self.chained.get(slot) or author.next_seen(slot.gap, slot_key)
        is_seen = slot is self.standing.place(slot.mark) and slot.mark in self.standing.markers
        marker = self.standing.markers[slot.mark] if is_seen else slot.marker
        if slot.mark is moving:
            others = [each for each in self._seen_under(parent) if each is not moving]
            place = self._seen_under(parent).index(moving)
            marker = self.marker(others[max(place - 1, 0)] if others else moving)
        return Gap(slot.siblings, slot.gap, before, marker, parent)

    def anchor(self, clause_id: ClauseId) -> Mark:
        """Return a clause named as a neighbour or parent: one that was seen, or else made."""
        try:
            return self.author.sight.find(clause_id)
        except NoSuchClause:
            if clause_id in self.author.made:
                return self.author.made[clause_id]
            raise

    def is_under(self, clause_id: ClauseId | None, parent_id: ClauseId | None) -> bool:
        """Tell whether the author saw the one clause under the other."""
        try:
            parent = None if parent_id is None else self.anchor(parent_id)
            return clause_id is None or self.anchor(clause_id) in self._seen_under(parent)
        except NoSuchClause:
            return False

    def _neighbour(self, clause_id: ClauseId, parent: Mark | None) -> Slot:
        """Return the slot of a clause under `parent`, as seen or as this change set puts it."""
        author = self.author
        mark = self.anchor(clause_id)
        author.lean_on(mark)
        if mark in self._seen_under(parent):
            return self.standing.place(mark)
        slot = self.moved.get(clause_id)
        if slot is None and clause_id in author.made:
            slot = mark.slot
        if slot is None or not any(slot.siblings is each for each in self.lists(parent)):
            raise NoSuchClause(clause_id)
        return slot

    def _seen_under(self, parent: Mark | None) -> list[Mark]:
        """Return what the author saw under a clause; a tail has what it takes over."""
        found = self.standing.children.get(parent, [])
        if parent is not None and parent in self.wording.begins and parent.taken:
            return self.standing.children.get(parent.head, [])
        return found

    def lists(self, parent: Mark | None) -> list[Siblings]:
        """Return the lists under a clause: as seen, and those this change set makes."""
        lists = self.seen_lists(parent)
        for tail in self.wording.begins:
            if tail.head is parent and parent is not None:
                kept = [each for each in lists if each not in tail.taken]
                lists = [each for each in (tail.fresh, tail.nest) if each is not None] + kept
        return lists

    def seen_lists(self, parent: Mark | None) -> list[Siblings]:
        """Return the lists under a clause before this change set splits it."""
        if parent is None:
            return [self.author.fabric.top]
        own = parent.own_children()
        if parent in self.wording.begins:
            return [own, *parent.taken]
        lists = [each for each, _ in self.standing.lists_with_joins(parent)]
        return lists if own in lists or parent in self.standing.tails.held else [*lists, own]

    def _first_list(self, parent: Mark | None) -> Siblings:
        """Return the list whose beginning is that of all that stands under a clause."""
        for tail in self.wording.begins:
            if tail.head is parent and tail.fresh is not None:
                return tail.fresh
        if parent is None or parent in self.wording.begins:
            return self.lists(parent)[0]
        lists = self.standing.lists(parent)
        return lists[0] if lists else parent.own_children()

    def marker(self, mark: Mark | None) -> Marker:
        if mark is None:
            return UNLABELLED
        return self.standing.markers.get(mark, mark.marker)
