"""Putting words in quotation marks so that they read back as exactly those words."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.text.instructions.style import OTHER_MARKS, InstructionStyle
from webapp.text.instructions.tokens import Cursor, levelled


def quoted(words: str, style: InstructionStyle) -> str | None:
    """Return the words in the first marks that read back right, or nothing when none do."""
    return next(quotings(words, style), None)


def quotings(words: str, style: InstructionStyle) -> Iterator[str]:
    """Yield the words in every pair of marks that reads back right, the style's own first."""
    if not words or words != levelled(words) or "\n" in words:
        return
    for opening, closing in dict.fromkeys((style.marks, *OTHER_MARKS)):
        marked = f"{opening}{words}{closing}"
        if _reads_back(marked, words):
            yield marked


def _reads_back(marked: str, words: str) -> bool:
    for following in (".", " and insert “x”.", ", “x”."):
        found = Cursor(marked + following).quotation()
        if found is None or found.flaw or found.text != words or found.end != len(marked):
            return False
    return True
