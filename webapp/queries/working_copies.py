"""What somebody has typed and not saved yet, as it is looked up: always one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import WorkingCopy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor


def find_working_copy(session: Session, actor: Actor, subject: str) -> WorkingCopy | None:
    """Return the actor's own working copy, which holds no fields once it is saved."""
    return session.scalars(
        select(WorkingCopy).where(
            WorkingCopy.person_id == actor.person_id, WorkingCopy.subject == subject
        )
    ).first()
