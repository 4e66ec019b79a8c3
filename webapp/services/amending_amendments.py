"""Amendments to amendments: beginning one, upon the text as the amended one would make it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Amendment, WayOfWriting
from webapp.procedure.errors import WrongState
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.amending import amendments_to, may_be_amended, text_seen
from webapp.queries.standing import must
from webapp.services.deciding import lock
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor


def draft_amendment_to(
    session: Session, actor: Actor, amended: Amendment, way: WayOfWriting, *, now: datetime
) -> Amendment:
    """Begin an amendment to an amendment; one of the actor's that says nothing yet is gone on with.

    Raises WrongState unless that one is before conference and the rulebook allows the depth.
    """
    motion = amended.motion
    must(actor, "amendment:draft", motion)
    lock(session, motion)
    if motion.state is not MotionState.PUBLISHED or not may_be_amended(amended):
        raise WrongState("amend", amended.state)
    for known in amendments_to(amended):
        if _is_blank(known, actor) and known.way is way:
            return known
    amendment = Amendment(
        motion=motion,
        amends=amended,
        text_version=amended.text_version,
        way=way,
        drafter_id=actor.person_id,
        mover_id=actor.person_id,
        created_at=now,
        state=AmendmentState.DRAFT,
    )
    session.add(amendment)
    session.flush()
    if way is WayOfWriting.EDITED:
        amendment.edited = text_seen(amendment).document
    session.flush()
    write_minute(
        session,
        actor,
        "amendment:draft",
        f"amendment:{amendment.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={"motion": motion.id, "state": amendment.state.value, "amends": amended.id},
    )
    return amendment


def _is_blank(amendment: Amendment, actor: Actor) -> bool:
    is_own_draft = (
        amendment.state is AmendmentState.DRAFT and amendment.drafter_id == actor.person_id
    )
    if not is_own_draft or amendment.typed.strip() or amendment.rationale:
        return False
    return amendment.edited is None or amendment.edited == text_seen(amendment).document
