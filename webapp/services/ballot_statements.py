"""The statements of the hot path, as each database takes them best: raw, and few for a batch.

A hundred ballots are as many statements as one, because a group travels as one JSON text. Each
plan starts from that text and finds the rest by keys, whatever the database believes about
its tables: a plan made while the roll was empty would read the roll of a whole conference for
each ballot.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

Row = Sequence[Any]
Key = tuple[int, str]
"""A poll and a place on its roll."""

POLL_FACTS = "public_id, id, form, state, closes_at, changeable, choices, ranked"

BY_KEYS = "SELECT " + ", ".join(
    f"set_config('enable_{way}', 'off', true)" for way in ("seqscan", "hashjoin", "mergejoin")
)
MARKING = (
    "UPDATE poll_place AS p SET voted = true FROM sent WHERE p.poll_id = sent.poll_id"
    " AND p.place = sent.place AND NOT p.voted RETURNING sent.*"
)


class Box(Protocol):
    """Roll and box, as one transaction of the writer uses them."""

    def look(self, asked: Sequence[tuple[str, str]]) -> tuple[list[Row], list[Row]]:
        """Return what is known of polls, by their public ids, and of places on their rolls.

        Of polls POLL_FACTS, kept from closing until this transaction ends; of places poll, place,
        holder, weight, voted and the epoch of the holder's sessions, which an erased person has
        not.
        """

    def keep_secret(self, ballots: Sequence[Row]) -> set[Key]:
        """Mark the places of (poll, place, tracker, choice), and put the rest in the box.

        Only where nobody had marked the place; returns these.
        """

    def keep_open(self, ballots: Sequence[Row]) -> set[Key]:
        """Mark the places of (poll, place, choice, weight, moment, receipt), and keep it all.

        Only where nobody had marked the place; returns these.
        """

    def has_secret(self, poll_id: int, tracker: str) -> bool:
        """Tell whether a ballot lies in the box under this tracker."""

    def open_ballot(self, key: Key) -> Row | None:
        """Return choice, moment and receipt of an open ballot as it stands."""

    def was_replaced(self, key: Key, receipt: str) -> bool:
        """Tell whether this was the receipt of an open ballot that was changed since."""

    def change_open(self, key: Key, ballot: Row) -> None:
        """Append what a place had answered, and put (choice, moment, receipt) for it."""


class SqliteBox:
    """On SQLite, where one writer at a time has passed the gate.

    Each step of a statement lets another thread of this process in, and waits for its turn
    again after. So a batch goes in as one JSON text and comes out as one row.
    """

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._run = driver.execute

    def look(self, asked: Sequence[tuple[str, str]]) -> tuple[list[Row], list[Row]]:
        polls, places = self._run(
            "SELECT (SELECT json_group_array(json_array(public_id, id, form, state, closes_at,"
            " changeable, json(choices), ranked)) FROM poll"
            " WHERE public_id IN (SELECT value FROM json_each(?))),"
            " (SELECT json_group_array(json_array(p.poll_id, p.place, p.holder_id, p.weight,"
            " p.voted, holder.session_epoch)) FROM json_each(?) AS asked"
            " CROSS JOIN poll ON poll.public_id = asked.value ->> 0"
            " CROSS JOIN poll_place AS p"
            " ON p.poll_id = poll.id AND p.place = asked.value ->> 1"
            " LEFT JOIN person AS holder"
            " ON holder.id = p.holder_id AND holder.erased_at IS NULL)",
            (json.dumps(sorted({poll for poll, _ in asked})), json.dumps(asked)),
        ).fetchone()
        return [_poll_facts(row) for row in json.loads(polls)], json.loads(places)

    def keep_secret(self, ballots: Sequence[Row]) -> set[Key]:
        self._run(
            "INSERT INTO secret_ballot (poll_id, id, choice)"
            " SELECT value ->> 0, value ->> 2, value ->> 3 FROM json_each(?)",
            (json.dumps(ballots),),
        )
        return self._mark(ballots)

    def keep_open(self, ballots: Sequence[Row]) -> set[Key]:
        self._run(
            "INSERT INTO open_ballot (poll_id, place, choice, weight, cast_at, receipt)"
            " SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5"
            " FROM json_each(?)",
            (json.dumps([_written(ballot) for ballot in ballots]),),
        )
        return self._mark(ballots)

    def _mark(self, ballots: Sequence[Row]) -> set[Key]:
        keys = [(poll, place) for poll, place, *_ in ballots]
        # A list with a limit is made before anything is looked for; no plan goes the other way.
        self._run(
            "UPDATE poll_place SET voted = true FROM"
            " (SELECT value ->> 0 AS poll_id, value ->> 1 AS place FROM json_each(?) LIMIT -1)"
            " AS sent WHERE poll_place.poll_id = sent.poll_id AND poll_place.place = sent.place",
            (json.dumps(keys),),
        )
        return set(keys)  # nobody else has written since they were read

    def has_secret(self, poll_id: int, tracker: str) -> bool:
        found = self._run(
            "SELECT 1 FROM secret_ballot WHERE poll_id = ? AND id = ?", (poll_id, tracker)
        )
        return found.fetchone() is not None

    def open_ballot(self, key: Key) -> Row | None:
        found = self._run(
            "SELECT choice, cast_at, receipt FROM open_ballot WHERE poll_id = ? AND place = ?", key
        ).fetchone()
        return (found[0], _moment(found[1]), found[2]) if found else None

    def was_replaced(self, key: Key, receipt: str) -> bool:
        found = self._run(
            "SELECT 1 FROM replaced_ballot WHERE poll_id = ? AND place = ? AND receipt = ?",
            (*key, receipt),
        )
        return found.fetchone() is not None

    def change_open(self, key: Key, ballot: Row) -> None:
        choice, moment, receipt = _written(ballot)
        self._run(_replacing("?"), (moment, *key))
        self._run(_changing("?"), (choice, moment, receipt, *key))


class PostgresqlBox:
    """On PostgreSQL, where others write at the same time.

    The statements are planned once for each connection. Where there is another way than by
    keys they are told in every transaction to leave it, so no plan can have been made otherwise.
    """

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def _run(self, statement: str, given: Sequence[Any]) -> Any:
        return self._driver.execute(statement, given, prepare=True)

    def look(self, asked: Sequence[tuple[str, str]]) -> tuple[list[Row], list[Row]]:
        # All at once, on one way there and back: polls are locked before places are read.
        with self._driver.pipeline():
            self._run(BY_KEYS, ())
            polls = self._run(
                f"SELECT {POLL_FACTS} FROM poll WHERE public_id = ANY(%s)"  # noqa: S608
                " ORDER BY id FOR KEY SHARE",
                (sorted({poll for poll, _ in asked}),),
            )
            places = self._run(
                "SELECT p.poll_id, p.place, p.holder_id, p.weight, p.voted, holder.session_epoch"
                " FROM json_array_elements(%s::json) AS asked (ballot)"
                " JOIN poll ON poll.public_id = asked.ballot ->> 0"
                " JOIN poll_place AS p ON p.poll_id = poll.id AND p.place = asked.ballot ->> 1"
                " LEFT JOIN person AS holder"
                " ON holder.id = p.holder_id AND holder.erased_at IS NULL",
                (json.dumps(asked),),
            )
        return polls.fetchall(), places.fetchall()

    # Places are marked in one order everywhere, so that two groups at once do not wait for each
    # other.

    def keep_secret(self, ballots: Sequence[Row]) -> set[Key]:
        # In the order of the trackers, so that a group lies in the box in no other order.
        marked = self._run(
            "WITH sent AS (SELECT * FROM json_to_recordset(%s::json)"  # noqa: S608
            " AS ballot (poll_id int, place text, id text, choice text)),"
            f" marked AS ({MARKING}),"
            " kept AS (INSERT INTO secret_ballot (poll_id, id, choice)"
            " SELECT poll_id, id, choice FROM marked ORDER BY id)"
            " SELECT poll_id, place FROM marked",
            (_records(ballots, "poll_id", "place", "id", "choice"),),
        )
        return set(marked)

    def keep_open(self, ballots: Sequence[Row]) -> set[Key]:
        marked = self._run(
            "WITH sent AS (SELECT * FROM json_to_recordset(%s::json) AS ballot (poll_id int,"  # noqa: S608
            " place text, choice text, weight int, cast_at timestamptz, receipt text)),"
            f" marked AS ({MARKING}),"
            " kept AS (INSERT INTO open_ballot (poll_id, place, choice, weight, cast_at, receipt)"
            " SELECT poll_id, place, choice, weight, cast_at, receipt FROM marked)"
            " SELECT poll_id, place FROM marked",
            (_records(ballots, "poll_id", "place", "choice", "weight", "cast_at", "receipt"),),
        )
        return set(marked)

    def has_secret(self, poll_id: int, tracker: str) -> bool:
        found = self._run(
            "SELECT 1 FROM secret_ballot WHERE poll_id = %s AND id = %s", (poll_id, tracker)
        )
        return found.fetchone() is not None

    def open_ballot(self, key: Key) -> Row | None:
        row: Row | None = self._run(
            "SELECT choice, cast_at, receipt FROM open_ballot WHERE poll_id = %s AND place = %s",
            key,
        ).fetchone()
        return row

    def was_replaced(self, key: Key, receipt: str) -> bool:
        found = self._run(
            "SELECT 1 FROM replaced_ballot WHERE poll_id = %s AND place = %s AND receipt = %s",
            (*key, receipt),
        )
        return found.fetchone() is not None

    def change_open(self, key: Key, ballot: Row) -> None:
        choice, moment, receipt = ballot
        self._run(_replacing("%s"), (moment, *key))
        self._run(_changing("%s"), (choice, moment, receipt, *key))


def box_of(driver: Any) -> Box:
    """Return the box behind a driver's connection, on whichever database that is."""
    return SqliteBox(driver) if isinstance(driver, sqlite3.Connection) else PostgresqlBox(driver)


def _replacing(mark: str) -> str:
    return (
        "INSERT INTO replaced_ballot (poll_id, place, receipt, choice, cast_at, replaced_at)"  # noqa: S608
        f" SELECT poll_id, place, receipt, choice, cast_at, {mark}"
        f" FROM open_ballot WHERE poll_id = {mark} AND place = {mark}"
    )


def _changing(mark: str) -> str:
    return (
        f"UPDATE open_ballot SET choice = {mark}, cast_at = {mark}, receipt = {mark}"  # noqa: S608
        f" WHERE poll_id = {mark} AND place = {mark}"
    )


def _records(rows: Sequence[Row], *names: str) -> str:
    """Return rows as PostgreSQL reads them, in the order of their keys."""
    records = [dict(zip(names, row, strict=True)) for row in sorted(rows, key=tuple)]
    return json.dumps(records, default=datetime.isoformat)


def _written(row: Row) -> list[Any]:
    """Return a row with its moment as SQLAlchemy keeps one on SQLite."""
    return [
        f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value
        for value in row
    ]


def _poll_facts(row: Row) -> Row:
    *facts, closes_at, changeable, choices, ranked = row
    return (*facts, _moment(closes_at), bool(changeable), choices, bool(ranked))


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC) if kept else None
