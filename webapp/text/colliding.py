"""Finding collisions: clause by clause and strand by strand, never pair by pair.

Two change sets can collide where neither saw the other. Words are compared along the strands
on which they lie, places gap by gap, and clauses through those that strike or place them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import combinations
from operator import and_
from typing import Any

from webapp.text.author import Deed, Edit, Work
from webapp.text.clause import ClauseId
from webapp.text.collisions import Found, Meeting, kind_of, quoted
from webapp.text.fabric import Fabric, bits
from webapp.text.marks import Join, Mark, Siblings
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
    StrikeClause,
)
from webapp.text.reader import Reader
from webapp.text.strands import BASE, INSERTED, REPLACING, SPLIT, Strand

Done = tuple[int, Deed]


class Finder:
    """Finds how the change sets `among` meet, in the text that has all of them and their grounds.

    Every meeting is found once for a pair, a clause and a way of meeting.
    """

    def __init__(self, fabric: Fabric, works: dict[int, Work], reader: Reader, among: int) -> None:
        self.fabric = fabric
        self.reader = reader
        self.standing = reader.standing
        self.works = {bit: works[bit] for bit in bits(among & ~BASE)}
        self.among = among
        self.deeds = [(bit, deed) for bit, work in self.works.items() for deed in work.deeds]
        self.found: dict[object, Found] = {}

    def find(self) -> list[Found]:
        """Return the meetings, the hard ones first, each kind in reading order."""
        self._compare_edits()
        self._compare_strikes_of_clauses()
        self._compare_strikes_of_what_was_put_in()
        for deed in self.deeds:
            self._compare_with_strikers(deed)
        self._compare_places()
        self._compare_gaps()
        self._find_emptied()
        return list(self.found.values())

    def apart(self, one: int, other: int) -> bool:
        """Tell whether neither of two saw the other."""
        saw = self.fabric.saw
        return one != other and not saw[one] & other and not saw[other] & one

    def pairs(self, movers: int) -> Iterator[tuple[int, int]]:
        """Yield each two of some movers that were apart."""
        for one, other in combinations(list(bits(movers & self.among & ~BASE)), 2):
            if self.apart(one, other):
                yield one, other

    def meet(
        self,
        meeting: Meeting,
        one: int,
        other: int,
        clause: Mark | None,
        said: str = "",
        theirs: str = "",
    ) -> None:
        """Note a meeting; what both sides do alike is told from the first in printed order."""
        key = (kind_of(meeting), min(one, other), max(one, other), clause, said, theirs)
        name = None if clause is None else self.name(clause)
        self.found.setdefault(key, Found(meeting, one, other, name, said, theirs))

    def name(self, mark: Mark) -> ClauseId:
        """Return what a clause is cited by: its own id while a printed text has it."""
        if not mark.inserted & BASE and self.standing.is_run_on(mark):
            mark = self.standing.holder(mark)
        return self.standing.names.get(mark) or mark.name(self.reader.mask)

    # Words

    def _compare_edits(self) -> None:
        """Walk each strand along what is struck, put in and split there."""
        events: dict[Strand, list[tuple[int, int, int, int, Any]]] = defaultdict(list)
        for bit, work in self.works.items():
            for edit in work.edits:
                for span in edit.spans:
                    events[span.strand].append((span.start, 1, span.end, bit, edit))
            for deed in work.deeds:
                if deed.at is not None and not self._replaces(deed):
                    host, offset = self._on_strand(deed)
                    if offset:
                        # Half-way between characters: after what ends here, before what begins.
                        events[host].append((offset, 0, offset, bit, deed))
        for strand, here in events.items():
            if len(here) > 1:
                self._compare_along(strand, sorted(here, key=lambda event: event[:4]))

    def _compare_along(self, strand: Strand, events: list[tuple[int, int, int, int, Any]]) -> None:
        open_edits: list[tuple[int, int, Edit]] = []
        for start, _, end, bit, what in events:
            is_edit = isinstance(what, Edit)
            open_edits = [each for each in open_edits if each[0] > start - (not is_edit)]
            for _, other, edit in open_edits:
                if not self.apart(bit, other):
                    continue
                if is_edit:
                    self._both_change(bit, what, other, edit)
                elif edit.spans[-1].strand is not strand or edit.spans[-1].end != start:
                    self._is_inside(bit, what, other, edit)
            if is_edit:
                open_edits.append((end, bit, what))

    def _both_change(self, bit: int, edit: Edit, other_bit: int, other: Edit) -> None:
        if bit > other_bit:
            bit, edit, other_bit, other = other_bit, other, bit, edit
        if list(map(id, edit.puts)) != list(map(id, other.puts)):
            said, theirs = described(edit), described(other)
            self.meet(Meeting.BOTH_CHANGE, bit, other_bit, edit.mark, said, theirs)
        elif edit.spans == other.spans:
            self.meet(Meeting.AGREE, bit, other_bit, edit.mark, described(edit), described(other))

    def _is_inside(self, bit: int, deed: Deed, other: int, edit: Edit) -> None:
        said, theirs = self._said(deed), described(edit)
        is_split = isinstance(deed.operation, SplitClause)
        meeting = Meeting.SPLITS_STRUCK if is_split else Meeting.PUTS_INTO_STRUCK
        self.meet(meeting, bit, other, edit.mark, said, theirs)

    def _replaces(self, deed: Deed) -> bool:
        return isinstance(deed.what, Strand) and deed.what.kind == REPLACING

    def _on_strand(self, deed: Deed) -> tuple[Strand, int]:
        """Return the strand and offset of a gap; that of a tail's own is where it was split."""
        at = deed.at
        while at is not None and isinstance(at[0], Mark):
            at = at[0].split_at
        assert at is not None  # noqa: S101 - every tail was split off somewhere
        host, offset = at
        assert isinstance(host, Strand)  # noqa: S101
        return host, offset

    # Clauses that somebody strikes

    def strikers(self, mark: Mark | None) -> tuple[int, Mark | None]:
        """Return who strikes a clause, or else the nearest above it that is struck."""
        standing = self.standing
        met: set[Mark] = set()
        while mark is not None and mark not in standing.parents and mark not in met:
            struck = standing.struck_by(mark)
            if struck:
                return struck & self.among, mark
            met.add(mark)
            mark = standing.owner(standing.place(mark).siblings)
        return 0, None

    def _compare_strikes_of_clauses(self) -> None:
        strikers: dict[Mark, int] = defaultdict(int)
        for bit, deed in self.deeds:
            if isinstance(deed.operation, StrikeClause) and deed.mark is not None:
                strikers[deed.mark] |= bit
        for mark, movers in strikers.items():
            for one, other in self.pairs(movers):
                words = self._words(mark)
                self.meet(Meeting.AGREE, one, other, mark, f"strikes {words}", f"strikes {words}")

    def _compare_strikes_of_what_was_put_in(self) -> None:
        """Find who puts in what is struck by somebody who saw only that another put in the same.

        Identical things are one in the weave, so that a strike of the one is a strike of both.
        """
        for bit, work in self.works.items():
            for edit in work.edits:
                for span in edit.spans:
                    self._strikes_put(bit, span.strand.inserted, edit.mark, described(edit))
            for deed in work.deeds:
                if isinstance(deed.operation, StrikeClause) and deed.mark is not None:
                    words = f"strikes {self._words(deed.mark)}"
                    self._strikes_put(bit, deed.mark.inserted, deed.mark, words)

    def _strikes_put(self, striker: int, movers: int, mark: Mark, theirs: str) -> None:
        for bit in bits(movers & self.among & ~BASE):
            if self.apart(bit, striker):
                words = self._words(mark)
                self.meet(Meeting.PUTS_WHAT_IS_STRUCK, bit, striker, mark, words, theirs)

    def _compare_with_strikers(self, done: Done) -> None:
        bit, deed = done
        operation, what = deed.operation, deed.what
        if isinstance(operation, InsertText):
            edit = next((each for each in self.works[bit].edits if what in each.puts), None)
            meeting = Meeting.PUTS_UNDER_STRUCK if edit is None else Meeting.CHANGES_STRUCK
            self._struck(meeting, bit, deed, self.reader.home(what))
        elif isinstance(operation, InsertClauses):
            parent = self.standing.owner(what.slot.siblings)
            self._struck(Meeting.PUTS_UNDER_STRUCK, bit, deed, parent)
        elif isinstance(operation, SplitClause):
            self._struck(Meeting.SPLITS_STRUCK, bit, deed, what)
        elif isinstance(operation, MoveClause):
            self._struck(Meeting.MOVES_STRUCK, bit, deed, deed.mark)
            self._struck(Meeting.MOVES_INTO_STRUCK, bit, deed, self.standing.owner(what.siblings))
        elif isinstance(operation, JoinClauses):
            self._struck(Meeting.JOINS_STRUCK, bit, deed, deed.mark)
            self._struck(Meeting.JOINS_STRUCK, bit, deed, what.receiver)
        elif isinstance(operation, RestyleClauses):
            self._struck(Meeting.RESTYLES_STRUCK, bit, deed, deed.mark)

    def _struck(self, meeting: Meeting, bit: int, deed: Deed, mark: Mark | None) -> None:
        struck, where = self.strikers(mark)
        if where is not None and where in self.standing.tails.fallen:
            where = where.head
        for other in bits(struck):
            if self.apart(bit, other):
                theirs = f"strikes {self._words(where)}" if where is not None else ""
                self.meet(meeting, bit, other, where, self._said(deed), theirs)

    # Places

    def _compare_places(self) -> None:
        for mark in self.fabric.optioned:
            options = [
                each
                for each in mark.options
                if each.inserted & self.among and (isinstance(each, Join) or each.is_move)
            ]
            words = self._words(mark) if options else ""
            for option in options:
                for one, other in self.pairs(option.inserted):
                    self.meet(Meeting.AGREE, one, other, mark, words, words)
            for option, rival in combinations(options, 2):
                for one, other in self._across(option.inserted, rival.inserted):
                    self.meet(Meeting.RIVAL_PLACES, one, other, mark, words, words)
        for circle in self.standing.circles:
            # Who closes a circle alone has only themselves to blame.
            if reduce(and_, (option.inserted for option in circle)) & self.among:
                continue
            for option, rival in combinations(circle, 2):
                for one, other in self._across(option.inserted, rival.inserted):
                    said, theirs = self._words(option.mark), self._words(rival.mark)
                    self.meet(Meeting.CIRCLE, one, other, option.mark, said, theirs)
        self._compare_styles()

    def _compare_styles(self) -> None:
        restyled: dict[Siblings, Mark | None] = {}
        for _, deed in self.deeds:
            if isinstance(deed.operation, RestyleClauses):
                restyled.update(dict.fromkeys(deed.what, deed.mark))
        for siblings, parent in restyled.items():
            for style in siblings.restyles:
                for one, other in self.pairs(style.inserted):
                    form = quoted(style.marker.form)
                    self.meet(Meeting.AGREE, one, other, parent, form, form)
            for style, rival in combinations(siblings.restyles, 2):
                for one, other in self._across(style.inserted, rival.inserted):
                    self.meet(Meeting.RIVAL_STYLES, one, other, parent)

    def _across(self, movers: int, others: int) -> Iterator[tuple[int, int]]:
        for one in bits(movers & self.among & ~BASE):
            for other in bits(others & self.among & ~BASE):
                if self.apart(one, other):
                    yield one, other

    # Gaps

    def _compare_gaps(self) -> None:
        gaps: dict[int, list[Done]] = defaultdict(list)
        for done in self.deeds:
            if done[1].gap:
                gaps[done[1].gap].append(done)
        for here in gaps.values():
            here.sort(key=lambda done: (self._zone(done[1]), done[0]))
            for (one, deed), (other, their_deed) in combinations(here, 2):
                if self.apart(one, other):
                    self._meet_in_gap(one, deed, other, their_deed)

    def _zone(self, deed: Deed) -> int:
        if isinstance(deed.operation, SplitClause):
            return SPLIT
        return REPLACING if self._replaces(deed) else INSERTED

    def _meet_in_gap(self, one: int, deed: Deed, other: int, their_deed: Deed) -> None:
        said, theirs = self._said(deed), self._said(their_deed)
        splits = [isinstance(each.operation, SplitClause) for each in (deed, their_deed)]
        is_text = deed.at is not None
        where = deed.mark
        if deed.what is their_deed.what:
            if isinstance(deed.operation, MoveClause):
                return
            mark = deed.what if isinstance(deed.what, Mark) and not all(splits) else where
            self.meet(Meeting.AGREE, one, other, mark, said, theirs)
        elif deed.what.inserted & other or their_deed.what.inserted & one:
            return
        elif all(splits):
            self.meet(Meeting.RIVAL_SPLITS, one, other, where, said, theirs)
        elif is_text:
            # Two replacements in one gap have met already, in the words that they strike.
            if not (self._replaces(deed) and self._replaces(their_deed)):
                self.meet(Meeting.SAME_POINT, one, other, where, said, theirs)
        else:
            self.meet(Meeting.SAME_PLACE, one, other, where, said, theirs)

    # Clauses left without a word

    def _find_emptied(self) -> None:
        """Find clauses of which several, but no single one, strike the last word."""
        strikers: dict[Mark, int] = defaultdict(int)
        for bit, work in self.works.items():
            for edit in work.edits:
                strikers[edit.mark] |= bit
        for mark, movers in strikers.items():
            if movers & (movers - 1) == 0:
                continue
            for holder in self._holders(mark):
                self._find_emptied_by(holder)

    def _holders(self, mark: Mark) -> Iterable[Mark]:
        standing = self.standing
        marks = [mark]
        if mark.root.tails:
            marks = list(self.reader.segments(mark.root))
        return dict.fromkeys(standing.holder(each) for each in marks if each in standing.parents)

    def _find_emptied_by(self, mark: Mark) -> None:
        whole = list(self.reader.pieces(mark))
        struck = [
            piece.struck & self.reader.mask for piece in whole if any(map(str.isalnum, piece.text))
        ]
        if not struck or not all(struck):
            return
        alone = struck[0]
        movers = 0
        for each in struck:
            alone &= each
            movers |= each
        if alone:
            return
        for one, other in self.pairs(movers):
            said, theirs = (
                "strikes " + quoted("".join(piece.text for piece in whole if piece.struck & bit))
                for bit in (one, other)
            )
            self.meet(Meeting.EMPTIES, one, other, mark, said, theirs)

    # What each says

    def _said(self, deed: Deed) -> str:
        operation = deed.operation
        if isinstance(operation, InsertText):
            return quoted(operation.text)
        if isinstance(operation, InsertClauses):
            return self._words(deed.what)
        if isinstance(operation, SplitClause):
            return f"before {self._words(deed.what)}"
        return self._words(deed.mark)

    def _words(self, mark: Mark | None) -> str:
        """Return a clause's words as they were put in."""
        if mark is None:
            return ""
        if mark.strand is not None:
            return quoted(mark.strand.text)
        return quoted("".join(piece.text for piece in self.reader.pieces(mark)))


def described(edit: Edit) -> str:
    """Return what an edit does: "strikes “may”", "puts “must” for “may”"."""
    if not edit.puts:
        return f"strikes {quoted(edit.words)}"
    put = "".join(strand.text for strand in edit.puts)
    return f"puts {quoted(put)} for {quoted(edit.words)}"
