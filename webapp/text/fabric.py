"""The fabric: all that was ever put into one text, and who saw what when they did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from webapp.text.clause import Clause, ClauseId, Document, Marker, Reference
from webapp.text.marks import Join, Mark, Restyle, Siblings, Slot
from webapp.text.strands import BASE, Pointer, Strand


class Why(StrEnum):
    """Why an operation that was carried has no effect."""

    ABSENT = "absent"
    CIRCLE = "circle"
    SUPERSEDED = "superseded"
    FALLEN = "fallen"


# The order of competing moves: who saw more, then printed order, then place in the change set.
Rank = tuple[int, int, int]


class Fabric:
    """The marks, lists and strands of one text, and what each change set's author saw.

    `structural` are the change sets that did more to it than put in and strike words, and
    those that an author had seen who split a clause among such words; `unsettling` those
    that struck, moved or joined clauses.
    """

    def __init__(self, base: Document) -> None:
        self.top = Siblings(None)
        self.marks: list[Mark] = []
        self.tails: list[Mark] = []
        self.optioned: list[Mark] = []
        self.orders: dict[int, int] = {}
        self.depths: dict[int, int] = {}
        self.saw: dict[int, int] = {}
        # The moves and joins that an author saw to be without effect, with why.
        self.seen_void: dict[int, dict[Slot | Join, Why]] = {}
        self.structural = 0
        self.unsettling = 0
        self.is_ambiguous = False
        self.by_name: dict[ClauseId, list[Mark]] = {}
        grown = list(self.grow(self.top, base.clauses, BASE))
        known = {clause.id: mark for mark, clause in grown}
        for mark, clause in grown:
            if clause.references:
                point(mark.own_strand, clause.references, known)

    def add(self, bit: int, order: int, depth: int, saw: int) -> None:
        """Make room for a change set, before any of it is woven in.

        `depth` is how long a chain of change sets led to what its author saw.
        """
        self.orders[bit] = order
        self.saw[bit] = saw
        self.depths[bit] = depth

    def new_mark(self, clause_id: ClauseId, inserted: int, marker: Marker) -> Mark:
        mark = Mark(inserted, len(self.marks), marker)
        self.marks.append(mark)
        self.call(mark, clause_id, inserted)
        return mark

    def call(self, mark: Mark, clause_id: ClauseId, bit: int) -> None:
        """Let a mark be known by an id that one of its movers gave it."""
        mark.names.append((self.orders.get(bit, 0), bit, clause_id))
        named = self.by_name.setdefault(clause_id, [])
        if mark not in named:
            named.append(mark)
            self.is_ambiguous = self.is_ambiguous or len(named) > 1

    def grow(
        self, siblings: Siblings, clauses: Iterable[Clause], inserted: int
    ) -> Iterator[tuple[Mark, Clause]]:
        """Add clauses, with all they lead in, to the end of a list; yield what came of each."""
        stack = [(siblings, clause) for clause in reversed(tuple(clauses))]
        while stack:
            below, clause = stack.pop()
            mark = self.grow_one(below, clause, inserted)
            below.slots.append(mark.slot)
            if clause.children:
                children = mark.own_children()
                stack.extend((children, child) for child in reversed(clause.children))
            yield mark, clause

    def grow_one(self, siblings: Siblings, clause: Clause, inserted: int) -> Mark:
        """Return the mark of a new clause, with its text, not yet put among its siblings."""
        mark = self.new_mark(clause.id, inserted, clause.marker)
        mark.strand = Strand(clause.text, inserted, mark)
        mark.slot = Slot(siblings, mark, inserted, clause.marker)
        return mark

    def has_seen(self, movers: int, thing: int) -> bool:
        """Tell whether one of the movers saw one of those who did the thing."""
        return any(self.saw[bit] & thing for bit in bits(movers & ~BASE))

    def rank(self, option: Slot | Join | Restyle, mask: int) -> Rank:
        return max(
            (self.depths[bit], self.orders[bit], seq)
            for bit, seq in option.seqs.items()
            if bit & mask
        )


def point(strand: Strand, references: Iterable[Reference], known: Mapping[ClauseId, Mark]) -> None:
    """Tie a strand's references to the marks of their targets."""
    strand.pointers = tuple(
        Pointer(
            reference,
            tuple(known.get(target, target) for target in reference.targets),
            strand,
        )
        for reference in references
    )


def bits(mask: int) -> Iterator[int]:
    """Yield each bit of a mask, lowest first."""
    while mask:
        low = mask & -mask
        yield low
        mask ^= low
