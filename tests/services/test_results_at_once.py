"""Two people at one desk: real transactions, one waiting for the other."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.factories.debate import amendment_to, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Amendment, Declaration, TextVersion
from webapp.models.storage import writing
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.queries.actor import Actor
from webapp.services.errors import AlreadyDeclared
from webapp.services.results import Result, declare_result

PATIENCE = 20


@pytest.fixture
def chairs(session, own_engine):
    motion = published_motion()
    amendment = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
    both = [actor_with(motion.conference, Role.CHAIR) for _ in range(2)]
    session.commit()
    return amendment.id, both


def declare(engine: Engine, actor: Actor, amendment_id: int, outcome: Outcome, ready: Event) -> int:
    """Read the amendment, as a page does, and declare; say when that is done, not yet kept."""
    with Session(writing(engine)) as session, session.begin():
        amendment = session.get_one(Amendment, amendment_id)
        result = Result(outcome, NOON)
        declaration = declare_result(session, actor, amendment, result, now=NOON)
        ready.set()
        return declaration.id


def at_once(engine, chairs, *outcomes) -> list[Future[int]]:
    amendment_id, actors = chairs
    with ThreadPoolExecutor(2) as pool:
        ready = Event()
        started = [
            pool.submit(declare, engine, actor, amendment_id, outcome, ready)
            for actor, outcome in zip(actors, outcomes, strict=True)
        ]
        assert ready.wait(PATIENCE)
    return started


def test_two_chairs_who_say_the_same_at_once_record_it_once(own_engine, session, chairs):
    one, other = at_once(own_engine, chairs, Outcome.CARRIED, Outcome.CARRIED)

    assert one.result(PATIENCE) == other.result(PATIENCE)
    assert session.scalar(select(func.count()).select_from(Declaration)) == 1
    assert session.scalar(select(func.max(TextVersion.number))) == 3


def test_of_two_chairs_who_differ_at_once_the_second_is_told(own_engine, session, chairs):
    started = at_once(own_engine, chairs, Outcome.CARRIED, Outcome.LOST)

    refusals = [one.exception(PATIENCE) for one in started]
    assert sum(refusal is None for refusal in refusals) == 1
    assert any(isinstance(refusal, AlreadyDeclared) for refusal in refusals)
    assert session.scalar(select(func.count()).select_from(Declaration)) == 1
