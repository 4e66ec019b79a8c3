"""A hall of delegates, each with a session, and the polls they vote in, opened by the service."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from flask import Flask, session
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

import config
from tests.factories.base import bind
from tests.factories.debate import published_motion
from tests.factories.person import actor_with
from tests.factories.poll import KEY, delegates
from tests.faults.service import SECRET
from webapp.app import create_app
from webapp.models import Motion, Poll, PollPlace
from webapp.models.storage import writing
from webapp.procedure.polls import PollSettings
from webapp.procedure.roles import Role
from webapp.queries.actor import Actor
from webapp.services.poll_closing import close_poll
from webapp.services.polls import open_poll
from webapp.web.clock import utc_now
from webapp.web.forgery import csrf_token


class Seat(NamedTuple):
    """A delegate's place on the roll, and the session they send their ballot with."""

    place: str
    cookie: str
    word: str


class Hall:
    """A conference with one motion before it, a chair, and everybody who may vote."""

    def __init__(self, engine: Engine, size: int) -> None:
        self.engine = engine
        with self.at_work() as work:
            bind(work)
            motion = published_motion()
            people = [one.id for one in delegates(motion.conference, size)]
            self.chair: Actor = actor_with(motion.conference, Role.CHAIR)
            self.conference_id, self._motion_id = motion.conference_id, motion.id
            bind(None)
        self._sessions = sessions_of(people)

    @contextmanager
    def at_work(self) -> Iterator[Session]:
        with Session(writing(self.engine)) as work:
            yield work
            work.commit()

    def open(self, settings: PollSettings) -> OpenedPoll:
        with self.at_work() as work:
            poll = open_poll(
                work,
                self.chair,
                work.get_one(Motion, self._motion_id),
                settings,
                key=KEY,
                new_id=lambda: secrets.token_hex(16),
                now=utc_now(),
            )
            places = select(PollPlace.holder_id, PollPlace.place).where(
                PollPlace.poll_id == poll.id
            )
            seats = [
                Seat(place, *self._sessions[person])
                for person, place in work.execute(places)
                if person in self._sessions
            ]
            return OpenedPoll(poll.id, poll.public_id, poll.is_secret, seats)

    def close(self, poll: OpenedPoll) -> dict[str, int]:
        """Close a poll as the chair does, and return its figures."""
        with self.at_work() as work:
            closed = close_poll(
                work, self.chair, work.get_one(Poll, poll.id), key=KEY, now=utc_now()
            )
            return dict(closed.figures or {})


class OpenedPoll(NamedTuple):
    """A poll, and the seats from which it is voted in."""

    id: int
    public_id: str
    is_secret: bool
    seats: list[Seat]


def sessions_of(people: list[int]) -> dict[int, tuple[str, str]]:
    """Return for each person the cookie of a session, and the word that its forms carry."""
    app: Flask = create_app(config.DevelopmentConfig(SECRET_KEY=SECRET))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    found = {}
    with app.test_request_context():
        for one in people:
            session.clear()
            session.update(_user_id=f"{one}.0", _fresh=True, _permanent=True)
            word = csrf_token()
            found[one] = (f"carried={signer.dumps(dict(session))}", word)
    return found
