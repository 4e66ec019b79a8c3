"""What the services made for one test, put down again as rows for the next.

    @remembered
    def amendment_to(motion: Motion, instruction: str) -> Amendment: …

The calls a test begins with are its story. A story told for the first time in a worker goes
through the services, and every step keeps which rows it changed. Told again, from an empty
database on, each step puts its rows down: the same motion and amendments, without drafting,
submitting and publishing them for each of a thousand tests. Whatever else is written ends the
story, and the steps after it go through the services.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Table, and_, delete, event, func, insert, inspect, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from tests.factories.base import bound_session, settle
from webapp.models import Base, Minute
from webapp.queries.actor import Actor

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import UOWTransaction

Given = ParamSpec("Given")
Made = TypeVar("Made")
Story = tuple[object, ...]
Key = tuple[Any, ...]
Row = dict[str, Any]
State = dict[Table, dict[Key, Row]]
Change = tuple[Table, Key, Row]

STORY, TELLING = "story", "telling"
UNTELLABLE = object()
PLAIN = (str, int, bool, bytes, type(None), datetime, Enum)


class _Step(NamedTuple):
    """What a step of a story changed, what was made by it, and how everything stood then."""

    put_in: list[tuple[Table, list[Row]]]
    changed: list[Change]
    taken_out: list[tuple[Table, Key]]
    made: object
    state: State


_known: dict[Story, _Step] = {(): _Step([], [], [], None, {})}


def remembered(make: Callable[Given, Made]) -> Callable[Given, Made]:
    """Let a factory be asked again for nothing, while nothing else was written."""

    @wraps(make)
    def made(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        session = bound_session()
        session.flush()
        story: Story | None = session.info.get(STORY)
        step = _told((make.__module__, make.__name__, *args, *sorted(kwargs.items())))
        if story is None or step is UNTELLABLE or session.info.get(TELLING):
            return make(*args, **kwargs)
        if not _is_as_told(session, _known[story].state):
            end_story(session)
            return make(*args, **kwargs)
        longer = (*story, step)
        with _telling(session, longer):
            if longer not in _known:
                fresh = make(*args, **kwargs)
                session.flush()
                _known[longer] = _kept(_known[story].state, _state(session), fresh)
                return fresh
            again: Made = _put_down(session, _known[longer])
            return again

    return made


def begin_story(session: Session) -> None:
    """Begin with a database where nothing stands yet."""
    session.info[STORY] = ()


def end_story(session: Session) -> None:
    """Say that something was written that no step of a story tells of."""
    if not session.info.get(TELLING):
        session.info[STORY] = None


@contextmanager
def _telling(session: Session, story: Story) -> Iterator[None]:
    session.info[TELLING] = True
    session.info[STORY] = None
    try:
        yield
        session.info[STORY] = story
    finally:
        session.info[TELLING] = False


@event.listens_for(Session, "after_flush")
def _end_with_a_flush(session: Session, _: UOWTransaction) -> None:
    end_story(session)


@event.listens_for(Session, "after_soft_rollback")
def _end_with_a_rollback(session: Session, _: object) -> None:
    end_story(session)


@event.listens_for(Session, "do_orm_execute")
def _end_with_a_statement(executed: ORMExecuteState) -> None:
    if not executed.is_select:
        end_story(executed.session)


def _told(given: object) -> object:
    """Return what was given in a form that compares, or UNTELLABLE where it has none."""
    if isinstance(given, PLAIN):
        return given
    if isinstance(given, Base):
        return (type(given).__name__, inspect(given).identity)
    if isinstance(given, Actor):
        return ("actor", given.person_id)
    if is_dataclass(given) and not isinstance(given, type):
        return _told((type(given).__name__, *(getattr(given, one.name) for one in fields(given))))
    if isinstance(given, tuple | list):
        told = tuple(_told(one) for one in given)
        return UNTELLABLE if UNTELLABLE in told else told
    return UNTELLABLE


def _state(session: Session) -> State:
    state: State = {}
    for table in Base.metadata.tables.values():
        rows = session.execute(select(table)).mappings().all()
        if rows:
            names = [column.name for column in table.primary_key]
            found = {tuple(row[name] for name in names): dict(row) for row in rows}
            state[table] = dict(sorted(found.items()))
    return state


def _kept(before: State, after: State, made: object) -> _Step:
    put_in: dict[Table, list[Row]] = {}
    changed, taken_out = [], []
    for table in {**before, **after}:
        old, new = before.get(table, {}), after.get(table, {})
        if rows := [row for key, row in new.items() if key not in old]:
            put_in[table] = rows
        taken_out += [(table, key) for key in old if key not in new]
        for key in old.keys() & new.keys():
            if old[key] != new[key]:
                other = {
                    name: new[key][name] for name in new[key] if new[key][name] != old[key][name]
                }
                changed.append((table, key, other))
    kept = (type(made), inspect(made).identity) if isinstance(made, Base) else made
    ordered, later = _in_order(put_in)
    return _Step(ordered, later + changed, taken_out, kept, after)


def _in_order(found: dict[Table, list[Row]]) -> tuple[list[tuple[Table, list[Row]]], list[Change]]:
    """Return rows in the order to write them; where tables name each other, what is named later."""
    ordered: list[tuple[Table, list[Row]]] = []
    later: list[Change] = []
    waiting = dict(found)
    while waiting:
        table = min(waiting, key=lambda one: len(_names(one, waiting)))
        rows = waiting.pop(table)
        if names := _names(table, {**waiting, table: rows}):
            key = [column.name for column in table.primary_key]
            for row in rows:
                named = {name: row[name] for name in names if row[name] is not None}
                later.append((table, tuple(row[name] for name in key), named))
            rows = [{**row, **dict.fromkeys(names)} for row in rows]
        ordered.append((table, rows))
    return ordered, [change for change in later if change[2]]


def _names(table: Table, waiting: dict[Table, list[Row]]) -> set[str]:
    """Return the columns of a table that name rows of others which are not written yet."""
    return {
        key.parent.name
        for key in table.foreign_keys
        if key.column.table is not table
        and key.column.table in waiting
        and any(row[key.parent.name] is not None for row in waiting[table])
    }


def _is_as_told(session: Session, state: State) -> bool:
    """Tell whether nobody has written past the session: every act of the services is minuted."""
    last = session.scalar(select(func.max(Minute.id)))
    return bool(last == max((key[0] for key in state.get(Minute.__table__, {})), default=None))


def _put_down(session: Session, step: _Step) -> Any:
    for table, rows in step.put_in:
        session.execute(insert(table), rows)
    for table, key, other in step.changed:
        session.execute(update(table).where(_is(table, key)).values(other))
    for table, key in step.taken_out:
        session.execute(delete(table).where(_is(table, key)))
    if session.get_bind().dialect.name == "postgresql":
        _go_on_counting(session, step.put_in)
    settle()
    session.expire_all()
    made = session.get_one(*step.made) if isinstance(step.made, tuple) else step.made
    if session.info.get("pages"):  # whose rows know themselves while no transaction is open
        for row in session:
            session.refresh(row)
        session.commit()
    return made


def _is(table: Table, key: Key) -> ColumnElement[bool]:
    return and_(*(column == value for column, value in zip(table.primary_key, key, strict=True)))


def _go_on_counting(session: Session, put_in: list[tuple[Table, list[Row]]]) -> None:
    counted = [
        func.setval(func.pg_get_serial_sequence(table.name, "id"), max(row["id"] for row in rows))
        for table, rows in put_in
        if table.autoincrement_column is not None
    ]
    if counted:
        session.execute(select(*counted))
