"""Two movers who answer in the same moment: real transactions, one waiting for the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from tests.factories.amendment import composite_for_both
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import published_motion
from tests.factories.person import actor_of
from tests.moments import NOON
from webapp.models import Amendment, CompositeOffer
from webapp.models.storage import writing
from webapp.procedure.states import AmendmentState
from webapp.services.errors import ChangedMeanwhile
from webapp.services.offering_composites import answer_to_committee

PATIENCE = 20


@pytest.fixture
def offer(session):
    made = composite_for_both(published_motion(ConferenceFactory()))
    session.commit()
    return made


def answer(engine, offer_id, actor, agrees):
    with Session(writing(engine)) as session, session.begin():
        offer = session.get_one(CompositeOffer, offer_id)
        answer_to_committee(session, actor, offer, agrees=agrees, now=NOON)


def at_once(engine, offer, *agree):
    offer_id, actors = offer.id, [actor_of(one.drafter) for one in (offer.draft, offer.other)]
    with ThreadPoolExecutor(2) as pool:
        started = [
            pool.submit(answer, engine, offer_id, actor, agrees)
            for actor, agrees in zip(actors, agree, strict=True)
        ]
    return [one.exception(PATIENCE) for one in started]


def test_two_who_agree_at_once_move_one(session, own_engine, offer):
    refusals = at_once(own_engine, offer, True, True)
    session.commit()  # its own reading began before the two answered
    session.expire_all()

    assert refusals == [None, None]
    states = sorted(one.state for one in session.query(Amendment))
    assert states == [AmendmentState.SUBMITTED, *[AmendmentState.WITHDRAWN] * 2]


def test_where_one_declines_at_once_nothing_is_made(session, own_engine, offer):
    refusals = at_once(own_engine, offer, True, False)
    session.commit()  # its own reading began before the two answered
    session.expire_all()

    assert all(one is None or isinstance(one, ChangedMeanwhile) for one in refusals)
    assert {one.state for one in session.query(Amendment)} == {AmendmentState.SUBMITTED}
