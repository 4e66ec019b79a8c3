"""A pasted text made clean: line ends, control characters, wrapped lines, paragraphs.

No letter or digit is added, lost or joined to another: what cannot be printed
becomes a space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from webapp.text.clause import ATOM
from webapp.text.errors import TooMuch

MOST_CHARACTERS = 2_000_000
LEVEL_SIGN = "\u2009"
LEVEL = "\u2003"
"""What labels alone could not say: a thin space, an em space for each level, the label,
a thin space, the text."""

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(rf"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f{ATOM}]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_LEVELLED = re.compile(
    rf"{LEVEL_SIGN}(?P<level>{LEVEL}+)(?P<label>[^{LEVEL_SIGN}]{{0,40}}){LEVEL_SIGN}"
)
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 50
_TAB = 4


@dataclass(slots=True)
class Paragraph:
    """One paragraph of the source.

    `indent` counts plain spaces before it. `level` is 0 unless it says its level, and
    then `label` is its label. `apart` says that a blank line, or the end, comes after it.
    """

    line: int
    text: str
    indent: int = 0
    level: int = 0
    label: str = ""
    apart: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """The paragraphs of a text, and the line of the first unprintable character (0: none)."""

    paragraphs: tuple[Paragraph, ...]
    unprintable: int = 0


def clean(source: str, *, starts_clause: re.Pattern[str]) -> Source:
    """Cut a text into paragraphs. Raises TooMuch.

    `starts_clause` matches a line that opens a paragraph of its own in wrapped text.
    """
    if len(source) > MOST_CHARACTERS:
        raise TooMuch("characters", len(source), MOST_CHARACTERS)
    text = _LINE_ENDS.sub("\n", source.removeprefix("\ufeff"))
    found = _UNPRINTABLE.search(text) or _SURROGATE.search(text)
    unprintable = text.count("\n", 0, found.start()) + 1 if found else 0
    if found:
        text = _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub(" ", text))
    lines = text.split("\n")
    wrap = _wrap_width(lines)
    paragraphs: list[Paragraph] = []
    parts: list[str] = []
    for number, line in enumerate(lines, start=1):
        bare = line.strip()
        if not bare:
            _close(paragraphs, parts)
            continue
        if parts and _goes_on(lines[number - 2], bare, wrap, starts_clause):
            parts.append(bare)
            continue
        if parts:
            _close(paragraphs, parts)
            paragraphs[-1].apart = False
        lead = line[: len(line) - len(line.lstrip())]
        indent = lead.count(" ") + lead.count("\t") * _TAB
        paragraphs.append(Paragraph(number, "", indent))
        levelled = _LEVELLED.match(line)
        if levelled:
            paragraphs[-1].level = len(levelled.group("level"))
            paragraphs[-1].label = levelled.group("label").strip()
            bare = line[levelled.end() :].strip()
        parts.append(bare)
    _close(paragraphs, parts)
    return Source(tuple(paragraphs), unprintable)


def _close(paragraphs: list[Paragraph], parts: list[str]) -> None:
    if parts:
        text = " ".join(parts)
        paragraphs[-1].text = _BLANKS.sub(" ", text) if "  " in text or "\t" in text else text
        parts.clear()


def _wrap_width(lines: list[str]) -> int:
    """Return the width that the text was wrapped at by hand; 0 when it was not."""
    widest = max((len(line.rstrip()) for line in lines), default=0)
    return widest if _NARROWEST_WRAP <= widest <= _WIDEST_WRAP else 0


def _goes_on(before: str, line: str, wrap: int, starts_clause: re.Pattern[str]) -> bool:
    if not wrap or starts_clause.match(line):
        return False
    return len(before.rstrip()) + 1 + len(line.split(maxsplit=1)[0]) > wrap
