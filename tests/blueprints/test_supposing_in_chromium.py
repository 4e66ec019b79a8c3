import pytest

from tests.chromium import DESKTOP, PHONE, assert_accessible_at_every_width
from tests.factories.debate import LATER, amendment_to, published_motion
from tests.factories.person import PersonFactory, actor_with
from tests.factories.separate_vote import separate_vote_on
from webapp.procedure.roles import Role
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services.motions import redraft_motion
from webapp.text.editing import set_text


@pytest.fixture
def motion(session):
    motion = published_motion()
    amendment_to(motion, "In 2, delete “tools” and insert “songs”.", number="1")
    amendment_to(motion, "Delete 2.", number="2")
    separate_vote_on(motion, 5)
    return motion


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_anybody_supposes_outcomes_without_scripts_too(chromium, motion, width):
    page = chromium(width=width, scripts=width == DESKTOP)
    page.goto(f"/motions/{motion.id}/what-if")
    page.get_by_label("Amendment 1").check()
    page.get_by_label("Amendment 2").check()
    page.get_by_label("the separate vote on line 5").check()

    page.get_by_role("button", name="Show the text").click()

    page.get_by_text("What cannot stand together").wait_for()
    assert page.url.endswith("/what-if?carried=1&carried=2&lost=V1")


def test_everybody_can_use_the_pages_about_what_amendments_do_to_each_other(
    session, chromium, motion
):
    both = "carried=1&carried=2"
    committee = PersonFactory(roles={motion.conference: [Role.COMMITTEE, Role.CHAIR]})
    page = chromium(committee)

    for address in (
        f"/motions/{motion.id}/what-if?{both}",
        f"/motions/{motion.id}/references?{both}",
        f"/motions/{motion.id}/consequences",
        f"/amendments/desk/{motion.id}",
        f"/voting/{motion.id}",
    ):
        page.goto(address)
        if address.startswith("/voting"):
            page.get_by_text("What meets what").click()
        assert_accessible_at_every_width(page)


def test_an_author_can_answer_to_a_new_text(session, chromium, motion):
    text = load_weave(session, motion).text(keys_in_force(session, motion))
    clause = text.find("2").id
    committee = actor_with(motion.conference, Role.COMMITTEE)
    changed = set_text(text, clause, "Lend books for nothing.")
    redraft_motion(session, committee, motion, changed, reason="Shorter.", now=LATER)
    session.commit()
    page = chromium(motion.amendments[0].drafter)
    page.goto(f"/amendments/{motion.amendments[0].id}/new-text")
    assert_accessible_at_every_width(page)

    page.get_by_role("button", name="I object").click()

    page.get_by_text("Write why you object.").first.wait_for()
    assert_accessible_at_every_width(page)
