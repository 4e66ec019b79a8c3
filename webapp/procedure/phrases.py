"""Naming amendments and lines in the rulebook's words, one or several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.procedure.places import parent_place, place_key
from webapp.procedure.rules import Wording


@dataclass(frozen=True, slots=True)
class Passage:
    """Words voted on by themselves: their printed lines, first and last, or else their label."""

    lines: tuple[int, int] | None = None
    label: str = ""


def listed(parts: Sequence[str], conjunction: str) -> str:
    """Return the parts as a list in words.

    >>> listed(["1"], "and"), listed(["1", "3"], "and"), listed(["1", "2", "3"], "and")
    ('1', '1 and 3', '1, 2 and 3')
    """
    *first, last = parts
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def cite_amendment(place: str, words: Wording) -> str:
    """Return "Amendment 3A", and of one to an amendment "Amendment 1 to Amendment 3A"."""
    parent, _, number = place.rpartition(".")
    if not parent:
        return f"{words.amendment} {place}".strip()
    return words.amendment_to.format(number=number, parent=cite_amendment(parent, words))


def cite_amendments(places: Iterable[str], words: Wording) -> str:
    """Return "Amendment 1" or "Amendments 1 and 3", in the order of their numbers."""
    ordered = sorted(set(places), key=place_key)
    tops = [place for place in ordered if not parent_place(place)]
    cited = [cite_amendment(place, words) for place in ordered if parent_place(place)]
    if len(tops) > 1:
        cited.insert(0, f"{words.amendments} {listed(tops, words.conjunction)}")
    elif tops:
        cited.insert(0, cite_amendment(tops[0], words))
    return listed(cited, words.conjunction) if cited else ""


def cite_passages(passages: Iterable[Passage], words: Wording) -> str:
    """Return "lines 20–22", "line 7", "lines 20–22 and 31" or "lines 20–22 and 2 c)"."""
    passages = list(passages)
    printed = sorted({passage.lines for passage in passages if passage.lines is not None})
    labels = [passage.label for passage in passages if passage.lines is None]
    ranges = [_range(first, last) for first, last in printed]
    if ranges:
        one_line = len(printed) == 1 and printed[0][0] == printed[0][1]
        ranges[0] = f"{words.line if one_line else words.lines} {ranges[0]}"
    return listed([*ranges, *labels], words.conjunction)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
