"""Moving a conference's deadlines away from the days its rulebook counts back to."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from webapp.queries.conferences import fingerprint
from webapp.queries.deadlines import deadlines_of
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.services.errors import ChangedMeanwhile
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor


def seen_deadlines(conference: Conference) -> str:
    """Return a mark of the deadlines as they fall, for the form that shows them."""
    return fingerprint([found.closes_at for found in deadlines_of(conference).values()])


def move_deadlines(
    session: Session,
    actor: Actor,
    conference: Conference,
    moments: Mapping[str, datetime],
    *,
    seen: str,
    now: datetime,
) -> None:
    """Let these deadlines, by key, fall at other moments; those not named stay.

    A moment that the rulebook itself leads to is no move. What was recorded as late stays
    so. Raises ChangedMeanwhile where the deadlines are others than those `seen`.
    """
    must(actor, "deadline:edit", conference)
    session.refresh(conference, with_for_update=True)
    falling = deadlines_of(conference)
    changed = {
        key: moment
        for key, moment in moments.items()
        if key in falling and falling[key].closes_at != moment
    }
    if not changed:
        return
    if seen != seen_deadlines(conference):
        raise ChangedMeanwhile("deadlines", conference.id)
    conference.moved_deadlines = _moves(conference, changed)
    session.flush()
    moved = [
        [
            key,
            falling[key].closes_at.astimezone(UTC).isoformat(),
            moment.astimezone(UTC).isoformat(),
        ]
        for key, moment in changed.items()
    ]
    write_minute(
        session,
        actor,
        "deadline:move",
        f"conference:{conference.id}",
        conference_id=conference.id,
        now=now,
        facts={"deadlines": moved},
    )


def _moves(conference: Conference, changed: Mapping[str, datetime]) -> dict[str, str]:
    """Return every move there is then; keys that the rulebook no longer has are forgotten."""
    zone = ZoneInfo(conference.time_zone)
    moves = {}
    for rule in rulebook_of(conference).deadlines:
        said = rule.closing(conference.starts_on, zone).closes_at
        falls = changed.get(rule.key, deadlines_of(conference)[rule.key].closes_at)
        if falls != said:
            moves[rule.key] = falls.astimezone(UTC).isoformat()
    return moves
