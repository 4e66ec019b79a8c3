"""The motion as its readers see it: shown words, levelled for comparing, and the way back.

Offsets of three kinds meet here. Stored offsets count characters of a clause's stored text;
shown ones of its text as printed; page ones of all shown clauses levelled and run together.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.lines import Layout
from webapp.text.numbering import Numbering, number
from webapp.text.references import print_text

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("‘’‚‛‹›`´", "'"),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00ad\u200b\u2060\ufeff", None),
    }
)
_CLAUSE_END: Final = "\x00"
_JOINER: Final = "\u200d"
_SENTENCE_END: Final = re.compile(r"[.!?]+[”’\"')\]]*(?=\s|$)")
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|No|Mr|Ms|Mrs|Dr|St|cf|vs|Art|para)|(?<!\d)(?<!\d )\b[A-Z])$"
)


class Stretch(NamedTuple):
    """Characters of a clause's stored text."""

    clause: ClauseId
    start: int
    end: int


class Hit(NamedTuple):
    """Where quoted words stand. `cut` says that they begin or end within a reference."""

    clause: ClauseId
    start: int
    end: int
    cut: bool = False


class Interval(NamedTuple):
    """A stretch of the page."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause's text as printed, with the printed length of the reference at each offset."""

    text: str
    lead: int
    stored: str
    atoms: tuple[tuple[int, int], ...]

    def to_stored(self, shown: int, *, up: bool) -> tuple[int, bool]:
        """Return the stored offset of a shown one, and whether it is within a reference.

        Within a reference the offset is that of the reference's end when `up`, else its start.
        """
        grown = 0
        for at, length in self.atoms:
            first = at - self.lead + grown
            if shown <= first:
                break
            if shown < first + length:
                return (at + 1 if up else at), True
            grown += length - 1
        return shown - grown + self.lead, False

    def to_shown(self, stored: int) -> int:
        grown = sum(length - 1 for at, length in self.atoms if at < stored)
        return max(0, stored - self.lead + grown)


class Motion:
    """One document with what its readers see of it."""

    def __init__(self, document: Document, layout: Layout | None) -> None:
        self.document = document
        self.layout = layout or Layout()
        self.numbering: Numbering = number(document)
        self.clauses: dict[ClauseId, Clause] = {clause.id: clause for clause in document.walk()}
        self.order: list[ClauseId] = list(self.numbering)

    def children(self, parent: ClauseId | None) -> tuple[Clause, ...]:
        return self.document.clauses if parent is None else self.clauses[parent].children

    def parent(self, clause: ClauseId) -> ClauseId | None:
        return self.numbering.place(clause).parent

    def siblings(self, clause: ClauseId) -> tuple[Clause, ...]:
        return self.children(self.parent(clause))

    def before(self, clause: ClauseId) -> ClauseId | None:
        """Return the sibling straight before the clause."""
        place = self.numbering.place(clause).position
        return self.siblings(clause)[place - 1].id if place else None

    @cached_property
    def citations(self) -> frozenset[str]:
        return frozenset(map(self.cite, self.order))

    def cite(self, clause: ClauseId) -> str:
        return self.numbering.citation(clause)

    def extent(self, clause: ClauseId) -> tuple[int, int] | None:
        """Return the first and last line of a clause with all it leads in."""
        last = self.numbering.last_within(clause)
        found = [extent for each in (clause, last) if (extent := self.layout.of(each))]
        if not found:
            return None
        return min(first for first, _ in found), max(end for _, end in found)

    def shown(self, clause: ClauseId) -> Shown:
        known = self._shown.get(clause)
        if known is None:
            value = self.clauses[clause]
            text, atoms = print_text(value, self.numbering, self.layout)
            lead = int(value.text.startswith(" "))
            known = self._shown[clause] = Shown(text, lead, value.text, atoms)
        return known

    def words(self, stretch: Stretch | Hit) -> str:
        """Return what a stretch prints, its first space stripped."""
        shown = self.shown(stretch.clause)
        text = shown.text[shown.to_shown(stretch.start) : shown.to_shown(stretch.end)]
        return text.strip()

    def line_at(self, clause: ClauseId, offset: int) -> int | None:
        if self.layout.of(clause) is None:
            return None
        stored = self.clauses[clause].text
        while offset < len(stored) and stored[offset].isspace():
            offset += 1
        return self.layout.at(clause, offset)

    def surroundings(self, clause: ClauseId, start: int, end: int, *, room: int = 40) -> str:
        """Return the words around a stretch of stored text, for a person to know it by."""
        shown = self.shown(clause)
        first, last = shown.to_shown(start), shown.to_shown(end)
        left, right = max(0, first - room), min(len(shown.text), last + room)
        if left:
            left = shown.text.find(" ", left, first) + 1 or left
        if right < len(shown.text):
            right = max(shown.text.rfind(" ", last, right), last)
        head, tail = "…" if left else "", "…" if right < len(shown.text) else ""
        return f"{head}{shown.text[left:right].strip()}{tail}"

    # What stands on the page, and finding words there.

    @cached_property
    def _shown(self) -> dict[ClauseId, Shown]:
        return {}

    @cached_property
    def _page(self) -> tuple[str, list[int], list[int], list[int]]:
        """The levelled page; the shown start and end of each sign; where each clause begins."""
        signs: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        begins: list[int] = []
        for clause in self.order:
            begins.append(len(starts))
            for text, start, end in _levelled_signs(self.shown(clause).text):
                for sign in text:
                    signs.append(sign)
                    starts.append(start)
                    ends.append(end)
            signs.append(_CLAUSE_END)
            starts.append(len(self.shown(clause).text))
            ends.append(len(self.shown(clause).text))
        return "".join(signs), starts, ends, begins

    def whole(self) -> tuple[Interval, ...]:
        return (Interval(0, len(self._page[0])),)

    def of_clause(self, clause: ClauseId, *, own: bool = False) -> Interval:
        """Return where a clause stands on the page, with all it leads in unless `own`."""
        begins = self._page[3]
        first = self.numbering.position(clause)
        last = first if own else self.numbering.position(self.numbering.last_within(clause))
        end = begins[last + 1] if last + 1 < len(begins) else len(self._page[0])
        return Interval(begins[first], end)

    def of_stretch(self, stretch: Stretch) -> Interval:
        shown = self.shown(stretch.clause)
        return self._of_shown(
            stretch.clause, shown.to_shown(stretch.start), shown.to_shown(stretch.end)
        )

    def of_lines(self, first: int, last: int) -> tuple[Interval, ...]:
        """Return where printed lines stand on the page."""
        found = []
        for number_ in range(first, min(last, len(self.layout.lines)) + 1):
            line = self.layout.line(number_)
            if line and line.clause in self.clauses:
                found.append(self._of_shown(line.clause, line.start, line.end))
        return merged(found)

    def _of_shown(self, clause: ClauseId, start: int, end: int) -> Interval:
        _, starts, _, _ = self._page
        inside = self.of_clause(clause, own=True)
        first = bisect_left(starts, start, inside.start, inside.end - 1)
        last = bisect_left(starts, end, inside.start, inside.end - 1)
        return Interval(first, max(last, first))

    def find(
        self,
        words: str,
        within: tuple[Interval, ...],
        *,
        most: int = 200,
        whole: bool = True,
        cut: bool = False,
    ) -> list[Hit]:
        """Find words in the stretches of page, in order; whole words unless told otherwise.

        Those that begin or end within a reference are found only with `cut`.
        """
        wanted = levelled_words(words)
        if not wanted:
            return []
        return list(self._hits(wanted, within, most, whole=whole, cut=cut))

    def _hits(
        self, wanted: str, within: tuple[Interval, ...], most: int, *, whole: bool, cut: bool
    ) -> Iterator[Hit]:
        page = self._page[0]
        found = 0
        for interval in within:
            at = page.find(wanted, interval.start, interval.end)
            while at >= 0 and found < most:
                if not whole or _stands_alone(page, at, at + len(wanted)):
                    hit = self.hit(at, at + len(wanted))
                    if cut or not hit.cut:
                        found += 1
                        yield hit
                at = page.find(wanted, at + 1, interval.end)

    def hit(self, start: int, end: int) -> Hit:
        """Return the stretch of page as a hit in its clause."""
        _, starts, ends, begins = self._page
        clause = self.order[bisect_right(begins, start) - 1]
        shown = self.shown(clause)
        first, cut_first = shown.to_stored(starts[start], up=False)
        last, cut_last = shown.to_stored(ends[end - 1], up=True)
        return Hit(clause, first, last, cut_first or cut_last)

    def page_text(self, interval: Interval) -> str:
        return self._page[0][interval.start : interval.end]

    def clauses_in(self, within: tuple[Interval, ...]) -> list[ClauseId]:
        """Return the clauses that have characters in the stretches of page."""
        begins = self._page[3]
        found: list[ClauseId] = []
        for interval in within:
            if interval.end <= interval.start:
                continue
            first = bisect_right(begins, interval.start) - 1
            last = bisect_left(begins, interval.end)
            found.extend(self.order[first:last])
        return list(dict.fromkeys(found))

    def sentences(self, clause: ClauseId) -> list[Stretch]:
        """Return the sentences of a clause's own text, each with the space before it."""
        stored = self.clauses[clause].text
        stretches = []
        start = 0
        for match in _SENTENCE_END.finditer(stored):
            following = stored[match.end() :].lstrip()
            if following and (
                following[0].islower() or _ABBREVIATION.search(stored[start : match.start()])
            ):
                continue
            stretches.append(Stretch(clause, start, match.end()))
            start = match.end()
        if stored[start:].strip():
            stretches.append(Stretch(clause, start, len(stored)))
        return stretches


def levelled_words(words: str) -> str:
    """Return words as they are compared: quotes, dashes and blanks of every kind made alike.

    >>> levelled_words("  the people’s  ‘choice’ – now")
    "the people's 'choice' - now"
    """
    return "".join(text for text, _, _ in _levelled_signs(words)).strip()


def merged(intervals: list[Interval]) -> tuple[Interval, ...]:
    """Return the stretches in order; those of one clause with only a blank between are one."""
    result: list[Interval] = []
    for interval in sorted(intervals):
        if result and interval.start <= result[-1].end + 1:
            result[-1] = Interval(result[-1].start, max(result[-1].end, interval.end))
        else:
            result.append(interval)
    return tuple(result)


def overlap(one: tuple[Interval, ...], other: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return what is in both."""
    found = [
        Interval(max(a.start, b.start), min(a.end, b.end))
        for a in one
        for b in other
        if max(a.start, b.start) < min(a.end, b.end)
    ]
    return tuple(sorted(found))


def _levelled_signs(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each sign as compared, with where it starts and ends."""
    at = 0
    blank = False
    while at < len(text):
        char = text[at]
        end = at + 1
        if char.isspace() or unicodedata.category(char) == "Cc":
            if not blank:
                yield " ", at, end
            blank = True
            at = end
            continue
        blank = False
        if char.isascii() and (end == len(text) or text[end].isascii()):
            yield ("'" if char == "`" else char), at, end
            at = end
            continue
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        sign = char if end == at + 1 else unicodedata.normalize("NFC", text[at:end])
        plain = sign.translate(_ALIKE)
        if plain:
            yield plain, at, end
        at = end


def _stands_alone(page: str, start: int, end: int) -> bool:
    """Tell whether a find neither begins nor ends in the middle of a word."""
    if start and _is_inner(page[start]) and _is_inner(page[start - 1]):
        return False
    after = page[end : end + 1]
    return not (after and _is_inner(after) and (_is_inner(page[end - 1]) or _continues(after)))


def _is_inner(char: str) -> bool:
    return char.isalnum() or char == "_" or _continues(char)


def _continues(char: str) -> bool:
    """Tell whether a character belongs to the grapheme before it."""
    return char == _JOINER or unicodedata.category(char) in {"Mn", "Mc", "Me", "Sk"}
