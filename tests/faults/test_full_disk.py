"""A disk that is full refuses ballots, and loses none that it acknowledged."""

import secrets
from collections import Counter

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from tests.factories.poll import SECRET
from tests.faults.checks import faults_of, faults_of_records
from tests.faults.databases import SQLITE, database
from tests.faults.hall import Hall
from tests.faults.voters import Ballot, Ledger
from webapp.models import PollPlace
from webapp.models.storage import open_engine
from webapp.procedure.polls import Answer
from webapp.services.ballot_recording import Sent
from webapp.services.ballot_writer import BallotsStuck, BallotWriter
from webapp.web.clock import utc_now


@pytest.fixture
def hall(tmp_path):
    with database(SQLITE, tmp_path) as (_, engine):
        yield Hall(engine, 400)


@pytest.fixture
def disk(hall):
    """Say how many pages the disk has room for, beyond those in use: `disk["room"] = 2`."""
    return {"room": None}


@pytest.fixture
def writer(hall, disk):
    """Keep ballots on a disk that is full when `disk` says so."""
    engine = open_engine(hall.engine.url)
    with hall.engine.connect() as connection:
        used = connection.execute(text("PRAGMA page_count")).scalar_one()

    @event.listens_for(engine, "checkout")
    def limit(driver, record, proxy):
        most = 1_000_000 if disk["room"] is None else used + disk["room"]
        driver.execute(f"PRAGMA max_page_count = {most}")

    writer = BallotWriter(engine, utc_now)
    yield writer
    writer.drain()
    engine.dispose()


def holder_of(hall, place):
    with Session(hall.engine) as session:
        return session.scalars(select(PollPlace.holder_id).where(PollPlace.place == place)).one()


def send(writer, hall, poll, ballot, ledger):
    """Send one ballot, and note what its voter is told; False where nothing is."""
    ledger.send(ballot)
    holder = holder_of(hall, ballot.place)
    sent = Sent(poll.public_id, ballot.place, holder, 0, ballot.token, ballot.choice)
    try:
        told = writer.cast(sent)
    except BallotsStuck:
        return False
    assert told.answer in {Answer.RECORDED, Answer.SENT_BEFORE}
    ledger.told(ballot, 200, {"state": "recorded", "receipt": told.receipt})
    return True


def test_a_full_disk_refuses_and_once_there_is_room_each_ballot_is_there_once(hall, writer, disk):
    poll = hall.open(SECRET)
    ballots = [Ballot(seat.place, secrets.token_urlsafe(18), "for") for seat in poll.seats]
    ledger = Ledger()
    disk["room"] = 12

    before = [send(writer, hall, poll, one, ledger) for one in ballots]
    disk["room"] = None
    after = [send(writer, hall, poll, one, ledger) for one in ballots]

    assert Counter(before)[True] > 0
    assert Counter(before)[False] > 0
    assert all(after)
    assert faults_of(hall.engine, poll, ledger, hall.close(poll)) == []
    assert faults_of_records(hall.engine, hall.conference_id) == []
