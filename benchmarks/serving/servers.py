"""The real server, started as in production, and what it costs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEYS = {
    "CARRIED_CONFIG": "development",
    "CARRIED_SECRET_KEY": "a key for measuring, forty characters long!",
    "CARRIED_SIGNING_KEY": "A" * 43,
}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers at a port of this machine."""

    port: int
    process: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def processor_seconds(self) -> float:
        """Return what its processes have used of the processor so far."""
        return sum(processor_seconds(one) for one in (self.process, *children(self.process)))


@contextmanager
def serving(database: str, *, app: str = "benchmarks.serving.app:app") -> Iterator[Server]:
    """Serve a database with two workers, and stop afterwards."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "2", "--blocking-threads", "24", "--backpressure", "4096"),
        *("--log-level", "error", app),
    ]
    environment = os.environ | KEYS | {"CARRIED_DATABASE_URL": database}
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        await_answer(process, port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(60)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def await_answer(process: subprocess.Popen[bytes], port: int, patience: float = 60) -> None:
    """Wait until the server answers at all."""
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/health")
            asked.getresponse()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")


def children(process: int) -> list[int]:
    """Return the processes that a process has started, and those they have."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [one for child in found for one in (int(child), *children(int(child)))]


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
