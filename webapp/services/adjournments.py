"""An adjourned debate: nothing is put in it until the chair resumes it, and it stands as before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import Outcome
from webapp.queries.adjournments import adjournment_of, is_in_effect
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.standing import must
from webapp.services.deciding import lock
from webapp.services.errors import Adjourned
from webapp.services.floor import follow_on_floor
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion, ProceduralMotion
    from webapp.queries.actor import Actor

# What becomes of a question without its being put, which an adjournment does not prevent.
NOT_PUT_TO_A_VOTE = (Outcome.WITHDRAWN, Outcome.NOT_REACHED)
RESUMED = {
    ProceduralEffect.ADJOURN: "debate:resume",
    ProceduralEffect.SUSPEND: "debate:restore_orders",
}


def require_not_adjourned(motion: Motion, outcome: Outcome | None = None) -> None:
    """Raise Adjourned where nothing can be put in this debate until it is resumed."""
    if outcome not in NOT_PUT_TO_A_VOTE and adjournment_of(motion) is not None:
        raise Adjourned


def end_effect(session: Session, actor: Actor, one: ProceduralMotion, *, now: datetime) -> None:
    """Resume an adjourned debate, or let suspended standing orders hold again; twice is once.

    The debate goes on where it stood, and its next question is shown in the hall.
    """
    motion = one.motion
    must(actor, "procedural:rule", one)
    lock(session, motion)
    if not is_in_effect(one):
        return
    one.over_at, one.over_by_id = now, actor.person_id
    session.flush()
    write_minute(
        session,
        actor,
        RESUMED[one.effect],
        one.subject,
        conference_id=motion.conference_id,
        now=now,
        facts={"motion": motion.id, "rule": one.rule},
    )
    if one.effect is ProceduralEffect.ADJOURN:
        next_one = plan_of(motion, load_debate(session, motion)).now
        question = next_one.id if next_one is not None else "motion"
        follow_on_floor(session, motion, question, now=now)
