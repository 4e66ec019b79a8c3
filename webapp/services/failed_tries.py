"""Counting tries that failed, in the database, so that a limit holds across all servers.

These counts are no part of any act: each is a transaction of its own, and stands although the
request that failed changed nothing else.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.models import FailedTries
from webapp.models.storage import writing

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import Engine


def count_failure(
    engine: Engine, key: str, amount: int, *, remember: timedelta, now: datetime
) -> int:
    """Add to the failures under a key, and return how many there are.

    They are forgotten together, that long after the first of them.
    """
    digest = digest_of(key)
    insert: Any = (sqlite if engine.dialect.name == "sqlite" else postgresql).insert
    over = FailedTries.forgotten_at <= now
    statement = insert(FailedTries).values(digest=digest, count=amount, forgotten_at=now + remember)
    statement = statement.on_conflict_do_update(
        index_elements=[FailedTries.digest],
        set_={
            "count": case((over, amount), else_=FailedTries.count + amount),
            "forgotten_at": case((over, now + remember), else_=FailedTries.forgotten_at),
        },
    ).returning(FailedTries.count)
    with writing(engine).begin() as connection:
        counted: int = connection.execute(statement).scalar_one()
        # Rows that another server is counting on are left to the next failure.
        forgotten = select(FailedTries.digest).where(FailedTries.forgotten_at <= now)
        connection.execute(
            delete(FailedTries).where(
                FailedTries.digest.in_(forgotten.with_for_update(skip_locked=True))
            )
        )
    return counted


def failures(engine: Engine, key: str, *, now: datetime) -> tuple[int, datetime]:
    """Return how often was failed under a key lately, and when that is forgotten."""
    with engine.connect() as connection:
        found = connection.execute(
            select(FailedTries.count, FailedTries.forgotten_at).where(
                FailedTries.digest == digest_of(key), FailedTries.forgotten_at > now
            )
        ).first()
    return (found.count, found.forgotten_at) if found else (0, now)  # type: ignore[return-value]


def forgive(engine: Engine, key: str) -> None:
    """Forget the failures under a key."""
    with writing(engine).begin() as connection:
        connection.execute(delete(FailedTries).where(FailedTries.digest == digest_of(key)))


def forgive_everybody(engine: Engine) -> int:
    """Forget all failures, and return how many keys there were."""
    with writing(engine).begin() as connection:
        return connection.execute(delete(FailedTries)).rowcount


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
