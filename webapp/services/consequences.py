"""Ruling on what falls when an amendment is carried: confirming, overriding and adding."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

from webapp.models import ConsequenceRuling, Person
from webapp.procedure.errors import WrongState
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.consequences import list_consequences, list_rulings
from webapp.queries.standing import must
from webapp.services.deciding import lock
from webapp.services.errors import ChangedMeanwhile, ReasonMissing
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
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
    found = {(one.carried_id, one.other_id): one for one in list_rulings(session, motion)}
    ruling = found.get((carried.id, other.id))
    reason = " ".join(reason.split())
    if ruling is not None and (ruling.falls, ruling.reason) == (falls, reason):
        return ruling
    if seen_version is not None and seen_version != (ruling.row_version if ruling else 0):
        raise ChangedMeanwhile("motion", motion.id)
    follows = (carried, other) in _worked_out(session, motion)
    if falls != follows and not reason:
        raise ReasonMissing
    ruling = ruling or ConsequenceRuling(motion_id=motion.id, carried=carried, other=other)
    _keep(session, actor, ruling, falls=falls, reason=reason, now=now)
    facts: dict[str, Any] = {"carried": carried.number, "other": other.number, "falls": falls}
    _note(session, actor, motion, facts | {"worked_out": follows, "reason": reason}, now=now)
    return ruling


def rule_alternatives(
    session: Session,
    actor: Actor,
    amendments: Sequence[Amendment],
    *,
    reason: str = "",
    now: datetime,
) -> list[ConsequenceRuling]:
    """Say that of these at most one can be carried: each falls with each of the others.

    What was ruled so before stays as it was, with its reason. Raises ReasonMissing unless all of
    it follows from the texts, and WrongState for fewer than two, or once one of them is decided.
    """
    motion = amendments[0].motion
    must(actor, "consequence:rule", motion)
    lock(session, motion)
    _require_undecided(motion, *amendments)
    reason = " ".join(reason.split())
    pairs = list(permutations(amendments, 2))
    worked_out = _worked_out(session, motion)
    if not pairs:
        raise WrongState("rule_on_consequence", amendments[0].state)
    found = {(one.carried_id, one.other_id): one for one in list_rulings(session, motion)}
    rulings = [
        found.get((one.id, other.id))
        or ConsequenceRuling(motion_id=motion.id, carried=one, other=other, falls=False)
        for one, other in pairs
    ]
    new = [one for one in rulings if not one.falls]
    if not reason and any((one.carried, one.other) not in worked_out for one in new):
        raise ReasonMissing
    for ruling in new:
        _keep(session, actor, ruling, falls=True, reason=reason, now=now)
    if new:
        facts = {"alternatives": [one.number for one in amendments], "reason": reason}
        _note(session, actor, motion, facts, now=now)
    return rulings


def _worked_out(session: Session, motion: Motion) -> set[tuple[Amendment, Amendment]]:
    """Return which falls with which by the texts alone."""
    return {
        (one.carried, one.other)
        for one in list_consequences(session, motion)
        if one.consequence.worked_out
    }


def _keep(
    session: Session,
    actor: Actor,
    ruling: ConsequenceRuling,
    *,
    falls: bool,
    reason: str,
    now: datetime,
) -> None:
    ruling.falls, ruling.reason, ruling.ruled_at = falls, reason, now
    ruling.ruled_by = session.get_one(Person, actor.person_id)
    session.add(ruling)
    session.flush()


def _note(
    session: Session, actor: Actor, motion: Motion, facts: Mapping[str, Any], *, now: datetime
) -> None:
    write_minute(
        session,
        actor,
        "consequence:rule",
        f"motion:{motion.id}",
        conference_id=motion.conference_id,
        now=now,
        facts=facts,
    )


def _require_undecided(motion: Motion, *amendments: Amendment) -> None:
    if motion.state is not MotionState.PUBLISHED:
        raise WrongState("rule_on_consequence", motion.state)
    if len({one.id for one in amendments}) < len(amendments):
        raise WrongState("rule_on_consequence", amendments[0].state)
    for one in amendments:
        if one.motion_id != motion.id or one.state is not AmendmentState.SELECTED:
            raise WrongState("rule_on_consequence", one.state)
