"""The public record of each poll: what the records were made over, as far as it is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.models import Declaration, Person, Poll, PollPlace
from webapp.procedure.polls import PollState
from webapp.queries.debates import question_named
from webapp.queries.motions import may_see
from webapp.queries.naming import question_name
from webapp.queries.outcomes import pending, public_declaration
from webapp.queries.records import ballot_leaves, roll_leaves
from webapp.queries.selections import GONE
from webapp.rendering.bulletin import Bulletin, Missing
from webapp.rendering.passed_text import BallotRecord
from webapp.sealing import BALLOTS, NAMES
from webapp.sealing.records import ballot_lines, roll_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference, MembersSelection, Motion
    from webapp.queries.actor import Actor


@dataclass(frozen=True, slots=True)
class PollLine:
    """One poll in the list of a conference, with its place among the records."""

    poll: Poll
    number: int


def list_bulletins(session: Session, actor: Actor, conference: Conference) -> list[PollLine]:
    """Return the conference's polls that the actor may see, the newest first."""
    polls = session.scalars(
        select(Poll).where(Poll.conference_id == conference.id).order_by(Poll.id.desc())
    )
    return [
        PollLine(poll, poll.opening["record"]["number"])
        for poll in polls
        if poll.motion is None or may_see(session, actor, poll.motion)
    ]


def has_bulletins(session: Session, conference: Conference) -> bool:
    """Tell whether any vote was put to ballots at a conference."""
    known = select(Poll.id).where(Poll.conference_id == conference.id).limit(1)
    return session.scalars(known).first() is not None


def bulletin_of(session: Session, poll: Poll, *, key: str, seen_at: datetime) -> Bulletin:
    """Return what is public of a poll; before it is closed only what it was opened on.

    What is shown of the ballots is what the opening record promised, whatever the rulebook says
    by now.
    """
    promised = poll.opening["record"]["publishes"]
    missing = _missing(poll, promised)
    return Bulletin(
        conference=poll.conference.name,
        key=key,
        opening=poll.opening,
        closing=poll.closing,
        ballots=ballot_lines(ballot_leaves(session, poll)) if missing is None else None,
        missing=missing,
        names=_names(session, poll) if missing is None and NAMES in promised else {},
        declared=_declared(session, poll, seen_at),
    )


def public_roll(session: Session, poll: Poll) -> list[list[Any]]:
    """Return the roll as its root was made over it: who holds a place stands there as a hash."""
    return roll_lines(roll_leaves(session, poll))


def polls_behind(session: Session, declaration_ids: list[int]) -> dict[int, Poll]:
    """Return the polls whose figures results were declared on, by the result's id."""
    found = session.scalars(select(Poll).where(Poll.declaration_id.in_(declaration_ids)))
    return {poll.declaration_id: poll for poll in found if poll.declaration_id is not None}


def records_behind(
    session: Session, motion: Motion, *, seen_at: datetime
) -> Iterator[BallotRecord]:
    """Yield the record of each vote by ballot whose result on a motion stands and is public."""
    polls = select(Poll).where(Poll.motion_id == motion.id, Poll.declaration_id.is_not(None))
    for poll in session.scalars(polls.order_by(Poll.id)):
        declared = poll.declaration
        if (
            declared is not None
            and poll.closing is not None
            and public_declaration(declared.vote, seen_at) is declared
        ):
            is_of_several = poll.is_of_options or poll.ranked
            asked = None if is_of_several else question_named(motion, poll.question)
            name = question_name(asked or declared.vote.item)
            yield BallotRecord(name, poll.public_id, poll.closing["hash"])


def _missing(poll: Poll, promised: list[str]) -> Missing | None:
    if poll.state is PollState.OPEN:
        return Missing.NOT_CLOSED
    if poll.state is PollState.VOID:
        return Missing.VOID
    if BALLOTS not in promised:
        return Missing.NOT_PUBLISHED
    return Missing.DELETED if poll.ballots_deleted_at else None


def _names(session: Session, poll: Poll) -> dict[str, str]:
    """Return who voted from each place; whoever was erased since has no name."""
    rows = session.execute(
        select(PollPlace.place, Person.name)
        .join(Person, Person.id == PollPlace.person_id)
        .where(PollPlace.poll_id == poll.id, PollPlace.voted, Person.erased_at.is_(None))
        .order_by(PollPlace.place)
    )
    return {place: name for place, name in rows}  # noqa: C416 - rows are no pairs to mypy


def _chosen(selection: MembersSelection) -> Mapping[str, Any] | None:
    """Return what members chose and what decided ties; `gone` is what took no place."""
    if selection.chosen is None or selection.decided_how is None:
        return None
    gone = [one.motion_id for one in selection.candidates if one.motion.state in GONE]
    return {
        "chosen": [f"motion:{one}" for one in selection.chosen],
        "how": selection.decided_how.value,
        "gone": [f"motion:{one}" for one in gone if one not in selection.chosen],
    }


def _declared(session: Session, poll: Poll, seen_at: datetime) -> Mapping[str, Any] | None:
    """Return the result declared on the poll, as far as it is public and was not undone."""
    if poll.selection is not None:
        return _chosen(poll.selection)
    if poll.declaration_id is None:
        return None
    declaration = session.get_one(Declaration, poll.declaration_id)
    if declaration.undone_at is not None or pending(declaration, seen_at):
        return None
    return {
        "outcome": declaration.outcome.value,
        "in_favour": declaration.in_favour,
        "against": declaration.against,
        "abstained": declaration.abstained,
        **({"houses": declaration.houses} if declaration.houses else {}),
        "happened_at": declaration.happened_at.isoformat(),
    }
