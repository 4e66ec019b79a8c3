import pytest

from tests.browser import press
from tests.factories.debate import FUEL, TEN, amendment_to, published_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("at_noon")

BOOKS = "In 2, delete “books” and insert “books, records”."
REASON = "Its mover has a train to catch."


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def sit_down(sign_in, motion):
    """Give somebody with a part at the conference a browser."""
    return lambda role: sign_in(PersonFactory(roles={motion.conference: [role]}))


@pytest.fixture
def chair(sit_down):
    return sit_down(Role.CHAIR)


@pytest.fixture
def amendments(motion):
    words = (TEN, BOOKS, FUEL)
    return [amendment_to(motion, one, number=str(place)) for place, one in enumerate(words, 1)]


@pytest.fixture
def desk(chair, motion, amendments):
    return chair.get(f"/voting/{motion.id}")


def test_a_question_is_put_out_of_its_turn_and_the_record_says_why(chair, client, motion, desk):
    page = press(chair, desk, "Put it now Amendment 3")
    assert "Not yet its turn" in page.text

    page = press(chair, page, "Put it now, out of its turn", reason=REASON)

    assert "We come to Amendment 3" in page.text
    assert "Amendment 3: Lost." in press(chair, page, "Lost").text
    record = client.get(f"/voting/{motion.id}/results").text
    assert f'Amendment 3: <span dir="auto">{REASON}</span>' in record


def test_without_a_reason_nothing_is_moved(chair, desk):
    page = press(chair, desk, "Put it now Amendment 3")

    page = press(chair, page, "Put it now, out of its turn")

    assert page.status_code == 422
    assert "Nothing holds until you keep the order." in page.text


def test_a_question_is_left_for_later(chair, desk):
    page = press(chair, desk, "Put it last", reason=REASON)

    assert "We come to Amendment 2" in page.text


def test_a_step_at_a_time_the_order_is_changed_and_the_reason_kept_meanwhile(chair, desk):
    page = press(chair, desk, "Change the order…")
    page = press(chair, page, "Up Amendment 3", reason=REASON)
    page = press(chair, page, "Up Amendment 3")
    assert REASON in page.text

    page = press(chair, page, "Keep this order")

    assert "We come to Amendment 3" in page.text


def test_what_was_decided_meanwhile_is_said_and_the_reason_kept(chair, desk):
    page = press(chair, desk, "Change the order…")
    press(chair, desk, "Carried")

    page = press(chair, page, "Keep this order", reason=REASON)

    assert page.status_code == 409
    assert REASON in page.text
    assert "Amendment 1" not in page.text.split("<ol", 1)[1].split("</ol>", 1)[0]


@pytest.mark.both_databases
def test_several_are_carried_together_and_taken_back_together(chair, client, motion, desk, at_noon):
    page = press(chair, desk, "All carried")
    assert "Amendments 1, 2 and 3: Carried." in page.text
    page = press(chair, page, "Undo")
    assert "We come to Amendment 1" in page.text

    press(chair, page, "All carried", question=["amendment:1", "amendment:3"])
    at_noon.advance(minutes=1)

    record = client.get(f"/voting/{motion.id}/results").text
    assert "on a show of cards, together: Amendments 1 and 3." in record
    assert "We come to Amendment 2" in chair.get(f"/voting/{motion.id}").text
    origins = client.get(f"/history/{motion.id}/origins").text
    assert "en bloc, on a show of cards" in origins


def test_one_alone_is_not_put_together(chair, desk):
    page = press(chair, desk, "All carried", question=["amendment:1"])

    assert "Tick at least two amendments" in page.text


def test_anybody_takes_an_amendment_out_of_the_vote_on_several(sit_down, chair, desk, amendments):
    delegate = sit_down(Role.DELEGATE)
    page = delegate.get(f"/amendments/{amendments[0].id}")

    page = press(delegate, page, "Ask that it be voted on by itself")

    assert "You asked that it be voted on by itself" in page.text
    page = press(chair, desk, "All carried")
    assert "somebody objected" in page.text
    assert "Amendments 2 and 3 to F7" in page.text
