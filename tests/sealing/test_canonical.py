import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.moments import NOON
from webapp.sealing import NotCanonical, canonical

WORDS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda held: st.lists(held, max_size=4) | st.dictionaries(WORDS, held, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_reads_as_the_same_value_and_is_written_the_same_again(value):
    words = canonical(value)

    assert json.loads(words) == value
    assert canonical(json.loads(words)) == words


@given(st.dictionaries(WORDS, VALUES, min_size=2, max_size=5))
def test_the_order_of_keys_makes_no_difference(value):
    turned = dict(reversed(value.items()))

    assert canonical(turned) == canonical(value)


@pytest.mark.parametrize("value", [0.5, [1.0], {"a": {1: 2}}, {3}, b"a", NOON, "\ud800"])
def test_what_could_be_written_two_ways_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical(value)
