"""Signing a record, and telling whether anybody altered it since."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, TypedDict

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from webapp.sealing.canonical import NotCanonical, canonical
from webapp.sealing.keys import from_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webapp.sealing.keys import SigningKey

# No signature under a record can be passed off as one under anything else.
_PURPOSE = b"carried record\n"


class Signed(TypedDict):
    """A record with its hash, and the signature under it of the key named."""

    record: dict[str, Any]
    hash: str
    key: str
    signature: str


class Altered(ValueError):
    """A signed record that is not as it was signed, or not signed by the key expected."""


def sign(record: Mapping[str, Any], key: SigningKey) -> Signed:
    """Return the record with its hash and the key's signature; raises NotCanonical."""
    words = canonical(record)
    return {
        "record": dict(record),
        "hash": hashlib.sha256(words).hexdigest(),
        "key": key.public,
        "signature": key.signature(_PURPOSE + words),
    }


def verify(signed: Mapping[str, Any], public_key: str | None = None) -> dict[str, Any]:
    """Return the record where it is as it was signed, by `public_key` if one is given.

    Without one it is checked against the key it names itself, which shows only that nobody
    altered it without that key. Raises Altered.
    """
    try:
        record: dict[str, Any] = signed["record"]
        words = canonical(record)
        key = Ed25519PublicKey.from_public_bytes(from_words(signed["key"]))
        signature = from_words(signed["signature"])
        said = signed["hash"]
    except (KeyError, TypeError, AttributeError, ValueError, NotCanonical) as fault:
        raise Altered("it is not a signed record") from fault
    if public_key is not None and signed["key"] != public_key:
        raise Altered("it is signed by another key")
    if hashlib.sha256(words).hexdigest() != said:
        raise Altered("its hash is another")
    try:
        key.verify(signature, _PURPOSE + words)
    except InvalidSignature as fault:
        raise Altered("its signature does not fit") from fault
    return record
