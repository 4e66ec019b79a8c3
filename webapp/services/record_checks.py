"""Checking that nobody rewrote a poll: its records, its roll, its box and its minutes.

This is for those who may look into the database; what everybody can check is in the bulletin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from webapp.models import Minute, Poll, PollPlace
from webapp.procedure.polls import PollState
from webapp.queries.polls import figures_in_box, figures_of_houses
from webapp.queries.records import ballot_leaves, records_of, roll_leaves
from webapp.sealing import FIRST_RECORD, Altered, verify
from webapp.sealing.records import ballot_lines, roll_lines, root_of_lines, written_time

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class BrokenRecord:
    """Something of a poll, or of the chain of records, that is not as it was sealed."""

    subject: str
    fault: str


def verify_polls(
    session: Session, conference_id: int, keys: Collection[str]
) -> Iterator[BrokenRecord]:
    """Yield what is not as it was sealed by one of these public keys; nothing when all holds."""
    yield from _verify_chain(session, conference_id, keys)
    said = _records_in_minutes(session, conference_id)
    polls = select(Poll).where(Poll.conference_id == conference_id).order_by(Poll.id)
    for poll in session.scalars(polls):
        for fault in _faults_of(session, poll, said):
            yield BrokenRecord(poll.subject, fault)


def _verify_chain(
    session: Session, conference_id: int, keys: Collection[str]
) -> Iterator[BrokenRecord]:
    previous = FIRST_RECORD
    for number, signed in enumerate(records_of(session, conference_id), start=1):
        record = signed["record"]
        subject = f"record {record['number']}"
        try:
            verify(signed)
        except Altered as fault:
            yield BrokenRecord(subject, str(fault))
        if signed["key"] not in keys:
            yield BrokenRecord(subject, "it is signed by another key than the service's")
        if record["number"] != number or record["previous"] != previous:
            yield BrokenRecord(subject, "it does not follow the one before")
        previous = signed["hash"]


def _faults_of(session: Session, poll: Poll, said: dict[str, list[str]]) -> Iterator[str]:
    opening, closing = poll.opening["record"], poll.closing and poll.closing["record"]
    made = [one["hash"] for one in (poll.opening, poll.closing) if one]
    if said.get(poll.subject, []) != made:
        yield "the minutes carry other records"
    if _facts_kept(poll) != {name: opening[name] for name in _facts_kept(poll)}:
        yield "it is not what its opening record says"
    if root_of_lines(roll_lines(roll_leaves(session, poll))) != opening["roll"]["root"]:
        yield "its roll is not the one it was opened on"
    if poll.ballots_deleted_at is None:
        yield from _faults_of_box(session, poll, closing)
    if poll.state is PollState.OPEN:
        return
    if closing is None or closing["opening"] != poll.opening["hash"]:
        yield "it was ended without a record of its own"
    elif poll.state is PollState.CLOSED and closing["figures"] != poll.figures:
        yield "its figures are not those sealed"
    elif poll.state is PollState.CLOSED and closing.get("houses") != poll.houses:
        yield "its figures of houses are not those sealed"


def _faults_of_box(session: Session, poll: Poll, closing: dict[str, Any] | None) -> Iterator[str]:
    lines = ballot_lines(ballot_leaves(session, poll))
    marked = select(func.count()).where(PollPlace.poll_id == poll.id, PollPlace.voted)
    if session.scalar(marked) != len(lines):
        yield "there are not as many ballots as places that voted"
    if poll.state is not PollState.CLOSED or closing is None:
        return
    if closing["ballots"] != {"count": len(lines), "root": root_of_lines(lines)}:
        yield "its ballots are not those sealed"
    if figures_in_box(session, poll) != closing["figures"]:
        yield "counting its ballots gives other figures than those sealed"
    if (houses := figures_of_houses(session, poll)) != closing.get("houses", {}):
        yield f"counting its ballots by houses gives other figures than those sealed: {houses}"


def _facts_kept(poll: Poll) -> dict[str, Any]:
    """Return what is kept of a poll beside its record, as the record words it."""
    return {
        "poll": poll.public_id,
        "conference": poll.conference.slug,
        "question": poll.question,
        "words": poll.words,
        "form": poll.form.value,
        "choices": poll.choices,
        "weighted": poll.weighted,
        "changeable": poll.changeable,
        "opened_at": written_time(poll.opened_at),
        "closes_at": written_time(poll.closes_at) if poll.closes_at else None,
    }


def _records_in_minutes(session: Session, conference_id: int) -> dict[str, list[str]]:
    """Return the hashes of records that the minutes carry, by the poll they are about."""
    found: dict[str, list[str]] = {}
    minutes = (
        select(Minute.subject, Minute.facts)
        .where(Minute.conference_id == conference_id, Minute.subject.startswith("poll:"))
        .order_by(Minute.number)
    )
    for subject, facts in session.execute(minutes):
        if "record" in facts:
            found.setdefault(subject, []).append(facts["record"])
    return found
