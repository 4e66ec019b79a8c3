"""Whose space is whose: from words as people quote them to characters of stored text.

A space belongs to the word after it. So what is struck takes the space before it along,
and what is put in brings its own, unless a sign on either side wants none.
"""

from __future__ import annotations

import re
from typing import Final

_CLOSING: Final = frozenset(",.;:!?)]}”’»›…%")
_OPENING: Final = frozenset("([{“‘«‹„")
_EITHER: Final = frozenset("\"'")
_JOINING: Final = frozenset("-‐‑–—/")
_ENDING: Final = re.compile(r"['’](?:s|d|t|ll|re|ve)?(?!\w)", re.IGNORECASE)


def struck(text: str, start: int, end: int) -> tuple[int, int]:
    """Return what goes when the words from `start` to `end` are deleted.

    >>> struck(" We may act.", 4, 7), struck(" (may act)", 2, 5)
    ((3, 7), (2, 6))
    """
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before.isspace() and (not after or after.isspace() or after in _CLOSING | _EITHER):
        return start - 1, end
    if after.isspace() and (not before or before in _OPENING):
        return start, end + 1
    return start, end


def replaced(text: str, start: int, end: int, words: str) -> tuple[int, int, str]:
    """Return what goes, and what is put in its place, spaces and all.

    >>> replaced(" We may act.", 4, 7, "must")
    (3, 7, ' must')
    """
    core = words.strip()
    before = text[start - 1 : start] if start else ""
    if core and before.isspace():
        return start - 1, end, _after_space(text, start, core)
    return start, end, f" {core}" if _needs_space(text, start, core) else core


def replacement(text: str, start: int, words: str) -> str:
    """Return words as they stand where characters from `start` on were struck."""
    core = words.strip()
    spaced = text[start : start + 1].isspace() and _after_space(text, start, core) != core
    return f" {core}" if core and (spaced or _needs_space(text, start, core)) else core


def before(text: str, at: int, words: str) -> tuple[int, str]:
    """Return the gap, and the words as they stand there, for what is put before `at`.

    >>> before(" We may act.", 4, "now"), before(" (may act)", 2, "now")
    ((3, ' now'), (2, 'now '))
    """
    core = words.strip()
    if at and text[at - 1].isspace():
        if core[-1:] in _OPENING | frozenset("-‐‑/"):
            return at, core
        return at - 1, _after_space(text, at, core)
    if at == 0:
        return 0, " " + core
    return at, inserted(text, at, words)


def inserted(text: str, gap: int, words: str) -> str:
    """Return words as they stand at a gap of stored text.

    >>> inserted(" We may act.", 7, "now"), inserted(" We may act.", 7, ", if so,")
    (' now', ', if so,')
    """
    core = words.strip()
    if not core:
        return ""
    before, after = text[gap - 1 : gap] if gap else "", text[gap : gap + 1]
    if not text[:gap].strip() and not before:
        return " " + core
    if before.isspace():
        return core + (" " if _starts_word(after) else "")
    if before in _OPENING and before:
        return core + (" " if _starts_word(after) else "")
    if hugs_left(core) or (_joins(text, gap) and not after.isspace()):
        return core
    return " " + core


def _after_space(text: str, start: int, words: str) -> str:
    """Return words with their space, unless they stand close to a word before them."""
    return words if hugs_left(words) and text[:start].strip() else f" {words}"


def _needs_space(text: str, start: int, words: str) -> bool:
    """Tell whether words in place of a sign would run into the word before it."""
    before = text[start - 1 : start] if start else ""
    if not before or before in _OPENING | _JOINING | _EITHER or not words or hugs_left(words):
        return False
    return not text[start].isalnum() and _starts_word(words[0])


def hugs_left(words: str) -> bool:
    """Tell whether words begin with a sign that stands close to the word before it."""
    return (words[:1] in _CLOSING and words[:1] != "’") or bool(_ENDING.match(words))


def _starts_word(char: str) -> bool:
    return bool(char) and (char.isalnum() or char in _OPENING)


def _joins(text: str, gap: int) -> bool:
    """Tell whether the sign before the gap joins two halves of a word."""
    return gap > 1 and text[gap - 1] in _JOINING and not text[gap - 2].isspace()
