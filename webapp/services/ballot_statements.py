"""The statements of the hot path, as each database takes them best: raw, and few for a batch.

A batch is handed over as one value (JSON on SQLite, arrays on PostgreSQL), so that a hundred
ballots cost as many statements as one. Nothing is prepared on PostgreSQL's side: a plan made
while the roll was empty would be kept for the roll of a whole conference.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

Row = Sequence[Any]

POLL_FACTS = "public_id, id, form, state, closes_at, changeable, choices"


class Box(Protocol):
    """Roll and box, as one transaction of the writer uses them."""

    def polls(self, public_ids: Sequence[str]) -> Iterable[Row]:
        """Return POLL_FACTS of the polls, kept from closing until this transaction ends."""

    def places(self, places: Sequence[str]) -> Iterable[Row]:
        """Return place, poll, holder, weight, voted and the epoch of the holder's sessions.

        Nobody else may mark them before this transaction ends. An erased person has no epoch.
        """

    def put_secret(self, ballots: Sequence[Row]) -> set[str]:
        """Put (id, poll, token, choice) in the box; return the ids of those that went in."""

    def put_open(self, ballots: Sequence[Row]) -> set[str]:
        """Keep (place, poll, choice, weight, moment, receipt, token); return the places kept."""

    def mark(self, places: Sequence[str]) -> None:
        """Mark the places as having voted."""

    def secret_tracker(self, poll_id: int, token: str) -> str | None:
        """Return under which tracker a token lies in the box."""

    def open_ballot(self, place: str) -> Row | None:
        """Return choice, moment, receipt and token of an open ballot as it stands."""

    def replaced_ballot(self, place: str, token: str) -> Row | None:
        """Return choice, moment and receipt of an open ballot that was changed since."""

    def change_open(self, place: str, ballot: Row) -> None:
        """Append what a place had answered, and put (choice, moment, receipt, token) for it."""


class SqliteBox:
    """On SQLite: batches travel as JSON, and one writer at a time has passed the gate."""

    def __init__(self, driver: sqlite3.Connection) -> None:
        self._run = driver.execute

    def polls(self, public_ids: Sequence[str]) -> Iterable[Row]:
        rows = self._run(
            f"SELECT {POLL_FACTS} FROM poll WHERE public_id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (json.dumps(public_ids),),
        )
        for *facts, closes_at, changeable, choices in rows:
            yield *facts, _moment(closes_at), bool(changeable), json.loads(choices)

    def places(self, places: Sequence[str]) -> Iterable[Row]:
        return self._run(
            "SELECT p.place, p.poll_id, p.holder_id, p.weight, p.voted, holder.session_epoch"
            " FROM json_each(?) AS asked CROSS JOIN poll_place AS p ON p.place = asked.value"
            " LEFT JOIN person AS holder ON holder.id = p.holder_id AND holder.erased_at IS NULL",
            (json.dumps(places),),
        )

    def put_secret(self, ballots: Sequence[Row]) -> set[str]:
        kept = self._run(
            "INSERT INTO secret_ballot (id, poll_id, token, choice)"
            " SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)"
            " WHERE true ON CONFLICT DO NOTHING RETURNING id",
            (json.dumps(ballots),),
        )
        return {row[0] for row in kept}

    def put_open(self, ballots: Sequence[Row]) -> set[str]:
        kept = self._run(
            "INSERT INTO open_ballot (place, poll_id, choice, weight, cast_at, receipt, token)"
            " SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,"
            " value ->> 6 FROM json_each(?)"
            " WHERE NOT EXISTS (SELECT 1 FROM replaced_ballot AS old WHERE old.token = value ->> 6)"
            " ON CONFLICT DO NOTHING RETURNING place",
            (json.dumps([_written(ballot) for ballot in ballots]),),
        )
        return {row[0] for row in kept}

    def mark(self, places: Sequence[str]) -> None:
        self._run(
            "UPDATE poll_place SET voted = true WHERE place IN (SELECT value FROM json_each(?))",
            (json.dumps(places),),
        )

    def secret_tracker(self, poll_id: int, token: str) -> str | None:
        found = self._run(
            "SELECT id FROM secret_ballot WHERE token = ? AND poll_id = ?", (token, poll_id)
        ).fetchone()
        return found[0] if found else None

    def open_ballot(self, place: str) -> Row | None:
        return _timed(
            self._run(
                "SELECT choice, cast_at, receipt, token FROM open_ballot WHERE place = ?", (place,)
            ).fetchone()
        )

    def replaced_ballot(self, place: str, token: str) -> Row | None:
        return _timed(
            self._run(
                "SELECT choice, cast_at, receipt FROM replaced_ballot"
                " WHERE token = ? AND place = ?",
                (token, place),
            ).fetchone()
        )

    def change_open(self, place: str, ballot: Row) -> None:
        choice, moment, receipt, token = _written(ballot)
        self._run(
            "INSERT INTO replaced_ballot"
            " (place, poll_id, choice, cast_at, replaced_at, receipt, token)"
            " SELECT place, poll_id, choice, cast_at, ?, receipt, token"
            " FROM open_ballot WHERE place = ?",
            (moment, place),
        )
        self._run(
            "UPDATE open_ballot SET choice = ?, cast_at = ?, receipt = ?, token = ?"
            " WHERE place = ?",
            (choice, moment, receipt, token, place),
        )


class PostgresqlBox:
    """On PostgreSQL: batches travel as arrays, and rows are locked in the order of their keys."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def _run(self, statement: str, given: Sequence[Any]) -> Any:
        return self._driver.execute(statement, given, prepare=False)

    def polls(self, public_ids: Sequence[str]) -> Iterable[Row]:
        rows = self._run(
            f"SELECT {POLL_FACTS} FROM poll WHERE public_id = ANY(%s) ORDER BY id FOR KEY SHARE",  # noqa: S608
            (list(public_ids),),
        )
        return list(rows)

    def places(self, places: Sequence[str]) -> Iterable[Row]:
        rows = self._run(
            "SELECT p.place, p.poll_id, p.holder_id, p.weight, p.voted, holder.session_epoch"
            " FROM poll_place AS p LEFT JOIN person AS holder"
            " ON holder.id = p.holder_id AND holder.erased_at IS NULL"
            " WHERE p.place = ANY(%s) ORDER BY p.place FOR UPDATE OF p",
            (list(places),),
        )
        return list(rows)

    def put_secret(self, ballots: Sequence[Row]) -> set[str]:
        # In the order of the trackers, so that a batch lies in the box in no other order.
        kept = self._run(
            "INSERT INTO secret_ballot (id, poll_id, token, choice)"
            " SELECT * FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[])"
            " ON CONFLICT DO NOTHING RETURNING id",
            _columns(sorted(ballots, key=lambda ballot: str(ballot[0]))),
        )
        return {row[0] for row in kept}

    def put_open(self, ballots: Sequence[Row]) -> set[str]:
        kept = self._run(
            "INSERT INTO open_ballot (place, poll_id, choice, weight, cast_at, receipt, token)"
            " SELECT * FROM unnest(%s::text[], %s::int[], %s::text[], %s::int[],"
            " %s::timestamptz[], %s::text[], %s::text[]) AS sent"
            " (place, poll_id, choice, weight, cast_at, receipt, token)"
            " WHERE NOT EXISTS"
            " (SELECT 1 FROM replaced_ballot AS old WHERE old.token = sent.token)"
            " ON CONFLICT DO NOTHING RETURNING place",
            _columns(ballots),
        )
        return {row[0] for row in kept}

    def mark(self, places: Sequence[str]) -> None:
        self._run("UPDATE poll_place SET voted = true WHERE place = ANY(%s)", (list(places),))

    def secret_tracker(self, poll_id: int, token: str) -> str | None:
        found = self._run(
            "SELECT id FROM secret_ballot WHERE token = %s AND poll_id = %s", (token, poll_id)
        ).fetchone()
        return found[0] if found else None

    def open_ballot(self, place: str) -> Row | None:
        row: Row | None = self._run(
            "SELECT choice, cast_at, receipt, token FROM open_ballot WHERE place = %s", (place,)
        ).fetchone()
        return row

    def replaced_ballot(self, place: str, token: str) -> Row | None:
        row: Row | None = self._run(
            "SELECT choice, cast_at, receipt FROM replaced_ballot WHERE token = %s AND place = %s",
            (token, place),
        ).fetchone()
        return row

    def change_open(self, place: str, ballot: Row) -> None:
        choice, moment, receipt, token = ballot
        self._run(
            "INSERT INTO replaced_ballot"
            " (place, poll_id, choice, cast_at, replaced_at, receipt, token)"
            " SELECT place, poll_id, choice, cast_at, %s, receipt, token"
            " FROM open_ballot WHERE place = %s",
            (moment, place),
        )
        self._run(
            "UPDATE open_ballot SET choice = %s, cast_at = %s, receipt = %s, token = %s"
            " WHERE place = %s",
            (choice, moment, receipt, token, place),
        )


def box_of(driver: Any) -> Box:
    """Return the box behind a driver's connection, on whichever database that is."""
    return SqliteBox(driver) if isinstance(driver, sqlite3.Connection) else PostgresqlBox(driver)


def _columns(rows: Sequence[Row]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _written(row: Row) -> list[Any]:
    """Return a row with its moment as SQLAlchemy keeps one on SQLite."""
    return [
        f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value
        for value in row
    ]


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept).replace(tzinfo=UTC) if kept else None


def _timed(row: Row | None) -> Row | None:
    return (row[0], _moment(row[1]), *row[2:]) if row else None
