"""Opening a vote by ballots, closing it, and what its figures decide."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, event, select, text

from webapp.models import (
    MembersSelection,
    OpenBallot,
    Poll,
    ReplacedBallot,
    SecretBallot,
)
from webapp.models.storage import empty_log
from webapp.procedure.errors import WrongState
from webapp.procedure.phrases import cite_passages
from webapp.procedure.polls import (
    ABSTAIN,
    ANSWERS,
    Obstacle,
    PollSettings,
    PollState,
    house_of,
    obstacles_of_houses,
    obstacles_to,
    winner_of,
)
from webapp.procedure.rules import OptionsRule
from webapp.procedure.states import MotionState, Outcome
from webapp.procedure.voting_plan import Standing
from webapp.queries.actor import NOBODY
from webapp.queries.debates import load_debate, plan_of, question_id
from webapp.queries.electorate import entitled, quorum_now
from webapp.queries.motions import is_printed
from webapp.queries.polls import (
    OneOf,
    asked_by,
    asked_in,
    figures_in_box,
    figures_of_houses,
    is_due,
    people_of,
    poll_tally,
    turnout_of,
)
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.verdicts import houses_for, majority_for, motion_of
from webapp.sealing import PollFacts
from webapp.services.deciding import is_decided, lock
from webapp.services.errors import ImpossibleResult, NotDone, ReasonMissing
from webapp.services.floor import follow_on_floor
from webapp.services.poll_opening import begin_poll, note_poll, published_of
from webapp.services.records import record_closing, record_void
from webapp.services.results import Result, count_votes, declare_result
from webapp.services.settling import settle_selection

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Conference, Declaration, Item, Motion
    from webapp.procedure.rules import Rulebook
    from webapp.procedure.voting_plan import Question
    from webapp.queries.actor import Actor
    from webapp.queries.electorate import Entitled
    from webapp.sealing import SigningKey

__all__ = [
    "PollRefused",
    "PollSettings",
    "close_if_due",
    "close_poll",
    "declare_poll",
    "delete_ballots",
    "obstacles_now",
    "open_poll",
    "void_poll",
]


class PollRefused(NotDone):
    """Standing orders do not let this poll be opened; `obstacles` says why, all of it."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__(obstacles)
        self.obstacles = tuple(obstacles)


def open_poll(
    session: Session,
    actor: Actor,
    asked: Item | OneOf,
    settings: PollSettings,
    *,
    key: SigningKey,
    new_id: Callable[[], str],
    now: datetime,
) -> Poll:
    """Put a question to ballots, on a roll of those entitled at this moment.

    Raises PollRefused with everything that stands against it.
    """
    motion = asked.motion if isinstance(asked, OneOf) else motion_of(asked)
    must(actor, "poll:open", motion)
    lock(session, motion)
    electorate = entitled(session, motion.conference)
    if obstacles := obstacles_now(session, asked, settings, electorate):
        raise PollRefused(obstacles)
    houses = _houses_of(asked)
    if houses:  # the roll says whose votes are added up by a house's own name
        electorate = tuple(
            replace(one, body=house_of(one.body, houses) or one.body) for one in electorate
        )
    poll = begin_poll(
        session,
        actor,
        Poll(
            conference=motion.conference,
            motion=motion,
            question=asked.subject if isinstance(asked, OneOf) else question_id(asked),
            words=_words(session, asked),
            choices=_choices(asked),
        ),
        settings,
        electorate,
        lambda poll: _facts(poll, asked),
        key=key,
        new_id=new_id,
        now=now,
    )
    follow_on_floor(session, motion, poll.question, now=now)
    return poll


def obstacles_now(
    session: Session,
    asked: Item | OneOf,
    settings: PollSettings,
    electorate: Sequence[Entitled],
) -> list[Obstacle]:
    """Return all that stands against opening a poll on this question now."""
    motion = asked.motion if isinstance(asked, OneOf) else motion_of(asked)
    rules = rulebook_of(motion.conference)
    found = obstacles_to(settings, rules.ballots, [person.weight for person in electorate])
    if not is_printed(session, motion):
        return [*found, Obstacle.NO_TEXT]
    if isinstance(asked, OneOf):
        found += _obstacles_to_options(session, asked, rules)
    elif not _is_to_be_put(session, asked, motion):
        found.append(Obstacle.NOT_NOW)
    bodies = {person.body for person in electorate}
    found += obstacles_of_houses(settings, _houses_of(asked), bodies)
    question = asked.subject if isinstance(asked, OneOf) else question_id(asked)
    if _open_on(session, motion, question):
        found.append(Obstacle.ALREADY_OPEN)
    quorum = quorum_now(session, motion.conference)
    if quorum.tested and quorum.is_known and not quorum.is_met:
        found.append(Obstacle.NO_QUORUM)
    return found


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


def declare_poll(
    session: Session,
    actor: Actor,
    poll: Poll,
    *,
    casting_vote: bool | None = None,
    now: datetime,
) -> Declaration:
    """Declare what a closed poll decided; declaring it twice is declaring it once.

    Of options the one with most votes stands and the others fall. Raises WrongState before
    the closing, and ImpossibleResult while votes are equal: no tie is ever guessed.
    """
    if poll.state is not PollState.CLOSED or poll.figures is None or poll.closed_at is None:
        raise WrongState("declare", poll.state)
    asked = asked_by(poll)
    if isinstance(asked, MembersSelection):  # its figures took effect at the closing
        raise WrongState("declare", poll.state)
    if isinstance(asked, OneOf):
        declaration = _declare_option(session, actor, poll, now=now)
    else:
        result = count_votes(
            asked,
            poll_tally(session, poll),
            happened_at=poll.closed_at,
            casting_vote=casting_vote,
            people=people_of(session, poll),
        )
        declaration = declare_result(session, actor, asked, result, now=now)
    poll.declaration = declaration
    session.flush()
    return declaration


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


def _declare_option(session: Session, actor: Actor, poll: Poll, *, now: datetime) -> Declaration:
    winner = winner_of(poll.figures or {})
    if winner is None or poll.closed_at is None or poll.motion is None:
        raise ImpossibleResult(Outcome.CARRIED, "options_equal")
    item = asked_in(poll.motion, winner)
    if isinstance(item, OneOf):
        raise WrongState("declare", poll.state)
    return declare_result(session, actor, item, Result(Outcome.CARRIED, poll.closed_at), now=now)


def _is_to_be_put(session: Session, item: Item, motion: Motion) -> bool:
    """Tell whether it is a question's turn, in the order as it stands on the desk."""
    if is_decided(item) or motion.state is not MotionState.PUBLISHED:
        return False
    found = _planned(session, motion, question_id(item))
    return found is not None and found.standing is Standing.NOW


def _obstacles_to_options(session: Session, asked: OneOf, rules: Rulebook) -> list[Obstacle]:
    one_of = rules.voting.options is OptionsRule.ONE_OF
    if not one_of or not any(_is_to_be_put(session, one, asked.motion) for one in asked.options):
        return [Obstacle.NOT_NOW]
    return [Obstacle.ONE_OPTION] if len(asked.options) < 2 else []  # noqa: PLR2004


def _open_on(session: Session, motion: Motion, question: str) -> bool:
    standing = select(Poll.id).where(
        Poll.motion_id == motion.id, Poll.question == question, Poll.state == PollState.OPEN
    )
    return session.scalars(standing).first() is not None


def _planned(session: Session, motion: Motion, question: str) -> Question | None:
    planned = plan_of(motion, load_debate(session, motion)).questions
    return next((one for one in planned if one.id == question), None)


def _choices(asked: Item | OneOf) -> list[str]:
    if isinstance(asked, OneOf):
        return [*(one.subject for one in asked.options), ABSTAIN]
    return list(ANSWERS)


def _words(session: Session, asked: Item | OneOf) -> str:
    """Return what the chair reads out; of options each of them."""
    if isinstance(asked, OneOf):
        planned = [_planned(session, asked.motion, one.subject) for one in asked.options]
        return "\n".join(one.words for one in planned if one is not None)
    planned_one = _planned(session, motion_of(asked), question_id(asked))
    return planned_one.words if planned_one is not None else ""


def _facts(poll: Poll, asked: Item | OneOf) -> PollFacts:
    rules = rulebook_of(poll.conference)
    item = asked.options[0] if isinstance(asked, OneOf) else asked
    labels = {}
    if isinstance(asked, OneOf):
        labels = {one.subject: cite_passages([one.passage], rules.words) for one in asked.options}
    return PollFacts(
        conference=poll.conference.slug,
        poll=poll.public_id,
        item=motion_of(item).code,
        question=poll.question,
        words=poll.words,
        form=poll.form.value,
        choices=tuple(poll.choices),
        weighted=poll.weighted,
        changeable=poll.changeable,
        majority=majority_for(item).words,
        opened_at=poll.opened_at,
        closes_at=poll.closes_at,
        labels=labels,
        publishes=published_of(poll, rules),
        houses=_houses_of(asked),
    )


def _houses_of(asked: Item | OneOf) -> tuple[str, ...]:
    """Return the houses that vote apart; among options the most votes of all are enough."""
    return () if isinstance(asked, OneOf) else houses_for(asked)
