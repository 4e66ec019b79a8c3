"""What stands after a motion: where it applies, amendments printed with it, site chrome."""

from __future__ import annotations

import re

from webapp.text.reading.source import Paragraph
from webapp.text.reading.values import Part, PartKind

_APPLICABILITY = re.compile(
    r"applicability\s*[:.–—-]|this motion applies to\b|applicability$", re.IGNORECASE
)
_AMENDMENTS = re.compile(
    r"\[\[amendment\b|(?:#{1,6}\s*|›\s*)?amendment\s+#?(?:\d+[a-z]?|one|two|three)\s*:?$",
    re.IGNORECASE,
)
# "## Background" ends a motion; "## Amendments to section D" is a heading of its text.
_OTHER_HEADING = re.compile(
    r"#{1,6}\s+(?:(?:the\s+)?background(?:\s+(?:information|notes?|papers?))?|synopsis|amendments?"
    r"|notes?|explanatory notes?|proposers?|co-?proposers?|supporters?)"
    r"(?:\s+(?:to|of|for)\s+(?:the|this)\s+motion)?(?=\W*(?:\n|$)|\s*[:–—-]|\s+[(#])",
    re.IGNORECASE,
)
_FIRST = frozenset("aA[#›")


def split_back(paragraphs: list[Paragraph], start: int) -> tuple[list[Part], int]:
    """Return the back matter and the place after the last paragraph of the motion."""
    end = len(paragraphs)
    for at in range(start + 1, len(paragraphs)):
        text = paragraphs[at].text
        if text[0] in _FIRST and (_AMENDMENTS.match(text) or _OTHER_HEADING.match(text)):
            end = at
            break
    applies = [at for at in range(start, end) if _applies(paragraphs[at].text)]
    if applies:
        end = applies[-1]
    return read_back(paragraphs[end:]), end


def read_back(paragraphs: list[Paragraph]) -> list[Part]:
    """Return back matter that is known to be nothing else."""
    parts = []
    found = False
    for paragraph in paragraphs:
        applies = not found and _applies(paragraph.text)
        found = found or applies
        kind = PartKind.APPLICABILITY if applies else PartKind.REMAINDER
        parts.append(Part(kind, paragraph.text))
    return parts


def _applies(text: str) -> bool:
    return text[0] in "aAtT" and _APPLICABILITY.match(text) is not None
