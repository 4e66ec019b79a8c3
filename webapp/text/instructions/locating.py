"""Finding the places that instructions name: clauses, lines, sentences, and quoted words.

Nothing is guessed here: a place that is missing or found twice is raised as `Unclear`
with what it may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from webapp.text.clause import ClauseId, MarkerStyle
from webapp.text.instructions.motion import (
    Hit,
    Interval,
    Motion,
    Stretch,
    levelled_words,
    merged,
    overlap,
)
from webapp.text.instructions.offers import Offers
from webapp.text.instructions.parts import (
    Beginning,
    Everything,
    LineNumbers,
    Locator,
    Named,
    Nth,
    Passage,
    Side,
    Unit,
    Words,
)
from webapp.text.instructions.passage_finding import headed, passage, within_one
from webapp.text.instructions.problems import Note, NoteKind, ProblemKind, Unclear
from webapp.text.instructions.tokens import NO_CLOSING_MARK
from webapp.text.numbering import PARAGRAPH, tokens
from webapp.text.references import resolve

_ELLIPSIS: Final = re.compile(r"[\s.]*(?:…|\.{3,})[\s.]*$")
_CHILD_KINDS: Final = frozenset(
    ("bullet point", "bullet", "point", "item", "clause", "sub-clause", "subclause", "section")
)
_BULLETS: Final = ("bullet point", "bullet")
Possible = Callable[[tuple[Interval, ...]], bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: stretches of the page, and the clauses or sentences that were named.

    A scope is `opened` by a line of its own, or `carried` over from the sentence before.
    """

    intervals: tuple[Interval, ...]
    clauses: tuple[ClauseId, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    lines: LineNumbers | None = None
    locator: Locator | None = None
    opened: bool = False
    carried: bool = False

    @property
    def is_whole(self) -> bool:
        return not (self.clauses or self.stretches or self.lines)


@dataclass
class Places:
    """The places of one motion, for the instructions of one amendment."""

    motion: Motion
    offers: Offers
    notes: list[Note] = field(default_factory=list)
    new_names: dict[str, list[ClauseId]] = field(default_factory=dict)
    names: dict[ClauseId, str] = field(default_factory=dict)

    def whole(self) -> Scope:
        return Scope(self.motion.whole())

    def scope(
        self, locator: Locator | None, base: Scope, possible: Possible | None = None
    ) -> Scope:
        """Return where a locator points, read within `base` if that makes sense.

        `possible` tells whether what is looked for stands in given stretches; it decides
        between a label and a line that disagree where only one of them can be meant.
        """
        if locator is None:
            return base
        scope = base if locator.units or locator.lines is None else self.whole()
        for unit in locator.units:
            scope = self._narrowed(unit, scope, possible)
        if locator.lines:
            scope = self._within_lines(locator, scope, possible)
        return replace(scope, locator=locator)

    # Clauses

    def clauses(self, locator: Locator, base: Scope) -> tuple[ClauseId, ...]:
        """Return the clauses that a locator names, their lines checked; () when it names none."""
        scope = self.scope(locator, base)
        return scope.clauses

    def one_clause(self, locator: Locator, base: Scope) -> ClauseId:
        """Return the one clause, of the motion or new, that a locator names."""
        last = locator.units[-1] if locator.units else None
        if isinstance(last, Named) and last.new:
            return self._new_clause(last)
        found = self.clauses(locator, base)
        if not found and locator.lines:
            found = self._clauses_on(locator.lines)
        if len(found) != 1:
            raise Unclear(ProblemKind.NO_SUCH_CLAUSE, locator.start, locator.end)
        return found[0]

    def _clauses_on(self, lines: LineNumbers) -> tuple[ClauseId, ...]:
        """Return the clause whose lines are just these."""
        clause = self.motion.layout.clause_at(lines.first)
        found = [
            each
            for each in (
                self.motion.numbering.lineage(clause) if clause in self.motion.clauses else ()
            )
            if self.motion.extent(each) == (lines.first, lines.last)
        ]
        return tuple(found[:1])

    def _new_clause(self, named: Named) -> ClauseId:
        known = self.new_names.get(_name_key(named.words), [])
        if named.new > len(known):
            raise Unclear(ProblemKind.NO_SUCH_CLAUSE, named.start, named.end)
        return known[named.new - 1]

    def name_new(self, name: str, clause: ClauseId) -> None:
        """Remember a clause that this amendment brings in, by what it calls it."""
        self.new_names.setdefault(_name_key(name), []).append(clause)
        self.names[clause] = name

    def head(self, parent: ClauseId | None) -> str:
        """Return what the names of new clauses under a parent begin with, as citations do."""
        if parent is None or parent not in self.motion.clauses:
            return self.names.get(parent, "") if parent else ""
        if self.motion.numbering.place(parent).word == PARAGRAPH:
            return self.head(self.motion.parent(parent))
        return self.motion.cite(parent)

    def new_name_members(self, name: str) -> list[ClauseId]:
        """Return the clauses that this amendment brings in under a name, in its order."""
        return self.new_names.get(_name_key(name), [])

    def named(self, named: Named, base: Scope) -> tuple[ClauseId, ...]:
        """Return the clauses with these labels, those within the scope before all others."""
        if named.new:
            return (self._new_clause(named),)
        numbering = self.motion.numbering
        found = self._within(named, base) if base.opened else ()
        found = found or resolve(named.words, numbering) or self._within(named, base)
        if found:
            return found
        several = numbering.find_all(named.words) or self._ending_so(named.words)
        if len(several) > 1:
            self.offers.raise_several(named, several)
        if not several and (by_code := headed(self.motion, named.words)):
            text = f"Found by the code at its head: {self.offers.opening(by_code[0])}"
            self.note(NoteKind.COUNTED, named.start, named.end, text)
            return by_code
        if not several:
            self.offers.raise_no_such_clause(named)
        return several

    def _within(self, named: Named, base: Scope) -> tuple[ClauseId, ...]:
        """Return the clauses with these labels under the one clause of a scope."""
        if len(base.clauses) != 1 or base.clauses[0] not in self.motion.clauses:
            return ()
        clause, numbering = base.clauses[0], self.motion.numbering
        inner = resolve(f"{self.motion.cite(clause)} {named.words}", numbering)
        inner = inner or self._listed_below(clause, named.words)
        return inner if all(clause in numbering.lineage(each) for each in inner) else ()

    def _listed_below(self, clause: ClauseId, words: str) -> tuple[ClauseId, ...]:
        """Return the children that "b) and d)" names, all or nothing."""
        cite = self.motion.cite(clause)
        parts = [part for part in re.split(r"\s*(?:,|&|\band\b)\s*", words) if part]
        found = [resolve(f"{cite} {part}", self.motion.numbering) for part in parts]
        return tuple(each for some in found for each in some) if all(found) else ()

    def _ending_so(self, words: str) -> tuple[ClauseId, ...]:
        wanted = tuple(word.lower() for word in tokens(words))
        if not wanted:
            return ()
        return tuple(
            clause
            for clause in self.motion.order
            if tuple(w.lower() for w in tokens(self.motion.cite(clause)))[-len(wanted) :] == wanted
        )

    # Narrowing

    def _narrowed(self, unit: Unit, scope: Scope, possible: Possible | None) -> Scope:
        if isinstance(unit, Everything):
            return self.whole()
        if isinstance(unit, Named):
            return self._of_clauses(self.named(unit, scope))
        if isinstance(unit, Beginning):
            return self._beginning(unit, scope)
        if isinstance(unit, Passage):
            return self._passage(unit, scope)
        return self._nth(unit, scope, possible)

    def _nth(self, unit: Nth, scope: Scope, possible: Possible | None) -> Scope:
        if unit.kind == "sentence":
            return self._sentence(unit, scope, possible)
        if unit.kind == "line":
            return self._nth_line(unit, scope)
        inside = self.whole() if scope.carried else scope
        return self._of_clauses((self._nth_clause(unit, inside),))

    def _of_clauses(self, clauses: tuple[ClauseId, ...]) -> Scope:
        present = [clause for clause in clauses if clause in self.motion.clauses]
        return Scope(merged([self.motion.of_clause(each) for each in present]), clauses)

    def _beginning(self, unit: Beginning, scope: Scope) -> Scope:
        wanted = levelled_words(_ELLIPSIS.sub("", unit.quotation.text))
        inside = self.motion.clauses_in(scope.intervals)
        if unit.kind == "sentence":
            found = [
                sentence
                for clause in inside
                for sentence in self.motion.sentences(clause)
                if levelled_words(self.motion.words(sentence)).startswith(wanted)
            ]
            if len(found) == 1:
                return self._of_stretch(found[0])
        clauses = [each for each in inside if self._begins(each, wanted, unit.kind)]
        if unit.kind == "sentence" or len(clauses) != 1:
            if clauses and unit.kind != "sentence":
                self.offers.raise_several(unit, clauses)
            raise Unclear(ProblemKind.ANCHOR_MISSING, unit.start, unit.end)
        return self._of_clauses((clauses[0],))

    def _passage(self, unit: Passage, scope: Scope) -> Scope:
        """Return the clauses that read as printed; a label that is not there decides nothing."""
        lines = [line.text for line in unit.lines]
        inside, missing = self._named_around(unit, scope)
        runs = passage(self.motion, lines, inside.intervals)
        if len(runs) == 1:
            if missing:
                text = "The words decide; there is nothing of the name given with them."
                self.note(NoteKind.LABEL_DECIDED, unit.start, unit.lines[0].start, text)
            return self._of_clauses(runs[0])
        if missing:
            raise missing
        hits = [] if runs else within_one(self.motion, lines, inside.intervals)
        if len(hits) == 1:
            return self._of_stretch(Stretch(*hits[0][:3]))
        words = Words(unit.lines[0], unit.start, unit.end)
        if runs:
            self.offers.raise_several(unit, [run[0] for run in runs])
        if hits:
            self.offers.raise_repeated(words, hits, inside.intervals)
        raise self.offers.missing(words, inside.intervals, None, is_whole=inside.is_whole)

    def _named_around(self, unit: Passage, scope: Scope) -> tuple[Scope, Unclear | None]:
        """Return what a passage is also called, or why there is nothing of that name."""
        if unit.named is None:
            return scope, None
        try:
            return self.scope(unit.named, scope), None
        except Unclear as missing:
            return scope, Unclear(missing.kind, unit.start, unit.end)

    def _begins(self, clause: ClauseId, wanted: str, kind: str) -> bool:
        text = levelled_words(self.motion.shown(clause).text)
        if kind == "heading":
            return bool(wanted) and text.rstrip(" :.") == wanted.rstrip(" :.")
        return bool(wanted) and text.startswith(wanted)

    def _of_stretch(self, stretch: Stretch) -> Scope:
        return Scope((self.motion.of_stretch(stretch),), (), (stretch,))

    def _sentence(self, unit: Nth, scope: Scope, possible: Possible | None) -> Scope:
        clauses = self.motion.clauses_in(scope.intervals)
        if scope.clauses and not scope.lines:
            clauses = [clause for clause in clauses if clause in scope.clauses] or clauses
        if len(clauses) > 1:
            number = abs(unit.number)
            able = [c for c in clauses if self._has_own_words(c)]
            able = [c for c in able if len(self.motion.sentences(c)) >= number]
            likely = [each for each in able if possible and self._may_be(each, unit, possible)]
            self.offers.raise_which_clause(unit, likely or able)
        found = [sentence for clause in clauses for sentence in self.motion.sentences(clause)]
        place = unit.number - 1 if unit.number > 0 else len(found) + unit.number
        if unit.number == 0:
            place = 0 if len(found) == 1 else -1
        if not 0 <= place < len(found):
            raise Unclear(ProblemKind.COUNT_DIFFERS, unit.start, unit.end)
        return self._of_stretch(found[place])

    def _may_be(self, clause: ClauseId, unit: Nth, possible: Possible) -> bool:
        """Tell whether the words sought stand in a clause's sentence of that number."""
        sentences = self.motion.sentences(clause)
        place = unit.number - 1 if unit.number > 0 else len(sentences) + unit.number
        inside = 0 <= place < len(sentences)
        return inside and possible((self.motion.of_stretch(sentences[place]),))

    def _has_own_words(self, clause: ClauseId) -> bool:
        """Tell whether a clause is more than the words that lead in others."""
        return not self.motion.clauses[clause].children or len(self.motion.sentences(clause)) > 1

    def _nth_line(self, unit: Nth, scope: Scope) -> Scope:
        if len(scope.clauses) != 1:
            raise Unclear(ProblemKind.PLACE_UNCLEAR, unit.start, unit.end)
        extent = self.motion.extent(scope.clauses[0]) or (1, 0)
        line = extent[0] + unit.number - 1 if unit.number > 0 else extent[1] + unit.number + 1
        if not extent[0] <= line <= extent[1]:
            raise Unclear(ProblemKind.NO_SUCH_LINE, unit.start, unit.end)
        lines = LineNumbers(line, line, unit.start, unit.end)
        return Scope(self.motion.of_lines(line, line), scope.clauses, (), lines)

    def _nth_clause(self, unit: Nth, scope: Scope) -> ClauseId:
        lists = self._lists(unit, scope)
        found = []
        for members in lists:
            place = unit.number - 1 if unit.number > 0 else len(members) + unit.number
            if 0 <= place < len(members):
                found.append(members[place])
        found = list(dict.fromkeys(found))
        if not found:
            raise Unclear(ProblemKind.COUNT_DIFFERS, unit.start, unit.end)
        if len(found) > 1:
            self.offers.raise_several(unit, found)
        self.note(
            NoteKind.COUNTED,
            unit.start,
            unit.end,
            f"Counted as {self.motion.cite(found[0])}: {self.offers.opening(found[0])}",
        )
        return found[0]

    def _lists(self, unit: Nth, scope: Scope) -> list[list[ClauseId]]:
        """Return the lists of which "the second point" may count the members."""
        motion = self.motion
        if len(scope.clauses) == 1 and scope.clauses[0] in motion.clauses:
            return [[child.id for child in motion.clauses[scope.clauses[0]].children]]
        if unit.kind in _CHILD_KINDS:
            parents = [None, *motion.order]
            lists = [
                [c.id for c in motion.children(p) if self._counts(c.id, unit.kind)] for p in parents
            ]
            return [members for members in lists if members]
        top = motion.document.clauses
        plain = [c.id for c in top if c.marker.style is MarkerStyle.NONE]
        return [[clause.id for clause in top], plain]

    def _counts(self, clause: ClauseId, kind: str) -> bool:
        style = self.motion.clauses[clause].marker.style
        if kind in _BULLETS:
            return style is MarkerStyle.BULLET
        return style is not MarkerStyle.NONE

    # Lines

    def _within_lines(self, locator: Locator, scope: Scope, possible: Possible | None) -> Scope:
        lines = locator.lines
        on_lines = self.motion.of_lines(lines.first, lines.last) if lines else ()
        if lines is None or not self.motion.layout.lines:
            return scope
        if lines.first < 1 or lines.last > len(self.motion.layout.lines) or not on_lines:
            if not scope.clauses:
                self.offers.raise_no_such_line(locator)
            return self._disagreeing(locator, scope, (), possible)
        if not scope.clauses and not scope.stretches:
            return Scope(on_lines, (), (), lines)
        if possible is None:
            return self._checked_unit(locator, scope, on_lines)
        both = overlap(scope.intervals, on_lines)
        inside = bool(both) and all(self._covered(interval, scope) for interval in on_lines)
        if inside and (possible(both) or not possible(scope.intervals)):
            return Scope(both, scope.clauses, scope.stretches, lines)
        return self._disagreeing(locator, scope, on_lines, possible)

    def _covered(self, interval: Interval, scope: Scope) -> bool:
        return any(
            outer.start <= interval.start and interval.end <= outer.end for outer in scope.intervals
        )

    def _checked_unit(
        self, locator: Locator, scope: Scope, on_lines: tuple[Interval, ...]
    ) -> Scope:
        """Check that the lines given with a unit are those of the unit."""
        lines = locator.lines
        if lines is None or not scope.clauses:
            return replace(scope, intervals=overlap(scope.intervals, on_lines), lines=lines)
        extents = [extent for c in scope.clauses if (extent := self.unit_extent(c))]
        if not extents:
            return scope
        first, last = min(e[0] for e in extents), max(e[1] for e in extents)
        ends = {first, last, *(self.motion.layout.of(scope.clauses[-1]) or ())}
        if (lines.first, lines.last) == (first, last) or (
            lines.first == lines.last and lines.first in ends
        ):
            return scope
        own = self.motion.layout.of(scope.clauses[0])
        if len(scope.clauses) == 1 and own == (lines.first, lines.last):
            return scope
        return self._disagreeing(locator, scope, on_lines, None)

    def unit_extent(self, clause: ClauseId) -> tuple[int, int] | None:
        return self.motion.extent(clause) if clause in self.motion.clauses else None

    def _disagreeing(
        self,
        locator: Locator,
        scope: Scope,
        on_lines: tuple[Interval, ...],
        possible: Possible | None,
    ) -> Scope:
        """Decide between a label and a line where only one can be meant; else ask."""
        outside = bool(on_lines) and not overlap(scope.intervals, on_lines)
        if possible and outside and possible(scope.intervals) and not possible(on_lines):
            self.note(
                NoteKind.LABEL_DECIDED,
                locator.start,
                locator.end,
                "The label and the line differ; the words stand where the label says.",
            )
            return scope
        raise self.offers.disagreement(
            locator,
            scope.clauses,
            scope.stretches,
            by_label=possible is None or possible(scope.intervals),
            by_line=possible is None or possible(on_lines),
        )

    # Quoted words

    def hits(self, words: Words, base: Scope) -> list[Hit]:
        """Return where quoted words are meant: one place, or all where all are asked for."""
        if words.quotation.flaw == NO_CLOSING_MARK:
            self.offers.raise_unclosed(words.quotation)
        scope = self.words_scope(words, base)
        found = self.finds(words, scope)
        wanted = words.occurrence
        if not found:
            inside = self.motion.find(words.quotation.text, scope.intervals, cut=True, most=2)
            if len(inside) == 1:
                self.offers.raise_inside_reference(words, inside[0])
            raise self.offers.missing(words, scope.intervals, scope.lines, is_whole=scope.is_whole)
        if wanted is None:
            if len(found) > 1:
                self.offers.raise_repeated(words, found, scope.intervals)
            return found
        if wanted.number == 0:
            if wanted.stated and wanted.stated != len(found):
                self.offers.raise_count(words, found)
            return found
        place = wanted.number - 1 if wanted.number > 0 else len(found) + wanted.number
        if not 0 <= place < len(found):
            self.offers.raise_count(words, found)
        return [found[place]]

    def hit(self, words: Words, base: Scope) -> Hit:
        found = self.hits(words, base)
        if len(found) > 1:
            self.offers.raise_repeated(words, found, base.intervals)
        return found[0]

    def words_scope(self, words: Words, base: Scope) -> Scope:
        if words.within is None:
            return base
        return self.scope(
            words.within, base, lambda where: bool(self.motion.find(words.quotation.text, where))
        )

    def possible(self, words: Sequence[Words]) -> Possible:
        """Return what tells whether all these words can be found in given stretches."""

        def found(where: tuple[Interval, ...]) -> bool:
            return all(bool(self._on(each, where)) for each in words)

        return found

    def _on(self, words: Words, where: tuple[Interval, ...]) -> list[Hit]:
        return self._overlapping(
            self.motion.find(words.quotation.text, self._clauses_of(where)), where
        )

    def finds(self, words: Words, scope: Scope) -> list[Hit]:
        if scope.lines:
            found = self.motion.find(words.quotation.text, self._clauses_of(scope.intervals))
            found = self._overlapping(found, scope.intervals)
        else:
            found = self.motion.find(words.quotation.text, scope.intervals, most=10_000)
        if words.beside:
            side, quotation = words.beside
            found = [hit for hit in found if self._is_beside(hit, side, quotation.text)]
        return found

    def _clauses_of(self, where: tuple[Interval, ...]) -> tuple[Interval, ...]:
        return tuple(self.motion.of_clause(c, own=True) for c in self.motion.clauses_in(where))

    def _overlapping(self, found: list[Hit], where: tuple[Interval, ...]) -> list[Hit]:
        """Return the finds that begin on the lines; failing these, those that end on them."""
        spans = [
            (hit, self.motion.of_stretch(Stretch(hit.clause, hit.start, hit.end))) for hit in found
        ]
        begin = [hit for hit, span in spans if any(w.start <= span.start < w.end for w in where)]
        return begin or [
            hit for hit, span in spans if any(w.start < span.end <= w.end for w in where)
        ]

    def _is_beside(self, hit: Hit, side: Side, neighbour: str) -> bool:
        page_hit = self.motion.of_stretch(Stretch(hit.clause, hit.start, hit.end))
        own = self.motion.of_clause(hit.clause, own=True)
        wanted = levelled_words(neighbour)
        if side is Side.AFTER:
            before = self.motion.page_text(Interval(own.start, page_hit.start)).rstrip()
            return before.endswith(wanted)
        after = self.motion.page_text(Interval(page_hit.end, own.end)).lstrip()
        return after.startswith(wanted)

    def note(self, kind: NoteKind, start: int, end: int, sentence: str) -> None:
        self.notes.append(Note(kind, start, end, sentence))


def new_name(head: str, label: str) -> str:
    """Return what a new clause is called: "3 f)", "3 paragraph" where it has no label."""
    word = label if tokens(label) else "bullet" if label.strip() else "paragraph"
    return f"{head} {word}".strip()


def _name_key(name: str) -> str:
    return " ".join(tokens(name)).casefold()
