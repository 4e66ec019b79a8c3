"""One way to write each JSON value, so that a hash of it means the value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


class NotCanonical(ValueError):
    """A value that has no one way of being written: a float, a set, a key that is no word."""


def canonical(value: Any) -> bytes:
    r"""Return the value as JSON with sorted keys, no spaces and no escapes but needed ones.

    >>> canonical({"b": [1, "é"], "a": None})
    b'{"a":null,"b":[1,"\xc3\xa9"]}'

    Raises NotCanonical.
    """
    _refuse_what_is_unclear(value)
    try:
        words = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return words.encode()
    except UnicodeEncodeError as fault:
        raise NotCanonical(value) from fault


def _refuse_what_is_unclear(value: Any) -> None:
    if value is None or isinstance(value, str | int):  # True and False are ints
        return
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical(value)
        for held in value.values():
            _refuse_what_is_unclear(held)
    elif isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        for held in value:
            _refuse_what_is_unclear(held)
    else:
        raise NotCanonical(value)
