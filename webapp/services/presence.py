"""Who is at conference: arriving, leaving, and asking whether enough are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from webapp.models import Presence
from webapp.queries.electorate import QuorumNow, quorum_now
from webapp.queries.standing import must
from webapp.services.minutes import write_minute
from webapp.services.register import lock_conference

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference, Person
    from webapp.queries.actor import Actor


def mark_present(
    session: Session, actor: Actor, conference: Conference, person: Person, *, now: datetime
) -> bool:
    """Let somebody in, and tell whether that is news: twice is once."""
    must(actor, "presence:mark", conference)
    lock_conference(session, conference)
    if _stay(session, conference, person) is not None:
        return False
    stay = Presence(
        conference_id=conference.id, person_id=person.id, since=now, arrival_by_id=actor.person_id
    )
    session.add(stay)
    session.flush()
    _note(session, actor, "presence:arrive", conference, person, now)
    return True


def mark_left(
    session: Session, actor: Actor, conference: Conference, person: Person, *, now: datetime
) -> bool:
    """Let somebody out, and tell whether that is news: twice is once."""
    must(actor, "presence:mark", conference)
    lock_conference(session, conference)
    stay = _stay(session, conference, person)
    if stay is None:
        return False
    end_stay(session, actor, conference.id, person, now=now)
    _note(session, actor, "presence:leave", conference, person, now)
    return True


def end_stay(
    session: Session, actor: Actor, conference_id: int, person: Person, *, now: datetime
) -> None:
    """End somebody's stay without a minute of its own: another act ends it."""
    session.execute(
        update(Presence)
        .where(
            Presence.conference_id == conference_id,
            Presence.person_id == person.id,
            Presence.until.is_(None),
        )
        .values(until=now, departure_by_id=actor.person_id)
    )


def send_everybody_home(
    session: Session, actor: Actor, conference: Conference, *, now: datetime
) -> int:
    """End every stay, at the end of a day; return how many there were."""
    must(actor, "presence:mark", conference)
    lock_conference(session, conference)
    ended = session.execute(
        update(Presence)
        .where(Presence.conference_id == conference.id, Presence.until.is_(None))
        .values(until=now, departure_by_id=actor.person_id)
        .returning(Presence.id)
    ).all()
    if ended:
        write_minute(
            session,
            actor,
            "presence:end",
            f"conference:{conference.id}",
            conference_id=conference.id,
            now=now,
            facts={"people": len(ended)},
        )
    return len(ended)


def challenge_quorum(
    session: Session,
    actor: Actor,
    conference: Conference,
    *,
    counted: int | None = None,
    now: datetime,
) -> QuorumNow:
    """Establish whether enough are there, because the hall asked, and minute it.

    By the door's list, or by a count of the hall where one was taken.
    """
    must(actor, "quorum:test", conference)
    found = quorum_now(session, conference, counted=counted)
    write_minute(
        session,
        actor,
        "quorum:challenge",
        f"conference:{conference.id}",
        conference_id=conference.id,
        now=now,
        facts={
            "entitled": found.entitled,
            "present": found.present,
            "needed": found.needed,
            "short_by": found.short_by,
            "met": found.is_met,
            "by": "door" if counted is None else "count",
        },
    )
    return found


def _stay(session: Session, conference: Conference, person: Person) -> Presence | None:
    return session.scalars(
        select(Presence).where(
            Presence.conference_id == conference.id,
            Presence.person_id == person.id,
            Presence.until.is_(None),
        )
    ).first()


def _note(
    session: Session,
    actor: Actor,
    activity: str,
    conference: Conference,
    person: Person,
    now: datetime,
) -> None:
    write_minute(
        session,
        actor,
        activity,
        f"person:{person.public_id}",
        conference_id=conference.id,
        now=now,
    )
