"""What conference decided about a debate that holds until the chair says that it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Motion, ProceduralMotion
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import MotionState, ProceduralState
from webapp.queries.outcomes import public_procedural_state

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference

LASTING = (ProceduralEffect.ADJOURN, ProceduralEffect.SUSPEND)


def is_in_effect(one: ProceduralMotion) -> bool:
    """Tell whether what was carried still holds: an adjournment, or a suspension."""
    return (
        one.effect in LASTING
        and one.hearing_of_id is None
        and one.state is ProceduralState.CARRIED
        and one.over_at is None
        and one.motion.state is MotionState.PUBLISHED
    )


def adjournment_of(motion: Motion) -> ProceduralMotion | None:
    """Return what adjourned a debate that was not resumed yet, as the desk knows it."""
    found = [
        one
        for one in motion.procedural_motions
        if one.effect is ProceduralEffect.ADJOURN and is_in_effect(one)
    ]
    return found[-1] if found else None


def is_adjourned(session: Session, motion: Motion, *, seen_at: datetime) -> bool:
    """Tell whether everybody may know that a debate is adjourned."""
    one = adjournment_of(motion)
    return one is not None and _is_public(session, one, seen_at)


def motions_adjourned(session: Session, conference: Conference, *, seen_at: datetime) -> set[int]:
    """Return the ids of motions whose debates are adjourned, as far as everybody may know."""
    carried = (
        select(ProceduralMotion)
        .join(Motion, Motion.id == ProceduralMotion.motion_id)
        .where(
            Motion.conference_id == conference.id,
            Motion.state == MotionState.PUBLISHED,
            ProceduralMotion.effect == ProceduralEffect.ADJOURN,
            ProceduralMotion.state == ProceduralState.CARRIED,
            ProceduralMotion.hearing_of_id.is_(None),
            ProceduralMotion.over_at.is_(None),
        )
    )
    return {one.motion_id for one in session.scalars(carried) if _is_public(session, one, seen_at)}


def _is_public(session: Session, one: ProceduralMotion, seen_at: datetime) -> bool:
    known = public_procedural_state(session, one, seen_at=seen_at)
    return known is ProceduralState.CARRIED
