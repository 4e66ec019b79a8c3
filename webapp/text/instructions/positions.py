"""Reading where in the text something goes: after words, before a clause, at the end."""

from __future__ import annotations

import re
from typing import Final

from webapp.text.instructions.parts import (
    Locator,
    Nth,
    Position,
    Where,
    Words,
)
from webapp.text.instructions.spans import (
    read_words,
)
from webapp.text.instructions.tokens import Cursor
from webapp.text.instructions.units import (
    ORDINAL,
    ordinal_value,
    read_heading,
    read_locator,
)

_I: Final = re.IGNORECASE
INSERT: Final = re.compile(r"(?:insert|add(?:\s+in)?|put(?:\s+in)?|append|include)(?!\w)", _I)
_NEAR: Final = re.compile(
    r"(?:immediately\s+|directly\s+|straight\s+|just\s+)?(after|following|before)(?!\w)\s*:?", _I
)
_NEAR_NTH: Final = re.compile(
    rf"(after|following|before)\s+the\s+({ORDINAL})(?=\s*(?:[:,]|\n|$))", _I
)
_BETWEEN: Final = re.compile(r"(?:in\s+)?between(?!\w)", _I)
_AT_END: Final = re.compile(
    r"(?:at|to|on\s+to|onto)\s+(?:the\s+)?(?:very\s+)?(?:end|bottom|foot)(?!\w)", _I
)
_AT_START: Final = re.compile(
    r"(?:at|to)\s+(?:the\s+)?(?:very\s+)?(?:start|beginning|top|front)(?!\w)", _I
)
_OF: Final = re.compile(r"(?:of|in|under)(?!\w)", _I)
_UNDER: Final = re.compile(r"under(?:neath)?(?!\w)", _I)
_TO_FOLLOW: Final = re.compile(
    r",?\s*(?:to\s+(?:follow|come\s+after|stand\s+after|go\s+after|after|below)|so\s+(?:that|as)\s+it\s+follows"
    r"|to\s+immediately\s+(?:follow|after)|immediately\s+after|after|below)(?!\w)",
    _I,
)
_TO_PRECEDE: Final = re.compile(
    r",?\s*(?:to\s+(?:precede|come\s+before|stand\s+before|go\s+before|before|above)"
    r"|immediately\s+before|before|in\s+front\s+of|above)(?!\w)",
    _I,
)
_TO_BECOME: Final = re.compile(r",?\s*to\s+(?:become|be)(?!\w)|\s+as(?!\w)", _I)
_TO_UNDER: Final = re.compile(r",?\s*(?:to\s+)?(?:stand\s+|come\s+|go\s+)?under(?!\w)", _I)
_AS_NTH_SENTENCE: Final = re.compile(rf",?\s*as\s+(?:the\s+|a\s+)?({ORDINAL})\s+sentence(?!\w)", _I)
_MARK: Final = re.compile(r"[“\"‘'«„”]")
_END: Final = re.compile(r"[.;,]?\s*(?:\n|$)")


def read_position(cursor: Cursor) -> Position | None:
    cursor.skip_spaces()
    start = cursor.at
    for reader in (_near, _between, _at_edge):
        found = reader(cursor, start)
        if found:
            return found
        cursor.at = start
    if cursor.take(_UNDER) and (unit := read_locator(cursor)):
        return Position(Where.UNDER, unit, start, cursor.at)
    cursor.at = start
    return None


def read_as_nth_sentence(cursor: Cursor, unit: Locator) -> Position | None:
    """Read "as second sentence" after a unit: the place after its first one."""
    match = cursor.take(_AS_NTH_SENTENCE)
    if not match:
        return None
    number = ordinal_value(match[1])
    if number == 1:
        return Position(Where.START, unit, unit.start, cursor.at)
    if number < 1:
        return Position(Where.END, unit, unit.start, cursor.at)
    nth = Nth(number - 1, "sentence", match.start(1), match.end())
    within = Locator((*unit.units, nth), unit.lines, unit.start, cursor.at)
    return Position(Where.AFTER, within, unit.start, cursor.at)


def read_destination(cursor: Cursor) -> Position | None:
    cursor.skip_spaces()
    start = cursor.at
    for pattern, where in (
        (_TO_FOLLOW, Where.AFTER),
        (_TO_PRECEDE, Where.BEFORE),
        (_TO_UNDER, Where.UNDER),
        (_TO_BECOME, Where.WITHIN),
    ):
        if cursor.take(pattern):
            unit = read_locator(cursor, one=True)
            if unit:
                return Position(where, unit, start, cursor.at)
            cursor.at = start
    edge = _at_edge(cursor, start)
    if edge:
        return edge
    cursor.at = start
    return None


def read_near_nth(cursor: Cursor, kind: str | None) -> Position | None:
    """Read "new paragraph after the first": the first paragraph."""
    match = cursor.take(_NEAR_NTH) if kind else None
    if not match or not kind:
        return None
    where = Where.BEFORE if match[1].lower() == "before" else Where.AFTER
    nth = Nth(ordinal_value(match[2]), kind.lower().rstrip("s"), match.start(2), match.end())
    at = Locator((nth,), None, nth.start, nth.end)
    return Position(where, at, match.start(), match.end())


def _near(cursor: Cursor, start: int) -> Position | None:
    match = cursor.take(_NEAR)
    if not match:
        return None
    cursor.skip_lines()
    where = Where.BEFORE if match[1].lower() == "before" else Where.AFTER
    at: Words | Locator | None = read_words(cursor, beside=True) or read_locator(cursor)
    if at is None:
        at = read_words(cursor, bare=True)
        if at and not any(map(cursor.sees, (INSERT, _MARK, _END))):
            return None
    return Position(where, at, start, cursor.at) if at else None


def _between(cursor: Cursor, start: int) -> Position | None:
    if not cursor.take(_BETWEEN):
        return None
    first = read_words(cursor)
    if not first or not cursor.says("and"):
        return None
    second = read_words(cursor)
    return Position(Where.BETWEEN, first, start, cursor.at, second) if second else None


def _at_edge(cursor: Cursor, start: int) -> Position | None:
    where = Where.END if cursor.take(_AT_END) else None
    if where is None and cursor.take(_AT_START):
        where = Where.START
    if where is None:
        return None
    at = cursor.at
    unit = None
    if cursor.take(_OF):
        unit = read_locator(cursor) or read_heading_locator(cursor)
    if unit is None:
        cursor.at = at
    return Position(where, unit, start, cursor.at)


def read_heading_locator(cursor: Cursor) -> Locator | None:
    heading = read_heading(cursor)
    return Locator((heading,), None, heading.start, heading.end) if heading else None


def inside(position: Position, unit: Locator) -> Position:
    """Return the position within a unit named apart from it: "into 4 d) after “x”"."""
    at = position.at
    if isinstance(at, Words) and at.within is None:
        at = Words(at.quotation, at.start, at.end, at.occurrence, at.beside, unit)
    elif at is None:
        at = unit
    return Position(
        position.where, at, min(position.start, unit.start), position.end, position.and_then
    )
