"""Whether the box holds each acknowledged ballot exactly once."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Engine, func, select

from benchmarks.serving.hall import OpenedPoll
from webapp.models import OpenBallot, PollPlace, SecretBallot
from webapp.procedure.procedural import BallotForm


class BallotLost(AssertionError):
    """What voters were told and what is in the box are not the same."""


def check_box(
    engine: Engine, polls: Sequence[OpenedPoll], answers: Sequence[str], in_flight: int
) -> int:
    """Return how many ballots were acknowledged. Raises BallotLost.

    Where a run ends by the clock, as many as there are connections may be in the box without
    an answer.
    """
    told = [json.loads(answer) for answer in answers]
    if strange := [one for one in told if one.get("state") != "recorded" or not one.get("receipt")]:
        raise BallotLost(f"{len(strange)} answers say something else, such as {strange[0]}")
    receipts = [one["receipt"] for one in told]
    kept, marked = _kept_and_marked(engine, polls)
    if len(set(receipts)) != len(receipts):
        raise BallotLost("the same receipt was given twice")
    if missing := set(receipts) - set(kept):
        raise BallotLost(f"{len(missing)} ballots were acknowledged and are not in the box")
    if len(set(kept)) != len(kept) or len(kept) != marked:
        raise BallotLost(f"{marked} places have voted, and {len(kept)} ballots are in the box")
    if len(kept) - len(receipts) > in_flight:
        raise BallotLost(f"{len(kept) - len(receipts)} ballots in the box were never acknowledged")
    return len(receipts)


def _kept_and_marked(engine: Engine, polls: Sequence[OpenedPoll]) -> tuple[list[str], int]:
    """Return the receipts of all ballots in the box, and how many places voted, at one moment."""
    ids = [poll.id for poll in polls]
    secret = polls[0].form is BallotForm.SECRET
    name = SecretBallot.id if secret else OpenBallot.receipt
    of_poll = SecretBallot.poll_id if secret else OpenBallot.poll_id
    marked = (
        select(func.count()).where(PollPlace.poll_id.in_(ids), PollPlace.voted).scalar_subquery()
    )
    with engine.connect() as connection:
        rows = connection.execute(select(name, marked).where(of_poll.in_(ids))).all()
    return [receipt for receipt, _ in rows], rows[0][1] if rows else 0
