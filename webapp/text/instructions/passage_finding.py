"""Finding the clauses that an instruction names by printing them whole, or by a code at their head.

Real texts carry codes ("PB411", "3.14") that no list counts: they are the first word of an
unlabelled paragraph. A clause is found so only where one begins with the code and no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from webapp.text.clause import ClauseId
from webapp.text.instructions.motion import Hit, Interval, Motion, levelled_words
from webapp.text.reading.labels import read_label

_CODE: Final = re.compile(r"(?P<head>[A-Za-z]{0,4}) ?(?P<number>\d+(?:\.\d+)*[a-z]?)")
_SEPARATOR: Final = re.compile(r"\s*(?:,|&|\band\b)\s*")
_RANGE: Final = re.compile(r"\s*(?:[-‐‑‒–—−]|\bto\b)\s*")
_KINDS: Final = re.compile(r"^(?:paragraph|para|clause|section|bullet)s?\s+", re.IGNORECASE)
_MOST: Final = 400
_ENDS: Final = " .,;:\"'"


def headed(motion: Motion, name: str) -> tuple[ClauseId, ...]:
    """Return the clauses whose words begin with these codes: all of them, or none."""
    found: list[ClauseId] = []
    for part in _SEPARATOR.split(_KINDS.sub("", name.strip())):
        ends = _RANGE.split(part)
        codes = list(_between(*ends)) if len(ends) == 2 else ends  # noqa: PLR2004 - a range
        for code in codes:
            clauses = _beginning_with(motion, code)
            if len(clauses) != 1:
                return ()
            found.extend(clauses)
    return tuple(dict.fromkeys(found))


def _between(first: str, last: str) -> Iterator[str]:
    """Yield the codes of a range: "CY540-543" has four."""
    one, other = _CODE.fullmatch(first.strip()), _CODE.fullmatch(last.strip())
    if not one or not other or not one["number"].isdecimal() or not other["number"].isdecimal():
        return
    if other["head"] and other["head"] != one["head"]:
        return
    start, end = int(one["number"]), int(other["number"])
    if start < end <= start + _MOST:
        for number in range(start, end + 1):
            yield f"{one['head']}{number:0{len(one['number'])}d}"


def _beginning_with(motion: Motion, code: str) -> list[ClauseId]:
    match = _CODE.fullmatch(code.strip())
    if not match:
        return []
    pattern = re.compile(
        rf"{re.escape(match['head'])}\s?{re.escape(match['number'])}(?![\w-]|\.\d)\)?\.?(?=[\s:,–—-]|$)"
    )
    return [each for each in motion.order if pattern.match(motion.shown(each).text)]


def passage(
    motion: Motion, lines: Sequence[str], within: tuple[Interval, ...]
) -> list[tuple[ClauseId, ...]]:
    """Return every run of clauses that reads just as these lines do."""
    clauses = motion.clauses_in(within)
    wanted = [_levelled(line) for line in lines]
    found = []
    for at in range(len(clauses) - len(wanted) + 1):
        run = clauses[at : at + len(wanted)]
        if all(_reads(motion, each, words) for each, words in zip(run, wanted, strict=True)):
            found.append(tuple(run))
    return found


def within_one(motion: Motion, lines: Sequence[str], within: tuple[Interval, ...]) -> list[Hit]:
    """Return where a single line stands among other words of a clause."""
    return motion.find(lines[0], within) if len(lines) == 1 else []


def _levelled(line: str) -> frozenset[str]:
    """Return the ways to compare a line: with what looks like a label at its head, and without."""
    whole = levelled_words(line)
    label = read_label(whole)
    bare = whole[label.text_at :].strip() if label else whole
    return frozenset(words.strip(_ENDS) for words in (whole, bare))


def _reads(motion: Motion, clause: ClauseId, words: frozenset[str]) -> bool:
    text = levelled_words(motion.shown(clause).text).strip(_ENDS)
    return bool(text) and (text in words or bool(_levelled(text) & words))
