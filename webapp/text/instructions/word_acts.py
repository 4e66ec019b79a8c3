"""Carrying out what instructions ask of words: deleting, replacing and inserting them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NoReturn

from webapp.text.clause import ATOM, ClauseId
from webapp.text.instructions import note_words, parts, spacing
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.excerpts import Excerpt, apart
from webapp.text.instructions.locating import Places
from webapp.text.instructions.motion import Hit, Interval, Stretch
from webapp.text.instructions.parts import (
    Act,
    AllBeside,
    FromTo,
    Locator,
    OwnWords,
    Payload,
    Position,
    Side,
    Span,
    Where,
    Words,
)
from webapp.text.instructions.payloads import RUNS_ON
from webapp.text.instructions.problems import NoteKind, ProblemKind, Unclear
from webapp.text.instructions.quoted_words import quoted_words, span_words
from webapp.text.instructions.scopes import Possible, Scope
from webapp.text.instructions.spans import UNQUOTED
from webapp.text.instructions.style import InstructionStyle
from webapp.text.instructions.tokens import NO_CLOSING_MARK
from webapp.text.operation import InsertText
from webapp.text.words import word_changes

_STOPS: Final = (".", "!", "?")
_SIGNS: Final = ".,;:!?"
_ELLIPSIS: Final = re.compile(r"^\s*(?:…|\.{3,})\s*|\s*(?:…|\.{3,})\s*$")


class WordActs:
    """The acts of one amendment upon the words of clauses."""

    def __init__(self, places: Places, edits: Edits, style: InstructionStyle) -> None:
        self.places = places
        self.motion = places.motion
        self.edits = edits
        self.style = style

    def do(self, act: Act, base: Scope, source: Source) -> bool:
        """Carry out an act if it is about words; tell whether it is."""
        match act:
            case parts.Delete(spans=spans) if not any(isinstance(s, Locator) for s in spans):
                for span in spans:
                    self.delete(span, base, source)
            case parts.Substitute(
                span=Words() | FromTo() | AllBeside() | OwnWords() as span, payload=payload
            ):
                self.substitute(span, payload, base, source)
            case parts.Insert(position=Position(at=Words()) as position, payload=payload) if (
                payload.quoted and not payload.said and not payload.block
            ):
                self.insert(position, payload, base, source)
            case _:
                return False
        return True

    def possible(self, act: Act) -> Possible | None:
        """Return what tells whether an act's quoted words stand in given stretches."""
        words = [each for each in quoted_words(act) if each.within is None]
        return self.places.words.possible(words) if words else None

    # Deleting and replacing

    def stretches(self, span: Span, base: Scope) -> list[Stretch]:
        """Return what a span of words covers, a stretch in each clause. Raises Unclear."""
        match span:
            case Words():
                hits = self.places.words.hits(span, base)
                return [self._with_stop(_stretch(hit), span) for hit in hits]
            case FromTo():
                return self._from_to(span, base)
            case AllBeside():
                return self._all_beside(span, base)
            case OwnWords():
                return [self._own_words(span, base)]
            case _:
                raise AssertionError(span)

    def _with_stop(self, stretch: Stretch, words: Words) -> Stretch:
        """Return a sentence that was quoted without its full stop together with that."""
        if not words.sentence:
            return stretch
        for sentence in self.motion.sentences(stretch.clause):
            text = self.motion.clauses[stretch.clause].text[stretch.end : sentence.end]
            if text in _STOPS and not self._before(sentence, stretch).strip():
                return Stretch(stretch.clause, stretch.start, sentence.end)
        return stretch

    def _before(self, sentence: Stretch, stretch: Stretch) -> str:
        return self.motion.clauses[stretch.clause].text[sentence.start : stretch.start] or ""

    def _own_words(self, span: OwnWords, base: Scope) -> Stretch:
        clause = self.places.one_clause(span.unit, base)
        if clause not in self.motion.clauses:
            raise Unclear(ProblemKind.NO_SUCH_CLAUSE, span.start, span.end)
        text = self.motion.clauses[clause].text
        return Stretch(clause, len(text) - len(text.lstrip()), len(text))

    def delete(self, span: Span, base: Scope, source: Source) -> None:
        if isinstance(span, OwnWords):
            self.strike(self._own_words(span, base), source)
            return
        self.strike_all(self.stretches(span, base), source)
        self._flag(span)

    def strike_all(self, stretches: Sequence[Stretch], source: Source) -> None:
        """Strike words; a clause that keeps none is struck as a clause, with all it leads in."""
        emptied = {s.clause for s in stretches if self._is_whole(s)}
        for stretch in stretches:
            if stretch.clause not in emptied:
                self.strike(stretch, source)
                continue
            inner = {clause.id for clause in self.motion.clauses[stretch.clause].walk()}
            if not inner <= emptied:
                self.places.offers.raise_leads_in(stretch.clause, source)
            above = self.motion.numbering.lineage(stretch.clause)[:-1]
            if not emptied.intersection(above):
                self.edits.strike_clause(stretch.clause, source)

    def _is_whole(self, stretch: Stretch) -> bool:
        text = self.motion.clauses[stretch.clause].text
        return not (text[: stretch.start].strip() or text[stretch.end :].strip())

    def strike(self, stretch: Stretch, source: Source) -> None:
        text = self.motion.clauses[stretch.clause].text
        start, end = spacing.struck(text, stretch.start, stretch.end)
        if not self.edits.wording(stretch.clause).strike(start, end, source):
            self.places.note(NoteKind.REPEATED, *source, note_words.WORDS_TWICE)

    def substitute(self, span: Span, payload: Payload, base: Scope, source: Source) -> None:
        stretches = self.stretches(span, base)
        words = self.words_of(payload)
        if payload.block and len([line for line in payload.text.split("\n") if line.strip()]) > 1:
            self.places.offers.raise_end_unclear(payload)
        if isinstance(span, FromTo) and len(stretches) > 1:
            self._ask_across_clauses(stretches, words, source)
        self._flag(span)
        if isinstance(span, Words):
            for stretch in stretches:
                self.replace(stretch, words, source)
            return
        self.replace(stretches[0], words, source)
        self.strike_all(stretches[1:], source)

    def _ask_across_clauses(
        self, stretches: Sequence[Stretch], words: str, source: Source
    ) -> NoReturn:
        """Ask before words in one clause take the place of several, and show what would go."""
        first = stretches[0]
        tried = WordActs(self.places, Edits(self.motion), self.style)
        tried.replace(first, words, source)
        tried.strike_all(stretches[1:], source)
        offered = [(first.clause, tried.edits.operations())]
        raise Unclear(ProblemKind.PLACE_UNCLEAR, *source, self.places.offers.acts(offered, source))

    def replace(self, stretch: Stretch, words: str, source: Source) -> None:
        """Put words in place of others; references among them that stay as they are stay."""
        clause = self.motion.clauses[stretch.clause]
        wording = self.edits.wording(stretch.clause)
        if not words.strip():
            self.strike(stretch, source)
            return
        if ATOM in clause.text[stretch.start : stretch.end]:
            self.reword(stretch, words, source)
            return
        start, end, put = spacing.replaced(clause.text, stretch.start, stretch.end, words)
        wording.strike(start, end, source)
        wording.put(end, put, source)

    def reword(self, stretch: Stretch, words: str, source: Source) -> None:
        """Change words into others where they differ: what is in both stays, references too."""
        shown = self.motion.shown(stretch.clause)
        old = Excerpt.of(shown, stretch)
        core = words.strip()
        at_start = not shown.stored[: stretch.start].strip()
        new = f" {core}" if old.lead and (at_start or not spacing.hugs_left(core)) else core
        wording = self.edits.wording(stretch.clause)
        for hunk in apart(word_changes(old.text, new), old):
            start, end = old.around(hunk.old_start, hunk.old_end)
            head = old.text[old.place_of(start) : hunk.old_start]
            tail = old.text[hunk.old_end : old.place_of(end)]
            put = head + new[hunk.new_start : hunk.new_end] + tail
            if start < end:
                wording.strike(start, end, source)
            if put:
                wording.put(end, put, source)

    def put_in_place_of(self, span: Span, payload: Payload, base: Scope, source: Source) -> None:
        """Put words where a span was struck by the instruction before."""
        stretches = self.stretches(span, base)
        if len(stretches) != 1:
            raise Unclear(ProblemKind.NO_PLACE, *source)
        text = self.motion.clauses[stretches[0].clause].text
        start, end = spacing.struck(text, stretches[0].start, stretches[0].end)
        wording = self.edits.wording(stretches[0].clause)
        wording.put(end, spacing.replacement(text, start, self.words_of(payload)), source)

    def _from_to(self, span: FromTo, base: Scope) -> list[Stretch]:
        scope = self.places.scope(span.within, base) if span.within else base
        first = _stretch(self.places.words.hit(_shortened(span.first), scope))
        if span.last is None:
            return self._rest(first, scope, included=self.style.from_to_goes)
        end = self._first_after(_shortened(span.last), first, scope)
        if self.style.from_to_goes:
            return self._between(first.clause, first.start, end.clause, end.end)
        return self._between(first.clause, first.end, end.clause, end.start)

    def _first_after(self, words: Words, first: Stretch, scope: Scope) -> Stretch:
        """Return where the last words stand: alone, or alone after the first."""
        after = self.motion.of_stretch(first)
        inside = tuple(
            Interval(max(each.start, after.start), each.end)
            for each in scope.intervals
            if each.end > after.start
        )
        if words.occurrence is None and words.within is None and not scope.lines:
            own = Interval(after.start, self.motion.of_clause(first.clause, own=True).end)
            here = self.motion.find(words.quotation.text, (own,))
            narrowed = Scope((own,) if here else inside, scope.clauses, scope.stretches)
            return _stretch(self.places.words.hit(words, narrowed))
        if scope.lines:
            own = self.motion.of_clause(first.clause, own=True)
            inside = (Interval(after.start, own.end),)
        return _stretch(self.places.words.hit(words, Scope(inside, scope.clauses)))

    def _all_beside(self, span: AllBeside, base: Scope) -> list[Stretch]:
        scope = self.places.scope(span.within, base) if span.within else base
        at = _stretch(self.places.words.hit(span.words, scope))
        if span.side is Side.AFTER:
            return self._rest(at, scope, included=span.included)
        first = self.motion.clauses_in(scope.intervals)[0]
        start = 0 if first != at.clause or not scope.stretches else scope.stretches[0].start
        return self._between(first, start, at.clause, at.start)

    def _rest(self, at: Stretch, scope: Scope, *, included: bool) -> list[Stretch]:
        """Return everything from a place to the end of the scope."""
        last = self.motion.clauses_in(scope.intervals)[-1]
        end = len(self.motion.clauses[last].text)
        if scope.stretches and scope.stretches[-1].clause == last:
            end = scope.stretches[-1].end
        return self._between(at.clause, at.start if included else at.end, last, end)

    def _between(self, first: ClauseId, start: int, last: ClauseId, end: int) -> list[Stretch]:
        numbering = self.motion.numbering
        order = self.motion.order[numbering.position(first) : numbering.position(last) + 1]
        found = []
        for clause in order:
            text = self.motion.clauses[clause].text
            begin = start if clause == first else 0
            stop = end if clause == last else len(text)
            while begin < stop and text[begin].isspace():
                begin += 1
            if begin < stop:
                found.append(Stretch(clause, begin, stop))
        return found

    # Inserting

    def insert(self, position: Position, payload: Payload, base: Scope, source: Source) -> None:
        at = position.at
        if not isinstance(at, Words):
            raise AssertionError(position)
        words = self.words_of(payload)
        if position.and_then:
            hits = [self._gap_between(at, position.and_then, base)]
        else:
            hits = self.places.words.hits(at, base)
        for hit in hits:
            text = self.motion.clauses[hit.clause].text
            if position.where is Where.BEFORE:
                gap, put = spacing.before(text, hit.start, words)
            else:
                gap, put = hit.end, spacing.inserted(text, hit.end, words)
                self._ask_if_doubled(hit, put, source)
            self.edits.wording(hit.clause).put(gap, put, source)
        self._flag(at)

    def _ask_if_doubled(self, hit: Hit, put: str, source: Source) -> None:
        """Ask where words that end a sentence would be followed by the sign that ended it."""
        text = self.motion.clauses[hit.clause].text
        sign = text[hit.end : hit.end + 1]
        if put[-1:] not in _STOPS or not sign or sign not in _SIGNS:
            return
        after = hit.end + 1
        ways = [(hit.end, put), (after, spacing.inserted(text, after, put)), (hit.end, put[:-1])]
        offered = [(hit.clause, [InsertText(hit.clause, at, words)]) for at, words in ways]
        raise Unclear(ProblemKind.PLACE_UNCLEAR, *source, self.places.offers.acts(offered, source))

    def _gap_between(self, first: Words, second: Words, base: Scope) -> Hit:
        """Return the one place where the second words follow the first."""
        lefts = self.motion.find(first.quotation.text, base.intervals, most=10_000)
        rights = self.motion.find(second.quotation.text, base.intervals, most=10_000)
        starts = {(hit.clause, hit.start) for hit in rights}
        found = []
        for hit in lefts:
            text = self.motion.clauses[hit.clause].text
            follows = hit.end + (len(text[hit.end :]) - len(text[hit.end :].lstrip()))
            if (hit.clause, follows) in starts:
                found.append(hit)
        if not found:
            self.places.words.hits(first, base)
            raise Unclear(ProblemKind.ANCHOR_MISSING, first.start, second.end)
        if len(found) > 1:
            self.places.offers.raise_repeated(first, found, base.intervals)
        return found[0]

    # Words put in

    def words_of(self, payload: Payload) -> str:
        """Return the words of a payload on one line. Raises Unclear when there are none."""
        text = " ".join(payload.text.split("\n")) if "\n" in payload.text else payload.text
        if not text.strip():
            raise Unclear(ProblemKind.NO_WORDS, payload.start, payload.end)
        if payload.flaw == NO_CLOSING_MARK:
            self.places.offers.raise_unclosed(payload)
        if payload.flaw == RUNS_ON:
            self.places.offers.raise_end_unclear(payload)
        if payload.flaw:
            kind = NoteKind.UNQUOTED if payload.flaw == UNQUOTED else NoteKind.CLOSING_MARK
            self.places.note(
                kind, payload.start, payload.end, note_words.READ_AS.format(text.strip())
            )
        return text

    def _flag(self, span: Span) -> None:
        """Note quotation marks that were wrong or missing."""
        for words in span_words(span):
            if words.quotation.flaw:
                kind = (
                    NoteKind.UNQUOTED if words.quotation.flaw == UNQUOTED else NoteKind.CLOSING_MARK
                )
                text = note_words.READ_AS.format(words.quotation.text)
                self.places.note(kind, words.quotation.start, words.quotation.end, text)


def _stretch(hit: Hit) -> Stretch:
    return Stretch(hit.clause, hit.start, hit.end)


def _shortened(words: Words) -> Words:
    """Return words without the dots that stand for those left out: "from “A decision…” to …"."""
    text = _ELLIPSIS.sub("", words.quotation.text)
    return replace(words, quotation=replace(words.quotation, text=text)) if text.strip() else words
