from __future__ import annotations

from collections import Counter

import pytest

from tests.markup import read_markup
from webapp.cli.demo.people import ADMINISTRATOR, SIGN_INS
from webapp.models import Amendment, Conference, Minute, Motion, Person, Vote
from webapp.procedure.states import AmendmentState, MotionState

PAGES_AT_LEAST = 60
SUPPOSING = ("/what-if", "/references")
NOT_PAGES = ("/static/", "/accounts/sign-out")


def run(app, session, *words):
    session.commit()
    done = app.test_cli_runner().invoke(args=list(words))
    session.expire_all()
    return done


@pytest.fixture
def demo(app, session):
    done = run(app, session, "demo")
    assert done.exit_code == 0, done.output
    return done


@pytest.mark.both_databases
def test_the_demo_has_motions_in_every_state_and_the_sign_ins_to_see_them(session, demo):
    states = Counter(motion.state for motion in session.query(Motion))

    assert set(states) == set(MotionState)
    for person in (ADMINISTRATOR, *SIGN_INS):
        assert person.email in demo.output


def test_a_dozen_amendments_some_of_which_collide_wait_for_their_votes(session, demo):
    states = Counter(amendment.state for amendment in session.query(Amendment))

    assert sum(states.values()) >= 12
    assert states[AmendmentState.SELECTED] >= 4
    assert states[AmendmentState.CARRIED] >= 2
    assert states[AmendmentState.LOST] >= 1
    assert states[AmendmentState.FALLEN] >= 1
    assert session.query(Vote).count() >= 6


@pytest.mark.both_databases
def test_filling_twice_fills_once_and_the_minutes_hold(app, session, demo):
    minutes = session.query(Minute).count()

    again = run(app, session, "demo")
    checked = run(app, session, "verify")

    assert again.exit_code == 0
    assert session.query(Minute).count() == minutes
    assert session.query(Conference).count() == 1
    assert checked.exit_code == 0
    assert "the chain holds" in checked.output


def test_amendments_can_still_be_written_on_the_day(session, demo, client):
    conference = session.query(Conference).one()

    page = client.get(f"/conference/{conference.slug}/rulebook")

    assert page.status_code == 200
    assert f"{conference.starts_on.day} " in page.text


@pytest.mark.parametrize("who", [None, ADMINISTRATOR, *SIGN_INS], ids=lambda who: who and who.email)
def test_every_link_leads_somewhere_whoever_follows_it(session, demo, client, sign_in, who):
    browser = client
    if who is not None:
        browser = sign_in(session.query(Person).filter_by(email=who.email).one())

    answers = crawl(browser)

    assert {where: status for where, status in answers.items() if status != 200} == {}
    assert len(answers) >= PAGES_AT_LEAST


def crawl(browser):
    """Follow every link from the first page; return what each answered, with where it stood."""
    answers, waiting, seen = {}, [("/", "")], {"/"}
    while waiting:
        address, stands_on = waiting.pop()
        page = browser.get(address, follow_redirects=True)
        answers[address, stands_on] = page.status_code
        if page.mimetype == "text/html":
            for each in sorted(set(links(page.text))):
                if page_of(each) not in seen:
                    waiting.append((each, address))
                    seen.add(page_of(each))
    return answers


def page_of(address):
    """Return one name for a page and all the outcomes that can be supposed on it."""
    path = address.partition("?")[0]
    return path if path.endswith(SUPPOSING) else address


def links(text):
    for element in read_markup(text).walk():
        href = element.get("href") if element.tag == "a" else ""
        address = href.partition("#")[0]
        if address.startswith("/") and not address.startswith(NOT_PAGES):
            yield address
