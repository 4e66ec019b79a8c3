"""Devices that are lent to people without a phone: which conference they stand at is minuted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.queries.standing import must
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor


def lend_device(session: Session, actor: Actor, conference: Conference, *, now: datetime) -> None:
    """Let a browser stand at a conference, so that people vote on it with their codes.

    What the browser keeps of it is the pages' to give out; here it is allowed, and minuted.
    """
    must(actor, "device:lend", conference)
    write_minute(
        session,
        actor,
        "device:lend",
        f"conference:{conference.id}",
        conference_id=conference.id,
        now=now,
    )
