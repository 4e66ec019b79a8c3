"""Polls as they are looked up: what is asked, how far it has come, and what the box says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, literal, select

from webapp.models import Amendment, Motion, OpenBallot, Poll, PollPlace, SecretBallot, SeparateVote
from webapp.procedure.phrases import cite_passages
from webapp.procedure.polls import PollState, tally_of_figures, turnout_shown
from webapp.procedure.ranking import count_pairs, figures_of
from webapp.procedure.states import SeparateVoteState
from webapp.queries.alternatives import (
    RANKED,
    Alternatives,
    alternatives_asked,
    alternatives_with,
)
from webapp.queries.debates import question_named
from webapp.queries.electorate import People
from webapp.queries.errors import NotThere
from webapp.queries.motions import may_see
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference, Declaration, Item, MembersSelection
    from webapp.procedure.tally import Tally
    from webapp.queries.actor import Actor

OPTIONS = "options:"
FEWEST_OF_A_BODY = 3


@dataclass(frozen=True, slots=True)
class OneOf:
    """Several options of a motion, of which conference chooses one."""

    motion: Motion
    choice: str

    @property
    def subject(self) -> str:
        """What polls call the question."""
        return f"{OPTIONS}{self.choice}"

    @property
    def options(self) -> list[SeparateVote]:
        """The options still to be decided, in the order of the text."""
        found = [
            one
            for one in self.motion.separate_votes
            if one.choice == self.choice and one.state is SeparateVoteState.SELECTED
        ]
        return sorted(found, key=lambda one: (one.first_line, one.id))


def asked_in(motion: Motion, question: str) -> Item | OneOf | Alternatives:
    """Return what a poll's question is about. Raises NotThere for one not of this debate."""
    if question.startswith(RANKED):
        first = question_named(motion, f"amendment:{question.removeprefix(RANKED)}")
        found = alternatives_with(first) if isinstance(first, Amendment) else None
        if found is None:
            raise NotThere("question", question)
        return found
    if not question.startswith(OPTIONS):
        return question_named(motion, question)
    choice = question.removeprefix(OPTIONS)
    if not any(one.choice == choice for one in motion.separate_votes):
        raise NotThere("question", question)
    return OneOf(motion, choice)


def asked_by(poll: Poll) -> Item | OneOf | Alternatives | MembersSelection:
    """Return what a poll is about."""
    if poll.selection is not None:
        return poll.selection
    if (ranked := alternatives_asked(poll)) is not None:
        return ranked
    if poll.motion is None:
        raise NotThere("question", poll.question)
    return asked_in(poll.motion, poll.question)


def get_poll(session: Session, actor: Actor, public_id: str) -> Poll:
    """Return a poll by the name in its address. Raises NotThere, for an unseen one too."""
    poll = session.scalars(select(Poll).where(Poll.public_id == public_id)).first()
    if (
        poll is None
        or not may(actor, "conference:view", poll.conference)
        or (poll.motion is not None and not may_see(session, actor, poll.motion))
    ):
        raise NotThere("poll", public_id)
    return poll


def open_polls(session: Session, conference: Conference) -> Sequence[Poll]:
    """Return the polls in which ballots may still be cast, or that nobody closed yet."""
    return session.scalars(
        select(Poll)
        .where(Poll.conference_id == conference.id, Poll.state == PollState.OPEN)
        .order_by(Poll.id)
    ).all()


def list_polls(session: Session, conference: Conference) -> Sequence[Poll]:
    """Return every poll of a conference, the newest first."""
    return session.scalars(
        select(Poll).where(Poll.conference_id == conference.id).order_by(Poll.id.desc())
    ).all()


def latest_poll(session: Session, motion: Motion, question: str) -> Poll | None:
    """Return the last poll taken on a question, unless it was void."""
    return session.scalars(
        select(Poll)
        .where(Poll.motion_id == motion.id, Poll.question == question, Poll.state != PollState.VOID)
        .order_by(Poll.id.desc())
    ).first()


def is_due(poll: Poll, now: datetime) -> bool:
    """Tell whether the clock has closed a poll that nobody closed yet."""
    return poll.state is PollState.OPEN and poll.closes_at is not None and poll.closes_at <= now


def takes_ballots(poll: Poll, now: datetime) -> bool:
    return poll.state is PollState.OPEN and not is_due(poll, now)


def figures_in_box(session: Session, poll: Poll) -> dict[str, int]:
    """Return the weight cast for each choice, as the box says now; a choice nobody made is 0.

    The heart of a closing, to be read with the poll locked; nobody is shown it before.
    """
    if poll.ranked:
        return figures_of(count_pairs(ballots_in_box(session, poll), len(poll.choices)))
    table, weight = _box_of(poll)
    counted = session.execute(
        select(
            *(
                func.coalesce(func.sum(case((table.choice == choice, weight), else_=0)), 0)
                for choice in poll.choices
            )
        ).where(table.poll_id == poll.id)
    ).one()
    return {choice: int(votes) for choice, votes in zip(poll.choices, counted, strict=True)}


def figures_of_houses(session: Session, poll: Poll) -> dict[str, dict[str, int]]:
    """Return the weight cast for each choice in each house; nothing where houses are together.

    Read with the poll locked at its closing, as `figures_in_box` is.
    """
    found = {name: dict.fromkeys(poll.choices, 0) for name in houses_in(poll)}
    for body, choice, _number, weight in _cast_by_body(session, poll) if found else ():
        found[body][choice] = weight
    return found


def houses_in(poll: Poll) -> list[str]:
    """Return the houses that vote apart in a poll, as its opening record says."""
    return list(poll.opening["record"].get("houses", ()))


def ballots_in_box(session: Session, poll: Poll) -> dict[str, int]:
    """Return the weight cast for each answer there is in the box."""
    table, weight = _box_of(poll)
    cast = select(table.choice, func.sum(weight)).where(table.poll_id == poll.id)
    return {choice: int(votes) for choice, votes in session.execute(cast.group_by(table.choice))}


def _box_of(poll: Poll) -> tuple[Any, Any]:
    return (SecretBallot, literal(1)) if poll.is_secret else (OpenBallot, OpenBallot.weight)


def poll_tally(session: Session, poll: Poll) -> Tally:
    """Return the figures of a question put for and against, of houses those of each."""
    if poll.figures is None:
        houses = figures_of_houses(session, poll)
        return tally_of_figures(figures_in_box(session, poll), houses)
    return tally_of_figures(poll.figures, poll.houses)


def people_of(session: Session, poll: Poll) -> People:
    """Return how many were asked: the weight on the roll. Presence has no weight."""
    there = None if poll.weighted else poll.present
    return People(present=there, entitled=turnout_of(session, poll).weight)


def people_behind(session: Session, declaration: Declaration) -> People | None:
    """Return who was asked where a result is that of a poll; else the register says."""
    poll = session.scalars(select(Poll).where(Poll.declaration_id == declaration.id)).first()
    return people_of(session, poll) if poll is not None else None


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many places there are, how many voted, and what weight they have.

    `shown` is what may be told while the poll is open.
    """

    places: int
    voted: int
    weight: int
    weight_voted: int
    shown: int


def turnout_of(session: Session, poll: Poll) -> Turnout:
    """Return the turnout as the roll has it now."""
    marked = case((PollPlace.voted, 1), else_=0)
    places, voted, weight, weight_voted = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(marked), 0),
            func.coalesce(func.sum(PollPlace.weight), 0),
            func.coalesce(func.sum(PollPlace.weight * marked), 0),
        ).where(PollPlace.poll_id == poll.id)
    ).one()
    shown = voted if poll.state is not PollState.OPEN else turnout_shown(poll.form, voted)
    return Turnout(places, voted, weight, weight_voted, shown)


def places_in(session: Session, poll: Poll) -> Sequence[PollPlace]:
    """Return the whole roll of a poll, in the order of its random ids."""
    return session.scalars(
        select(PollPlace).where(PollPlace.poll_id == poll.id).order_by(PollPlace.place)
    ).all()


def places_of(session: Session, poll: Poll, person_id: int) -> Sequence[PollPlace]:
    """Return the places for which a person casts ballots, their own first."""
    found = session.scalars(
        select(PollPlace).where(PollPlace.poll_id == poll.id, PollPlace.holder_id == person_id)
    )
    return sorted(found, key=lambda one: (one.person_id != person_id, one.person_id))


def figures_by_body(session: Session, poll: Poll) -> dict[str, dict[str, int]]:
    """Return the figures of an open vote for each body.

    Nothing of a secret one; nor where a body had so few ballots that they would tell who
    voted how, unless it was said at opening that names are published.
    """
    if poll.is_secret:
        return {}
    found: dict[str, dict[str, int]] = {}
    ballots: Counter[str] = Counter()
    for body, choice, number, weight in _cast_by_body(session, poll):
        found.setdefault(body, dict.fromkeys(poll.choices, 0))[choice] = weight
        ballots[body] += number
    names_are_published = "names" in poll.opening["record"].get("publishes", ())
    if not names_are_published and min(ballots.values(), default=0) < FEWEST_OF_A_BODY:
        return {}
    return found


def _cast_by_body(session: Session, poll: Poll) -> list[tuple[str, str, int, int]]:
    """Return body, choice, number of ballots and their weight, body by body."""
    counted = session.execute(
        select(PollPlace.body, OpenBallot.choice, func.count(), func.sum(OpenBallot.weight))
        .join(
            OpenBallot,
            and_(OpenBallot.poll_id == PollPlace.poll_id, OpenBallot.place == PollPlace.place),
        )
        .where(PollPlace.poll_id == poll.id)
        .group_by(PollPlace.body, OpenBallot.choice)
        .order_by(PollPlace.body)
    )
    return [(body, choice, number, int(weight)) for body, choice, number, weight in counted]


def option_names(poll: Poll) -> dict[str, str]:
    """Return what each option is called; nothing for a question put for and against."""
    if poll.ranked:
        return {choice: str(name) for choice, name in poll.opening["record"]["labels"].items()}
    if not poll.is_of_options or poll.motion is None:
        return {}
    words = rulebook_of(poll.conference).words
    known = {one.subject: one for one in poll.motion.separate_votes}
    return {
        choice: cite_passages([known[choice].passage], words)
        for choice in poll.choices
        if choice in known
    }
