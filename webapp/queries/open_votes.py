"""Whether a question is being voted on at this moment: on phones, or counted in the hall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import SeparateVote
from webapp.models.hall_count import HallCount
from webapp.models.poll import Poll
from webapp.procedure.counting import CountState
from webapp.procedure.polls import PollState
from webapp.queries.debates import question_id
from webapp.queries.verdicts import motion_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Item, Motion


def has_open_poll(session: Session, item: Item) -> bool:
    """Tell whether ballots are taken on this question, or on the choice it is an option of."""
    asked = [question_id(item)]
    if isinstance(item, SeparateVote) and item.choice is not None:
        asked.append(f"options:{item.choice}")
    open_on = select(Poll.id).where(
        Poll.motion_id == motion_of(item).id,
        Poll.question.in_(asked),
        Poll.state == PollState.OPEN,
    )
    return session.scalars(open_on.limit(1)).first() is not None


def questions_being_voted_on(session: Session, motion: Motion) -> set[str]:
    """Return the questions of a motion on which a poll or a count is open."""
    polled = select(Poll.question).where(Poll.motion_id == motion.id, Poll.state == PollState.OPEN)
    counted = select(HallCount.question).where(
        HallCount.motion_id == motion.id, HallCount.state == CountState.OPEN
    )
    return {*session.scalars(polled), *session.scalars(counted)}
