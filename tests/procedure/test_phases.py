from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from webapp.procedure.deadlines import Deadline
from webapp.procedure.phases import Stage, phase_of

FIRST, LAST = date(2026, 9, 19), date(2026, 9, 22)
MOTIONS = Deadline("motions", datetime(2026, 7, 21, 12, tzinfo=UTC))
AMENDMENTS = Deadline("amendments", datetime(2026, 9, 7, 12, tzinfo=UTC))


def phase(at, zone=UTC):
    return phase_of(FIRST, LAST, zone, [AMENDMENTS, MOTIONS], at)


@pytest.mark.parametrize(
    ("at", "following"),
    [
        (datetime(2026, 7, 21, 12, tzinfo=UTC), MOTIONS),
        (datetime(2026, 7, 21, 12, 1, tzinfo=UTC), AMENDMENTS),
        (datetime(2026, 9, 7, 12, 1, tzinfo=UTC), None),
    ],
)
def test_the_deadline_that_passes_next_follows(at, following):
    assert phase(at).following == following


@pytest.mark.parametrize(
    ("at", "stage"),
    [
        (datetime(2026, 9, 18, 22, 59, tzinfo=UTC), Stage.AHEAD),
        (datetime(2026, 9, 18, 23, 0, tzinfo=UTC), Stage.SITTING),
        (datetime(2026, 9, 22, 22, 59, tzinfo=UTC), Stage.SITTING),
        (datetime(2026, 9, 22, 23, 0, tzinfo=UTC), Stage.OVER),
    ],
)
def test_a_conference_sits_from_midnight_to_midnight_by_its_own_clocks(at, stage):
    assert phase(at, ZoneInfo("Europe/London")).stage is stage
