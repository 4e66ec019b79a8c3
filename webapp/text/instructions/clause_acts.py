"""Carrying out what instructions ask of clauses that are there: striking, replacing, rewording."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from webapp.text.clause import Clause, ClauseId
from webapp.text.instructions import note_words, parts, spacing
from webapp.text.instructions.blocks import Draft, read_drafts
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.extents import whole_clauses
from webapp.text.instructions.insertions import Insertions
from webapp.text.instructions.locating import Places
from webapp.text.instructions.motion import Stretch, levelled_words
from webapp.text.instructions.moves import Moves
from webapp.text.instructions.parts import Act, Locator, Payload, Span, Words
from webapp.text.instructions.placing import (
    gap_after,
    gap_within,
)
from webapp.text.instructions.problems import Note, NoteKind, ProblemKind, Unclear
from webapp.text.instructions.scopes import Scope
from webapp.text.instructions.word_acts import WordActs
from webapp.text.operation import InsertText, Operation, StrikeText
from webapp.text.reading.labels import read_label

NewId = Callable[[], ClauseId]

_CODE: Final = re.compile(r"^[A-Z]{0,4} ?\d+(?:\.\d+)*[.)]?\s+")
_ELLIPSIS: Final = re.compile(r"\s*(?:…|\.{3,})\s*$")


class ClauseActs:
    """The acts of one amendment upon clauses."""

    def __init__(self, places: Places, edits: Edits, word_acts: WordActs, new_id: NewId) -> None:
        self.places = places
        self.motion = places.motion
        self.edits = edits
        self.word_acts = word_acts
        self.insertions = Insertions(places, edits, word_acts, new_id)
        self.moves = Moves(places, edits, new_id)

    def do(self, act: Act, base: Scope, source: Source) -> None:
        match act:
            case parts.Delete(spans=spans):
                self.delete_all(spans, base, source)
            case parts.Substitute(span=Locator() as unit, payload=payload):
                self.substitute(unit, payload, base, source)
            case parts.Amend(unit=unit, payload=payload):
                self.amend(unit, payload, base, source)
            case parts.Insert(position=position, payload=payload):
                self.insertions.insert(position, payload, base, source)
            case parts.Move():
                self.moves.move(act, base, source)
            case parts.Join(joined=joined, receiver=receiver):
                self.moves.join(joined, receiver, base, source)
            case parts.Split():
                self.moves.split(act, base, source)
            case parts.Restyle(unit=unit, labels=labels):
                self.moves.restyle(unit, labels, base, source)
            case _:
                raise Unclear(ProblemKind.NOT_UNDERSTOOD, *source)

    def delete_all(self, spans: Sequence[Span], base: Scope, source: Source) -> None:
        for span in spans:
            if isinstance(span, Locator):
                self.delete(span, base, source)
            else:
                self.word_acts.delete(span, base, source)

    def delete(self, unit: Locator, base: Scope, source: Source) -> None:
        scope = self.places.scope(unit, base)
        self._check_reading(unit, scope)
        if scope.section and not scope.section.sure:
            self.insertions.sections.ask_what_goes(scope.section, source)
        for clause in whole_clauses(self.motion, scope):
            if not self.edits.strike_clause(clause, source):
                self.places.note(NoteKind.REPEATED, *source, note_words.CLAUSE_TWICE)
        self.word_acts.strike_all(self._stretches(scope, unit, source), source)

    def substitute(self, unit: Locator, payload: Payload, base: Scope, source: Source) -> None:
        scope = self.places.scope(unit, base)
        self._check_reading(unit, scope)
        if scope.section:
            self.insertions.sections.ask_what_stays(scope.section, payload, source)
        clauses = whole_clauses(self.motion, scope)
        stretches = self._stretches(scope, unit, source)
        if not clauses:
            self._replace_stretches(stretches, payload, source)
            return
        for clause in clauses:
            self.edits.strike_clause(clause, source)
        for stretch in stretches:
            self.word_acts.strike(stretch, source)
        self._put_clauses(clauses, payload, source)

    def _check_reading(self, unit: Locator, scope: Scope) -> None:
        """Check that a unit reads as the instruction says it does. Raises Unclear."""
        if unit.reading is None:
            return
        wanted = levelled_words(_ELLIPSIS.sub("", unit.reading.text))
        label = read_label(wanted)
        wordings = {wanted, wanted[label.text_at :].strip() if label else wanted}
        clauses = self.motion.clauses_in(scope.intervals)
        if scope.stretches:
            found = levelled_words(self.motion.words(scope.stretches[0]))
        else:
            found = levelled_words(self.motion.shown(clauses[0]).text) if clauses else ""
        texts = (found, _CODE.sub("", found))
        wanted_words = [words.strip(" .") for words in wordings if words.strip(" .")]
        if any(text.startswith(words) for words in wanted_words for text in texts):
            return
        offers = self.places.offers
        candidates = [offers.clause(each, offers.motion.cite(each)) for each in clauses[:1]]
        inner = Words(unit.reading, unit.start, unit.end)
        for hit in self.motion.find(unit.reading.text, scope.intervals):
            if named := offers.name_hit(inner, hit):
                candidates.append(offers.stretch(hit, named))
        raise Unclear(ProblemKind.ANCHOR_MISSING, unit.start, unit.end, tuple(candidates))

    def put_in_place_of(self, unit: Locator, payload: Payload, base: Scope, source: Source) -> None:
        """Put what stands in place of a unit that the instruction before struck."""
        scope = self.places.scope(unit, base)
        clauses = whole_clauses(self.motion, scope)
        if clauses:
            self._put_clauses(clauses, payload, source)
            return
        stretches = self._stretches(scope, unit, source)
        if len(stretches) != 1:
            raise Unclear(ProblemKind.NO_PLACE, *source)
        text = self.motion.clauses[stretches[0].clause].text
        start, end = spacing.struck(text, stretches[0].start, stretches[0].end)
        words = spacing.replacement(text, start, self.word_acts.words_of(payload))
        self.edits.wording(stretches[0].clause).put(end, words, source)

    def _replace_stretches(
        self, stretches: Sequence[Stretch], payload: Payload, source: Source
    ) -> None:
        if not stretches:
            raise Unclear(ProblemKind.NO_PLACE, *source)
        self.word_acts.replace(stretches[0], self.word_acts.words_of(payload), source)
        for stretch in stretches[1:]:
            self.word_acts.strike(stretch, source)

    def _put_clauses(self, clauses: Sequence[ClauseId], payload: Payload, source: Source) -> None:
        gap = gap_after(self.motion, clauses[-1])
        drafts = self.insertions.drafts(payload, gap)
        self.insertions.insert_clauses(gap, drafts, source, instead_of=clauses[0])

    def _stretches(self, scope: Scope, unit: Locator, source: Source) -> list[Stretch]:
        """Return the words that a scope covers outside whole clauses."""
        if scope.stretches:
            return list(scope.stretches)
        if scope.lines is None:
            if not scope.clauses:
                raise Unclear(ProblemKind.PLACE_UNCLEAR, unit.start, unit.end)
            return []
        whole = {
            inner.id
            for clause in whole_clauses(self.motion, scope)
            for inner in self.motion.clauses[clause].walk()
        }
        found = []
        for interval in scope.intervals:
            for clause in self.motion.clauses_in((interval,)):
                if clause not in whole:
                    found.append(self._lines_in(clause, scope, unit, source))
        return list(dict.fromkeys(found))

    def _lines_in(self, clause: ClauseId, scope: Scope, unit: Locator, source: Source) -> Stretch:
        """Return the part of a clause's own words that stands on the lines named."""
        lines, shown = scope.lines, self.motion.shown(clause)
        on = [
            line
            for line in self.motion.layout.lines_of(clause)
            if lines and lines.first <= line.number <= lines.last
        ]
        start, _ = shown.to_stored(on[0].start, up=False)
        end, _ = shown.to_stored(on[-1].end, up=True)
        children = self.motion.clauses[clause].children
        if on == list(self.motion.layout.lines_of(clause)) and children:
            self.places.offers.raise_leads_in(clause, source)
        self._warn_of_cut(clause, start, end, unit)
        return Stretch(clause, start, end)

    def _warn_of_cut(self, clause: ClauseId, start: int, end: int, unit: Locator) -> None:
        text = self.motion.clauses[clause].text
        begins = not text[:start].strip() or text[:start].rstrip()[-1:] in ".;:!?"
        ends = not text[end:].strip() or text[:end].rstrip()[-1:] in ".;:!?"
        if not (begins and ends):
            whole = self.places.offers.clause(clause, self.places.offers.place(clause))
            text = note_words.CUT
            self.places.notes.append(Note(NoteKind.CUT, unit.start, unit.end, text, (whole,)))

    def amend(self, unit: Locator | None, payload: Payload, base: Scope, source: Source) -> None:
        """Give a clause other words; it stays the clause it is."""
        scope = self.places.scope(unit, base) if unit else base
        if scope.section:
            self.insertions.sections.ask_what_stays(scope.section, payload, source)
        if scope.stretches or (scope.lines and not scope.clauses):
            at = unit or scope.locator or Locator((), None, *source)
            clauses = whole_clauses(self.motion, scope)
            if len(clauses) != 1:
                self._replace_stretches(self._stretches(scope, at, source), payload, source)
                return
        else:
            clauses = list(scope.clauses)
        if len(clauses) > 1 and not unit and scope.opened:
            self._ask_if_some_are_left_out(clauses, payload, source)
            tops = whole_clauses(self.motion, scope)
            for each in tops:
                self.edits.strike_clause(each, source)
            self._put_clauses(tops, payload, source)
            return
        if len(clauses) != 1 or clauses[0] not in self.motion.clauses:
            raise Unclear(ProblemKind.NO_PLACE, *source)
        clause = self.motion.clauses[clauses[0]]
        drafts = read_drafts(payload, [clause.marker])
        if not drafts:
            raise Unclear(ProblemKind.NO_WORDS, *source)
        lines = [drafts[0], *drafts[0].children, *drafts[1:]]
        labelled = bool(self.motion.numbering.label(clause.id)) and not clause.children
        if labelled and drafts[0].label is None and any(line.label for line in lines):
            self._ask_which_line(clause, lines, source)
        words = self._own_words(clause, drafts[0], payload)
        self.word_acts.replace(
            Stretch(clause.id, len(clause.text) - len(clause.text.lstrip()), len(clause.text)),
            words,
            source,
        )
        self._amend_below(clause, drafts, source)

    def _ask_if_some_are_left_out(
        self, clauses: Sequence[ClauseId], payload: Payload, source: Source
    ) -> None:
        """Ask whether printed clauses stay that are not among the new ones, told by labels."""
        label = self.motion.numbering.label
        printed = {_bare(label(each)): each for each in clauses if label(each)}
        markers = [self.motion.clauses[each].marker for each in printed.values()]
        drafts = read_drafts(payload, markers)
        meant = [printed.get(_bare(draft.printed)) for draft in drafts]
        if None in meant or len(set(meant)) in {0, len(clauses)}:
            return
        tried = WordActs(self.places, Edits(self.motion), self.word_acts.style)
        for clause, draft in zip(meant, drafts, strict=True):
            if clause is not None:
                text = self.motion.clauses[clause].text
                whole = Stretch(clause, len(text) - len(text.lstrip()), len(text))
                tried.reword(whole, draft.text, source)
        offered = [(meant[0], tried.edits.operations())]
        raise Unclear(ProblemKind.PLACE_UNCLEAR, *source, self.places.offers.acts(offered, source))

    def _ask_which_line(self, clause: Clause, drafts: Sequence[Draft], source: Source) -> NoReturn:
        """Ask which of several printed lines has the new words of one clause."""
        lead = len(clause.text) - len(clause.text.lstrip())
        strike = StrikeText(clause.id, lead, len(clause.text), clause.text[lead:])
        offered: list[tuple[ClauseId | None, Sequence[Operation]]] = [
            (clause.id, [strike, InsertText(clause.id, len(clause.text), draft.text)])
            for draft in drafts
        ]
        candidates = self.places.offers.acts(offered, source)
        raise Unclear(ProblemKind.END_UNCLEAR, *source, candidates)

    def _own_words(self, clause: Clause, draft: Draft, payload: Payload) -> str:
        """Return a draft's words for a clause that is there: its label is the clause's, or text."""
        if not draft.label:
            return draft.text
        label = self.motion.numbering.label(clause.id)
        if _bare(label) == _bare(draft.printed):
            return draft.text
        if not label:
            return f"{draft.printed} {draft.text}"
        self.places.note(
            NoteKind.LABEL_DIFFERS,
            payload.start,
            payload.end,
            note_words.LABELLED.format(label, draft.printed),
        )
        return draft.text

    def _amend_below(self, clause: Clause, drafts: Sequence[Draft], source: Source) -> None:
        children = drafts[0].children
        if children:
            for child in clause.children:
                self.edits.strike_clause(child.id, source)
            gap = gap_within(self.motion, clause.id)
            self.insertions.insert_clauses(gap, children, source)
        elif clause.children:
            self.places.note(NoteKind.COUNTED, *source, note_words.REST_STAYS)
        if drafts[1:]:
            self.insertions.insert_clauses(gap_after(self.motion, clause.id), drafts[1:], source)


def _bare(label: str) -> str:
    return label.strip("().").casefold()
