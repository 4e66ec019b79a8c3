"""Minutes about one person, at one conference or at all they take part in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.models import Membership, Person
from webapp.queries.actor import Actor
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def note(
    session: Session,
    actor: Actor,
    activity: str,
    person: Person,
    conference_id: int,
    now: datetime,
    **facts: Any,
) -> None:
    """Write it in the book of one conference, under the number that minutes know them by."""
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        f"person:{person.public_id}",
        conference_id=conference_id,
        now=now,
        facts=facts,
    )


def note_everywhere(
    session: Session,
    activity: str,
    person: Person,
    now: datetime,
    *,
    by: Actor | None = None,
    **facts: Any,
) -> None:
    """Write it in the book of every conference the person takes part in, as done by themselves.

    Or as done by whoever else is named.
    """
    actor = by or Actor(person_id=person.id, public_id=person.public_id)
    for conference_id in conferences_of(session, person):
        note(session, actor, activity, person, conference_id, now, **facts)


def conferences_of(session: Session, person: Person) -> list[int]:
    """Return the conferences at which somebody plays a part."""
    return sorted(
        set(
            session.scalars(
                select(Membership.conference_id).where(Membership.person_id == person.id)
            )
        )
    )
