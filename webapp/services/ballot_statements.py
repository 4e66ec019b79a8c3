"""The statements of the hot path, as each database takes them best: raw, and few for a batch.

A hundred ballots are as many statements as one: a batch travels to PostgreSQL as arrays and to
SQLite as JSON. Nothing is prepared on its side, and in these
transactions it reads no table from end to end: a plan made while the roll was empty would
read the roll of a whole conference for each ballot.
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


class Box(Protocol):
    """Roll and box, as one transaction of the writer uses them."""

    def look(self, asked: Sequence[tuple[str, str]]) -> tuple[list[Row], list[Row]]:
        """Return what is known of polls, by their public ids, and of places on their rolls.

        Of polls POLL_FACTS, kept from closing until this transaction ends; of places poll, place,
        holder, weight, voted and the epoch of the holder's sessions, which an erased person has
        not.
        """

    def mark(self, keys: Sequence[Key]) -> set[Key]:
        """Mark the places as having voted; return those that nobody had marked before."""

    def put_secret(self, ballots: Sequence[Row]) -> None:
        """Put (poll, tracker, choice) in the box."""

    def put_open(self, ballots: Sequence[Row]) -> None:
        """Keep (poll, place, choice, weight, moment, receipt)."""

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

    def mark(self, keys: Sequence[Key]) -> set[Key]:
        self._run(
            "UPDATE poll_place SET voted = true FROM json_each(?) AS sent"
            " WHERE poll_place.poll_id = sent.value ->> 0 AND poll_place.place = sent.value ->> 1",
            (json.dumps(keys),),
        )
        return set(keys)  # nobody else has written since they were read

    def put_secret(self, ballots: Sequence[Row]) -> None:
        self._run(
            "INSERT INTO secret_ballot (poll_id, id, choice)"
            " SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
            (json.dumps(ballots),),
        )

    def put_open(self, ballots: Sequence[Row]) -> None:
        self._run(
            "INSERT INTO open_ballot (poll_id, place, choice, weight, cast_at, receipt)"
            " SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5"
            " FROM json_each(?)",
            (json.dumps([_written(ballot) for ballot in ballots]),),
        )

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
    """On PostgreSQL: batches travel as arrays."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def _run(self, statement: str, given: Sequence[Any]) -> Any:
        return self._driver.execute(statement, given, prepare=False)

    def look(self, asked: Sequence[tuple[str, str]]) -> tuple[list[Row], list[Row]]:
        # Both at once, on one way there and back: polls are locked before places are read.
        with self._driver.pipeline():
            polls = self._run(
                f"SELECT {POLL_FACTS}, set_config('enable_seqscan', 'off', true)"  # noqa: S608
                " FROM poll WHERE public_id = ANY(%s) ORDER BY id FOR KEY SHARE",
                (sorted({poll for poll, _ in asked}),),
            )
            places = self._run(
                "SELECT p.poll_id, p.place, p.holder_id, p.weight, p.voted, holder.session_epoch"
                " FROM unnest(%s::text[], %s::text[]) AS asked (poll, place)"
                " JOIN poll ON poll.public_id = asked.poll"
                " JOIN poll_place AS p ON p.poll_id = poll.id AND p.place = asked.place"
                " LEFT JOIN person AS holder"
                " ON holder.id = p.holder_id AND holder.erased_at IS NULL",
                _columns(asked),
            )
        return [row[:-1] for row in polls], list(places)

    def mark(self, keys: Sequence[Key]) -> set[Key]:
        # In one order everywhere, so that two groups at once do not wait for each other.
        marked = self._run(
            "UPDATE poll_place AS p SET voted = true"
            " FROM unnest(%s::int[], %s::text[]) AS sent (poll_id, place)"
            " WHERE p.poll_id = sent.poll_id AND p.place = sent.place AND NOT p.voted"
            " RETURNING p.poll_id, p.place",
            _columns(sorted(keys)),
        )
        return {(poll, place) for poll, place in marked}

    def put_secret(self, ballots: Sequence[Row]) -> None:
        # In the order of the trackers, so that a batch lies in the box in no other order.
        self._run(
            "INSERT INTO secret_ballot (poll_id, id, choice)"
            " SELECT * FROM unnest(%s::int[], %s::text[], %s::text[])",
            _columns(sorted(ballots, key=lambda ballot: str(ballot[1]))),
        )

    def put_open(self, ballots: Sequence[Row]) -> None:
        self._run(
            "INSERT INTO open_ballot (poll_id, place, choice, weight, cast_at, receipt)"
            " SELECT * FROM unnest(%s::int[], %s::text[], %s::text[], %s::int[],"
            " %s::timestamptz[], %s::text[])",
            _columns(ballots),
        )

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


def _columns(rows: Sequence[Row]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


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
