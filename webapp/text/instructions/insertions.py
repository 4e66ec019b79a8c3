"""Carrying out what brings in new clauses: finding their list and gap, asking where unsure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from webapp.text.clause import ClauseId, Marker, MarkerStyle
from webapp.text.instructions import note_words, parts, spacing
from webapp.text.instructions.blocks import Draft, build, fixed_label, read_drafts
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.gap_choosing import GapChooser
from webapp.text.instructions.locating import Places, new_name
from webapp.text.instructions.motion import Stretch
from webapp.text.instructions.parts import Act, Locator, Payload, Position, Where, Words
from webapp.text.instructions.payload_kinds import is_words, name_said, says_clauses, says_member
from webapp.text.instructions.placing import (
    Gap,
    fitting,
    gap_after,
    gap_before,
    gap_within,
    gaps_ending_at,
    gaps_named,
    label_at,
    style_at,
    style_for,
)
from webapp.text.instructions.problems import NoteKind, ProblemKind, Unclear
from webapp.text.instructions.scopes import Scope
from webapp.text.instructions.section_ends import SectionEnds
from webapp.text.instructions.word_acts import WordActs
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    Operation,
)

NewId = Callable[[], ClauseId]

_PRINTED_CODE: Final = re.compile(r"(?:[A-Z]{1,4} ?\d+|\d+\.\d+)(?:\.\d+)*[.):]?\s")
_STOPS: Final = ".!?"
_ENDS: Final = " .,;:…”’\"'"


class Insertions:
    """The new clauses of one amendment, and words put at the ends of clauses."""

    def __init__(self, places: Places, edits: Edits, word_acts: WordActs, new_id: NewId) -> None:
        self.places = places
        self.motion = places.motion
        self.edits = edits
        self.word_acts = word_acts
        self.new_id = new_id
        self.gaps = GapChooser(places, word_acts, new_id)
        self.sections = SectionEnds(self)

    def insert(
        self, position: Position | None, payload: Payload, base: Scope, source: Source
    ) -> None:
        if not payload.text.strip():
            raise Unclear(ProblemKind.NO_WORDS, payload.start, payload.end)
        if position is None:
            self._insert_somewhere(payload, base, source)
            return
        at = position.at
        if isinstance(at, Words):
            self._insert_by_words(position, at, payload, base, source)
            return
        if not isinstance(at, Locator):
            self._insert_at_edge(position, payload, base, source)
            return
        last = at.units[-1] if at.units else None
        if isinstance(last, parts.Named) and last.new:
            self._insert_by_new(position, payload, self.places.one_clause(at, base), source)
            return
        self._insert_in_scope(position, payload, self.places.scope(at, base), source)

    def _insert_in_scope(
        self, position: Position, payload: Payload, scope: Scope, source: Source
    ) -> None:
        if scope.section:
            self.sections.insert(position.where, payload, scope.section, source)
        elif position.where in {Where.START, Where.END}:
            self._insert_at_edge(position, payload, scope, source)
        elif position.where is Where.WITHIN:
            self._insert_within(scope, payload, source)
        elif scope.stretches or (scope.lines and not scope.clauses):
            self._insert_by_stretch(position, payload, scope, source)
        elif not scope.clauses:
            raise Unclear(ProblemKind.NO_PLACE, position.start, position.end)
        else:
            self._insert_by_clause(position.where, payload, scope.clauses, source)

    def _insert_by_clause(
        self, where: Where, payload: Payload, clauses: Sequence[ClauseId], source: Source
    ) -> None:
        """Put new clauses after, before or under a clause."""
        motion = self.motion
        if where is Where.UNDER:
            self._insert_under(clauses[-1], payload, source)
            return
        if where is Where.BEFORE:
            gaps = [gap_before(motion, clauses[0])]
        else:
            gaps = gaps_ending_at(motion, clauses[-1])
        drafts = self.drafts(payload, gaps[0])
        if is_words(payload, drafts):
            self.gaps.ask_words_or_clause(clauses, where, payload, drafts, gaps[0], source)
        gap = gaps[0]
        if not (says_member(payload) and style_at(motion, gap).style is not MarkerStyle.NONE):
            gap = self.gaps.chosen(gaps, drafts, source, outermost=False)
        self.insert_clauses(gap, drafts, source)

    def _insert_by_words(
        self, position: Position, at: Words, payload: Payload, base: Scope, source: Source
    ) -> None:
        """Put new clauses by the clause that begins or ends with words; ask where it does not."""
        if at.occurrence and not at.occurrence.number:
            self.word_acts.insert(position, payload, base, source)
            return
        hit = self.places.words.hit(at, base)
        text, where = self.motion.clauses[hit.clause].text, position.where
        rest = text[: hit.start] if where is Where.BEFORE else text[hit.end :]
        drafts = self.drafts(payload, gap_after(self.motion, hit.clause))
        says = says_clauses(payload, drafts)
        if says and not rest.strip(_ENDS):
            self._insert_by_clause(where, payload, (hit.clause,), source)
            return
        gap = gap_after(self.motion, hit.clause)
        if where is Where.BEFORE:
            gap = gap_before(self.motion, hit.clause)
        if says or not rest.strip(_ENDS):
            self.gaps.ask_words_or_clause([hit.clause], where, payload, drafts, gap, source)
        self.word_acts.insert(position, payload, base, source)

    def _insert_under(self, parent: ClauseId | None, payload: Payload, source: Source) -> None:
        gap = gap_within(self.motion, parent)
        drafts = self.drafts(payload, gap)
        if not self.motion.children(parent) and drafts[0].label:
            self.insert_clauses(gap, drafts, source, marker=drafts[0].marker)
            return
        self.insert_clauses(gap, drafts, source)

    def _insert_by_stretch(
        self, position: Position, payload: Payload, scope: Scope, source: Source
    ) -> None:
        """Put words after or before a sentence, or the words of a line."""
        if scope.stretches:
            stretch = scope.stretches[0]
        else:
            hit = self.motion.hit(scope.intervals[0].start, scope.intervals[-1].end)
            stretch = Stretch(hit.clause, hit.start, hit.end)
        text = self.motion.clauses[stretch.clause].text
        if scope.lines and not (payload.quoted and text[stretch.end :].strip()):
            if position.where is Where.AFTER and not text[stretch.end :].strip():
                self._insert_by_clause(position.where, payload, (stretch.clause,), source)
                return
            if position.where is Where.BEFORE and not text[: stretch.start].strip():
                self._insert_by_clause(position.where, payload, (stretch.clause,), source)
                return
        words = self.word_acts.words_of(payload)
        wording = self.edits.wording(stretch.clause)
        if position.where is Where.END and (spacing.hugs_left(words.strip())):
            stop = len(text[: stretch.end].rstrip(_STOPS))
            wording.put(stop, spacing.inserted(text, stop, words), source)
            return
        if position.where is Where.BEFORE:
            start = stretch.start + _blank(text, stretch.start)
            gap, put = spacing.before(text, start, words)
        else:
            gap, put = stretch.end, spacing.inserted(text, stretch.end, words)
        wording.put(gap, put, source)

    def _insert_at_edge(
        self, position: Position, payload: Payload, scope: Scope, source: Source
    ) -> None:
        """Put words or clauses at the start or the end of what the scope names."""
        start = position.where is Where.START
        if scope.section:
            self.sections.insert(position.where, payload, scope.section, source)
            return
        if scope.stretches:
            where = Where.BEFORE if start else Where.END
            inner = Position(where, None, position.start, position.end)
            self._insert_by_stretch(inner, payload, scope, source)
            return
        if scope.is_whole:
            self._insert_at_edge_of_motion(payload, source, start=start)
            return
        clauses = scope.clauses or tuple(self.motion.clauses_in(scope.intervals))
        if len(clauses) != 1:
            raise Unclear(ProblemKind.PLACE_UNCLEAR, position.start, position.end)
        clause = self.motion.clauses[clauses[0]]
        below = gap_within(self.motion, clause.id, first=start)
        drafts = self.drafts(payload, below)
        if says_clauses(payload, drafts) and (clause.children or not payload.quoted):
            if clause.children:
                self.gaps.check_fit(below, drafts, source)
                self.insert_clauses(below, drafts, source)
            else:
                self._insert_by_clause(
                    Where.BEFORE if start else Where.AFTER, payload, (clause.id,), source
                )
            return
        words = self.word_acts.words_of(payload)
        at = 0 if start else len(clause.text.rstrip())
        put = InsertText(clause.id, at, spacing.inserted(clause.text, at, words))
        if clause.children and not start:
            new = build(drafts, style_at(self.motion, below), self.new_id, lambda _, __: None)
            insertion = InsertClauses(below.parent, below.after, new)
            self.gaps.ask([(clause.id, [put]), (clause.id, [insertion])], source)
        self.edits.wording(clause.id).put(at, put.text, source)

    def _insert_at_edge_of_motion(self, payload: Payload, source: Source, *, start: bool) -> None:
        motion = self.motion
        if start or not motion.order:
            gap = gap_within(motion, None, first=True)
            drafts = self.drafts(payload, gap)
            if not motion.order and drafts[0].label:
                self.insert_clauses(gap, drafts, source, marker=drafts[0].marker)
                return
            self.insert_clauses(gap, drafts, source)
            return
        gaps = gaps_ending_at(motion, motion.order[-1])
        drafts = self.drafts(payload, gaps[-1])
        if is_words(payload, drafts):
            self.gaps.ask_words_or_clause(
                [motion.order[-1]], Where.AFTER, payload, drafts, gaps[-1], source
            )
        self.insert_clauses(self.gaps.chosen(gaps, drafts, source, outermost=True), drafts, source)

    def ask_which_end(self, act: Act, base: Scope, whole: Scope, source: Source) -> None:
        """Ask whether words go to the end of the clause last spoken of, or of the motion."""
        if not isinstance(act, parts.Insert) or len(base.clauses) != 1 or not self.motion.order:
            return
        clause = self.motion.clauses[base.clauses[0]]
        start = act.position is not None and act.position.where is Where.START
        at = 0 if start else len(clause.text)
        put = spacing.inserted(clause.text, at, self.word_acts.words_of(act.payload))
        gap = gap_within(self.motion, None, first=start)
        drafts = self.drafts(act.payload, gap)
        new = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
        self.gaps.ask(
            [
                (clause.id, [InsertText(clause.id, at, put)]),
                (gap.after, [InsertClauses(gap.parent, gap.after, new)]),
            ],
            source,
        )

    def _insert_within(self, scope: Scope, payload: Payload, source: Source) -> None:
        """Put something into a unit without a place in it: only a label can tell where."""
        if len(scope.clauses) == 1:
            clause = scope.clauses[0]
            gaps = [gap_within(self.motion, clause), gap_after(self.motion, clause)]
            drafts = self.drafts(payload, gaps[0])
            if drafts[0].label:
                found = fitting(self.motion, gaps, drafts[0])
                if len(found) == 1:
                    self.insert_clauses(found[0], drafts, source)
                    return
            text = self.motion.clauses[clause].text
            words = self.word_acts.words_of(payload)
            offered: list[tuple[ClauseId | None, list[Operation]]] = []
            if payload.block or says_clauses(payload, drafts):
                gap = gaps[0] if self.motion.clauses[clause].children else gaps[1]
                new = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
                offered.append((clause, [InsertClauses(gap.parent, gap.after, new)]))
            if not says_clauses(payload, drafts):
                offered += [
                    (clause, [InsertText(clause, at, spacing.inserted(text, at, words))])
                    for at in (len(text), 0)
                ]
            self.gaps.ask(offered, source)
        raise Unclear(ProblemKind.NO_PLACE, *source)

    def _insert_somewhere(self, payload: Payload, base: Scope, source: Source) -> None:
        """Put new clauses where the only list stands that their label goes on in."""
        motion = self.motion
        if base.section:
            self.sections.insert(Where.WITHIN, payload, base.section, source)
            return
        if not base.is_whole and len(base.clauses) == 1:
            self._insert_within(base, payload, source)
            return
        siblings = [clause.marker for clause in motion.clauses.values()]
        drafts = read_drafts(payload, siblings)
        if drafts and drafts[0].label:
            parents = [None, *(c for c in motion.order if motion.clauses[c].children)]
            gaps = [gap_within(motion, parent) for parent in parents]
            exact = [g for g in fitting(motion, gaps, drafts[0]) if self.gaps.goes_on(g, drafts[0])]
            if len(exact) == 1:
                self.insert_clauses(exact[0], drafts, source)
                return
            if exact:
                self.gaps.ask_gap(exact, drafts, source)
        name = name_said(payload, drafts)
        named = gaps_named(motion, name)
        if len(named) == 1:
            if drafts[0].label is None and style_at(motion, named[0]).style is MarkerStyle.FIXED:
                drafts[0].label = fixed_label(name)
            self.insert_clauses(named[0], drafts, source)
            return
        if named:
            self.gaps.ask_gap(named, drafts, source)
        fits = payload.block or (drafts and says_clauses(payload, drafts))
        ends = self.gaps.at_ends(drafts, base, source) if fits else ()
        raise Unclear(ProblemKind.NO_PLACE, *source, ends)

    def _insert_by_new(
        self, position: Position, payload: Payload, clause: ClauseId, source: Source
    ) -> None:
        """Put words at the start of a clause that this amendment makes, or clauses by it."""
        if position.where is Where.START:
            words = self.word_acts.words_of(payload)
            self.edits.add(InsertText(clause, 0, spacing.inserted("", 0, words)), source)
            return
        if position.where not in {Where.UNDER, Where.AFTER}:
            raise Unclear(ProblemKind.NO_PLACE, position.start, position.end)
        drafts = self.drafts(payload, None)
        below = position.where is Where.UNDER
        parent = clause if below else self.edits.parent_of_new(clause)
        marker = None if below else self.edits.marker_of_new(clause)
        head = self.places.head(parent)
        names = _Names(self.places, {id(draft): new_name(head, draft.printed) for draft in drafts})
        new = build(drafts, marker or drafts[0].marker, self.new_id, names.give)
        self.edits.add(InsertClauses(parent, None if below else clause, new), source)

    def drafts(self, payload: Payload, gap: Gap | None) -> list[Draft]:
        siblings = [c.marker for c in self.motion.children(gap.parent)] if gap else []
        self.word_acts.words_of(payload)
        drafts = read_drafts(payload, siblings)
        if not drafts:
            raise Unclear(ProblemKind.NO_WORDS, payload.start, payload.end)
        return drafts

    def insert_clauses(
        self,
        gap: Gap,
        drafts: Sequence[Draft],
        source: Source,
        *,
        marker: Marker | None = None,
        instead_of: ClauseId | None = None,
    ) -> None:
        style = marker or style_for(self.motion, gap, drafts[0])
        if style.style is MarkerStyle.NONE:
            self._keep_codes(gap, drafts)
        head = self.places.head(gap.parent)
        labels = [label_at(self.motion, gap, style, step) for step in range(len(drafts))]
        if instead_of:
            labels[0] = self.motion.numbering.label(instead_of)
        names = _Names(self.places, {})
        for draft, label in zip(drafts, labels, strict=True):
            names.known[id(draft)] = new_name(head, draft.printed or label)
            if draft.label and label and _bare(draft.printed) != _bare(label):
                text = note_words.NEWLY_LABELLED.format(label, draft.printed)
                self.places.note(NoteKind.LABEL_DIFFERS, *source, text)

        clauses = build(drafts, style, self.new_id, names.give)
        self.edits.add(InsertClauses(gap.parent, gap.after, clauses), source)

    def _keep_codes(self, gap: Gap, drafts: Sequence[Draft]) -> None:
        """Leave a label among the words where the neighbours print theirs so: "8.5 The …"."""
        siblings = self.motion.children(gap.parent)
        if any(_PRINTED_CODE.match(sibling.text.strip()) for sibling in siblings):
            for draft in drafts:
                if draft.label and _PRINTED_CODE.match(f"{draft.printed} "):
                    draft.text, draft.label = f"{draft.printed} {draft.text}", None


@dataclass(frozen=True, slots=True)
class _Names:
    """What the clauses of a payload are called, as each is made: the outer ones are known."""

    places: Places
    known: dict[int, str]

    def give(self, draft: Draft, clause: ClauseId) -> None:
        own = self.known[id(draft)]
        self.places.name_new(own, clause)
        for child in draft.children:
            self.known[id(child)] = new_name(own, child.printed)


def _bare(label: str) -> str:
    return label.strip("().").casefold()


def _blank(text: str, at: int) -> int:
    return len(text[at:]) - len(text[at:].lstrip())
