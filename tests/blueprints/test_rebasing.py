import pytest

from tests.browser import press
from tests.factories.debate import LATER, amendment_to, published_motion
from tests.factories.person import PersonFactory, actor_with
from webapp.models import TextAnswer
from webapp.procedure.roles import Role
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services.amendments import select_amendment
from webapp.services.motions import redraft_motion
from webapp.text.editing import set_text

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, "In 1, delete “nine” and insert “ten”.")


@pytest.fixture
def author(amendment, sign_in):
    return sign_in(amendment.drafter)


@pytest.fixture
def committee(motion, sign_in):
    return sign_in(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))


@pytest.fixture
def redrafted(session, motion, amendment):
    text = load_weave(session, motion).text(keys_in_force(session, motion))
    redraft_motion(
        session,
        actor_with(motion.conference, Role.COMMITTEE),
        motion,
        set_text(text, text.find("1").id, "Keep every library open until late."),
        reason="Hours differ.",
        now=LATER,
    )
    session.commit()


@pytest.mark.usefixtures("redrafted")
def test_the_author_is_led_from_their_amendments_to_the_new_text_and_objects(
    session, author, committee, motion, amendment
):
    page = author.get(f"/amendments/mine/{motion.conference.slug}")
    page = press(author, page, "Look at it, and say whether it still says what you mean")
    assert "Against version 3 it needs attention." in page.text
    assert "Hours differ." in page.text
    assert "the same words of 1" in page.text

    page = press(author, page, "I object", words="Late is not ten.")

    assert "Its author objects: Late is not ten." in page.text
    desk = committee.get(f"/amendments/desk/{motion.id}")
    assert "Its author objects: Late is not ten." in desk.text
    shown = author.get(f"/amendments/{amendment.id}")
    assert "In 1, delete “nine” and insert “ten”." in shown.text


@pytest.mark.usefixtures("redrafted")
def test_an_objection_without_a_reason_comes_back(session, author, amendment):
    page = author.get(f"/amendments/{amendment.id}/new-text")

    page = press(author, page, "I object")

    assert page.status_code == 422
    assert "Write why you object." in page.text
    assert session.query(TextAnswer).count() == 0


@pytest.mark.usefixtures("redrafted")
def test_the_author_agrees_at_one_press(session, author, amendment):
    page = author.get(f"/amendments/{amendment.id}/new-text")

    page = press(author, page, "It still says what I mean")

    assert "Its author agrees." in page.text
    history = author.get(f"/amendments/{amendment.id}")
    assert "Its author agreed to it as it reads against the new text" in history.text


@pytest.mark.usefixtures("redrafted")
def test_others_who_see_it_are_not_asked(committee, amendment):
    page = committee.get(f"/amendments/{amendment.id}/new-text")

    assert "needs attention" in page.text
    assert "I object" not in page.text


def test_while_nothing_has_changed_there_is_nothing_to_answer(author, amendment):
    page = author.get(f"/amendments/{amendment.id}/new-text", follow_redirects=True)

    assert page.request.path == f"/amendments/{amendment.id}"
    assert "The motion has changed since" not in page.text


@pytest.mark.usefixtures("redrafted")
def test_the_desk_says_that_an_author_objects_to_the_new_text(
    session, author, sign_in, motion, amendment
):
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))
    assert "objects" not in chair.get(f"/voting/{motion.id}").text
    page = author.get(f"/amendments/{amendment.id}/new-text")
    press(author, page, "I object", words="Late is not ten.")
    committee = actor_with(motion.conference, Role.COMMITTEE)
    select_amendment(session, committee, amendment, number="1", now=LATER)
    session.commit()

    desk = chair.get(f"/voting/{motion.id}")

    assert "Its author objects to how it reads against the new text:" in desk.text
    assert "Late is not ten." in desk.text
    assert press(chair, desk, "Amendment 1", _in="objections-list").status_code == 200
