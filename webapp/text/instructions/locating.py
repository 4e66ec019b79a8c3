"""Finding the places that instructions name: clauses by label, by code and by their words.

Nothing is guessed here: a place that is missing or found twice is raised as `Unclear`
with what it may be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from webapp.text.citations import PARAGRAPH, tokens
from webapp.text.clause import ClauseId
from webapp.text.instructions import note_words
from webapp.text.instructions.counting import Counting
from webapp.text.instructions.line_checks import LineChecks
from webapp.text.instructions.motion import (
    Motion,
    Stretch,
    levelled_words,
)
from webapp.text.instructions.offers import Offers
from webapp.text.instructions.parts import (
    HEADING,
    SECTION,
    Beginning,
    Everything,
    LineNumbers,
    Locator,
    Named,
    Passage,
    Unit,
    Words,
)
from webapp.text.instructions.passage_finding import headed, passage, within_one
from webapp.text.instructions.problems import Note, NoteKind, ProblemKind, Unclear
from webapp.text.instructions.scopes import (
    Possible,
    Scope,
    of_clauses,
    of_section,
    of_stretch,
    whole,
)
from webapp.text.instructions.sections import sections, sections_called
from webapp.text.instructions.word_finding import WordFinder
from webapp.text.references import resolve

_ELLIPSIS: Final = re.compile(r"[\s.]*(?:…|\.{3,})[\s.]*$")


@dataclass
class Places:
    """The places of one motion, for the instructions of one amendment."""

    motion: Motion
    offers: Offers
    notes: list[Note] = field(default_factory=list)
    new_names: dict[str, list[ClauseId]] = field(default_factory=dict)
    names: dict[ClauseId, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counting = Counting(self)
        self.line_checks = LineChecks(self)
        self.words = WordFinder(self)

    def whole(self) -> Scope:
        return whole(self.motion)

    def scope(
        self, locator: Locator | None, base: Scope, possible: Possible | None = None
    ) -> Scope:
        """Return where a locator points, read within `base` if that makes sense.

        `possible` tells whether what is looked for stands in given stretches; it decides
        between a label and a line that disagree where only one of them can be meant.
        """
        if locator is None:
            return base
        scope = base if locator.units or locator.lines is None else whole(self.motion)
        for unit in locator.units:
            scope = self._narrowed(unit, scope, possible)
        if locator.lines:
            scope = self.line_checks.within(locator, scope, possible)
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
        if base.section and base.section.members:
            return self._in_section(named, base)
        found = self._within(named, base) if base.opened else ()
        found = found or resolve(named.words, numbering) or self._within(named, base)
        if found:
            return found
        several = numbering.find_all(named.words) or self._ending_so(named.words)
        if len(several) > 1:
            self.offers.raise_several(named, several)
        if not several and (by_code := headed(self.motion, named.words)):
            text = note_words.BY_CODE.format(self.offers.opening(by_code[0]))
            self.note(NoteKind.COUNTED, named.start, named.end, text)
            return by_code
        if not several:
            self.offers.raise_no_such_clause(named)
        return several

    def _in_section(self, named: Named, base: Scope) -> tuple[ClauseId, ...]:
        """Return the one clause with this label in a section, however others are called."""
        inside = self.motion.clauses_in(base.intervals)
        called = self.motion.numbering.find_all(named.words) or self._ending_so(named.words)
        found = [each for each in called or headed(self.motion, named.words) if each in inside]
        if len(found) > 1:
            self.offers.raise_several(named, found)
        if not found:
            self.offers.raise_no_such_clause(named)
        return tuple(found)

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
            return whole(self.motion)
        if isinstance(unit, Named):
            return of_clauses(self.motion, self.named(unit, scope))
        if isinstance(unit, Beginning):
            by_words = unit.kind != SECTION
            return self._beginning(unit, scope) if by_words else self._section(unit, scope)
        if isinstance(unit, Passage):
            return self._passage(unit, scope)
        return self.counting.find(unit, scope, possible)

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
                return of_stretch(self.motion, found[0])
        clauses = [each for each in inside if self._begins(each, wanted, unit.kind)]
        if unit.kind == "sentence" or len(clauses) != 1:
            if clauses and unit.kind != "sentence":
                self.offers.raise_several(unit, clauses)
            raise Unclear(ProblemKind.ANCHOR_MISSING, unit.start, unit.end)
        return of_clauses(self.motion, (clauses[0],))

    def _section(self, unit: Beginning, scope: Scope) -> Scope:
        """Return what stands under a heading. Raises Unclear unless there is one such heading."""
        heading = unit.quotation.text
        found = sections(self.motion)
        if heading:
            found = sections_called(self.motion, heading, scope.intervals)
        if len(found) > 1:
            self.offers.raise_which_section(unit, [each.heading for each in found])
        if not found:
            raise Unclear(ProblemKind.ANCHOR_MISSING, unit.start, unit.end)
        return of_section(self.motion, found[0])

    def _passage(self, unit: Passage, scope: Scope) -> Scope:
        """Return the clauses that read as printed; a label that is not there decides nothing."""
        lines = [line.text for line in unit.lines]
        while len(lines) > 1 and not lines[-1].strip(" .…"):
            lines.pop()
        inside, missing = self._named_around(unit, scope)
        runs = passage(self.motion, lines, inside.intervals)
        if not runs and len(lines) > 1:
            runs = passage(self.motion, [" ".join(lines)], inside.intervals)
        if len(runs) == 1:
            if missing:
                text = note_words.WORDS_WIN
                self.note(NoteKind.LABEL_DECIDED, unit.start, unit.lines[0].start, text)
            return of_clauses(self.motion, runs[0])
        if missing:
            raise missing
        hits = [] if runs else within_one(self.motion, lines, inside.intervals)
        if len(hits) == 1:
            return of_stretch(self.motion, Stretch(*hits[0][:3]))
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
        if kind == HEADING:
            return bool(wanted) and text.rstrip(" :.") == wanted.rstrip(" :.")
        return bool(wanted) and text.startswith(wanted)

    def note(self, kind: NoteKind, start: int, end: int, sentence: str) -> None:
        self.notes.append(Note(kind, start, end, sentence))


def new_name(head: str, label: str) -> str:
    """Return what a new clause is called: "3 f)", "3 paragraph" where it has no label."""
    word = label if tokens(label) else "bullet" if label.strip() else "paragraph"
    return f"{head} {word}".strip()


def _name_key(name: str) -> str:
    return " ".join(tokens(name)).casefold()
