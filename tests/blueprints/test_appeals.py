import pytest

from tests.browser import press
from tests.factories.amendment import amendment_out_of_order
from tests.factories.conference import ConferenceFactory
from tests.factories.motion import motion_out_of_order, published_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, MotionState

BY_CONFERENCE = preset_text("federal_conference").replace(
    'appeals = "committee"', 'appeals = "conference"\nappeal_majority = "two_thirds"\n#', 1
)


@pytest.fixture
def motion(session):
    return motion_out_of_order()


def deciding(client, page, named):
    return press(client, page, f"Decide on it · {named}")


def appeal(client, motion):
    page = press(client, client.get(f"/motions/{motion.id}"), "Appeal against this")
    return press(client, page, "Make the appeal", reason="It says plainly what it asks for.")


def somebody(motion, role):
    return PersonFactory(roles={motion.conference: [role]})


def test_those_who_bring_it_appeal_and_the_committee_upholds_it(motion, sign_in, session):
    page = appeal(sign_in(motion.drafter), motion)
    assert "It waits for a decision." in page.text
    assert "Appeal against this" not in page.text
    committee = sign_in(somebody(motion, Role.COMMITTEE))

    page = committee.get(f"/motions/desk/{motion.conference.slug}")
    page = deciding(committee, press(committee, page, "1 appeal waits"), motion.title)
    assert motion.mover.name not in page.text
    page = press(
        committee, page, "Record the decision", outcome="upheld", answer="Read again, it is plain."
    )

    assert "The appeal was upheld" in page.text
    session.refresh(motion)
    assert motion.state is MotionState.IN_ORDER
    told = sign_in(motion.drafter).get(f"/motions/{motion.id}").text
    assert "Read again, it is plain." in told


def test_an_appeal_without_reasons_is_asked_for_them(motion, sign_in):
    client = sign_in(motion.drafter)
    page = press(client, client.get(f"/motions/{motion.id}"), "Appeal against this")

    page = press(client, page, "Make the appeal", reason=" ")

    assert page.status_code == 422
    assert "Write the reason." in page.text


def test_figures_that_say_otherwise_are_refused_and_what_was_typed_is_kept(sign_in, session):
    motion = motion_out_of_order(ConferenceFactory(rulebook=BY_CONFERENCE))
    appeal(sign_in(motion.drafter), motion)
    chair = sign_in(somebody(motion, Role.CHAIR))
    desk = chair.get(f"/voting/desk/{motion.conference.slug}")
    page = deciding(chair, press(chair, desk, "1 appeal waits"), motion.title)

    typed = {"outcome": "upheld", "in_favour": "66", "against": "34", "answer": "Conference voted."}
    refused = press(chair, page, "Record the decision", **typed)
    page = press(chair, refused, "Record the decision", **typed | {"in_favour": "68"})

    assert refused.status_code == 422
    assert "Conference voted." in refused.text
    assert "For upholding it 68, against 34." in page.text


def test_the_committee_does_not_decide_where_conference_hears_appeals(sign_in, session):
    motion = motion_out_of_order(ConferenceFactory(rulebook=BY_CONFERENCE))
    appeal(sign_in(motion.drafter), motion)

    page = sign_in(somebody(motion, Role.COMMITTEE)).get(f"/appeals/{motion.conference.slug}")

    assert "It waits for a decision." in page.text
    assert "Decide on it" not in page.text


def test_an_amendment_ruled_out_is_appealed_for_from_its_page(sign_in, session):
    amendment = amendment_out_of_order(published_motion())
    client = sign_in(amendment.drafter)
    page = press(client, client.get(f"/amendments/{amendment.id}"), "Appeal against this")
    press(client, page, "Make the appeal", reason="It is within the scope.")
    staff = sign_in(somebody(amendment.motion, Role.STAFF))

    page = staff.get(f"/appeals/{amendment.motion.conference.slug}")
    page = deciding(
        staff, page, f"An amendment to {amendment.motion.code} {amendment.motion.title}"
    )
    press(staff, page, "Record the decision", outcome="upheld", answer="So it is.")

    session.refresh(amendment)
    assert amendment.state is AmendmentState.SUBMITTED


def test_an_appeal_that_comes_too_late_is_told_so_and_kept_on_the_page(sign_in, session, at_noon):
    rulebook = preset_text("federal_conference").replace("appeal_hours = 0", "appeal_hours = 24", 1)
    motion = motion_out_of_order(ConferenceFactory(rulebook=rulebook))
    client = sign_in(motion.drafter)
    page = press(client, client.get(f"/motions/{motion.id}"), "Appeal against this")
    assert "An appeal has to be made by" in page.text
    at_noon.advance(minutes=60 * 24 + 1)

    page = press(client, page, "Make the appeal", reason="It says plainly what it asks for.")

    assert page.status_code == 409
    assert "It says plainly what it asks for." in page.text
    page = client.get(f"/motions/{motion.id}")
    assert "The time for an appeal was over on" in page.text
    assert "Appeal against this" not in page.text
