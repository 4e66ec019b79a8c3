"""Standing: which clauses stand, and where, under one set of change sets.

What is struck is known from the mask alone. Where the rest stand is decided from the root
down: each clause takes the latest of its places, and a move or a join into something
that is gone, or that closes a circle, has no effect. Base text always finds a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webapp.text.clause import ClauseId, Marker
from webapp.text.fabric import Fabric, Why
from webapp.text.labelling import Labelling
from webapp.text.marks import Join, Mark, Siblings, Slot
from webapp.text.strands import BASE
from webapp.text.tails import Tails

Option = Slot | Join


class Standing:
    """The tree of marks under one mask.

    `reading` has the standing clauses in order, `parents` and `children` the tree;
    `flows` what runs on to the end of each mark's own words; `void` the moves and joins
    without effect. A joined clause has its holder for a parent and is not in `reading`.
    """

    def __init__(self, fabric: Fabric, mask: int) -> None:
        self.fabric = fabric
        self.mask = mask
        self.void: dict[Option, Why] = {}
        self.circles: list[list[Option]] = []
        self.spots: dict[Mark, Option] = {}
        self.tails = Tails(fabric, mask)
        self.labelling = Labelling(self.tails)
        for bit, seen in fabric.seen_void.items():
            # What an author saw to be without effect stays so where all is as they saw it.
            if bit & mask and not fabric.saw[bit] & fabric.structural & ~mask:
                self.void.update(seen)
        self.options = {
            mark: found
            for mark in fabric.optioned
            if mark.inserted & mask and (found := self._ranked(mark.options))
        }
        self._settle()
        if fabric.unsettling & mask:
            self._rescue()
        self.names = self._names()

    def struck_by(self, mark: Mark) -> int:
        return self.tails.struck_by(mark)

    def is_there(self, mark: Mark) -> bool:
        return self.tails.is_there(mark)

    def place(self, mark: Mark) -> Slot:
        """Return the slot where a clause stands, or stood until it was joined or struck."""
        spot = self.spots.get(mark)
        return spot if isinstance(spot, Slot) else mark.slot

    def holder(self, mark: Mark) -> Mark:
        """Return the clause in which a standing mark's words are read."""
        while isinstance(self.spots.get(mark), Join):
            parent = self.parents[mark]
            assert parent is not None  # noqa: S101 - a joined clause is run on to another
            mark = parent
        return mark

    def is_run_on(self, mark: Mark) -> bool:
        """Tell whether a clause's words are read at the end of another."""
        return mark in self.parents and isinstance(self.spots.get(mark), Join)

    def owner(self, siblings: Siblings) -> Mark | None:
        return self.tails.owner(siblings)

    def lists(self, mark: Mark | None) -> list[Siblings]:
        return self.tails.lists(mark)

    # Where each clause stands

    def _ranked(self, options: Iterable[Option]) -> list[Option]:
        found = [each for each in options if each.inserted & self.mask and each not in self.void]
        return sorted(found, key=lambda each: self.fabric.rank(each, self.mask), reverse=True)

    def _settle(self) -> None:
        """Drop moves and joins into what is gone, or in a circle, until all others stand."""
        while True:
            self._choose()
            self._grow()
            culprits = dict(
                filter(None, (self._culprit(mark) for mark in self.options if self._hangs(mark)))
            )
            for mark, why in culprits.items():
                self.void[self.options[mark].pop(0)] = why
            if not culprits:
                break

    def _choose(self) -> None:
        self.spots = {}
        self.flows: dict[Mark, list[Mark]] = {}
        for mark, options in self.options.items():
            while options and isinstance(options[0], Join) and self._end(options[0]) is None:
                self.void[options.pop(0)] = Why.ABSENT
            if options:
                self.spots[mark] = options[0]
        self._choose_for_tails()
        joins = [spot for spot in self.spots.values() if isinstance(spot, Join)]
        for join in sorted(joins, key=self._printed_order):
            end = self._end(join)
            if end is not None and self.is_there(join.mark):
                self.flows.setdefault(end, []).append(join.mark)

    def _printed_order(self, join: Join) -> tuple[int, int]:
        orders = self.fabric.orders
        return min((orders[bit], seq) for bit, seq in join.seqs.items() if bit & self.mask)

    def _choose_for_tails(self) -> None:
        """Put each tail after its head, wherever those moved it who saw no split."""
        moved: dict[Mark, list[Slot]] = {}
        for tail, last in self.tails.before.items():
            moves = self._moves_of(last) or moved.get(last, [])
            while moves and self._stayed_behind(tail, moves[0]):
                moves = moves[1:]
            host = moves[0] if moves and self._follows(tail, moves[0]) else None
            if tail not in self.spots and not tail.is_nested:
                self.spots[tail] = tail.slot if host is None else host.guest(tail)
            # What was split off after the move, or under its head, is there without being a
            # guest: the tails behind it follow the same move.
            if moves and (host or tail.is_nested or self._has_seen(tail, moves[0])):
                moved[tail] = moves

    def _moves_of(self, mark: Mark) -> list[Slot]:
        """Return the moves of a mark, the one that decides first; none if another slot does."""
        slots = [each for each in self.options.get(mark, ()) if isinstance(each, Slot)]
        return slots if slots and slots[0].is_move else []

    def _stayed_behind(self, tail: Mark, move: Slot) -> bool:
        """Tell whether the head was moved by one who saw the tail, and left it where it was."""
        movers, splitters = move.inserted & self.mask, tail.inserted & self.mask
        return self.fabric.has_seen(movers, splitters) and not movers & splitters

    def _follows(self, tail: Mark, move: Slot) -> bool:
        """Tell whether a tail goes where its head was moved: also where one did both."""
        return bool(move.inserted & tail.inserted & self.mask) or not self._has_seen(tail, move)

    def _has_seen(self, tail: Mark, option: Option) -> bool:
        """Tell whether one of those who split off a tail saw its head moved or joined so."""
        return self.fabric.has_seen(tail.inserted & self.mask, option.inserted & self.mask)

    def _end(self, join: Join) -> Mark | None:
        """Return the mark whose words a joined clause follows: unseen tails come before it."""
        movers = join.inserted & self.mask
        if not self.is_there(join.receiver):
            # Who saw where the words were run on to, and struck but the head, left them there.
            strikers = self.struck_by(join.receiver)
            if not self.fabric.has_seen(strikers, movers):
                return None
        found = join.end if self.is_there(join.end) else None
        following = self.tails.after.get(join.end)
        while following is not None:
            thing = following.inserted & self.mask
            if self.fabric.has_seen(movers, thing) or movers & thing:
                break
            if self.is_there(following):
                found = following
            following = self.tails.after.get(following)
        return found

    def _grow(self) -> None:
        """Read the tree from the top, each clause where its spot says."""
        self.parents: dict[Mark, Mark | None] = {}
        self.children: dict[Mark | None, list[Mark]] = {}
        self.markers: dict[Mark, Marker] = {}
        self.reading: list[Mark] = []
        stack: list[Mark | None] = [None]
        while stack:
            owner = stack.pop()
            if owner is not None:
                self.reading.append(owner)
            found = list(self._below(owner))
            if found:
                self.children[owner] = found
                stack.extend(reversed(found))

    def _below(self, owner: Mark | None) -> Iterator[Mark]:
        mask, spots, fallen = self.mask, self.spots, self.tails.fallen
        for siblings, join in self.lists_with_joins(owner):
            for slot in siblings.walk(mask):
                mark = slot.mark
                if (
                    spots.get(mark, mark.slot) is slot
                    and mark.inserted & mask
                    and not (mark.struck & mask or mark in fallen)
                ):
                    self.parents[mark] = owner
                    self.markers[mark] = self.labelling.marker(slot, siblings, join)
                    yield mark

    def lists_with_joins(self, owner: Mark | None) -> Iterator[tuple[Siblings, Join | None]]:
        """Yield the lists under a clause, those of joined clauses with their join."""
        stack = [owner]
        while stack:
            mark = stack.pop()
            for siblings in self.lists(mark):
                yield siblings, self._join_of(mark, siblings)
            if mark is None:
                break
            stack.extend(
                joined
                for joined in reversed(self.flows.get(mark, ()))
                if self.parents.setdefault(joined, mark) is mark
            )

    def _join_of(self, holder: Mark | None, siblings: Siblings) -> Join | None:
        """Return the join that brought a list to where it is read.

        A list that a tail took over stays with the tail, whatever the head is joined to:
        unless it had come by that join to the head before.
        """
        for mark in dict.fromkeys((holder, siblings.owner)):
            spot = None if mark is None else self.spots.get(mark)
            if isinstance(spot, Join):
                break
        else:
            return None
        # A receiver that is joined on brings what it received along.
        chain = [spot]
        while isinstance(above := self.spots.get(chain[-1].receiver), Join) and above not in chain:
            chain.append(above)
        brought = holder is spot.mark or any(each.receiver is holder for each in chain)
        if holder is not None and holder in self.tails.before and not brought:
            return spot if siblings in holder.taken and self._has_seen(holder, spot) else None
        return next((each for each in reversed(chain) if each.marker is not None), spot)

    def _hangs(self, mark: Mark) -> bool:
        """Tell whether a clause does not stand for want of something to stand under."""
        if mark in self.parents:
            return False
        if not self.struck_by(mark):
            return True
        parent = self._parent(mark)
        return parent is not None and parent not in self.parents

    def _parent(self, mark: Mark) -> Mark | None:
        spot = self.spots.get(mark, mark.slot)
        return self._end(spot) if isinstance(spot, Join) else self.owner(spot.siblings)

    def _culprit(self, mark: Mark) -> tuple[Mark, Why] | None:
        """Return whose move or join leaves a clause hanging, and why; None if nobody's."""
        path = [mark]
        while True:
            parent = self._parent(path[-1])
            if parent in path:
                circle = path[path.index(parent) :]
                deciders = [found for each in circle if (found := self._decider(each))]
                return (self._last(deciders), Why.CIRCLE) if deciders else None
            if parent is None or not self.is_there(parent):
                found = next(filter(None, map(self._decider, reversed(path))), None)
                return (found, Why.ABSENT) if found else None
            path.append(parent)

    def _last(self, circle: list[Mark]) -> Mark:
        """Return whose move or join closes a circle: the last."""
        self.circles.append([self.options[mark][0] for mark in circle])
        rank = self.fabric.rank
        return max(circle, key=lambda mark: rank(self.options[mark][0], self.mask))

    def _decider(self, mark: Mark) -> Mark | None:
        """Return the mark whose move or join put this one where it is."""
        if self.options.get(mark):
            return mark
        spot = self.spots.get(mark)
        host = spot.host if isinstance(spot, Slot) else None
        if host is not None and (options := self.options.get(host.mark)) and options[0] is host:
            return host.mark
        return None

    def _rescue(self) -> None:
        """Put base text that nobody struck, but whose place is gone, after what it stood in.

        Each clause is put there once; one that still finds no place goes to the end, where
        every clause stands, so that this ends and no word is lost.
        """
        met: set[Mark] = set()
        while homeless := [mark for mark in self.fabric.marks if self._is_homeless(mark)]:
            tops = [mark for mark in homeless if self._parent(mark) not in homeless]
            for mark in tops or homeless[:1]:
                slot = self.fabric.top.slots[-1] if mark in met else self._refuge(mark)
                self.spots[mark] = slot.guest(mark)
                met.add(mark)
            self._grow()

    def _is_homeless(self, mark: Mark) -> bool:
        return mark not in self.parents and bool(mark.root.inserted & BASE) and self.is_there(mark)

    def _refuge(self, mark: Mark) -> Slot:
        """Return the nearest place, going up from a clause's own, whose list stands."""
        slot = self.place(mark)
        met = {mark}
        while (owner := self.owner(slot.siblings)) not in self.parents:
            if owner is None or owner in met:
                break
            met.add(owner)
            slot = self.place(owner)
        return slot

    def _names(self) -> dict[Mark, ClauseId]:
        """Return the ids of the standing clauses, made different where two authors chose alike."""
        mask = self.mask
        names = {mark: mark.name(mask) for mark in self.reading}
        if not self.fabric.is_ambiguous:
            return names
        met: set[ClauseId] = set()
        for mark, name in names.items():
            given, count = name, 1
            while given in met:
                count += 1
                given = ClauseId(f"{name}~{count}")
            met.add(given)
            names[mark] = given
        return names
