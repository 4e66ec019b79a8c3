import pytest

from tests.browser import press
from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendments(motion):
    return [
        amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1"),
        amendment_to(motion, "In 1, delete “nine” and insert “eight”.", number="2"),
        amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="3"),
    ]


@pytest.fixture
def chair(sign_in, motion):
    return sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))


def test_the_chair_presses_through_a_debate_to_its_status_line(
    chair, client, motion, amendments, at_noon
):
    page = chair.get(f"/voting/{motion.id}")
    assert "If it is carried, Amendment 2 falls." in page.text

    page = press(chair, page, "Carried")
    at_noon.advance(minutes=5)
    page = press(chair, page, "Carried")
    at_noon.advance(minutes=5)
    page = press(chair, page, "Carried")
    at_noon.advance(minutes=5)

    assert "Every question is decided" in page.text
    record = client.get(f"/voting/{motion.id}/results")
    assert "Passed with Amendments 1 and 3" in record.text
    assert "Amendment 2 fell because Amendment 1 was carried." in record.text
