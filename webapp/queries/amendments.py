"""Amendments as they are looked up: what the asker may see is part of every query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.models import Amendment, AmendmentSupporter, Minute, Motion
from webapp.procedure.places import next_number, number_to, place_key
from webapp.procedure.states import AmendmentState
from webapp.queries.debates import position_in_text
from webapp.queries.errors import NotThere
from webapp.queries.motions import may_see as may_see_motion
from webapp.queries.standing import may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor

# What anybody who sees an amendment reads of its history; drafting and signing is its own affair.
PUBLIC_ACTS = (
    "amendment:submit",
    "amendment:join",
    "amendment:compose",
    "amendment:withdraw",
    "amendment:rule_in_order",
    "amendment:rule_out_of_order",
    "amendment:select",
    "amendment:reject",
    "amendment:admit_late",
    "amendment:write_in",
    "amendment:split",
    "amendment:rejoin",
    "amendment:agree",
    "amendment:object",
)


def get_amendment(session: Session, actor: Actor, amendment_id: int) -> Amendment:
    """Return an amendment the actor may see. Raises NotThere for any other."""
    found = session.scalars(_with_people(Amendment.id == amendment_id)).first()
    if found is None or not may_see(session, actor, found):
        raise NotThere("amendment", amendment_id)
    return found


def get_shared_draft(session: Session, actor: Actor, amendment_id: int) -> Amendment:
    """Return a draft to somebody who was given its address and may sign it or let it in.

    The caller has checked the address. Raises NotThere.
    """
    found = session.scalars(_with_people(Amendment.id == amendment_id)).first()
    if found is None or found.state is not AmendmentState.DRAFT:
        raise NotThere("amendment", amendment_id)
    seeing = ("amendment:support", "amendment:view_draft", "amendment:let_in")
    if not any(may(actor, activity, found) for activity in seeing):
        raise NotThere("amendment", amendment_id)
    return found


def may_see(session: Session, actor: Actor, amendment: Amendment) -> bool:
    """Tell whether the actor may see an amendment: everybody, once it has its number."""
    if amendment.submitted_at is None:
        return may(actor, "amendment:view_draft", amendment)
    if amendment.number is None and amendment.state is not AmendmentState.WRITTEN_IN:
        return may(actor, "amendment:view_submitted", amendment)
    return may(actor, "amendment:view", amendment) and may_see_motion(
        session, actor, amendment.motion
    )


def list_for_motion(
    session: Session, actor: Actor, motion: Motion
) -> tuple[list[Amendment], list[Amendment]]:
    """Return the numbered amendments in printed order, and the others that the actor may see."""
    found = session.scalars(
        _with_people(Amendment.motion_id == motion.id).order_by(Amendment.id)
    ).all()
    seen = [one for one in found if may_see(session, actor, one)]
    numbered = [one for one in seen if one.number is not None]
    numbered.sort(key=lambda one: place_key(one.number or ""))
    return numbered, [one for one in seen if one.number is None]


def list_own(session: Session, actor: Actor, conference: Conference) -> Sequence[Amendment]:
    """Return what the actor drafted, moves, sums up or signed, the newest first."""
    me = actor.person_id
    signed = select(AmendmentSupporter.amendment_id).where(AmendmentSupporter.person_id == me)
    mine = or_(
        Amendment.drafter_id == me,
        Amendment.mover_id == me,
        Amendment.summator_id == me,
        Amendment.id.in_(signed),
    )
    wanted = _with_people(mine).join(Motion, Amendment.motion_id == Motion.id)
    return session.scalars(
        wanted.where(Motion.conference_id == conference.id).order_by(Amendment.id.desc())
    ).all()


def list_submitted(session: Session, motion: Motion) -> list[Amendment]:
    """Return what was submitted to a motion and not withdrawn, in the order of submission."""
    wanted = _with_people(
        Amendment.motion_id == motion.id,
        Amendment.submitted_at.is_not(None),
        Amendment.state != AmendmentState.WITHDRAWN,
    )
    return [*session.scalars(wanted.order_by(Amendment.submitted_at, Amendment.id))]


def suggest_numbers(session: Session, motion: Motion) -> dict[int, str]:
    """Return a number for each amendment still to be chosen, in the order of their places.

    They go on from the highest number ever given, so that printed papers stay valid; those
    left out before come last.
    """
    taken = [one.number for one in motion.amendments if one.number is not None]
    waiting = [
        one
        for one in motion.amendments
        if one.number is None
        and one.state in {AmendmentState.SUBMITTED, AmendmentState.NOT_SELECTED}
    ]
    where = position_in_text(session, motion, waiting)
    suggested = {}

    def order(one: Amendment) -> tuple[bool, int, int]:
        return one.state is AmendmentState.NOT_SELECTED, where[one.id], one.id

    for amendment in sorted(waiting, key=order):
        amended = amendment.amends.number if amendment.amends is not None else None
        suggested[amendment.id] = number_to(amended, taken) if amended else next_number(taken)
        taken.append(suggested[amendment.id])
    return suggested


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the minute book about an amendment."""

    number: int
    activity: str
    at: datetime
    given_number: str
    reason: str
    for_composite: bool = False


def history_of(session: Session, amendment: Amendment) -> list[Act]:
    """Return what the minute book says of an amendment since its submission, oldest first."""
    minutes = session.scalars(
        select(Minute)
        .where(
            Minute.conference_id == amendment.motion.conference_id,
            Minute.subject == f"amendment:{amendment.id}",
            Minute.activity.in_(PUBLIC_ACTS),
        )
        .order_by(Minute.number)
    )
    return [
        Act(
            minute.number,
            minute.activity,
            minute.written_at,
            str(minute.facts.get("number") or ""),
            str(minute.facts.get("reason") or ""),
            "composite" in minute.facts,
        )
        for minute in minutes
    ]


def _with_people(*conditions: object) -> Select[Amendment]:
    return (
        select(Amendment)
        .where(*conditions)  # type: ignore[arg-type]
        .options(
            joinedload(Amendment.motion).joinedload(Motion.conference),
            joinedload(Amendment.mover),
            joinedload(Amendment.summator),
            joinedload(Amendment.body),
            joinedload(Amendment.change),
            selectinload(Amendment.supporters).joinedload(AmendmentSupporter.person),
        )
    )
