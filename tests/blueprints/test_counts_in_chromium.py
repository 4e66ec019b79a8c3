import pytest
from sqlalchemy import select

from tests.chromium import PHONE, assert_accessible
from tests.factories.debate import amendment_to, published_motion
from tests.factories.hall_count import agreed, entered, open_count_on
from tests.factories.person import PersonFactory
from webapp.models import CountSheet
from webapp.procedure.roles import Role


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def count(motion):
    amendment = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
    return open_count_on(amendment, "Front", "Back")


def test_a_tellers_figures_outlast_a_lost_network_and_are_recorded_once(
    chromium, motion, count, session
):
    page = chromium(PersonFactory(roles={motion.conference: [Role.TELLER]}), width=PHONE)
    page.goto(f"/voting/counting/{motion.conference.slug}")
    assert_accessible(page)
    page.get_by_role("link", name="Front").click()
    page.get_by_label("In favour").fill("40")
    page.get_by_label("Against").fill("20")
    assert_accessible(page)

    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    page.get_by_text("No network. Your figures are kept on this phone").wait_for()
    assert_accessible(page)
    page.context.set_offline(False)

    page.get_by_text("Recorded").wait_for()
    assert_accessible(page)
    session.commit()
    assert session.scalars(select(CountSheet.in_favour)).all() == [40]


def test_the_chair_sees_figures_come_in_without_reloading(chromium, motion, count):
    page = chromium(PersonFactory(roles={motion.conference: [Role.CHAIR]}))
    page.goto(f"/voting/counts/{count.id}")
    agreed(count, 1, 40, 20)
    entered(count, 2, 10, 9)
    entered(count, 2, 10, 7)

    page.get_by_text("Against: 7 or 9, 2 apart").wait_for()
    page.get_by_text("Settle this block").click()
    assert_accessible(page)
