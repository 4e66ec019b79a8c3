"""Reading a clause that is named by printing it: "4.x currently reads: “…”"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from webapp.text.instructions.parts import Locator, Passage
from webapp.text.instructions.tokens import SPACE, Cursor, Quotation
from webapp.text.instructions.units import read_locator

_I: Final = re.IGNORECASE
_LONGEST_HEAD: Final = 160
_HEAD: Final = rf"[^\n“”\"‘«„]{{0,{_LONGEST_HEAD}}}?"
_READS: Final = (
    r"(?:currently\s+(?:reads?|states?|says)|where\s+it\s+(?:currently\s+)?(?:says|reads)"
    r"|(?:which|that)\s+(?:currently\s+)?(?:reads?|states?|says))(?:\s+as\s+follows)?"
)
# What opens a passage; "so that it now reads" announces a result and opens none.
_NOW_READS: Final = re.compile(
    rf"(?!{_HEAD}\b(?:so|such|insert|add|append|put|new|with|substitute)\b{_HEAD}reads?{SPACE}*[:;])"
    rf"({_HEAD}){_READS}{SPACE}*[:;](?={SPACE}*(?:[“\"‘«„]|\n))",
    _I,
)
_LABELLED: Final = re.compile(rf"({_HEAD}){SPACE}*:{SPACE}*(?=\n)", _I)
# Heads that are read elsewhere: words below them, or a place to look for these words in.
_PLAIN_HEAD: Final = re.compile(
    r"(?:(?:the\s+)?(?:following|words?|wording)|(?:from|in|with|all|at|after|before|it|them|this)\b)",
    _I,
)
_LEADS_ON: Final = re.compile(
    r"\b(?:replace|insert|substitute|with)\b"
    r"|\b(?:by|to|into|and|add|put|reads?|following|follows|as|renumber(?:\s+\w+)?)\s*$",
    _I,
)
_IT: Final = re.compile(r"(?:sentence|paragraph)\s*:\s*(?=[^\s“\"‘«„])", _I)
_MARKS: Final = " \t“”\"‘’«»„'"
_STOP: Final = re.compile(
    r"\s*(?:and\s+|then\s+)*(?:(?:replace|change|amend|so|such|substitute|insert|add|delete"
    r"|remove)\b[^\n]*:\s*$|with\b[^\n]{0,40}$)",
    _I,
)

IsInstruction = Callable[[str], bool]


def read_passage(cursor: Cursor, is_instruction: IsInstruction) -> Locator | None:
    """Read "X currently reads:" with what is printed after it, as the place that reads so."""
    cursor.skip_spaces()
    start = cursor.at
    opening = cursor.take(_NOW_READS)
    if not opening:
        return None
    return _passage(cursor, start, opening, is_instruction)


def read_printed_unit(cursor: Cursor, is_instruction: IsInstruction) -> Locator | None:
    """Read what is to go where it is printed below: "paragraph:", "the text of clause 4 (x):"."""
    cursor.skip_spaces()
    start = cursor.at
    opening = cursor.take(_LABELLED)
    head = opening[1].strip() if opening else ""
    if not opening or not head or _PLAIN_HEAD.match(head) or _LEADS_ON.search(head):
        cursor.at = start
        return None
    return _passage(cursor, start, opening, is_instruction)


def read_unquoted_unit(cursor: Cursor) -> Locator | None:
    """Read "sentence: In addition we demand that …", without quotation marks, to the line's end."""
    cursor.skip_spaces()
    start = cursor.at
    if not cursor.take(_IT):
        return None
    cursor.skip_spaces()
    begin, end = cursor.at, cursor.line_end()
    text = cursor.source[begin:end].rstrip()
    cursor.at = begin + len(text)
    line = Quotation(text, begin, cursor.at)
    return Locator((Passage((line,), start, cursor.at),), None, start, cursor.at)


def _passage(
    cursor: Cursor, start: int, opening: re.Match[str], is_instruction: IsInstruction
) -> Locator | None:
    lines = _lines(cursor, is_instruction)
    if not lines:
        cursor.at = start
        return None
    named = _named(cursor, opening[1])
    passage = Passage(tuple(lines), start, cursor.at, named)
    return Locator((passage,), None, start, cursor.at)


def _lines(cursor: Cursor, is_instruction: IsInstruction) -> list[Quotation]:
    """Read the lines printed here: one quotation, or those up to the next instruction."""
    begin = cursor.at
    cursor.skip_lines()
    quotation = cursor.quotation()
    if quotation and not quotation.flaw:
        return list(_split(quotation))
    cursor.at = at = begin
    found: list[Quotation] = []
    source = cursor.source
    while at <= len(source):
        stop = source.find("\n", at)
        stop = len(source) if stop < 0 else stop
        line = source[at:stop]
        if line.strip():
            if found and _ended(source[found[0].start - 1 : found[-1].end + 1]):
                break
            if _STOP.match(line) or is_instruction(line):
                break
            text = line.strip(_MARKS)
            first = at + line.index(text) if text else at
            found.append(Quotation(text, first, first + len(text)))
            cursor.at = stop
        at = stop + 1
    return [each for each in found if each.text.strip()]


def _split(quotation: Quotation) -> Iterator[Quotation]:
    at = quotation.start + 1
    for line in quotation.text.split("\n"):
        text = line.strip()
        if text:
            first = at + line.index(text)
            yield Quotation(text, first, first + len(text))
        at += len(line) + 1


def _ended(printed: str) -> bool:
    """Tell whether a quotation that was opened is closed here."""
    opening, closing = printed[:1], printed[-1:]
    return opening in '“"‘«„' and closing in '”"’»“' and bool(printed[1:-1])


def _named(cursor: Cursor, head: str) -> Locator | None:
    """Return the last place that the words before a passage name."""
    found = None
    for match in re.finditer(r"\S+", head):
        inner = cursor.fresh(head)
        inner.at = match.start()
        if found and match.start() < found.end:
            continue
        if named := read_locator(inner, one=True):
            found = named
    return found
