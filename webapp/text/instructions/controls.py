"""Reading the text that an amendment says will stand in the end: "so that it reads: …"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from webapp.text.instructions.parts import Control, Payload
from webapp.text.instructions.payloads import of_quotation
from webapp.text.instructions.tokens import Cursor

_I: Final = re.IGNORECASE
_CONTROL: Final = re.compile(
    r"[\s,;]*(?:and\s+)?(?:so|such)(?:\s+that)?\s+"
    r"(?:(?!delete|insert|replace)[\w().-]+\s+){1,6}?"
    r"(?:now\s+|would\s+|will\s+|then\s+){0,2}(?:reads?|states?)(?!\w)(?:\s+as\s+follows)?\s*[,:.]?",
    _I,
)
_RESULT: Final = re.compile(
    r"(?:[\w().]+\s+){1,4}?(?:(?:should|would|will)\s+(?:now\s+|then\s+)?(?:read|state)|now\s+reads)"
    r"(?:\s+as\s+follows)?\s*:(?=\s*(?:\n|[“\"‘]))",
    _I,
)

IsInstruction = Callable[[str], bool]


def read_control(cursor: Cursor, is_instruction: IsInstruction) -> Control | None:
    """Read "so that it reads:" with one quotation, or with the lines up to the next instruction."""
    if not (cursor.take(_CONTROL) or cursor.take(_RESULT)):
        return None
    begin = cursor.at
    cursor.skip_lines()
    quotation = cursor.quotation()
    if quotation and not quotation.flaw:
        return Control(of_quotation(quotation))
    cursor.at = begin
    end = begin
    at = begin
    source = cursor.source
    while at <= len(source):
        stop = source.find("\n", at)
        stop = len(source) if stop < 0 else stop
        line = source[at:stop]
        if line.strip():
            if at > begin and is_instruction(line):
                break
            end = stop
        at = stop + 1
    cursor.at = end
    text = source[begin:end]
    return Control(Payload(text, begin, end, quoted=False, block=True))


def read_result(cursor: Cursor) -> Payload | None:
    """Return what an amendment prints as its result, where that is the last thing it says."""
    match = _CONTROL.search(cursor.source)
    if not match:
        return None
    text = cursor.source[match.end() :]
    return Payload(text, match.end(), len(cursor.source), quoted=False, block=True)
