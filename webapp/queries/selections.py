"""Ballots of members as they are looked up: what may be chosen from, and what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from webapp.models import MembersSelection, Motion, Poll, SelectionCandidate
from webapp.procedure.polls import PollState
from webapp.procedure.ranking import placing_of
from webapp.procedure.rules import Selection
from webapp.procedure.selecting import BY_BALLOT, Chosen, choose
from webapp.procedure.states import MotionState
from webapp.queries.errors import NotThere
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.procedure.rules import ItemKind

GONE = (MotionState.WITHDRAWN, MotionState.OUT_OF_ORDER)


def kinds_chosen_by_ballot(conference: Conference) -> list[ItemKind]:
    """Return the kinds of business of which members choose what is heard."""
    kinds = rulebook_of(conference).kinds
    return [kind for kind in kinds if kind.selection is Selection.BALLOT]


def to_choose_from(session: Session, conference: Conference, kind: str) -> Sequence[Motion]:
    """Return the motions of a kind that are in order, in the order they were submitted."""
    return session.scalars(
        select(Motion)
        .where(
            Motion.conference_id == conference.id,
            Motion.kind == kind,
            Motion.state == MotionState.IN_ORDER,
        )
        .order_by(Motion.submitted_at, Motion.id)
    ).all()


def list_selections(session: Session, conference: Conference) -> Sequence[MembersSelection]:
    """Return the ballots of members that there were at a conference, the newest first."""
    return session.scalars(
        select(MembersSelection)
        .where(MembersSelection.conference_id == conference.id)
        .order_by(MembersSelection.id.desc())
    ).all()


def get_selection(session: Session, conference: Conference, selection_id: int) -> MembersSelection:
    """Return a ballot of members of this conference, or raise NotThere."""
    found = session.get(MembersSelection, selection_id)
    if found is None or found.conference_id != conference.id:
        raise NotThere("selection", selection_id)
    return found


def open_selection_of(
    session: Session, conference: Conference, kind: str
) -> MembersSelection | None:
    """Return the ballot on motions of a kind that is open, or waits for the chair."""
    return session.scalars(
        select(MembersSelection)
        .join(Poll, Poll.id == MembersSelection.poll_id)
        .where(
            MembersSelection.conference_id == conference.id,
            MembersSelection.kind == kind,
            MembersSelection.decided_at.is_(None),
            Poll.state != PollState.VOID,
        )
    ).first()


def is_before_members(session: Session, motion: Motion) -> bool:
    """Tell whether a ballot of members is to decide on a motion now."""
    waiting = (
        select(SelectionCandidate.motion_id)
        .join(MembersSelection, MembersSelection.id == SelectionCandidate.selection_id)
        .join(Poll, Poll.id == MembersSelection.poll_id)
        .where(
            SelectionCandidate.motion_id == motion.id,
            MembersSelection.decided_at.is_(None),
            Poll.state != PollState.VOID,
        )
    )
    return session.scalars(waiting).first() is not None


def was_put_to_members(session: Session, motion: Motion) -> bool:
    """Tell whether members were ever asked about a motion, and so may read it."""
    asked = exists().where(SelectionCandidate.motion_id == motion.id)
    return bool(session.scalar(select(asked)))


def was_passed_over(motion: Motion) -> bool:
    """Tell whether a ballot of members left a motion off the agenda."""
    return motion.state is MotionState.REJECTED and motion.verdict_reason == BY_BALLOT


def chosen_in(selection: MembersSelection) -> Chosen:
    """Return who has a place by the figures of a closed ballot, and who is tied for one.

    A motion withdrawn or ruled out of order meanwhile leaves its place to the next.
    """
    poll = selection.poll
    if poll is None or poll.figures is None:
        return Chosen(())
    gone = {one.number for one in selection.candidates if one.motion.state in GONE}
    return choose(placing_of(poll.figures, poll.choices), selection.places, gone)
