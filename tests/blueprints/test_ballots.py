import re

import pytest

from tests.browser import press
from tests.factories.debate import TEN, amendment_to, published_motion
from tests.factories.person import PersonFactory
from tests.factories.poll import CHANGEABLE, OPEN, SECRET, closed, delegates, places, poll_on
from tests.markup import read_markup
from webapp.models import Person, Poll
from webapp.procedure.roles import Role
from webapp.queries.polls import figures_in_box

pytestmark = pytest.mark.usefixtures("at_noon")


def voter_of(session, poll, number=0):
    return session.get_one(Person, places(poll)[number].holder_id)


def address(poll):
    return f"/ballots/{poll.public_id}"


@pytest.mark.both_databases
@pytest.mark.parametrize("settings", [OPEN, SECRET], ids=["open", "secret"])
def test_a_delegate_votes_and_is_given_a_receipt(session, sign_in, settings):
    poll = poll_on(None, settings)
    browser = sign_in(voter_of(session, poll))

    page = press(browser, browser.get(address(poll)), "Cast this vote", choice="against")

    assert page.status_code == 200
    assert "Recorded" in page.text
    assert re.search(r"<code>[0-9a-f]{4}( [0-9a-f]{4}){7}</code>", page.text)
    assert figures_in_box(session, poll)["against"] == 1


def test_a_ballot_sent_twice_by_the_page_gives_one_receipt(session, sign_in):
    poll = poll_on(None, SECRET)
    browser = sign_in(voter_of(session, poll))
    form = browser.get(address(poll))

    first = press(browser, form, "Cast this vote", choice="for....")
    second = press(browser, form, "Cast this vote", choice="for....")

    assert re.findall(r"<code>.*</code>", first.text) == re.findall(r"<code>.*</code>", second.text)
    assert figures_in_box(session, poll)["for"] == 1


def test_every_choice_of_a_secret_vote_is_sent_in_the_same_length(session, sign_in):
    poll = poll_on(None, SECRET)
    browser = sign_in(voter_of(session, poll))

    sent = re.findall(r'name="choice" value="([^"]+)"', browser.get(address(poll)).text)

    assert [one.rstrip(".") for one in sent] == poll.choices
    assert len({len(one) for one in sent}) == 1


def test_a_script_is_answered_in_json(session, sign_in):
    poll = poll_on(None, OPEN)
    browser = sign_in(voter_of(session, poll))
    word = re.search(r'name="csrf_token" value="(\w+)"', browser.get(address(poll)).text)[1]
    place = places(poll)[0].place

    answer = browser.post(
        address(poll),
        data={"csrf_token": word, "token": "t" * 32, "place": place, "choice": "for"},
        headers={"Accept": "application/json"},
    )

    assert answer.json["state"] == "recorded"
    assert answer.json["at"] == "2026-09-20T12:00:00+00:00"


def test_another_phone_is_told_that_a_ballot_was_recorded(session, sign_in):
    poll = poll_on(None, SECRET)
    person = voter_of(session, poll)
    phone, other = sign_in(person), sign_in(person)
    open_there = other.get(address(poll))
    press(phone, phone.get(address(poll)), "Cast this vote", choice="for....")

    page = press(other, open_there, "Cast this vote", choice="against")

    assert page.status_code == 409
    assert "A ballot was recorded already" in page.text
    assert "<code>" not in page.text


def test_an_open_ballot_may_be_changed_until_the_close(session, sign_in):
    poll = poll_on(None, CHANGEABLE)
    browser = sign_in(voter_of(session, poll))
    press(browser, browser.get(address(poll)), "Cast this vote", choice="for")

    page = press(browser, browser.get(address(poll)), "Send the change", choice="abstain")

    assert "Your new answer counts." in page.text
    assert figures_in_box(session, poll) == {"for": 0, "against": 0, "abstain": 1}


def test_after_the_close_a_ballot_is_refused_and_the_result_shown(session, sign_in):
    poll = poll_on(None, OPEN)
    browser = sign_in(voter_of(session, poll))
    form = browser.get(address(poll))
    assert "Result" not in form.text
    closed(poll)

    page = press(browser, form, "Cast this vote", choice="for")
    shown = browser.get(address(poll))

    assert page.status_code == 410
    assert "0 of 11 entitled voted." in shown.text


def test_nothing_but_what_is_public_is_shown_to_those_without_a_place(session, client, sign_in):
    poll = poll_on(None, OPEN)
    late = delegates(poll.conference, 1)[0]

    assert "Sign in to vote" in client.get(address(poll)).text
    assert "You are not on the roll" in sign_in(late).get(address(poll)).text


def test_the_page_closes_a_poll_whose_time_is_over(session, client, at_noon):
    poll = poll_on(None, type(OPEN)(OPEN.form, seconds=30))
    at_noon.advance(seconds=30)

    page = client.get(address(poll))

    assert "0 of 11 entitled voted." in page.text
    assert session.get(Poll, poll.id).state.value == "closed"


def test_the_page_to_vote_on_is_small(session, sign_in, app):
    poll = poll_on(None, SECRET)
    browser = sign_in(voter_of(session, poll))

    page = browser.get(address(poll))

    linked = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
    assert len(linked) == 2
    sizes = [len(page.data)]
    for path in linked:
        with browser.get(path) as file:
            sizes.append(len(file.data))
    assert sum(sizes) < 15_000


def test_the_chair_opens_a_vote_closes_it_and_declares(session, sign_in, at_noon):
    motion = published_motion()
    amendment_to(motion, TEN, number="1")
    voters = delegates(motion.conference, 3)
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))

    page = press(chair, chair.get(f"/voting/{motion.id}"), "Vote on phones…")
    page = press(chair, page, "Open the vote", form="open", seconds="0")
    poll = session.query(Poll).one()
    for person, choice in zip(voters, ("for", "for", "against"), strict=True):
        browser = sign_in(person)
        press(browser, browser.get(address(poll)), "Cast this vote", choice=choice)
    page = press(chair, chair.get(f"/voting/{motion.id}"), "Close the vote")
    page = press(chair, page, "Declare it")

    assert "Amendment 1: Carried, 2 to 1" in page.text
    assert session.get(Poll, poll.id).declaration is not None


def test_while_phones_vote_the_desk_offers_to_close_and_no_other_result(session, sign_in):
    motion = published_motion()
    poll = poll_on(amendment_to(motion, TEN, number="1"), OPEN)
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))

    during = buttons_of(chair.get(f"/voting/{motion.id}"))
    press(chair, chair.get(address(poll)), "Close the vote")
    after = buttons_of(chair.get(f"/voting/{motion.id}"))

    assert "Close the vote" in during
    assert not {"Carried", "Lost", "Withdrawn"} & set(during)
    assert after.index("Declare it") < after.index("Carried")


def buttons_of(page):
    return [each.words().strip() for each in read_markup(page.text).walk() if each.tag == "button"]


def test_the_chair_reads_why_a_secret_vote_cannot_be_opened(session, sign_in):
    motion = published_motion()
    chair = sign_in(PersonFactory(roles={motion.conference: [Role.CHAIR]}))
    page = chair.get(f"/ballots/open/{motion.id}?question=motion")

    page = press(chair, page, "Open the vote", form="secret", changeable=[])

    assert page.status_code == 422
    assert "Too few are entitled to vote for a secret vote" in page.text


# --- a device that many share


def test_a_lost_phone_shows_no_ballot_any_more_and_is_told_to_sign_in(session, sign_in):
    poll = poll_on(None, CHANGEABLE)
    person = voter_of(session, poll)
    phone = sign_in(person)
    form = phone.get(address(poll))
    press(phone, form, "Cast this vote", choice="for")
    person.session_epoch += 1

    shown = phone.get(address(poll))
    sent = press(phone, form, "Cast this vote", choice="against")

    assert "Recorded" not in shown.text
    assert "Sign in to vote" in shown.text
    assert sent.status_code == 401
    assert figures_in_box(session, poll)["for"] == 1
