from __future__ import annotations

import csv
import io

import pytest

from tests.browser import press
from tests.factories.base import settle
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.debate import published_motion
from tests.factories.person import PersonFactory
from tests.factories.register import (
    PresenceFactory,
    ProxyFactory,
    delegate_of,
    proxies_allowed,
)
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.queries.electorate import entitled, present


@pytest.fixture
def conference(session):
    conference = ConferenceFactory(slug="autumn")
    proxies_allowed(conference, 1, accepted=True)
    return conference


@pytest.fixture
def office(sign_in, conference):
    return sign_in(PersonFactory(roles={conference: [Role.STAFF]}))


@pytest.fixture
def teller(sign_in, conference):
    return sign_in(PersonFactory(roles={conference: [Role.TELLER]}))


def place_of(session, conference, person):
    return next(one for one in entitled(session, conference) if one.person_id == person.id)


def test_the_office_finds_a_delegate_and_gives_them_a_weight_and_a_card(
    office, conference, session
):
    person = delegate_of(conference, "Jo Moss")
    delegate_of(conference, "Kim Lee")

    page = press(office, office.get("/admin/autumn"), "Register of voters")
    page = press(office, page, "Search", words="moss")
    assert "Kim Lee" not in page.text
    page = press(office, page, "Jo Moss")
    page = press(office, page, "Keep weight and card", weight="3", card="b 17")

    assert "Jo Moss is kept." in page.text
    place = place_of(session, conference, person)
    assert (place.weight, place.card) == (3, "B 17")


def test_a_card_that_is_taken_comes_back_with_what_was_typed(office, conference):
    delegate_of(conference, card="17")
    person = delegate_of(conference)

    page = office.get(f"/register/autumn/voters/{person.public_id}")
    page = press(office, page, "Keep weight and card", weight="4", card="17")

    assert page.status_code == 422
    assert "Another delegate has card 17." in page.text
    assert 'value="4"' in page.text


def test_two_in_the_office_do_not_write_over_each_other(office, conference, session):
    person = delegate_of(conference)
    seen_by_one = office.get(f"/register/autumn/voters/{person.public_id}")
    press(office, seen_by_one, "Keep weight and card", weight="2")

    page = press(office, seen_by_one, "Keep weight and card", weight="5")

    assert page.status_code == 409
    assert "Somebody changed this meanwhile: weight 2" in page.text
    press(office, page, "Keep weight and card")
    assert place_of(session, conference, person).weight == 5


def test_a_proxy_on_paper_is_entered_and_withdrawn(office, conference, session):
    giver, holder = delegate_of(conference), delegate_of(conference, "Jo Moss", card="9")

    page = office.get(f"/register/autumn/voters/{giver.public_id}")
    page = press(office, page, "Enter the proxy", holder="9", accepted="y")
    assert "Jo Moss votes for" in page.text
    assert place_of(session, conference, giver).holder_id == holder.id

    page = press(office, page, "Withdraw the proxy")
    assert "votes for themselves again." in page.text
    assert place_of(session, conference, giver).holder_id == giver.id


def test_the_spreadsheet_of_the_register_can_be_imported_again(office, conference, session):
    SubmittingBodyFactory(conference=conference, name="Harbourtown")
    person = delegate_of(conference, "=Jo Moss", weight=3, card="+7")

    table = office.get("/register/autumn/register.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))
    assert rows[1][0] == "'=Jo Moss"
    page = office.get("/admin/autumn/people/import")
    page = press(office, page, "Look at the list", text=table)
    page = press(office, page, "Import 1 person")

    assert "1 was here already." in page.text
    place = place_of(session, conference, person)
    assert (place.weight, place.card) == (3, "+7")


def test_a_list_gives_weights_and_cards_and_says_what_cannot_be(office, conference, session):
    person = delegate_of(conference, "Jo Moss")
    wrong = f"Name,E-mail,Part,Weight,Card\nJo Moss,{person.email},observer,none,1\n"

    page = press(office, office.get("/admin/autumn/people/import"), "Look at the list", text=wrong)
    assert "“none” is no weight." in page.text
    assert "Only delegates have a weight or a card." in page.text
    right = wrong.replace("observer,none", "delegate,6")
    page = press(office, page, "Look again", text=right)
    press(office, page, "Import 1 person")

    assert place_of(session, conference, person).weight == 6


def test_each_bodys_strength_is_told_with_who_is_there(office, conference):
    body = SubmittingBodyFactory(conference=conference, name="Harbourtown")
    here = delegate_of(conference, weight=4, body=body)
    delegate_of(conference, weight=2, body=body)
    PresenceFactory(conference=conference, person=here)

    page = press(office, office.get("/register/autumn"), "Strength by body")

    cells = page.text.split("Harbourtown</th>")[1].split("</tr>")[0]
    assert [cell.split("<")[0] for cell in cells.split('class="figure">')[1:]] == [
        "2", "6", "1", "4", "0",
    ]  # fmt: skip


def test_at_the_door_a_card_finds_one_person_and_a_tap_lets_them_in(teller, conference, session):
    delegate_of(conference, "Kim Lee", card="17")
    delegate_of(conference, "Jo Moss", card="7")

    page = press(teller, teller.get("/conference/autumn"), "Door")
    page = press(teller, page, "Find", words="7")
    assert "Kim Lee" not in page.text
    page = press(teller, page, "Let in Jo Moss")

    assert "Jo Moss is present." in page.text
    assert present(session, conference) == 1
    page = press(teller, page, "Let out Jo Moss")
    assert "Jo Moss has left." in page.text
    assert present(session, conference) == 0


def test_the_door_says_that_somebody_else_casts_the_vote(teller, conference):
    giver, holder = delegate_of(conference, "Jo Moss"), delegate_of(conference, "Kim Lee")
    ProxyFactory(conference=conference, giver=giver, holder=holder)

    page = teller.get("/register/autumn/door?words=jo")

    assert "Kim Lee votes for them." in page.text


def test_a_delegate_is_told_their_weight_and_offers_their_vote(sign_in, conference, session):
    giver = delegate_of(conference, "Jo Moss", weight=2)
    holder = delegate_of(conference, "Kim Lee", weight=1)
    one, other = sign_in(giver), sign_in(holder)

    page = press(one, one.get("/conference/autumn"), "My vote")
    assert "You vote with weight 2, for yourself." in page.text
    page = press(one, page, "Give my vote", holder="kim lee")
    assert "Kim Lee is asked to vote for you." in page.text
    page = press(other, other.get("/register/autumn/mine"), "Accept: the vote of Jo Moss")

    assert "You vote with weight 3, for yourself and for Jo Moss." in page.text
    assert "Kim Lee votes for you." in one.get("/register/autumn/mine").text
    assert place_of(session, conference, giver).holder_id == holder.id


def test_a_name_nobody_has_is_said_with_what_was_typed(sign_in, conference):
    browser = sign_in(delegate_of(conference))

    page = press(browser, browser.get("/register/autumn/mine"), "Give my vote", holder="Jo M")

    assert page.status_code == 422
    assert "There is no delegate called “Jo M”" in page.text


def test_a_full_hand_is_refused_in_words(sign_in, conference):
    holder = delegate_of(conference, "Kim Lee")
    ProxyFactory(conference=conference, giver=delegate_of(conference), holder=holder)
    browser = sign_in(delegate_of(conference))

    page = press(browser, browser.get("/register/autumn/mine"), "Give my vote", holder="Kim Lee")

    assert page.status_code == 409
    assert "votes for 1 other already" in page.text


def test_without_proxies_in_standing_orders_none_is_offered(sign_in, conference):
    conference.rulebook = conference.rulebook.replace("proxies = 1", "proxies = 0")
    settle()

    page = sign_in(delegate_of(conference)).get("/register/autumn/mine")

    assert "Give my vote" not in page.text
    assert "You vote with weight 1, for yourself." in page.text


def test_the_chair_is_told_of_the_quorum_and_minutes_a_challenge(sign_in, conference, session):
    chair = PersonFactory(roles={conference: [Role.CHAIR]})
    PresenceFactory(conference=conference, person=delegate_of(conference))
    browser = sign_in(chair)

    page = browser.get("/voting/desk/autumn")
    assert "74 short of the quorum of 75" in page.text
    page = press(browser, page, "Establish the quorum")
    assert "Conference is not quorate: 1 present, 75 needed, 74 missing." in page.text
    page = press(browser, page, "Establish the quorum", counted="80")

    assert "Conference is quorate: 80 present, 75 needed." in page.text
    assert (
        "established whether enough are present" in browser.get("/conference/autumn/minutes").text
    )


def test_where_nobody_is_counted_a_challenge_wants_a_figure(sign_in, conference):
    browser = sign_in(PersonFactory(roles={conference: [Role.CHAIR]}))

    page = press(browser, browser.get("/voting/desk/autumn"), "Establish the quorum")

    assert "have the hall counted and write the figure" in page.text


def test_a_majority_of_those_present_is_put_with_its_figures_and_counted(sign_in, session):
    rulebook = preset_text("federal_conference").replace('"votes_cast"', '"present"')
    conference = ConferenceFactory(rulebook=rulebook)
    motion = published_motion(conference)
    for _ in range(5):
        PresenceFactory(conference=conference, person=delegate_of(conference))
    browser = sign_in(PersonFactory(roles={conference: [Role.CHAIR]}))

    page = browser.get(f"/voting/{motion.id}")
    assert "3 of 5 delegates" in page.text
    page = press(browser, page, "Record the count", in_favour="2", against="1")

    assert "It needed 3 in favour and was 1 vote short." in page.text
