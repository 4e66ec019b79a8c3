"""The committee's advice on a draft: asked for by its proposers until a date, given in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webapp.models import CommitteeAdvice
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.states import MotionState
from webapp.procedure.workflow import next_state
from webapp.queries.committee_advice import advice_deadline, advice_on
from webapp.queries.standing import must
from webapp.services.errors import ReasonMissing
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.queries.actor import Actor


def ask_for_advice(
    session: Session, actor: Actor, motion: Motion, *, question: str = "", now: datetime
) -> CommitteeAdvice:
    """Show a draft to the committee, which advises on it; asked twice it is one request.

    Raises NotPermitted where standing orders give no advice on such motions, and TooLate
    after its date unless the actor may override it.
    """
    session.refresh(motion, with_for_update=True)
    next_state("revise", motion.state, actor.roles_towards(motion))
    deadline = advice_deadline(motion)
    if deadline is None:
        raise NotPermitted("ask_advice")
    waiting = [one for one in advice_on(session, motion) if one.answered_at is None]
    if waiting:
        return waiting[0]
    deadline.demand(now, actor.roles_towards(motion))
    asked = CommitteeAdvice(
        motion_id=motion.id, question=question.strip(), asked_by_id=actor.person_id, asked_at=now
    )
    session.add(asked)
    _note(session, actor, "motion:ask_advice", motion, now)
    return asked


def give_advice(
    session: Session, actor: Actor, asked: CommitteeAdvice, *, answer: str, now: datetime
) -> None:
    """Advise on a draft. Raises ReasonMissing without words, WrongState once it is submitted.

    Who advises second is told by WrongState too: the first answer stands.
    """
    motion = asked.motion
    must(actor, "motion:advise", motion)
    session.refresh(asked, with_for_update=True)
    if not answer.strip():
        raise ReasonMissing
    if motion.state is not MotionState.DRAFT or asked.answered_at is not None:
        raise WrongState("advise", motion.state)
    asked.answer, asked.answered_at, asked.answered_by_id = answer.strip(), now, actor.person_id
    _note(session, actor, "motion:advise", motion, now)


def _note(session: Session, actor: Actor, activity: str, motion: Motion, now: datetime) -> None:
    session.flush()
    facts: dict[str, Any] = {"state": motion.state.value}
    write_minute(
        session,
        actor,
        activity,
        f"motion:{motion.id}",
        conference_id=motion.conference_id,
        now=now,
        facts=facts,
    )
