"""Carrying out what instructions ask of clauses: striking, adding, moving, dividing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from webapp.text.clause import Clause, ClauseId, Marker, MarkerStyle
from webapp.text.instructions import parts, spacing
from webapp.text.instructions.blocks import Draft, build, read_drafts, unquoted
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.labels import read_marker
from webapp.text.instructions.locating import Places, Scope, new_name
from webapp.text.instructions.motion import Stretch, levelled_words
from webapp.text.instructions.parts import Act, Locator, Payload, Position, Span, Where, Words
from webapp.text.instructions.placing import (
    Gap,
    fitting,
    gap_after,
    gap_before,
    gap_within,
    gaps_ending_at,
    label_at,
    style_at,
    style_for,
)
from webapp.text.instructions.problems import Note, NoteKind, ProblemKind, Unclear
from webapp.text.instructions.word_acts import WordActs
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    Operation,
    RestyleClauses,
    SplitClause,
)
from webapp.text.reading.labels import read_label
from webapp.text.words import quote_before

NewId = Callable[[], ClauseId]

_ELLIPSIS: Final = re.compile(r"\s*(?:…|\.{3,})\s*$")
_CLAUSE_WORDS: Final = ("clause", "paragraph", "point", "bullet", "item", "limb", "section")


class ClauseActs:
    """The acts of one amendment upon clauses."""

    def __init__(self, places: Places, edits: Edits, word_acts: WordActs, new_id: NewId) -> None:
        self.places = places
        self.motion = places.motion
        self.edits = edits
        self.word_acts = word_acts
        self.new_id = new_id

    def do(self, act: Act, base: Scope, source: Source) -> None:
        match act:
            case parts.Delete(spans=spans):
                self.delete_all(spans, base, source)
            case parts.Substitute(span=Locator() as unit, payload=payload):
                self.substitute(unit, payload, base, source)
            case parts.Amend(unit=unit, payload=payload):
                self.amend(unit, payload, base, source)
            case parts.Insert(position=position, payload=payload):
                self.insert(position, payload, base, source)
            case parts.Move():
                self.move(act, base, source)
            case parts.Join(joined=joined, receiver=receiver):
                self.join(joined, receiver, base, source)
            case parts.Split():
                self.split(act, base, source)
            case parts.Restyle(unit=unit, labels=labels):
                self.restyle(unit, labels, base, source)
            case _:
                raise Unclear(ProblemKind.NOT_UNDERSTOOD, *source)

    # Striking and replacing

    def delete_all(self, spans: Sequence[Span], base: Scope, source: Source) -> None:
        for span in spans:
            if isinstance(span, Locator):
                self.delete(span, base, source)
            else:
                self.word_acts.delete(span, base, source)

    def delete(self, unit: Locator, base: Scope, source: Source) -> None:
        scope = self.places.scope(unit, base)
        self._check_reading(unit, scope)
        for clause in self._clauses(scope):
            if not self.edits.strike_clause(clause, source):
                self.places.note(NoteKind.REPEATED, *source, "The same clause is already deleted.")
        self.word_acts.strike_all(self._stretches(scope, unit, source), source)

    def substitute(self, unit: Locator, payload: Payload, base: Scope, source: Source) -> None:
        scope = self.places.scope(unit, base)
        self._check_reading(unit, scope)
        clauses = self._clauses(scope)
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
        if any(found.startswith(words.rstrip(" .")) for words in wordings if words.strip()):
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
        clauses = self._clauses(scope)
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
        drafts = self._drafts(payload, gap)
        self._insert_clauses(gap, drafts, source, instead_of=clauses[0])

    def _clauses(self, scope: Scope) -> list[ClauseId]:
        """Return the clauses that a scope names, or whose lines it covers from first to last."""
        if scope.stretches or (scope.clauses and scope.lines):
            return []
        if scope.clauses:
            numbering = self.motion.numbering
            return [
                clause
                for clause in dict.fromkeys(scope.clauses)
                if not any(above in scope.clauses for above in numbering.lineage(clause)[:-1])
            ]
        return self._covered(scope) if scope.lines else []

    def _covered(self, scope: Scope) -> list[ClauseId]:
        """Return the clauses of which every line is among those named, outermost only."""
        lines = scope.lines
        found: list[ClauseId] = []
        for clause in self.motion.clauses_in(scope.intervals):
            extent = self.motion.extent(clause)
            if lines is None or extent is None:
                continue
            numbering = self.motion.numbering
            inside = lines.first <= extent[0] and extent[1] <= lines.last
            if inside and not any(above in found for above in numbering.lineage(clause)):
                found.append(clause)
        return found

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
            for clause in self._clauses(scope)
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
            text = "These lines begin or end within a sentence."
            self.places.notes.append(Note(NoteKind.CUT, unit.start, unit.end, text, (whole,)))

    def amend(self, unit: Locator | None, payload: Payload, base: Scope, source: Source) -> None:
        """Give a clause other words; it stays the clause it is."""
        scope = self.places.scope(unit, base) if unit else base
        if scope.stretches or (scope.lines and not scope.clauses):
            at = unit or scope.locator or Locator((), None, *source)
            clauses = self._clauses(scope)
            if len(clauses) != 1:
                self._replace_stretches(self._stretches(scope, at, source), payload, source)
                return
        else:
            clauses = list(scope.clauses)
        if len(clauses) != 1 or clauses[0] not in self.motion.clauses:
            raise Unclear(ProblemKind.NO_PLACE, *source)
        clause = self.motion.clauses[clauses[0]]
        drafts = read_drafts(payload, [clause.marker])
        if not drafts:
            raise Unclear(ProblemKind.NO_WORDS, *source)
        words = self._own_words(clause, drafts[0], payload)
        self.word_acts.replace(
            Stretch(clause.id, len(clause.text) - len(clause.text.lstrip()), len(clause.text)),
            words,
            source,
        )
        self._amend_below(clause, drafts, source)

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
            f"The clause is labelled {label}, not {draft.printed}.",
        )
        return draft.text

    def _amend_below(self, clause: Clause, drafts: Sequence[Draft], source: Source) -> None:
        children = drafts[0].children
        if children:
            for child in clause.children:
                self.edits.strike_clause(child.id, source)
            gap = gap_within(self.motion, clause.id)
            self._insert_clauses(gap, children, source)
        elif clause.children:
            self.places.note(
                NoteKind.COUNTED, *source, "What stands under the clause stays as it is."
            )
        if drafts[1:]:
            self._insert_clauses(gap_after(self.motion, clause.id), drafts[1:], source)

    # Inserting

    def insert(
        self, position: Position | None, payload: Payload, base: Scope, source: Source
    ) -> None:
        if not payload.text.strip():
            raise Unclear(ProblemKind.NO_WORDS, payload.start, payload.end)
        if position is None:
            self._insert_somewhere(payload, base, source)
            return
        at = position.at
        if not isinstance(at, Locator):
            self._insert_at_edge(position, payload, base, source)
            return
        last = at.units[-1] if at.units else None
        if isinstance(last, parts.Named) and last.new:
            self._insert_by_new(position, payload, self.places.one_clause(at, base), source)
            return
        scope = self.places.scope(at, base)
        if position.where in {Where.START, Where.END}:
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
        drafts = self._drafts(payload, gaps[0])
        if _is_words(payload, drafts):
            self._ask_words_or_clause(clauses, where, payload, drafts, gaps[0], source)
        gap = self._chosen(gaps, drafts, source, outermost=False)
        self._insert_clauses(gap, drafts, source)

    def _insert_under(self, parent: ClauseId | None, payload: Payload, source: Source) -> None:
        gap = gap_within(self.motion, parent)
        drafts = self._drafts(payload, gap)
        if not self.motion.children(parent) and drafts[0].label:
            self._insert_clauses(gap, drafts, source, marker=drafts[0].marker)
            return
        self._insert_clauses(gap, drafts, source)

    def _chosen(
        self, gaps: Sequence[Gap], drafts: Sequence[Draft], source: Source, *, outermost: bool
    ) -> Gap:
        """Return the gap whose list the new clause's label belongs to; ask when none or several."""
        first = drafts[0]
        if first.label is None:
            plain = [g for g in gaps if style_at(self.motion, g).style is MarkerStyle.NONE]
            chosen = gaps[-1] if outermost else gaps[0]
            if not plain or chosen in plain or first.unlabelled:
                return chosen
            found = [chosen, *plain]
        else:
            found = fitting(self.motion, gaps, first)
            if found and found[0] == gaps[0] and not outermost:
                found = found[:1]
            if len(found) == 1 and (found[0] == gaps[0] or self._goes_on(found[0], first)):
                self._ask_if_nested(found[0], drafts, source)
                return found[0]
            if not found and self._is_only_list(gaps):
                return gaps[0]
            found = found or list(gaps)
        self._ask_gap(found, drafts, source)
        raise AssertionError

    def _check_fit(self, gap: Gap, drafts: Sequence[Draft], source: Source) -> None:
        """Ask where the label of a new clause is not of the style of the list that was named."""
        if drafts[0].label and not fitting(self.motion, [gap], drafts[0]):
            last = self.motion.order[-1]
            self._ask_gap([gap, *gaps_ending_at(self.motion, last)], drafts, source)

    def _ask_if_nested(self, gap: Gap, drafts: Sequence[Draft], source: Source) -> None:
        """Ask where a label is wrong among its siblings and right as the first below one."""
        label = drafts[0].label
        if gap.after is None or label is None or self._goes_on(gap, drafts[0]):
            return
        style = style_at(self.motion, gap).style
        firsts = [m for m in label.meanings if m.number == 1 and m.marker.style is not style]
        if not firsts or self.motion.clauses[gap.after].children:
            return
        beside = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
        below = build(drafts, firsts[0].marker, self.new_id, lambda _, __: None)
        self._ask(
            [
                (gap.after, [InsertClauses(gap.parent, gap.after, beside)]),
                (gap.after, [InsertClauses(gap.after, None, below)]),
            ],
            source,
        )

    def _is_only_list(self, gaps: Sequence[Gap]) -> bool:
        """Tell whether a label that fits nowhere can only be that of an empty motion's clause."""
        return not self.motion.order and bool(gaps)

    def _ask_gap(self, gaps: Sequence[Gap], drafts: Sequence[Draft], source: Source) -> None:
        offered = []
        for gap in gaps:
            clauses = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
            offered.append(
                (gap.after or gap.parent, [InsertClauses(gap.parent, gap.after, clauses)])
            )
        self._ask(offered, source)

    def _ask(
        self, offered: Sequence[tuple[ClauseId | None, Sequence[Operation]]], source: Source
    ) -> None:
        found = self.places.offers.acts(offered)
        raise Unclear(ProblemKind.PLACE_UNCLEAR, *source, found)

    def _ask_words_or_clause(
        self,
        clauses: Sequence[ClauseId],
        where: Where,
        payload: Payload,
        drafts: Sequence[Draft],
        gap: Gap,
        source: Source,
    ) -> None:
        clause = self.motion.clauses[clauses[0] if where is Where.BEFORE else clauses[-1]]
        words = self.word_acts.words_of(payload)
        at = 0 if where is Where.BEFORE else len(clause.text)
        put = InsertText(clause.id, at, spacing.inserted(clause.text, at, words))
        new = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
        insertion = InsertClauses(gap.parent, gap.after, new)
        self._ask([(clause.id, [put]), (clause.id, [insertion])], source)

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
        if scope.stretches:
            where = Where.BEFORE if start else Where.AFTER
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
        drafts = self._drafts(payload, below)
        if _says_clauses(payload, drafts) and (clause.children or not payload.quoted):
            if clause.children:
                self._check_fit(below, drafts, source)
                self._insert_clauses(below, drafts, source)
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
            self._ask([(clause.id, [put]), (clause.id, [insertion])], source)
        self.edits.wording(clause.id).put(at, put.text, source)

    def _insert_at_edge_of_motion(self, payload: Payload, source: Source, *, start: bool) -> None:
        motion = self.motion
        if start or not motion.order:
            gap = gap_within(motion, None, first=True)
            drafts = self._drafts(payload, gap)
            if not motion.order and drafts[0].label:
                self._insert_clauses(gap, drafts, source, marker=drafts[0].marker)
                return
            self._insert_clauses(gap, drafts, source)
            return
        gaps = gaps_ending_at(motion, motion.order[-1])
        drafts = self._drafts(payload, gaps[-1])
        if _is_words(payload, drafts):
            self._ask_words_or_clause(
                [motion.order[-1]], Where.AFTER, payload, drafts, gaps[-1], source
            )
        self._insert_clauses(self._chosen(gaps, drafts, source, outermost=True), drafts, source)

    def ask_which_end(self, act: Act, base: Scope, whole: Scope, source: Source) -> None:
        """Ask whether words go to the end of the clause last spoken of, or of the motion."""
        if not isinstance(act, parts.Insert) or len(base.clauses) != 1 or not self.motion.order:
            return
        clause = self.motion.clauses[base.clauses[0]]
        start = act.position is not None and act.position.where is Where.START
        at = 0 if start else len(clause.text)
        put = spacing.inserted(clause.text, at, self.word_acts.words_of(act.payload))
        gap = gap_within(self.motion, None, first=start)
        drafts = self._drafts(act.payload, gap)
        new = build(drafts, style_at(self.motion, gap), self.new_id, lambda _, __: None)
        self._ask(
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
            drafts = self._drafts(payload, gaps[0])
            if drafts[0].label:
                found = fitting(self.motion, gaps, drafts[0])
                if len(found) == 1:
                    self._insert_clauses(found[0], drafts, source)
                    return
            text = self.motion.clauses[clause].text
            words = self.word_acts.words_of(payload)
            ends = [0, len(text)]
            self._ask(
                [
                    (clause, [InsertText(clause, at, spacing.inserted(text, at, words))])
                    for at in reversed(ends)
                ],
                source,
            )
        raise Unclear(ProblemKind.NO_PLACE, *source)

    def _insert_somewhere(self, payload: Payload, base: Scope, source: Source) -> None:
        """Put new clauses where the only list stands that their label goes on in."""
        motion = self.motion
        if not base.is_whole and len(base.clauses) == 1:
            self._insert_within(base, payload, source)
            return
        siblings = [clause.marker for clause in motion.clauses.values()]
        drafts = read_drafts(payload, siblings)
        if drafts and drafts[0].label:
            parents = [None, *(c for c in motion.order if motion.clauses[c].children)]
            gaps = [gap_within(motion, parent) for parent in parents]
            exact = [g for g in fitting(motion, gaps, drafts[0]) if self._goes_on(g, drafts[0])]
            if len(exact) == 1:
                self._insert_clauses(exact[0], drafts, source)
                return
            if exact:
                self._ask_gap(exact, drafts, source)
        raise Unclear(ProblemKind.NO_PLACE, *source)

    def _goes_on(self, gap: Gap, draft: Draft) -> bool:
        marker = style_at(self.motion, gap)
        return bool(draft.label) and _bare(label_at(self.motion, gap, marker)) == _bare(
            draft.printed
        )

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
        drafts = self._drafts(payload, None)
        below = position.where is Where.UNDER
        parent = clause if below else self._parent_of_new(clause)
        marker = None if below else self._marker_of_new(clause)
        head = self.places.head(parent)
        names = _Names(self.places, {id(draft): new_name(head, draft.printed) for draft in drafts})
        new = build(drafts, marker or drafts[0].marker, self.new_id, names.give)
        self.edits.add(InsertClauses(parent, None if below else clause, new), source)

    def _marker_of_new(self, clause: ClauseId) -> Marker | None:
        """Return the style of a clause that this amendment makes."""
        for operation, _ in self.edits.structural:
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

    def _drafts(self, payload: Payload, gap: Gap | None) -> list[Draft]:
        siblings = [c.marker for c in self.motion.children(gap.parent)] if gap else []
        self.word_acts.words_of(payload)
        drafts = read_drafts(payload, siblings)
        if not drafts:
            raise Unclear(ProblemKind.NO_WORDS, payload.start, payload.end)
        return drafts

    def _insert_clauses(
        self,
        gap: Gap,
        drafts: Sequence[Draft],
        source: Source,
        *,
        marker: Marker | None = None,
        instead_of: ClauseId | None = None,
    ) -> None:
        style = marker or style_for(self.motion, gap, drafts[0])
        head = self.places.head(gap.parent)
        labels = [label_at(self.motion, gap, style, step) for step in range(len(drafts))]
        if instead_of:
            labels[0] = self.motion.numbering.label(instead_of)
        names = _Names(self.places, {})
        for draft, label in zip(drafts, labels, strict=True):
            names.known[id(draft)] = new_name(head, draft.printed or label)
            if draft.label and label and _bare(draft.printed) != _bare(label):
                text = f"The new clause will be labelled {label}, not {draft.printed}."
                self.places.note(NoteKind.LABEL_DIFFERS, *source, text)

        clauses = build(drafts, style, self.new_id, names.give)
        self.edits.add(InsertClauses(gap.parent, gap.after, clauses), source)

    # Moving, joining, dividing, labelling

    def move(self, act: parts.Move, base: Scope, source: Source) -> None:
        scope = self.places.scope(act.what, base)
        moved = self._clauses(scope)
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
                return Gap(self._parent_of_new(target), target)

    def _parent_of_new(self, clause: ClauseId) -> ClauseId | None:
        """Return what a clause that this amendment makes stands under."""
        for operation, _ in self.edits.structural:
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

    def _edge(self, parent: ClauseId | None, moved: Sequence[ClauseId], *, first: bool) -> Gap:
        if parent is not None and parent not in self.motion.clauses:
            return Gap(parent, None)
        stay = [c.id for c in self.motion.children(parent) if c.id not in moved]
        return Gap(parent, stay[-1] if stay and not first else None)

    def _gap_before(self, target: ClauseId, moved: Sequence[ClauseId]) -> Gap:
        if target not in self.motion.clauses:
            return Gap(self._parent_of_new(target), None)
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
        at = act.position.at
        if not isinstance(at, Words):
            raise Unclear(ProblemKind.NO_PLACE, act.position.start, act.position.end)
        hit = self.places.hit(at, base)
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


def _says_clauses(payload: Payload, drafts: Sequence[Draft]) -> bool:
    said = payload.said.lower()
    return bool(drafts[0].label) or len(drafts) > 1 or any(word in said for word in _CLAUSE_WORDS)


def _is_words(payload: Payload, drafts: Sequence[Draft]) -> bool:
    """Tell whether a payload looks like part of a sentence rather than a clause of its own."""
    if not payload.quoted or _says_clauses(payload, drafts):
        return False
    if unquoted(payload.text) != payload.text:
        return False
    first = payload.text.strip()[:1]
    return first.islower() or not first.isalnum()


def _bare(label: str) -> str:
    return label.strip("().").casefold()


def _blank(text: str, at: int) -> int:
    return len(text[at:]) - len(text[at:].lstrip())
