"""The phase of a conference: what may still be handed in, whether it sits, whether it is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum

from webapp.procedure.deadlines import Deadline, next_deadline


class Stage(StrEnum):
    """Where today stands towards the days of a conference."""

    AHEAD = "ahead"
    SITTING = "sitting"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a conference stands: `following` is the deadline that passes next, if one is ahead."""

    stage: Stage
    following: Deadline | None


def phase_of(
    first_day: date, last_day: date, zone: tzinfo, deadlines: Iterable[Deadline], at: datetime
) -> Phase:
    """Return the phase at a moment, by the conference's own clocks."""
    today = at.astimezone(zone).date()
    stage = Stage.SITTING
    if today < first_day:
        stage = Stage.AHEAD
    elif today > last_day:
        stage = Stage.OVER
    return Phase(stage, next_deadline(deadlines, at))
