"""What every poll begins with: its roll, its signed record, its minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text

from webapp.models import PollPlace
from webapp.procedure.procedural import BallotForm
from webapp.queries.electorate import present
from webapp.sealing import RollLeaf
from webapp.services.minutes import write_minute
from webapp.services.records import record_opening

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Poll
    from webapp.procedure.polls import PollSettings
    from webapp.procedure.rules import Rulebook
    from webapp.queries.actor import Actor
    from webapp.queries.electorate import Entitled
    from webapp.sealing import PollFacts, SigningKey


def begin_poll(
    session: Session,
    actor: Actor,
    poll: Poll,
    settings: PollSettings,
    electorate: Sequence[Entitled],
    facts_of: Callable[[Poll], PollFacts],
    *,
    key: SigningKey,
    new_id: Callable[[], str],
    now: datetime,
) -> Poll:
    """Open a poll of which it is known what is asked, on a roll of the electorate.

    The caller has asked what stands against it. `facts_of` says what is sealed of it.
    """
    is_secret = settings.form is BallotForm.SECRET
    weighs = settings.weighted and not is_secret  # equal weights weigh nothing
    poll.public_id = new_id()
    poll.form = settings.form
    poll.weighted = weighs
    poll.changeable = settings.changeable
    poll.opened_at = now
    poll.opened_by_id = actor.person_id or 0
    poll.closes_at = now + timedelta(seconds=settings.seconds) if settings.seconds else None
    poll.present = present(session, poll.conference) or None
    roll = [(new_id(), person, person.weight if weighs else 1) for person in electorate]
    poll.opening = record_opening(
        session, poll.conference, facts_of(poll), _leaves(roll, electorate), key=key
    )
    session.add(poll)
    session.flush()
    # In the order of the random ids, so that the roll is kept in no order of people.
    session.execute(
        insert(PollPlace),
        [
            {
                "place": place,
                "poll_id": poll.id,
                "person_id": person.person_id,
                "holder_id": person.holder_id,
                "weight": weight,
                "body": person.body,
                "voted": False,
            }
            for place, person, weight in sorted(roll, key=lambda one: one[0])
        ],
    )
    _tell_planner(session)
    note_poll(
        session,
        actor,
        "poll:open",
        poll,
        now,
        record=poll.opening["hash"],
        form=poll.form.value,
        weighted=poll.weighted,
        changeable=poll.changeable,
        seconds=settings.seconds,
        places=len(roll),
    )
    return poll


def published_of(poll: Poll, rules: Rulebook) -> tuple[str, ...]:
    """Return what is shown of the ballots once the poll is closed, beside the figures."""
    if poll.is_secret:
        return ("ballots",) if rules.ballots.publish_trackers else ()
    return ("ballots", "names") if rules.ballots.publish_names else ("ballots",)


def note_poll(
    session: Session, actor: Actor, activity: str, poll: Poll, now: datetime, **facts: Any
) -> None:
    """Write the minute of an act on a poll."""
    write_minute(
        session,
        actor,
        activity,
        poll.subject,
        conference_id=poll.conference_id,
        now=now,
        facts={"motion": poll.motion_id, "question": poll.question, **facts},
    )


def _leaves(
    roll: Sequence[tuple[str, Entitled, int]], electorate: Sequence[Entitled]
) -> list[RollLeaf]:
    names = {person.person_id: person.public_id for person in electorate}
    return [
        RollLeaf(place, person.public_id, names[person.holder_id], weight, person.body)
        for place, person, weight in roll
    ]


def _tell_planner(session: Session) -> None:
    """Let PostgreSQL know that the roll is long: it would else read all of it for each ballot."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ANALYZE poll_place"))
