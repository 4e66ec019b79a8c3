"""The gate at which the writers of one SQLite file queue, across threads and processes."""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path

PATIENCE_SECONDS = 30


class GateStuck(RuntimeError):
    """A writer of this process has held the gate for longer than anybody waits."""


class Gate:
    """Lets one writer at a time through: a lock among threads, a locked file among processes.

    Waiters are woken at once when the writer leaves. The kernel opens the gate when a
    process dies. Without a path (a database in memory) only threads queue.
    """

    def __init__(self, path: str | None) -> None:
        self._path = Path(path) if path else None
        self._threads = threading.Lock()
        self._file: int | None = None
        self._owner: int | None = None  # the process that opened the file
        self._holder: object = None  # the connection inside
        self._thread: int | None = None

    def enter(self, holder: object) -> None:
        """Wait for the gate. Raises GateStuck rather than wait for ever."""
        if self._holder is not None and self._thread == threading.get_ident():
            raise GateStuck("this thread is already inside: one unit of work within another")
        if not self._threads.acquire(timeout=PATIENCE_SECONDS):
            raise GateStuck("a transaction has been left open")
        if self._path is not None:
            fcntl.flock(self._opened(self._path), fcntl.LOCK_EX)
        self._holder, self._thread = holder, threading.get_ident()

    def leave(self, holder: object) -> None:
        """Let the next writer in. Does nothing for a connection that is not inside."""
        if self._holder is None or self._holder is not holder:
            return
        self._holder = self._thread = None
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._threads.release()

    def _opened(self, path: Path) -> int:
        # A file opened before a fork would be locked for parent and child together.
        if self._file is None or self._owner != os.getpid():
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._owner = os.getpid()
        return self._file
