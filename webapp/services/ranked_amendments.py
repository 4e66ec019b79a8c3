"""Putting amendments that cannot stand together to one ranked ballot, and what it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.procedure.errors import WrongState
from webapp.procedure.majority import Base
from webapp.procedure.polls import Obstacle
from webapp.procedure.ranking import MOST_OPTIONS
from webapp.procedure.states import AmendmentState, Outcome
from webapp.procedure.tally import Tally
from webapp.queries.alternatives import placing_in
from webapp.queries.verdicts import majority_for
from webapp.services.deciding import is_decided
from webapp.services.errors import ImpossibleResult
from webapp.services.results import Result, count_votes, declare_result, record_fall

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Declaration, Poll
    from webapp.procedure.ranking import Placing
    from webapp.queries.actor import Actor
    from webapp.queries.alternatives import Alternatives


def obstacles_to_ranking(asked: Alternatives) -> list[Obstacle]:
    """Return what stands against ranking these amendments, whosever turn it is."""
    found = []
    rule = majority_for(asked.amendments[0]).rule
    if rule.base is not Base.VOTES_CAST or rule.houses:
        found.append(Obstacle.NOT_RANKABLE)
    if len(asked.choices) > MOST_OPTIONS:
        found.append(Obstacle.TOO_MANY_OPTIONS)
    ids = {one.id for one in asked.amendments}
    if any(
        one.amends_id in ids and one.state is AmendmentState.SELECTED
        for one in asked.motion.amendments
    ):
        found.append(Obstacle.NOT_NOW)
    return found


def declare_ranked(
    session: Session, actor: Actor, poll: Poll, asked: Alternatives, *, now: datetime
) -> Declaration:
    """Carry the one amendment that comes first, and let the others fall; or lose them all.

    What does not beat "none of these" by the majority is out, as Debian has it; where all are,
    each is lost by its own figures. Raises ImpossibleResult where several are tied for the first
    place: the chair declares what conference then decides.
    """
    if poll.closed_at is None:
        raise WrongState("declare", poll.state)
    placing = placing_in(poll)
    if placing.winner is None:
        raise ImpossibleResult(Outcome.CARRIED, "options_equal")
    if placing.winner == placing.none:
        lost = [
            _declare_lost(session, actor, poll, one, _against_none(placing, number), now=now)
            for number, one in enumerate(asked.amendments, start=1)
            if not is_decided(one)
        ]
        if not lost:
            raise WrongState("declare", poll.state)
        return lost[0]
    winner = asked.amendments[placing.winner - 1]
    tally = _against_none(placing, placing.winner)
    result = Result(Outcome.CARRIED, poll.closed_at, tally=tally)
    declaration = declare_result(session, actor, winner, result, now=now)
    for other in asked.amendments:
        if other is not winner and not is_decided(other):
            record_fall(session, actor, other, now=now)
    return declaration


def _declare_lost(
    session: Session, actor: Actor, poll: Poll, one: Amendment, tally: Tally, *, now: datetime
) -> Declaration:
    happened_at = poll.closed_at or now
    try:
        result = count_votes(one, tally, happened_at=happened_at)
    except ImpossibleResult:  # equal to "none of these" is not before it, whoever presides
        result = count_votes(one, tally, happened_at=happened_at, casting_vote=False)
    return declare_result(session, actor, one, result, now=now)


def _against_none(placing: Placing, number: int) -> Tally:
    none = placing.none or 0
    return Tally(placing.pairs[number, none], placing.pairs[none, number])
