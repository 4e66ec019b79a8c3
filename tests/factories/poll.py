"""Polls as their service opens them, and ballots as the writer keeps them.

poll = poll_on(motion)                       ten delegates, open, changeable
cast(poll, place_of(poll, person), "for")    in the test's own transaction
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from tests.factories.base import bound_session, settle
from tests.factories.debate import published_motion
from tests.factories.person import MembershipFactory, PersonFactory, actor_with
from tests.factories.remembered import end_story, remembered
from tests.moments import NOON
from webapp.models import Person, PollPlace
from webapp.procedure.polls import PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.sealing import SigningKey
from webapp.services.ballot_recording import Sent, Told, record
from webapp.services.ballot_statements import box_of
from webapp.services.poll_closing import close_poll
from webapp.services.polls import open_poll

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Conference, Item, Poll
    from webapp.queries.polls import OneOf

OPEN = PollSettings(BallotForm.OPEN)
CHANGEABLE = PollSettings(BallotForm.OPEN, changeable=True)
SECRET = PollSettings(BallotForm.SECRET)
KEY = SigningKey(b"k" * 32)

_ids = count(1)


def new_id() -> str:
    """Return a new name, not in the order in which they are made."""
    return f"{next(_ids) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128):032x}"


def delegates(conference: Conference, number: int, *, weight: int = 1) -> list[Person]:
    found = PersonFactory.create_batch(number)
    for person in found:
        MembershipFactory(person=person, conference=conference, role=Role.DELEGATE, weight=weight)
    return list(found)


@remembered
def poll_on(
    asked: Item | OneOf | None = None,
    settings: PollSettings = OPEN,
    *,
    voters: int = 10,
    now: datetime = NOON,
) -> Poll:
    """Return a poll just opened, with so many delegates more than there were."""
    session = bound_session()
    asked = asked or published_motion()
    conference = getattr(asked, "motion", asked).conference
    delegates(conference, voters)
    chair = actor_with(conference, Role.CHAIR)
    poll = open_poll(session, chair, asked, settings, key=KEY, new_id=new_id, now=now)
    settle()
    return poll


def places(poll: Poll) -> list[PollPlace]:
    """Return the places of a poll, in the order in which its people came."""
    found = select(PollPlace).where(PollPlace.poll_id == poll.id).order_by(PollPlace.person_id)
    return list(bound_session().scalars(found))


def ballot(
    poll: Poll,
    place: PollPlace,
    choice: str = "for",
    *,
    token: str = "",
    by: int | None = None,
    epoch: int = 0,
) -> Sent:
    return Sent(
        poll.public_id,
        place.place,
        by or place.holder_id,
        epoch,
        token or new_id(),
        choice,
    )


def cast(*sent: Sent, now: datetime = NOON) -> list[Told]:
    """Record ballots as one group of the writer, in the test's own transaction."""
    session = bound_session()
    session.flush()
    end_story(session)
    driver = session.connection().connection.driver_connection
    told = record(box_of(driver), sent, lambda: now)
    session.expire_all()
    return told


def cast_all(poll: Poll, *choices: str, now: datetime = NOON) -> list[Told]:
    """Let the first places vote like this, in turn."""
    sent = [
        ballot(poll, place, choice) for place, choice in zip(places(poll), choices, strict=False)
    ]
    return cast(*sent, now=now)


def closed(poll: Poll, *, now: datetime = NOON) -> Poll:
    session = bound_session()
    close_poll(session, actor_with(poll.conference, Role.CHAIR), poll, key=KEY, now=now)
    settle()
    return poll
