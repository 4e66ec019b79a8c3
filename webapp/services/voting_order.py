"""The chair puts questions in another order, for a reason that everybody can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Motion, OrderOfVoting
from webapp.procedure.errors import WrongState
from webapp.procedure.states import MotionState
from webapp.procedure.voting_order import (
    misplaced,
    moved_between,
    must_precede,
    put_first,
    put_last,
)
from webapp.queries.debates import load_debate, plan_of, question_id
from webapp.queries.standing import must
from webapp.queries.verdicts import motion_of
from webapp.services.deciding import lock
from webapp.services.errors import ChangedMeanwhile, OrderImpossible, ReasonMissing
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Item
    from webapp.procedure.debate import Debate
    from webapp.queries.actor import Actor


def order_questions(
    session: Session,
    actor: Actor,
    motion: Motion,
    order: Sequence[str],
    *,
    reason: str,
    now: datetime,
) -> OrderOfVoting | None:
    """Put what is open in this order; the motion itself stays last. None where it is so already.

    Raises ReasonMissing, ChangedMeanwhile where something else is open by now, and
    OrderImpossible where a question would come before one it waits for.
    """
    debate = _begin(session, actor, motion, reason)
    return _keep(session, actor, motion, debate, order, reason=reason, now=now)


def put_out_of_turn(
    session: Session, actor: Actor, item: Item, *, reason: str, now: datetime
) -> OrderOfVoting | None:
    """Put a question now, before those whose turn it would be."""
    motion = motion_of(item)
    debate = _begin(session, actor, motion, reason)
    order = put_first(open_questions(motion, debate), question_id(item), must_precede(debate))
    return _keep(session, actor, motion, debate, order, reason=reason, now=now)


def put_off(
    session: Session, actor: Actor, item: Item, *, reason: str, now: datetime
) -> OrderOfVoting | None:
    """Leave a question until all others but the motion are decided."""
    motion = motion_of(item)
    debate = _begin(session, actor, motion, reason)
    order = put_last(open_questions(motion, debate), question_id(item), must_precede(debate))
    return _keep(session, actor, motion, debate, order, reason=reason, now=now)


def open_questions(motion: Motion, debate: Debate) -> list[str]:
    """Return what can still be put, in order, without the motion itself."""
    return [
        one.id for one in plan_of(motion, debate).questions if one.is_open and one.id != "motion"
    ]


def _begin(session: Session, actor: Actor, motion: Motion, reason: str) -> Debate:
    must(actor, "vote:plan", motion)
    lock(session, motion)
    if motion.state is not MotionState.PUBLISHED:
        raise WrongState("order", motion.state)
    if not reason.strip():
        raise ReasonMissing
    return load_debate(session, motion)


def _keep(
    session: Session,
    actor: Actor,
    motion: Motion,
    debate: Debate,
    order: Sequence[str],
    *,
    reason: str,
    now: datetime,
) -> OrderOfVoting | None:
    before = open_questions(motion, debate)
    if sorted(order) != sorted(before):
        raise ChangedMeanwhile("order", motion.id)
    wrong = misplaced(order, must_precede(debate))
    if wrong is not None:
        raise OrderImpossible(*wrong)
    if list(order) == before:
        return None
    ids = [one.id for one in plan_of(motion, debate).questions]
    settled = [id for id in ids if id not in before and id != "motion"]
    kept = OrderOfVoting(
        motion=motion,
        questions=[*settled, *order],
        moved=list(moved_between(before, order)),
        reason=reason.strip(),
        decided_at=now,
        decided_by_id=actor.person_id,
    )
    session.add(kept)
    session.flush()
    write_minute(
        session,
        actor,
        "vote:order",
        f"motion:{motion.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "motion": motion.id,
            "order": list(order),
            "moved": kept.moved,
            "reason": kept.reason,
        },
    )
    return kept
