"""Reading the words of the motion that an instruction quotes, and which of them it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from webapp.text.instructions.parts import (
    LAST,
    AllBeside,
    FromTo,
    Locator,
    Occurrence,
    OwnWords,
    Side,
    Span,
    Words,
)
from webapp.text.instructions.tokens import Cursor, Quotation, phrases
from webapp.text.instructions.units import (
    ORDINAL,
    WITHIN,
    ordinal_value,
    read_locator,
    with_reading,
)

COUNTS: Final = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twice": 2}

_THIS_LINE: Final = re.compile(r"[^\n]*[^\s.,;:]")

_FOLLOWING: Final = re.compile(
    r"(?:the[ \t]+)?(?:following|whole)?[ \t]*"
    r"(?:words?|text|sentences?|paragraphs?|passage|line|wording)?"
    r"(?:[ \t]*(?:from|in|of)[ \t]+(?=\S))?",
    re.IGNORECASE,
)

_WORDS: Final = re.compile(
    r"(?:the\s+)?(?:whole\s+|existing\s+|current\s+|following\s+)?"
    r"(?:words?|phrases?|text|wording|sentences?|sections?|passages?|terms?|figures?|numbers?|title|letters?)"
    r"\s*(?:which\s+(?:currently\s+)?reads?|reading)?\s*[,:;]?\s*(?=[“\"‘'«„”])",
    re.IGNORECASE,
)

_SENTENCE_SAID: Final = re.compile(r"\b(?:sentence|section|passage)", re.IGNORECASE)

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

_BESIDE: Final = re.compile(
    r"(?:immediately\s+|directly\s+|just\s+)?(after|before)\b", re.IGNORECASE
)

# "“,” at the end of “Driving less,”"
_AT_ITS_END: Final = re.compile(r"(?:at|from)\s+the\s+end\s+of\b", re.IGNORECASE)

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

_OWN_WORDS: Final = re.compile(
    r"(?:all\s+)?the\s+words\s+of\s+(?!the\s+(?:motion|text))", re.IGNORECASE
)
_BARE_WORD: Final = re.compile(r"[^\s“”\"‘’'«»„,;:()]+")

UNQUOTED: Final = "unquoted"


def read_words(cursor: Cursor, *, beside: bool = False, bare: bool = False) -> Words | None:
    """Read quoted words of the motion, with which of them is meant and where.

    With `beside`, "before “environment”" after them says which; with `bare`, one word
    without quotation marks counts as quoted.
    """
    cursor.skip_spaces()
    start = cursor.at
    occurrence = _occurrence_before(cursor)
    said = cursor.take(_WORDS) if occurrence is None else None
    sentence = bool(said and _SENTENCE_SAID.search(said[0]))
    quotation = cursor.quotation()
    if not quotation and (sign := read_sign(cursor)):
        quotation, is_last = sign
        occurrence = Occurrence(LAST) if is_last else occurrence
    if not quotation and bare:
        quotation = _bare_word(cursor)
    if not quotation:
        cursor.at = start
        return None
    words = Words(quotation, start, cursor.at, occurrence, sentence=sentence)
    return read_which(cursor, words, beside=beside)


def read_which(cursor: Cursor, words: Words, *, beside: bool) -> Words:
    """Read what stands after quoted words to tell which of them is meant."""
    occurrence, neighbour, within = words.occurrence, None, None
    end = cursor.at
    for _ in range(3):
        if occurrence is None and (found := _occurrence_after(cursor)):
            occurrence = found
        elif beside and neighbour is None and (next_to := _neighbour(cursor, words.quotation.text)):
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
            stop = cursor.source.find("\n", begin)
            whole = cursor.source[begin : stop if stop >= 0 else len(cursor.source)]
            if not whole.strip() and stop >= 0 and not found:
                cursor.at = begin
                continue
            line = _THIS_LINE.match(cursor.source, begin)
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


def _neighbour(cursor: Cursor, words: str) -> tuple[Side, Quotation] | None:
    at = cursor.at
    if cursor.take(_AT_ITS_END):
        if (whole := cursor.quotation()) and whole.text.endswith(words):
            return Side.AFTER, replace(whole, text=whole.text.removesuffix(words))
        cursor.at = at
        return None
    match = cursor.take(_BESIDE)
    quotation = cursor.quotation() if match else None
    if not match or not quotation:
        cursor.at = at
        return None
    return Side(match[1].lower()), quotation


def _within(cursor: Cursor) -> Locator | None:
    at = cursor.at
    locator = read_locator(cursor, headings=True) if cursor.take(WITHIN) else None
    if locator is None:
        cursor.at = at
    return locator


def read_span(cursor: Cursor, *, bare: bool = False) -> Span | None:
    """Read what is to go: quoted words, from–to, all after, or a unit."""
    cursor.skip_spaces()
    start = cursor.at
    found = (
        _read_from_to(cursor, start)
        or _read_all_beside(cursor, start)
        or _read_own_words(cursor, start)
    )
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


def _read_own_words(cursor: Cursor, start: int) -> OwnWords | None:
    unit = read_locator(cursor, one=True) if cursor.take(_OWN_WORDS) else None
    if not unit:
        cursor.at = start
        return None
    return OwnWords(unit, start, cursor.at)


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
