"""What two sequences of numbers have in common, at a cost that a huge text cannot blow up."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

# The matcher keeps one bit for each pair of members: 25 MB.
MOST_PAIRS: Final = 200_000_000


class Run(NamedTuple):
    """Members that stand in both sequences: `size` of them, from `old` and from `new` on."""

    old: int
    new: int
    size: int


class Hunk(NamedTuple):
    """A stretch of the old sequence and the stretch of the new one that stands in its place."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Return the indexes of a longest strictly increasing subsequence.

    >>> longest_increasing([3, 0, 1, 5, 2])
    [1, 2, 4]
    """
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        length = bisect_left(tails, value)
        if length == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[length] = value
            ends[length] = index
        if length:
            before[index] = ends[length - 1]
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(index)
        index = before[index]
    chain.reverse()
    return chain


def common_runs(old: Sequence[int], new: Sequence[int]) -> list[Run]:
    """Return a longest common subsequence as runs, in order.

    Sequences too long for that are matched between the members that each holds once.
    """
    start = _common_prefix(old, new)
    end = _common_suffix(old, new, start)
    old_end, new_end = len(old) - end, len(new) - end
    runs = [Run(0, 0, start)] if start else []
    if (old_end - start) * (new_end - start) <= MOST_PAIRS:
        inner = _longest_runs(old, new, Hunk(start, old_end, start, new_end))
    else:
        inner = _anchored_runs(old, new, Hunk(start, old_end, start, new_end))
    runs.extend(inner)
    if end:
        runs.append(Run(old_end, new_end, end))
    return _together(runs)


def hunks_between(runs: Sequence[Run], old_length: int, new_length: int) -> list[Hunk]:
    """Return what lies before, between and after the runs."""
    hunks = []
    old_at = new_at = 0
    for run in (*runs, Run(old_length, new_length, 0)):
        if run.old > old_at or run.new > new_at:
            hunks.append(Hunk(old_at, run.old, new_at, run.new))
        old_at, new_at = run.old + run.size, run.new + run.size
    return hunks


def _common_prefix(old: Sequence[int], new: Sequence[int]) -> int:
    most = min(len(old), len(new))
    size = 0
    while size < most and old[size] == new[size]:
        size += 1
    return size


def _common_suffix(old: Sequence[int], new: Sequence[int], start: int) -> int:
    most = min(len(old), len(new)) - start
    size = 0
    while size < most and old[-1 - size] == new[-1 - size]:
        size += 1
    return size


def _longest_runs(old: Sequence[int], new: Sequence[int], within: Hunk) -> Iterator[Run]:
    old_start, old_end, new_start, new_end = within
    if old_start == old_end or new_start == new_end:
        return
    opcodes = Indel.opcodes(old[old_start:old_end], new[new_start:new_end])
    for code in opcodes:
        if code.tag == "equal":
            size = code.src_end - code.src_start
            yield Run(old_start + code.src_start, new_start + code.dest_start, size)


def _anchored_runs(old: Sequence[int], new: Sequence[int], within: Hunk) -> Iterator[Run]:
    old_at, new_at = within.old_start, within.new_start
    for old_anchor, new_anchor in (*_anchors(old, new, within), (within.old_end, within.new_end)):
        if (old_anchor - old_at) * (new_anchor - new_at) <= MOST_PAIRS:
            yield from _longest_runs(old, new, Hunk(old_at, old_anchor, new_at, new_anchor))
        if old_anchor < within.old_end:
            yield Run(old_anchor, new_anchor, 1)
        old_at, new_at = old_anchor + 1, new_anchor + 1


def _anchors(old: Sequence[int], new: Sequence[int], within: Hunk) -> list[tuple[int, int]]:
    old_part = old[within.old_start : within.old_end]
    new_part = new[within.new_start : within.new_end]
    old_count, new_count = Counter(old_part), Counter(new_part)
    place = {
        member: index
        for index, member in enumerate(new_part)
        if new_count[member] == 1 and old_count[member] == 1
    }
    pairs = [(index, place[member]) for index, member in enumerate(old_part) if member in place]
    return [
        (within.old_start + pairs[index][0], within.new_start + pairs[index][1])
        for index in longest_increasing([pair[1] for pair in pairs])
    ]


def _together(runs: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and last.old + last.size == run.old and last.new + last.size == run.new:
            joined[-1] = Run(last.old, last.new, last.size + run.size)
        else:
            joined.append(run)
    return joined
