import pytest

from tests.browser import press
from tests.factories.debate import FUEL, TEN, amendment_to, declared, published_motion
from tests.factories.person import PersonFactory
from tests.factories.procedural import procedural
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def sit_down(sign_in, motion):
    """Give somebody with a part at the conference a browser."""
    return lambda role: sign_in(PersonFactory(roles={motion.conference: [role]}))


@pytest.mark.both_databases
def test_a_reference_back_is_moved_allowed_heard_and_carried(motion, sit_down, client, at_noon):
    delegate, chair = sit_down(Role.DELEGATE), sit_down(Role.CHAIR)
    page = press(delegate, delegate.get(f"/motions/{motion.id}"), "Make a procedural motion")
    page = press(delegate, page, "Move this", rule="reference_back", reasons="It was not costed.")
    assert "The chair decides whether it is put." in page.text

    desk = press(chair, chair.get(f"/voting/{motion.id}"), "Allow it")
    assert "Shall conference hear the reference back?" in desk.text
    desk = press(chair, desk, "Carried")
    assert "The question is the reference back of F7" in desk.text
    assert "The debate is over: Referred back." in desk.text
    at_noon.advance(minutes=1)
    press(chair, desk, "Carried")
    assert "Referred back" not in client.get(f"/motions/{motion.id}").text
    at_noon.advance(minutes=1)

    assert "Referred back" in client.get(f"/motions/{motion.id}").text
    record = client.get(f"/voting/{motion.id}/results").text
    assert "Whether to hear it: the reference back" in record
    assert "It was not costed." in record


def test_the_chair_takes_one_from_the_floor_and_it_is_put_at_once(motion, sit_down):
    chair = sit_down(Role.CHAIR)
    desk = chair.get(f"/voting/{motion.id}")
    page = press(chair, desk, "Take a procedural motion from the floor")

    desk = press(chair, page, "Take it from the floor", rule="closure", by="Robin, Harbour")

    assert "The question is that the debate on F7" in desk.text
    assert "Nobody speaks any more" in desk.text
    assert "The debate is closed: conference votes." in press(chair, desk, "Carried").text


def test_without_reasons_where_they_are_asked_for_what_was_typed_is_kept(motion, sit_down):
    delegate = sit_down(Role.DELEGATE)
    page = delegate.get(f"/voting/{motion.id}/move")

    page = press(delegate, page, "Move this", rule="reference_back", first="3")

    assert page.status_code == 422
    assert "Standing orders ask for reasons in writing." in page.text
    assert 'value="3"' in page.text


def test_lines_that_are_not_there_are_named(motion, sit_down):
    delegate = sit_down(Role.DELEGATE)
    page = delegate.get(f"/voting/{motion.id}/move")

    page = press(delegate, page, "Move this", rule="reference_back", reasons="So.", first="90")

    assert page.status_code == 422
    assert "The motion has the lines 1 to 5." in page.text


def test_who_moved_it_reads_why_the_chair_refused_it(motion, sit_down):
    delegate, chair = sit_down(Role.DELEGATE), sit_down(Role.CHAIR)
    moved = press(delegate, delegate.get(f"/voting/{motion.id}/move"), "Move this", rule="closure")
    page = press(chair, chair.get(f"/voting/{motion.id}"), "Refuse it…")
    press(chair, page, "Refuse it", reason="Two are still to speak.")

    assert "Two are still to speak." in delegate.get(moved.request.path).text


def test_what_is_not_allowed_yet_is_shown_to_nobody_else(motion, sit_down, client):
    closure = procedural(motion, "closure", allowed=False)

    assert client.get(f"/voting/procedural/{closure.id}").status_code == 404
    assert "closure" not in client.get(f"/voting/{motion.id}/results").text


def test_a_debate_decided_since_is_not_ended_by_a_correction_alone(motion, sit_down, at_noon):
    chair = sit_down(Role.CHAIR)
    back = procedural(motion, "reference_back")
    declared(back.hearing)
    declared(back, Outcome.LOST)
    declared(motion)
    page = press(chair, chair.get(f"/voting/{motion.id}"), "Correct… The reference back")

    page = press(chair, page, "See what relied on it", outcome="carried", reason="Misheard.")

    assert page.status_code == 422
    assert "F7 was put and decided since." in page.text
    assert "Misheard." in page.text


def test_the_motion_says_what_it_waits_for(motion, sit_down):
    amendment_to(motion, FUEL, number="1")
    procedural(motion, "closure")

    desk = sit_down(Role.CHAIR).get(f"/voting/{motion.id}?question=motion")

    assert "Amendment 1 and the closure of the debate" in desk.text


def test_an_adjourned_debate_says_so_everywhere_and_goes_on_with_one_tap(
    sit_down, client, motion, at_noon
):
    chair = sit_down(Role.CHAIR)
    amendment_to(motion, TEN, number="1")
    procedural(motion, "adjournment")
    slug = motion.conference.slug
    page = press(chair, chair.get(f"/voting/{motion.id}"), "Carried")
    at_noon.advance(minutes=5)
    desk = chair.get(f"/voting/{motion.id}").text
    assert 'name="outcome" value="carried"' not in desk
    assert "← now" not in desk
    assert "This debate is adjourned" in client.get(f"/live/{slug}").text
    assert "This debate is adjourned" in client.get(f"/live/{slug}/screen").text
    assert "Adjourned" in client.get(f"/conference/{slug}").text
    assert "Adjourned" in chair.get(f"/voting/desk/{slug}").text

    page = press(chair, chair.get(f"/voting/{motion.id}"), "Resume the debate")

    assert "The debate goes on where it stood." in page.text
    assert "This debate is adjourned" not in client.get(f"/live/{slug}").text
    assert "Amendment 1: Carried." in press(chair, page, "Carried").text
