"""The live hub with an audience before it, as benchmarks want them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any, cast

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmarks.serving.hall import Hall
from benchmarks.serving.servers import KEYS, ROOT, Server, free_port
from webapp.models import Conference, Minute
from webapp.models.storage import writing
from webapp.queries.actor import load_actor
from webapp.services.floor import show_on_floor
from webapp.web.clock import utc_now

LONG = "Conference goes on in this hall at two o’clock with the amendments to the next motion. "


@dataclass(slots=True)
class Seen:
    """What an audience saw; filled when it has gone."""

    number: int
    arrived: dict[int, list[float]] = field(default_factory=dict)
    cut: int = 0

    @property
    def deliveries(self) -> int:
        return sum(len(times) for times in self.arrived.values())


@contextmanager
def hub(database: str) -> Iterator[Server]:
    """Run the live hub on a database, and stop it afterwards."""
    port = free_port()
    command = [sys.executable, "-m", "webapp.live_hub", "--port", str(port)]
    environment = os.environ | KEYS | {"CARRIED_DATABASE_URL": database}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        await_hub(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def await_hub(process: subprocess.Popen[bytes], port: int, patience: float = 60) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/-/health")
            asked.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the hub did not start")


@contextmanager
def audience(server: Server, slug: str, number: int) -> Iterator[Seen]:
    """Have so many viewers follow a conference; what they saw is known at the end."""
    command = [sys.executable, "-m", "benchmarks.serving.audience", str(server.port), slug]
    process = subprocess.Popen(
        [*command, str(number)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    said, told = cast("IO[str]", process.stdout), cast("IO[str]", process.stdin)
    seen = Seen(number)
    try:
        if said.readline() != "ready\n":
            raise ConnectionError("the audience was not let in")
        yield seen
        told.write("enough\n")
        told.flush()
        found: dict[str, Any] = json.loads(said.readline())
        seen.arrived = {int(minute): times for minute, times in found["arrived"].items()}
        seen.cut = found["cut"]
    finally:
        process.kill()
        process.wait(30)


@contextmanager
def live_viewers(database: str, slug: str, number: int) -> Iterator[Seen]:
    """Have so many viewers follow a conference of a database, by a hub of their own."""
    with hub(database) as server, audience(server, slug, number) as seen:
        yield seen


@contextmanager
def news(engine: Engine, hall: Hall, apart: float = 0.25) -> Iterator[None]:
    """Have the chair show something else again and again, as often as the hub tells it."""
    enough = threading.Event()

    def tell() -> None:
        number = 0
        while not enough.wait(apart):
            number += 1
            show_note(engine, hall, f"{LONG}{number}")

    teller = threading.Thread(target=tell)
    teller.start()
    try:
        yield
    finally:
        enough.set()
        teller.join()


def show_note(engine: Engine, hall: Hall, note: str) -> int:
    """Show a note on the screens, and return the number of the minute that says so."""
    with Session(writing(engine)) as work:
        conference = work.get_one(Conference, hall.conference_id)
        actor = load_actor(work, hall.staff_id)
        show_on_floor(work, actor, conference, None, note=note, now=utc_now())
        wanted = select(func.max(Minute.number)).where(Minute.conference_id == conference.id)
        number = work.scalar(wanted) or 0
        work.commit()
    return number


def memory_of(process: int) -> int:
    """Return what a process takes of the machine's memory, in bytes; shared pages by share."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    [found] = [line.split()[1] for line in lines if line.startswith("Pss:")]
    return int(found) * 1024
