"""The key of this server that records of polls are signed with."""

from __future__ import annotations

from functools import lru_cache

from flask import current_app

from webapp.sealing import SigningKey, service_key


def signing_key() -> SigningKey:
    """Return the key that the configuration names; raises NoSuchKey."""
    return _read(current_app.config["SIGNING_KEY"])


@lru_cache(maxsize=4)
def _read(setting: str) -> SigningKey:
    return service_key(setting)
