from tests.browser import press
from tests.factories.motion import draft_motion
from tests.factories.person import PersonFactory
from webapp.procedure.roles import Role


def test_a_drafter_asks_and_the_committee_advises_without_names(session, sign_in):
    motion = draft_motion()
    drafter = sign_in(motion.drafter)
    committee = sign_in(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))

    page = press(
        drafter, drafter.get(f"/motions/{motion.id}"), "Ask for advice", question="Is it clear?"
    )
    assert "It has not answered yet." in page.text
    desk = committee.get(f"/motions/desk/{motion.conference.slug}")
    page = press(committee, desk, motion.title)
    assert "Is it clear?" in page.text
    assert motion.mover.name not in page.text
    assert press(committee, page, "Give this advice").status_code == 422
    press(committee, page, "Give this advice", reason="Say who pays for it.")

    assert "Say who pays for it." in drafter.get(f"/motions/{motion.id}").text
    assert committee.get(f"/motions/{motion.id}/advising").status_code == 404
