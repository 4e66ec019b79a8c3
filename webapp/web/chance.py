"""The only place that makes random values; everything below is given them."""

from __future__ import annotations

import secrets

# Read aloud and typed from paper: no vowels, so no words; nothing that looks like another.
CODE_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
CODE_LENGTH = 15
CODE_GROUP = 5


def new_code() -> str:
    """Return a one-time sign-in code, about 72 bits: `KMPT4-RWX9B-HCDFG`."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return "-".join(letters[at : at + CODE_GROUP] for at in range(0, CODE_LENGTH, CODE_GROUP))


def new_token() -> str:
    """Return a name nobody can guess, for addresses and opaque ids."""
    return secrets.token_urlsafe(18)


def new_key() -> str:
    """Return sixteen random bytes as letters and digits: a place, a receipt, a tracker."""
    return secrets.token_hex(16)


def some_wait(shortest: int, longest: int) -> int:
    """Return how long to wait, so that those who wait do not all come back at one moment."""
    return shortest + secrets.randbelow(longest - shortest + 1)
