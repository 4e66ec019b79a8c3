"""Finding quoted words: which of several, beside what, and on which lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from webapp.text.instructions.motion import (
    Hit,
    Interval,
    Stretch,
    levelled_words,
)
from webapp.text.instructions.parts import (
    Side,
    Words,
)
from webapp.text.instructions.scopes import Possible, Scope
from webapp.text.instructions.tokens import NO_CLOSING_MARK

if TYPE_CHECKING:
    from webapp.text.instructions.locating import Places


class WordFinder:
    """The words of one motion, as they are quoted."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.motion = places.motion
        self.offers = places.offers

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
            missing = self.offers.missing(
                words, scope.intervals, scope.lines, is_whole=scope.is_whole
            )
            raise self.offers.other_sentence(words, scope, missing) or missing
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
        return self.places.scope(
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
