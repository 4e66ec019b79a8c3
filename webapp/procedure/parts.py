"""An amendment split in parts: who keeps which of its changes, and under which numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase

from webapp.procedure.places import place_key

MOST_PARTS = len(ascii_lowercase)


class NotAPartition(ValueError):
    """Changes were shared out so that one is in no part or in two, or all are in one."""


def number_parts(number: str, parts: int, existing: Iterable[str]) -> list[str]:
    """Return the numbers of so many parts, none of which reads like a number ever given.

    >>> number_parts("3", 2, ["1", "2", "3"]), number_parts("3", 2, ["3", "3A"])
    (['3(a)', '3(b)'], ['3(b)', '3(c)'])
    """
    taken = {place_key(place) for place in existing}
    free = [
        place
        for letter in ascii_lowercase
        if place_key(place := f"{number}({letter})") not in taken
    ]
    if len(free) < parts:
        raise NotAPartition(parts)
    return free[:parts]


def share_out(parts: Sequence[Sequence[int]], changes: int) -> tuple[tuple[int, ...], ...]:
    """Return the parts that have something in them, each in the order of its changes.

    Raises NotAPartition unless there are at least two, and every change is in exactly one.
    """
    kept = tuple(tuple(sorted(part)) for part in parts if part)
    if len(kept) < 2 or sorted(one for part in kept for one in part) != list(range(changes)):  # noqa: PLR2004
        raise NotAPartition(kept)
    return kept
