"""Votes by houses, from the desk to the public record."""

import pytest

from tests.browser import press
from tests.factories.debate import amendment_to, published_motion
from tests.factories.hall_count import agreed
from tests.factories.person import PersonFactory
from webapp.models import HallCount
from webapp.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    motion = published_motion()
    motion.conference.rulebook = motion.conference.rulebook.replace(
        "houses = []", 'houses = ["Clergy", "Laity"]', 1
    )
    return motion


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")


@pytest.fixture
def chair(sign_in, motion):
    return sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))


def test_the_hall_is_counted_by_houses_from_desk_to_public_record(
    session, chair, client, motion, amendment, at_noon
):
    desk = chair.get(f"/voting/{motion.id}")
    assert "51 of 100 votes in each of Clergy, Laity" in desk.text
    page = press(chair, desk, "By other blocks…")
    page = press(
        chair, page, "Open the count", blocks_0="Left\nRight", blocks_1="Gallery", tellers="1"
    )
    count = session.query(HallCount).one()
    for place, (in_favour, against) in enumerate(((10, 12), (4, 4), (90, 2)), start=1):
        agreed(count, place, in_favour, against)
    page = chair.get(page.request.path)

    page = press(chair, page, "Close and declare")

    said = "Clergy 14 to 16, 2 votes short of the 16 it needed; Laity 90 to 2."
    assert f"Each house decides by itself: {said}" in page.text
    at_noon.advance(minutes=5)
    record = client.get(f"/voting/{motion.id}/results")
    assert said in record.text
    assert "Gallery (Laity)" in record.text
    assert said in client.get(f"/live/{motion.conference.slug}").text


def test_figures_typed_on_the_desk_are_those_of_each_house(chair, motion, amendment):
    desk = chair.get(f"/voting/{motion.id}")
    typed = {"house_0_in_favour": "9", "house_0_against": "8"}

    page = press(chair, desk, "Record the count", **typed)
    assert page.status_code == 422
    typed |= {"house_1_in_favour": "5", "house_1_against": "1"}
    page = press(chair, page, "Record the count", **typed)

    assert "Amendment 1: Carried, 14 to 9." in page.text


def test_a_correction_asks_for_the_figures_of_every_house_or_of_none(
    chair, client, motion, amendment, at_noon
):
    press(chair, chair.get(f"/voting/{motion.id}"), "Carried")
    page = chair.get("/voting/votes/1/correct")
    typed = {"outcome": "lost", "reason": "It was counted.", "house_0_in_favour": "1"}
    typed |= {"house_0_against": "2"}

    page = press(chair, page, "See what relied on it", **typed)
    assert "Write the figures of every house." in page.text
    typed |= {"house_1_in_favour": "3", "house_1_against": "0"}
    page = press(chair, page, "See what relied on it", **typed)
    press(chair, page, "Correct the result")

    at_noon.advance(minutes=5)
    record = client.get(f"/voting/{motion.id}/results")
    assert "Clergy 1 to 2, 1 vote short of the 2 it needed; Laity 3 to 0." in record.text


def test_standing_orders_say_which_houses_decide_by_themselves(client, motion):
    page = client.get(f"/conference/{motion.conference.slug}/rulebook")

    assert "each house decides by itself: Clergy, Laity" in page.text
