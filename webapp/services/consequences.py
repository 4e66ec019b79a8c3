"""Ruling on what falls when an amendment is carried: confirming, overriding and adding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import ConsequenceRuling, Person
from webapp.procedure.errors import WrongState
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.consequences import list_consequences, list_rulings
from webapp.queries.standing import must
from webapp.services.deciding import lock
from webapp.services.errors import ChangedMeanwhile, ReasonMissing
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Motion
    from webapp.queries.actor import Actor


def rule_on_consequence(
    session: Session,
    actor: Actor,
    carried: Amendment,
    other: Amendment,
    *,
    falls: bool,
    reason: str = "",
    now: datetime,
    seen_version: int | None = None,
) -> ConsequenceRuling:
    """Say whether `other` falls if `carried` is carried, as the chair's desk will have it.

    Ruling the same twice is ruling once. Raises ReasonMissing for what does not follow from the
    texts, WrongState once either is decided, and ChangedMeanwhile where another ruling stands
    than the one seen (0 for none).
    """
    motion = carried.motion
    must(actor, "consequence:rule", motion)
    lock(session, motion)
    _require_undecided(motion, carried, other)
    reason = " ".join(reason.split())
    found = {(one.carried_id, one.other_id): one for one in list_rulings(session, motion)}
    ruling = found.get((carried.id, other.id))
    if ruling is not None and (ruling.falls, ruling.reason) == (falls, reason):
        return ruling
    if seen_version is not None and seen_version != (ruling.row_version if ruling else 0):
        raise ChangedMeanwhile("motion", motion.id)
    follows = any(
        one.carried is carried and one.other is other and one.consequence.worked_out
        for one in list_consequences(session, motion)
    )
    if falls != follows and not reason:
        raise ReasonMissing
    ruled_by = session.get_one(Person, actor.person_id)
    if ruling is None:
        ruling = ConsequenceRuling(motion_id=motion.id, carried=carried, other=other)
    ruling.falls, ruling.reason, ruling.ruled_at = falls, reason, now
    ruling.ruled_by = ruled_by
    session.add(ruling)
    session.flush()
    write_minute(
        session,
        actor,
        "consequence:rule",
        f"motion:{motion.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "carried": carried.number,
            "other": other.number,
            "falls": falls,
            "worked_out": follows,
            "reason": reason,
        },
    )
    return ruling


def _require_undecided(motion: Motion, *amendments: Amendment) -> None:
    if motion.state is not MotionState.PUBLISHED:
        raise WrongState("rule_on_consequence", motion.state)
    if len({one.id for one in amendments}) < len(amendments):
        raise WrongState("rule_on_consequence", amendments[0].state)
    for one in amendments:
        if one.motion_id != motion.id or one.state is not AmendmentState.SELECTED:
            raise WrongState("rule_on_consequence", one.state)
