from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.text import sequences
from webapp.text.sequences import common_runs, hunks_between, longest_increasing

numbers = st.lists(st.integers(0, 6), max_size=30)


@given(st.lists(st.integers(0, 20), max_size=8))
def test_no_increasing_subsequence_is_longer_than_the_longest(values):
    found = longest_increasing(values)

    best = [1] * len(values)
    for later, value in enumerate(values):
        best[later] = 1 + max((best[i] for i in range(later) if values[i] < value), default=0)
    assert len(found) == max(best, default=0)
    assert found == sorted(found)
    assert [values[i] for i in found] == sorted({values[i] for i in found})


@given(numbers, numbers)
def test_common_runs_are_common_and_in_order(old, new):
    runs = common_runs(old, new)

    assert all(old[r.old : r.old + r.size] == new[r.new : r.new + r.size] for r in runs)
    assert all(a.old + a.size <= b.old and a.new + a.size <= b.new for a, b in pairwise(runs))


@given(numbers, numbers)
def test_runs_and_what_lies_between_them_cover_both_sequences(old, new):
    runs = common_runs(old, new)
    hunks = hunks_between(runs, len(old), len(new))

    assert sum(r.size for r in runs) + sum(h.old_end - h.old_start for h in hunks) == len(old)
    assert sum(r.size for r in runs) + sum(h.new_end - h.new_start for h in hunks) == len(new)


@given(numbers, numbers)
def test_sequences_too_long_to_compare_in_full_are_still_compared_rightly(old, new):
    old, new = [9, *old, 10, *new, 12], [9, *new, 10, 11, *old, 12]

    try:
        sequences.MOST_PAIRS, kept = 20, sequences.MOST_PAIRS
        runs = common_runs(old, new)
    finally:
        sequences.MOST_PAIRS = kept

    assert all(old[r.old : r.old + r.size] == new[r.new : r.new + r.size] for r in runs)
    assert runs[0].old == runs[0].new == 0
