"""What every factory shares: the session it writes to, and how random-looking names count up.

The `session` fixture calls `bind(session)`. Every row is committed at once, so that a page
asked for through the client finds it, and a unit of work begins with nothing pending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from factory.alchemy import SQLAlchemyModelFactory

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_bound: list[Session] = []


class NoSession(RuntimeError):
    """A factory was asked for a row in a test that has no database."""


def bind(session: Session | None) -> None:
    """Let every factory write to this session, or to none any more."""
    _bound[:] = [] if session is None else [session]


def bound_session() -> Session:
    if not _bound:
        raise NoSession
    return _bound[0]


class RowFactory(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_factory = bound_session
        sqlalchemy_session_persistence = "commit"
