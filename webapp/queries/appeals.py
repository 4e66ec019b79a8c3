"""Appeals against the committee's verdicts: those on one item, and those waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from webapp.models import Amendment, Appeal, Minute, Motion
from webapp.procedure.roles import Role
from webapp.procedure.rules import AppealsTo
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.errors import NotThere
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import was_passed_over

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor

VERDICTS: frozenset[MotionState | AmendmentState] = frozenset(
    {
        MotionState.OUT_OF_ORDER,
        MotionState.REJECTED,
        AmendmentState.OUT_OF_ORDER,
        AmendmentState.NOT_SELECTED,
    }
)


def subject_of(item: Motion | Amendment) -> str:
    """Return what minutes call a motion or an amendment."""
    return f"{'motion' if isinstance(item, Motion) else 'amendment'}:{item.id}"


def conference_of(item: Motion | Amendment) -> Conference:
    return item.conference if isinstance(item, Motion) else item.motion.conference


def appeals_on(session: Session, item: Motion | Amendment) -> Sequence[Appeal]:
    """Return every appeal there was about an item, the first first."""
    return session.scalars(
        select(Appeal).where(Appeal.subject == subject_of(item)).order_by(Appeal.id)
    ).all()


def open_appeal(session: Session, item: Motion | Amendment) -> Appeal | None:
    """Return the appeal that waits for a decision, if there is one."""
    return session.scalars(
        select(Appeal).where(Appeal.subject == subject_of(item), Appeal.decided_at.is_(None))
    ).first()


def was_dismissed(session: Session, item: Motion | Amendment) -> bool:
    """Tell whether an appeal against this very verdict was heard and dismissed."""
    heard = appeals_on(session, item)
    return bool(heard) and (
        heard[-1].upheld is False
        and (heard[-1].against, heard[-1].verdict_reason)
        == (item.state.value, item.verdict_reason or "")
    )


def appeals_until(session: Session, item: Motion | Amendment) -> datetime | None:
    """Return until when the verdict on an item can be appealed against; None without a limit."""
    hours = rulebook_of(conference_of(item)).admission.appeal_hours
    if not hours:
        return None
    noun = "motion" if isinstance(item, Motion) else "amendment"
    given_at = session.scalar(
        select(Minute.written_at)
        .where(
            Minute.conference_id == conference_of(item).id,
            Minute.subject == subject_of(item),
            Minute.activity.in_([f"{noun}:reject", f"{noun}:rule_out_of_order"]),
        )
        .order_by(Minute.number.desc())
        .limit(1)
    )
    return given_at + timedelta(hours=hours) if given_at is not None else None


def is_too_late(session: Session, item: Motion | Amendment, now: datetime) -> bool:
    """Tell whether the time in which one may appeal is over."""
    until = appeals_until(session, item)
    return until is not None and now > until


def get_appeal(session: Session, conference: Conference, appeal_id: int) -> Appeal:
    """Return an appeal made at this conference, or raise NotThere."""
    appeal = session.get(Appeal, appeal_id)
    if appeal is None or appeal.motion.conference_id != conference.id:
        raise NotThere("appeal", appeal_id)
    return appeal


def list_appeals(session: Session, conference: Conference) -> Sequence[Appeal]:
    """Return the appeals made at a conference, those that wait first, then the newest."""
    return session.scalars(
        select(Appeal)
        .join(Motion, Motion.id == Appeal.motion_id)
        .where(Motion.conference_id == conference.id)
        .order_by(Appeal.decided_at.is_not(None), Appeal.id.desc())
    ).all()


def count_waiting(session: Session, conference: Conference) -> int:
    """Return how many appeals wait for a decision."""
    waiting = (
        select(func.count(Appeal.id))
        .join(Motion, Motion.id == Appeal.motion_id)
        .where(Motion.conference_id == conference.id, Appeal.decided_at.is_(None))
    )
    return session.scalar(waiting) or 0


def is_beyond_appeal(item: Motion | Amendment) -> bool:
    """Tell whether members left it off the agenda, and standing orders leave it at that."""
    if not isinstance(item, Motion) or not was_passed_over(item):
        return False
    return not rulebook_of(item.conference).selection.appeals


def hears_appeals(conference: Conference) -> AppealsTo:
    """Return who decides on appeals at this conference."""
    return rulebook_of(conference).admission.appeals


def may_decide(actor: Actor, conference: Conference) -> bool:
    """Tell whether the actor is one of those who decide, or record what conference decided."""
    roles = actor.roles_at(conference.id)
    hearing = {
        AppealsTo.COMMITTEE: {Role.COMMITTEE, Role.STAFF},
        AppealsTo.CONFERENCE: {Role.CHAIR, Role.STAFF},
        AppealsTo.NOBODY: set(),
    }
    return not roles.isdisjoint(hearing[hears_appeals(conference)])
