"""Which questions the hall may ask to be counted, going by what the public knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.procedure.states import CountMethod, MotionState, Outcome
from webapp.procedure.voting_plan import Standing
from webapp.queries.debates import load_debate, plan_of, question_id, question_named
from webapp.queries.outcomes import pending, standing_votes
from webapp.queries.verdicts import motion_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Item, Motion, Vote

COUNTABLE = (Outcome.CARRIED, Outcome.LOST)


def questions_to_divide(session: Session, motion: Motion, now: datetime) -> list[Item]:
    """Return what a count may be asked for: the question put now, and the last one declared.

    A result nobody may know yet is not hinted at: its question counts as the one put now.
    """
    plan = plan_of(motion, load_debate(session, motion))
    hidden = [
        vote.item
        for vote in standing_votes(session, motion)
        if vote.declaration is not None and pending(vote.declaration, now)
    ]
    if hidden:
        return hidden[:1]
    found: list[Item] = []
    if plan.now is not None and motion.state is MotionState.PUBLISHED:
        found.append(question_named(motion, plan.now.id))
    last = last_on_cards(session, motion)
    if last is not None and last.item not in found:
        found.append(last.item)
    return found


def may_be_divided(session: Session, item: Item, now: datetime) -> bool:
    """Tell whether a count of the question may be asked for; one put out of turn may be too."""
    motion = motion_of(item)
    if item in questions_to_divide(session, motion, now):
        return True
    plan = plan_of(motion, load_debate(session, motion))
    return motion.state is MotionState.PUBLISHED and any(
        one.id == question_id(item) and one.standing in (Standing.NOW, Standing.WAITING)
        for one in plan.questions
    )


def last_on_cards(session: Session, motion: Motion) -> Vote | None:
    """Return the question declared last, if that was on a show of cards: it may be challenged."""
    votes = [one for one in standing_votes(session, motion) if one.declaration is not None]
    last = max(votes, key=lambda one: one.declaration.id if one.declaration else 0, default=None)
    if last is None or last.declaration is None:
        return None
    on_cards = last.declaration.method is CountMethod.DECLARED
    is_running = motion.state is MotionState.PUBLISHED or last.item is motion
    return last if on_cards and is_running and last.declaration.outcome in COUNTABLE else None
