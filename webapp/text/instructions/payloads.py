"""Reading the words that an instruction puts in: quoted, or a block of lines as they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from webapp.text.instructions.parts import Payload
from webapp.text.instructions.spans import read_sign
from webapp.text.instructions.tokens import NO_CLOSING_MARK, SPACE, Cursor, Quotation
from webapp.text.instructions.units import ITEM

_SAID: Final = re.compile(
    r"(?:in\s+(?:its|their)\s+place\s*,?\s*|instead\s*,?\s*|there\s*,?\s*)?"
    r"(?:(?:the|an?|another|two|three|four)\s+)?(?:following(?:\s+|(?=\s*:)))?"
    r"(?:unlabelled\s*)?"
    r"(?:(?:new|additional|further|extra|second|first|third|final|last)\s+){0,2}"
    r"(?:(?:sub-?)?(?:words?|phrases?|sentences?|text|wording|clauses?|paragraphs?|points?"
    r"|bullet points?|bullets?|items?|limbs?|sections?|figures?|terms?)(?!\w))?"
    r"(?:\s*(?:as\s+follows|the\s+following|which\s+reads|to\s+read|reading))?",
    re.IGNORECASE,
)
_LABELS: Final = re.compile(
    rf"\s*(?:{ITEM.pattern}|[a-z]{{1,5}}(?=\s*,?\s*(?:and\s+)?re-?number)|\(\d+(?:,\s?\d+)+\))\.?(?:\s*(?:,|and|&|[–-])\s*{ITEM.pattern}\.?)*"
    r"(?=\s*(?:[:.]?\s*(?:\n|$)|,?\s*(?:and|&)\s+re-?number|,?\s*as\s+follows))"
)
_LEAD: Final = re.compile(
    r"(?:,?\s*as\s+follows)?(?:\s+from\s+[^:\n“”\"‘]{1,60}(?=:))?(?:\s*\([^()\n]{1,60}\)(?=\s*:))?"
    r"(?:,?\s*(?:and|&)\s+re-?number(?:\s+accordingly|\s+appropriately)?(?=\s*[:;]))?"
    r"\s*(?:[:;,–—-]|\.(?=\s*\n))?",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"[“\"‘'«‹„”]")
_REST: Final = re.compile(
    rf"(?:{SPACE}|[.,;])*(?:$|\n)"
    r"|\s*[,;.]?\s*(?:and\s+|then\s+|but\s+)*(?:delete|leave\s+out|remove|strike|omit|insert|add|replace"
    r"|substitute|change|amend|after|before|between|so|such|renumber|re-number|in|at|throughout"
    r"|wherever|where|both|instead|for|move|under|on|from|to|the)\b",
    re.IGNORECASE,
)
# Words after a quotation that name no place: the quotation begins a sentence.
_RUNNING_ON: Final = re.compile(r"\s+(?:in|at|for|under|on|from|to|the|both)\b[^\d“”\"‘’«»]*")
_BREAK: Final = re.compile(
    r"[,;.:]\s+(?:and\s+|then\s+)*(?=(?:delete|leave|remove|strike|omit|insert|add|replace|substitute"
    r"|change|amend|after|before|between|in|at|under|move|join|place|label|on|from)\b)",
    re.IGNORECASE,
)
# A sentence within words put in that begins like an instruction, though not all of it is one.
_VERB_INSIDE: Final = re.compile(
    r"[.;]\s+(?:And\s+|Then\s+|and\s+|then\s+)*(?:in\s[^.\n]{1,40}?\s)?"
    r"(?:(?:[Dd]elete|[Rr]emove|[Ii]nsert|[Aa]dd|[Rr]eplace|[Ss]ubstitute|[Ll]eave out)\s"
    r"[^.;“”\"\n]{0,60}[“\"‘]|(?:Remove|Delete|Insert|Replace)\s+(?:new\s+)?(?:clauses?|paragraphs?|points?)\s"
    r"|[^.;\n]{0,60}\b[Ii]nsert at the (?:end|start|beginning)\b)"
)
_OPENERS: Final = ("“", '"', "‘", "'", "«", "„")
_TWINS: Final = {"“": "”", "‘": "’", "«": "»"}
_APOSTROPHE: Final = re.compile(r"(?<=\w)’(?=\w)")
RUNS_ON: Final = "runs on"
_INDENT: Final = re.compile(rf"{SPACE}*")
LABEL_HEAD: Final = re.compile(
    rf"{SPACE}*(?:\(?(?:\d{{1,4}}(?:\.\d{{1,4}})*|[A-Za-z]{{1,6}})[.)]\)?(?={SPACE}|$)|[•‣◦▪–—*·-]{SPACE})"
)

IsInstruction = Callable[[str], bool]


def read_payload(
    cursor: Cursor, is_instruction: IsInstruction, *, blocks: bool = True, indent: int = 0
) -> Payload | None:
    """Read what is put in. `is_instruction` tells where a block of lines ends."""
    start = cursor.at
    if sign := read_sign(cursor):
        return of_quotation(sign[0])
    said = cursor.take(_SAID)
    words = said[0] if said else ""
    if labels := cursor.take(_LABELS):
        words = f"{words.rstrip()} {labels[0].strip()}"
    lead = _LEAD.match(cursor.source, cursor.at)
    mark_at = lead.end() if lead else cursor.at
    colon = lead is not None and lead[0].strip().endswith((":", "–", "—", "-", ";"))
    below = "\n" in cursor.source[start:mark_at]
    cursor.at = mark_at
    begin = cursor.source.index("\n", start) if below else mark_at
    quoted = _quoted(cursor, words, colon=colon)
    if quoted and not (colon and _goes_on_below(cursor, indent)):
        return quoted
    cursor.at = begin
    ends_line = (
        cursor.at >= cursor.line_end() or not cursor.source[cursor.at : cursor.line_end()].strip()
    )
    if below and is_instruction(cursor.source[mark_at:].partition("\n")[0]):
        cursor.at = start
        return None
    if blocks and (colon or ends_line or below or LABEL_HEAD.match(cursor.source, cursor.at)):
        block = _block(cursor, is_instruction, words, indent)
        if block:
            return block
    cursor.at = start
    return None


def _quoted(cursor: Cursor, said: str, *, colon: bool) -> Payload | None:
    """Read a quoted payload; words in quotes at the head of a longer block are not one."""
    cursor.skip_spaces()
    before = cursor.at
    cursor.skip_lines()
    if not _MARK.match(cursor.source, cursor.at):
        cursor.at = before
        return None
    quotation = cursor.quotation()
    if not quotation:
        return None
    below = cursor.source.count("\n", before, quotation.start)
    if below and quotation.flaw == NO_CLOSING_MARK:
        return None
    rest = cursor.source[cursor.at : cursor.line_end()]
    if (colon or below) and not _REST.match(cursor.source, cursor.at):
        return None
    if below and _RUNNING_ON.fullmatch(rest):
        return None
    return of_quotation(quotation, said)


def _goes_on_below(cursor: Cursor, indent: int) -> bool:
    """Tell whether the next line stands further in than the instruction: it is payload too."""
    source = cursor.source
    if source[cursor.at : cursor.line_end()].strip():
        return False
    start = cursor.line_end() + 1
    stop = source.find("\n", start)
    line = source[start : stop if stop >= 0 else len(source)]
    blank = _INDENT.match(line)
    return bool(line.strip() and blank and blank.end() > indent)


def of_quotation(quotation: Quotation, said: str = "") -> Payload:
    """Return the payload that a quotation is."""
    return Payload(
        quotation.text,
        quotation.start,
        quotation.end,
        quoted=True,
        flaw=quotation.flaw,
        said=said.strip(),
    )


def _block(cursor: Cursor, is_instruction: IsInstruction, said: str, indent: int) -> Payload | None:
    """Read lines as they stand: the rest of this one, and those that belong to it."""
    source = cursor.source
    start = cursor.at
    end = cursor.line_end()
    first = source[start:end]
    lines_end = end if first.strip() else start
    open_ended = not first.strip()
    at = end + 1
    while at <= len(source):
        stop = source.find("\n", at)
        stop = len(source) if stop < 0 else stop
        line = source[at:stop]
        if line.strip():
            if not _belongs(line, indent, is_instruction, open_ended=open_ended):
                break
            lines_end = stop
        at = stop + 1
    text = _unwrapped(source[start:lines_end])
    if not text.strip():
        return None
    cursor.at = lines_end
    lines = [first, *(line for line in text.split("\n")[1:] if _VERB_INSIDE.search(line))]
    early = any(ends_early(line, is_instruction) is not None for line in lines)
    flaw = RUNS_ON if early else ""
    return Payload(text, start, lines_end, quoted=False, flaw=flaw, said=said.strip(), block=True)


def _unwrapped(block: str) -> str:
    """Return lines without a quotation mark before the first that no mark on its line closes.

    What closes it stands at the end of the last line, or was left out.
    """
    head = block.lstrip()
    if head[:1] not in _OPENERS or not _is_unclosed(head.partition("\n")[0]):
        return block
    mark = len(block) - len(head)
    last = block.rstrip()
    end = len(last) - 1 if "\n" in last[mark:] and last[-1] in '”"’»' else len(last)
    return block[:mark] + block[mark + 1 : end]


def _is_unclosed(line: str) -> bool:
    found = Cursor(line).quotation()
    if found is None or found.flaw == NO_CLOSING_MARK:
        return True
    mark, closed = line[0], _APOSTROPHE.sub("", line)
    return mark in _TWINS and closed.count(mark) > closed.count(_TWINS[mark])


def ends_early(line: str, is_instruction: IsInstruction) -> int | None:
    """Return where an instruction seems to begin within words put in unquoted."""
    quotations = list(_quotations(line))
    for match in _VERB_INSIDE.finditer(line):
        if not any(found.start < match.start() < found.end for found in quotations):
            return match.start()
    for match in _BREAK.finditer(line):
        if any(found.start < match.start() < found.end for found in quotations):
            continue
        if is_instruction(line[match.end() :]):
            return match.start()
    return None


def _quotations(line: str) -> Iterator[Quotation]:
    cursor = Cursor(line)
    while mark := _MARK.search(line, cursor.at):
        cursor.at = mark.start()
        found = cursor.quotation()
        if found:
            yield found
        else:
            cursor.at = mark.end()


def _belongs(line: str, indent: int, is_instruction: IsInstruction, *, open_ended: bool) -> bool:
    blank = _INDENT.match(line)
    if blank and blank.end() > indent:
        return True
    if LABEL_HEAD.match(line):
        return not is_instruction(line)
    return open_ended and not is_instruction(line)
