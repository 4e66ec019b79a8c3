import pytest

from tests.browser import press
from tests.factories.amendment import draft_amendment
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import draft_motion, published_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState


@pytest.fixture
def conference(session, at_noon):
    """A conference that sits by now: all its deadlines have passed."""
    return ConferenceFactory(slug="autumn", moved_deadlines={})


def somebody(conference, *roles):
    return PersonFactory(roles={conference: roles})


def shared(page):
    return page.text.split('value="http://localhost')[1].split('"')[0]


def test_a_drafter_is_told_that_it_is_too_late_and_who_may_let_it_in(conference, sign_in, session):
    motion = draft_motion(conference)
    client = sign_in(motion.drafter)

    page = press(client, client.get(f"/motions/{motion.id}"), "Submit…")

    assert "The deadline “Motions” passed on 21 July 2026, 13:00" in page.text
    assert "Only the committee can let it in now" in page.text
    assert "Submit to the committee" not in page.text


def test_a_deadline_that_passes_while_one_looks_is_no_way_round_it(sign_in, session):
    motion = draft_motion(ConferenceFactory())
    client = sign_in(motion.drafter)
    page = client.get(f"/motions/{motion.id}/submit")
    motion.conference.moved_deadlines = {}

    page = press(client, page, "Submit to the committee")

    assert "It was not submitted: the deadline has passed." in page.text
    session.refresh(motion)
    assert motion.state is MotionState.DRAFT


def test_the_committee_lets_it_in_from_the_address_it_was_sent(conference, sign_in, session):
    motion = draft_motion(conference)
    client = sign_in(motion.drafter)
    address = shared(client.get(f"/motions/{motion.id}"))
    committee = sign_in(somebody(conference, Role.COMMITTEE))

    page = committee.get(address)
    assert motion.mover.name not in page.text, "names are hidden from those who choose"
    again = press(committee, page, "Let it in")
    assert again.status_code == 422
    page = press(committee, again, "Let it in", reason="The post was late")

    assert "submitted late" in page.text
    session.refresh(motion)
    assert (motion.state, motion.is_late) == (MotionState.SUBMITTED, True)


def test_the_chair_lets_a_late_amendment_in(conference, sign_in, session):
    amendment = draft_amendment(published_motion(ConferenceFactory()))
    amendment.motion.conference.moved_deadlines = {}
    session.commit()
    client = sign_in(amendment.drafter)
    address = shared(client.get(f"/amendments/{amendment.id}"))

    chair = sign_in(somebody(amendment.motion.conference, Role.CHAIR))
    page = press(chair, chair.get(address), "Let it in", reason="A slip of ours")

    assert "The amendment is submitted." in page.text
    session.refresh(amendment)
    assert (amendment.state, amendment.is_late) == (AmendmentState.SUBMITTED, True)


def test_staff_move_a_deadline_and_everybody_reads_it(conference, sign_in, session):
    client = sign_in(somebody(conference, Role.STAFF))

    page = press(client, client.get("/conference/autumn/rulebook"), "Move deadlines")
    page = press(client, page, "Keep the deadlines", at_motions="2026-09-21T18:30")

    assert "21 September 2026, 18:30</time> · moved by this conference" in page.text
    assert (
        "Next to close: Motions, 21 September 2026, 18:30." in client.get("/conference/autumn").text
    )


def test_a_moment_that_is_none_is_said_beside_its_field(conference, sign_in, session):
    client = sign_in(somebody(conference, Role.STAFF))

    page = press(
        client, client.get("/admin/autumn/deadlines"), "Keep the deadlines", at_motions="soon"
    )

    assert page.status_code == 422
    session.refresh(conference)
    assert conference.moved_deadlines == {}


def test_a_motion_page_says_that_amendments_are_closed(sign_in, session, at_noon):
    motion = published_motion(ConferenceFactory())
    motion.conference.moved_deadlines = {}
    client = sign_in(somebody(motion.conference, Role.DELEGATE))

    page = client.get(f"/motions/{motion.id}")

    assert "passed on 7 September 2026, 13:00" in page.text
    assert "Only the committee or the chair can let one in now." in page.text


def test_kinds_that_are_closed_are_named_so_when_a_motion_is_drafted(conference, sign_in, session):
    motion = draft_motion(conference)

    page = sign_in(motion.drafter).get(f"/motions/{motion.id}/edit")

    assert "Policy motion (closed)" in page.text
