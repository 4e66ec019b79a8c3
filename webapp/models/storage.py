"""How the database is opened, and what a transaction is.

Every transaction says what it is for. One that says nothing only reads: SQLite and
PostgreSQL then refuse to write in it, so that a change made outside a unit of work
fails the first time it is tried. `writing(engine)` opens one that writes.

On SQLite writers queue at one gate per file and machine, because SQLite's own waiting is
unfair, and begin with BEGIN IMMEDIATE, because a reader that turns writer cannot wait.
On PostgreSQL rows are locked, so there is no gate.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from webapp.models.gate import Gate

READ = "read"
WRITE = "write"
DEFERRED = "deferred"  # may write, but waits at no gate: for tests and for a shell

WRITES = {"transaction": WRITE}

BUSY_SECONDS = 15
AT_HAND_SECONDS = 0.2  # how long something waits that can be left out

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA cache_size = -8000",  # kB: the box of a large poll, which closing reads in one go
    "PRAGMA temp_store = MEMORY",  # what a statement that writes several rows may have to undo
)


def engine_options(url: str | URL, *, pool_size: int = 16) -> dict[str, Any]:
    """Return what `create_engine` is given for this address."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return {"pool_size": pool_size, "max_overflow": 0, "pool_pre_ping": True}
    options: dict[str, Any] = {
        "connect_args": {
            "isolation_level": None,
            "timeout": BUSY_SECONDS,
            "check_same_thread": False,
        }
    }
    if is_file(address):
        options |= {"pool_size": pool_size, "max_overflow": 0}
    return options


def is_file(url: URL) -> bool:
    return url.database not in {None, "", ":memory:"} and "mode=memory" not in str(url.database)


def open_engine(url: str | URL, **options: Any) -> Engine:
    """Open a database by its address, with the house's transactions."""
    engine = create_engine(url, **(engine_options(url) | options))
    keep_transactions(engine)
    return engine


def writing(engine: Engine) -> Engine:
    """Give the same database for transactions that write, as in `writing(engine).begin()`."""
    return engine.execution_options(**WRITES)


def empty_log(engine: Engine) -> None:
    """Write SQLite's log ahead into its file and cut it off, unless somebody is just reading.

    Nothing is lost by leaving it; it merely says longer which rows were written together.
    PostgreSQL's log is in the hands of whoever keeps that server.
    """
    if engine.dialect.name != "sqlite" or not is_file(engine.url):
        return
    with (
        closing(sqlite3.connect(str(engine.url.database), timeout=AT_HAND_SECONDS)) as driver,
        suppress(sqlite3.OperationalError),  # what was committed is not undone by this
    ):
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def keep_transactions(engine: Engine) -> None:
    """Make an engine begin, gate and end its transactions as this module says."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "begin", _begin_postgresql)
        return
    gate = Gate(f"{engine.url.database}.gate" if is_file(engine.url) else None)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, gate))
    event.listen(engine, "commit", lambda connection: _end_sqlite(connection, gate, "COMMIT"))
    event.listen(engine, "rollback", lambda connection: _end_sqlite(connection, gate, "ROLLBACK"))
    # A connection that was dropped rather than closed comes back without a rollback.
    event.listen(engine, "checkin", lambda driver, _: gate.leave(driver))


def _set_pragmas(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    for pragma in _PRAGMAS:
        connection.cursor().execute(pragma)


def _begin_sqlite(connection: Connection, gate: Gate) -> None:
    purpose = connection.get_execution_options().get("transaction", READ)
    database = _driver(connection)
    if purpose == WRITE:
        gate.enter(database)
    try:
        if connection.info.get("reads_only", False) != (purpose == READ):
            database.execute(f"PRAGMA query_only = {'ON' if purpose == READ else 'OFF'}")
            connection.info["reads_only"] = purpose == READ
        database.execute("BEGIN IMMEDIATE" if purpose == WRITE else "BEGIN DEFERRED")
    except BaseException:
        gate.leave(database)
        raise


def _end_sqlite(connection: Connection, gate: Gate, how: str) -> None:
    # SQLAlchemy announces the end before it happens; the gate must open after it.
    database = _driver(connection)
    try:
        if database.in_transaction:
            database.execute(how)
    finally:
        if not database.in_transaction:
            gate.leave(database)


def _driver(connection: Connection) -> sqlite3.Connection:
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(driver)
    return driver


def _begin_postgresql(connection: Connection) -> None:
    purpose = connection.get_execution_options().get("transaction", READ)
    driver: Any = connection.connection.driver_connection
    if driver.read_only != (purpose == READ):
        driver.read_only = purpose == READ
