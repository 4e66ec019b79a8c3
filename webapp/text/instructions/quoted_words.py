"""The words of the motion that acts and spans quote."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.text.instructions import parts
from webapp.text.instructions.parts import (
    Act,
    AllBeside,
    FromTo,
    Position,
    Span,
    Words,
)


def span_words(span: Span | None) -> Sequence[Words]:
    match span:
        case Words():
            return [span]
        case FromTo(first=first, last=last):
            return [first, *([last] if last else [])]
        case AllBeside(words=words):
            return [words]
        case _:
            return []


def quoted_words(act: Act) -> list[Words]:
    """Return the words of the motion that an act quotes."""
    match act:
        case parts.Delete(spans=spans):
            return [words for span in spans for words in span_words(span)]
        case parts.Substitute(span=span):
            return list(span_words(span))
        case parts.Insert(position=Position(at=Words() as at, and_then=then)):
            return [at, *([then] if then else [])]
        case parts.Split(position=Position(at=Words() as at)):
            return [at]
        case _:
            return []
