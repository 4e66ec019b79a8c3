"""Reading where an instruction looks: lines, labels, ordinals, and the words it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from webapp.text.instructions.parts import (
    LAST,
    PENULTIMATE,
    AllBeside,
    Beginning,
    Everything,
    FromTo,
    LineNumbers,
    Locator,
    Named,
    Nth,
    Occurrence,
    Side,
    Span,
    Unit,
    Words,
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
COUNTS: Final = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twice": 2}
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
_LETTERS: Final = re.compile(r"[a-z]{1,5}(?=[\s,.;:)]|$)")

_KIND: Final = (
    r"(?:sub-?)?(?:clauses?|paragraphs?|paras?\.?|points?|bullet points?|bullets?|articles?"
    r"|sections?|items?|limbs?|rules?|policy|policies|standing orders?|SO|footnotes?|parts?)"
)
_BEFORE_KIND: Final = r"(?:(?:the|existing|current|original|re-?numbered|\[existing\])\s+)*"
_KIND_FIRST: Final = re.compile(rf"{_BEFORE_KIND}({_KIND})(?=[\s(\d“])\s*#?", re.IGNORECASE)
_ADJECTIVE: Final = re.compile(rf"{_BEFORE_KIND}(?=[\w(])", re.IGNORECASE)
_COUNTED: Final = ("paragraph", "para", "bullet")

_NTH_KIND: Final = (
    r"(sentence|paragraph|para|bullet point|bullet|point|item|sub-?clause|clause|line|section)\b"
)
_LINES_FOLLOW: Final = re.compile(r",?\s*(?:at|on)?(?=\s*(?:lines?|ll?\.)\s*\d)", re.IGNORECASE)
_NTH: Final = re.compile(
    rf"(?:the\s+)?({ORDINAL})\s+(?:whole\s+|full\s+)?{_NTH_KIND}", re.IGNORECASE
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
    r"(?:the\s+)?(?:(?:sub-?)?(section|heading|list|part)\s+)?(?:titled\s+|headed\s+|called\s+)?"
    r"(?=[“\"‘'«„])",
    re.IGNORECASE,
)
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
_THIS_LINE: Final = re.compile(r"[^\n]*[^\s.,;:]")
_FOLLOWING: Final = re.compile(
    r"(?:the[ \t]+)?(?:following|whole)?[ \t]*"
    r"(?:words?|text|sentences?|paragraphs?|passage|line|wording)?"
    r"(?:[ \t]*(?:from|in|of)[ \t]+(?=\S))?",
    re.IGNORECASE,
)

_WORDS: Final = re.compile(
    r"(?:the\s+)?(?:whole\s+|existing\s+|current\s+|following\s+)?"
    r"(?:words?|phrases?|text|wording|sentences?|terms?|figures?|numbers?|title|letters?)"
    r"\s*(?:which\s+(?:currently\s+)?reads?|reading)?\s*[,:;]?\s*(?=[“\"‘'«„”])",
    re.IGNORECASE,
)
SIGNS: Final = {
    "full stop": ".",
    "comma": ",",
    "semicolon": ";",
    "semi-colon": ";",
    "colon": ":",
    "question mark": "?",
    "exclamation mark": "!",
}
_SIGN: Final = re.compile(
    rf"(?:the|an?)\s+(?:(final|last)\s+)?({'|'.join(SIGNS)})(?!\w)(\s+at\s+the\s+end(?!\w))?",
    re.IGNORECASE,
)
_ALL_OF: Final = re.compile(
    r"(both|all|each|every|all\s+(?:two|three|four|five|six))\s+(?:of\s+the\s+)?"
    r"(?:(?:references?|mentions?)\s+to|(?:occurrences?|instances?|uses?)\s+of)?\s*"
    r"(?:the\s+words?\s+)?(?=[“\"‘'«„])",
    re.IGNORECASE,
)
_NTH_OF: Final = re.compile(
    rf"(?:the\s+)?({ORDINAL})\s+(?:(?:occurrence|instance|use|mention)\s+of\s+)?"
    r"(?:the\s+)?(?:word\s+|words\s+)?(?=[“\"‘'«„])",
    re.IGNORECASE,
)
_NTH_AFTER: Final = re.compile(
    rf"\(?(?:where\s+it\s+(?:({ORDINAL})\s+(?:occurs|appears)"
    rf"|(?:occurs|appears)\s+(?:for\s+the\s+)?({ORDINAL})(?:\s+time)?)"
    rf"|the\s+({ORDINAL})\s+time(?:\s+it\s+(?:occurs|appears))?"
    rf"|({ORDINAL})\s+(?:occurrence|instance|time))\)?",
    re.IGNORECASE,
)
_THROUGHOUT: Final = re.compile(
    r",?\s*\(?(?:throughout|(?:and\s+)?where(?:ver|\s+ever)\s+(?:it|they|this|these)\s+(?:occurs?|appears?)"
    r"|each\s+time(?:\s+it\s+(?:occurs|appears))?|in\s+each\s+(?:place|case)|in\s+every\s+(?:place|case)"
    r"|in\s+(both)\s+(?:places|cases|instances)|in\s+all\s+(?:(two|three|four|five|six|\d+)\s+)?(?:places|cases|instances)"
    r"|\(?(twice)\)?)(?!\w)\)?",
    re.IGNORECASE,
)
_WITHIN: Final = phrases("in", "of", "from", "on", "within", "under", "at")
_WITHIN_NOT_UNDER: Final = phrases("in", "of", "from", "on", "within")
_OPEN_BRACKET: Final = re.compile(r"[(\[]")
_CLOSE_BRACKET: Final = re.compile(r"[)\]]")
_BESIDE: Final = re.compile(
    r"(?:immediately\s+|directly\s+|just\s+)?(after|before)\b", re.IGNORECASE
)
_FROM: Final = re.compile(
    r"(?:all\s+|everything\s+|the\s+words\s+|all\s+the\s+words\s+)?from,?\s+"
    r"(?=(?:the\s+)?(?:[\w-]+\s+){0,2}[“\"‘'«„])",
    re.IGNORECASE,
)
_UP_TO: Final = re.compile(
    r",?\s*(?:up\s+|down\s+|through\s+)?(?:to|until)(?:\s+and\s+including)?(?:\s+the\s+words?[.,]?)?(?!\w)",
    re.IGNORECASE,
)
_THE_END: Final = re.compile(r"(?:the\s+)?end(?!\w)(?:\s+of\s+(?=\S))?", re.IGNORECASE)
_ALL: Final = re.compile(
    r"(?:all|everything|anything|all\s+(?:the\s+)?(?:words|text)|the\s+(?:words|text|rest))\s+"
    r"(that\s+follows|after|following|before|from|starting\s+from|up\s+to)\s+"
    r"(?=(?:the\s+)?(?:[\w-]+\s+){0,2}[“\"‘'«„])",
    re.IGNORECASE,
)
_BARE_WORD: Final = re.compile(r"[^\s“”\"‘’'«»„,;:()]+")
UNQUOTED: Final = "unquoted"


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
    nth = cursor.take(_NTH)
    if nth:
        return Nth(ordinal_value(nth[1]), nth[2].lower(), start, cursor.at)
    if sentence := cursor.take(_SENTENCE):
        return Nth(int(sentence[1]), "sentence", start, cursor.at)
    for reader in (_read_new, _read_beginning):
        if found := reader(cursor):
            return found
        cursor.at = start
    if named := _read_named(cursor, to=to, one=one):
        return named
    cursor.at = start
    if cursor.take(_EVERYTHING):
        return Everything(start, cursor.at)
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


def read_heading(cursor: Cursor) -> Beginning | None:
    """Read "“Actions”" or "the section “Actions”", after "in" or "under"."""
    cursor.skip_spaces()
    start = cursor.at
    match = cursor.take(_TITLED)
    quotation = cursor.quotation() if match else None
    if not match or not quotation:
        cursor.at = start
        return None
    return Beginning("heading", quotation, start, cursor.at)


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
    quotation = cursor.quotation()
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
    if cursor.take(_WITHIN if under else _WITHIN_NOT_UNDER):
        unit = read_unit(cursor, to=to, one=one) or read_heading(cursor)
        if unit:
            units.insert(0, unit)
            return None, True
        found = read_lines(cursor) if lines is None else None
        if found:
            return found, True
        cursor.at = at
    if units and cursor.says(","):
        cursor.says("in", "in the")
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


def read_words(cursor: Cursor, *, beside: bool = False, bare: bool = False) -> Words | None:
    """Read quoted words of the motion, with which of them is meant and where.

    With `beside`, "before “environment”" after them says which; with `bare`, one word
    without quotation marks counts as quoted.
    """
    cursor.skip_spaces()
    start = cursor.at
    occurrence = _occurrence_before(cursor)
    if occurrence is None:
        cursor.take(_WORDS)
    quotation = cursor.quotation()
    if not quotation and (sign := read_sign(cursor)):
        quotation, is_last = sign
        occurrence = Occurrence(LAST) if is_last else occurrence
    if not quotation and bare:
        quotation = _bare_word(cursor)
    if not quotation:
        cursor.at = start
        return None
    return read_which(cursor, Words(quotation, start, cursor.at, occurrence), beside=beside)


def read_which(cursor: Cursor, words: Words, *, beside: bool) -> Words:
    """Read what stands after quoted words to tell which of them is meant."""
    occurrence, neighbour, within = words.occurrence, None, None
    end = cursor.at
    for _ in range(3):
        if occurrence is None and (found := _occurrence_after(cursor)):
            occurrence = found
        elif beside and neighbour is None and (next_to := _neighbour(cursor)):
            neighbour = next_to
        elif within is None and (inside := _within(cursor)):
            within = inside
        else:
            break
        end = cursor.at
    cursor.at = end
    return replace(words, end=end, occurrence=occurrence, beside=neighbour, within=within)


def read_sign(cursor: Cursor) -> tuple[Quotation, bool] | None:
    """Read "the full stop" as the sign, and whether the last one is meant."""
    match = cursor.take(_SIGN)
    if not match:
        return None
    sign = SIGNS[match[2].lower()]
    return Quotation(sign, match.start(), match.end()), bool(match[1] or match[3])


def _bare_word(cursor: Cursor) -> Quotation | None:
    match = cursor.take(_BARE_WORD)
    if not match:
        return None
    return Quotation(match[0], match.start(), match.end(), UNQUOTED)


def read_lines_below(
    cursor: Cursor, is_instruction: Callable[[str], bool], *, colon: bool = False
) -> list[Words]:
    """Read words of the motion that stand unquoted on the lines below: "Delete the following:"."""
    at = cursor.at
    cursor.take(_FOLLOWING)
    within = read_locator(cursor)
    colon = cursor.take(re.compile(r"\s*[:;]")) is not None or colon
    found: list[Words] = []
    if cursor.source[cursor.at : cursor.line_end()].strip() == "" and (colon or within):
        while cursor.line_end() < len(cursor.source):
            begin = cursor.line_end() + 1
            line = _THIS_LINE.match(cursor.source, begin)
            stop = cursor.source.find("\n", begin)
            whole = cursor.source[begin : stop if stop >= 0 else len(cursor.source)]
            if not line or is_instruction(whole):
                break
            text = line[0].strip()
            first = begin + line[0].index(text[0])
            quotation = Quotation(text, first, first + len(text), UNQUOTED)
            found.append(Words(quotation, first, first + len(text), within=within))
            cursor.at = first + len(text)
    if not found:
        cursor.at = at
    return found


def _occurrence_before(cursor: Cursor) -> Occurrence | None:
    if match := cursor.take(_NTH_OF):
        return Occurrence(ordinal_value(match[1]))
    at = cursor.at
    match = cursor.take(_ALL_OF)
    if not match:
        return None
    stated = next((COUNTS[word] for word in match[1].lower().split() if word in COUNTS), 0)
    if match[0].strip().lower() in {"both", "all"}:
        after = cursor.at
        quotation = cursor.quotation()
        listed = quotation and cursor.sees(re.compile(r"(?:,|and)\s*[“\"‘'«„]"))
        cursor.at = at if listed else after
        if listed:
            cursor.says("both", "all")
            return None
    return Occurrence(0, stated)


def _occurrence_after(cursor: Cursor) -> Occurrence | None:
    if match := cursor.take(_NTH_AFTER):
        word = next(group for group in match.groups() if group)
        return Occurrence(ordinal_value(word))
    match = cursor.take(_THROUGHOUT)
    if not match:
        return None
    stated = next((group.lower() for group in match.groups() if group), "")
    return Occurrence(0, COUNTS.get(stated) or (int(stated) if stated.isdecimal() else 0))


def _neighbour(cursor: Cursor) -> tuple[Side, Quotation] | None:
    at = cursor.at
    match = cursor.take(_BESIDE)
    quotation = cursor.quotation() if match else None
    if not match or not quotation:
        cursor.at = at
        return None
    return Side(match[1].lower()), quotation


def _within(cursor: Cursor) -> Locator | None:
    at = cursor.at
    locator = read_locator(cursor, headings=True) if cursor.take(_WITHIN) else None
    if locator is None:
        cursor.at = at
    return locator


def read_span(cursor: Cursor, *, bare: bool = False) -> Span | None:
    """Read what is to go: quoted words, from–to, all after, or a unit."""
    cursor.skip_spaces()
    start = cursor.at
    found = _read_from_to(cursor, start) or _read_all_beside(cursor, start)
    if found:
        return found
    cursor.at = start
    if words := read_words(cursor, beside=True):
        return words
    if inner := _read_words_within(cursor, start):
        return inner
    cursor.at = start
    cursor.says("from")
    if unit := read_locator(cursor, to=True):
        return with_reading(cursor, unit)
    cursor.at = start
    return read_words(cursor, beside=True, bare=True) if bare else None


def _read_words_within(cursor: Cursor, start: int) -> Words | None:
    """Read "from paragraph 4.1 the words “…”": the place before the words."""
    if not cursor.says("from", "in"):
        return None
    locator = read_locator(cursor)
    cursor.take(re.compile(r"[,:]"))
    words = read_words(cursor, beside=True) if locator else None
    if not words:
        return None
    within = words.within or locator
    return Words(words.quotation, start, words.end, words.occurrence, words.beside, within)


def _read_from_to(cursor: Cursor, start: int) -> FromTo | None:
    if not cursor.take(_FROM):
        return None
    first = read_words(cursor)
    if not first or not cursor.take(_UP_TO):
        cursor.at = start
        return None
    last = read_words(cursor)
    within = None
    if not last:
        end = cursor.take(_THE_END)
        if not end:
            cursor.at = start
            return None
        within = read_locator(cursor) if end[0].rstrip().lower().endswith(" of") else None
    cursor.take(phrases("inclusive", "(inclusive)"))
    within = within or (last.within if last else None) or first.within
    return FromTo(first, last, start, cursor.at, within)


def _read_all_beside(cursor: Cursor, start: int) -> AllBeside | None:
    match = cursor.take(_ALL)
    if not match:
        return None
    words = read_words(cursor)
    if not words:
        cursor.at = start
        return None
    how = match[1].lower()
    side = Side.BEFORE if how.startswith(("before", "up")) else Side.AFTER
    return AllBeside(side, words, "from" in how, start, cursor.at, words.within)
