"""What is before conference now, as far as the public may know it at this moment.

It is the same for everybody, so that one answer serves a whole hall: what depends on who asks
stands on other pages.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from webapp.models import (
    Declaration,
    Floor,
    Item,
    MembersSelection,
    Minute,
    Motion,
    SeparateVote,
    Vote,
)
from webapp.models.hall_count import HallCount
from webapp.models.poll import Poll, PollPlace
from webapp.procedure.counting import CountState
from webapp.procedure.phrases import cite_amendments, cite_passages
from webapp.procedure.polls import PollState, turnout_shown
from webapp.procedure.states import Outcome
from webapp.queries.adjournments import is_adjourned
from webapp.queries.alternatives import RANKED, alternatives_asked
from webapp.queries.debates import question_named
from webapp.queries.decisions import is_open
from webapp.queries.errors import NotThere
from webapp.queries.motions import is_printed
from webapp.queries.naming import question_name
from webapp.queries.outcomes import pending, public_declaration, tally_of
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference

OPTIONS = "options:"


@dataclass(frozen=True, slots=True)
class PollNow:
    """A vote on phones as everybody may follow it: no figures but how many have voted."""

    id: str
    state: PollState
    closes_at: datetime | None
    turnout: int
    places: int
    is_secret: bool

    def takes_ballots(self, now: datetime) -> bool:
        return self.state is PollState.OPEN and (self.closes_at is None or now < self.closes_at)


@dataclass(frozen=True, slots=True)
class FloorNow:
    """What everybody in the hall may know now.

    `item` is None where nothing is put, or where one of several options is chosen at once;
    `selection` is there where members choose what is heard, which is of no motion.
    `changes_at` is when something becomes public without anybody doing anything: a result
    whose seconds for taking it back are over, or a clock that runs out.
    """

    minute: int
    motion: Motion | None = None
    item: Item | None = None
    question: str = ""
    name: str = ""
    words: str = ""
    note: str = ""
    since: datetime | None = None
    declaration: Declaration | None = None
    is_being_decided: bool = False
    poll: PollNow | None = None
    count: CountState | None = None
    changes_at: datetime | None = None
    is_adjourned: bool = False
    selection: MembersSelection | None = None


def floor_of(session: Session, conference: Conference, seen_at: datetime) -> FloorNow:
    """Return what is on the floor of a conference, and how far it has come."""
    minute = (
        session.scalar(select(func.max(Minute.number)).where(Minute.conference_id == conference.id))
        or 0
    )
    floor = session.get(Floor, conference.id)
    if floor is not None and floor.motion is None and floor.question:
        return _selection_now(session, floor, minute, seen_at)
    if floor is None or floor.motion is None or not is_printed(session, floor.motion):
        return FloorNow(
            minute, note=floor.note if floor else "", since=floor.since if floor else None
        )
    motion = floor.motion
    item = _item(motion, floor.question)
    options = options_of(motion, floor.question)
    votes = _last_votes(session, motion, [one.subject for one in options] or [floor.question])
    untold = [
        one.declaration.public_at
        for one in votes
        if one.declaration is not None and pending(one.declaration, seen_at)
    ]
    results = [found for one in votes if (found := _public_result(one, seen_at)) is not None]
    if options:
        results = [one for one in results if one.outcome is Outcome.CARRIED]
    result = results[0] if results else None
    poll = None if result is not None else _poll(session, motion, floor.question)
    moments = untold[:]
    if poll is not None and poll.takes_ballots(seen_at) and poll.closes_at is not None:
        moments.append(poll.closes_at)
    return FloorNow(
        minute,
        motion=motion,
        item=item,
        question=floor.question,
        name=question_name(item) if item is not None else _name_of_choice(motion, floor.question),
        words=floor.words,
        note=floor.note,
        since=floor.since,
        declaration=result,
        is_being_decided=bool(untold),
        poll=poll,
        count=None if result is not None else _count(session, motion, floor.question),
        changes_at=min(moments, default=None),
        is_adjourned=is_adjourned(session, motion, seen_at=seen_at),
    )


def _selection_now(session: Session, floor: Floor, minute: int, seen_at: datetime) -> FloorNow:
    """Return a ballot of members on the floor: what is open, or what it chose."""
    number = floor.question.partition(":")[2]
    selection = session.get(MembersSelection, int(number))
    poll = _poll_now(session, selection.poll) if selection is not None else None
    closes_at = poll.closes_at if poll is not None and poll.takes_ballots(seen_at) else None
    return FloorNow(
        minute,
        selection=selection,
        question=floor.question,
        name=floor.words,
        words=floor.words,
        note=floor.note,
        since=floor.since,
        poll=poll,
        changes_at=closes_at,
    )


def live_facts(floor: FloorNow, seen_at: datetime) -> dict[str, Any]:
    """Return what is sent to every page that follows: small, and the same for everybody.

    `floor` is a name for all of it that a page has to be drawn anew for; the turnout, which
    only counts up, is left out of it.
    """
    facts: dict[str, Any] = {
        "poll": _poll_facts(floor.poll, seen_at),
        "count": floor.count.value if floor.count is not None else None,
        "item": _item_facts(floor),
        "question": floor.question,
        "words": floor.words,
        "note": floor.note,
        "result": _result_facts(floor.declaration),
    }
    if floor.is_adjourned:
        facts["adjourned"] = True
    if floor.selection is not None:
        facts["chosen"] = floor.selection.chosen
    name = _fingerprint(facts)
    if floor.poll is not None:
        facts["poll"] = {**facts["poll"], "turnout": floor.poll.turnout}
    return {"minute": floor.minute, "floor": name, **facts}


def _poll_facts(poll: PollNow | None, seen_at: datetime) -> dict[str, Any] | None:
    if poll is None:
        return None
    return {
        "id": poll.id,
        "state": poll.state.value,
        "takes_ballots": poll.takes_ballots(seen_at),
        "closes_at": poll.closes_at.isoformat() if poll.closes_at else None,
        "places": poll.places,
    }


def _item_facts(floor: FloorNow) -> dict[str, Any] | None:
    if floor.motion is None:
        return None
    return {
        "motion": floor.motion.id,
        "code": floor.motion.code,
        "title": floor.motion.title,
        "name": floor.name,
    }


def _result_facts(declaration: Declaration | None) -> dict[str, Any] | None:
    if declaration is None:
        return None
    tally = tally_of(declaration)
    figures = [tally.in_favour, tally.against, tally.abstentions] if tally else None
    return {
        "id": declaration.id,
        "outcome": declaration.outcome.value,
        "figures": figures,
        **({"houses": declaration.houses} if declaration.houses else {}),
    }


def _fingerprint(facts: dict[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(facts.items())).encode()).hexdigest()[:16]


def _item(motion: Motion, question: str) -> Item | None:
    try:
        return question_named(motion, question)
    except NotThere:  # a choice among options, or a question that is no longer down
        return None


def _name_of_choice(motion: Motion, question: str) -> str:
    """Return what a choice among several is called: the places of options, ranked amendments."""
    if question.startswith(RANKED):
        return _name_of_ranked(motion, question)
    passages = [one.passage for one in options_of(motion, question)]
    cited = cite_passages(passages, rulebook_of(motion.conference).words) if passages else ""
    return cited[:1].upper() + cited[1:]


def _name_of_ranked(motion: Motion, question: str) -> str:
    session = object_session(motion)
    polls = select(Poll).where(Poll.motion_id == motion.id, Poll.question == question)
    poll = session.scalars(polls.order_by(Poll.id.desc())).first() if session else None
    asked = alternatives_asked(poll) if poll is not None else None
    numbers = [one.number or "" for one in asked.amendments] if asked is not None else []
    return cite_amendments(numbers, rulebook_of(motion.conference).words) if numbers else ""


def options_of(motion: Motion, question: str) -> list[SeparateVote]:
    """Return the options among which a question chooses; none where it is another one."""
    if not question.startswith(OPTIONS):
        return []
    return [one for one in motion.separate_votes if one.choice == question.removeprefix(OPTIONS)]


def _poll(session: Session, motion: Motion, question: str) -> PollNow | None:
    """Return the last poll on a question that is not declared, and was not broken off."""
    poll = session.scalars(
        select(Poll)
        .where(Poll.motion_id == motion.id, Poll.question == question)
        .order_by(Poll.id.desc())
        .limit(1)
    ).first()
    return _poll_now(session, poll)


def _poll_now(session: Session, poll: Poll | None) -> PollNow | None:
    if poll is None or poll.state is PollState.VOID or poll.declaration_id is not None:
        return None
    voted, places = session.execute(
        select(
            func.count().filter(PollPlace.voted.is_(True)),
            func.count(),
        ).where(PollPlace.poll_id == poll.id)
    ).one()
    return PollNow(
        poll.public_id,
        poll.state,
        poll.closes_at,
        turnout_shown(poll.form, voted),
        places,
        poll.is_secret,
    )


def _count(session: Session, motion: Motion, question: str) -> CountState | None:
    """Return how far the last count of a question has come, until its result is declared."""
    count = session.scalars(
        select(HallCount)
        .where(HallCount.motion_id == motion.id, HallCount.question == question)
        .order_by(HallCount.number.desc())
        .limit(1)
    ).first()
    if count is None or count.state is CountState.VOID or count.declaration_id is not None:
        return None
    return count.state


def _last_votes(session: Session, motion: Motion, subjects: Sequence[str]) -> list[Vote]:
    """Return the last putting of each question that was put."""
    votes = session.scalars(
        select(Vote)
        .where(Vote.motion_id == motion.id, Vote.subject.in_(subjects))
        .order_by(Vote.putting)
    )
    return list({vote.subject: vote for vote in votes}.values())


def _public_result(vote: Vote, seen_at: datetime) -> Declaration | None:
    """Return the result that the public knows of; none once the question is open again."""
    if is_open(vote):
        return None
    declaration = public_declaration(vote, seen_at)
    if declaration is None or declaration.outcome is Outcome.NOT_PUT:
        return None
    return declaration
