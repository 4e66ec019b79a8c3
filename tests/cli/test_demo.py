from __future__ import annotations

from collections import Counter

import pytest

from tests.cli.demo_file import fill, run
from tests.markup import read_markup
from webapp.cli.demo.people import ADMINISTRATOR, SIGN_INS
from webapp.models import Amendment, Conference, MembersSelection, Minute, Motion, Person, Vote
from webapp.procedure.polls import PollState
from webapp.procedure.states import AmendmentState, MotionState

PAGES_AT_LEAST = 40  # two of each kind, for an observer
EVERY_PAGE = 10_000  # for the public; whoever has signed in sees the same pages and some more
PAGES_OF_A_KIND = 2
SUPPOSING = ("/what-if", "/references")
NOT_PAGES = ("/static/", "/accounts/sign-out")


@pytest.fixture
def demo(app, session):
    done = fill(app, session)
    assert done.exit_code == 0, done.output
    return done


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


def test_members_have_chosen_among_emergency_motions_once_and_are_asked_again(session, demo):
    decided, waiting = session.query(MembersSelection).order_by(MembersSelection.id)

    assert [motion.state for motion in decided.motions].count(MotionState.PUBLISHED) == 2
    assert waiting.poll.state is PollState.OPEN


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
def test_every_link_leads_somewhere_whoever_follows_it(app, session, demo, client, sign_in, who):
    browser, most = client, EVERY_PAGE
    if who is not None:
        browser = sign_in(session.query(Person).filter_by(email=who.email).one())
        most = PAGES_OF_A_KIND

    answers = crawl(browser, app.url_map.bind("localhost"), most)

    assert {where: status for where, status in answers.items() if status != 200} == {}
    assert len(answers) >= PAGES_AT_LEAST


def crawl(browser, addresses, most):
    """Follow the links from the first page, to so many pages of a kind.

    Return what each answered, with where the link stood.
    """
    answers, waiting, seen = {}, [("/", "")], {"/"}
    kinds = Counter()
    while waiting:
        address, stands_on = waiting.pop()
        page = browser.get(address, follow_redirects=True)
        answers[address, stands_on] = page.status_code
        if page.mimetype == "text/html":
            for each in sorted(set(links(page.text))):
                kind, _ = addresses.match(each.partition("?")[0])
                if page_of(each) not in seen and kinds[kind] < most:
                    waiting.append((each, address))
                    seen.add(page_of(each))
                    kinds[kind] += 1
        page.close()  # one that is a file stays open else
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
