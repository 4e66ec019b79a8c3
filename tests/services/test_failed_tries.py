from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import func, select

from tests.moments import NOON
from webapp.models import FailedTries
from webapp.services.failed_tries import count_failure, failures, forgive, forgive_everybody

MINUTE = timedelta(minutes=1)


def fail(engine, key, *, now=NOON):
    return count_failure(engine, key, 1, remember=MINUTE, now=now)


def test_failures_under_one_key_add_up_and_others_are_left_alone(own_engine):
    fail(own_engine, "robin")

    counted = fail(own_engine, "robin")

    assert counted == 2
    assert failures(own_engine, "robin", now=NOON) == (2, NOON + MINUTE)
    assert failures(own_engine, "kim", now=NOON)[0] == 0


def test_failures_are_forgotten_together_and_counted_anew(own_engine):
    for second in range(3):
        fail(own_engine, "robin", now=NOON + timedelta(seconds=second))

    assert failures(own_engine, "robin", now=NOON + MINUTE)[0] == 0
    assert fail(own_engine, "robin", now=NOON + MINUTE) == 1


def test_what_is_forgotten_is_not_kept(own_engine):
    fail(own_engine, "robin")

    fail(own_engine, "kim", now=NOON + MINUTE)

    with own_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(FailedTries)) == 1


def test_no_address_is_kept_in_plain_letters(own_engine):
    fail(own_engine, "robin@example.org 192.0.2.1")

    with own_engine.connect() as connection:
        kept = connection.scalars(select(FailedTries.digest)).one()
    assert "robin" not in kept
    assert "192" not in kept


def test_no_failure_is_lost_when_many_fail_at_once(own_engine):
    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _: fail(own_engine, "hall"), range(24)))

    assert failures(own_engine, "hall", now=NOON)[0] == 24


def test_failures_can_be_forgiven(own_engine):
    for key in ("robin", "kim", "alex"):
        fail(own_engine, key)

    forgive(own_engine, "robin")

    assert failures(own_engine, "robin", now=NOON)[0] == 0
    assert forgive_everybody(own_engine) == 2
