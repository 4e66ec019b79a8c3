"""The service as it is run: a server of two workers, of which each can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.factories.poll import KEY
from tests.faults.databases import is_alive
from tests.nginx import free_port
from webapp.sealing.keys import as_words

ROOT = Path(__file__).parents[2]
SECRET = "a key for faults, more than thirty-two characters"
SIGNING = as_words(b"k" * 32)
assert KEY.public, "polls are opened with the same key"


class Service:
    """A granian with its workers, at one port for as long as the test lasts."""

    def __init__(self, database: str, log: Path, *, workers: int = 2, **settings: str) -> None:
        self._workers = workers
        self.port = free_port()
        self._log = log
        self._environment = os.environ | {
            "CARRIED_CONFIG": "development",
            "CARRIED_SECRET_KEY": SECRET,
            "CARRIED_SIGNING_KEY": SIGNING,
            "CARRIED_DATABASE_URL": database,
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self._change = threading.RLock()
        self._is_over = threading.Event()
        self._supervisor = threading.Thread(target=self._start_again, daemon=True)

    def begin(self) -> None:
        """Start it, and from then on again whenever it ends, as a machine's own supervisor does.

        granian starts a worker again that was killed, but gives up when that happens often.
        """
        self.start()
        self._supervisor.start()
        self.await_answer()

    def _start_again(self) -> None:
        while not self._is_over.wait(0.1):
            with self._change:
                if self._process is not None and self._process.poll() is not None:
                    self._end_workers()
                    self.start()

    def start(self) -> None:
        command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi"),
            *("--host", "127.0.0.1", "--port", str(self.port)),
            *(
                "--workers",
                str(self._workers),
                "--blocking-threads",
                "16",
                "--backpressure",
                "4096",
            ),
            *("--respawn-failed-workers", "--respawn-interval", "0.1"),
            *("--log-level", "warning", "wsgi:app"),
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def process(self) -> int:
        assert self._process is not None, "the service was not started"
        return self._process.pid

    def workers(self) -> list[int]:
        return [one for one in children(self.process) if is_alive(one)]

    def kill_worker(self, at: int) -> None:
        """Kill one worker; the server starts another in its place."""
        with self._change:
            if workers := self.workers():
                os.kill(workers[at % len(workers)], signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill server and workers at once, as a machine that loses its power would."""
        with self._change:
            self._end_workers()

    def stop(self) -> None:
        self._is_over.set()
        with self._change:
            if self._process is not None:
                self._end_workers()

    def _end_workers(self) -> None:
        """Kill whatever is left of the session that the server was started in."""
        assert self._process is not None, "the service was not started"
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def await_answer(self, patience: float = 90) -> None:
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self._answers():
                return
            time.sleep(0.05)
        raise TimeoutError(f"the service does not answer:\n{self._log.read_text()[-3000:]}")

    def _answers(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as asked:
            try:
                asked.request("GET", "/health")
                with closing(asked.getresponse()) as answer:
                    return answer.status == HTTPStatus.OK
            except (OSError, HTTPException):
                return False


@contextmanager
def serving(database: str, folder: Path) -> Iterator[Service]:
    service = Service(database, folder / "service.log")
    try:
        service.begin()
        yield service
    finally:
        service.stop()


def children(process: int) -> list[int]:
    """Return the processes that a process has started, and those they have."""
    try:
        found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [one for child in found for one in (int(child), *children(int(child)))]
