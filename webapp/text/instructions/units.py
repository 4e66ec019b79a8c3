"""Reading where an instruction looks: lines, labels, ordinals."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from webapp.text.instructions.parts import (
    HEADING,
    LAST,
    PENULTIMATE,
    SECTION,
    Beginning,
    Everything,
    LineNumbers,
    Locator,
    Named,
    Nth,
    Unit,
)
from webapp.text.instructions.tokens import SPACE, Cursor, Quotation, phrases

DASH: Final = r"[-‐‑‒–—−]"

ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "first 1st opening",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
        ),
        start=1,
    )
    for word in words.split()
} | {"last": LAST, "final": LAST, "closing": LAST, "penultimate": PENULTIMATE}

ORDINAL: Final = rf"(?:(?:{'|'.join(ORDINALS)}|\d{{1,6}}(?:st|nd|rd|th))\b)"

_LINES: Final = re.compile(
    rf"(?:lines?|ll?\.|Zeilen?){SPACE}*(\d{{1,7}})"
    rf"(?:{SPACE}*(?:{DASH}|\bto\b|\bbis\b|\band\b){SPACE}*(?:lines?{SPACE}*)?(\d{{1,7}}))?(?![\w])",
    re.IGNORECASE,
)

_LIMB: Final = r"(?:\([A-Za-z0-9]{1,6}\)|[A-Za-z]{1,6}\))"

_TWIN: Final = r"(?: \(\d{1,6}(?:st|nd|rd|th)\))?"

_FIRST: Final = rf"(?:[A-Z]{{1,4}} ?\d+(?:\.\d+)*[a-z]?(?!\w)|\d+(?:\.\d+)*|{_LIMB})"

_MORE: Final = (
    rf"(?:\.?{SPACE}?{_LIMB}|(?<=\d)[a-z]{{1,5}}(?!\w)|(?<=\d){SPACE}[a-z](?={SPACE}*(?:[,:;(]|$)))"
)

_ITEM: Final = rf"(?:§{SPACE}*)?{_FIRST}{_MORE}*{_TWIN}"

_AND: Final = rf"(?:{SPACE}*,?{SPACE}+and{SPACE}+|{SPACE}*,{SPACE}*|{SPACE}+&{SPACE}+)"

_RANGE: Final = rf"{SPACE}*{DASH}{SPACE}*"

_TO: Final = rf"{SPACE}+to{SPACE}+"

ITEM: Final = re.compile(rf"{_ITEM}(?!\w)")

_LIST: Final = re.compile(rf"{_ITEM}(?:(?:{_RANGE}|{_AND}|{_TO}){_ITEM})*(?!\w)")

_RUN: Final = re.compile(rf"{_ITEM}(?:(?:{_RANGE}|{_AND}){_ITEM})*(?!\w)")

_TAIL: Final = re.compile(rf"{_RANGE}(?:{_ITEM})|{_RANGE}\d+")

_LETTERS: Final = re.compile(
    rf"[a-z]{{1,5}}(?=[\s,.;:)]|$)(?:{_AND}(?:[ivx]{{1,5}}|[a-z])(?=[\s,.;:)]|$))*"
)

_KIND: Final = (
    r"(?:sub-?)?(?:clauses?|paragraphs?|paras?\.?|points?|bullet points?|bullets?|articles?"
    r"|sections?|items?|limbs?|rules?|policy|policies|standing orders?|SO|footnotes?|parts?)"
)

_BEFORE_KIND: Final = r"(?:(?:the|existing|current|original|new|re-?numbered|\[existing\])\s+)*"

_KIND_FIRST: Final = re.compile(rf"{_BEFORE_KIND}({_KIND})(?=[\s(\d“])\s*#?", re.IGNORECASE)

_ADJECTIVE: Final = re.compile(rf"{_BEFORE_KIND}(?=[\w(])", re.IGNORECASE)

_COUNTED: Final = ("paragraph", "para", "bullet")

_NTH_KIND: Final = (
    r"(sentence|paragraph|para|bullet point|bullet|point|item|sub-?clause|clause|line|section"
    r"|list(?!\s+item)|word(?![\s,:]*[“\"‘'«„]))\b"
)

_LINES_FOLLOW: Final = re.compile(r",?\s*(?:at|on)?(?=\s*(?:lines?|ll?\.)\s*\d)", re.IGNORECASE)

_NTH: Final = re.compile(
    rf"(?:the\s+)?({ORDINAL})\s+(?:whole\s+|full\s+)?{_NTH_KIND}", re.IGNORECASE
)

_THE_SENTENCE: Final = re.compile(
    r"the\s+sentence\b(?!\s*(?:[“\"‘\d]|\w))|the\s+sentence(?=\s+so\b)", re.I
)

# Which that is follows from the words: they are sought wherever the sentence before looked.
_NEXT_SENTENCE: Final = re.compile(
    r"(?:the\s+)?(?:sentence\s+after\s+(?:that|this)|(?:next|following)\s+sentence)\b(?!\s*[:“\"‘])",
    re.I,
)

_SENTENCE: Final = re.compile(r"sentence\s+(\d{1,6})\b", re.IGNORECASE)

_BEGINNING: Final = re.compile(
    r"(?:the\s+)?(?:whole\s+)?"
    r"(sentence|paragraph|para|bullet point|bullet|point|item|clause)\s*,?\s*"
    r"(?:(?:which|that)\s+)?(?:beginning|starting|begins|starts|reading|(?:currently\s+)?reads?)"
    r"(?:\s+with)?\s*[,:]?\s*(?=[“\"‘'«„])",
    re.IGNORECASE,
)

_TITLED: Final = re.compile(
    r"(?:the\s+)?(?:(?:sub-?)?(section|heading|list|part)\s+)?(?:titled\s+|headed\s+|called\s+|on\s+)?"
    r"(?=[“\"‘'«„])",
    re.IGNORECASE,
)

# "the section on Streams with: …": a heading without quotation marks.
_SECTION_ON: Final = re.compile(
    r"(?:the\s+)?(?:whole\s+)?(?:sub-?)?section\s+(?:on|about|titled|headed|called)\s+"
    r"([^\s“”\"‘«„:;,.][^\n“”\"‘«„:;,.]{1,78}?)"
    r"(?=\s*(?:[:;,.]|\n|$|\s(?:with|by|insert|add|delete|replace|so|to\s+read|and\s+replace)\b))",
    re.IGNORECASE,
)

_THIS_SECTION: Final = phrases("this section", "the present section")

_EVERYTHING: Final = re.compile(
    r"(?:the\s+)?(?:whole\s+|entire\s+|rest of the\s+)?(?:motion|text|resolution)(?!\w)(?!\s*[“:])",
    re.IGNORECASE,
)

_NEW: Final = re.compile(
    rf"(?:the\s+)?(?:({ORDINAL})\s+)?new\s+(?:clause\s+)?(?=[\w(•])", re.IGNORECASE
)

_NEW_COUNTED: Final = re.compile(r"(paragraph|bullet)(?!\w)", re.IGNORECASE)

_NEW_NAME: Final = re.compile(rf"{_ITEM}(?!\w)")

_UNDER: Final = phrases("under")

_ENTIRELY: Final = re.compile(
    r",?\s*(?:entirely|completely|altogether|in\s+full|in\s+its\s+entirety|as\s+a\s+whole)(?!\w)",
    re.IGNORECASE,
)

_NOW_READS: Final = re.compile(
    r",?\s*(?:which|that)\s+(?:currently\s+|now\s+)?(?:reads?|says|states)\s*[,:]?", re.IGNORECASE
)

_ORIGINALLY: Final = re.compile(r"\(\s*(?:originally|formerly|currently|now)\s+", re.IGNORECASE)

WITHIN: Final = phrases("in", "of", "from", "on", "within", "under", "at")

_WITHIN_NOT_UNDER: Final = phrases("in", "of", "from", "on", "within")

_OPEN_BRACKET: Final = re.compile(r"[(\[]")

_CLOSE_BRACKET: Final = re.compile(r"[)\]]")


def ordinal_value(word: str) -> int:
    """Return 2 for "second" and "2nd", -1 for "last"."""
    known = ORDINALS.get(word.lower())
    return known if known is not None else int(re.sub(r"\D", "", word))


def read_lines(cursor: Cursor) -> LineNumbers | None:
    """Read "line 14" or "lines 28–31"."""
    cursor.skip_spaces()
    start = cursor.at
    match = cursor.take(_LINES)
    if not match:
        return None
    first = int(match[1])
    last = int(match[2]) if match[2] else first
    together = " and " not in match[0].lower() or last == first + 1
    if last < first or not together:
        cursor.at = start
        return None
    return LineNumbers(first, last, start, cursor.at)


def read_unit(cursor: Cursor, *, to: bool = False, one: bool = False) -> Unit | None:
    """Read one place in the motion. `to` says that "2 to 5" is a range; `one`, no list at all."""
    cursor.skip_spaces()
    start = cursor.at
    for reader in (_read_nth, _read_new, _read_beginning, _read_section):
        if found := reader(cursor):
            return found
        cursor.at = start
    if named := _read_named(cursor, to=to, one=one):
        return named
    cursor.at = start
    if cursor.take(_EVERYTHING):
        return Everything(start, cursor.at)
    return None


def _read_nth(cursor: Cursor) -> Nth | None:
    """Read "the second sentence", "sentence 4", or "the sentence" where there is but one (0)."""
    cursor.skip_spaces()
    start = cursor.at
    if nth := cursor.take(_NTH):
        return Nth(ordinal_value(nth[1]), nth[2].lower(), start, cursor.at)
    if cursor.take(_THE_SENTENCE):
        return Nth(0, "sentence", start, cursor.at)
    if sentence := cursor.take(_SENTENCE):
        return Nth(int(sentence[1]), "sentence", start, cursor.at)
    return None


def _read_new(cursor: Cursor) -> Named | None:
    """Read "new 3 f)", "the second new 3 f)" or "new paragraph under 3"."""
    start = cursor.at
    new = cursor.take(_NEW)
    if not new:
        return None
    which = ordinal_value(new[1]) if new[1] else 1
    head = ""
    if counted := cursor.take(_NEW_COUNTED):
        name = counted[1].lower()
    else:
        known = cursor.citation()
        rest = cursor.take(_NEW_NAME)
        name = f"{known} {rest[0] if rest else ''}".strip()
        if not name:
            return None
    if cursor.take(_UNDER):
        inner_at = cursor.at
        inner = _read_new(cursor)
        if inner is None:
            cursor.at = inner_at
            inner = _read_named(cursor, to=False, one=True)
        if inner is None:
            return None
        head = inner.words
    return Named(f"{head} {name}".strip(), start, cursor.at, new=which)


def _read_beginning(cursor: Cursor) -> Beginning | None:
    start = cursor.at
    match = cursor.take(_BEGINNING)
    if not match:
        return None
    quotation = cursor.quotation()
    return Beginning(match[1].lower(), quotation, start, cursor.at) if quotation else None


def _read_section(cursor: Cursor) -> Beginning | None:
    """Read "the section on Streams", or "this section" whatever its heading is."""
    cursor.skip_spaces()
    start = cursor.at
    if cursor.take(_THIS_SECTION):
        return Beginning(SECTION, Quotation("", start, cursor.at), start, cursor.at)
    match = cursor.take(_SECTION_ON)
    if not match:
        return None
    heading = Quotation(match[1], match.start(1), match.end(1))
    return Beginning(SECTION, heading, start, cursor.at)


def read_heading(cursor: Cursor) -> Beginning | None:
    """Read "“Actions”" or "the section “Actions”", after "in" or "under"."""
    cursor.skip_spaces()
    start = cursor.at
    match = cursor.take(_TITLED)
    quotation = cursor.quotation() if match else None
    if not match or not quotation:
        cursor.at = start
        return None
    is_all = (match[1] or "").lower() == HEADING
    return Beginning(HEADING if is_all else SECTION, quotation, start, cursor.at)


def _read_named(cursor: Cursor, *, to: bool, one: bool) -> Named | None:
    start = cursor.at
    exact = cursor.citation()
    exact_end = cursor.at
    cursor.at = start
    kind = cursor.take(_KIND_FIRST)
    if not kind:
        cursor.take(_ADJECTIVE)
    word = kind[1].lower() if kind else ""
    begin = cursor.at
    pattern = ITEM if one else _LIST if to else _RUN
    match = cursor.take(pattern) or (cursor.take(_LETTERS) if kind else None)
    if match and cursor.at > exact_end:
        words = match[0]
        if original := _read_original(cursor, to=to, one=one):
            return replace(original, start=start)
        if word.startswith(_COUNTED):
            words = f"{word} {words}"
        return Named(words, start if kind else begin, cursor.at, word)
    if not exact:
        return None
    cursor.at = exact_end
    tail = None if one else cursor.take(_TAIL)
    return Named(exact + (tail[0] if tail else ""), start, cursor.at)


def _read_original(cursor: Cursor, *, to: bool, one: bool) -> Named | None:
    """Read "(originally point 7)" after a label that the amendment itself leads to."""
    at = cursor.at
    if cursor.take(_ORIGINALLY):
        named = _read_named(cursor, to=to, one=one)
        if named and cursor.take(_CLOSE_BRACKET):
            return replace(named, end=cursor.at)
    cursor.at = at
    return None


def read_locator(
    cursor: Cursor,
    *,
    to: bool = False,
    one: bool = False,
    headings: bool = False,
    under: bool = True,
) -> Locator | None:
    """Read a place and what narrows it: "4 d) (line 78)", "the second sentence of 3".

    Without `under` that word leads on to something else: "place 2 e) under 2 d)".
    """
    cursor.skip_spaces()
    start = cursor.at
    if cursor.take(_NEXT_SENTENCE):
        return Locator((), None, start, cursor.at)
    lines = read_lines(cursor)
    unit = None if lines else read_unit(cursor, to=to, one=one)
    if not lines and not unit and headings:
        unit = read_heading(cursor)
    if not lines and not unit:
        cursor.at = start
        return None
    units: list[Unit] = [unit] if unit else []
    while True:
        before = cursor.at
        more_lines, more = _read_narrowing(cursor, units, lines, to=to, one=one, under=under)
        if more_lines:
            lines = more_lines
        elif not more:
            cursor.at = before
            cursor.take(_ENTIRELY)
            return Locator(tuple(units), lines, start, cursor.at)


def with_reading(cursor: Cursor, locator: Locator) -> Locator:
    """Read the words that a unit has now, given to make sure: "G5.5 (“Members may …”)"."""
    at = cursor.at
    bracket = cursor.take(_OPEN_BRACKET)
    cursor.take(_NOW_READS)
    said = cursor.at
    quotation = cursor.quotation()
    if quotation is None and not bracket and said > at and said == cursor.line_end():
        return locator
    if quotation is None or (bracket and not cursor.take(_CLOSE_BRACKET)):
        cursor.at = at
        return locator
    return replace(locator, end=cursor.at, reading=quotation)


def _read_narrowing(
    cursor: Cursor,
    units: list[Unit],
    lines: LineNumbers | None,
    *,
    to: bool,
    one: bool,
    under: bool,
) -> tuple[LineNumbers | None, bool]:
    """Read what follows a unit: lines in brackets, "of 4 d)", ", second sentence"."""
    if lines is None and (found := _lines_after(cursor)):
        return found, True
    at = cursor.at
    if lines and not units and cursor.take(_OPEN_BRACKET):
        named = _read_named(cursor, to=to, one=one)
        if named and cursor.take(_CLOSE_BRACKET):
            units.append(named)
            return None, True
        cursor.at = at
    if cursor.take(WITHIN if under else _WITHIN_NOT_UNDER):
        unit = read_unit(cursor, to=to, one=one) or read_heading(cursor)
        if unit:
            units.insert(0, unit)
            return None, True
        found = read_lines(cursor) if lines is None else None
        if found:
            return found, True
        cursor.at = at
    if units and cursor.says(","):
        cursor.says("in", "in the", "at", "at the")
        unit = read_unit(cursor, to=to, one=one)
        if unit and not isinstance(unit, Everything):
            units.append(unit)
            return None, True
    cursor.at = at
    return None, False


def _lines_after(cursor: Cursor) -> LineNumbers | None:
    at = cursor.at
    if cursor.take(_OPEN_BRACKET):
        found = read_lines(cursor)
        if found and cursor.take(_CLOSE_BRACKET):
            return found
        cursor.at = at
    cursor.take(_LINES_FOLLOW)
    found = read_lines(cursor)
    if not found:
        cursor.at = at
    return found
