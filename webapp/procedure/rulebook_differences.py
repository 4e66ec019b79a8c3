"""What one rulebook says otherwise than another, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import time
from enum import Enum
from typing import Any

from webapp.procedure.rules import Rulebook

WITHOUT_A_TABLE = ("rule", "submission")  # values whose keys stand in the table around them
KEYED = ("bodies", "majorities", "deadlines", "kinds", "procedural")


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule, named as in the file, before and after; "" where it was not or is not there."""

    rule: str
    before: str
    after: str


def differences(old: Rulebook, new: Rulebook) -> tuple[Difference, ...]:
    """Return every rule that differs, in the order of the new rulebook, what is gone last.

    Comments and the order of keys make no difference; the order of kinds and of the like does
    not either.
    """
    before, after = dict(_rules(old)), dict(_rules(new))
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        Difference(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    )


def _rules(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        for one in fields(value):
            deeper = path if one.name in WITHOUT_A_TABLE else f"{path}.{one.name}".lstrip(".")
            yield from _rules(getattr(value, one.name), deeper)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _rules(one, f"{path}.{_said(key)}")
    elif isinstance(value, tuple) and path in KEYED:
        for one in value:
            yield from _rules(one, f"{path}.{one.key}")
    else:
        yield path, _said(value)


def _said(value: Any) -> str:
    """Return a value as the file writes it, without its quotation marks."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, tuple):
        return ", ".join(map(_said, value))
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(_said, value)))
    return str(value)
