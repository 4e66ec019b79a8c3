from __future__ import annotations

import pytest

from tests.browser import press
from tests.chromium import PHONE, assert_accessible, assert_accessible_at_every_width
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory
from tests.journeys.cases import own_case, paragraphs
from tests.journeys.steps import BY_INSTRUCTION, amend_motion, carry, open_hall, publish_motion
from webapp.models import Motion
from webapp.procedure.roles import Role


@pytest.fixture
def case():
    return own_case()


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def body(conference):
    return SubmittingBodyFactory(conference=conference)


@pytest.fixture(params=["with scripts", "without scripts"])
def has_scripts(request):
    return request.param == "with scripts"


@pytest.fixture
def window(chromium, conference, has_scripts):
    """Open a phone's window for somebody who plays this part."""

    def open_window(role=None):
        person = PersonFactory(roles={conference: [role]}) if role else None
        opened = chromium(person, width=PHONE, scripts=has_scripts)
        opened.set_default_timeout(15_000)
        return opened

    return open_window


@pytest.fixture
def look(has_scripts):
    """Check that a page is accessible as it stands, on the way to it.

    What looks is a script itself, and waits for ever where there are none.
    """
    return assert_accessible if has_scripts else lambda page: None


@pytest.fixture
def follow(look):
    """Press a button or link as a thumb does, and look at the page it leads to."""

    def press_it(page, name, role="button"):
        # A page that keeps what is typed does so before it lets a button lead away.
        with page.expect_navigation():
            page.get_by_role("main").get_by_role(role, name=name, exact=True).first.click()
        look(page)

    return press_it


def test_a_phone_carries_a_motion_from_paste_to_final_text(
    session, at_noon, conference, body, window, look, follow, case
):
    drafter, amender, committee = (
        window(Role.DELEGATE),
        window(Role.DELEGATE),
        window(Role.COMMITTEE),
    )
    chair, public = window(Role.CHAIR), window()

    drafter.goto(f"/motions/new/{conference.slug}")
    drafter.get_by_label("The motion as it was written").fill(case.source)
    follow(drafter, "Read it")
    drafter.get_by_label("Submitted by").select_option(str(body.id))
    follow(drafter, "Save draft")
    follow(drafter, "Submit…", "link")
    follow(drafter, "Submit to the committee")
    committee.goto(f"/motions/desk/{conference.slug}")
    follow(committee, "In order")
    follow(committee, "Select…", "link")
    committee.get_by_label("Code").fill(case.code)
    follow(committee, "Select it")
    follow(committee, "Publish…", "link")
    follow(committee, "Publish")

    session.expire_all()
    motion = session.query(Motion).one()
    amender.goto(f"/motions/{motion.id}")
    follow(amender, "Change the text in place", "link")
    amender.locator("summary", has_text=case.before).click()
    amender.get_by_label(f"Words of {case.clause}").fill(case.after)
    amender.get_by_label("Submitted by").select_option(str(body.id))
    follow(amender, "Look at it and submit")
    follow(amender, "Submit to the committee")
    committee.goto(f"/amendments/desk/{motion.id}")
    committee.get_by_label("Number").fill("1")
    follow(committee, "Select")

    chair.goto(f"/voting/{motion.id}")
    follow(chair, "Carried")
    at_noon.advance(minutes=1)
    chair.goto(f"/voting/{motion.id}")
    follow(chair, "Carried")
    at_noon.advance(minutes=1)

    public.goto(f"/history/{motion.id}")
    look(public)
    public.get_by_label("Words of the text").fill(case.asked)
    follow(public, "Find out")
    assert "Amendment 1" in public.get_by_role("main").inner_text()
    public.goto(f"/motions/{motion.id}")
    look(public)
    follow(public, "Get", "link")
    follow(public, "Page to read and print", "link")
    assert case.applicability in public.get_by_role("main").inner_text()
    text = public.request.get(f"/exports/{motion.id}/final.txt").text()
    assert paragraphs(text, "Conference welcomes", "Applicability:") == case.body


def test_history_and_exports_are_accessible_at_every_width(
    session, at_noon, case, sign_in, chromium
):
    hall = open_hall(session, at_noon, case, sign_in)
    publish_motion(hall)
    amend_motion(hall, BY_INSTRUCTION)
    carry(hall)
    motion, page = hall.motion, chromium()
    clause = motion.versions[-1].clauses[-1].clause_id

    for address in (
        f"/history/{motion.id}",
        f"/history/{motion.id}/3",
        f"/history/{motion.id}/compare?from=2&to=3",
        f"/history/{motion.id}/clause/{clause}",
        f"/history/{motion.id}/origins",
        f"/exports/{motion.id}",
        f"/exports/{motion.id}/final.html",
    ):
        assert page.goto(address).status == 200
        assert_accessible_at_every_width(page)


def test_the_way_to_every_text_is_a_link_away(session, at_noon, case, sign_in, client):
    hall = open_hall(session, at_noon, case, sign_in)
    publish_motion(hall)

    page = client.get(f"/motions/{hall.motion.id}")
    page = press(client, page, "History")
    page = press(client, page, "Version 2: As published")

    assert page.status_code == 200
    assert 'id="l26"' in page.text
