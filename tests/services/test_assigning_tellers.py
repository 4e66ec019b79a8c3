"""Tellers assigned to blocks of the hall."""

import pytest
from sqlalchemy import select

from tests.factories.hall_count import block_at, entered, open_count_on
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.services.assigning_tellers import assign_tellers
from webapp.services.count_sheets import take_back_sheet
from webapp.services.counts import break_off_count
from webapp.services.errors import CountRefused


@pytest.fixture
def teller(motion):
    return actor_with(motion.conference, Role.TELLER)


@pytest.fixture
def other(motion):
    return actor_with(motion.conference, Role.TELLER)


def assign(session, chair, count, place, *people):
    ids = [one.person_id for one in people]
    assign_tellers(session, chair, block_at(count, place), ids, now=NOON)


def test_a_block_that_is_assigned_is_counted_by_nobody_else(session, chair, ten, teller, other):
    count = open_count_on(ten, "Front", "Back")
    assign(session, chair, count, 1, teller)

    with pytest.raises(CountRefused) as refusal:
        entered(count, 1, 40, 20, by=other)
    assert refusal.value.what == "not_yours"
    assert entered(count, 1, 40, 20, by=teller)
    assert entered(count, 2, 10, 5, by=other), "the block that nobody has"


def test_what_was_handed_in_before_stays_and_can_be_taken_back(session, chair, ten, teller, other):
    count = open_count_on(ten)
    entered(count, 1, 40, 20, by=other)
    assign(session, chair, count, 1, teller)

    assert len(block_at(count).sheets) == 1
    take_back_sheet(session, other, block_at(count), token="t", now=NOON)


def test_the_same_tellers_again_are_no_second_act_and_who_is_no_teller_is_left_out(
    session, chair, ten, teller
):
    count = open_count_on(ten)
    assign(session, chair, count, 1, teller, chair)
    assign(session, chair, count, 1, teller)

    assert [one.person_id for one in block_at(count).assigned] == [teller.person_id]
    noted = session.scalars(select(Minute).where(Minute.activity == "count:assign")).all()
    assert len(noted) == 1


def test_the_next_count_begins_with_the_tellers_of_the_last(session, chair, ten, eight, teller):
    first = open_count_on(ten, "Front", "Back")
    assign(session, chair, first, 2, teller)
    break_off_count(session, chair, first, reason="Noise.", now=NOON)

    again = open_count_on(eight, "Back", "Gallery")

    assert [len(block.assigned) for block in again.blocks] == [1, 0]


def test_tellers_do_not_assign_each_other(session, ten, teller, other):
    count = open_count_on(ten)

    with pytest.raises(NotPermitted):
        assign(session, teller, count, 1, other)
