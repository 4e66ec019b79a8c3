"""Challenges from the hall: a delegate asks that a question be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import DivisionRequest
from webapp.procedure.counting import is_division
from webapp.queries.counts import division_requests, open_count_of, times_declared
from webapp.queries.debates import question_id
from webapp.queries.divisions import may_be_divided
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.verdicts import motion_of
from webapp.services.deciding import lock
from webapp.services.errors import CountRefused
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Item
    from webapp.queries.actor import Actor


def ask_division(session: Session, actor: Actor, item: Item, *, now: datetime) -> int:
    """Ask that conference count a question, and return how many ask for it by now.

    Asking twice is asking once. Raises CountRefused where the rulebook gives delegates no such
    right, where it is counted already, and where the question is not before conference.
    """
    motion = motion_of(item)
    must(actor, "division:ask", motion)
    lock(session, motion)
    needed = rulebook_of(motion.conference).counting.division_on_request_of
    if not needed:
        raise CountRefused("no_right")
    question = question_id(item)
    asked = division_requests(session, motion, question)
    if actor.person_id in asked:
        return len(asked)
    if open_count_of(session, motion, question) is not None:
        raise CountRefused("already_counting")
    if not may_be_divided(session, item, now):
        raise CountRefused("not_now")
    session.add(
        DivisionRequest(
            motion_id=motion.id,
            question=question,
            putting=times_declared(session, motion, question),
            person_id=actor.person_id,
            asked_at=now,
        )
    )
    session.flush()
    total = len(asked) + 1
    write_minute(
        session,
        actor,
        "division:ask",
        f"motion:{motion.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "question": question,
            "asked": total,
            "needed": needed,
            "reached": is_division(total, needed),
        },
    )
    return total
