"""Measure ballots while a hall signs in: what the one costs the other.

Run with `python -m benchmarks.sign_in_storm`. Delegates vote over 64 connections in turns of a
few seconds: alone, and while others sign in with passwords at the pace of 2,000 in five minutes,
or with printed codes at the same pace. Each of those takes the way of a person: the page, its
form, the answer; who is told that many sign in just now sends the form again.
"""

from __future__ import annotations

import argparse
import os
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from itertools import count
from statistics import median
from urllib.parse import urlencode

from sqlalchemy import Engine, insert, update

from benchmarks.ballots import Bench
from benchmarks.serving.databases import POSTGRESQL, SQLITE, database
from benchmarks.serving.goals import Goal, show
from benchmarks.serving.hall import Hall, fill_hall, mint_sessions
from benchmarks.serving.load import Run, demand_wrk
from benchmarks.serving.servers import KEYS, Server, serving
from config import Config
from webapp.app import create_app
from webapp.models import Person, SignInCode
from webapp.models.storage import open_engine, writing
from webapp.procedure.procedural import BallotForm
from webapp.services.passwords import hash_password
from webapp.services.sign_in_codes import digest_of
from webapp.web.chance import new_code
from webapp.web.clock import utc_now

PEOPLE, MINUTES = 2_000, 5
PACE = PEOPLE / (MINUTES * 60)  # a second
SECONDS, ROUNDS = 6, 3
PASSWORD = "three words long"
PATIENCE = 30.0  # seconds until somebody gives up


@dataclass(slots=True)
class Storm:
    """People who come to sign in, and how it went for them."""

    server: Server
    forms: Iterator[tuple[str, dict[str, str]]]
    taken: list[float] = field(default_factory=list)
    outcomes: Counter[int] = field(default_factory=Counter)

    @contextmanager
    def blowing(self) -> Iterator[None]:
        """Let somebody come at every turn of the clock, for as long as this lasts."""
        over = threading.Event()
        with ThreadPoolExecutor(64) as people:
            clock = threading.Thread(target=self._let_in, args=(over, people))
            clock.start()
            yield
            over.set()
            clock.join()

    def _let_in(self, over: threading.Event, people: ThreadPoolExecutor) -> None:
        while not over.wait(1 / PACE):
            people.submit(self._sign_in, *next(self.forms))

    def _sign_in(self, path: str, fields: dict[str, str]) -> None:
        began = time.monotonic()
        status = 503
        while status == 503 and time.monotonic() - began < PATIENCE:
            status = sign_in(self.server, path, fields)
            self.outcomes[status] += 1
        self.taken.append(time.monotonic() - began)


def sign_in(server: Server, path: str, fields: dict[str, str]) -> int:
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as connection:
        connection.request("GET", path)
        page = connection.getresponse()
        cookie = str(page.headers["Set-Cookie"]).split(";")[0]
        word = page.read().decode().split('name="csrf_token" value="')[1].split('"')[0]
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", path, urlencode({"csrf_token": word, **fields}), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 503:
            time.sleep(float(answer.headers["Retry-After"]))
        return answer.status


def passwords(engine: Engine, hall: Hall) -> Iterator[tuple[str, dict[str, str]]]:
    """Give everybody the same password, and yield what each types to sign in."""
    kept = hash_password(PASSWORD, Config.ARGON2)
    with writing(engine).begin() as connection:
        connection.execute(update(Person).values(password_hash=kept))
    for number in count():
        email = f"delegate-{number % len(hall.delegates)}@example.org"
        yield "/accounts/sign-in", {"email": email, "password": PASSWORD}


def codes(engine: Engine, hall: Hall) -> Iterator[tuple[str, dict[str, str]]]:
    """Print codes, and yield them one after the other."""
    now = utc_now()
    printed = [new_code() for _ in range(PEOPLE)]
    rows = [
        {
            "person_id": secrets.choice(hall.delegates),
            "digest": digest_of(code),
            "made_at": now,
            "expires_at": now + timedelta(days=1),
        }
        for code in printed
    ]
    with writing(engine).begin() as connection:
        connection.execute(insert(SignInCode), rows)
    for code in printed:
        yield "/accounts/code", {"code": code, "new_password": "", "repeated": ""}


def measure(bench: Bench) -> Iterator[Goal]:
    """Vote in turns, alone and in each storm, and compare within each round."""
    storms = {
        "passwords": Storm(bench.server, passwords(bench.engine, bench.hall)),
        "codes": Storm(bench.server, codes(bench.engine, bench.hall)),
    }
    runs: dict[str, list[Run]] = {"alone": [], **{name: [] for name in storms}}
    for _ in range(ROUNDS):
        runs["alone"].append(bench.vote(connections=64, seconds=SECONDS))
        for name, storm in storms.items():
            with storm.blowing():
                runs[name].append(bench.vote(connections=64, seconds=SECONDS))
    for name, found in runs.items():
        print(
            f"  {name:<10} {middle(found, lambda run: run.per_second):>6.0f} ballots a second,"
            f" p50 {middle(found, lambda run: run.p50):>4.0f} ms,"
            f" p99 {middle(found, lambda run: run.p99):>4.0f} ms"
        )
    for name, storm in storms.items():
        alone = zip(runs[name], runs["alone"], strict=True)
        beside = median(run.per_second / other.per_second for run, other in alone)
        slowest = f"{len(storm.taken)} signed in, the slowest in {max(storm.taken):.1f} s"
        yield Goal(f"ballots while people sign in with {name} / alone", beside, least=0.7)
        refused = sum(run.refused for run in runs[name])
        yield Goal("  ballots refused or broken", refused, most=0, remark=slowest)
        unanswered = sum(storm.outcomes.values()) - storm.outcomes[302] - storm.outcomes[503]
        again = f"{storm.outcomes[503]} were asked to come again"
        yield Goal("  people who could not sign in", unanswered, most=0, remark=again)


def middle(runs: list[Run], of: Callable[[Run], float]) -> float:
    return median(of(run) for run in runs)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--database", choices=[SQLITE, POSTGRESQL], default=SQLITE)
    demand_wrk()
    with database(asked.parse_args().database) as address:
        os.environ |= KEYS | {"CARRIED_DATABASE_URL": address}
        engine = open_engine(address)
        hall = fill_hall(engine)
        sessions = mint_sessions(create_app(), hall.delegates)
        with serving(address) as server:
            bench = Bench(engine, hall, sessions, server, BallotForm.SECRET)
            bench.vote(connections=64, seconds=1)  # warm
            show(measure(bench))
        engine.dispose()


if __name__ == "__main__":
    main()
