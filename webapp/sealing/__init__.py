"""What seals the record of a poll: canonical JSON, Merkle roots and signatures. No storage.

Hashes and Ed25519 signatures, and no cryptography of our own beyond them.
"""

from webapp.sealing.canonical import NotCanonical, canonical
from webapp.sealing.keys import NoSuchKey, SigningKey, make_key_file, service_key
from webapp.sealing.merkle import leaf_hash, merkle_root
from webapp.sealing.records import (
    BALLOTS,
    FIRST_RECORD,
    NAMES,
    BallotLeaf,
    PollFacts,
    RollLeaf,
    seal_closing,
    seal_opening,
    seal_void,
)
from webapp.sealing.signatures import Altered, Signed, sign, verify

__all__ = [
    "BALLOTS",
    "FIRST_RECORD",
    "NAMES",
    "Altered",
    "BallotLeaf",
    "NoSuchKey",
    "NotCanonical",
    "PollFacts",
    "RollLeaf",
    "Signed",
    "SigningKey",
    "canonical",
    "leaf_hash",
    "make_key_file",
    "merkle_root",
    "seal_closing",
    "seal_opening",
    "seal_void",
    "service_key",
    "sign",
    "verify",
]
