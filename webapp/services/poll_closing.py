"""Ending a vote by ballots: closed and counted, void with a reason, and its ballots deleted."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, event, select, text

from webapp.models import OpenBallot, Poll, ReplacedBallot, SecretBallot
from webapp.models.storage import empty_log
from webapp.procedure.errors import WrongState
from webapp.procedure.polls import PollState
from webapp.queries.actor import NOBODY
from webapp.queries.polls import figures_in_box, figures_of_houses, is_due, turnout_of
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.services.errors import ReasonMissing
from webapp.services.poll_opening import note_poll
from webapp.services.records import record_closing, record_void
from webapp.services.settling import settle_selection

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor
    from webapp.sealing import SigningKey


def close_poll(
    session: Session, actor: Actor, poll: Poll, *, key: SigningKey, now: datetime
) -> Poll:
    """End the voting and count, in one transaction; closing twice is closing once.

    From here on every ballot comes too late. A poll whose time is over may be closed by
    whoever looks, which the minute records as the clock's own act.
    """
    _lock(session, poll)
    if poll.state is not PollState.OPEN:
        return poll
    by_clock = is_due(poll, now)
    if not by_clock:
        must(actor, "poll:close", poll.place)
    figures = figures_in_box(session, poll)
    houses = figures_of_houses(session, poll) or None
    record = record_closing(session, poll, figures, closed_at=now, key=key, houses=houses)
    shuffle_box(session, poll)
    poll.figures, poll.houses, poll.closing = figures, houses, record
    _end(poll, NOBODY if by_clock else actor, PollState.CLOSED, now)
    session.flush()
    turnout = turnout_of(session, poll)
    note_poll(
        session,
        NOBODY if by_clock else actor,
        "poll:close",
        poll,
        now,
        record=record["hash"],
        figures=figures,
        **({"houses": houses} if houses else {}),
        ballots=turnout.voted,
        places=turnout.places,
        by_clock=by_clock,
    )
    if poll.selection is not None:
        settle_selection(session, NOBODY if by_clock else actor, poll.selection, now=now)
    return poll


def close_if_due(session: Session, poll: Poll, *, key: SigningKey, now: datetime) -> bool:
    """Close a poll whose time is over, and tell whether that was to be done."""
    if not is_due(poll, now):
        return False
    close_poll(session, NOBODY, poll, key=key, now=now)
    return True


def void_poll(
    session: Session, actor: Actor, poll: Poll, *, reason: str, key: SigningKey, now: datetime
) -> Poll:
    """End a poll without a result, with a reason that people can read; nothing is counted."""
    must(actor, "poll:close", poll.place)
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    _lock(session, poll)
    if poll.state is PollState.VOID:
        return poll
    if poll.declaration_id is not None or is_due(poll, now) or poll.state is PollState.CLOSED:
        raise WrongState("void", poll.state)
    record = record_void(session, poll, reason, closed_at=now, key=key)
    shuffle_box(session, poll)
    poll.void_reason, poll.closing = reason, record
    _end(poll, actor, PollState.VOID, now)
    session.flush()
    note_poll(session, actor, "poll:void", poll, now, record=record["hash"], reason=reason)
    return poll


def delete_ballots(session: Session, poll: Poll, *, now: datetime) -> int:
    """Delete the ballots of a poll past its day; return how many went.

    What was sealed stays: figures, records and minutes; and so does the roll.
    """
    _lock(session, poll)
    if poll.delete_after is None or poll.delete_after > now or poll.ballots_deleted_at:
        return 0
    gone = 0
    for table in (SecretBallot, OpenBallot, ReplacedBallot):
        done: Any = session.execute(delete(table).where(table.poll_id == poll.id))
        gone += done.rowcount if table is not ReplacedBallot else 0
    poll.ballots_deleted_at = now
    note_poll(session, NOBODY, "poll:delete_ballots", poll, now, ballots=gone)
    return gone


def shuffle_box(session: Session, poll: Poll) -> None:
    """Leave no trace in the tables of the order in which a secret vote's ballots came.

    PostgreSQL keeps rows in the order of writing, and with each the transaction that wrote it,
    which is the one that marked a place. Roll and box are written again here, each in the order
    of its random ids. SQLite keeps them in that order from the first; there the log of what
    was written together is emptied once this is committed.
    """
    if not poll.is_secret:
        return
    database = session.get_bind().engine
    if database.dialect.name != "postgresql":
        event.listen(session, "after_commit", lambda _: empty_log(database), once=True)
        return
    for table, columns, ids in (
        ("secret_ballot", "poll_id, id, choice", "id"),
        ("poll_place", "poll_id, place, person_id, holder_id, weight, body, voted", "place"),
    ):
        session.execute(
            text(
                f"WITH gone AS (DELETE FROM {table} WHERE poll_id = :poll RETURNING *)"  # noqa: S608
                f" INSERT INTO {table} ({columns}) SELECT {columns} FROM gone ORDER BY {ids}"
            ),
            {"poll": poll.id},
        )


def _lock(session: Session, poll: Poll) -> None:
    """Wait for the ballots on their way, and let no further one begin."""
    session.flush()
    session.execute(select(Poll.id).where(Poll.id == poll.id).with_for_update())
    session.refresh(poll)


def _end(poll: Poll, actor: Actor, state: PollState, now: datetime) -> None:
    poll.state = state
    poll.closed_at = now
    poll.closed_by_id = actor.person_id
    poll.delete_after = _day_of_deletion(poll.conference, now)


def _day_of_deletion(conference: Conference, now: datetime) -> datetime:
    days = timedelta(days=rulebook_of(conference).ballots.retention_days)
    over = datetime.combine(
        conference.ends_on + timedelta(days=1), time(), ZoneInfo(conference.time_zone)
    )
    return max(over.astimezone(UTC), now) + days
