"""What the services made for one test, put down again as rows for the next.

    @remembered
    def published_motion(…) -> Motion: …

The first call in a worker goes through the services and keeps the rows that it left. Later calls
with the same arguments, in a database where nothing stands yet, put those rows down: the same
motion, without drafting, submitting and publishing it for each of a thousand tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Table, func, insert, inspect, select

from tests.factories.base import bound_session, settle
from webapp.models import Base, Conference

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Given = ParamSpec("Given")
Made = TypeVar("Made", bound=Base)


class _Rows(NamedTuple):
    """Everything a database held, table by table in the order to write it, and what was made."""

    tables: list[tuple[Table, list[dict[str, Any]]]]
    model: type[Base]
    identity: Any


def remembered(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a factory that begins with a conference of its own be asked again for nothing."""
    known: dict[object, _Rows] = {}

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        given = (args, tuple(sorted(kwargs.items())))
        session = bound_session()
        session.flush()
        if not _can_be_known(given) or session.scalar(select(Conference.id).limit(1)):
            return make(*args, **kwargs)
        if given not in known:
            fresh = make(*args, **kwargs)
            known[given] = _kept(session, fresh)
            return fresh
        again: Made = _put_down(session, known[given])
        return again

    return made


def _can_be_known(given: object) -> bool:
    try:
        hash(given)
    except TypeError:
        return False
    return not any(isinstance(one, Base) for one in _flat(given))


def _flat(given: object) -> Iterator[object]:
    if isinstance(given, tuple):
        for one in given:
            yield from _flat(one)
    else:
        yield given


def _kept(session: Session, made: Base) -> _Rows:
    found = {}
    for table in Base.metadata.tables.values():
        rows = [dict(row) for row in session.execute(select(table)).mappings()]
        if rows:
            found[table] = rows
    ordered: list[Table] = []
    while len(ordered) < len(found):
        ready = [one for one in found if one not in ordered and _needs(one, found) <= set(ordered)]
        assert ready, "rows that need one another cannot be written one after the other"
        ordered += ready
    identity = inspect(made).identity
    return _Rows([(table, found[table]) for table in ordered], type(made), identity)


def _needs(table: Table, found: dict[Table, list[dict[str, Any]]]) -> set[Table]:
    """Return the tables whose rows these rows name."""
    return {
        key.column.table
        for key in table.foreign_keys
        if key.column.table is not table
        and any(row[key.parent.name] is not None for row in found[table])
    }


def _put_down(session: Session, rows: _Rows) -> Any:
    for table, each in rows.tables:
        session.execute(insert(table), each)
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            select(
                *(
                    func.setval(
                        func.pg_get_serial_sequence(table.name, "id"),
                        max(row["id"] for row in each),
                    )
                    for table, each in rows.tables
                    if table.autoincrement_column is not None
                )
            )
        )
    settle()
    return session.get_one(rows.model, rows.identity)
