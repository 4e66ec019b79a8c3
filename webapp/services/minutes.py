"""The minute book: writing it, and checking that nobody rewrote it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from webapp.models import Conference, Minute

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

FIRST_HASH = "0" * 64
MINUTES_CHANNEL = "carried_minutes"


@dataclass(frozen=True, slots=True)
class BrokenMinute:
    """A place where the chain does not hold: a minute altered, removed or out of order."""

    conference_id: int
    number: int
    fault: str


def write_minute(
    session: Session,
    actor: Actor,
    activity: str,
    subject: str,
    *,
    conference_id: int,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> Minute:
    """Append one act to the conference's minute book, in the caller's transaction.

    `facts` are JSON values without floats, names or addresses. The conference's row is
    locked, so that two acts at once get two numbers; SQLite writes one at a time anyway.
    """
    session.execute(select(Conference.id).where(Conference.id == conference_id).with_for_update())
    last = session.scalars(
        select(Minute)
        .where(Minute.conference_id == conference_id)
        .order_by(Minute.number.desc())
        .limit(1)
    ).first()
    minute = Minute(
        conference_id=conference_id,
        number=last.number + 1 if last else 1,
        written_at=now,
        actor=actor.public_id,
        activity=activity,
        subject=subject,
        facts=dict(facts or {}),
        previous_hash=last.hash if last else FIRST_HASH,
        hash="",
    )
    minute.hash = seal(minute)
    session.add(minute)
    session.flush()
    announce_minute(session, conference_id)
    return minute


def announce_minute(session: Session, conference_id: int) -> None:
    """Wake the live hub once this is committed; on SQLite it sees the file change by itself."""
    if session.connection().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(MINUTES_CHANNEL, str(conference_id))))


def seal(minute: Minute) -> str:
    """Return the hash of everything a minute says, the hash before it included."""
    said = [
        minute.conference_id,
        minute.number,
        minute.written_at.astimezone(UTC).isoformat(timespec="microseconds"),
        minute.actor,
        minute.activity,
        minute.subject,
        minute.facts,
        minute.previous_hash,
    ]
    words = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(words.encode()).hexdigest()


def verify_minutes(session: Session, conference_id: int) -> Iterator[BrokenMinute]:
    """Yield each place where the chain of one conference is broken; nothing when it holds."""
    previous, expected = FIRST_HASH, 1
    minutes = select(Minute).where(Minute.conference_id == conference_id).order_by(Minute.number)
    for minute in session.scalars(minutes.execution_options(yield_per=500)):
        if minute.number != expected:
            yield BrokenMinute(conference_id, expected, "missing")
        elif minute.previous_hash != previous:
            yield BrokenMinute(conference_id, minute.number, "does not follow the one before")
        if seal(minute) != minute.hash:
            yield BrokenMinute(conference_id, minute.number, "altered")
        previous, expected = minute.hash, minute.number + 1
