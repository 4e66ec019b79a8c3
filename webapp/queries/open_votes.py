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

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Item, Motion


def names_of_question(item: Item) -> list[str]:
    """Return what votes on this item call their question: its own, or its choice's."""
    asked = [question_id(item)]
    if isinstance(item, SeparateVote) and item.choice is not None:
        asked.append(f"options:{item.choice}")
    return asked


def questions_being_voted_on(session: Session, motion: Motion) -> set[str]:
    """Return the questions of a motion on which a poll or a count is open."""
    polled = select(Poll.question, Poll.ranked, Poll.choices).where(
        Poll.motion_id == motion.id, Poll.state == PollState.OPEN
    )
    put: set[str] = set()
    for question, ranked, choices in session.execute(polled):
        put |= {question, *choices} if ranked else {question}
    counted = select(HallCount.question).where(
        HallCount.motion_id == motion.id, HallCount.state == CountState.OPEN
    )
    return put | {*session.scalars(counted)}
