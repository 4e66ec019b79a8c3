"""The hall asks for a count."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.debate import LATER, amendment_to, declared, published_motion
from tests.factories.hall_count import open_count_on
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.counting import CountCause
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.queries.divisions import questions_to_divide
from webapp.services.divisions import ask_division
from webapp.services.errors import CountRefused


@pytest.fixture
def motion(session):
    found = published_motion()
    found.conference.rulebook = found.conference.rulebook.replace(
        "division_on_request_of = 50", "division_on_request_of = 2"
    )
    return found


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")


@pytest.fixture
def other(motion):
    return amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="2")


def delegate_at(motion):
    return actor_with(motion.conference, Role.DELEGATE)


def test_enough_delegates_make_the_count_a_division(session, motion, amendment):
    for asked in (1, 2):
        assert ask_division(session, delegate_at(motion), amendment, now=NOON) == asked

    assert open_count_on(amendment).cause is CountCause.DIVISION
    last = session.scalars(select(Minute).where(Minute.activity == "division:ask")).all()[-1]
    assert last.facts["reached"] is True


def test_a_delegate_who_asks_twice_is_one_delegate(session, motion, amendment):
    delegate = delegate_at(motion)

    for _ in range(3):
        assert ask_division(session, delegate, amendment, now=NOON) == 1

    assert open_count_on(amendment).cause is CountCause.ORDERED


def test_an_observer_has_no_say(session, motion, amendment):
    with pytest.raises(NotPermitted):
        ask_division(session, actor_with(motion.conference, Role.OBSERVER), amendment, now=NOON)


def test_nobody_asks_where_the_rulebook_leaves_it_to_the_chair(session, motion, amendment):
    motion.conference.rulebook = motion.conference.rulebook.replace(
        "division_on_request_of = 2", "division_on_request_of = 0"
    )

    with pytest.raises(CountRefused) as refusal:
        ask_division(session, delegate_at(motion), amendment, now=NOON)

    assert refusal.value.what == "no_right"


def test_a_result_on_a_show_of_cards_may_be_challenged_until_the_next_is_declared(
    session, motion, amendment, other
):
    declared(amendment, Outcome.CARRIED, now=LATER)
    assert ask_division(session, delegate_at(motion), amendment, now=NOON) == 1

    declared(other, Outcome.LOST, now=LATER + timedelta(minutes=5))

    with pytest.raises(CountRefused) as refusal:
        ask_division(session, delegate_at(motion), amendment, now=NOON)
    assert refusal.value.what == "not_now"


def test_a_result_that_nobody_may_know_yet_is_not_hinted_at(session, motion, amendment, other):
    before = questions_to_divide(session, motion, NOON)

    declared(amendment, Outcome.CARRIED, now=NOON)

    assert questions_to_divide(session, motion, NOON) == before == [amendment]


def test_requests_before_a_result_are_not_challenges_to_it(session, motion, amendment):
    ask_division(session, delegate_at(motion), amendment, now=NOON - timedelta(hours=2))
    declared(amendment, Outcome.LOST, now=LATER)

    assert ask_division(session, delegate_at(motion), amendment, now=NOON) == 1
