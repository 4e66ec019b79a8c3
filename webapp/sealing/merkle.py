"""One hash over a list in its order: the Merkle tree of RFC 6962.

Leaves and inner nodes are hashed under different first bytes, so that no inner node can be
handed in as a leaf and a list cannot be taken for a shorter one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_LEAF, _NODE = b"\x00", b"\x01"


def merkle_root(leaves: Iterable[bytes]) -> str:
    """Return the root over the leaves in the order given, in hexadecimal.

    Of no leaves it is the hash of nothing.
    """
    return root_of_hashes(_hash(_LEAF + leaf) for leaf in leaves)


def leaf_hash(leaf: bytes) -> str:
    """Return what stands for one leaf in the tree, in hexadecimal."""
    return _hash(_LEAF + leaf).hex()


def root_of_hashes(hashes: Iterable[bytes]) -> str:
    """Return the root over leaves that were hashed before.

    Pairing neighbours and carrying an odd last one upwards gives the same tree as splitting
    at the largest power of two, without recursion.
    """
    level = list(hashes)
    if not level:
        return _hash(b"").hex()
    while len(level) > 1:
        pairs = range(0, len(level) - 1, 2)
        above = [_hash(_NODE + level[at] + level[at + 1]) for at in pairs]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0].hex()


def _hash(value: bytes) -> bytes:
    return hashlib.sha256(value).digest()
