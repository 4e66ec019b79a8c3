"""What every factory shares: the session it writes to, and how random-looking names count up.

The `session` fixture calls `bind(session)`. Where pages are asked for, every row is committed
at once, so that a page, in its own transaction, finds it; elsewhere it is written and no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from factory.alchemy import SQLAlchemyModelFactory

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_bound: list[Session] = []


class NoSession(RuntimeError):
    """A factory was asked for a row in a test that has no database."""


def bind(session: Session | None) -> None:
    """Let every factory write to this session, or to none any more."""
    _bound[:] = [] if session is None else [session]


def settle() -> None:
    """Let whoever comes next find what was made: a page, or a unit of work in this transaction."""
    session = bound_session()
    if session.info.get("pages"):
        session.commit()
    else:
        session.flush()


def bound_session() -> Session:
    if not _bound:
        raise NoSession
    return _bound[0]


class RowFactory(SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session_factory = bound_session

    @classmethod
    def _save(
        cls, model_class: type[Any], session: Session, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        row = model_class(*args, **kwargs)
        session.add(row)
        settle()
        return row
