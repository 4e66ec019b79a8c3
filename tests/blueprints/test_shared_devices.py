"""Votes cast on a device that many share, also where only its own people see a conference."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import press
from tests.factories.base import settle
from tests.factories.person import PersonFactory, actor_with
from tests.factories.poll import OPEN, SECRET, delegates, places, poll_on
from tests.moments import NOON
from webapp.models import Person
from webapp.procedure.roles import Role
from webapp.queries.polls import figures_in_box
from webapp.services.sign_in_codes import check_code, issue_sign_in_codes
from webapp.web.chance import new_code

pytestmark = pytest.mark.usefixtures("at_noon")


def voter_of(session, poll, number=0):
    return session.get_one(Person, places(poll)[number].holder_id)


def address(poll):
    return f"/ballots/{poll.public_id}"


def code_for(session, poll, person):
    office = actor_with(poll.conference, Role.STAFF)
    [issued] = issue_sign_in_codes(
        session,
        office,
        poll.conference,
        [person],
        new_code=new_code,
        lasts=timedelta(days=1),
        now=NOON,
    )
    session.commit()
    return issued.code


@pytest.fixture
def poll(session):
    found = poll_on(None, SECRET)
    found.conference.is_closed = True
    settle()
    return found


@pytest.fixture
def device(poll, sign_in):
    teller = sign_in(PersonFactory(roles={poll.conference: [Role.TELLER]}))
    page = teller.get(f"/ballots/of/{poll.conference.slug}")
    page = press(teller, page, "Shared devices, for people without a phone")
    press(teller, page, "Make this a shared device")
    return teller


def test_people_vote_one_after_another_on_a_device_lent_at_a_closed_conference(
    session, poll, device
):
    name = f"{poll.motion.code}, {poll.motion.title}"
    page = device.get("/ballots/device")
    for number in range(2):
        code = code_for(session, poll, voter_of(session, poll, number))
        page = press(device, page, name if number == 0 else "Next person")
        page = press(device, page, "Go on to the ballot", code=code)
        page = press(device, page, "Cast this vote", choice="for....")
        assert "This device has forgotten you." in page.text

    assert figures_in_box(session, poll)["for"] == 2


def test_a_lent_device_knows_nobody_and_shows_nothing_else(poll, device):
    slug = poll.conference.slug

    assert device.get("/accounts/").status_code == 302
    assert device.get(f"/conference/{slug}").status_code == 404
    assert device.get(f"/motions/{poll.motion_id}").status_code == 404
    assert device.get(f"/ballots/of/{slug}").status_code == 404


def test_a_device_shows_the_polls_of_its_own_conference_alone(session, poll, device):
    other = poll_on(None, OPEN)
    other.conference.is_closed = True
    settle()

    assert device.get(f"{address(other)}/shared").status_code == 404


def test_a_device_is_lent_for_a_day(poll, device, at_noon):
    at_noon.advance(hours=18)

    assert "This is no shared device" in device.get("/ballots/device").text
    assert device.get(f"{address(poll)}/shared").status_code == 404


def test_a_device_is_taken_back(poll, device):
    press(device, device.get("/ballots/device"), "End as a shared device")

    assert device.get(f"{address(poll)}/shared").status_code == 404


def test_where_no_device_was_lent_the_page_says_why_and_keeps_the_code(session, poll, sign_in):
    delegate = sign_in(voter_of(session, poll))
    code = code_for(session, poll, voter_of(session, poll, 1))

    page = delegate.get(f"{address(poll)}/shared")
    sent = delegate.post(f"{address(poll)}/shared", data={"code": code})

    assert "a code is taken only on a device that was made a shared one" in page.text
    assert sent.status_code in {403, 409}
    assert not any(place.voted for place in places(poll))
    assert delegate.get("/accounts/").status_code == 200


def test_whoever_may_not_lend_is_told_whom_to_ask(session, poll, sign_in):
    delegate = sign_in(voter_of(session, poll))

    page = delegate.get(f"/ballots/of/{poll.conference.slug}/device")

    assert "Make this a shared device" not in page.text
    assert "ask one of them" in page.text


def test_looking_at_the_page_of_devices_signs_nobody_out(session, poll, sign_in):
    delegate = sign_in(voter_of(session, poll))

    delegate.get("/ballots/device")

    assert delegate.get("/accounts/").status_code == 200


def test_a_code_lets_one_person_vote_once_on_a_shared_device(session, client):
    poll = poll_on(None, SECRET)
    code = code_for(session, poll, voter_of(session, poll))

    page = press(client, client.get(address(poll)), "Vote on this device with a code, once")
    page = press(client, page, "Go on to the ballot", code=code)
    page = press(client, page, "Cast this vote", choice="for")

    assert "This device has forgotten you." in page.text
    assert figures_in_box(session, poll)["for"] == 1
    assert "Sign in to vote" in client.get(address(poll)).text
    assert client.get("/accounts/").status_code == 302
    page = press(client, client.get(f"{address(poll)}/shared"), "Go on to the ballot", code=code)
    assert "This code has been used." in page.text


def test_a_shared_device_opens_nothing_but_the_poll(session, client):
    poll = poll_on(None, SECRET)
    code = code_for(session, poll, voter_of(session, poll))
    press(client, client.get(f"{address(poll)}/shared"), "Go on to the ballot", code=code)

    assert client.get("/accounts/").status_code == 302

    other = poll_on(None, SECRET)
    assert "Sign in to vote" in client.get(address(other)).text


def test_a_code_of_somebody_not_on_the_roll_is_not_used_up(session, client):
    poll = poll_on(None, OPEN)
    late = delegates(poll.conference, 1)[0]
    code = code_for(session, poll, late)

    page = press(client, client.get(f"{address(poll)}/shared"), "Go on to the ballot", code=code)

    assert page.status_code == 422
    assert "It was not used up." in page.text
    assert check_code(session, code, NOON).person_id == late.id
