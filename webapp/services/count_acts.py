"""What every act on a count does: wait for its turn, check that it goes on, write its minute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.models import HallCount
from webapp.procedure.counting import CountState
from webapp.procedure.tally import noted_houses
from webapp.services.errors import CountRefused
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import CountBlock
    from webapp.procedure.tally import Tally
    from webapp.queries.actor import Actor


def lock_count(session: Session, count: HallCount) -> None:
    """Let one person at a time change a count, on what is true once it is their turn."""
    session.flush()
    session.execute(select(HallCount.id).where(HallCount.id == count.id).with_for_update())
    session.expire_all()


def require_running(count: HallCount) -> None:
    if count.state is not CountState.OPEN:
        raise CountRefused("closed")


def figures_noted(tally: Tally) -> dict[str, Any]:
    houses = noted_houses(tally)
    return {
        "in_favour": tally.in_favour,
        "against": tally.against,
        "abstained": tally.abstentions,
        **({"houses": houses} if houses else {}),
    }


def note_block(
    session: Session,
    actor: Actor,
    activity: str,
    block: CountBlock,
    *,
    now: datetime,
    tally: Tally | None = None,
    **facts: Any,
) -> None:
    figures = figures_noted(tally) if tally is not None else {}
    note(session, actor, activity, block.count, now=now, block=block.name, **figures, **facts)


def note(
    session: Session, actor: Actor, activity: str, count: HallCount, *, now: datetime, **facts: Any
) -> None:
    session.flush()
    motion = count.motion
    write_minute(
        session,
        actor,
        activity,
        count.subject,
        conference_id=motion.conference_id,
        now=now,
        facts={"motion": motion.id, "question": count.question, "count": count.number, **facts},
    )
