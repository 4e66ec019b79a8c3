"""Saying in words what is struck from a clause's text and put into it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from webapp.text.clause import ATOM, Clause, ClauseId, Reference
from webapp.text.instructions.block_writer import say_clause_line
from webapp.text.instructions.care import USUAL, Care
from webapp.text.instructions.grammar import parse
from webapp.text.instructions.locating import Places
from webapp.text.instructions.motion import Hit, Motion, Stretch
from webapp.text.instructions.offers import Offers
from webapp.text.instructions.parts import Side, Words
from webapp.text.instructions.quoting import quoted, quotings
from webapp.text.instructions.reader import Reading
from webapp.text.instructions.scopes import Scope
from webapp.text.instructions.style import InstructionStyle
from webapp.text.instructions.tokens import Quotation
from webapp.text.operation import InsertText, StrikeText
from webapp.text.references import print_text
from webapp.text.words import is_word, tokens

# Struck words longer than this are named by their first and last words.
LONG: Final = 160
_ENDS: Final = (4, 7, 12)
# Enough to hold a reference that prints several citations.
_MOST_ANCHOR_WORDS: Final = 16
_WIDENINGS: Final = ((1, 0), (0, 1), (1, 1), (2, 2), (4, 4), (8, 8))
_TRIES: Final = 12


@dataclass(frozen=True, slots=True)
class Change:
    """Characters of a stored text, and what stands in their place."""

    start: int
    end: int
    text: str
    references: tuple[Reference, ...] = ()


def changes_of(
    edits: Sequence[StrikeText | InsertText], begun_at: Collection[int] = ()
) -> list[Change]:
    """Return one clause's edits as changes in the order of its text, none touching another.

    Where another clause is begun, at one of `begun_at`, what is put in before it stays apart
    from what is struck behind it.
    """
    strikes = sorted((e.start, e.end) for e in edits if isinstance(e, StrikeText))
    changes: list[Change] = []
    for start, end in strikes:
        if changes and start <= changes[-1].end:
            changes[-1] = replace(changes[-1], end=max(end, changes[-1].end))
        else:
            changes.append(Change(start, end, ""))
    for edit in edits:
        if not isinstance(edit, InsertText):
            continue
        ends_head = edit.at in begun_at
        place = next(
            (
                i
                for i, c in enumerate(changes)
                if c.start <= edit.at <= c.end and not (ends_head and edit.at == c.start < c.end)
            ),
            None,
        )
        if place is None:
            changes.append(Change(edit.at, edit.at, edit.text, edit.references))
            changes.sort(key=lambda change: change.start)
        else:
            change = changes[place]
            changes[place] = replace(
                change,
                text=change.text + edit.text,
                references=change.references + edit.references,
            )
    return changes


def applied(clause: Clause, changes: Sequence[Change]) -> Clause:
    """Return the clause with its changes made."""
    pieces: list[str] = []
    references: list[Reference] = []
    at = 0
    for change in changes:
        pieces += [clause.text[at : change.start], change.text]
        before = clause.text.count(ATOM, 0, at)
        references += clause.references[before : clause.text.count(ATOM, 0, change.start)]
        references += change.references
        at = change.end
    pieces.append(clause.text[at:])
    references += clause.references[clause.text.count(ATOM, 0, at) :]
    return replace(clause, text="".join(pieces), references=tuple(references), children=())


class WordWriter:
    """Writes the instructions for one motion's words."""

    def __init__(self, motion: Motion, style: InstructionStyle, care: Care = USUAL) -> None:
        self.motion = motion
        self.style = style
        self.care = care
        self.places = Places(motion, Offers(motion, style, ""))

    def write(
        self, clause_id: ClauseId, changes: Sequence[Change], *, divided: bool = False
    ) -> Iterator[tuple[int, str]]:
        """Yield each change with where it starts; all as one where that is the only way."""
        clause = self.motion.clauses[clause_id]
        sentences = []
        for place, change in enumerate(changes):
            floor = changes[place - 1].end if place else 0
            ceiling = changes[place + 1].start if place + 1 < len(changes) else len(clause.text)
            whole = self.care.amends and not divided
            sentence = None if whole else self._sentence(clause, change, floor, ceiling)
            if sentence is None and not divided:
                yield 0, self._amendment(clause, changes)
                return
            forms = self._forms(clause, change)
            sentences.append(
                (change.start, sentence or next(forms, self._amendment(clause, changes)))
            )
        yield from sentences

    def _sentence(self, clause: Clause, change: Change, floor: int, ceiling: int) -> str | None:
        """Return the first sentence that reads back as the change, or as it with its neighbours."""
        if change.start == change.end and not change.text:
            return None
        forms = islice(self._forms(clause, change), _TRIES)
        for form in chain(forms, self._apart(clause, change)):
            if self._reads_back(form, clause, change):
                return form
        for left, right in _WIDENINGS:
            wider = _widened(clause, change, left, right, floor, ceiling)
            if wider == change:
                continue
            for form in islice(self._forms(clause, wider), _TRIES):
                if self._reads_back(form, clause, change):
                    return form
        return None

    def _reads_back(self, sentence: str, clause: Clause, change: Change) -> bool:
        reading = Reading(sentence, self.motion, self.style, offering=False)
        reading.run()
        if reading.problems or reading.edits.structural or list(reading.edits.words) != [clause.id]:
            return False
        text, references, _ = reading.edits.words[clause.id].result()
        wanted = applied(clause, [change])
        return (text, references) == (wanted.text, wanted.references)

    def _amendment(self, clause: Clause, changes: Sequence[Change]) -> str:
        """Return "Amend 4 d) to read: d) …"."""
        amended = applied(clause, changes)
        place = self.places.offers.place(clause.id, lines=self.motion.layout.of(clause.id))
        head = self.style.amend.format(place=place)
        label = self.motion.numbering.label(clause.id)
        shown, _ = print_text(amended, self.motion.numbering, self.motion.layout)
        line = say_clause_line(
            label, shown, clause.marker, self.style, self.motion.citations, self.care.marks
        )
        return f"{head} {line}"

    def split_acts(self, clause: ClauseId, at: int, act: str) -> Iterator[tuple[int, int, str]]:
        """Yield ways to say an act at a gap, with the words it is said by."""
        for start, end, named in self._anchors(clause, at, Side.AFTER):
            yield start, end, act.format(anchor=named)

    def quote(self, operation: InsertText) -> str:
        """Return the words of an insertion in quotation marks."""
        inner = Clause(operation.clause, operation.text, references=operation.references)
        words = print_text(inner, self.motion.numbering, self.motion.layout)[0].strip()
        return quoted(words, self.style) or f"“{words}”"

    # Ways to say one change

    def _forms(self, clause: Clause, change: Change) -> Iterator[str]:
        put = self._shown(clause, change)
        rest = clause.text[: change.start] + clause.text[change.end :]
        if not put and not rest.strip():
            place = self.places.offers.place(clause.id, lines=self.motion.layout.of(clause.id))
            yield self.style.delete_own_words.format(place=place)
        if change.start == change.end:
            acts = self._insertions(clause, change, put)
        elif not put:
            acts = ((s, e, act) for s, e, act in self._deletions(clause, change))
        else:
            acts = (
                (start, end, self.style.substitute.format(delete=act, words=words))
                for start, end, act in self._deletions(clause, change)
                for words in quotings(put, self.style)
            )
        for start, end, act in acts:
            yield self._said(clause.id, start, end, act)

    def _said(self, clause: ClauseId, start: int, end: int, act: str) -> str:
        return self.style.in_place.format(place=self.place(clause, start, end), act=act)

    def _apart(self, clause: Clause, change: Change) -> Iterator[str]:
        """Yield a deletion and an insertion: words put in place of a reference could be it."""
        put = self._shown(clause, change)
        if not put or ATOM not in clause.text[change.start : change.end]:
            return
        for deletion in islice(self._deletions(clause, change), 2):
            gap = Change(change.end, change.end, change.text, change.references)
            for insertion in islice(self._insertions(clause, gap, put), 3):
                yield f"{self._said(clause.id, *deletion)}\n{self._said(clause.id, *insertion)}"

    def _shown(self, clause: Clause, change: Change) -> str:
        inner = replace(clause, text=change.text, references=change.references, children=())
        return print_text(inner, self.motion.numbering, self.motion.layout)[0].strip()

    def place(self, clause: ClauseId, start: int, end: int) -> str:
        first = self.motion.line_at(clause, start)
        last = self.motion.line_at(clause, max(start, end - 1))
        if first is None or last is None:
            return self.motion.cite(clause)
        return self.places.offers.place(clause, lines=(first, last))

    def _deletions(self, clause: Clause, change: Change) -> Iterator[tuple[int, int, str]]:
        stretch = Stretch(clause.id, change.start, change.end)
        words = self.motion.words(stretch)
        start, end = change.start, change.end
        if len(words) > LONG:
            for size in _ENDS:
                found = self._from_to(words, size)
                if found:
                    yield start, end, found
        for named in self._named(clause.id, start, end, words):
            yield start, end, self.style.delete.format(words=named)

    def _from_to(self, words: str, size: int) -> str | None:
        parts = words.split(" ")
        if len(parts) <= 2 * size:
            return None
        first = quoted(" ".join(parts[:size]), self.style)
        last = quoted(" ".join(parts[-size:]), self.style)
        if not first or not last:
            return None
        return self.style.delete_span.format(first=first, last=last)

    def _named(self, clause: ClauseId, start: int, end: int, words: str) -> Iterator[str]:
        """Yield ways to name words of a clause so that they are those and no others."""
        text = self.motion.clauses[clause].text
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        last = start + len(text[start:end].rstrip())
        hits = self._finds(clause, start, end, words)
        mine = next((i for i, h in enumerate(hits) if (h.start, h.end) == (first, last)), None)
        for marked in quotings(words, self.style):
            if len(hits) == 1:
                yield marked
            if not is_word(words):
                yield from self._beside(clause, first, last, marked)
            if mine is not None and len(hits) > 1:
                yield self.style.nth.format(ordinal=self.style.ordinal(mine + 1), words=marked)
            yield from self._beside(clause, first, last, marked)

    def _beside(self, clause: ClauseId, start: int, end: int, marked: str) -> Iterator[str]:
        text = self.motion.clauses[clause].text
        before = self._words_before(clause, start)
        for words in islice(before, 3):
            if neighbour := quoted(words, self.style):
                yield self.places.offers.beside(Side.AFTER, marked, neighbour)
        if text[end:].strip():
            for words in islice(self._words_after(clause, end), 3):
                if neighbour := quoted(words, self.style):
                    yield self.places.offers.beside(Side.BEFORE, marked, neighbour)

    def _finds(self, clause: ClauseId, start: int, end: int, words: str) -> list[Hit]:
        if not words:
            return []
        scope = self._scope(self.place(clause, start, end))
        return self.places.words.finds(Words(Quotation(words, 0, 0), 0, 0), scope)

    def _scope(self, place: str) -> Scope:
        statement = parse(f"In {place}, delete “x”.", self.motion.citations)[0]
        return self.places.scope(statement.locator, self.places.whole(), lambda _: True)

    def _insertions(
        self, clause: Clause, change: Change, put: str
    ) -> Iterator[tuple[int, int, str]]:
        at = change.start
        whole = not clause.text[at:].strip()
        for words in quotings(put, self.style):
            if at == 0:
                yield 0, 1, self.style.insert_at_start.format(words=words)
            if whole and not clause.children:
                last = len(clause.text)
                yield last - 1, last, self.style.insert_at_end.format(words=words)
            for start, end, named in self._anchors(clause.id, at, Side.AFTER):
                yield start, end, self.style.insert_after.format(anchor=named, words=words)
            for start, end, named in self._anchors(clause.id, at, Side.BEFORE):
                yield start, end, self.style.insert_before.format(anchor=named, words=words)

    def _anchors(self, clause: ClauseId, at: int, side: Side) -> Iterator[tuple[int, int, str]]:
        """Yield names for the words on one side of a gap: the fewest that stand there once."""
        after = side is Side.AFTER
        found = self._words_before(clause, at) if after else self._words_after(clause, at)
        first = None
        for words in islice(found, _MOST_ANCHOR_WORDS):
            start, end = self._span(clause, at, words, after=after)
            first = first or (start, end, words)
            marked = quoted(words, self.style)
            if marked and len(self._finds(clause, start, end, words)) == 1:
                yield start, end, marked
                break
        if first:
            start, end, words = first
            for named in self._named(clause, start, end, words):
                yield start, end, named

    def _span(self, clause: ClauseId, at: int, words: str, *, after: bool) -> tuple[int, int]:
        shown = self.motion.shown(clause)
        text = shown.text
        gap = shown.to_shown(at)
        if after:
            begin = text.rfind(words, 0, gap)
            return shown.to_stored(begin, up=False)[0], at
        begin = text.find(words, gap)
        return shown.to_stored(begin, up=False)[0], shown.to_stored(begin + len(words), up=True)[0]

    def _words_before(self, clause: ClauseId, at: int) -> Iterator[str]:
        """Yield the last words before an offset, then the last two, and so on."""
        shown = self.motion.shown(clause)
        near = shown.text[: shown.to_shown(at)].rstrip()
        parts = near[-400:].split(" ") if near else []
        for size in range(1, len(parts) + 1):
            words = " ".join(parts[-size:]).strip()
            if words:
                yield words

    def _words_after(self, clause: ClauseId, at: int) -> Iterator[str]:
        shown = self.motion.shown(clause)
        near = shown.text[shown.to_shown(at) :].lstrip()
        parts = near[:400].split(" ") if near else []
        for size in range(1, len(parts) + 1):
            words = " ".join(parts[:size]).strip()
            if words:
                yield words


def _widened(
    clause: Clause, change: Change, left: int, right: int, floor: int, ceiling: int
) -> Change:
    """Return the change with so many tokens on either side struck and put in again."""
    before = tokens(clause.text[floor : change.start])
    after = tokens(clause.text[change.end : ceiling])
    head = "".join(before[len(before) - min(left, len(before)) :])
    tail = "".join(after[:right])
    start, end = change.start - len(head), change.end + len(tail)
    first = clause.text.count(ATOM, 0, start)
    references = clause.references[first : first + head.count(ATOM)]
    last = clause.text.count(ATOM, 0, change.end)
    references += change.references + clause.references[last : last + tail.count(ATOM)]
    return Change(start, end, head + change.text + tail, references)
