"""Gathering what instructions do, all on the same text, into operations in its order."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from webapp.text.clause import ATOM, Clause, ClauseId, Marker, Reference
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.problems import ProblemKind, Unclear
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    Operation,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.words import quote_before, word_changes


class Source(NamedTuple):
    """Where in the words of the amendment something was asked for."""

    start: int
    end: int


class Put(NamedTuple):
    """Words put in at a gap, in the order of the instructions."""

    at: int
    order: int
    text: str
    source: Source


@dataclass
class Wording:
    """What becomes of one clause's own words."""

    clause: Clause
    strikes: list[tuple[int, int, Source]] = field(default_factory=list)
    puts: list[Put] = field(default_factory=list)

    def strike(self, start: int, end: int, source: Source) -> bool:
        """Strike characters; tell whether they were still there. Raises Unclear where some were."""
        place = bisect_left(self.strikes, (start, end, source))
        for first, last, _ in self.strikes[max(0, place - 1) : place + 1]:
            if (first, last) == (start, end):
                return False
            if first < end and start < last:
                raise Unclear(ProblemKind.OVERLAP, *source)
        insort(self.strikes, (start, end, source))
        return True

    def put(self, at: int, text: str, source: Source) -> None:
        self.puts.append(Put(at, len(self.puts), text, source))

    def check(self) -> None:
        """Raise Unclear where words are put into others that are struck."""
        firsts = [first for first, _, _ in self.strikes]
        for put in self.puts:
            place = bisect_left(firsts, put.at) - 1
            if place >= 0 and put.at < self.strikes[place][1]:
                raise Unclear(ProblemKind.OVERLAP, *put.source)

    def result(self) -> tuple[str, tuple[Reference, ...], list[int]]:
        """Return the new text, its references, and which of the old references these are."""
        old = self.clause.text
        cuts = sorted(
            {0, len(old), *(p.at for p in self.puts), *(x for s in self.strikes for x in s[:2])}
        )
        puts: dict[int, list[Put]] = {}
        for put in sorted(self.puts):
            puts.setdefault(put.at, []).append(put)
        pieces: list[str] = []
        kept: list[int] = []
        strikes = iter([*self.strikes, (len(old) + 1, len(old) + 1, Source(0, 0))])
        first, last, _ = next(strikes)
        seen = 0
        for start, end in zip(cuts, [*cuts[1:], len(old)], strict=True):
            pieces.extend(put.text for put in puts.get(start, ()))
            while last <= start:
                first, last, _ = next(strikes)
            piece = old[start:end]
            atoms = piece.count(ATOM)
            if not first <= start < last:
                pieces.append(piece)
                kept.extend(range(seen, seen + atoms))
            seen += atoms
        references = tuple(self.clause.references[place] for place in kept)
        return "".join(pieces), references, kept

    def operations(self, *, plainly: bool) -> Iterator[Operation]:
        """Yield the changes word by word, or `plainly` as they were asked for."""
        if plainly:
            yield from self._as_asked()
            return
        old = self.clause
        text, references, kept = self.result()
        for hunk in word_changes(old.text, text, range(len(old.references)), kept):
            if hunk.old_start < hunk.old_end:
                struck = old.text[hunk.old_start : hunk.old_end]
                yield StrikeText(old.id, hunk.old_start, hunk.old_end, struck)
            if hunk.new_start < hunk.new_end:
                before = text.count(ATOM, 0, hunk.new_start)
                words = text[hunk.new_start : hunk.new_end]
                inner = references[before : before + words.count(ATOM)]
                quote = quote_before(old.text, hunk.old_end)
                yield InsertText(old.id, hunk.old_end, words, inner, quote)

    def _as_asked(self) -> Iterator[Operation]:
        old = self.clause
        found: list[tuple[int, int, Operation]] = []
        for first, last, _ in self.strikes:
            found.append((first, 0, StrikeText(old.id, first, last, old.text[first:last])))
        for put in self.puts:
            quote = quote_before(old.text, put.at)
            found.append((put.at, 1 + put.order, InsertText(old.id, put.at, put.text, (), quote)))
        found.sort(key=lambda each: each[:2])
        for _, _, operation in found:
            yield operation


class Edits:
    """All that one amendment does to one motion."""

    def __init__(self, motion: Motion) -> None:
        self.motion = motion
        self.words: dict[ClauseId, Wording] = {}
        self.structural: list[tuple[Operation, Source]] = []
        self.struck: dict[ClauseId, Source] = {}
        self.split: set[ClauseId] = set()
        self._joined: set[ClauseId] = set()
        self._receivers: dict[ClauseId, ClauseId] = {}
        self._moved: dict[ClauseId, ClauseId | None] = {}
        self._restyled: dict[ClauseId | None, Marker] = {}
        # The tail that takes along what each divided clause leads in.
        self._heirs: dict[ClauseId | None, ClauseId] = {}

    def wording(self, clause: ClauseId) -> Wording:
        known = self.words.get(clause)
        if known is None:
            known = self.words[clause] = Wording(self.motion.clauses[clause])
        return known

    def strike_clause(self, clause: ClauseId, source: Source) -> bool:
        if clause in self.struck:
            return False
        self.struck[clause] = source
        self.structural.append((StrikeClause(clause, self.motion.clauses[clause].text), source))
        return True

    def add(self, operation: Operation, source: Source) -> None:
        match operation:
            case SplitClause(clause=clause, new=new, children_follow=follow):
                self.split.add(clause)
                if follow:
                    self._heirs[clause] = new
            case MoveClause(clause=clause, parent=parent):
                self._moved[clause] = parent
            case RestyleClauses(parent=parent, marker=marker):
                self._restyled[parent] = marker
            case JoinClauses(receiver=receiver, joined=joined):
                self._joined |= {receiver, joined}
                self._receivers[joined] = receiver
            case _:
                pass
        self.structural.append((operation, source))

    def parent_of_new(self, clause: ClauseId) -> ClauseId | None:
        """Return what a clause that this amendment makes stands under."""
        for operation, _ in self.structural:
            match operation:
                case InsertClauses(parent=parent, clauses=clauses):
                    if any(each.id == clause for each in clauses):
                        return parent
                    for each in clauses:
                        for outer in each.walk():
                            if any(child.id == clause for child in outer.children):
                                return outer.id
                case SplitClause(clause=head, new=new, nested=nested) if new == clause:
                    return head if nested else self.motion.parent(head)
                case _:
                    pass
        return None

    def marker_of_new(self, clause: ClauseId) -> Marker | None:
        """Return the style of a clause that this amendment makes."""
        for operation, _ in self.structural:
            match operation:
                case InsertClauses(clauses=clauses):
                    for outer in clauses:
                        for each in outer.walk():
                            if each.id == clause:
                                return each.marker
                case SplitClause(clause=head, new=new, nested=False) if new == clause:
                    return self.motion.clauses[head].marker
                case _:
                    pass
        return None

    def operations(self) -> tuple[Operation, ...]:
        """Return everything in the order of the text. Raises Unclear on words struck twice."""
        self._check()
        self._check_moves()
        keyed: list[tuple[tuple[int, int, int], Operation]] = []
        for clause, wording in self.words.items():
            place = self.motion.numbering.position(clause)
            plainly = clause in self.split or clause in self._joined
            for operation in wording.operations(plainly=plainly):
                keyed.append(((place, 0, _offset(operation)), operation))
        for operation, _ in self.structural:
            if isinstance(operation, StrikeClause) and self._falls(operation.clause):
                continue
            settled = self._settled(operation)
            keyed.append((self._key(settled), settled))
        keyed.sort(key=lambda pair: pair[0])
        return tuple(operation for _, operation in keyed)

    def _check(self) -> None:
        for clause, wording in self.words.items():
            wording.check()
            if not wording.puts and not wording.strikes:
                continue
            source = wording.puts[0].source if wording.puts else wording.strikes[0][2]
            if clause in self.struck or self._falls(clause):
                raise Unclear(ProblemKind.OVERLAP, *source)

    def _falls(self, clause: ClauseId) -> bool:
        """Tell whether what a clause stands under, after all moves, is struck."""
        moved = self._moved
        for _ in range(len(self.motion.order) + 1):
            known = clause in self.motion.clauses
            stays = self.motion.parent(clause) if known else None
            parent = moved.get(clause, stays)
            if parent is None or parent in self.struck:
                return parent is not None
            clause = parent
        return False

    def _check_moves(self) -> None:
        """Raise Unclear where moves would put a clause under itself."""
        moves = [(o, source) for o, source in self.structural if isinstance(o, MoveClause)]
        parents = self._moved
        for move, source in moves:
            above, steps = move.parent, 0
            while above is not None and above != move.clause and steps <= len(self.motion.order):
                known = above in self.motion.clauses
                above = parents.get(above, self.motion.parent(above) if known else None)
                steps += 1
            if above is not None:
                raise Unclear(ProblemKind.NO_EFFECT, *source)

    def _settled(self, operation: Operation) -> Operation:
        """Return new and moved clauses after what is struck at their gap, in the list's style."""
        if not isinstance(operation, InsertClauses | MoveClause):
            return operation
        if isinstance(operation, InsertClauses) and (marker := self._style_given(operation.parent)):
            clauses = tuple(replace(clause, marker=marker) for clause in operation.clauses)
            operation = replace(operation, clauses=clauses)
        parent, after = operation.parent, operation.after
        motion = self.motion
        if after in motion.clauses and (heir := self._heirs.get(motion.parent(after))) is not None:
            return replace(operation, parent=heir if parent == motion.parent(after) else parent)
        if (parent is not None and parent not in motion.clauses) or (
            after is not None and (after not in motion.clauses or motion.parent(after) != parent)
        ):
            return operation
        siblings = motion.children(parent)
        place = motion.numbering.place(after).position + 1 if after else 0
        while place < len(siblings) and siblings[place].id in self.struck:
            after = siblings[place].id
            place += 1
        if isinstance(operation, MoveClause):
            return MoveClause(operation.clause, parent, after)
        return InsertClauses(parent, after, operation.clauses)

    def _style_given(self, parent: ClauseId | None) -> Marker | None:
        """Return the style that a list is given, by itself or with the clause that it joins."""
        for _ in range(len(self._receivers)):
            if parent is None or parent in self._restyled or parent not in self._receivers:
                break
            parent = self._receivers[parent]
        return self._restyled.get(parent)

    def _key(self, operation: Operation) -> tuple[int, int, int]:
        numbering = self.motion.numbering
        match operation:
            case SplitClause(clause=clause, at=at):
                return (numbering.position(clause), 0, at)
            case StrikeClause(clause=clause):
                return (numbering.position(clause), 0, 0)
            case JoinClauses(joined=joined):
                return (self._position(joined), 0, 0)
            case InsertClauses() | MoveClause():
                return self._gap_key(operation)
            case _:
                return (len(self.motion.order), 0, 0)

    def _gap_key(self, operation: InsertClauses | MoveClause) -> tuple[int, int, int]:
        numbering = self.motion.numbering
        after, parent = operation.after, operation.parent
        if after is not None and after in self.motion.clauses:
            last = numbering.last_within(after)
            return (numbering.position(last), 2, -len(numbering.lineage(after)))
        return (self._position(parent) if parent else -1, 1, 0)

    def _position(self, clause: ClauseId) -> int:
        if clause in self.motion.clauses:
            return self.motion.numbering.position(clause)
        return len(self.motion.order)


def _offset(operation: Operation) -> int:
    match operation:
        case StrikeText(start=start):
            return start
        case InsertText(at=at):
            return at
        case _:
            return 0
