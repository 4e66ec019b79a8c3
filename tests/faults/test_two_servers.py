"""Two web servers on one PostgreSQL, behind one address: what one was told the other knows."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from sqlalchemy.orm import Session

from tests.databases import POSTGRESQL, database_of_its_own
from tests.factories.poll import SECRET as SECRET_POLL
from tests.faults.hall import Hall, OpenedPoll, Seat, sessions_of
from tests.faults.service import SECRET, Service
from tests.live_hub.viewers import Viewer, running
from webapp.models import Conference, Person
from webapp.models.storage import open_engine
from webapp.services.passwords import hash_password

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
PASSWORD = "three words long"
PATIENCE = 20.0


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    body: str
    headers: Any

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


def ask(server: Service, path: str, fields: dict[str, str] | None = None, **headers: str) -> Reply:
    """Ask one of the servers, with a form or without."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as connection:
        if fields is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(fields), headers)
        with closing(connection.getresponse()) as answer:
            return reply(answer)


def reply(answer: HTTPResponse) -> Reply:
    return Reply(answer.status, answer.read().decode(), answer.headers)


def vote(server: Service, poll: OpenedPoll, seat: Seat, token: str) -> Reply:
    fields = {"csrf_token": seat.word, "place": seat.place, "token": token, "choice": "for"}
    return ask(
        server,
        f"/ballots/{poll.public_id}",
        fields,
        Cookie=seat.cookie,
        Accept="application/json",
    )


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with database_of_its_own(POSTGRESQL, tmp_path_factory.mktemp("database")) as address:
        engine = open_engine(address)
        yield Hall(engine, size=12)
        engine.dispose()


@pytest.fixture(scope="module")
def servers(hall: Hall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Service]]:
    """Start both at once; a proxy before them would send each request to either."""
    folder = tmp_path_factory.mktemp("servers")
    address = hall.engine.url.render_as_string(hide_password=False)
    both = [Service(address, folder / f"{number}.log", workers=1) for number in range(2)]
    for server in both:
        server.start()
    for server in both:
        server.await_answer()
    yield both
    for server in both:
        server.stop()


@pytest.fixture
def poll(hall: Hall) -> Iterator[OpenedPoll]:
    opened = hall.open(SECRET_POLL)
    yield opened
    hall.close(opened)


def test_a_ballot_sent_to_both_servers_is_in_the_box_once(hall, servers, poll):
    tokens = [secrets.token_urlsafe(18) for _ in poll.seats]
    sent = list(zip(poll.seats, tokens, strict=True))

    first = [vote(servers[at % 2], poll, *one) for at, one in enumerate(sent)]
    again = [vote(servers[1 - at % 2], poll, *one) for at, one in enumerate(sent)]
    another = [vote(servers[1], poll, seat, secrets.token_urlsafe(18)) for seat in poll.seats]

    assert {one.status for one in first + again} == {200}
    assert [one.facts["receipt"] for one in first] == [one.facts["receipt"] for one in again]
    assert {one.status for one in another} == {409}
    assert hall.close(poll)["for"] == len(sent)


def test_what_one_server_closed_the_other_takes_no_ballots_for(hall, servers, poll):
    early, late = poll.seats[:2]
    token = secrets.token_urlsafe(18)
    told = vote(servers[1], poll, early, token)
    cookie, word = sessions_of([hall.chair.person_id])[hall.chair.person_id]

    closed = ask(
        servers[0], f"/ballots/{poll.public_id}/close", {"csrf_token": word}, Cookie=cookie
    )

    assert closed.status == 303
    assert vote(servers[1], poll, late, secrets.token_urlsafe(18)).status == 410
    assert vote(servers[1], poll, early, token).facts["receipt"] == told.facts["receipt"]


def test_live_pages_of_both_servers_and_the_hub_follow_an_act_at_one(hall, servers, poll):
    with Session(hall.engine) as work:
        slug = work.get_one(Conference, hall.conference_id).slug
    address = f"/live/{slug}/now.json"
    cookie, word = sessions_of([hall.chair.person_id])[hall.chair.person_id]
    before = ask(servers[1], address).facts["minute"]

    with running(hall.engine, SECRET) as (port, _):
        viewer = Viewer(port, f"/{slug}")
        shown_first = viewer.event()[1]["minute"]
        ask(servers[0], f"/ballots/{poll.public_id}/close", {"csrf_token": word}, Cookie=cookie)
        pushed = viewer.event()[1]["minute"]
        viewer.close()

    assert shown_first == before
    assert pushed > before
    assert [await_later(server, address, before) for server in servers] == [pushed, pushed]


def await_later(server: Service, address: str, minute: int) -> int:
    """Return the minute that a server tells of once it is a later one."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        told: int = ask(server, address).facts["minute"]
        if told > minute:
            return told
    raise TimeoutError(f"{address} stays at minute {minute}")


def test_failures_to_sign_in_are_counted_for_both_servers_together(hall, servers):
    with hall.at_work() as work:
        guessed, neighbour = work.query(Person).filter(Person.email.is_not(None)).limit(2)
        guessed.password_hash = neighbour.password_hash = hash_password(PASSWORD, CHEAP)
        addresses = [str(guessed.email), str(neighbour.email)]

    guesses = [sign_in(servers[at % 2], addresses[0], "a wrong guess") for at in range(10)]
    further = [sign_in(server, addresses[0], PASSWORD) for server in servers]
    others = [sign_in(server, addresses[1], PASSWORD) for server in servers]

    assert guesses == [422] * 10
    assert further == [429, 429]
    assert others == [302, 302]


def sign_in(server: Service, email: str, password: str) -> int:
    """Try to sign in with a new browser, and return what was answered."""
    page = ask(server, "/accounts/sign-in")
    word = page.body.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {"csrf_token": word, "email": email, "password": password}
    cookie = str(page.headers["Set-Cookie"]).split(";")[0]
    return ask(server, "/accounts/sign-in", fields, Cookie=cookie).status
