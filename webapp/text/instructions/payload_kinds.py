"""What the words put in are said to be: words of a sentence, clauses, a member of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from webapp.text.instructions.blocks import Draft, unquoted
from webapp.text.instructions.parts import Payload
from webapp.text.reading.labels import read_label

_MEMBER: Final = re.compile(r"\b(?:bullets?|points?|items?)\b", re.IGNORECASE)
_LABEL_SAID: Final = re.compile(
    r"(?:clause|paragraph|point|item|section)\s+(\(?[\dA-Za-z][\w.()]{0,12})\s*$"
    r"|^\s*(?:a\s+)?new\s+(\d[\w.()]{0,12})\s*$",
    re.IGNORECASE,
)
_CLAUSE_WORDS: Final = ("clause", "paragraph", "point", "bullet", "item", "limb", "section")


def says_member(payload: Payload) -> bool:
    """Tell whether what is put in is said to be a member of a labelled list, as a point is."""
    return bool(_MEMBER.search(payload.said)) and not _is_labelled(payload.text)


def _is_labelled(text: str) -> bool:
    return read_label(text.strip()) is not None


def name_said(payload: Payload, drafts: Sequence[Draft]) -> str:
    """Return what the first new clause is called, by its own label or by "new clause 4.6"."""
    if drafts and drafts[0].label:
        return drafts[0].printed
    said = _LABEL_SAID.search(payload.said)
    return (said[1] or said[2]) if said else ""


def says_clauses(payload: Payload, drafts: Sequence[Draft]) -> bool:
    said = payload.said.lower()
    return bool(drafts[0].label) or len(drafts) > 1 or any(word in said for word in _CLAUSE_WORDS)


def is_words(payload: Payload, drafts: Sequence[Draft]) -> bool:
    """Tell whether a payload looks like part of a sentence rather than a clause of its own."""
    if not payload.quoted or says_clauses(payload, drafts):
        return False
    if unquoted(payload.text) != payload.text:
        return False
    first = payload.text.strip()[:1]
    return first.islower() or not first.isalnum()
