"""Holding printed lines against labels: they agree, or one decides, or it is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.text.clause import ClauseId
from webapp.text.instructions import note_words
from webapp.text.instructions.motion import (
    Interval,
    overlap,
)
from webapp.text.instructions.parts import (
    Locator,
)
from webapp.text.instructions.problems import NoteKind
from webapp.text.instructions.scopes import Possible, Scope

if TYPE_CHECKING:
    from webapp.text.instructions.locating import Places


class LineChecks:
    """The printed lines that go with the places of one motion."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.motion = places.motion
        self.offers = places.offers

    def within(self, locator: Locator, scope: Scope, possible: Possible | None) -> Scope:
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
        extents = [extent for c in scope.clauses if (extent := self._extent(c))]
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

    def _extent(self, clause: ClauseId) -> tuple[int, int] | None:
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
            self.places.note(
                NoteKind.LABEL_DECIDED,
                locator.start,
                locator.end,
                note_words.LABEL_WINS,
            )
            return scope
        raise self.offers.disagreement(
            locator,
            scope.clauses,
            scope.stretches,
            by_label=possible is None or possible(scope.intervals),
            by_line=possible is None or possible(on_lines),
        )
