"""Two web servers on one PostgreSQL, behind one address: what one was told the other knows."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from sqlalchemy.orm import Session

from tests.databases import POSTGRESQL, database_of_its_own
from tests.factories.poll import SECRET as SECRET_POLL
from tests.faults.hall import Hall, OpenedPoll, Seat, sessions_of
from tests.faults.service import SECRET, Service
from tests.live_hub.viewers import Viewer, running
from tests.nginx import free_port, nginx_before
from webapp.models import Conference, Person
from webapp.models.storage import open_engine
from webapp.services.passwords import hash_password

CHEAP = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
PASSWORD = "three words long"
PATIENCE = 20.0
BEHIND_A_PROXY = {"CARRIED_BEHIND_PROXY": "1", "CARRIED_LIVE_URL": "/events"}
MEGABYTE = 1024 * 1024


class Reply(NamedTuple):
    """What a server answered."""

    status: int
    body: str
    headers: Any

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class Door(NamedTuple):
    """Where a request goes in, and the address it is sent from."""

    port: int
    source: str = "127.0.0.1"


Asked = Service | Door


def ask(server: Asked, path: str, fields: dict[str, str] | None = None, **headers: str) -> Reply:
    """Ask one of the servers, or the proxy before them, with a form or without."""
    source = server.source if isinstance(server, Door) else "127.0.0.1"
    asked = HTTPConnection("127.0.0.1", server.port, PATIENCE, source_address=(source, 0))
    with closing(asked) as connection:
        if fields is None:
            connection.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request("POST", path, urlencode(fields), headers)
        with closing(connection.getresponse()) as answer:
            return reply(answer)


def reply(answer: HTTPResponse) -> Reply:
    return Reply(answer.status, answer.read().decode(), answer.headers)


def vote(server: Asked, poll: OpenedPoll, seat: Seat, token: str, **headers: str) -> Reply:
    fields = {"csrf_token": seat.word, "place": seat.place, "token": token, "choice": "for"}
    return ask(
        server,
        f"/ballots/{poll.public_id}",
        fields,
        Cookie=seat.cookie,
        Accept="application/json",
        **headers,
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
    both = [
        Service(address, folder / f"{number}.log", workers=1, **BEHIND_A_PROXY)
        for number in range(2)
    ]
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


def sign_in(server: Asked, email: str, password: str, **headers: str) -> int:
    """Try to sign in with a new browser, and return what was answered."""
    page = ask(server, "/accounts/sign-in", None, **headers)
    word = page.body.split('name="csrf_token" value="')[1].split('"')[0]
    fields = {"csrf_token": word, "email": email, "password": password}
    cookie = str(page.headers["Set-Cookie"]).split(";")[0]
    return ask(server, "/accounts/sign-in", fields, Cookie=cookie, **headers).status


# --- behind nginx, with the lines of the guide


@pytest.fixture(scope="module")
def nginx(
    hall: Hall, servers: list[Service], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("nginx")
    with (
        running(hall.engine, SECRET) as (hub, _),
        nginx_before(folder, [server.port for server in servers], hub) as port,
    ):
        yield Door(port)


def test_pages_and_what_they_load_come_through_nginx(hall, nginx):
    page = ask(nginx, "/accounts/sign-in")
    sheet = page.body.split('rel="stylesheet" href="')[1].split('"')[0]

    assert page.status == 200
    assert ask(nginx, sheet).status == 200


def test_a_ballot_sent_twice_through_nginx_is_in_the_box_once_and_in_no_log(
    hall, servers, poll, tmp_path
):
    tokens = [secrets.token_urlsafe(18) for _ in poll.seats]
    with nginx_before(tmp_path, [server.port for server in servers], free_port()) as port:
        address = {"Origin": f"http://127.0.0.1:{port}", "Host": f"127.0.0.1:{port}"}
        first, again = (
            [
                vote(Door(port), poll, *one, **address)
                for one in zip(poll.seats, tokens, strict=True)
            ]
            for _ in range(2)
        )
        ask(Door(port), "/health")

    assert {one.status for one in first + again} == {200}
    assert [one.facts["receipt"] for one in first] == [one.facts["receipt"] for one in again]
    assert hall.close(poll)["for"] == len(poll.seats)
    logged = Path(tmp_path, "access.log").read_text()
    assert "/health" in logged
    assert "/ballots/" not in logged


def test_where_one_server_is_gone_nginx_brings_every_ballot_to_the_other(
    hall, servers, poll, tmp_path
):
    with nginx_before(tmp_path, [free_port(), servers[0].port], free_port()) as port:
        told = [vote(Door(port), poll, seat, secrets.token_urlsafe(18)) for seat in poll.seats]

    assert {one.status for one in told} == {200}
    assert hall.close(poll)["for"] == len(poll.seats)


def test_an_event_comes_through_nginx_as_soon_as_something_was_done(hall, nginx, poll):
    with Session(hall.engine) as work:
        slug = work.get_one(Conference, hall.conference_id).slug
    cookie, word = sessions_of([hall.chair.person_id])[hall.chair.person_id]
    way = ask(nginx, f"/live/{slug}/way.json").facts["events"]

    viewer = Viewer(nginx.port, way)
    before = viewer.event()[1]["minute"]
    ask(nginx, f"/ballots/{poll.public_id}/close", {"csrf_token": word}, Cookie=cookie)
    pushed = viewer.event()[1]["minute"]
    viewer.close()

    assert way.startswith("/events/")
    assert pushed > before


def test_limits_behind_nginx_go_by_the_true_address_of_each_client(hall, nginx):
    with hall.at_work() as work:
        guessed = work.query(Person).filter(Person.email.is_not(None)).offset(2).limit(1).one()
        guessed.password_hash = hash_password(PASSWORD, CHEAP)
        email = str(guessed.email)
    guesser, owner = Door(nginx.port, "127.0.0.2"), Door(nginx.port, "127.0.0.3")

    for number in range(10):
        pretended = {"X-Forwarded-For": f"192.0.2.{number}"}
        assert sign_in(guesser, email, "a wrong guess", **pretended) == 422

    assert sign_in(guesser, email, PASSWORD, **{"X-Forwarded-For": "192.0.2.99"}) == 429
    assert sign_in(owner, email, PASSWORD) == 302


def test_nginx_takes_as_large_a_list_as_the_service_and_nothing_larger(nginx):
    large = ask(nginx, "/accounts/sign-in", {"email": "x" * 7 * MEGABYTE})

    assert large.status == 403  # the service's own answer: there is no word in the form
    assert status_of_announced(nginx, 9 * MEGABYTE) == 413


def status_of_announced(door: Door, size: int) -> int:
    """Say how much will be sent, and return what is answered to that."""
    with closing(HTTPConnection("127.0.0.1", door.port, PATIENCE)) as connection:
        connection.putrequest("POST", "/accounts/sign-in")
        connection.putheader("Content-Length", str(size))
        connection.endheaders()
        with closing(connection.getresponse()) as answer:
            return answer.status
