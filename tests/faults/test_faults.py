"""A few kills of what `python -m tests.faults` does two hundred times."""

import pytest

from tests.faults.databases import POSTGRESQL, SQLITE
from tests.faults.rounds import DATABASE, EVERYTHING, WORKER, rounds


@pytest.mark.parametrize(
    ("kind", "kills"), [(SQLITE, [WORKER, EVERYTHING]), (POSTGRESQL, [WORKER, DATABASE])]
)
def test_of_ballots_in_flight_when_something_is_killed_none_is_lost_or_doubled(kind, kills):
    with rounds(kind, size=40, seed=7) as played:
        played.play_with(kills)

    tally = played.tally
    assert tally.faults == []
    assert tally.acknowledged > 0
