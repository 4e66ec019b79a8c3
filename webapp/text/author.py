"""The author of one change set at work: what they saw, what they make, what they rely on."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, NamedTuple

from webapp.text.clause import ClauseId, Reference
from webapp.text.errors import NoSuchClause, WrongAnchor
from webapp.text.fabric import Fabric
from webapp.text.marks import Join, Mark, Slot
from webapp.text.operation import ChangeSet, Operation
from webapp.text.sight import Passage, Sight, Span
from webapp.text.strands import BASE, SPLIT, Gap, Item, Strand, What, in_order

# What was put into the weave, by where and what it is, so that identical things meet.
Twins = dict[Hashable, list[Any]]


class Edit:
    """Adjacent words that one change set strikes in a clause, and what it puts in their place."""

    __slots__ = ("end", "mark", "puts", "spans", "start", "words")

    def __init__(self, mark: Mark, start: int, end: int, words: str, spans: list[Span]) -> None:
        self.mark = mark
        self.start = start
        self.end = end
        self.words = words
        self.spans = spans
        self.puts: list[Strand] = []


class Deed(NamedTuple):
    """What became of one operation: the clause it is about and what it made.

    `gap` tells the place it was put in from every other; for text, `at` is the strand
    (or the tail) and the offset that this place follows.
    """

    operation: Operation
    mark: Mark | None
    what: Any = None
    gap: int = 0
    at: tuple[Strand | Mark, int] | None = None


class Work(NamedTuple):
    """What one change set did: its operations one by one, and the words it struck."""

    change_set: ChangeSet
    bit: int
    deeds: list[Deed]
    edits: list[Edit]


class Author:
    """One change set on its way into the fabric.

    `made` are the clauses it makes, by id; `needs` the bits of those it relies on.
    """

    __slots__ = (
        "bit",
        "change_set",
        "deeds",
        "edits",
        "fabric",
        "made",
        "needs",
        "order",
        "placed",
        "saw",
        "sight",
        "touched",
        "twins",
    )

    def __init__(
        self, fabric: Fabric, sight: Sight, twins: Twins, change_set: ChangeSet, bit: int
    ) -> None:
        self.fabric = fabric
        self.sight = sight
        self.twins = twins
        self.change_set = change_set
        self.bit = bit
        self.order = fabric.orders[bit]
        self.saw = fabric.saw[bit]
        self.made: dict[ClauseId, Mark] = {}
        self.needs = 0
        self.touched: list[Mark] = []
        self.placed: list[Mark] = []
        self.deeds: list[Deed] = []
        self.edits: list[Edit] = []

    def find(self, clause_id: ClauseId) -> Mark:
        """Return a clause that the author made or saw. Raises NoSuchClause."""
        made = self.made.get(clause_id)
        return made if made is not None else self.sight.find(clause_id)

    def known(self, references: Iterable[Reference]) -> dict[ClauseId, Mark]:
        """Return the clauses that references point to, as far as the author knows any."""
        found = {}
        for reference in references:
            for target in reference.targets:
                try:
                    found[target] = self.find(target)
                except NoSuchClause:
                    continue
        return found

    def touch(self, mark: Mark) -> None:
        """Note that the change set changes a clause: it relies on whoever did so before."""
        self.needs |= (mark.touched | mark.inserted) & self.saw
        self.touched.append(mark)

    def lean_on(self, mark: Mark) -> None:
        """Note that the change set places something by a clause."""
        self.needs |= (mark.placed | mark.inserted) & self.saw

    def rely_on(self, strand: Strand) -> None:
        """Note that the change set holds on to characters of this strand."""
        if self.saw != BASE:
            self.needs |= (strand.inserted | strand.root.touched) & self.saw

    def verify(self, clause_id: ClauseId, offset: int, quote: str, found: str) -> None:
        """Raise WrongAnchor unless the text reads as quoted; no quote verifies nothing."""
        if quote and quote != found:
            raise WrongAnchor(self.change_set.id, clause_id, offset, quote, found)

    def verify_gap(
        self, passage: Passage, clause_id: ClauseId, offset: int, at: int, quote: str
    ) -> None:
        """Raise WrongAnchor unless there is such a gap and it follows the quoted words."""
        if at < 0 or offset + at > len(passage.text):
            raise WrongAnchor(self.change_set.id, clause_id, at, quote, passage.text[offset:])
        if quote:
            end = offset + at
            self.verify(clause_id, at, quote, passage.text[max(offset, end - len(quote)) : end])

    def next_seen(
        self, gap: list[Item[What]], key: Callable[[Item[Any]], Any] | None = None
    ) -> Item[What] | None:
        """Return the first thing in a gap that the author saw there."""
        seen = self.saw & ~BASE
        if not seen or not gap:
            return None
        ordered = in_order(gap, key) if key is not None else in_order(gap)
        return next((item for item in ordered if item.bit & seen), None)

    def next_words(self, gap: Gap) -> Item[Strand | Mark] | None:
        """Return the first words in a gap of a text that the author saw there."""
        if self.saw == BASE:
            return None
        return self.next_seen([item for item in gap if item.key[0] != SPLIT])

    def is_news(self, inserted: int) -> bool:
        """Tell whether the author neither made nor saw what these movers put in."""
        return not inserted & (self.saw | self.bit)

    def add_option(self, mark: Mark, option: Slot | Join) -> None:
        """Give a clause another place that it may take."""
        if not mark.options:
            self.fabric.optioned.append(mark)
        mark.options.append(option)

    def commit(self) -> Work:
        """Let later change sets know what this one changed; return what it did."""
        for mark in self.touched:
            mark.touched |= self.bit
        for mark in self.placed:
            mark.placed |= self.bit
            mark.touched |= self.bit
        return Work(self.change_set, self.bit, self.deeds, self.edits)
