"""Tellers and the chair at the same instant: real transactions, one waiting for the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.factories.debate import amendment_to, published_motion
from tests.factories.hall_count import entered, open_count_on
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Amendment, CountBlock, CountSheet, Declaration, HallCount
from webapp.models.storage import writing
from webapp.procedure.counting import BlockState, CountState
from webapp.procedure.roles import Role
from webapp.procedure.tally import Tally
from webapp.queries.actor import Actor
from webapp.queries.counts import block_of, hall_of
from webapp.services.count_sheets import enter_sheet
from webapp.services.counts import Opening, close_count, declare_count, open_count
from webapp.services.errors import CountRefused

PATIENCE = 20


@pytest.fixture
def amendment(session, own_engine):
    return amendment_to(published_motion(), "In 1, delete “nine” and insert “ten”.", number="1")


@pytest.fixture
def tellers(amendment, session):
    found = [actor_with(amendment.motion.conference, Role.TELLER) for _ in range(2)]
    session.commit()
    return found


@pytest.fixture
def chair(amendment, session):
    found = actor_with(amendment.motion.conference, Role.CHAIR)
    session.commit()
    return found


def all_at_once(*acts):
    """Do all of it from the same moment on, each in a thread; return results or refusals."""
    ready = Barrier(len(acts))

    def run(act):
        ready.wait(PATIENCE)
        try:
            return act()
        except CountRefused as refusal:
            return refusal.what

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result(PATIENCE) for one in [pool.submit(run, act) for act in acts]]


def entering(engine: Engine, teller: Actor, block_id: int, tally: Tally, token: str):
    def enter() -> int:
        with Session(writing(engine)) as session, session.begin():
            block = session.get_one(CountBlock, block_id)
            sheet = enter_sheet(session, teller, block, tally, token=token, seen=0, now=NOON)
            return sheet.id

    return enter


def closing(engine: Engine, chair: Actor, count_id: int):
    def close() -> int:
        with Session(writing(engine)) as session, session.begin():
            count = session.get_one(HallCount, count_id)
            close_count(session, chair, count, now=NOON)
            return declare_count(session, chair, count, now=NOON).id

    return close


def test_two_tellers_at_once_are_two_sheets_and_one_agreed_block(
    own_engine, session, amendment, tellers
):
    block = open_count_on(amendment).blocks[0]
    session.commit()

    all_at_once(
        *(
            entering(own_engine, one, block.id, Tally(40, 20), f"t{one.person_id}")
            for one in tellers
        )
    )

    session.expire_all()
    assert block_of(block).state is BlockState.AGREED
    assert session.scalar(select(func.count(CountSheet.id))) == 2


def test_a_double_click_is_one_sheet(own_engine, session, amendment, tellers):
    block = open_count_on(amendment).blocks[0]
    session.commit()

    found = all_at_once(
        *(entering(own_engine, tellers[0], block.id, Tally(40, 20), "same") for _ in range(2))
    )

    assert found[0] == found[1]
    assert session.scalar(select(func.count(CountSheet.id))) == 1


def test_figures_at_the_instant_of_closing_are_in_the_count_or_refused(
    own_engine, session, amendment, tellers, chair
):
    count = open_count_on(amendment, tellers=1)
    entered(count, 1, 40, 20, by=tellers[0], token="first")
    block = count.blocks[0]
    session.commit()

    def correct() -> int:
        with Session(writing(own_engine)) as own, own.begin():
            found = own.get_one(CountBlock, block.id)
            corrected = Tally(44, 20)
            return enter_sheet(
                own, tellers[0], found, corrected, token="second", seen=1, now=NOON
            ).id

    told, _ = all_at_once(correct, closing(own_engine, chair, count.id))

    session.expire_all()
    assert count.state is CountState.CLOSED
    assert (
        count.tally
        == hall_of(count).tally
        == (Tally(40, 20) if told == "closed" else Tally(44, 20))
    )


def test_a_count_opened_and_closed_twice_at_once_is_one_count_and_one_result(
    own_engine, session, amendment, tellers, chair
):
    amendment_id = amendment.id

    def opening() -> int:
        with Session(writing(own_engine)) as own, own.begin():
            item = own.get_one(Amendment, amendment_id)
            return open_count(own, chair, item, Opening(("Hall",), 1), now=NOON).id

    first, second = all_at_once(opening, opening)
    assert first == second
    count = session.get_one(HallCount, first)
    entered(count, 1, 40, 20)
    session.commit()

    one, other = all_at_once(*(closing(own_engine, chair, first) for _ in range(2)))

    assert one == other
    assert session.scalar(select(func.count(Declaration.id))) == 1
