"""Where Flask-Limiter counts: in the database, the same for every server and every worker."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from limits.storage import Storage
from sqlalchemy.exc import SQLAlchemyError

from webapp.extensions import db
from webapp.services.failed_tries import count_failure, failures, forgive, forgive_everybody
from webapp.web.clock import utc_now


class InTheDatabase(Storage):
    """What Flask-Limiter asks of a store, told to the tables of the service."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012 - the library's own shape

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return count_failure(
            db.engine, key, amount, remember=timedelta(seconds=expiry), now=utc_now()
        )

    def get(self, key: str) -> int:
        return failures(db.engine, key, now=utc_now())[0]

    def get_expiry(self, key: str) -> float:
        return failures(db.engine, key, now=utc_now())[1].timestamp()

    def check(self) -> bool:
        return True

    def clear(self, key: str) -> None:
        forgive(db.engine, key)

    def reset(self) -> int:
        return forgive_everybody(db.engine)


def count_in_the_database(app: Flask) -> None:
    """Have limits counted here, unless another store is configured before extensions are bound."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", "database://")
