"""One transaction for each act: opened by the view, never by a service."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from webapp.models.storage import WRITES

_AT_WORK = "unit_of_work"


class UnfinishedWork(RuntimeError):
    """Something was changed before its unit of work began, or inside another one."""


@contextmanager
def unit_of_work(session: Session) -> Iterator[Session]:
    """Commit what happens inside, all of it or, when anything is raised, none of it.

    What the view has looked up so far was read in a transaction that only reads. That one
    ends here, and whatever is used again is read afresh in the one that writes: what a
    service decides on is what is true now.
    """
    if session.info.get(_AT_WORK) or session.new or session.dirty or session.deleted:
        raise UnfinishedWork
    session.commit()
    session.info[_AT_WORK] = True
    try:
        session.connection(execution_options=WRITES)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        del session.info[_AT_WORK]
