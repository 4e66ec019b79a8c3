"""Taking a result back while nobody else has seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from webapp.models import Declaration, RelianceState, TextVersion, Vote
from webapp.procedure.states import Outcome
from webapp.queries.standing import must
from webapp.services.deciding import (
    apply_outcome,
    fallen_by,
    lock,
    note_result,
    others_fallen_by,
    reopen_item,
)
from webapp.services.errors import TooLateToUndo

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor


def undo_result(session: Session, actor: Actor, declaration: Declaration, *, now: datetime) -> None:
    """Take back a result within the seconds in which nobody else could see it.

    What it put in force, what fell by it and the version it made are as before; of questions put
    together all are taken back. Raises TooLateToUndo afterwards, and once something else stands
    on it. Undoing twice is undoing once.
    """
    motion = declaration.vote.motion
    must(actor, "vote:declare", motion)
    lock(session, motion)
    if declaration.undone_at is not None:
        return
    for one in _put_together(session, declaration):
        _undo(session, actor, one, now=now)


def _put_together(session: Session, declaration: Declaration) -> list[Declaration]:
    """Return the first results of what was put with this one, the last recorded first."""
    vote = declaration.vote
    if vote.en_bloc is None or declaration.replaces is not None:
        return [declaration]
    found = session.scalars(
        select(Declaration)
        .join(Vote)
        .where(
            Vote.motion_id == vote.motion_id,
            Vote.en_bloc == vote.en_bloc,
            Declaration.replaces_id.is_(None),
            Declaration.undone_at.is_(None),
        )
        .order_by(Declaration.id.desc())
    )
    return list(found)


def _undo(session: Session, actor: Actor, declaration: Declaration, *, now: datetime) -> None:
    if now >= declaration.public_at or _is_followed(session, declaration):
        raise TooLateToUndo(declaration.id)
    item = declaration.vote.item
    _unmake_version(session, declaration)
    for fallen in fallen_by(session, declaration):
        reopen_item(session, actor, fallen)
    for other in others_fallen_by(session, declaration):
        reopen_item(session, actor, other)
    for reliance in declaration.reliances:
        session.delete(reliance)
    if declaration.outcome is not Outcome.NOT_PUT:  # which is open as it is
        reopen_item(session, actor, item)
    declaration.undone_at = now
    session.flush()
    if declaration.replaces is not None:
        apply_outcome(session, actor, item, declaration.replaces)
        declaration.replaces = None  # so that another can
    note_result(session, actor, "vote:undo", declaration, now=now)


def _unmake_version(session: Session, declaration: Declaration) -> None:
    """Delete the version nobody has seen; questions put on it and taken back were put before."""
    made = select(TextVersion).where(TextVersion.declaration_id == declaration.id)
    for version in session.scalars(made):
        before = select(TextVersion.id).where(
            TextVersion.motion_id == version.motion_id, TextVersion.number == version.number - 1
        )
        session.execute(
            update(Vote)
            .where(Vote.version_id == version.id)
            .values(version_id=session.scalars(before).one())
        )
        session.delete(version)
    session.flush()


def _is_followed(session: Session, declaration: Declaration) -> bool:
    """Tell whether a later result, version or settlement on the same motion stands on this one."""
    motion_id = declaration.vote.motion_id
    later = (
        select(Declaration.id)
        .join(Vote)
        .where(
            Vote.motion_id == motion_id,
            Declaration.id > declaration.id,
            Declaration.undone_at.is_(None),
        )
    )
    newer = select(TextVersion.id).where(
        TextVersion.motion_id == motion_id,
        TextVersion.made_at >= declaration.recorded_at,
        TextVersion.declaration_id.is_(None) | (TextVersion.declaration_id > declaration.id),
        TextVersion.number
        > select(TextVersion.number)
        .where(TextVersion.id == declaration.vote.version_id)
        .scalar_subquery(),
    )
    settled = any(one.state is not RelianceState.OPEN for one in declaration.reliances)
    return (
        settled
        or session.scalars(later).first() is not None
        or session.scalars(newer).first() is not None
    )
