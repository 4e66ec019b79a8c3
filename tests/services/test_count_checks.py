"""What `flask verify` says of counts in the hall."""

import pytest

from tests.factories.debate import amendment_to, published_motion
from tests.factories.hall_count import agreed, block_at, entered, open_count_on
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.services.count_checks import verify_counts
from webapp.services.count_sheets import reopen_block, take_back_sheet
from webapp.services.counts import close_count, declare_count


@pytest.fixture
def count(session):
    """A count with a correction, a block counted afresh, and a result."""
    amendment = amendment_to(
        published_motion(), "In 1, delete “nine” and insert “ten”.", number="1"
    )
    conference = amendment.motion.conference
    chair, teller = actor_with(conference, Role.CHAIR), actor_with(conference, Role.TELLER)
    made = open_count_on(amendment, "Front", "Back")
    entered(made, 2, 1, 1, by=teller)
    take_back_sheet(session, teller, block_at(made, 2), token="back", now=NOON)
    agreed(made, 1, 39, 20)
    seen = block_at(made).sheets[-1].id
    reopen_block(session, chair, block_at(made), seen=seen, now=NOON)
    agreed(made, 1, 40, 20, 3)
    agreed(made, 2, 10, 9)
    close_count(session, chair, made, now=NOON)
    declare_count(session, chair, made, now=NOON)
    return made


def faults(session, count):
    session.flush()
    session.expire_all()
    return [one.fault for one in verify_counts(session, count.motion.conference_id)]


def test_a_count_as_it_was_taken_holds(session, count):
    assert faults(session, count) == []


def test_a_sheet_rewritten_afterwards_is_found(session, count):
    block_at(count).sheets[0].in_favour = 50

    assert faults(session, count) == ["its sheets are not those that were minuted"]


def test_figures_rewritten_afterwards_are_found(session, count):
    count.in_favour = 70

    assert faults(session, count) == [
        "its figures are not the sum of its blocks",
        "its figures are not those that were minuted",
        "the result declared by it has other figures",
    ]


def test_a_result_rewritten_afterwards_is_found(session, count):
    count.declaration.in_favour = 70

    assert faults(session, count) == ["the result declared by it has other figures"]
