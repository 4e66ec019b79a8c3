"""The bulletin of a poll as a file: what is needed to check it without the service.

`tools/verify_bulletin.py` reads what is written here; docs/bulletin.md describes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

BULLETIN, RECORDS = "carried/bulletin/1", "carried/records/1"


class Missing(StrEnum):
    """Why the ballots are not in a bulletin."""

    NOT_CLOSED = "not_closed"
    VOID = "void"
    NOT_PUBLISHED = "not_published"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything the public may know of a poll.

    `opening` and `closing` are the signed records, `ballots` the lines the root is made over,
    `names` what the people behind open places are called now. `missing` says why there are no
    ballots. `declared` is the result the chair declared upon it.
    """

    conference: str
    key: str
    opening: Mapping[str, Any]
    closing: Mapping[str, Any] | None
    ballots: Sequence[Sequence[Any]] | None
    missing: Missing | None
    names: Mapping[str, str]
    declared: Mapping[str, Any] | None


def render_bulletin(bulletin: Bulletin, roll: Sequence[Sequence[Any]]) -> str:
    """Return one poll as JSON, a line for each place of its roll and each ballot."""
    parts = {
        "format": BULLETIN,
        "conference": bulletin.conference,
        "key": bulletin.key,
        "opening": bulletin.opening,
        "closing": bulletin.closing,
        "declared": bulletin.declared,
        "missing": bulletin.missing.value if bulletin.missing else None,
        "names": bulletin.names,
    }
    head = json.dumps(parts, ensure_ascii=False, indent=1)[:-2]
    ballots = _lines(bulletin.ballots) if bulletin.ballots is not None else "null"
    return f'{head},\n "roll": {_lines(roll)},\n "ballots": {ballots}\n}}\n'


def render_records(conference: str, records: Sequence[Mapping[str, Any]]) -> str:
    """Return all records of a conference's polls as JSON, in the order of their numbers."""
    words = ",\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    head = f'{{\n "format": "{RECORDS}",\n "conference": {json.dumps(conference)},'
    return f'{head}\n "records": [\n{words}\n]}}\n'


def _lines(lines: Sequence[Sequence[Any]]) -> str:
    if not lines:
        return "[]"
    words = ",\n  ".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return f"[\n  {words}]"
