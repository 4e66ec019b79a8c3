import socket
import time
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.factories.debate import TEN, amendment_to, published_motion
from tests.factories.person import actor_with
from tests.live_hub.viewers import Viewer, running
from webapp.live_hub import channel, stream
from webapp.models.storage import writing
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.queries.rulebooks import rulebook_of
from webapp.services.floor import show_on_floor
from webapp.services.results import Result, declare_result
from webapp.web.clock import utc_now
from webapp.web.tickets import make_ticket

KEY = "a key that the web pages and the hub share"


@pytest.fixture
def motion(own_engine, session):
    made = published_motion()
    session.commit()
    return made


@pytest.fixture
def slug(motion):
    return motion.conference.slug


@pytest.fixture
def hub(own_engine, motion):
    with running(own_engine, KEY) as (port, _):
        yield port


@pytest.fixture
def note(own_engine, session, motion):
    """Show a note on the screens, as the chair does, in a transaction of its own."""
    chair = actor_with(motion.conference, Role.CHAIR)
    session.commit()

    def show(words):
        with Session(writing(own_engine)) as work:
            conference = work.get(type(motion.conference), motion.conference_id)
            show_on_floor(work, chair, conference, None, note=words, now=utc_now())
            work.commit()

    return show


@pytest.fixture
def view(hub):
    opened = []

    def open_stream(asked, *headers, **settings):
        viewer = Viewer(hub, asked, *headers, **settings)
        opened.append(viewer)
        return viewer

    yield open_stream
    for viewer in opened:
        viewer.close()


def test_everybody_is_told_what_is_done_in_the_order_in_which_it_is(view, slug, note):
    viewers = [view(f"/{slug}") for _ in range(3)]
    first = [viewer.event()[1] for viewer in viewers]

    told = []
    for words in ("one", "two"):
        note(words)
        told.append([viewer.event()[1] for viewer in viewers])

    assert [facts["note"] for facts in first] == [""] * 3
    assert [[facts["note"] for facts in each] for each in told] == [["one"] * 3, ["two"] * 3]
    assert told[1][0]["minute"] == told[0][0]["minute"] + 1


def test_what_follows_in_an_instant_is_told_as_one(view, slug, note, monkeypatch):
    monkeypatch.setattr(channel, "TELL_EVERY", 1.0)
    viewer = view(f"/{slug}")
    viewer.event()
    note("first")
    viewer.event()

    for number in range(5):
        note(f"number {number}")

    assert viewer.event()[1]["note"] == "number 4"


@pytest.mark.parametrize("how", ["the header of a browser that comes back", "the address"])
def test_whoever_was_away_is_told_what_was_missed(view, slug, note, how):
    stays, leaves = view(f"/{slug}"), view(f"/{slug}")
    stays.event()
    last, _ = leaves.event()
    leaves.close()
    for words in ("one", "two"):
        note(words)
        stays.event()

    if how == "the address":
        back = view(f"/{slug}?last={last}")
    else:
        back = view(f"/{slug}", f"Last-Event-ID: {last}")

    assert [back.event()[1]["note"] for _ in range(2)] == ["one", "two"]


def test_whoever_comes_back_with_an_unknown_event_is_told_how_things_stand(view, slug, note):
    note("now")

    assert view(f"/{slug}", "Last-Event-ID: 3-older-1").event()[1]["note"] == "now"


def test_whoever_does_not_read_is_sent_away_and_the_others_are_not(
    view, slug, note, own_engine, monkeypatch
):
    monkeypatch.setattr(stream, "MOST_UNREAD", 4096)
    monkeypatch.setattr(stream, "KERNEL_BUFFER", 2048)
    monkeypatch.setattr(channel, "TELL_EVERY", 0.0)
    reads, sleeps = view(f"/{slug}"), view(f"/{slug}", room=2048)
    reads.event()
    for number in range(60):
        note(f"{number} {'x' * 290}")
        reads.event()

    assert sleeps.is_cut()
    note("still here")
    assert reads.event()[1]["note"] == "still here"


def test_a_result_is_told_the_moment_it_is_public_although_nobody_does_anything(
    view, slug, motion, session, own_engine
):
    chair = actor_with(motion.conference, Role.CHAIR)
    amendment = amendment_to(motion, TEN, number="1")
    undo = timedelta(seconds=rulebook_of(motion.conference).voting.undo_seconds)
    session.commit()
    viewer = view(f"/{slug}")
    viewer.event()

    with Session(writing(own_engine)) as work:
        then = utc_now() - undo + timedelta(seconds=1)
        mine = work.get_one(type(amendment), amendment.id)
        declare_result(work, chair, mine, Result(Outcome.CARRIED, then), now=then)
        work.commit()

    told = viewer.event()[1]
    assert told["item"]["name"] == "Amendment 1"
    newest = told["minute"]
    while told["result"] is None:
        told = viewer.event()[1]
    assert told["result"]["outcome"] == "carried"
    assert told["minute"] == newest


def test_no_more_come_in_than_there_is_room_for(own_engine, slug):
    with running(own_engine, KEY, most=2) as (port, _):
        viewers = [Viewer(port, f"/{slug}") for _ in range(3)]

        found = [viewer.status() for viewer in viewers]

        for viewer in viewers:
            viewer.close()
    assert found == [200, 200, 503]


def test_a_closed_conference_is_told_to_those_with_a_ticket_and_only_while_it_lasts(
    view, slug, motion, session
):
    motion.conference.is_closed = True
    session.commit()
    now = int(time.time())
    ticket, over = make_ticket(KEY, slug, now + 60), make_ticket(KEY, slug, now)
    other = make_ticket(KEY, "another", now + 60)
    short = make_ticket(KEY, slug, now + 1)

    found = [view(f"/{slug}?ticket={one}").status() for one in ("", over, other, ticket)]

    assert found == [403, 403, 403, 200]
    assert view(f"/{slug}?ticket={short}").kind() == "renew"


def test_whoever_follows_a_conference_that_closes_is_sent_away(view, slug, motion, session, note):
    viewer = view(f"/{slug}")
    viewer.event()
    motion.conference.is_closed = True
    session.commit()

    note("among ourselves")

    assert "among" not in str(viewer.kind())
    assert viewer.is_cut()


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/nowhere", 404),
        ("/-/health", 200),
        ("/" + "x" * 9000, 431),
    ],
)
def test_other_questions_are_answered_and_ended(view, asked, status):
    viewer = view(asked)

    assert viewer.status() == status
    assert viewer.is_cut()


def test_only_reading_is_understood(hub):
    for sent, status in ((b"POST /x HTTP/1.1\r\n\r\n", b"405"), (b"hello\r\n\r\n", b"400")):
        with socket.create_connection(("127.0.0.1", hub)) as connection:
            connection.sendall(sent)

            assert connection.recv(100).split()[1] == status


def test_a_hub_that_stops_lets_everybody_hear_the_end(own_engine, slug):
    with running(own_engine, KEY) as (port, _):
        viewer = Viewer(port, f"/{slug}")
        viewer.event()

    assert viewer.is_cut()
    viewer.close()
