from __future__ import annotations

import pytest

from tests.chromium import PHONE, assert_accessible, assert_fits
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory
from tests.factories.register import (
    PresenceFactory,
    ProxyFactory,
    delegate_of,
    proxies_allowed,
)
from webapp.procedure.roles import Role


@pytest.fixture
def conference(session):
    conference = ConferenceFactory(slug="autumn")
    proxies_allowed(conference, accepted=True)
    body = SubmittingBodyFactory(conference=conference, name="Harbourtown and District")
    jo = delegate_of(conference, "Jo Moss", weight=3, card="7", body=body)
    kim = delegate_of(conference, "Kim Lee", card="17", body=body)
    ProxyFactory(conference=conference, giver=kim, holder=jo)
    PresenceFactory(conference=conference, person=jo)
    return conference


def test_the_office_keeps_the_register_on_a_phone(chromium, conference):
    page = chromium(PersonFactory(roles={conference: [Role.STAFF]}), width=PHONE)

    page.goto("/register/autumn")
    assert_accessible(page)
    page.get_by_role("link", name="Jo Moss").click()
    assert_accessible(page)
    page.goto("/register/autumn/strength")
    assert_fits(page)


def test_at_the_door_a_number_and_two_returns_let_somebody_in(chromium, conference):
    page = chromium(PersonFactory(roles={conference: [Role.TELLER]}), width=PHONE)
    page.goto("/register/autumn/door")

    page.keyboard.type("17")
    page.keyboard.press("Enter")
    page.wait_for_url("**words=17")
    assert_accessible(page)
    page.keyboard.press("Enter")

    page.get_by_text("Kim Lee is present.").wait_for()


def test_a_delegate_reads_what_their_vote_weighs(chromium, conference):
    giver = delegate_of(conference, "Lee Ash")
    ProxyFactory(
        conference=conference,
        giver=giver,
        holder=(asked := delegate_of(conference, "Sam Poe")),
        accepted_at=None,
    )
    page = chromium(asked, width=PHONE)

    page.goto("/register/autumn/mine")

    assert_accessible(page)
