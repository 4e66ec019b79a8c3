"""Marks and places: where clauses begin, and where they stand among their siblings.

A list of siblings is kept as its slots. A slot stays where it is when its clause is struck
or moved away, so that whatever was put after it keeps its place; a move is one more
slot for the same clause, and at most one of a clause's slots is in use.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from webapp.text.clause import UNLABELLED, ClauseId, Marker
from webapp.text.strands import Gap, Item, Piece, Strand, in_order, walk

if TYPE_CHECKING:
    from webapp.text.strands import Key


class Mark:
    """The beginning of a clause: of the base, newly inserted, or a tail split off.

    A tail has no strand of its own: its text lies on the strand of its `root`, from its
    mark to the next.
    """

    __slots__ = (
        "_order",
        "children",
        "fresh",
        "head",
        "inserted",
        "is_nested",
        "left",
        "marker",
        "names",
        "nest",
        "opening",
        "options",
        "placed",
        "root",
        "serial",
        "slot",
        "split_at",
        "strand",
        "struck",
        "tails",
        "taken",
        "touched",
    )

    def __init__(self, inserted: int, serial: int, marker: Marker = UNLABELLED) -> None:
        self.inserted = inserted
        self.serial = serial
        self.marker = marker
        # What the movers of one identical clause call it: printed order, bit, id.
        self.names: list[tuple[int, int, ClauseId]] = []
        self.struck = 0
        self.strand: Strand | None = None
        self.root = self
        self.tails: list[Mark] = []
        self.slot: Slot
        self.children: Siblings | None = None
        # Moves and joins of this clause.
        self.options: list[Slot | Join] = []
        # Of a tail: what it was split from, and which of the head's lists it took or left.
        self.head: Mark | None = None
        self.split_at: tuple[Strand | Mark, int] | None = None
        self.is_nested = False
        self.nest: Siblings | None = None
        self.taken: tuple[Siblings, ...] = ()
        self.left: tuple[Siblings, ...] = ()
        self.fresh: Siblings | None = None
        self.opening: Gap = []
        # Who changed it in any way, and who had a hand in its standing where it does.
        self.touched = 0
        self.placed = 0
        self._order: dict[Mark, int] | None = None

    @property
    def own_strand(self) -> Strand:
        assert self.strand is not None, "a tail has no strand of its own"  # noqa: S101
        return self.strand

    def own_children(self) -> Siblings:
        if self.children is None:
            self.children = Siblings(self)
        return self.children

    def name(self, mask: int) -> ClauseId:
        """Return the id given by the first mover, in printed order, that the mask holds.

        A clause that nobody in the mask put in is called as its first mover does.
        """
        if len(self.names) == 1:
            return self.names[0][2]
        return min([name for name in self.names if name[1] & mask] or self.names)[2]

    def opening_piece(self) -> Piece:
        gap = in_order(self.opening) if self.opening else None
        return Piece("", 0, gap, 0, 0, (), self.root.own_strand, self)

    def add_tail(self, tail: Mark) -> None:
        self.tails.append(tail)
        self._order = None

    def order_of_tails(self) -> dict[Mark, int]:
        """Return every tail ever split from this strand with its place along it."""
        if self._order is None:
            pieces = walk(self, -1)
            self._order = {
                piece.tail: place for place, piece in enumerate(pieces) if piece.tail is not None
            }
        return self._order


class Slot:
    """A place for a clause among siblings.

    `marker` is how the clause is labelled there, unless its list is restyled. A guest is
    the place that a tail has beside its head's, wherever that was moved.
    """

    __slots__ = (
        "gap",
        "guests",
        "host",
        "inserted",
        "is_move",
        "mark",
        "marker",
        "seqs",
        "siblings",
    )

    def __init__(
        self,
        siblings: Siblings,
        mark: Mark,
        inserted: int,
        marker: Marker,
        *,
        is_move: bool = False,
        host: Slot | None = None,
    ) -> None:
        self.siblings = siblings
        self.mark = mark
        self.inserted = inserted
        self.marker = marker
        self.is_move = is_move
        self.host = host
        self.seqs: dict[int, int] = {}
        self.gap: list[Item[Slot]] = []
        self.guests: dict[Mark, Slot] = {}

    def guest(self, mark: Mark) -> Slot:
        """Return the place that another mark has right after this one."""
        found = self.guests.get(mark)
        if found is None:
            found = Slot(self.siblings, mark, mark.inserted, self.marker, host=self)
            self.guests[mark] = found
            self.siblings.put(self.gap, found, (0,), mark.inserted)
        return found


class Siblings:
    """A list of clauses with one parent (none: the top level); `takers` are its later owners."""

    __slots__ = ("first", "is_plain", "owner", "restyles", "slots", "takers")

    def __init__(self, owner: Mark | None) -> None:
        self.owner = owner
        self.slots: list[Slot] = []
        self.first: list[Item[Slot]] = []
        self.takers: list[Mark] = []
        self.restyles: list[Restyle] = []
        self.is_plain = True

    def put(
        self,
        gap: list[Item[Slot]],
        slot: Slot,
        key: Key,
        bit: int,
        before: Item[Slot] | None = None,
    ) -> None:
        self.is_plain = False
        gap.append(Item(key, bit, slot, before))

    def walk(self, mask: int) -> list[Slot]:
        """Return the slots in order; those of nobody in the mask too, for what follows them."""
        if self.is_plain:
            return self.slots
        result: list[Slot] = []
        stack = list(reversed(self.slots))
        stack.extend(_stacked(self.first, mask))
        while stack:
            slot = stack.pop()
            result.append(slot)
            if slot.gap:
                stack.extend(_stacked(slot.gap, mask))
        return result


class Join:
    """One clause run on to the end of another: after all that its author saw stand at `end`.

    `marker` is how the receiver's list labels what the joined clause led in.
    """

    __slots__ = ("end", "inserted", "mark", "marker", "receiver", "seqs")

    def __init__(self, mark: Mark, receiver: Mark, end: Mark, marker: Marker | None) -> None:
        self.mark = mark
        self.receiver = receiver
        self.end = end
        self.marker = marker
        self.inserted = 0
        self.seqs: dict[int, int] = {}


class Restyle:
    """Another style for a list of siblings."""

    __slots__ = ("inserted", "marker", "seqs")

    def __init__(self, marker: Marker) -> None:
        self.marker = marker
        self.inserted = 0
        self.seqs: dict[int, int] = {}


def slot_key(item: Item[Slot]) -> tuple[int, ...]:
    """Return what sorts a gap among siblings: tails along their strand, then by printed order."""
    mark, key = item.what.mark, item.key
    if key[0]:
        return key
    if mark.head is None:
        return (0, 2, mark.serial)
    same_root = int(item.what.mark.root is not mark.head.root)
    return (0, same_root, mark.root.serial, mark.root.order_of_tails()[mark])


def _stacked(gap: list[Item[Slot]], mask: int) -> Iterator[Slot]:
    met: dict[Slot, None] = {}
    for item in in_order(gap, slot_key):
        if item.what.inserted & mask and not item.bit & mask:
            continue
        met.setdefault(item.what)
    return reversed(met)
