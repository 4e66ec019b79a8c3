"""Weaving in structure: clauses inserted, struck, split, joined, moved and restyled."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final, NamedTuple

from webapp.text.author import Author, Deed
from webapp.text.clause import UNLABELLED, Clause, ClauseId, Marker, MarkerStyle
from webapp.text.errors import NoSuchClause
from webapp.text.fabric import point
from webapp.text.marks import Join, Mark, Restyle, Siblings, Slot, slot_key
from webapp.text.operation import (
    InsertClauses,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
    StrikeClause,
)
from webapp.text.strands import SPLIT, Item
from webapp.text.wording import Wording

# The style of a list that is the first below another.
NEXT_STYLE: Final = {
    MarkerStyle.NONE: Marker(MarkerStyle.DECIMAL, "{}."),
    MarkerStyle.DECIMAL: Marker(MarkerStyle.ALPHA, "{})"),
    MarkerStyle.ALPHA: Marker(MarkerStyle.ROMAN, "{})"),
}

# What sorts first in a gap among siblings: the tails of the clause before it, then the rest.
TAIL: Final = 0
PLACED: Final = 1


class Gap(NamedTuple):
    """A place for a clause: a list, and the gap in it; `before` is what stands to the right.

    `marker` is the label of the siblings there.
    """

    siblings: Siblings
    gap: list[Item[Slot]]
    before: Item[Slot] | None
    marker: Marker
    parent: Mark | None


class Placing:
    """The tree as one author saw it, and what the change set makes of it."""

    def __init__(self, author: Author, wording: Wording) -> None:
        self.author = author
        self.wording = wording
        self.standing = author.sight.standing
        self.moves: dict[ClauseId, tuple[int, MoveClause]] = {}
        self.moved: dict[ClauseId, Slot] = {}
        self.inserts: dict[ClauseId, tuple[int, InsertClauses]] = {}
        self.joined: set[Mark] = set()
        # Of the clauses one operation inserts, the second is what follows the first.
        self.chained: dict[Slot, Item[Slot]] = {}
        self.written: list[tuple[Mark, Clause]] = []
        self._begun: set[int] = set()

    # Splitting

    def split(self, seq: int, operation: SplitClause) -> None:
        """Begin a clause at a gap, beside its head or first under it."""
        author, fabric = self.author, self.author.fabric
        passage, offset, head = self.wording.locate(operation.clause)
        author.verify_gap(passage, operation.clause, offset, operation.at, operation.quote)
        author.touch(head)
        at = offset + operation.at
        gap, host, position = passage.gap(at)
        root = host.root
        if not isinstance(host, Mark):
            author.rely_on(host)
        way = (id(gap), SPLIT, operation.nested, operation.children_follow)
        twins = author.twins.setdefault(way, [])
        tail = next((each for each in twins if author.is_news(each.inserted)), None)
        if tail is None:
            tail = fabric.new_mark(operation.new, author.bit, UNLABELLED)
            tail.root, tail.head, tail.is_nested = root, head, operation.nested
            tail.split_at = (host, position)
            twins.append(tail)
            fabric.tails.append(tail)
        else:
            tail.inserted |= author.bit
            fabric.call(tail, operation.new, author.bit)
        key = (SPLIT, author.order, at, seq)
        gap.append(Item(key, author.bit, tail, author.next_seen(gap)))
        root.add_tail(tail)
        if operation.nested:
            self._nest(tail, head, operation)
        else:
            self._stand_beside(tail, head)
        if operation.children_follow and not tail.taken:
            tail.taken = tuple(self._seen_lists(head))
            tail.fresh = Siblings(head)
        elif not operation.children_follow:
            lists = self.standing.lists_with_joins(head)
            tail.left = tuple(each for each, joined in lists if joined is not None)
        author.made[operation.new] = tail
        author.placed.extend((head, tail))
        self.wording.begin(tail, passage.mark, at)
        author.deeds.append(Deed(operation, head, tail, id(gap), (host, position)))

    def _nest(self, tail: Mark, head: Mark, operation: SplitClause) -> None:
        if tail.nest is not None:
            tail.slot.inserted |= self.author.bit
            return
        tail.nest = Siblings(head)
        below = self.standing.children.get(head, [])
        if below and not operation.children_follow:
            marker = self.standing.markers[below[0]]
        else:
            marker = self._style_below(head)
        tail.marker = marker
        tail.slot = Slot(tail.nest, tail, self.author.bit, marker)
        tail.nest.slots.append(tail.slot)

    def _stand_beside(self, tail: Mark, head: Mark) -> None:
        """Give a tail its place after its head's, and another where two authors saw it differ."""
        bit = self.author.bit
        place = head.slot if head in self.wording.begins else self.standing.place(head)
        seen = self.author.next_seen(place.gap, slot_key)
        marker = self._marker(head)
        if tail.inserted == bit:
            tail.marker = marker
            tail.slot = Slot(place.siblings, tail, bit, marker)
            place.siblings.put(place.gap, tail.slot, (TAIL,), bit, seen)
        elif any(item.what is tail.slot for item in place.gap):
            tail.slot.inserted |= bit
            place.siblings.put(place.gap, tail.slot, (TAIL,), bit, seen)
        else:
            slot = Slot(place.siblings, tail, bit, marker)
            slot.seqs[bit] = 0
            place.siblings.put(place.gap, slot, (TAIL,), bit, seen)
            self._add_option(tail, slot)

    # Inserting and moving

    def expect(self, seq: int, operation: InsertClauses | MoveClause) -> None:
        """Note an operation whose clauses others of the same change set may name as anchors."""
        if isinstance(operation, MoveClause):
            self.moves[operation.clause] = (seq, operation)
        else:
            for clause in operation.clauses:
                for each in clause.walk():
                    self.inserts[each.id] = (seq, operation)

    def insert(self, seq: int, operation: InsertClauses) -> None:
        """Put new clauses at a gap, each after the one before it."""
        if seq in self._begun:
            return
        self._begun.add(seq)
        author = self.author
        place = self._gap(operation.parent, operation.after)
        last: Slot | None = None
        for clause in operation.clauses:
            twins = author.twins.setdefault((id(place.gap), self._shape(clause)), [])
            found = next((each for each in twins if author.is_news(each[0].inserted)), None)
            if found is None:
                found = self._grown(place.siblings, clause)
                twins.append(found)
            else:
                self._share(found, clause)
            mark = found[0]
            key = (PLACED, author.order, seq)
            place.siblings.put(place.gap, mark.slot, key, author.bit, place.before)
            if last is not None:
                self.chained[last] = place.gap[-1]
            author.deeds.append(Deed(operation, place.parent, mark, id(place.gap)))
            last = mark.slot
            place = place._replace(gap=mark.slot.gap, before=None)

    def _grown(self, siblings: Siblings, clause: Clause) -> list[Mark]:
        author = self.author
        mark = author.fabric.grow_one(siblings, clause, author.bit)
        grown = [(mark, clause)]
        if clause.children:
            children = mark.own_children()
            grown.extend(author.fabric.grow(children, clause.children, author.bit))
        for each, written in grown:
            author.made[written.id] = each
        marks = [each for each, _ in grown]
        author.placed.extend(marks)
        self.written.extend(grown)
        return marks

    def _share(self, marks: list[Mark], clause: Clause) -> None:
        """Join in somebody else's insertion of the same clauses."""
        author = self.author
        for mark, written in zip(marks, clause.walk(), strict=True):
            mark.inserted |= author.bit
            mark.slot.inserted |= author.bit
            mark.own_strand.inserted |= author.bit
            author.fabric.call(mark, written.id, author.bit)
            author.made[written.id] = mark
        author.placed.extend(marks)

    def move(self, seq: int, operation: MoveClause) -> None:
        """Give a clause another place."""
        if seq in self._begun:
            return
        self._begun.add(seq)
        author = self.author
        mark = author.find(operation.clause)
        place = self._gap(operation.parent, operation.after, mark)
        twins = author.twins.setdefault((id(place.gap), "move", mark), [])
        slot = next((each for each in twins if author.is_news(each.inserted)), None)
        if slot is None:
            slot = Slot(place.siblings, mark, author.bit, place.marker, is_move=True)
            twins.append(slot)
            self._add_option(mark, slot)
        slot.inserted |= author.bit
        slot.seqs[author.bit] = seq
        key = (PLACED, author.order, seq)
        place.siblings.put(place.gap, slot, key, author.bit, place.before)
        self.moved[operation.clause] = slot
        parent = self.standing.parents.get(mark)
        if parent is not None:
            author.touch(parent)
        author.touch(mark)
        author.placed.append(mark)
        author.deeds.append(Deed(operation, mark, slot, id(place.gap)))

    def _gap(
        self, parent_id: ClauseId | None, after_id: ClauseId | None, moving: Mark | None = None
    ) -> Gap:
        """Return the place that an operation names, and what a clause moved there is labelled."""
        author = self.author
        parent = None if parent_id is None else self._anchor(parent_id)
        if parent is not None:
            author.lean_on(parent)
        if after_id is None:
            siblings = self._first_list(parent)
            before = author.next_seen(siblings.first, slot_key)
            neighbour = next(
                (each for each in self._seen_under(parent) if each is not moving), None
            )
            marker = self._marker(neighbour or moving)
            return Gap(siblings, siblings.first, before, marker, parent)
        slot = self._neighbour(after_id, parent)
        before = self.chained.get(slot) or author.next_seen(slot.gap, slot_key)
        is_seen = slot is self.standing.place(slot.mark) and slot.mark in self.standing.markers
        marker = self.standing.markers[slot.mark] if is_seen else slot.marker
        if slot.mark is moving:
            others = [each for each in self._seen_under(parent) if each is not moving]
            place = self._seen_under(parent).index(moving)
            marker = self._marker(others[max(place - 1, 0)] if others else moving)
        return Gap(slot.siblings, slot.gap, before, marker, parent)

    def _anchor(self, clause_id: ClauseId) -> Mark:
        """Return a clause named as a neighbour or parent, made first if need be."""
        try:
            return self.author.sight.find(clause_id)
        except NoSuchClause:
            if clause_id not in self.author.made and clause_id in self.inserts:
                self.insert(*self.inserts[clause_id])
            if clause_id in self.author.made:
                return self.author.made[clause_id]
            raise

    def _neighbour(self, clause_id: ClauseId, parent: Mark | None) -> Slot:
        """Return the slot of a clause under `parent`, as seen or as this change set puts it."""
        author = self.author
        mark = self._anchor(clause_id)
        author.lean_on(mark)
        if mark in self._seen_under(parent):
            return self.standing.place(mark)
        if clause_id in self.moves and clause_id not in self.moved:
            self.move(*self.moves[clause_id])
        slot = self.moved.get(clause_id)
        if slot is None and clause_id in author.made:
            slot = mark.slot
        if slot is None or not any(slot.siblings is each for each in self._lists(parent)):
            raise NoSuchClause(clause_id)
        return slot

    def _seen_under(self, parent: Mark | None) -> list[Mark]:
        """Return what the author saw under a clause; a tail has what it takes over."""
        found = self.standing.children.get(parent, [])
        if parent is not None and parent in self.wording.begins and parent.taken:
            return self.standing.children.get(parent.head, [])
        return found

    def _lists(self, parent: Mark | None) -> list[Siblings]:
        """Return the lists under a clause: as seen, and those this change set makes."""
        lists = self._seen_lists(parent)
        for tail in self.wording.begins:
            if tail.head is parent and parent is not None:
                kept = [each for each in lists if each not in tail.taken]
                lists = [each for each in (tail.fresh, tail.nest) if each is not None] + kept
        return lists

    def _seen_lists(self, parent: Mark | None) -> list[Siblings]:
        """Return the lists under a clause before this change set splits it."""
        if parent is None:
            return [self.author.fabric.top]
        own = parent.own_children()
        if parent in self.wording.begins:
            return [own, *parent.taken]
        lists = [each for each, _ in self.standing.lists_with_joins(parent)]
        return lists if own in lists or parent in self.standing.held else [*lists, own]

    def _first_list(self, parent: Mark | None) -> Siblings:
        """Return the list whose beginning is that of all that stands under a clause."""
        for tail in self.wording.begins:
            if tail.head is parent and tail.fresh is not None:
                return tail.fresh
        if parent is None or parent in self.wording.begins:
            return self._lists(parent)[0]
        lists = self.standing.lists(parent)
        return lists[0] if lists else parent.own_children()

    # Joining, restyling and striking

    def join(self, seq: int, operation: JoinClauses) -> None:
        """Run a clause on to the end of another."""
        author = self.author
        receiver, mark = author.find(operation.receiver), author.find(operation.joined)
        end = list(author.sight.marks_of(receiver))[-1]
        kept = [each for each in self.standing.children.get(receiver, ()) if each is not mark]
        marker = self.standing.markers[kept[-1]] if kept else None
        twins = author.twins.setdefault(("join", mark, receiver, end, marker), [])
        join = next((each for each in twins if author.is_news(each.inserted)), None)
        if join is None:
            join = Join(mark, receiver, end, marker)
            twins.append(join)
            self._add_option(mark, join)
        join.inserted |= author.bit
        join.seqs[author.bit] = seq
        receiver.own_children()
        self.joined.add(mark)
        for each in (receiver, mark, end):
            author.touch(each)
            author.placed.append(each)
        author.deeds.append(Deed(operation, mark, join))

    def restyle(self, seq: int, operation: RestyleClauses) -> None:
        """Label the clauses of a list in another style."""
        author = self.author
        parent = None if operation.parent is None else author.find(operation.parent)
        if parent is not None:
            author.touch(parent)
            author.placed.append(parent)
        lists = self._lists(parent)
        for siblings in lists:
            same = (each for each in siblings.restyles if each.marker == operation.marker)
            restyle = next((each for each in same if author.is_news(each.inserted)), None)
            if restyle is None:
                restyle = Restyle(operation.marker)
                siblings.restyles.append(restyle)
            restyle.inserted |= author.bit
            restyle.seqs[author.bit] = seq
        author.deeds.append(Deed(operation, parent, lists))

    def strike(self, _: int, operation: StrikeClause) -> None:
        """Strike a clause and all under it as the author saw it, but what they put elsewhere."""
        author, standing = self.author, self.standing
        struck = author.find(operation.clause)
        found = author.sight.passage(struck).text
        author.verify(operation.clause, 0, operation.quote, found)
        elsewhere = {author.find(each) for each in self.moves} | self.joined
        stack = [struck]
        while stack:
            mark = stack.pop()
            for each in author.sight.marks_of(mark):
                each.struck |= author.bit
                author.touch(each)
                author.placed.append(each)
            below = standing.children.get(mark, ())
            stack.extend(each for each in below if each not in elsewhere)
        author.deeds.append(Deed(operation, struck))

    # Words for all of them

    def point(self) -> None:
        """Tie the references of the new clauses, once all of them are there."""
        for mark, clause in self.written:
            if clause.references:
                known = self.author.known(clause.references)
                point(mark.own_strand, clause.references, known)

    def _add_option(self, mark: Mark, option: Slot | Join) -> None:
        if not mark.options:
            self.author.fabric.optioned.append(mark)
        mark.options.append(option)

    def _marker(self, mark: Mark | None) -> Marker:
        if mark is None:
            return UNLABELLED
        return self.standing.markers.get(mark, mark.marker)

    def _style_below(self, head: Mark) -> Marker:
        """Return the style of a list that has no member yet: that of its cousins, or the next."""
        standing = self.standing
        for sibling in standing.children.get(standing.parents.get(head), []):
            if below := standing.children.get(sibling):
                return standing.markers[below[0]]
        marker = self._marker(head)
        return NEXT_STYLE.get(marker.style, marker)

    def _shape(self, clause: Clause) -> Hashable:
        """Return what makes two new clauses the same: all but their ids."""
        places = {each.id: place for place, each in enumerate(clause.walk())}

        def target(clause_id: ClauseId) -> Hashable:
            if clause_id in places:
                return places[clause_id]
            try:
                return self.author.find(clause_id)
            except NoSuchClause:
                return clause_id

        return tuple(
            (
                each.text,
                each.marker,
                len(each.children),
                tuple(
                    (reference.form, tuple(map(target, reference.targets)))
                    for reference in each.references
                ),
            )
            for each in clause.walk()
        )
