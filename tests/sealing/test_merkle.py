"""A root means one list: nothing can be altered, added, removed or moved under it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from webapp.sealing import leaf_hash, merkle_root

LISTS = st.lists(st.binary(max_size=12), max_size=40)
FILLED = st.lists(st.binary(max_size=12), min_size=1, max_size=40)


def root_as_the_standard_defines_it(leaves):
    """Split at the largest power of two below the length: RFC 6962, section 2.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    half = 1 << (len(leaves) - 1).bit_length() - 1
    sides = [root_as_the_standard_defines_it(side) for side in (leaves[:half], leaves[half:])]
    return hashlib.sha256(b"\x01" + b"".join(sides)).digest()


@given(LISTS)
def test_every_list_has_the_root_of_the_standard(leaves):
    assert merkle_root(leaves) == root_as_the_standard_defines_it(leaves).hex()


@given(FILLED, st.data())
def test_one_leaf_altered_changes_the_root(leaves, data):
    at = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(max_size=12).filter(lambda leaf: leaf != leaves[at]))

    altered = [*leaves[:at], other, *leaves[at + 1 :]]

    assert merkle_root(altered) != merkle_root(leaves)


@given(LISTS, st.binary(max_size=12), st.data())
def test_one_leaf_added_or_removed_changes_the_root(leaves, leaf, data):
    at = data.draw(st.integers(0, len(leaves)))

    longer = [*leaves[:at], leaf, *leaves[at:]]

    assert merkle_root(longer) != merkle_root(leaves)


@given(st.lists(st.binary(max_size=12), min_size=2, max_size=40, unique=True), st.data())
def test_two_leaves_swapped_change_the_root(leaves, data):
    one, other = data.draw(
        st.lists(st.integers(0, len(leaves) - 1), min_size=2, max_size=2, unique=True)
    )

    swapped = list(leaves)
    swapped[one], swapped[other] = leaves[other], leaves[one]

    assert merkle_root(swapped) != merkle_root(leaves)


@given(st.lists(st.binary(max_size=12), min_size=2, max_size=2))
def test_an_inner_node_cannot_be_handed_in_as_a_leaf(leaves):
    node = b"\x01" + b"".join(bytes.fromhex(leaf_hash(leaf)) for leaf in leaves)

    assert merkle_root([node]) != merkle_root(leaves)
