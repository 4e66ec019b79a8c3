from datetime import timedelta

import pytest

from tests.browser import press
from tests.factories.debate import LATER, amendment_to, declared, published_motion
from tests.factories.motion import draft_motion
from tests.factories.person import PersonFactory
from tests.markup import read_markup
from webapp.procedure.roles import Role

pytestmark = pytest.mark.usefixtures("at_noon")

TEXT = """Trees for every street

Conference calls for:

1. Trees in every street.

2. Water for them, paid for as in clause 3.

3. A levy on parking.
"""


@pytest.fixture
def motion(session):
    motion = published_motion(text=TEXT)
    amendment_to(motion, "In 1, delete “street” and insert “square”.", number="1")
    amendment_to(motion, "In 1, delete “street” and insert “lane”.", number="2")
    amendment_to(motion, "Delete 3.", number="3")
    return motion


def where(page):
    return page.request.full_path.rstrip("?")


def test_anybody_supposes_outcomes_from_the_motions_page(client, motion):
    page = client.get(f"/motions/{motion.id}")
    page = press(client, page, "what if…")

    page = press(client, page, "Show the text", carried=["3", "1"])

    assert where(page) == f"/motions/{motion.id}/what-if?carried=1&carried=3"
    assert "square" in page.text
    assert "1 reference would lead to nothing." in page.text


def test_the_same_outcomes_have_one_address(client, motion):
    spelt = [
        "carried=3&carried=1",
        "carried=1&carried=3&carried=3",
        "carried=&carried=1&carried=3",
        "carried=+3&carried=1",
    ]

    found = {
        client.get(f"/motions/{motion.id}/what-if?{words}").headers["Location"] for words in spelt
    }

    assert found == {f"/motions/{motion.id}/what-if?carried=1&carried=3"}


def test_nothing_carried_is_an_outcome_with_an_address(client, motion):
    page = client.get(f"/motions/{motion.id}/what-if", follow_redirects=True)

    page = press(client, page, "Show the text", carried=[])

    assert where(page) == f"/motions/{motion.id}/what-if?carried="
    assert "Nothing changes: it is the text as published." in page.text


def test_what_cannot_stand_together_is_named(client, motion):
    page = client.get(f"/motions/{motion.id}/what-if?carried=1&carried=2")

    assert "What cannot stand together" in page.text
    assert "Amendment 1 and Amendment 2 change the same words of 1" in page.text


def test_labels_of_the_text_supposed_are_shown_beside_those_in_print(session, client):
    motion = published_motion(text=TEXT)
    amendment_to(motion, "Delete 1.", number="1")

    page = client.get(f"/motions/{motion.id}/what-if?carried=1")

    rows = [e.words() for e in read_markup(page.text).walk() if e.tag == "tr"]
    assert rows == ["In printIt would be", "21", "32"]


def test_an_amendment_without_its_ground_is_refused_with_a_way_out(client, motion):
    declared(motion.amendments[0])
    square = "In 1, delete “square” and insert “market”."
    amendment_to(motion, square, number="4", now=LATER + timedelta(minutes=1))

    page = client.get(f"/motions/{motion.id}/what-if?carried=4")

    assert page.status_code == 422
    assert "Amendment 4 was written upon Amendment 1" in page.text
    page = press(client, page, "Suppose Amendment 1 carried as well")
    assert where(page) == f"/motions/{motion.id}/what-if?carried=1&carried=4"
    assert page.status_code == 200


def test_an_outcome_of_what_is_not_there_is_not_found(client, motion):
    assert client.get(f"/motions/{motion.id}/what-if?carried=9").status_code == 404
    assert client.get(f"/motions/{motion.id}/references?carried=9").status_code == 404


def test_a_motion_that_is_not_printed_has_no_what_if(session, sign_in):
    motion = draft_motion()
    browser = sign_in(motion.drafter)

    assert browser.get(f"/motions/{motion.id}/what-if").status_code == 404


def test_the_references_that_would_break_are_listed_with_who_breaks_them(client, motion):
    page = client.get(f"/motions/{motion.id}/what-if?carried=3")

    page = press(client, page, "Look at the references")

    rows = [e.words() for e in read_markup(page.text).walk() if e.tag == "tr"]
    assert "2 3 [struck clause] 3 Amendment 3" in rows
    page = press(client, page, "See the text, or suppose something else")
    assert where(page) == f"/motions/{motion.id}/what-if?carried=3"


def test_from_an_amendment_one_sees_the_text_and_the_references_it_would_make(client, motion):
    page = client.get(f"/amendments/{motion.amendments[2].id}")

    whole = press(client, page, "What if it is carried?")
    broken = press(client, page, "1 reference would lead to nothing")

    assert where(whole) == f"/motions/{motion.id}/what-if?carried=3"
    assert where(broken) == f"/motions/{motion.id}/references?carried=3"


def test_the_committee_supposes_what_has_no_number_yet(sign_in, client, motion):
    waiting = amendment_to(motion, "In 3, delete “parking” and insert “fuel”.")
    committee = sign_in(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))

    page = committee.get(f"/motions/{motion.id}/what-if?carried=X{waiting.id}")

    assert "fuel" in page.text
    assert client.get(where(page)).status_code == 404


def test_the_chair_sees_before_the_vote_what_it_would_break(sign_in, motion):
    declared(motion.amendments[0])
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))
    desk = chair.get(f"/voting/{motion.id}?question=amendment:{motion.amendments[2].id}")

    whole = press(chair, desk, "The whole text with it")
    broken = press(chair, desk, "1 reference would lead to nothing")

    assert where(whole) == f"/motions/{motion.id}/what-if?carried=1&carried=3"
    assert where(broken) == f"/motions/{motion.id}/references?carried=1&carried=3"
