"""Declaring what a closed poll decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import MembersSelection
from webapp.procedure.errors import WrongState
from webapp.procedure.polls import PollState, winner_of
from webapp.procedure.states import Outcome
from webapp.queries.alternatives import Alternatives
from webapp.queries.polls import OneOf, asked_by, asked_in, people_of, poll_tally
from webapp.services.errors import ImpossibleResult
from webapp.services.ranked_amendments import declare_ranked
from webapp.services.results import Result, count_votes, declare_result

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Declaration, Poll
    from webapp.queries.actor import Actor


def declare_poll(
    session: Session,
    actor: Actor,
    poll: Poll,
    *,
    casting_vote: bool | None = None,
    now: datetime,
) -> Declaration:
    """Declare what a closed poll decided; declaring it twice is declaring it once.

    Of options the one with most votes stands and the others fall. Raises WrongState before
    the closing, and ImpossibleResult while votes are equal: no tie is ever guessed.
    """
    if poll.state is not PollState.CLOSED or poll.figures is None or poll.closed_at is None:
        raise WrongState("declare", poll.state)
    asked = asked_by(poll)
    if isinstance(asked, MembersSelection):  # its figures took effect at the closing
        raise WrongState("declare", poll.state)
    if isinstance(asked, Alternatives):
        declaration = declare_ranked(session, actor, poll, asked, now=now)
    elif isinstance(asked, OneOf):
        declaration = _declare_option(session, actor, poll, now=now)
    else:
        result = count_votes(
            asked,
            poll_tally(session, poll),
            happened_at=poll.closed_at,
            casting_vote=casting_vote,
            people=people_of(session, poll),
        )
        declaration = declare_result(session, actor, asked, result, now=now)
    poll.declaration = declaration
    session.flush()
    return declaration


def _declare_option(session: Session, actor: Actor, poll: Poll, *, now: datetime) -> Declaration:
    winner = winner_of(poll.figures or {})
    if winner is None or poll.closed_at is None or poll.motion is None:
        raise ImpossibleResult(Outcome.CARRIED, "options_equal")
    item = asked_in(poll.motion, winner)
    if isinstance(item, OneOf | Alternatives):
        raise WrongState("declare", poll.state)
    return declare_result(session, actor, item, Result(Outcome.CARRIED, poll.closed_at), now=now)
