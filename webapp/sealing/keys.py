"""The key that the service signs records of polls with."""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED_BYTES = 32


class NoSuchKey(ValueError):
    """A setting that is neither a file with a key in it nor a key; never says what was set."""


class SigningKey:
    """An Ed25519 key; `public` is what everybody may know, in base64 for addresses."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = as_words(self._key.public_key().public_bytes_raw())

    def __repr__(self) -> str:
        return f"SigningKey(public={self.public!r})"

    def signature(self, message: bytes) -> str:
        return as_words(self._key.sign(message))


def service_key(setting: str | Path) -> SigningKey:
    """Return the key a setting names: a file that holds it, or the key itself in base64.

    Raises NoSuchKey.
    """
    words = str(setting).strip()
    if (seed := _seed(words)) is not None:
        return SigningKey(seed)
    try:
        seed = _seed(Path(words).read_text().strip())
    except (OSError, ValueError) as fault:
        raise NoSuchKey("neither a key nor a file that can be read") from fault
    if seed is None:
        raise NoSuchKey("the file holds no signing key")
    return SigningKey(seed)


def make_key_file(path: Path) -> SigningKey:
    """Write a new key into a file that only its owner reads, or return what is in it.

    Of two processes that do this at once, both get the key that was written first.
    """
    if path.exists():
        return service_key(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    seed = Ed25519PrivateKey.generate().private_bytes_raw()
    own = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(as_words(seed) + "\n")
        os.link(own, path)  # whole or not at all, and never over one that is there
    except FileExistsError:
        pass
    finally:
        own.unlink(missing_ok=True)
    return service_key(path)


def as_words(value: bytes) -> str:
    """Return bytes in base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def from_words(words: str) -> bytes:
    """Return the bytes that `as_words` wrote; raises ValueError for anything else."""
    try:
        value = base64.b64decode(words + "=" * (-len(words) % 4), altchars=b"-_", validate=True)
    except ValueError as fault:
        raise ValueError(words) from fault
    if as_words(value) != words:  # spare bits at the end could be written two ways
        raise ValueError(words)
    return value


def _seed(words: str) -> bytes | None:
    try:
        seed = from_words(words.rstrip("="))
    except ValueError:
        return None
    return seed if len(seed) == SEED_BYTES else None
