import pytest

from tests.chromium import assert_accessible_at_every_width
from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.person import PersonFactory
from tests.factories.procedural import procedural
from webapp.models import Declaration
from webapp.procedure.roles import Role


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendments(motion):
    words = (
        "In 1, delete “nine” and insert “ten”.",
        "In 1, delete “nine” and insert “eight”.",
        "In 3, delete “parking” and insert “fuel”.",
    )
    return [amendment_to(motion, one, number=str(place)) for place, one in enumerate(words, 1)]


@pytest.fixture
def chair(motion):
    return PersonFactory(roles={motion.conference: [Role.CHAIR]})


def test_everybody_can_work_at_the_desk(chromium, chair, motion, amendments):
    page = chromium(chair)
    page.goto(f"/voting/{motion.id}")
    page.get_by_text("Count…").click()
    page.get_by_text("The text it would make").click()
    assert_accessible_at_every_width(page)

    page.get_by_role("button", name="Carried").click()

    page.get_by_role("button", name="Undo").wait_for()
    assert_accessible_at_every_width(page)


def test_everybody_can_read_the_record_and_correct_it(chromium, chair, motion, amendments):
    vote = declared(amendments[0]).vote_id
    page = chromium(chair)

    for address in (
        f"/voting/{motion.id}/results",
        f"/voting/votes/{vote}/correct",
        f"/voting/desk/{motion.conference.slug}",
    ):
        page.goto(address)
        assert_accessible_at_every_width(page)


def test_everybody_can_move_rule_and_order(chromium, chair, motion, amendments):
    moved = procedural(motion, "closure", allowed=False)
    page = chromium(chair)

    page.goto(f"/voting/{motion.id}?question=amendment:{amendments[2].id}")
    assert_accessible_at_every_width(page)
    for address in (f"{motion.id}/move", f"procedural/{moved.id}", f"{motion.id}/order"):
        page.goto(f"/voting/{address}")
        assert_accessible_at_every_width(page)


def test_enter_in_a_box_decides_nothing(chromium, chair, motion, amendments, session):
    page = chromium(chair)
    page.goto(f"/voting/{motion.id}")
    page.get_by_text("It was decided earlier").first.click()

    page.get_by_label("Time").first.fill("10:30")
    page.get_by_label("Time").first.press("Enter")
    page.wait_for_load_state()

    session.commit()
    assert session.query(Declaration).count() == 0
