"""Recognising what reads like a citation in running text.

It is shy: "7 d)", "clause 3", "3 above" and "i) (lines 5–6)" are citations, a bare number or
letter is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.text.citation_forms import (
    AND,
    AND_OR_DASH,
    BARE_LINES,
    DASH,
    GAP,
    IN_BRACKETS,
    LIST,
    PLURAL,
    RANGE,
    line_numbers,
)
from webapp.text.citations import BULLET, PARAGRAPH
from webapp.text.clause import ClauseId, Reference, ReferenceForm
from webapp.text.numbering import Numbering
from webapp.text.references import Lines, lines_of, resolve

_NUMBER = r"\d{1,4}(?:\.\d{1,4}){0,4}(?![\d.]*\d)"
_LIMB = r"(?:\([A-Za-z]{1,5}\)|[A-Za-z]{1,5}\))"
_TWIN = r"(?:\s\(\d+(?:st|nd|rd|th)\))?"
_COUNTED = rf"(?:paragraphs?|bullets?){GAP}{_NUMBER}{_TWIN}"
_PART = rf"(?:{_COUNTED}|{_NUMBER}(?:[a-z](?![\w)])|\))?{_TWIN}|(?:{_LIMB}|\(\d{{1,3}}\)){_TWIN})"
_CHAIN = re.compile(rf"{_PART}(?:(?:{DASH}|{AND}|\s|){_PART}){{0,15}}", re.IGNORECASE)
_LETTERS = r"(?!(?:and|to|or|of|in|the|lines?|paragraphs?|bullets?)\b)[A-Za-z]{1,6}(?![\w)])"
_NAMED = rf"(?:{_PART}|{_LETTERS})"
_NAMED_CHAIN = re.compile(rf"{_NAMED}(?:(?:{DASH}|{AND}|\s|){_NAMED}){{0,7}}", re.IGNORECASE)
_UNMARKED = re.compile(rf"(?<!\w){_LETTERS}", re.IGNORECASE)
_NAMED_END = re.compile(_NAMED, re.IGNORECASE)
_KIND = r"(?:sub-?)?(?:clause|paragraph|para|point|bullet|item|limb)s?"
_START = re.compile(
    rf"(?<![\w.£$€#/(§-])(?:(?P<kind>{_KIND}){GAP}(?={_NAMED})|(?={_PART}))", re.IGNORECASE
)
_STRONG = re.compile(rf"{_NUMBER}\)?\s?{_LIMB}|{_COUNTED}", re.IGNORECASE)
_RUNS_ON = re.compile(r"\w|[.,:]\d|\s?%|[’'-]\w")
_NEARBY = re.compile(rf"{GAP}(?:above|below)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    rf"{GAP}(?:of|in){GAP}(?:the|schedule|appendix|annex|our|its)\b", re.IGNORECASE
)
_OTHER_TEXT = re.compile(
    r"\b(?:sections?|articles?|rules?|orders?|so|act|schedule|constitution|regulations?|appendix"
    rf"|chapter|annex|page|paper|part|table|figure|motion|amendment){GAP}(?:no\.?{GAP})?$",
    re.IGNORECASE,
)
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of text that reads like a citation; without a reference it resolves to nothing.

    `lines` are the first and last line that it prints.
    """

    start: int
    end: int
    reference: Reference | None
    lines: tuple[int, int] | None = None


def recognise(text: str, numbering: Numbering, at: int = 0, *, eager: bool = False) -> list[Spot]:
    """Find what reads like citations of clauses from `at` on, in order and without overlaps.

    An `eager` look takes bare numbers and letters as well: in a text that only lists clauses.
    """
    spots: list[Spot] = []
    while match := _START.search(text, at):
        chain = (_NAMED_CHAIN if match.group("kind") else _CHAIN).match(text, match.end())
        at = match.end() + 1
        if chain is None:
            continue
        kind = match.group("kind") or ("clauses" if eager else "")
        if not kind and not _may_cite(text, chain):
            at = chain.end()
        elif not _OTHER_TEXT.search(text[max(0, match.start() - 40) : match.start()]):
            spot, at = _read_chain(text, match.start(), chain, kind, numbering)
            spots += [spot] if spot else []
    return spots


def recognise_lines(text: str, numbering: Numbering, layout: Lines) -> list[Spot]:
    """Find lines cited without a label: they resolve when they are just those of clauses."""
    spots = []
    for match in BARE_LINES.finditer(text):
        lines = line_numbers(match)
        targets = _clauses_on(lines, numbering, layout)
        reference = Reference(targets, ReferenceForm.LINES, match.group()) if targets else None
        spots.append(Spot(match.start(), match.end(), reference, lines))
    return spots


def _clauses_on(
    lines: tuple[int, int], numbering: Numbering, layout: Lines
) -> tuple[ClauseId, ...]:
    """Return the siblings whose lines, with those of all they lead in, are exactly these."""
    first, last = layout.clause_at(lines[0]), layout.clause_at(lines[1])
    if first is None or last is None or first not in numbering or last not in numbering:
        return ()
    parent = numbering.place(first).parent
    beside = [one for one in numbering.lineage(last) if numbering.place(one).parent == parent]
    targets = numbering.between(first, beside[0]) if beside else ()
    return targets if targets and lines_of(targets, numbering, layout) == lines else ()


def _may_cite(text: str, chain: re.Match[str]) -> bool:
    """Tell whether anything in a chain of numbers and letters says that it is a citation."""
    if _STRONG.search(chain.group()):
        return True
    return bool(IN_BRACKETS.match(text, chain.end()) or _NEARBY.match(text, chain.end()))


def _read_chain(
    text: str, spoken: int, chain: re.Match[str], kind: str, numbering: Numbering
) -> tuple[Spot | None, int]:
    """Return the longest citation that a chain starts with, and where to look on."""
    counts = kind.lower().removesuffix("s") in {PARAGRAPH, BULLET, "para"}
    starts = tuple(dict.fromkeys((spoken, chain.start()) if counts else (chain.start(),)))
    parts = list(_NAMED_END.finditer(text, chain.start(), chain.end()))
    first = chain.start() + len(AND_OR_DASH.split(chain.group(), maxsplit=1)[0])
    path = [part.end() for part in parts if part.end() <= first][:_DEEPEST]
    if any(resolve(text[start:end], numbering) for start in starts for end in path):
        for part in reversed(parts):
            spot = _try_spot(text, starts, chain.start(), part.end(), kind, numbering)
            if spot:
                return spot, spot.end
    plain = _CHAIN.match(text, chain.start())
    doubt = _doubtful(text, plain, kind) if plain else None
    return doubt, max(doubt.end if doubt else 0, first if plain else parts[0].end())


def _try_spot(
    text: str, starts: tuple[int, ...], bare: int, end: int, kind: str, numbering: Numbering
) -> Spot | None:
    """Read one stretch as a citation, with the word before it where that is part of its name."""
    words = text[bare:end]
    if not _is_citation(text, words, end, kind):
        return None
    if not _may_list(words, text[starts[0] : end], kind, numbering):
        return None
    if _UNMARKED.search(words) and not _is_exact(words, numbering):
        return None
    for start in starts:
        targets = resolve(text[start:end], numbering)
        named = numbering.exact(text[start:end]) or (targets and numbering.place(targets[0]).word)
        if targets and (named or start == bare):
            end = _without_bracket(text, end, numbering.citation(targets[-1]))
            return _spot(text, start, end, targets)
    return None


def _is_exact(words: str, numbering: Numbering) -> bool:
    """Tell whether letters without a bracket are just the citation that a clause has."""
    first = RANGE.split(words, maxsplit=1)[0]
    return numbering.exact(PLURAL.sub(r"\1", first)) is not None


def _without_bracket(text: str, end: int, citation: str) -> int:
    """Leave the bracket that closes "(see clause 1)" to the text, unless the label is "1)"."""
    closing = text[end - 1] == ")" and text[end - 2].isdigit()
    return end - 1 if closing and not citation.endswith(")") else end


def _spot(text: str, start: int, end: int, targets: tuple[ClauseId, ...]) -> Spot:
    lines = IN_BRACKETS.match(text, end)
    stop = lines.end() if lines else end
    form = ReferenceForm.LABEL_AND_LINES if lines else ReferenceForm.LABEL
    return Spot(
        start,
        stop,
        Reference(targets, form, text[start:stop]),
        line_numbers(lines) if lines else None,
    )


def _doubtful(text: str, chain: re.Match[str], kind: str) -> Spot | None:
    """Return a citation that names no clause here, so that a person looks at it."""
    words = LIST.split(chain.group())[0]
    end = chain.start() + len(words)
    if not _is_citation(text, words, end, kind):
        return None
    lines = IN_BRACKETS.match(text, end)
    return Spot(chain.start(), lines.end() if lines else end, None)


def _is_citation(text: str, words: str, end: int, kind: str) -> bool:
    """Tell whether words can only be meant as a citation of this motion."""
    if _RUNS_ON.match(text, end):
        return False
    if IN_BRACKETS.match(text, end) or _NEARBY.match(text, end):
        return True
    return bool(kind or _STRONG.search(words)) and not _ELSEWHERE.match(text, end)


def _may_list(words: str, spoken: str, kind: str, numbering: Numbering) -> bool:
    """Tell whether what looks like a list is one: "clauses 3 and 4", not "2 b) and 3 people"."""
    items = LIST.split(words)
    if len(items) == 1 or kind.lower().endswith("s"):
        return True
    if numbering.exact(words) is not None or numbering.exact(spoken) is not None:
        return True
    return not kind and all(")" in item for item in items)
