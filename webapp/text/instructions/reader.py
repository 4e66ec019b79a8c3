"""From the words of an amendment to a change set, or to the questions that they leave open.

Every instruction is carried out on the same text, the one its author saw. What cannot be
carried out as it stands becomes a problem with its place and what to choose from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from webapp.text.clause import ClauseId, Document
from webapp.text.identity import new_clause_id
from webapp.text.instructions import note_words, parts
from webapp.text.instructions.blocks import unquoted
from webapp.text.instructions.by_result import by_result
from webapp.text.instructions.checking import check_claims, check_control
from webapp.text.instructions.clause_acts import ClauseActs
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.grammar import (
    ANOTHER_TEXT,
    CONDITIONAL,
    NO_WORDS,
    SECOND_ORDER,
    TITLE,
    ends_within,
    iter_statements,
)
from webapp.text.instructions.locating import Places
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.offers import Offers
from webapp.text.instructions.parts import Statement
from webapp.text.instructions.problems import (
    SENTENCES,
    Candidate,
    InstructionReading,
    NoteKind,
    Problem,
    ProblemKind,
    Unclear,
)
from webapp.text.instructions.quoted_words import quoted_words
from webapp.text.instructions.scopes import Scope
from webapp.text.instructions.style import DEFAULT_STYLE, InstructionStyle
from webapp.text.instructions.tokens import levelled
from webapp.text.instructions.unmarked import beside_words, ended_early
from webapp.text.instructions.word_acts import WordActs
from webapp.text.lines import Layout
from webapp.text.operation import ChangeSet, InsertText, MoveClause, Operation

NewId = Callable[[], ClauseId]

LONGEST: Final = 400_000
MOST_PROBLEMS: Final = 200
MOST_LOOKS: Final = 200
LONGEST_TRIED: Final = 10_000
MOST_TRIES: Final = 12
_REFUSALS: Final = {
    TITLE: ProblemKind.TITLE,
    SECOND_ORDER: ProblemKind.SECOND_ORDER,
    CONDITIONAL: ProblemKind.CONDITIONAL,
    NO_WORDS: ProblemKind.NO_WORDS,
    ANOTHER_TEXT: ProblemKind.ANOTHER_TEXT,
}
# What of a place that is named says more than that the words were not understood.
_NOT_THERE: Final = frozenset(
    {ProblemKind.NO_SUCH_CLAUSE, ProblemKind.NO_SUCH_LINE, ProblemKind.ANCHOR_MISSING}
)

# Problems of whole instructions, which can at least be left out where others stand beside them.
_CAN_BE_LEFT_OUT: Final = frozenset(
    {
        *_REFUSALS.values(),
        ProblemKind.NO_PLACE,
        ProblemKind.OVERLAP,
        ProblemKind.NO_EFFECT,
        ProblemKind.NOT_UNDERSTOOD,
    }
)


def read_instructions(
    words: str,
    document: Document,
    layout: Layout | None = None,
    *,
    id: str = "A1",
    place: str = "",
    style: InstructionStyle = DEFAULT_STYLE,
    new_id: NewId = new_clause_id,
) -> InstructionReading:
    """Return the change set that the words ask for, or the problems that stand in its way."""
    if len(words) > LONGEST:
        problem = Problem(
            ProblemKind.TOO_LONG, words[:80], 0, len(words), SENTENCES[ProblemKind.TOO_LONG]
        )
        return InstructionReading(None, (problem,))
    reading = Reading(words, Motion(document, layout), style, new_id)
    reading.run()
    notes = tuple(dict.fromkeys(reading.places.notes))
    if reading.problems:
        return InstructionReading(None, tuple(reading.problems), notes)
    operations = reading.edits.operations()
    return InstructionReading(ChangeSet(id, operations, place, document.under), (), notes)


@dataclass
class _Memory:
    """What one instruction leaves for the next: its place, and what it took out.

    `label` is that of the item, in a list of instructions, which opened the place; it is
    `untouched` until something is done there.
    """

    opened: Scope | None = None
    untouched: bool = False
    looks: int = 0
    tries: int = 0
    label: str | None = None
    current: Scope | None = None
    deleted: parts.Delete | None = None
    deleted_base: Scope | None = None


class Reading:
    """One amendment on its way from words to operations."""

    def __init__(
        self,
        words: str,
        motion: Motion,
        style: InstructionStyle,
        new_id: NewId = new_clause_id,
        *,
        offering: bool = True,
    ) -> None:
        self.words = words
        self.source = levelled(words)
        self.style = style
        self.motion = motion
        self.offers = Offers(motion, style, words, offering=offering)
        self.places = Places(motion, self.offers)
        self.edits = Edits(motion)
        self.word_acts = WordActs(self.places, self.edits, style)
        self.clause_acts = ClauseActs(self.places, self.edits, self.word_acts, new_id)
        self.problems: list[Problem] = []
        self.memory = _Memory()

    def run(self) -> None:
        statements: list[Statement] = []
        for statement in iter_statements(self.source, self.motion.citations):
            statements.append(statement)
            if len(self.problems) >= MOST_PROBLEMS:
                return
            self._guarded(statement)
        if self.problems:
            self._ask_by_result()
            return
        if not any(not isinstance(s.act, parts.Open) for s in statements):
            self._report(Unclear(ProblemKind.NOTHING_SAID, 0, len(self.words)))
            return
        try:
            operations = self.edits.operations()
            check_claims(statements, operations, self.places)
            if all(map(self._is_idle, operations)):
                self._report(Unclear(ProblemKind.NO_EFFECT, 0, len(self.words)))
        except Unclear as unclear:
            self._report(unclear)

    def _ask_by_result(self) -> None:
        """Put one question for all, where nothing could be done and a result is printed."""
        if self.edits.words or self.edits.structural or not self.offers.offering:
            return
        if any(problem.kind is ProblemKind.NO_SUCH_CLAUSE for problem in self.problems):
            return
        question = by_result(self.words, self.places, self.style)
        if question:
            self.problems = [question]

    def _is_idle(self, operation: Operation) -> bool:
        """Tell whether an operation is a move to where the clause is."""
        match operation:
            case MoveClause(clause=clause, parent=parent, after=after):
                here = (self.motion.parent(clause), self.motion.before(clause))
                return here == (parent, after)
            case _:
                return False

    def _guarded(self, statement: Statement) -> None:
        try:
            self._carry_out(statement)
        except Unclear as unclear:
            self._report(unclear)

    def _report(self, unclear: Unclear) -> None:
        unclear = self._with_ends(unclear)
        start, end = unclear.start, unclear.end
        candidates = unclear.candidates
        if not candidates and unclear.kind in _CAN_BE_LEFT_OUT:
            candidates = self._without(Source(start, end))
        self.problems.append(
            Problem(
                unclear.kind,
                self.words[start:end],
                start,
                end,
                SENTENCES[unclear.kind],
                candidates,
            )
        )

    def _with_ends(self, unclear: Unclear) -> Unclear:
        """Return a problem with the places where words without marks can end."""
        start, end = unclear.start, unclear.end
        if not self.offers.offering or len(self.words) > LONGEST_TRIED:
            return unclear

        def reads(instruction: str) -> bool:
            words = f"{self.words[:start]}{instruction}{self.words[end:]}"
            self.memory.tries += 1
            if self.memory.tries > MOST_TRIES:
                return False
            tried = Reading(words, self.motion, self.style, offering=False)
            tried.run()
            after = start + len(instruction)
            return not any(p.start < after and start < p.end for p in tried.problems)

        said, found = self.source[start:end], unclear.candidates
        if unclear.kind is ProblemKind.NO_WORDS:
            if found := beside_words(said, self.style, reads):
                return Unclear(ProblemKind.END_UNCLEAR, start, end, found)
        elif unclear.kind is ProblemKind.END_UNCLEAR:
            early = ended_early(said, ends_within, self.style, reads)
            return Unclear(unclear.kind, start, end, early + found)
        return unclear

    def _carry_out(self, statement: Statement) -> None:
        memory = self.memory
        deleted, memory.deleted = memory.deleted, None
        act = statement.act
        source = Source(statement.start, statement.end)
        self._refuse(statement, source)
        if isinstance(act, parts.Renumber | parts.Aside):
            self._pass_over(act, deleted, source)
            return
        if isinstance(act, parts.Control) and memory.untouched and _is_printed(memory.opened):
            act = parts.Amend(None, act.payload)
        if isinstance(act, parts.Control):
            check_control(act.payload, source, self.edits, self.places)
            return
        if statement.label and memory.label and _next_item(statement.label, memory.label):
            memory.opened = memory.current = memory.label = None
        base = self._base(statement)
        if isinstance(act, parts.Open):
            memory.opened = memory.current = replace(base, opened=True)
            memory.label, memory.untouched = statement.label, True
            return
        memory.untouched = False
        if self._starts_anew(statement, base):
            base = self._edge_base(act, base, source)
        memory.current = base
        if isinstance(act, parts.Delete):
            memory.deleted, memory.deleted_base = act, base
        if isinstance(act, parts.Insert) and act.position is None and deleted:
            self._replace_deleted(act, deleted, source)
            return
        if not self.word_acts.do(act, base, source):
            self.clause_acts.do(act, base, source)

    def _pass_over(self, act: parts.Act, deleted: parts.Delete | None, source: Source) -> None:
        """Go on after what asks for no change; a remark parts no insertion from its deletion."""
        if isinstance(act, parts.Aside):
            self.memory.deleted = deleted
            text = note_words.REMARK
            self.places.note(NoteKind.ASIDE, *source, text)

    def _look_for_place(self, statement: Statement) -> None:
        """Raise Unclear where what was not understood names a place that is not there."""
        try:
            self.places.scope(statement.locator, self.places.whole())
        except Unclear as unclear:
            if unclear.kind in _NOT_THERE:
                raise

    def _refuse(self, statement: Statement, source: Source) -> None:
        """Raise Unclear for what is not to be carried out, or says nothing."""
        act = statement.act
        if isinstance(act, parts.Unread) or act == parts.Refuse(NO_WORDS):
            self._look_for_place(statement)
        if isinstance(act, parts.Refuse):
            raise Unclear(_REFUSALS[act.why], *source)
        if isinstance(act, parts.Unread):
            raise Unclear(ProblemKind.NOT_UNDERSTOOD, *source, self._without(source))

    def _starts_anew(self, statement: Statement, base: Scope) -> bool:
        """Tell whether "at end add" begins a line after an instruction about some clause."""
        act = statement.act
        return (
            isinstance(act, parts.Insert)
            and act.position is not None
            and act.position.at is None
            and statement.locator is None
            and not statement.continues
            and not self.memory.opened
            and not base.is_whole
        )

    def _edge_base(self, act: parts.Act, base: Scope, source: Source) -> Scope:
        """Return the motion for "at end add: 8. …"; ask where quoted words may go on a clause."""
        payload = act.payload if isinstance(act, parts.Insert) else None
        if payload and payload.quoted and unquoted(payload.text) == payload.text:
            self.clause_acts.insertions.ask_which_end(act, base, self.places.whole(), source)
        return self.places.whole()

    def _replace_deleted(self, act: parts.Insert, deleted: parts.Delete, source: Source) -> None:
        """Put words where the instruction before took some out."""
        base = self.memory.deleted_base or self.places.whole()
        if len(deleted.spans) != 1:
            candidates = self._in_place_of_each(act, deleted, base, source)
            raise Unclear(ProblemKind.NO_PLACE, *source, candidates)
        span = deleted.spans[0]
        if isinstance(span, parts.Locator):
            self.clause_acts.put_in_place_of(span, act.payload, base, source)
        else:
            self.word_acts.put_in_place_of(span, act.payload, base, source)

    def _in_place_of_each(
        self, act: parts.Insert, deleted: parts.Delete, base: Scope, source: Source
    ) -> tuple[Candidate, ...]:
        """Offer to put words in place of one or other of those that were struck."""
        offered = []
        for span in deleted.spans:
            tried = Edits(self.motion)
            if not isinstance(span, parts.Locator):
                WordActs(self.places, tried, self.style).put_in_place_of(
                    span, act.payload, base, source
                )
                operations = tried.operations()
                offered.append((_clause_of(operations), operations))
        return self.offers.acts(offered, source)

    def _base(self, statement: Statement) -> Scope:
        """Return where an instruction looks: where it says, else where the one before did."""
        memory, places = self.memory, self.places
        if statement.locator is None:
            if statement.continues and memory.current:
                return memory.current
            if memory.opened:
                return memory.opened
            return self._carried(statement) if memory.current else places.whole()
        carried = memory.current if statement.continues else None
        outer = memory.opened or carried or places.whole()
        possible = self.word_acts.possible(statement.act)
        scope = places.scope(statement.locator, outer, possible)
        if memory.opened and not _within(scope, memory.opened):
            memory.opened = None
        if statement.opens:
            memory.opened = replace(scope, opened=True)
            memory.label = statement.label
        return scope

    def _carried(self, statement: Statement) -> Scope:
        """Return the place of the sentence before, unless what is quoted is nowhere there."""
        before, whole = self.memory.current, self.places.whole()
        if before is None or before.is_whole:
            return whole if before is None else replace(before, carried=True)
        quoted = [each for each in quoted_words(statement.act) if each.within is None]
        if quoted and self.memory.looks < MOST_LOOKS:
            self.memory.looks += 1
            find = self.motion.find
            if not any(find(each.quotation.text, before.intervals, most=1) for each in quoted):
                there = (find(each.quotation.text, whole.intervals, most=1) for each in quoted)
                if all(there):
                    return whole
        return replace(before, carried=True)

    def _without(self, source: Source) -> tuple[Candidate, ...]:
        """Offer to leave words out, where anything else is said."""
        rest = self.words[: source.start] + self.words[source.end :]
        if not rest.strip(" \n\t.,;:"):
            return ()
        return (Candidate(None, "", None, "", ""),)


def _clause_of(operations: Sequence[Operation]) -> ClauseId | None:
    return next((each.clause for each in operations if isinstance(each, InsertText)), None)


def _next_item(label: str, opener: str) -> bool:
    """Tell whether a label goes on in the list of the one that opened a place, or above it."""
    depth, outer = len(label) - len(label.lstrip()), len(opener) - len(opener.lstrip())
    alike = label.strip("() .").isdecimal() == opener.strip("() .").isdecimal()
    return depth < outer or (depth == outer and alike)


def _is_printed(scope: Scope | None) -> bool:
    """Tell whether a place was opened by printing what it now reads."""
    units = scope.locator.units if scope and scope.locator else ()
    return bool(units) and isinstance(units[-1], parts.Passage)


def _within(scope: Scope, outer: Scope) -> bool:
    return all(
        any(o.start <= each.start and each.end <= o.end for o in outer.intervals)
        for each in scope.intervals
    )


__all__ = ["NoteKind", "read_instructions"]
