"""What the records of polls are made over, read from the tables they were kept in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.models import OpenBallot, Person, Poll, PollPlace, SecretBallot
from webapp.sealing import BallotLeaf, RollLeaf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session


def roll_leaves(session: Session, poll: Poll) -> list[RollLeaf]:
    """Return the roll of a poll as it was sealed at opening."""
    person, holder = Person.__table__.alias(), Person.__table__.alias()
    rows = session.execute(
        select(
            PollPlace.place,
            person.c.public_id,
            holder.c.public_id,
            PollPlace.weight,
            PollPlace.body,
        )
        .join(person, person.c.id == PollPlace.person_id)
        .join(holder, holder.c.id == PollPlace.holder_id)
        .where(PollPlace.poll_id == poll.id)
    )
    return [RollLeaf(*row) for row in rows]


def ballot_leaves(session: Session, poll: Poll) -> list[BallotLeaf]:
    """Return what lies in the box of a poll as it is sealed at closing."""
    if poll.is_secret:
        secret = select(SecretBallot.id, SecretBallot.choice).where(SecretBallot.poll_id == poll.id)
        return [BallotLeaf(*row) for row in session.execute(secret)]
    ballots = select(
        OpenBallot.place, OpenBallot.choice, OpenBallot.weight, OpenBallot.receipt
    ).where(OpenBallot.poll_id == poll.id)
    return [BallotLeaf(*row) for row in session.execute(ballots)]


def records_of(session: Session, conference_id: int) -> list[dict[str, Any]]:
    """Return the signed records of a conference's polls, in the order of their numbers."""
    return sorted(_records(session, conference_id), key=lambda one: int(one["record"]["number"]))


def last_record(session: Session, conference_id: int) -> dict[str, Any] | None:
    """Return the signed record that the next one follows; None where there is none yet."""
    found = records_of(session, conference_id)
    return found[-1] if found else None


def _records(session: Session, conference_id: int) -> Iterator[dict[str, Any]]:
    rows = select(Poll.opening, Poll.closing).where(Poll.conference_id == conference_id)
    for opening, closing in session.execute(rows):
        yield opening
        if closing is not None:
            yield closing
