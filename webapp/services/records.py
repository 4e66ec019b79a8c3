"""The signed records of polls: made at opening and closing, each following the one before.

They are written in the transaction that opens or closes the poll, whose minute carries the
record's hash.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Conference
from webapp.queries.records import ballot_leaves, last_record
from webapp.sealing import seal_closing, seal_opening, seal_void

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from webapp.models import Poll
    from webapp.sealing import PollFacts, RollLeaf, SigningKey


def record_opening(
    session: Session,
    conference: Conference,
    facts: PollFacts,
    roll: Iterable[RollLeaf],
    *,
    key: SigningKey,
) -> dict[str, Any]:
    """Return the signed record of a poll about to be opened on this roll."""
    return dict(seal_opening(facts, roll, after=_before_next(session, conference.id), key=key))


def record_closing(
    session: Session,
    poll: Poll,
    figures: Mapping[str, int],
    *,
    closed_at: datetime,
    key: SigningKey,
    houses: Mapping[str, Mapping[str, int]] | None = None,
) -> dict[str, Any]:
    """Return the signed record of a poll being closed, over the ballots in its box now."""
    return dict(
        seal_closing(
            poll.opening,
            ballot_leaves(session, poll),
            figures,
            closed_at=closed_at,
            after=_before_next(session, poll.conference_id),
            key=key,
            houses=houses,
        )
    )


def record_void(
    session: Session, poll: Poll, reason: str, *, closed_at: datetime, key: SigningKey
) -> dict[str, Any]:
    """Return the signed record of a poll being ended without a result."""
    return dict(
        seal_void(
            poll.opening,
            reason,
            closed_at=closed_at,
            after=_before_next(session, poll.conference_id),
            key=key,
        )
    )


def _before_next(session: Session, conference_id: int) -> dict[str, Any] | None:
    """Return the record to follow, with the conference held so that no two follow the same."""
    session.execute(select(Conference.id).where(Conference.id == conference_id).with_for_update())
    return last_record(session, conference_id)
