"""Offering where words end that nothing marks: "insert and their heirs after the members".

Each way to set quotation marks is tried on the amendment as it stands, and offered only if it
reads; which one is meant is for its author to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from webapp.text.instructions.problems import Candidate
from webapp.text.instructions.quoting import quoted
from webapp.text.instructions.style import InstructionStyle

Reads = Callable[[str], bool]

_MOST: Final = 4
_INSERT: Final = re.compile(r"(?:.*\b)?(?:insert|add)\s+(?=\S)", re.IGNORECASE)
_BESIDE: Final = re.compile(r"\s+(after|before)\s+", re.IGNORECASE)
_ENDS: Final = " .,;:\n"
_MARKS: Final = re.compile(r"[“”\"‘«»„]")


def beside_words(said: str, style: InstructionStyle, reads: Reads) -> tuple[Candidate, ...]:
    """Offer the ways to tell the words put in from those they go after or before."""
    found: list[Candidate] = []
    for words, instruction in _ways_beside(said, style):
        if len(found) < _MOST and reads(instruction):
            found.append(Candidate(None, "", None, words, instruction))
    return tuple(found)


def _ways_beside(said: str, style: InstructionStyle) -> Iterator[tuple[str, str]]:
    verb = _INSERT.match(said)
    if not verb or "\n" in said.strip() or _MARKS.search(said):
        return
    for match in _BESIDE.finditer(said, verb.end()):
        words = quoted(said[verb.end() : match.start()].strip(_ENDS), style)
        anchor = quoted(said[match.end() :].strip(_ENDS), style)
        if words and anchor:
            yield words, f"{said[: verb.end()]}{words} {match[1]} {anchor}"


def ended_early(
    said: str, ends: Callable[[str], int | None], style: InstructionStyle, reads: Reads
) -> tuple[Candidate, ...]:
    """Offer to end words where a line among them begins to read like an instruction."""
    lead = len(said) - len(said.lstrip())
    for line in re.finditer(r"[^\n]+", said):
        at = ends(line[0])
        if at is None:
            continue
        end = line.start() + at + 1
        words = quoted(said[lead:end].strip(), style)
        rest = said[end:].strip()
        instruction = f" {words}\n{rest}"
        if words and "\n" not in said[lead:end] and reads(instruction):
            return (Candidate(None, "", None, words, instruction),)
    return ()
