"""Deciding on several uncontested amendments with one vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from webapp.models import Amendment, EnBlocObjection, Vote
from webapp.procedure.errors import WrongState
from webapp.procedure.states import AmendmentState, MotionState, Outcome
from webapp.queries.debates import question_id
from webapp.queries.en_bloc import amendments_en_bloc
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.services.adjournments import require_not_adjourned
from webapp.services.deciding import (
    Result,
    add_declaration,
    apply_outcome,
    follow_with_text,
    latest_vote,
    lock,
    note_result,
)
from webapp.services.errors import ChangedMeanwhile, ImpossibleResult
from webapp.services.floor import follow_on_floor
from webapp.services.minutes import write_minute
from webapp.services.results import JUST_NOW, check_figures, put_question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Declaration, Motion
    from webapp.queries.actor import Actor

TOGETHER = (Outcome.CARRIED, Outcome.LOST)


def declare_en_bloc(
    session: Session,
    actor: Actor,
    motion: Motion,
    amendments: Sequence[Amendment],
    result: Result,
    *,
    now: datetime,
) -> list[Declaration]:
    """Record one vote on several amendments: a result for each, all put on the same text.

    Sent twice it is recorded once. Raises ChangedMeanwhile where one of them cannot be put
    together with the others any more, as after an objection; then nothing is recorded.
    """
    must(actor, "vote:declare", motion)
    lock(session, motion)
    if known := _recorded(session, amendments, result):
        return known
    if motion.state is not MotionState.PUBLISHED:
        raise WrongState(result.outcome.value, motion.state)
    require_not_adjourned(motion)
    if result.outcome not in TOGETHER:
        raise ImpossibleResult(result.outcome, "not_together")
    possible = amendments_en_bloc(session, motion)
    together = [one for one in possible if one in amendments]
    if len(together) != len(set(amendments)) or len(together) <= 1:
        raise ChangedMeanwhile("en_bloc", motion.id)
    number = 1 + (
        session.scalar(select(func.max(Vote.en_bloc)).where(Vote.motion_id == motion.id)) or 0
    )
    if now - result.happened_at < JUST_NOW:
        follow_on_floor(session, motion, question_id(together[-1]), now=now)
    votes = []
    for one in together:
        check_figures(one, result, now=now)
        vote = put_question(session, one, result, latest_vote(session, one))
        vote.en_bloc = number
        votes.append(vote)
    made = []
    for one, vote in zip(together, votes, strict=True):
        declaration = add_declaration(session, actor, vote, result, now=now)
        apply_outcome(session, actor, one, declaration)
        follow_with_text(session, actor, motion, declaration, now=now)
        note_result(session, actor, "vote:declare", declaration, now=now)
        made.append(declaration)
    write_minute(
        session,
        actor,
        "vote:en_bloc",
        f"motion:{motion.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "motion": motion.id,
            "en_bloc": number,
            "outcome": result.outcome.value,
            "amendments": [one.id for one in together],
        },
    )
    return made


def object_to_en_bloc(
    session: Session, actor: Actor, amendment: Amendment, *, now: datetime
) -> None:
    """Ask that an amendment be put by itself; one objection is enough, and twice is once."""
    must(actor, "en_bloc:object", amendment)
    lock(session, amendment.motion)
    if amendment.state is not AmendmentState.SELECTED or not may_be_put_together(amendment):
        raise WrongState("object", amendment.state)
    if any(one.person_id == actor.person_id for one in amendment.objections):
        return
    amendment.objections.append(EnBlocObjection(person_id=actor.person_id, objected_at=now))
    session.flush()
    write_minute(
        session,
        actor,
        "en_bloc:object",
        f"amendment:{amendment.id}",
        conference_id=amendment.motion.conference_id,
        now=now,
        facts={"motion": amendment.motion_id},
    )


def may_be_put_together(amendment: Amendment) -> bool:
    """Tell whether standing orders let amendments like this one be put with others."""
    return (
        amendment.motion.state is MotionState.PUBLISHED
        and rulebook_of(amendment.motion.conference).voting.en_bloc
    )


def votes_together(session: Session, vote: Vote) -> list[Vote]:
    """Return all the votes that were taken with this one, itself among them."""
    if vote.en_bloc is None:
        return [vote]
    found = select(Vote).where(Vote.motion_id == vote.motion_id, Vote.en_bloc == vote.en_bloc)
    return list(session.scalars(found.order_by(Vote.id)))


def _recorded(
    session: Session, amendments: Sequence[Amendment], result: Result
) -> list[Declaration]:
    """Return the results if exactly this was recorded already."""
    votes = [latest_vote(session, one) for one in amendments]
    blocks = {vote.en_bloc for vote in votes if vote is not None}
    found = [vote.declaration for vote in votes if vote is not None]
    same = [one for one in found if one is not None and result.says_the_same(one)]
    is_one_block = len(blocks) == 1 and None not in blocks
    return same if is_one_block and len(same) == len(amendments) else []
