"""How the hub learns that a minute was written: PostgreSQL tells it, an SQLite file is watched."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import psycopg

from webapp.services.minutes import MINUTES_CHANNEL

if TYPE_CHECKING:
    from sqlalchemy import Engine

Changed = frozenset[int] | None
"""The conferences in which something was done; None where nobody knows, so perhaps in all."""

LOOK_EVERY = 0.02
QUIET_SECONDS = 30
LONGEST_WAIT = 10

log = logging.getLogger(__name__)


def watch(engine: Engine) -> AsyncIterator[Changed]:
    """Yield what changed, for ever, beginning with None once the watch stands."""
    if engine.dialect.name == "sqlite":
        return watch_file(str(engine.url.database))
    _, parameters = engine.dialect.create_connect_args(engine.url)
    return listen(dict(parameters))


async def watch_file(path: str) -> AsyncIterator[Changed]:
    """Ask the file whether anybody wrote to it: a few microseconds, fifty times a second."""
    file = sqlite3.connect(path, isolation_level=None)
    file.execute("PRAGMA query_only = ON")
    version, last = -1, _last_minute(file)
    yield None
    try:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            [found] = file.execute("PRAGMA data_version").fetchone()
            if found == version:
                continue
            version, newest = found, _last_minute(file)
            if newest < last:  # another database was put in its place
                yield None
            elif newest > last:
                wanted = "SELECT DISTINCT conference_id FROM minute WHERE id > ?"
                yield frozenset(one for (one,) in file.execute(wanted, (last,)))
            last = newest
    finally:
        file.close()


def _last_minute(file: sqlite3.Connection) -> int:
    [newest] = file.execute("SELECT max(id) FROM minute").fetchone()
    return newest or 0


async def listen(parameters: dict[str, Any]) -> AsyncIterator[Changed]:
    """Listen to the server, and again when it was away: what was missed may be anywhere."""
    wait = 0.1
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(
                **parameters, autocommit=True
            ) as connection:
                await connection.execute(f"LISTEN {MINUTES_CHANNEL}")
                wait = 0.1
                yield None
                while True:
                    async for notice in connection.notifies(timeout=QUIET_SECONDS):
                        yield frozenset({int(notice.payload)})
                    await connection.execute("SELECT 1")  # a connection may be gone in silence
        except psycopg.Error as error:
            log.warning("the database does not answer: %s", error)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
