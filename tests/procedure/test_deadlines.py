"""In time, late, and late but let in."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.procedure.deadlines import Deadline, DeadlineRule, next_deadline
from webapp.procedure.errors import TooLate
from webapp.procedure.roles import Role

ONE_O_CLOCK = datetime(2026, 9, 7, 13, tzinfo=UTC)
AMENDMENTS = Deadline("amendments", ONE_O_CLOCK, frozenset({Role.COMMITTEE}))
A_SECOND = timedelta(seconds=1)


def test_what_arrives_at_the_very_time_is_not_late():
    assert not AMENDMENTS.is_past(ONE_O_CLOCK)
    assert AMENDMENTS.is_past(ONE_O_CLOCK + A_SECOND)


def test_a_delegate_is_refused_after_the_deadline():
    with pytest.raises(TooLate) as refused:
        AMENDMENTS.demand(ONE_O_CLOCK + A_SECOND, {Role.DELEGATE})

    assert (refused.value.deadline, refused.value.closed_at) == ("amendments", ONE_O_CLOCK)


def test_whoever_may_override_lets_a_late_one_in_and_it_is_marked_late():
    roles = {Role.DELEGATE, Role.COMMITTEE}

    assert AMENDMENTS.demand(ONE_O_CLOCK + A_SECOND, roles) is True
    assert AMENDMENTS.demand(ONE_O_CLOCK, roles) is False


def test_a_deadline_counts_back_from_the_first_day_in_local_time():
    rule = DeadlineRule("amendments", "Amendments", 12, time(13), frozenset())

    deadline = rule.closing(date(2026, 9, 19), ZoneInfo("Europe/London"))

    assert deadline.closes_at == datetime(2026, 9, 7, 12, tzinfo=UTC)


def test_the_next_deadline_is_the_first_that_is_still_ahead():
    later = Deadline("reports", ONE_O_CLOCK + timedelta(days=2))
    earlier = Deadline("motions", ONE_O_CLOCK - timedelta(days=60))

    assert next_deadline([later, earlier, AMENDMENTS], ONE_O_CLOCK) == AMENDMENTS
    assert next_deadline([earlier], ONE_O_CLOCK) is None
