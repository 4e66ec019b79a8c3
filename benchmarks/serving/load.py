"""Load by wrk: everybody in the hall sends one request, over so many connections."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.serving.hall import NO_WORK, OpenedPoll
from benchmarks.serving.servers import Server
from webapp.procedure.polls import ANSWERS

SCRIPT = Path(__file__).with_name("everybody.lua")
LONGEST = 120  # seconds that a hall may take to be through

Session = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one run: times in milliseconds, the processor's in microseconds a request."""

    per_second: float
    seconds: float
    p50: float
    p99: float
    processor: float
    refused: int
    answers: list[str]


class RanOut(RuntimeError):
    """There were fewer requests than could be sent in the time."""


def demand_wrk() -> None:
    """Say what to do where there is no load generator."""
    if shutil.which("wrk") is None:
        sys.exit("wrk is not here, which makes the load. On Debian: apt-get install wrk")


def hellos(sessions: Sequence[Session]) -> list[bytes]:
    """Return everybody's request for the empty page."""
    return [_request("GET", "/hello", cookie) for cookie, _ in sessions]


def ballots(sessions: Sequence[Session], polls: Sequence[OpenedPoll]) -> list[bytes]:
    """Return everybody's ballot in each of these polls, one poll after the other."""
    return [
        _ballot(session, poll.public_id, place)
        for poll in polls
        for session, place in zip(sessions, poll.places, strict=True)
    ]


def ballots_without_work(sessions: Sequence[Session], polls: int) -> list[bytes]:
    """Return the same for polls in which nothing is kept."""
    return [
        _ballot(session, f"{NO_WORK}{number:018}", secrets.token_hex(16))
        for number in range(polls)
        for session in sessions
    ]


def send(
    server: Server, requests: Sequence[bytes], *, connections: int, seconds: int | None = None
) -> Run:
    """Send requests for so long, or until each has been answered."""
    with tempfile.TemporaryDirectory(prefix="carried-load-") as name:
        folder = Path(name)
        idle = requests[0] if requests[0].startswith(b"GET") else _idle(requests[0])
        (folder / "requests").write_bytes(b"\0".join([*requests, idle]))
        used = server.processor_seconds()
        output = subprocess.run(
            [
                *("wrk", "-t1", f"-c{connections}", f"-d{seconds or LONGEST}s", "--timeout", "30s"),
                *("-s", str(SCRIPT), server.address, "--"),
                *(str(folder / "requests"), str(folder / "answers")),
                "0" if seconds else str(len(requests)),
            ],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        used = server.processor_seconds() - used
        answers = (folder / "answers").read_text().split("\n")
    found = json.loads(output.strip().splitlines()[-1])
    if seconds and found["sent"] > len(requests):
        raise RanOut(f"{found['sent']} requests were asked for, and there were {len(requests)}")
    lasted = found["lasted"] if seconds else found["seconds"]
    return Run(
        per_second=found["answered"] / lasted,
        seconds=lasted,
        p50=found["p50"],
        p99=found["p99"],
        processor=used * 1e6 / max(found["answered"], 1),
        refused=found["refused"] + found["broken"],
        answers=[answer for answer in answers if answer],
    )


def _ballot(session: Session, poll: str, place: str) -> bytes:
    cookie, word = session
    fields = {
        "csrf_token": word,
        "token": secrets.token_urlsafe(18),
        "place": place,
        "choice": secrets.choice(ANSWERS),
    }
    return _request("POST", f"/ballots/{poll}", cookie, urlencode(fields))


def _idle(ballot: bytes) -> bytes:
    cookie = ballot.partition(b"Cookie: ")[2].partition(b"\r\n")[0].decode()
    return _request("GET", "/hello", cookie)


def _request(method: str, path: str, cookie: str, body: str = "") -> bytes:
    """Return a request as a phone sends it, in the bytes of the wire."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: {cookie}",
        "Accept: application/json",
    ]
    if body:
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join([*lines, "", body]).encode()
