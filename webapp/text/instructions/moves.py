"""Carrying out what puts clauses elsewhere, joins them, divides them or labels them anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from webapp.text.clause import ClauseId
from webapp.text.instructions import parts
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.extents import whole_clauses
from webapp.text.instructions.labels import read_marker
from webapp.text.instructions.locating import Places, new_name
from webapp.text.instructions.motion import Hit, Stretch
from webapp.text.instructions.parts import WORD, Locator, Nth, Position, Where, Words
from webapp.text.instructions.placing import (
    Gap,
    gap_after,
    label_at,
    style_at,
)
from webapp.text.instructions.problems import ProblemKind, Unclear
from webapp.text.instructions.scopes import Scope
from webapp.text.operation import (
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
)
from webapp.text.words import quote_before

NewId = Callable[[], ClauseId]


class Moves:
    """What one amendment does to the order and nesting of clauses."""

    def __init__(self, places: Places, edits: Edits, new_id: NewId) -> None:
        self.places = places
        self.motion = places.motion
        self.edits = edits
        self.new_id = new_id

    def move(self, act: parts.Move, base: Scope, source: Source) -> None:
        scope = self.places.scope(act.what, base)
        moved = whole_clauses(self.motion, scope)
        if not moved:
            raise Unclear(ProblemKind.NO_SUCH_CLAUSE, act.what.start, act.what.end)
        gap = self._destination(act.position, moved, base)
        if gap.parent in moved or gap.after in moved:
            raise Unclear(ProblemKind.NO_EFFECT, *source)
        after = gap.after
        for clause in moved:
            self.edits.add(MoveClause(clause, gap.parent, after), source)
            after = clause

    def _destination(self, position: Position, moved: Sequence[ClauseId], base: Scope) -> Gap:
        motion = self.motion
        at = position.at
        if not isinstance(at, Locator):
            parent = base.clauses[0] if len(base.clauses) == 1 else None
            return self._edge(parent, moved, first=position.where is Where.START)
        target = self.places.one_clause(at, base)
        match position.where:
            case Where.UNDER | Where.END | Where.START:
                return self._edge(target, moved, first=position.where is Where.START)
            case Where.BEFORE:
                return self._gap_before(target, moved)
            case Where.WITHIN:
                return self._becoming(target, moved)
            case _:
                if target in motion.clauses:
                    return gap_after(motion, target)
                return Gap(self.edits.parent_of_new(target), target)

    def _edge(self, parent: ClauseId | None, moved: Sequence[ClauseId], *, first: bool) -> Gap:
        if parent is not None and parent not in self.motion.clauses:
            return Gap(parent, None)
        stay = [c.id for c in self.motion.children(parent) if c.id not in moved]
        return Gap(parent, stay[-1] if stay and not first else None)

    def _gap_before(self, target: ClauseId, moved: Sequence[ClauseId]) -> Gap:
        if target not in self.motion.clauses:
            return Gap(self.edits.parent_of_new(target), None)
        before = self.motion.before(target)
        while before is not None and before in moved:
            before = self.motion.before(before)
        return Gap(self.motion.parent(target), before)

    def _becoming(self, target: ClauseId, moved: Sequence[ClauseId]) -> Gap:
        """Return the gap that gives a clause the label that another has now."""
        numbering = self.motion.numbering
        same = self.motion.parent(target) == self.motion.parent(moved[0])
        if same and numbering.position(moved[0]) < numbering.position(target):
            return gap_after(self.motion, target)
        return self._gap_before(target, moved)

    def join(self, joined: Locator, receiver: Locator, base: Scope, source: Source) -> None:
        one = self.places.one_clause(joined, base)
        other = self.places.one_clause(receiver, base)
        lineage = self.motion.numbering.lineage(other) if other in self.motion.clauses else []
        if one in lineage:
            raise Unclear(ProblemKind.NO_EFFECT, *source)
        self.edits.add(JoinClauses(other, one), source)

    def split(self, act: parts.Split, base: Scope, source: Source) -> None:
        hit = self._beside(act.position, base)
        text = self.motion.clauses[hit.clause].text
        offset = hit.start if act.position.where is Where.BEFORE else hit.end
        offset = len(text[:offset].rstrip())
        if not text[:offset].strip() or not text[offset:].strip():
            raise Unclear(ProblemKind.NO_EFFECT, *source)
        new = self.new_id()
        self.places.name_new(self._tail_name(act, hit.clause), new)
        quote = quote_before(text, offset)
        self.edits.add(
            SplitClause(hit.clause, offset, new, act.children_follow, act.nested, quote), source
        )

    def _beside(self, position: Position, base: Scope) -> Hit | Stretch:
        """Return the words that a clause is divided by: quoted, or one by its number."""
        at = position.at
        if isinstance(at, Words):
            return self.places.words.hit(at, base)
        last = at.units[-1] if at and at.units else None
        if at is None or not isinstance(last, Nth) or last.kind != WORD:
            raise Unclear(ProblemKind.NO_PLACE, position.start, position.end)
        within = self.places.scope(replace(at, units=at.units[:-1]), base)
        return self.places.counting.word(last, within)

    def _tail_name(self, act: parts.Split, head: ClauseId) -> str:
        parent = head if act.nested else self.motion.parent(head)
        gap = Gap(parent, None) if act.nested else Gap(parent, head)
        label = act.label.rstrip(".") or label_at(self.motion, gap, style_at(self.motion, gap))
        return new_name(self.places.head(parent), label)

    def restyle(self, unit: Locator | None, labels: str, base: Scope, source: Source) -> None:
        parent = self.places.one_clause(unit, base) if unit else None
        marker = read_marker(labels, self._number_of(parent))
        if marker is None:
            raise Unclear(ProblemKind.NOT_UNDERSTOOD, *source)
        self.edits.add(RestyleClauses(parent, marker), source)

    def _number_of(self, parent: ClauseId | None) -> str:
        if parent is None or parent not in self.motion.clauses:
            return ""
        return self.motion.numbering.label(parent).rstrip(".")
