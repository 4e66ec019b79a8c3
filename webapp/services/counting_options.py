"""Counting a vote for one of several options: the figures choose, and stay with the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import OptionFigure
from webapp.procedure.errors import ImpossibleCount
from webapp.procedure.polls import winner_of
from webapp.procedure.rules import OptionsRule
from webapp.procedure.states import Outcome
from webapp.queries.options import figures_behind
from webapp.queries.polls import OneOf
from webapp.queries.standing import must
from webapp.queries.verdicts import rules_for
from webapp.services.deciding import Result, is_decided, latest_vote, lock
from webapp.services.errors import AlreadyDeclared, ChangedMeanwhile, ImpossibleResult
from webapp.services.results import LARGEST_COUNT, declare_result

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Declaration, Motion, SeparateVote
    from webapp.queries.actor import Actor


def count_options(
    session: Session,
    actor: Actor,
    motion: Motion,
    figures: Mapping[SeparateVote, int],
    *,
    happened_at: datetime,
    now: datetime,
) -> Declaration:
    """Let the option with most votes stand, and keep what each of them had.

    The same figures twice are one result. Raises ImpossibleResult while two lead, or where
    options are put in turn; ChangedMeanwhile where other options are open by now, and
    AlreadyDeclared.
    """
    must(actor, "vote:declare", motion)
    lock(session, motion)
    _refuse_what_cannot_be(figures)
    known = {one.subject: one for one in figures}
    chosen = winner_of({subject: figures[one] for subject, one in known.items()})
    if chosen is None:
        raise ImpossibleResult(Outcome.CARRIED, "options_equal")
    winner = known[chosen]
    if (standing := _recorded(session, winner, figures)) is not None:
        return standing
    if rules_for(winner).voting.options is not OptionsRule.ONE_OF:
        raise ImpossibleResult(Outcome.CARRIED, "not_a_count")
    if winner.choice is None or set(OneOf(motion, winner.choice).options) != set(figures):
        raise ChangedMeanwhile("separate_vote", winner.id)
    result = Result(Outcome.CARRIED, happened_at)
    declaration = declare_result(session, actor, winner, result, now=now)
    session.add_all(
        OptionFigure(declaration_id=declaration.id, separate_vote_id=one.id, votes=votes)
        for one, votes in figures.items()
    )
    session.flush()
    return declaration


def _refuse_what_cannot_be(figures: Mapping[SeparateVote, int]) -> None:
    for votes in figures.values():
        if not 0 <= votes <= LARGEST_COUNT:
            raise ImpossibleCount("votes", votes)


def _recorded(
    session: Session, winner: SeparateVote, figures: Mapping[SeparateVote, int]
) -> Declaration | None:
    """Return the result that says this already. Raises AlreadyDeclared where one says other."""
    vote = latest_vote(session, winner)
    standing = vote.declaration if vote is not None and is_decided(winner) else None
    if standing is None or dict(figures_behind(session, standing)) == dict(figures):
        return standing
    raise AlreadyDeclared(standing.id)
