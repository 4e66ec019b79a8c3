import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.factories.person import actor_with
from tests.factories.poll import CHANGEABLE, KEY, SECRET, ballot, places, poll_on
from tests.moments import NOON
from webapp.models import Poll
from webapp.models.storage import open_engine, writing
from webapp.procedure.polls import Answer
from webapp.procedure.roles import Role
from webapp.queries.polls import figures_in_box
from webapp.services import ballot_writer
from webapp.services.ballot_writer import BallotWriter
from webapp.services.poll_closing import close_poll


@pytest.fixture
def writer(own_engine, session):
    made = BallotWriter(own_engine, lambda: NOON)
    yield made
    made.drain()


def at_once(*acts):
    """Do these at the same moment, each in a thread of its own, and return what came of it."""
    start = threading.Barrier(len(acts))

    def act(one):
        start.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def counted(session, poll):
    session.commit()  # and so see what was committed elsewhere
    return sum(figures_in_box(session, poll).values())


@pytest.mark.parametrize("settings", [CHANGEABLE, SECRET], ids=["open", "secret"])
def test_every_ballot_of_a_crowd_is_kept_once(writer, session, settings):
    poll = poll_on(None, settings, voters=40)
    sent = [ballot(poll, place, "for") for place in places(poll)]

    told = at_once(*[lambda one=one: writer.cast(one) for one in sent])

    assert {one.answer for one in told} == {Answer.RECORDED}
    assert len({one.receipt for one in told}) == len(sent)
    assert counted(session, poll) == len(sent)


def test_of_two_phones_at_once_one_is_recorded(writer, session):
    poll = poll_on(None, SECRET)
    place = places(poll)[0]
    sent = [ballot(poll, place, choice) for choice in ("for", "against")]

    told = at_once(*[lambda one=one: writer.cast(one) for one in sent])

    assert sorted(one.answer for one in told) == [Answer.CAST_ALREADY, Answer.RECORDED]
    assert counted(session, poll) == 1


def test_a_double_click_is_one_ballot_with_one_receipt(writer, session):
    poll = poll_on(None, SECRET)
    place = places(poll)[0]
    sent = [ballot(poll, place, "for", token="d" * 32) for _ in range(4)]

    told = at_once(*[lambda one=one: writer.cast(one) for one in sent])

    assert sorted(one.answer for one in told) == [Answer.RECORDED] + [Answer.SENT_BEFORE] * 3
    assert len({one.receipt for one in told}) == 1


def test_two_servers_keep_one_ballot_of_two_phones(own_database, own_engine, session):
    poll = poll_on(None, SECRET, voters=20)
    everywhere = places(poll)
    elsewhere = open_engine(own_database)
    writers = [BallotWriter(own_engine, lambda: NOON), BallotWriter(elsewhere, lambda: NOON)]
    sent = [(writer, ballot(poll, place, "for")) for place in everywhere for writer in writers]

    told = at_once(*[lambda pair=pair: pair[0].cast(pair[1]) for pair in sent])
    for writer in writers:
        writer.drain()
    elsewhere.dispose()

    recorded = [one for one in told if one.answer is Answer.RECORDED]
    assert len(recorded) == len(everywhere)
    assert counted(session, poll) == len(everywhere)


@pytest.mark.parametrize("settings", [CHANGEABLE, SECRET], ids=["open", "secret"])
def test_at_the_instant_of_closing_a_ballot_is_counted_or_refused(
    writer, own_engine, session, settings
):
    poll = poll_on(None, settings, voters=30)
    chair = actor_with(poll.conference, Role.CHAIR)
    sent = [ballot(poll, place, "for") for place in places(poll)]
    session.commit()

    def close():
        with Session(writing(own_engine)) as other:
            closed = close_poll(other, chair, other.get_one(Poll, poll.id), key=KEY, now=NOON)
            figures = dict(closed.figures or {})
            other.commit()
            return figures

    acts = [lambda one=one: writer.cast(one) for one in sent]
    *told, figures = at_once(*acts[:15], *acts[15:], close)

    assert {one.answer for one in told} <= {Answer.RECORDED, Answer.CLOSED}
    assert figures["for"] == sum(one.answer is Answer.RECORDED for one in told)


def test_a_bad_ballot_is_refused_alone(writer, session, monkeypatch):
    poll = poll_on(None, SECRET)
    good, bad = places(poll)[:2]
    kept = ballot_writer.record

    def record(box, sent, clock):
        if any(one.place == bad.place for one in sent):
            raise OperationalError("INSERT", {}, Exception("the disk is full"))
        return kept(box, sent, clock)

    monkeypatch.setattr(ballot_writer, "record", record)
    waiting = [ballot_writer._Waiting(ballot(poll, place, "for")) for place in (good, bad)]

    writer._record(waiting)

    assert waiting[0].told.answer is Answer.RECORDED
    assert isinstance(waiting[1].fault, OperationalError)
    assert counted(session, poll) == 1


def test_a_writer_left_alone_starts_again(writer, session, monkeypatch):
    monkeypatch.setattr(ballot_writer, "IDLE_SECONDS", 0.01)
    poll = poll_on(None, SECRET)
    one, other = places(poll)[:2]
    writer.cast(ballot(poll, one, "for"))
    thread = writer._thread
    if thread is not None:
        thread.join(5)

    told = writer.cast(ballot(poll, other, "for"))

    assert told.answer is Answer.RECORDED
