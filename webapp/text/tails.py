"""Tails: what was split off, along the strands, and which lists of clauses went with it."""

from __future__ import annotations

from webapp.text.fabric import Fabric, bits
from webapp.text.marks import Mark, Siblings
from webapp.text.strands import walk


class Tails:
    """The tails under one mask, each linked to what is before and after it on its strand.

    `fallen` are those who strike a tail, by striking what it was split from unseen. `held`
    are the lists of the clauses whose lists a split has changed.
    """

    def __init__(self, fabric: Fabric, mask: int) -> None:
        self.fabric = fabric
        self.mask = mask
        self.before: dict[Mark, Mark] = {}
        self.after: dict[Mark, Mark] = {}
        self.of_head: dict[Mark, list[Mark]] = {}
        self.fallen: dict[Mark, int] = {}
        self.held: dict[Mark, list[Siblings]] = {}
        self.owners: dict[Siblings, Mark] = {}
        if fabric.tails:
            self._follow()
            self._hand_over()

    def struck_by(self, mark: Mark) -> int:
        """Return who in the mask strikes the clause, or the clause that it was split from."""
        return mark.struck & self.mask | self.fallen.get(mark, 0)

    def is_there(self, mark: Mark) -> bool:
        """Tell whether the clause has come in and is not struck."""
        return bool(mark.inserted & self.mask) and not self.struck_by(mark)

    def owner(self, siblings: Siblings) -> Mark | None:
        return self.owners.get(siblings, siblings.owner)

    def lists(self, mark: Mark | None) -> list[Siblings]:
        """Return the lists under a clause (none: the top), those of joined clauses left out."""
        if mark is None:
            return [self.fabric.top]
        if mark in self.held:
            return self.held[mark]
        return [mark.children] if mark.children is not None else []

    def _follow(self) -> None:
        """Link the tails along each strand; one that a striker had not seen falls with its head."""
        for root in dict.fromkeys(tail.root for tail in self.fabric.tails):
            last = root
            for piece in walk(root, self.mask) if root.inserted & self.mask else ():
                tail = piece.tail
                if tail is None:
                    continue
                self.before[tail], self.after[last] = last, tail
                if tail.head is not None:
                    self.of_head.setdefault(tail.head, []).append(tail)
                for bit in bits(self.struck_by(last)):
                    if not self.fabric.saw[bit] & tail.inserted:
                        self.fallen[tail] = self.fallen.get(tail, 0) | bit
                last = tail

    def _hand_over(self) -> None:
        """Find who holds each list that a split made, took or left."""
        changed: dict[Siblings, None] = {}
        takers: dict[Siblings, Mark] = {}
        for tail in self.before:
            if tail.nest is not None:
                changed.setdefault(tail.nest)
                head = self._split_from(tail)
                if head is not None:
                    self.owners[tail.nest] = head
            for siblings in tail.left:
                changed.setdefault(siblings)
                if tail.head is not None:
                    self.owners[siblings] = tail.head
            for siblings in tail.taken:
                changed.setdefault(siblings)
                if siblings not in takers or self._is_later(tail, takers[siblings]):
                    takers[siblings] = tail
        self.owners.update(takers)
        changed.update((tail.fresh, None) for tail in self.before if tail.fresh is not None)
        self._hold(list(changed))

    def _hold(self, changed: list[Siblings]) -> None:
        """Put the lists of each clause in order: nested tails, its own, then what it came by.

        What a tail took, or a split left to its head, stands as whoever split saw it stand.
        """
        nests = [tail.nest for tail in self.before if tail.nest is not None]
        for siblings in changed:
            for mark in (self.owner(siblings), siblings.owner):
                if mark is not None and mark not in self.held:
                    own = [] if mark.children is None else [mark.children]
                    tails = self.of_head.get(mark, ())
                    came = [*mark.taken, *(each for tail in tails for each in tail.left)]
                    first = [each for each in nests if each not in came]
                    mine = dict.fromkeys([*first, *own, *came, *changed])
                    self.held[mark] = [each for each in mine if self.owner(each) is mark]

    def _split_from(self, tail: Mark) -> Mark | None:
        """Return the clause a tail is split from: an unseen split before it is nearer."""
        thing = tail.inserted & self.mask
        last = self.before[tail]
        while last.head is not None and last is not tail.head:
            movers = last.inserted & self.mask
            if self.fabric.has_seen(thing, movers):
                break
            if not (movers & thing or self.fabric.has_seen(movers, thing)):
                return last
            last = self.before[last]
        return tail.head

    def _is_later(self, tail: Mark, other: Mark) -> bool:
        if tail.root is other.root:
            order = tail.root.order_of_tails()
            return order[tail] > order[other]
        return tail.serial > other.serial
