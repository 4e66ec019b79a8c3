"""The numbers amendments are printed under and the codes of items: given once, never twice.

Callers hand in every place ever given, those of withdrawn and fallen ones with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import ascii_letters

PIECES = re.compile(r"\d+|[^\W\d_]+")
LEADING_NUMBER = re.compile(r"\d+")
NUMBER = "{number}"


def place_key(place: str) -> tuple[tuple[int, int, str], ...]:
    """Return what sorts places as people do.

    >>> sorted(["10", "3B", "3", "3A", "3.1", "2"], key=place_key)
    ['2', '3', '3.1', '3A', '3B', '10']
    """
    return tuple(
        (0, int(piece), "") if piece.isdecimal() else (1, len(piece), piece.casefold())
        for piece in PIECES.findall(place)
    )


def next_number(existing: Iterable[str]) -> str:
    """Return the number after the highest ever given.

    >>> next_number([]), next_number(["1", "3", "3A"])
    ('1', '4')
    """
    return str(1 + max((_leading_number(place) for place in existing), default=0))


def late_number(after: str, existing: Iterable[str]) -> str:
    """Return a number for something that comes in late and stands after `after`.

    >>> late_number("3", ["1", "2", "3", "3A", "4"])
    '3B'
    """
    stem = after.rstrip(ascii_letters) or after
    taken = {place.upper() for place in existing}
    letters = 1
    while (place := stem + _letters(letters)).upper() in taken:
        letters += 1
    return place


def number_to(parent: str, existing: Iterable[str]) -> str:
    """Return the next number of an amendment to the amendment printed under `parent`.

    >>> number_to("2", ["1", "2", "2.1", "3"]), number_to("2.1", ["2.1"])
    ('2.2', '2.1.1')
    """
    ends = [
        place.removeprefix(f"{parent}.") for place in existing if place.startswith(f"{parent}.")
    ]
    return f"{parent}.{1 + max((_leading_number(end) for end in ends), default=0)}"


def parent_place(place: str) -> str:
    """Return the number of the amendment that this one amends, "" for one to the motion.

    >>> parent_place("2.1"), parent_place("3A")
    ('2', '')
    """
    return place.rpartition(".")[0]


def next_code(pattern: str, existing: Iterable[str]) -> str:
    """Return the item code after the highest one of this pattern.

    >>> next_code("F{number}", ["F1", "F12", "F2A", "S40"])
    'F13'
    """
    before, _, behind = pattern.partition(NUMBER)
    shape = re.compile(f"{re.escape(before)}([0-9]+)[A-Za-z]*{re.escape(behind)}")
    numbers = [int(found[1]) for code in existing if (found := shape.fullmatch(code))]
    return before + str(1 + max(numbers, default=0)) + behind


def _leading_number(place: str) -> int:
    found = LEADING_NUMBER.match(place)
    return int(found[0]) if found else 0


def _letters(number: int) -> str:
    """Write 1 as A, 26 as Z, 27 as AA."""
    letters = ""
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
