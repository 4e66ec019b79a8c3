import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.motion import TREES
from tests.factories.person import PersonFactory
from webapp.models import Motion
from webapp.procedure.roles import Role
from webapp.procedure.states import MotionState


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def delegate(conference):
    return PersonFactory(roles={conference: [Role.DELEGATE]})


@pytest.fixture
def committee(conference):
    return PersonFactory(roles={conference: [Role.COMMITTEE]})


def test_a_motion_goes_from_a_pasted_text_to_its_public_page(
    session, conference, delegate, committee, client, sign_in
):
    body = SubmittingBodyFactory(conference=conference)
    drafter, desk = sign_in(delegate), sign_in(committee)

    page = drafter.get(f"/motions/new/{conference.slug}")
    page = press(drafter, page, "Read it", source=f"F1 Trees for every street\n\n{TREES}")
    assert "2 b)" in page.text
    page = press(drafter, page, "Save draft", body=str(body.id))
    page = press(drafter, page, "Submit…")
    page = press(drafter, page, "Submit to the committee")
    assert "The committee rules next" in page.text

    page = desk.get(f"/motions/desk/{conference.slug}")
    page = press(desk, page, "In order")
    page = press(desk, page, "Select…")
    page = press(desk, page, "Select it", code="F13")
    page = press(desk, page, "Publish…")
    press(desk, page, "Publish")

    motion = session.query(Motion).one()
    page = client.get(f"/motions/{motion.id}")
    assert motion.state is MotionState.PUBLISHED
    assert "F13 Trees for every street" in page.text
    assert 'id="l8"' in page.text
