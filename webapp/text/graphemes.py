"""Characters as people see them: a letter with its accents, an emoji with its parts.

A subset of the Unicode rules, without a table of its own: marks, joiners, skin
tones, flags and Hangul syllables stay with what they stand on.
"""

from __future__ import annotations

import re
import unicodedata

_JOINER = "\u200d"
_SIMPLE = re.compile(r"[\x00-\u02ff\u0400-\u0482\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*")
_FLAG = range(0x1F1E6, 0x1F200)
_TONE = range(0x1F3FB, 0x1F400)
_TAG = range(0xE0020, 0xE0080)
_HANGUL_LEAD = range(0x1100, 0x1160)
_HANGUL_REST = range(0x1160, 0x1200)


def graphemes(text: str) -> list[str]:
    """Cut a text into the characters a reader sees.

    >>> [len(sign) for sign in graphemes("e" + chr(0x301) + "a")]
    [2, 1]
    """
    if _SIMPLE.fullmatch(text):
        return list(text)
    seen: list[str] = []
    for sign in text:
        if seen and _joins(seen[-1], sign):
            seen[-1] += sign
        else:
            seen.append(sign)
    return seen


def width(text: str) -> int:
    """Return how many characters a reader sees."""
    return len(text) if _SIMPLE.fullmatch(text) else len(graphemes(text))


def _joins(before: str, sign: str) -> bool:
    code = ord(sign)
    if sign == _JOINER or unicodedata.category(sign) in {"Mn", "Me", "Mc"}:
        return True
    if code in _TONE or code in _TAG:
        return True
    if code in _FLAG:
        return len(before) == 1 and ord(before) in _FLAG
    if code in _HANGUL_REST:
        return ord(before[-1]) in _HANGUL_LEAD or ord(before[-1]) in _HANGUL_REST
    return before[-1] == _JOINER and len(before) > 1 and code > _HANGUL_LEAD.start
