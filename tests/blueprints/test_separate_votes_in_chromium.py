import pytest

from tests.chromium import assert_accessible_at_every_width
from tests.factories.amendment import selected_amendment
from tests.factories.debate import published_motion
from tests.factories.person import PersonFactory
from tests.factories.separate_vote import separate_vote_on
from webapp.procedure.roles import Role

TWO = "In 1, delete “nine” and insert “ten”.\nIn 2, delete “, tools”."


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def person(motion):
    """Return somebody with every part that the pages here ask for."""
    roles = [Role.DELEGATE, Role.COMMITTEE, Role.CHAIR]
    return PersonFactory(roles={motion.conference: roles})


def test_everybody_can_ask_for_a_separate_vote_and_put_it(chromium, motion, person):
    separate_vote_on(motion, 4)
    page = chromium(person)
    page.goto(f"/voting/{motion.id}/ask")
    page.get_by_role("link", name="vote 3", exact=True).click()
    page.get_by_label("Only these words").fill("until nine in the evening")
    assert_accessible_at_every_width(page)

    page.get_by_role("button", name="Ask for this vote").click()
    page.get_by_role("heading", name="Separate vote").wait_for()
    assert_accessible_at_every_width(page)
    page.get_by_role("button", name="Select this vote").click()
    page.get_by_role("link", name="Chair’s desk").click()
    page.get_by_text("The text it would make").click()
    assert_accessible_at_every_width(page)
    page.get_by_role("button", name="Words lost").click()

    page.get_by_role("button", name="Undo").wait_for()
    assert_accessible_at_every_width(page)


def test_everybody_can_mark_options_and_put_an_amendment_in_parts(chromium, motion, person):
    amendment = selected_amendment(motion, typed=TWO)
    page = chromium(person)

    for address in (f"/voting/{motion.id}/options", f"/amendments/{amendment.id}/parts"):
        page.goto(address)
        assert_accessible_at_every_width(page)
