"""Finding units by their number: "the second sentence", "the last point"."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from webapp.text.clause import ClauseId, MarkerStyle
from webapp.text.instructions import note_words
from webapp.text.instructions.motion import Stretch
from webapp.text.instructions.parts import (
    WORD,
    LineNumbers,
    Nth,
)
from webapp.text.instructions.problems import NoteKind, ProblemKind, Unclear
from webapp.text.instructions.scopes import Possible, Scope, of_clauses, of_stretch, whole

if TYPE_CHECKING:
    from webapp.text.instructions.locating import Places

_CHILD_KINDS: Final = frozenset(
    ("bullet point", "bullet", "point", "item", "clause", "sub-clause", "subclause", "section")
)
LIST: Final = "list"
_WORD: Final = re.compile(r"\S+")
_BULLETS: Final = ("bullet point", "bullet")


class Counting:
    """What is counted of one motion."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.motion = places.motion
        self.offers = places.offers

    def find(self, unit: Nth, scope: Scope, possible: Possible | None) -> Scope:
        if unit.kind == "sentence":
            return self._sentence(unit, scope, possible)
        if unit.kind == LIST:
            return self._nth_list(unit, scope)
        if unit.kind == WORD:
            stretch = self.word(unit, scope)
            self._check_uncut(unit, stretch)
            return of_stretch(self.motion, stretch)
        if unit.kind == "line":
            return self._nth_line(unit, scope)
        inside = whole(self.motion) if scope.carried else scope
        return of_clauses(self.motion, (self._nth_clause(unit, inside),))

    def _sentence(self, unit: Nth, scope: Scope, possible: Possible | None) -> Scope:
        clauses = self.motion.clauses_in(scope.intervals)
        if scope.clauses and not scope.lines:
            clauses = [clause for clause in clauses if clause in scope.clauses] or clauses
        if len(clauses) > 1:
            number = abs(unit.number)
            able = [c for c in clauses if self._has_own_words(c)]
            able = [c for c in able if len(self.motion.sentences(c)) >= number]
            likely = [each for each in able if possible and self._may_be(each, unit, possible)]
            opening = unit.number == 1 and clauses[:1] == likely
            if not opening:
                self.offers.raise_which_clause(unit, likely or able)
        found = [sentence for clause in clauses for sentence in self.motion.sentences(clause)]
        place = unit.number - 1 if unit.number > 0 else len(found) + unit.number
        if unit.number == 0:
            place = 0 if len(found) == 1 else -1
        if not 0 <= place < len(found):
            self.offers.raise_no_such_sentence(unit, found, possible)
        return of_stretch(self.motion, found[place])

    def word(self, unit: Nth, scope: Scope) -> Stretch:
        """Return a word by its number, as printed; the last of a reference stands for all of it."""
        inside = list(scope.stretches)
        if not inside and not scope.lines:
            texts = self.motion.clauses
            inside = [Stretch(c, 0, len(texts[c].text)) for c in scope.clauses if c in texts]
        if len(inside) != 1:
            raise Unclear(ProblemKind.PLACE_UNCLEAR, unit.start, unit.end)
        clause, shown = inside[0].clause, self.motion.shown(inside[0].clause)
        ends = shown.to_shown(inside[0].start), shown.to_shown(inside[0].end)
        words = list(_WORD.finditer(shown.text, *ends))
        place = unit.number - 1 if unit.number > 0 else len(words) + unit.number
        if not 0 <= place < len(words):
            raise Unclear(ProblemKind.COUNT_DIFFERS, unit.start, unit.end)
        start, _ = shown.to_stored(words[place].start(), up=False)
        end, cut = shown.to_stored(words[place].end(), up=True)
        if cut:
            raise Unclear(ProblemKind.PLACE_UNCLEAR, unit.start, unit.end)
        return Stretch(clause, start, end)

    def _check_uncut(self, unit: Nth, stretch: Stretch) -> None:
        """Raise Unclear for one word of a reference, which is there whole or not at all."""
        if " " in self.motion.words(stretch):
            raise Unclear(ProblemKind.PLACE_UNCLEAR, unit.start, unit.end)

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

    def _nth_list(self, unit: Nth, scope: Scope) -> Scope:
        """Return the members of a list, counting those whose clauses have labels."""
        inside = set(self.motion.clauses_in(scope.intervals))
        lists = []
        for parent in [None, *self.motion.order]:
            labelled = groupby(self.motion.children(parent), key=lambda c: bool(c.marker.form))
            lists += [[c.id for c in run] for is_list, run in labelled if is_list]
        lists = [run for run in lists if inside.issuperset(run)]
        lists.sort(key=lambda run: self.motion.numbering.position(run[0]))
        place = unit.number - 1 if unit.number > 0 else len(lists) + unit.number
        if not 0 <= place < len(lists):
            raise Unclear(ProblemKind.COUNT_DIFFERS, unit.start, unit.end)
        return of_clauses(self.motion, tuple(lists[place]))

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
        self.places.note(
            NoteKind.COUNTED,
            unit.start,
            unit.end,
            note_words.COUNTED_AS.format(self.motion.cite(found[0]), self.offers.opening(found[0])),
        )
        return found[0]

    def _lists(self, unit: Nth, scope: Scope) -> list[list[ClauseId]]:
        """Return the lists of which "the second point" may count the members."""
        motion = self.motion
        if scope.section and scope.section.members:
            return [list(scope.section.members)] if scope.section.sure else []
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
