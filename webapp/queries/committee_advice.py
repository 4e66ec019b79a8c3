"""Drafts that wait for the committee's advice, and what was advised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import CommitteeAdvice, Motion
from webapp.procedure.states import MotionState
from webapp.queries.deadlines import deadlines_of
from webapp.queries.errors import NotThere
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.procedure.deadlines import Deadline
    from webapp.queries.actor import Actor


def advice_deadline(motion: Motion) -> Deadline | None:
    """Return until when advice on a draft may be asked for, None where none is given."""
    kind = rulebook_of(motion.conference).kind(motion.kind)
    if not kind.advice_deadline:
        return None
    return deadlines_of(motion.conference)[kind.advice_deadline]


def advice_on(session: Session, motion: Motion) -> Sequence[CommitteeAdvice]:
    """Return what was asked and advised about a motion, the first first."""
    return session.scalars(
        select(CommitteeAdvice)
        .where(CommitteeAdvice.motion_id == motion.id)
        .order_by(CommitteeAdvice.id)
    ).all()


def get_draft_to_advise_on(session: Session, actor: Actor, motion_id: int) -> CommitteeAdvice:
    """Return the request that waits for an answer, to those who advise. Raises NotThere."""
    found = session.scalars(
        select(CommitteeAdvice)
        .join(Motion, Motion.id == CommitteeAdvice.motion_id)
        .where(
            CommitteeAdvice.motion_id == motion_id,
            CommitteeAdvice.answered_at.is_(None),
            Motion.state == MotionState.DRAFT,
        )
    ).first()
    if found is None or not may(actor, "motion:advise", found.motion):
        raise NotThere("draft", motion_id)
    return found


def list_drafts_to_advise_on(session: Session, conference: Conference) -> Sequence[CommitteeAdvice]:
    """Return the requests that wait for an answer, the oldest first."""
    return session.scalars(
        select(CommitteeAdvice)
        .join(Motion, Motion.id == CommitteeAdvice.motion_id)
        .where(
            Motion.conference_id == conference.id,
            Motion.state == MotionState.DRAFT,
            CommitteeAdvice.answered_at.is_(None),
        )
        .order_by(CommitteeAdvice.id)
    ).all()
