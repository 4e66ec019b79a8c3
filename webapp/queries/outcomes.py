"""What conference has decided on a motion so far, as the desk knows it and as the public may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, Declaration, Motion, Vote
from webapp.procedure.states import AmendmentState, MotionState, Outcome
from webapp.procedure.status_line import AmendmentResult, status_line
from webapp.procedure.tally import Tally
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

OUTCOMES = {
    AmendmentState.CARRIED: Outcome.CARRIED,
    AmendmentState.LOST: Outcome.LOST,
    AmendmentState.FALLEN: Outcome.FALLEN,
    AmendmentState.WITHDRAWN: Outcome.WITHDRAWN,
}
MOTION_STATES = {
    Outcome.CARRIED: MotionState.PASSED,
    Outcome.LOST: MotionState.LOST,
    Outcome.REFERRED_BACK: MotionState.REFERRED_BACK,
    Outcome.WITHDRAWN: MotionState.WITHDRAWN,
    Outcome.NOT_REACHED: MotionState.NOT_REACHED,
}
DECIDED = frozenset(MOTION_STATES.values())
AMENDMENT_STATES = {
    Outcome.CARRIED: AmendmentState.CARRIED,
    Outcome.LOST: AmendmentState.LOST,
    Outcome.WITHDRAWN: AmendmentState.WITHDRAWN,
}


def standing_votes(session: Session, motion: Motion) -> list[Vote]:
    """Return the last putting of each question on the motion that has a result, oldest first."""
    votes = session.scalars(select(Vote).where(Vote.motion_id == motion.id).order_by(Vote.id))
    newest = {vote.subject: vote for vote in votes if vote.declaration is not None}
    return sorted(newest.values(), key=lambda vote: vote.id)


def tally_of(declaration: Declaration | None) -> Tally | None:
    """Return the figures of a counted result."""
    if declaration is None or declaration.in_favour is None or declaration.against is None:
        return None
    return Tally(declaration.in_favour, declaration.against, declaration.abstained or 0)


def amendment_results(session: Session, motion: Motion) -> list[AmendmentResult]:
    """Return what became of each numbered amendment, with figures where it was counted."""
    tallies = {
        vote.amendment_id: tally_of(vote.declaration) for vote in standing_votes(session, motion)
    }
    return [
        AmendmentResult(amendment.number, OUTCOMES.get(amendment.state), tallies.get(amendment.id))
        for amendment in motion.amendments
        if amendment.number is not None
    ]


def final_status_line(session: Session, motion: Motion) -> str:
    """Return the motion's status as decided up to now: what the desk sees."""
    rulebook = rulebook_of(motion.conference)
    return status_line(
        motion.state,
        rulebook.words,
        amendments=amendment_results(session, motion),
        amendable=rulebook.kind(motion.kind).amendable,
    )


def public_status_line(session: Session, motion: Motion, *, seen_at: datetime) -> str:
    """Return the motion's status as the public may know it: "" until it is decided."""
    state = public_motion_state(session, motion, seen_at=seen_at)
    rulebook = rulebook_of(motion.conference)
    if state is motion.state:
        return final_status_line(session, motion) if state in DECIDED else ""
    return rulebook.words.motion_states[state] if state in DECIDED else ""


def pending(declaration: Declaration | None, seen_at: datetime) -> bool:
    """Tell whether a result may still be undone, so that the public does not see it yet."""
    return (
        declaration is not None
        and declaration.undone_at is None
        and declaration.public_at > seen_at
    )


def public_motion_state(session: Session, motion: Motion, *, seen_at: datetime) -> MotionState:
    """Return the motion's state as the public may know it at `seen_at`."""
    declaration = _last_declaration(session, motion.id, "motion")
    if not pending(declaration, seen_at) or declaration is None:
        return motion.state
    if declaration.replaces is None:
        return MotionState.PUBLISHED
    return MOTION_STATES[declaration.replaces.outcome]


def public_amendment_state(
    session: Session, amendment: Amendment, *, seen_at: datetime
) -> AmendmentState:
    """Return the amendment's state as the public may know it at `seen_at`."""
    if amendment.state is AmendmentState.FALLEN and pending(amendment.fell_by, seen_at):
        return AmendmentState.SELECTED
    declaration = _last_declaration(session, amendment.motion_id, f"amendment:{amendment.id}")
    if not pending(declaration, seen_at) or declaration is None:
        return amendment.state
    if declaration.replaces is None:
        return AmendmentState.SELECTED
    return AMENDMENT_STATES[declaration.replaces.outcome]


def _last_declaration(session: Session, motion_id: int, subject: str) -> Declaration | None:
    vote = session.scalars(
        select(Vote)
        .where(Vote.motion_id == motion_id, Vote.subject == subject)
        .order_by(Vote.putting.desc())
        .limit(1)
    ).first()
    return vote.declaration if vote else None
