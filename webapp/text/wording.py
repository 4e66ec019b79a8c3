"""Weaving in words: text struck from clauses and put into them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable
from itertools import pairwise

from webapp.text.author import Author, Deed, Edit
from webapp.text.clause import ATOM, ClauseId
from webapp.text.errors import WrongAnchor
from webapp.text.fabric import point
from webapp.text.marks import Mark
from webapp.text.operation import InsertText, StrikeText
from webapp.text.sight import Passage
from webapp.text.strands import INSERTED, REPLACING, Gap, Item, Strand


class Wording:
    """The words of the clauses that one change set touches, as its author saw them.

    `begins` are the tails it splits off: the words of a tail count from the split.
    """

    __slots__ = ("_cuts", "_edits", "author", "begins")

    def __init__(self, author: Author) -> None:
        self.author = author
        self.begins: dict[Mark, tuple[Mark, int]] = {}
        self._edits: dict[Mark, list[Edit]] = {}
        self._cuts: dict[Mark, set[int]] = {}

    def locate(self, clause_id: ClauseId) -> tuple[Passage, int, Mark]:
        """Return the passage in which a clause's words lie, from where on, and the clause."""
        mark = self.author.find(clause_id)
        if mark in self.begins:
            seen, offset = self.begins[mark]
            return self.author.sight.passage(seen), offset, mark
        return self.author.sight.passage(mark), 0, mark

    def begin(self, tail: Mark, seen: Mark, at: int) -> None:
        """Note that the author begins a clause here: no replacement reaches across."""
        self.begins[tail] = (seen, at)
        self._cuts.setdefault(seen, set()).add(at)

    def strike(self, operations: Iterable[StrikeText]) -> None:
        """Strike words; stretches that touch are one edit."""
        author = self.author
        stretches: dict[Mark, list[tuple[int, int]]] = {}
        for operation in operations:
            passage, offset, mark = self.locate(operation.clause)
            start, end = offset + operation.start, offset + operation.end
            found = passage.text[start:end]
            if not offset <= start < end <= len(passage.text):
                raise WrongAnchor(
                    author.change_set.id, operation.clause, operation.start, operation.quote, found
                )
            author.verify(operation.clause, operation.start, operation.quote, found)
            stretches.setdefault(passage.mark, []).append((start, end))
            author.touch(mark)
        for mark, found_stretches in stretches.items():
            passage = author.sight.passage(mark)
            edits = self._edits[mark] = []
            for start, end in merged(found_stretches, self._cuts.get(mark, ())):
                spans = passage.between(start, end)
                edits.append(Edit(mark, start, end, passage.text[start:end], spans))
                for strand, first, last in spans:
                    strand.strike(first, last, author.bit)
                    author.rely_on(strand)
            author.edits.extend(edits)

    def insert(self, seq: int, operation: InsertText) -> None:
        """Put words at a gap: after what the author strikes there, so that they replace it."""
        author = self.author
        passage, offset, mark = self.locate(operation.clause)
        author.verify_gap(passage, operation.clause, offset, operation.at, operation.quote)
        if operation.text.count(ATOM) != len(operation.references):
            raise WrongAnchor(
                author.change_set.id, operation.clause, operation.at, operation.text, passage.text
            )
        author.touch(mark)
        if not operation.text:
            return
        at = offset + operation.at
        begins_tail = operation.at == 0 and mark in self.begins
        edit = None
        if not (begins_tail and self._is_passed(mark)):
            edit = self._edit_at(passage.mark, at, begins_tail=begins_tail)
        if edit is not None:
            at = edit.end
        gap: Gap
        host: Strand | Mark
        if begins_tail and edit is None:
            gap, host, position = mark.opening, mark, 0
        else:
            gap, host, position = passage.gap(at)
        if isinstance(host, Strand):
            author.rely_on(host)
        kind = INSERTED if edit is None else REPLACING
        strand = self._strand(gap, host.root, kind, operation)
        key = (kind, author.order, offset + operation.at, seq)
        gap.append(Item(key, author.bit, strand, author.next_words(gap)))
        if edit is not None:
            edit.puts.append(strand)
        author.deeds.append(Deed(operation, mark, strand, id(gap), (host, position)))

    def _is_passed(self, tail: Mark) -> bool:
        """Tell whether another tail begins at the same place, so that this one has no words."""
        place = self.begins[tail]
        return [each for each, begun in self.begins.items() if begun == place][-1] is not tail

    def _edit_at(self, seen: Mark, at: int, *, begins_tail: bool) -> Edit | None:
        """Return the edit that words put in at an offset belong to.

        Where the author begins a clause, words go to the end of the one before, unless
        they are said to begin the tail.
        """
        edits = self._edits.get(seen)
        if edits is None:
            return None
        if len(edits) == 1 and not self._cuts:
            (edit,) = edits
            return edit if edit.start <= at <= edit.end else None
        last = bisect_right(edits, at, key=_start)
        near = [edit for edit in edits[max(0, last - 2) : last] if at <= edit.end]
        if at in self._cuts.get(seen, ()):
            near = [edit for edit in near if (edit.start if begins_tail else edit.end) == at]
        return near[0] if near else None

    def _strand(self, gap: Gap, root: Mark, kind: int, operation: InsertText) -> Strand:
        """Return these words as a strand: another author's, where it is the same insertion."""
        author = self.author
        strand = Strand(operation.text, author.bit, root, kind)
        meaning: Hashable = None
        if operation.references:
            point(strand, operation.references, author.known(operation.references))
            meaning = tuple(pointer.meaning for pointer in strand.pointers)
        way = (id(gap), kind, operation.text, meaning)
        same: list[Strand] | None = author.twins.get(way)
        if same is None:
            author.twins[way] = [strand]
            return strand
        for other in same:
            if author.is_news(other.inserted):
                other.inserted |= author.bit
                return other
        same.append(strand)
        return strand


def merged(stretches: list[tuple[int, int]], cuts: Collection[int]) -> list[tuple[int, int]]:
    """Return stretches with those that touch run together, but never across a cut.

    >>> merged([(4, 6), (1, 4), (8, 12)], [10])
    [(1, 6), (8, 10), (10, 12)]
    """
    if len(stretches) == 1 and not cuts:
        return stretches
    whole: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if whole and start <= whole[-1][1]:
            first, last = whole.pop()
            whole.append((first, max(end, last)))
        else:
            whole.append((start, end))
    if not cuts:
        return whole
    found: list[tuple[int, int]] = []
    for start, end in whole:
        edges = [start, *(cut for cut in sorted(cuts) if start < cut < end), end]
        found.extend(pairwise(edges))
    return found


def _start(edit: Edit) -> int:
    return edit.start
