import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, Outcome

pytestmark = pytest.mark.usefixtures("at_noon")

BUSES = "In 1, after “evening” insert “and run a bus to each of them”."
NIGHT = "In 1, delete “a bus” and insert “a night bus”."
TWO = "In 1, delete “nine” and insert “ten”.\nIn 2, delete “, tools”."


@pytest.fixture
def motion(session):
    preset = preset_text("federal_conference").replace("depth = 0", "depth = 1", 1)
    accepting = preset.replace("mover_accepts = false", "mover_accepts = true")
    return published_motion(ConferenceFactory(rulebook=accepting))


@pytest.fixture
def buses(motion):
    return amendment_to(motion, BUSES, number="1")


@pytest.fixture
def sit_down(sign_in, motion):
    """Give somebody with a part at the conference a browser."""
    return lambda *roles: sign_in(PersonFactory(roles={motion.conference: [*roles]}))


@pytest.mark.both_databases
def test_an_amendment_is_amended_by_instruction_numbered_put_first_and_folded_in(
    motion, buses, sit_down, client, at_noon
):
    body = SubmittingBodyFactory(conference=motion.conference)
    delegate, committee = sit_down(Role.DELEGATE), sit_down(Role.COMMITTEE)
    chair = sit_down(Role.CHAIR)

    page = delegate.get(f"/amendments/{buses.id}")
    page = press(delegate, page, "Amend it by an instruction")
    assert "run a bus to each" in page.text
    page = press(delegate, page, "Look at it and submit", instruction=NIGHT, body=str(body.id))
    page = press(delegate, page, "Submit to the committee")
    assert "It amends" in page.text

    desk = press(committee, committee.get(f"/amendments/desk/{motion.id}"), "Select")
    assert "Amendment 1 to Amendment 1 is selected for debate." in desk.text
    put = press(chair, chair.get(f"/voting/{motion.id}"), "Carried")
    at_noon.advance(minutes=1)
    assert "We come to Amendment 1 to F7" in put.text
    press(chair, put, "Carried")
    at_noon.advance(minutes=1)

    assert "run a night bus to each" in client.get(f"/exports/{motion.id}/final.txt").text
    assert "Amendment 1 to Amendment 1" in client.get(f"/amendments/motion/{motion.id}").text


def test_one_edited_in_place_begins_with_the_amended_text(buses, sit_down):
    delegate = sit_down(Role.DELEGATE)

    page = press(delegate, delegate.get(f"/amendments/{buses.id}"), "Amend it in place")

    assert "and run a bus to each of them" in page.text


def test_no_amendment_is_offered_where_the_rulebook_allows_none(sign_in, session):
    motion = published_motion()
    amendment = amendment_to(motion, BUSES, number="1")
    delegate = sign_in(PersonFactory(roles={motion.conference: [Role.DELEGATE]}))

    assert "Amend it" not in delegate.get(f"/amendments/{amendment.id}").text


def test_the_mover_accepts_and_the_desk_says_so(motion, buses, sit_down, client, at_noon):
    chair = sit_down(Role.CHAIR)

    desk = press(chair, chair.get(f"/voting/{motion.id}"), "Accepted")
    at_noon.advance(minutes=1)
    press(chair, desk, "Carried")
    at_noon.advance(minutes=1)

    assert "Passed with Amendment 1; Amendment 1 accepted by the mover" in (
        client.get(f"/motions/{motion.id}").text
    )
    assert "Accepted" in client.get(f"/voting/{motion.id}/results").text


def test_the_committee_writes_one_in_with_a_reason_that_everybody_reads(motion, sit_down, client):
    amendment = amendment_to(motion, "In 2, delete “a fee” and insert “any fee”.")
    committee = sit_down(Role.COMMITTEE)
    page = press(committee, committee.get(f"/amendments/desk/{motion.id}"), "Write it in…")

    refused = press(committee, page, "Write it in")
    page = press(committee, refused, "Write it in", reason="Nobody disputes it")

    assert refused.status_code == 422
    assert "The amendment is written into the text." in page.text
    assert amendment.state is AmendmentState.WRITTEN_IN
    assert "Nobody disputes it" in client.get(f"/history/{motion.id}").text
    assert "Nobody disputes it" in client.get(f"/amendments/{amendment.id}").text
    assert "without any fee" in client.get(f"/exports/{motion.id}/final.txt").text


def test_what_meets_the_text_is_not_written_in(motion, buses, sit_down):
    amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="2")
    rival = amendment_to(motion, "In 1, delete “nine” and insert “six”.")
    chair, committee = sit_down(Role.CHAIR), sit_down(Role.COMMITTEE)
    press(chair, chair.get(f"/voting/{motion.id}?question=amendment:2"), "Carried")
    page = committee.get(f"/amendments/{rival.id}/write-in")

    page = press(committee, page, "Write it in", reason="Nobody disputes it")

    assert page.status_code == 422
    assert "It meets what is in the text by now" in page.text


def test_an_amendment_is_put_in_parts(motion, sit_down, client):
    amendment = amendment_to(motion, TWO, number="2")
    committee = sit_down(Role.COMMITTEE)
    page = press(committee, committee.get(f"/amendments/{amendment.id}"), "Put it in parts…")

    refused = press(committee, page, "Put it in these parts", **{"part-0": "a", "part-1": "a"})
    page = press(committee, refused, "Put it in these parts", **{"part-0": "a", "part-1": "b"})

    assert refused.status_code == 422
    assert "It is put in parts: Amendment 2(a), Amendment 2(b)." in page.text
    listed = client.get(f"/amendments/motion/{motion.id}").text
    assert "Amendment 2(b)" in listed
    assert "Put in parts" in listed


def test_parts_are_put_together_again_until_one_is_decided(motion, sit_down):
    amendment = amendment_to(motion, TWO, number="2")
    committee = sit_down(Role.COMMITTEE)
    page = press(committee, committee.get(f"/amendments/{amendment.id}"), "Put it in parts…")
    page = press(committee, page, "Put it in these parts", **{"part-0": "a", "part-1": "b"})

    page = press(committee, page, "Put it as a whole again")

    assert "It is put as a whole again; its parts are withdrawn." in page.text
    page = press(committee, page, "Put it in parts…")
    page = press(committee, page, "Put it in these parts", **{"part-0": "a", "part-1": "b"})
    declared(motion.amendments[-1], Outcome.LOST)
    page = press(committee, page, "Put it as a whole again")
    assert "A part of it is decided." in page.text


def test_a_single_change_has_no_parts(buses, sit_down):
    committee = sit_down(Role.COMMITTEE)

    assert "It makes a single change" in committee.get(f"/amendments/{buses.id}/parts").text
