"""Weaving in splits: a clause begun at a gap of another, beside it or under it."""

from __future__ import annotations

from typing import Final

from webapp.text.author import Author, Deed
from webapp.text.clause import UNLABELLED, Marker, MarkerStyle
from webapp.text.marks import Mark, Siblings, Slot, slot_key
from webapp.text.neighbourhood import Neighbourhood
from webapp.text.operation import SplitClause
from webapp.text.strands import SPLIT, Gap, Item
from webapp.text.wording import Wording

# The style of a list that is the first below another.
NEXT_STYLE: Final = {
    MarkerStyle.NONE: Marker(MarkerStyle.DECIMAL, "{}."),
    MarkerStyle.DECIMAL: Marker(MarkerStyle.ALPHA, "{})"),
    MarkerStyle.ALPHA: Marker(MarkerStyle.ROMAN, "{})"),
}

# The tails of a clause sort first in the gap after it.
TAIL: Final = 0


class Splitting:
    """The splits of one change set."""

    def __init__(self, author: Author, wording: Wording, around: Neighbourhood) -> None:
        self.author = author
        self.wording = wording
        self.around = around
        self.standing = author.sight.standing

    def split(self, seq: int, operation: SplitClause) -> None:
        """Begin a clause at a gap, beside its head or first under it."""
        author = self.author
        passage, offset, head = self.wording.locate(operation.clause)
        author.verify_gap(passage, operation.clause, offset, operation.at, operation.quote)
        author.touch(head)
        at = offset + operation.at
        gap, host, position = passage.gap(at)
        root = host.root
        if not isinstance(host, Mark):
            author.rely_on(host)
            # Where the tail begins now hangs on whoever put in the words it begins among.
            author.fabric.structural |= author.saw
        tail = self._tail(gap, operation)
        if tail.head is None:
            tail.root, tail.head, tail.is_nested = root, head, operation.nested
            tail.split_at = (host, position)
        key = (SPLIT, author.order, at, seq)
        gap.append(Item(key, author.bit, tail, author.next_seen(gap)))
        root.add_tail(tail)
        if operation.nested:
            self._nest(tail, head, operation)
        else:
            self._stand_beside(tail, head)
        if operation.children_follow and not tail.taken:
            tail.taken = tuple(self.around.seen_lists(head))
            tail.fresh = Siblings(head)
        elif not operation.children_follow:
            lists = self.standing.lists_with_joins(head)
            tail.left = tuple(each for each, joined in lists if joined is not None)
        author.made[operation.new] = tail
        author.placed.extend((head, tail))
        self.wording.begin(tail, passage.mark, at)
        author.deeds.append(Deed(operation, head, tail, id(gap), (host, position)))

    def _tail(self, gap: Gap, operation: SplitClause) -> Mark:
        """Return the mark of a tail: another author's, where it is the same split."""
        author, fabric = self.author, self.author.fabric
        way = (id(gap), SPLIT, operation.nested, operation.children_follow)
        twins: list[Mark] = author.twins.setdefault(way, [])
        for tail in twins:
            if author.is_news(tail.inserted):
                tail.inserted |= author.bit
                fabric.call(tail, operation.new, author.bit)
                return tail
        tail = fabric.new_mark(operation.new, author.bit, UNLABELLED)
        twins.append(tail)
        fabric.tails.append(tail)
        return tail

    def _nest(self, tail: Mark, head: Mark, operation: SplitClause) -> None:
        below = self.standing.children.get(head, [])
        if below and not operation.children_follow:
            marker = self.standing.markers[below[0]]
        else:
            marker = self._style_below(head)
        if tail.nest is not None:
            if tail.slot.marker == marker:
                tail.slot.inserted |= self.author.bit
            else:
                tail.nest.slots.append(self._another_slot(tail, tail.nest, marker))
            return
        tail.nest = Siblings(head)
        tail.marker = marker
        tail.slot = Slot(tail.nest, tail, self.author.bit, marker)
        tail.nest.slots.append(tail.slot)

    def _stand_beside(self, tail: Mark, head: Mark) -> None:
        """Give a tail its place after its head's, and another where two authors saw it differ."""
        bit = self.author.bit
        place = head.slot if head in self.wording.begins else self.standing.place(head)
        seen = self.author.next_seen(place.gap, slot_key)
        marker = self.around.marker(head)
        if tail.inserted == bit:
            tail.marker = marker
            tail.slot = Slot(place.siblings, tail, bit, marker)
            place.siblings.put(place.gap, tail.slot, (TAIL,), bit, seen)
        elif tail.slot.marker == marker and any(item.what is tail.slot for item in place.gap):
            tail.slot.inserted |= bit
            place.siblings.put(place.gap, tail.slot, (TAIL,), bit, seen)
        else:
            slot = self._another_slot(tail, place.siblings, marker)
            place.siblings.put(place.gap, slot, (TAIL,), bit, seen)

    def _another_slot(self, tail: Mark, siblings: Siblings, marker: Marker) -> Slot:
        """Return the place and label of a tail as this author saw them, unlike another."""
        slot = Slot(siblings, tail, self.author.bit, marker)
        slot.seqs[self.author.bit] = 0
        self.author.add_option(tail, slot)
        return slot

    def _style_below(self, head: Mark) -> Marker:
        """Return the style of a list that has no member yet: that of its cousins, or the next."""
        standing = self.standing
        for sibling in standing.children.get(standing.parents.get(head), []):
            if below := standing.children.get(sibling):
                return standing.markers[below[0]]
        marker = self.around.marker(head)
        return NEXT_STYLE.get(marker.style, marker)
