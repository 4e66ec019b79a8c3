import pytest

from tests.browser import press
from tests.factories.debate import amendment_to, published_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")


@pytest.fixture
def sit_down(sign_in, motion):
    """Give somebody with a part at the conference a browser."""
    return lambda role: sign_in(PersonFactory(roles={motion.conference: [role]}))


@pytest.fixture
def chair(sit_down):
    return sit_down(Role.CHAIR)


@pytest.mark.both_databases
def test_two_tellers_and_the_chair_count_a_question_from_desk_to_public_record(
    chair, sit_down, client, motion, amendment, at_noon
):
    desk = chair.get(f"/voting/{motion.id}")
    page = press(chair, desk, "By other blocks…")
    page = press(chair, page, "Open the count", blocks="Front\nBack", tellers="2")
    assert "0 of 2 blocks agreed." in page.text
    tellers = [sit_down(Role.TELLER) for _ in range(2)]

    for block, in_favour, against in (("Front", "40", "20"), ("Back", "27", "13")):
        for teller in tellers:
            hall = teller.get(f"/voting/counting/{motion.conference.slug}")
            path = [word for word in hall.text.split('"') if "/blocks/" in word]
            sheet = teller.get(path[0 if block == "Front" else 1])
            sheet = press(teller, sheet, "Hand in", in_favour=in_favour, against=against)
            assert "Recorded 13:00:00" in sheet.text
    page = chair.get(page.request.path)
    assert "Carried: It needed 51 in favour." in page.text
    page = press(chair, page, "Close and declare")

    assert "Amendment 1: Carried, 67 to 33." in page.text
    at_noon.advance(minutes=5)
    record = client.get(f"/voting/{motion.id}/results")
    assert "67 to 33" in record.text
