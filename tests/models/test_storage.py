from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from webapp.models.storage import open_engine, writing

MAKE = "CREATE TABLE tally (number INTEGER NOT NULL)"


def test_a_transaction_that_says_nothing_cannot_write(own_engine):
    with writing(own_engine).begin() as connection:
        connection.execute(text(MAKE))

    with pytest.raises(DBAPIError, match=r"read-?only"), own_engine.begin() as connection:
        connection.execute(text("INSERT INTO tally VALUES (1)"))

    with own_engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM tally")) == 0


def test_a_connection_that_read_may_write_in_its_next_transaction(own_engine):
    with own_engine.connect() as connection:
        connection.execute(text("SELECT 1"))

    with writing(own_engine).begin() as connection:
        connection.execute(text(MAKE))


def test_writers_that_read_first_wait_for_one_another(own_database):
    engine = open_engine(own_database)
    with writing(engine).begin() as connection:
        connection.execute(text(MAKE))
        connection.execute(text("INSERT INTO tally VALUES (0)"))

    lock = " FOR UPDATE" if engine.dialect.name == "postgresql" else ""

    def count_up(_):
        with writing(engine).begin() as connection:
            found = connection.scalar(text("SELECT number FROM tally" + lock))
            connection.execute(text("UPDATE tally SET number = :next"), {"next": found + 1})

    with ThreadPoolExecutor(4) as people:
        list(people.map(count_up, range(40)))

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT number FROM tally")) == 40
    engine.dispose()


def test_the_gate_opens_after_a_failure(own_engine):
    with writing(own_engine).begin() as connection:
        connection.execute(text(MAKE))

    for _ in range(3):
        with pytest.raises(DBAPIError), writing(own_engine).begin() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    with writing(own_engine).begin() as connection:
        connection.execute(text("INSERT INTO tally VALUES (1)"))


def test_sqlite_keeps_foreign_keys_and_waits_for_the_disk(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'kept.sqlite'}")

    with engine.connect() as connection:
        found = [
            connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert found == ["wal", 2, 1]
    engine.dispose()
