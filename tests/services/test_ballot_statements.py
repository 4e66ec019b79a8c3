"""How ballots are looked for, whatever a database believes about its tables."""

import sqlite3
from contextlib import closing

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from webapp.models import Base
from webapp.services.ballot_statements import box_of

PLACE = "INSERT INTO poll_place VALUES (1, 'a', 1, 1, 1, '', 0)"


def test_sqlite_marks_places_by_their_keys_though_it_takes_the_roll_for_one_row() -> None:
    with closing(roll_taken_for_one_row()) as driver:
        said: list[str] = []
        driver.set_trace_callback(said.append)
        box_of(driver).keep_secret([(1, "a", "tracker", "for")])
        driver.set_trace_callback(None)

        [marking] = [one for one in said if one.startswith("UPDATE poll_place")]
        plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {marking}")]

    assert plan[-1] == "SEARCH poll_place USING PRIMARY KEY (poll_id=? AND place=?)"
    assert not any(step.startswith("SCAN poll_place") for step in plan)


def roll_taken_for_one_row() -> sqlite3.Connection:
    """Return a database whose statistics were taken when the roll had one place."""
    driver = sqlite3.connect(":memory:")
    for name in ("poll_place", "secret_ballot"):
        driver.execute(
            str(CreateTable(Base.metadata.tables[name]).compile(dialect=sqlite.dialect()))
        )
    driver.execute(PLACE)
    driver.execute("ANALYZE")
    return driver
