"""What to choose from where a place is missing, found twice, or named in two ways at odds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NoReturn

from rapidfuzz import fuzz, process

from webapp.text.clause import ClauseId
from webapp.text.instructions.motion import Hit, Interval, Motion, Stretch, levelled_words
from webapp.text.instructions.parts import (
    Beginning,
    LineNumbers,
    Locator,
    Named,
    Nth,
    Passage,
    Payload,
    Side,
    Words,
)
from webapp.text.instructions.problems import Candidate, ProblemKind, Unclear
from webapp.text.instructions.quoting import quoted
from webapp.text.instructions.scopes import Possible, Scope
from webapp.text.instructions.style import InstructionStyle
from webapp.text.instructions.tokens import Quotation
from webapp.text.operation import Operation, StrikeClause

MOST: Final = 20
LINES_AROUND: Final = 3
_ALIKE: Final = 72
_ALIKE_SHORT: Final = 82
_SHORT: Final = 12
_LABEL_ALIKE: Final = 55
_MOST_LABELS: Final = 5
# What a fuzzy look reads at most, and how often one amendment may ask for it.
_LOOKED_THROUGH: Final = 400_000
_MOST_LOOKS: Final = 40
_OPENING: Final = 60
_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")
_WORD_END: Final = re.compile(r"\s+|$")
_LIST_LABEL: Final = 5


class Offers:
    """Builds candidates from one motion; what cannot be said in words is not offered."""

    def __init__(
        self, motion: Motion, style: InstructionStyle, source: str, *, offering: bool = True
    ) -> None:
        self.motion = motion
        self.offering = offering
        self.style = style
        self.source = source
        self._looks = 0

    def opening(self, clause: ClauseId) -> str:
        text = self.motion.shown(clause).text
        if len(text) <= _OPENING:
            return text
        return text[:_OPENING].rsplit(" ", 1)[0] + "…"

    def clause(self, clause: ClauseId, replacement: str) -> Candidate:
        extent = self.motion.layout.of(clause)
        return Candidate(
            clause,
            self.motion.cite(clause),
            extent[0] if extent else None,
            self.opening(clause),
            replacement,
        )

    def stretch(self, where: Stretch | Hit, replacement: str) -> Candidate:
        return Candidate(
            where.clause,
            self.motion.cite(where.clause),
            self.motion.line_at(where.clause, where.start),
            self.motion.surroundings(where.clause, where.start, where.end),
            replacement,
        )

    def place(self, clause: ClauseId, *, lines: tuple[int, int] | None = None) -> str:
        """Return a clause as cited, its lines in brackets."""
        cited = self.motion.cite(clause)
        extent = lines or self.motion.extent(clause)
        if not extent:
            return cited
        return self.style.in_brackets.format(cited, self.style.print_lines(*extent))

    def acts(
        self,
        offered: Sequence[tuple[ClauseId | None, Sequence[Operation]]],
        source: tuple[int, int],
    ) -> tuple[Candidate, ...]:
        """Offer whole instructions, on lines of their own, for each way to do what was asked."""
        from webapp.text.instructions.writer import write_operations  # noqa: PLC0415 - it reads back

        found = []
        for clause, operations in offered[:MOST] if self.offering else ():
            words = self._own_lines(write_operations(operations, self.motion, self.style), source)
            if clause is None or clause not in self.motion.clauses:
                found.append(Candidate(None, "", None, "", words))
            else:
                found.append(self.clause(clause, words))
        return tuple(found)

    def _own_lines(self, words: str, source: tuple[int, int]) -> str:
        """Return words with a line end wherever more stands before or after them on the line."""
        start, end = source
        before = self.source[self.source.rfind("\n", 0, start) + 1 : start].strip()
        stop = self.source.find("\n", end)
        after = self.source[end : len(self.source) if stop < 0 else stop].strip(" .;,")
        before = before if len(before) > _LIST_LABEL else ""
        return f"{chr(10) if before else ''}{words}{chr(10) if after else ''}"

    def raise_leads_in(self, clause: ClauseId, source: tuple[int, int]) -> NoReturn:
        """Ask about a clause whose own words all go while those under it stay."""
        strike = StrikeClause(clause, self.motion.clauses[clause].text)
        raise Unclear(ProblemKind.PLACE_UNCLEAR, *source, self.acts([(clause, [strike])], source))

    # Clauses

    def raise_several(
        self, unit: Named | Beginning | Nth | Passage, clauses: Sequence[ClauseId]
    ) -> NoReturn:
        found = tuple(self.clause(each, self.motion.cite(each)) for each in clauses[:MOST])
        raise Unclear(ProblemKind.SEVERAL_CLAUSES, unit.start, unit.end, found)

    def raise_which_clause(self, unit: Nth, clauses: Sequence[ClauseId]) -> NoReturn:
        words = self.source[unit.start : unit.end]
        found = tuple(
            self.clause(each, f"{words} of {self.motion.cite(each)}") for each in clauses[:MOST]
        )
        raise Unclear(ProblemKind.PLACE_UNCLEAR, unit.start, unit.end, found)

    def raise_which_section(self, unit: Beginning, headings: Sequence[ClauseId]) -> NoReturn:
        """Offer each section there is, by its heading where no other has it, else its clauses."""
        words = [levelled_words(self.motion.shown(each).text).strip(" :.#") for each in headings]
        found = []
        for each, heading in zip(headings[:MOST], words, strict=False):
            marked = quoted(heading, self.style)
            alone = marked and words.count(heading) == 1
            named = self.style.section.format(marked) if alone else self.motion.cite(each)
            found.append(self.clause(each, named))
        raise Unclear(ProblemKind.SEVERAL_CLAUSES, unit.start, unit.end, tuple(found))

    def raise_no_such_sentence(
        self, unit: Nth, sentences: Sequence[Stretch], possible: Possible | None
    ) -> NoReturn:
        """Offer the sentences there are that have the words, where fewer were written."""
        found: list[Candidate] = []
        alone = len({sentence.clause for sentence in sentences}) == 1
        for place, sentence in enumerate(sentences, start=1):
            fits = possible is None or possible((self.motion.of_stretch(sentence),))
            if alone and fits and len(found) < MOST:
                name = self.style.nth_sentence.format(ordinal=self.style.ordinal(place))
                found.append(self.stretch(sentence, name))
        raise Unclear(ProblemKind.COUNT_DIFFERS, unit.start, unit.end, tuple(found))

    def raise_no_such_clause(self, named: Named) -> NoReturn:
        by_name = {self.motion.cite(each): each for each in self.motion.order}
        found: list[str] = []
        if self._may_look():
            near = process.extract(
                named.words,
                list(by_name),
                scorer=fuzz.ratio,
                limit=_MOST_LABELS,
                score_cutoff=_LABEL_ALIKE,
            )
            found = [name for name, _, _ in near]
        candidates = tuple(self.clause(by_name[name], name) for name in found)
        raise Unclear(ProblemKind.NO_SUCH_CLAUSE, named.start, named.end, candidates)

    def raise_no_such_line(self, locator: Locator) -> NoReturn:
        """Offer the last line, where one past it is named."""
        lines, last = locator.lines, len(self.motion.layout.lines)
        clause = self.motion.layout.clause_at(last)
        found: tuple[Candidate, ...] = ()
        if lines and lines.last > last and clause in self.motion.clauses and clause is not None:
            found = (self.clause(clause, self.style.print_lines(min(lines.first, last), last)),)
        raise Unclear(ProblemKind.NO_SUCH_LINE, locator.start, locator.end, found)

    def disagreement(
        self,
        locator: Locator,
        clauses: Sequence[ClauseId],
        stretches: Sequence[Stretch],
        *,
        by_label: bool = True,
        by_line: bool = True,
    ) -> Unclear:
        """Return the problem, with what label and line say as far as each can be meant."""
        found = []
        clauses = clauses or [stretch.clause for stretch in stretches]
        if clauses and by_label:
            cited = self.motion.numbering.range_citation(
                [each for each in clauses if each in self.motion.clauses]
            )
            found.append(self.clause(clauses[0], cited))
        lines = locator.lines
        if by_line and lines and self.motion.of_lines(lines.first, lines.last):
            clause = self.motion.layout.clause_at(lines.first)
            if clause is not None and clause in self.motion.clauses:
                written = self.style.print_lines(lines.first, lines.last)
                found.append(self.clause(clause, written))
        return Unclear(ProblemKind.LINE_DISAGREES, locator.start, locator.end, tuple(found))

    # Words

    def raise_repeated(
        self, words: Words, hits: Sequence[Hit], within: tuple[Interval, ...]
    ) -> NoReturn:
        found = self._each(words, hits)
        raise Unclear(ProblemKind.ANCHOR_REPEATED, words.start, words.end, found)

    def raise_count(self, words: Words, hits: Sequence[Hit]) -> NoReturn:
        found = self._each(words, hits)
        raise Unclear(ProblemKind.COUNT_DIFFERS, words.start, words.end, found)

    def _each(self, words: Words, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        """Offer each find: "the second “he” in 4 d)", counted within its clause's own words."""
        found = []
        for hit in hits[:MOST]:
            if replacement := self.name_hit(words, hit):
                found.append(self.stretch(hit, replacement))
        return tuple(found)

    def name_hit(self, words: Words, hit: Hit) -> str | None:
        """Return words that point to one find and no other."""
        marked = quoted(words.quotation.text, self.style)
        if not marked:
            return None
        within = self.motion.of_clause(hit.clause)
        alike = self.motion.find(words.quotation.text, (within,), most=10_000)
        named = marked
        if len(alike) > 1:
            ordinal = self.style.ordinal(alike.index(hit) + 1)
            named = self.style.nth.format(ordinal=ordinal, words=marked)
        rest = self.source[slice(*words.rest)].strip()
        return f"{named} in {self.motion.cite(hit.clause)} {rest}".strip()

    def missing(
        self,
        words: Words,
        within: tuple[Interval, ...],
        lines: LineNumbers | None,
        *,
        is_whole: bool,
    ) -> Unclear:
        found = list(self._near_lines(words, lines) if lines else [])
        if not found and not is_whole:
            elsewhere = self.motion.find(words.quotation.text, self.motion.whole(), most=MOST)
            found = list(self._each(words, elsewhere))
        if not found:
            found = self._without_brackets(words, within)
        if not found:
            found = self._parts_of_words(words, within) or self._alike(words, within)
        if not found and not is_whole:
            found = self._alike(words, self.motion.whole())
        return Unclear(ProblemKind.ANCHOR_MISSING, words.start, words.end, tuple(found[:MOST]))

    def other_sentence(self, words: Words, scope: Scope, missing: Unclear) -> Unclear | None:
        """Offer the sentence of the clause where the words stand, for one that was miscounted."""
        unit = scope.locator.units[-1] if scope.locator and scope.locator.units else None
        if not isinstance(unit, Nth) or not scope.stretches or unit.end > words.start:
            return None
        between = self.source[unit.end : words.start]
        found = []
        for place, sentence in enumerate(self.motion.sentences(scope.stretches[0].clause), start=1):
            if self.motion.find(words.quotation.text, (self.motion.of_stretch(sentence),), most=1):
                name = self.style.nth_sentence.format(ordinal=self.style.ordinal(place))
                rest = self.source[unit.end : words.end]
                found.append(self.stretch(sentence, f"{name}{rest}"))
        if not found or "\n" in between:
            return None
        named = self.source[unit.start : words.start]
        found += [
            replace(each, replacement=f"{named}{each.replacement}") for each in missing.candidates
        ]
        return Unclear(ProblemKind.ANCHOR_MISSING, unit.start, words.end, tuple(found))

    def _near_lines(self, words: Words, lines: LineNumbers) -> list[Candidate]:
        first, last = max(1, lines.first - LINES_AROUND), lines.last + LINES_AROUND
        around = self.motion.of_lines(first, last)
        hits = self.motion.find(words.quotation.text, around, most=MOST)
        found = []
        for hit in hits:
            if replacement := self.name_hit(words, hit):
                found.append(self.stretch(hit, replacement))
        return found

    def _without_brackets(self, words: Words, within: tuple[Interval, ...]) -> list[Candidate]:
        """Offer words that were quoted with an abbreviation in brackets, each place and all."""
        bare = _BRACKETS.sub("", words.quotation.text).strip()
        if not bare or bare == words.quotation.text.strip():
            return []
        marked = quoted(bare, self.style)
        hits = self.motion.find(bare, within, most=MOST) if marked else []
        inner = replace(words, quotation=replace(words.quotation, text=bare))
        found = list(self._each(inner, hits))
        if len(found) > 1 and len({hit.clause for hit in hits}) == 1:
            place = self.motion.cite(hits[0].clause)
            everywhere = self.style.throughout.format(words=marked, place=place)
            rest = self.source[slice(*words.rest)].strip()
            found.append(self.clause(hits[0].clause, f"{everywhere} {rest}".strip()))
        return found

    def _parts_of_words(self, words: Words, within: tuple[Interval, ...]) -> list[Candidate]:
        """Offer the whole words that hold what was quoted, or words in other capitals."""
        hits = self.motion.find(words.quotation.text, within, most=MOST, whole=False)
        return self._offer_words(words, [self._widened(hit) for hit in hits])

    def _widened(self, hit: Hit) -> Hit:
        text = self.motion.clauses[hit.clause].text
        start, end = hit.start, hit.end
        while start and text[start - 1].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum():
            end += 1
        return Hit(hit.clause, start, end)

    def _snapped(self, hit: Hit) -> Hit:
        """Return the find from word to word: words of which it has less than half are left out."""
        text = self.motion.clauses[hit.clause].text
        whole = self._widened(hit)
        start, end = whole.start, whole.end
        first, last = _WORD_END.search(text, hit.start), text.rfind(" ", 0, hit.end)
        if first and hit.start > start and first.start() - hit.start < hit.start - start:
            start = min(first.end(), hit.end)
        if hit.end < end and last > start and hit.end - last - 1 < end - hit.end:
            end = last
        while start < end and text[start].isspace():
            start += 1
        return Hit(hit.clause, start, end) if start < end else whole

    def _alike(self, words: Words, within: tuple[Interval, ...]) -> list[Candidate]:
        """Offer the words most like those quoted."""
        wanted = levelled_words(words.quotation.text)
        if not self._may_look() or not wanted:
            return []
        best: list[tuple[float, Hit]] = []
        read = 0
        for clause in self.motion.clauses_in(within):
            interval = self.motion.of_clause(clause, own=True)
            page = self.motion.page_text(interval).rstrip("\x00")
            read += len(page)
            if read > _LOOKED_THROUGH or not page:
                break
            if len(page) < len(wanted) // 2:
                continue
            found = fuzz.partial_ratio_alignment(
                wanted.lower(),
                page.lower(),
                score_cutoff=_ALIKE if len(wanted) >= _SHORT else _ALIKE_SHORT,
            )
            if found is None or len(page.lower()) != len(page):
                continue
            start, end = (
                (found.dest_start, found.dest_end) if len(wanted) <= len(page) else (0, len(page))
            )
            if end > start:
                hit = self.motion.hit(interval.start + start, interval.start + end)
                best.append((found.score, self._snapped(hit)))
        best.sort(key=lambda pair: -pair[0])
        return self._offer_words(words, [hit for _, hit in best[:_MOST_LABELS]])

    def _offer_words(self, words: Words, hits: Sequence[Hit]) -> list[Candidate]:
        found = []
        for hit in dict.fromkeys(hits):
            shown = self.motion.words(hit)
            marked = quoted(shown, self.style)
            if not marked:
                continue
            alike = self.motion.find(shown, (self.motion.of_clause(hit.clause),), most=2)
            if len(alike) == 1:
                rest = self.source[slice(*words.rest)].strip()
                replacement = f"{marked} in {self.motion.cite(hit.clause)} {rest}".strip()
                found.append(self.stretch(hit, replacement))
        return found

    def raise_unclosed(self, words: Quotation | Payload) -> NoReturn:
        """Offer to close quotation marks where the words seem to end."""
        marked = quoted(words.text.strip(), self.style)
        found = (Candidate(None, "", None, words.text.strip(), marked),) if marked else ()
        raise Unclear(ProblemKind.CLOSING_MARK, words.start, words.end, found)

    def raise_end_unclear(self, payload: Payload) -> NoReturn:
        """Offer to put all of the words in quotation marks."""
        text = payload.text.strip()
        marked = quoted(text, self.style)
        found = (Candidate(None, "", None, text, f" {marked}"),) if marked else ()
        raise Unclear(ProblemKind.END_UNCLEAR, payload.start, payload.end, found)

    def raise_inside_reference(self, words: Words, hit: Hit) -> NoReturn:
        found = self._offer_words(words, [Hit(hit.clause, hit.start, hit.end)])
        raise Unclear(ProblemKind.INSIDE_REFERENCE, words.start, words.end, tuple(found))

    def beside(self, side: Side, words: str, neighbour: str) -> str:
        form = self.style.beside_after if side is Side.AFTER else self.style.beside_before
        return form.format(words=words, neighbour=neighbour)

    def _may_look(self) -> bool:
        """Count a fuzzy look; an amendment has only so many."""
        self._looks += 1
        return self.offering and self._looks <= _MOST_LOOKS
