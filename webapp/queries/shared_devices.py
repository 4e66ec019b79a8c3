"""What a shared device shows of the conference it stands at: its polls, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Conference, Poll

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def find_conference_of_device(session: Session, conference_id: int | None) -> Conference | None:
    """Return where a device stands, None where it stands nowhere."""
    return None if conference_id is None else session.get(Conference, conference_id)


def find_poll_at(session: Session, conference_id: int | None, public_id: str) -> Poll | None:
    """Return a poll of the conference at which a device stands."""
    wanted = select(Poll).where(Poll.conference_id == conference_id, Poll.public_id == public_id)
    return None if conference_id is None else session.scalars(wanted).first()
