"""Passwords: kept as argon2 hashes, compared slowly on purpose.

Hashing takes tens of milliseconds, so it is done before a unit of work begins, never in it, and
in turn: what hashes here raises TooManyAtOnce when too many wait already.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.services.hashing_line import HashingLine

if TYPE_CHECKING:
    from collections.abc import Mapping

SHORTEST = 10
LONGEST = 512
DEFAULT_COST: Mapping[str, int] = {}  # argon2-cffi's own

line = HashingLine()


class WeakPassword(ValueError):
    """A password too short, or too long to be meant."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.shortest = SHORTEST
        self.longest = LONGEST


def hash_password(typed: str, cost: Mapping[str, int] = DEFAULT_COST) -> str:
    """Return what is kept of a password. Raises WeakPassword."""
    words = _as_typed_anywhere(typed)
    if not SHORTEST <= len(words) <= LONGEST:
        raise WeakPassword(len(words))
    return line.in_turn(lambda: _hasher(**cost).hash(words))


def is_password(kept: str | None, typed: str, cost: Mapping[str, int] = DEFAULT_COST) -> bool:
    """Tell whether this was the password; as slow to say no where none is kept."""
    words = _as_typed_anywhere(typed)[: LONGEST + 1]
    return line.in_turn(lambda: _is_password(kept, words, cost))


def _is_password(kept: str | None, words: str, cost: Mapping[str, int]) -> bool:
    try:
        return _hasher(**cost).verify(kept or _nobodys(**cost), words) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _as_typed_anywhere(typed: str) -> str:
    """Return the same letters whichever way a keyboard composes them."""
    return unicodedata.normalize("NFKC", typed)


@lru_cache(maxsize=4)
def _hasher(**cost: Any) -> PasswordHasher:
    return PasswordHasher(**cost)


@lru_cache(maxsize=4)
def _nobodys(**cost: int) -> str:
    return _hasher(**cost).hash("nobody has this password")
