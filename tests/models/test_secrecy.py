"""What the tables of a secret vote do not say, on either database."""

from pathlib import Path

from sqlalchemy import Date, DateTime, Integer, String, inspect, text

from tests.factories.poll import SECRET, ballot, cast, closed, new_id, places, poll_on
from webapp.models import PollPlace, SecretBallot
from webapp.models.base import Base
from webapp.services.ballot_recording import receipt_of


def cast_one_by_one(session, poll):
    """Let the places vote each in a transaction's own batch, in the order of their people."""
    tokens = {place.place: new_id() for place in places(poll)}
    told = [cast(ballot(poll, place, token=tokens[place.place]))[0] for place in places(poll)]
    return tokens, [one.receipt for one in told]


def rows_as_kept(session, table, column):
    """Return what a table gives when nobody asks for an order."""
    return [row[0] for row in session.execute(text(f"SELECT {column}, {table}.* FROM {table}"))]


def test_roll_and_box_have_nothing_in_common_but_the_poll(session):
    box = {column.name: column.type for column in SecretBallot.__table__.columns}
    roll = {column.name for column in PollPlace.__table__.columns}

    assert set(box) == {"id", "poll_id", "choice"}
    assert set(box) & roll == {"poll_id"}
    assert not [kind for kind in box.values() if isinstance(kind, DateTime | Date)]


def test_the_roll_says_that_a_place_voted_and_not_when_or_in_which_order(session):
    said = {
        column["name"]: column["type"]
        for column in inspect(session.connection()).get_columns("poll_place")
    }

    assert set(said) == {"place", "poll_id", "person_id", "holder_id", "weight", "body", "voted"}
    assert not [name for name, kind in said.items() if isinstance(kind, DateTime | Date)]
    assert isinstance(said["place"], String)
    assert isinstance(said["person_id"], Integer)


def test_once_closed_box_and_roll_lie_in_the_order_of_their_random_ids(session):
    poll = poll_on(settings=SECRET)
    _, trackers = cast_one_by_one(session, poll)

    closed(poll)

    assert trackers != sorted(trackers)
    assert rows_as_kept(session, "secret_ballot", "id") == sorted(trackers)
    kept = rows_as_kept(session, "poll_place", "place")
    assert kept == sorted(kept)


def test_once_closed_no_row_tells_which_transaction_wrote_it(session, database_kind):
    poll = poll_on(settings=SECRET)
    cast_one_by_one(session, poll)

    closed(poll)

    if database_kind == "sqlite":  # keeps no such thing, and no row number either
        for table in ("secret_ballot", "poll_place"):
            made = session.execute(
                text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}
            ).scalar_one()
            assert made.rstrip().endswith("WITHOUT ROWID")
    else:
        for table in ("secret_ballot", "poll_place"):
            assert len(set(rows_as_kept(session, table, "xmin::text"))) == 1


def test_a_token_is_in_the_box_alone_and_only_as_its_hash(session):
    poll = poll_on(settings=SECRET)
    tokens, trackers = cast_one_by_one(session, poll)
    closed(poll)

    said = {
        table.name: str([tuple(row) for row in session.execute(table.select())])
        for table in Base.metadata.sorted_tables
    }

    assert {receipt_of(place, token) for place, token in tokens.items()} == set(trackers)
    for secret in trackers:
        assert [name for name, rows in said.items() if secret in rows] == ["secret_ballot"]
    for token in tokens.values():
        assert not [name for name, rows in said.items() if token in rows]


def test_once_closed_the_log_of_sqlite_no_longer_says_what_was_written_together(
    session, own_engine, database_kind
):
    if database_kind != "sqlite":
        return
    poll = poll_on(settings=SECRET)
    cast_one_by_one(session, poll)
    session.commit()
    log = Path(f"{own_engine.url.database}-wal")
    before = log.stat().st_size

    closed(poll)
    session.commit()

    assert (before > 0, log.stat().st_size) == (True, 0)
