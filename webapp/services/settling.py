"""What a closed ballot of members decides: who is heard, who is passed over, and ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webapp.procedure.errors import WrongState
from webapp.procedure.places import next_code
from webapp.procedure.polls import PollState
from webapp.procedure.selecting import Decided, settle
from webapp.procedure.states import MotionState
from webapp.queries.motions import codes_given
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import chosen_in
from webapp.queries.standing import must
from webapp.services.errors import NotDone, ReasonMissing
from webapp.services.minutes import write_minute
from webapp.services.motions import choose_motion, pass_motion_over

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import MembersSelection
    from webapp.queries.actor import Actor


class NotAmongThoseTied(NotDone):
    """The chair decides among those tied, as many as there are places left, and no others."""


def settle_selection(
    session: Session, actor: Actor, selection: MembersSelection, *, now: datetime
) -> None:
    """Let the figures of a closed ballot take effect, unless the chair has to decide a tie.

    Without a single ballot nothing is decided, and every motion stays as it was.
    """
    poll = selection.poll
    if poll is None or poll.state is not PollState.CLOSED or poll.closing is None:
        raise WrongState("settle", poll.state if poll is not None else PollState.OPEN)
    if selection.decided_at is not None:
        return
    if not poll.closing["record"]["ballots"]["count"]:
        _decide(session, actor, selection, (), Decided.NOBODY, now=now)
        return
    decided = settle(chosen_in(selection), selection.tie, poll.choices, poll.closing["hash"])
    if decided is not None:
        numbers, how = decided
        _decide(session, actor, selection, numbers, how, now=now)
        _take_effect(session, actor, selection, now=now)


def decide_tie(
    session: Session,
    actor: Actor,
    selection: MembersSelection,
    motion_ids: Collection[int],
    *,
    reason: str,
    now: datetime,
) -> None:
    """Give the last places to some of those tied for them, as the chair decides with a reason.

    Raises WrongState where nothing waits for the chair, ReasonMissing, or NotAmongThoseTied.
    """
    must(actor, "selection:decide", selection.conference)
    session.refresh(selection, with_for_update=True)
    poll = selection.poll
    if poll is None or poll.state is not PollState.CLOSED or selection.decided_at is not None:
        raise WrongState("decide", poll.state if poll is not None else PollState.OPEN)
    chosen = chosen_in(selection)
    numbers = {one.motion_id: one.number for one in selection.candidates}
    picked = {numbers[one] for one in motion_ids if one in numbers}
    if len(picked) != chosen.left or not picked <= set(chosen.tied):
        raise NotAmongThoseTied
    selection.reason = " ".join(reason.split())
    if not selection.reason:
        raise ReasonMissing
    _decide(session, actor, selection, (*chosen.sure, *sorted(picked)), Decided.CHAIR, now=now)
    _take_effect(session, actor, selection, now=now)


def _decide(
    session: Session,
    actor: Actor,
    selection: MembersSelection,
    numbers: Sequence[int],
    how: Decided,
    *,
    now: datetime,
) -> None:
    motions = {one.number: one.motion_id for one in selection.candidates}
    chosen = chosen_in(selection)
    selection.chosen = [motions[number] for number in numbers]
    selection.decided_at = now
    selection.decided_by_id = actor.person_id
    selection.decided_how = how
    session.flush()
    facts: dict[str, Any] = {
        "chosen": selection.chosen,
        "how": how.value,
        "places": selection.places,
        "tied": [motions[number] for number in chosen.tied],
    }
    if selection.reason:
        facts["reason"] = selection.reason
    write_minute(
        session,
        actor,
        "selection:decide",
        selection.question,
        conference_id=selection.conference_id,
        now=now,
        facts=facts,
    )


def _take_effect(
    session: Session, actor: Actor, selection: MembersSelection, *, now: datetime
) -> None:
    """Put the chosen on the agenda in the order of the ballot, and leave the others off it."""
    pattern = rulebook_of(selection.conference).kind(selection.kind).code
    still = {one.id: one for one in selection.motions if one.state is MotionState.IN_ORDER}
    for motion_id in selection.chosen or ():
        if (motion := still.pop(motion_id, None)) is not None:
            code = next_code(pattern, codes_given(session, selection.conference))
            choose_motion(session, actor, motion, code=code, now=now)
    for motion in still.values():
        pass_motion_over(session, actor, motion, now=now)
