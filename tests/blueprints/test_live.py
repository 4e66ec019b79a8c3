from datetime import timedelta

import pytest

from tests.browser import press
from tests.factories.debate import FUEL, TEN, amendment_to, declared, published_motion
from tests.factories.person import PersonFactory, actor_with
from tests.factories.poll import poll_on
from tests.moments import NOON
from webapp.procedure.polls import PollSettings, PollState
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally
from webapp.services.floor import show_on_floor
from webapp.web.tickets import ticket_ends


@pytest.fixture(autouse=True)
def noon(at_noon):
    return at_noon


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def slug(motion):
    return motion.conference.slug


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, TEN, number="1")


@pytest.fixture
def chair(motion):
    return PersonFactory(roles={motion.conference: [Role.CHAIR]})


@pytest.fixture
def show(session, motion):
    def put(item, note=""):
        chair = actor_with(motion.conference, Role.CHAIR)
        show_on_floor(session, chair, motion.conference, item, note=note, now=NOON)
        session.commit()

    return put


def test_the_chair_shows_the_question_on_the_desk_to_the_hall(
    client, sign_in, chair, motion, amendment, slug
):
    desk = sign_in(chair)

    page = press(desk, desk.get(f"/voting/{motion.id}"), "Show on the screens")

    assert "They show this question." in page.text
    hall = client.get(f"/live/{slug}")
    assert "Amendment 1" in hall.text
    assert "We come to Amendment 1" in hall.text
    assert "ten" in hall.text


def test_the_chair_clears_the_screens_for_a_note(client, sign_in, chair, amendment, show, slug):
    show(amendment)
    desk = sign_in(chair)

    press(desk, desk.get(f"/voting/desk/{slug}"), "Show the note", note="We go on at two.")

    assert "We go on at two." in client.get(f"/live/{slug}/screen").text
    assert "Amendment 1" not in client.get(f"/live/{slug}").text


def test_a_teller_sees_the_desk_and_not_what_sets_the_screens(sign_in, motion, amendment):
    teller = sign_in(PersonFactory(roles={motion.conference: [Role.TELLER]}))

    assert "Show on the screens" not in teller.get(f"/voting/{motion.id}").text


@pytest.mark.parametrize("page", ["", "/screen", "/floor", "/screen/floor"])
def test_a_result_is_shown_once_it_cannot_be_taken_back_any_more(
    client, amendment, slug, at_noon, page
):
    declared(amendment, Outcome.CARRIED, tally=Tally(67, 33), now=NOON)

    before = client.get(f"/live/{slug}{page}").text
    at_noon.advance(minutes=1)
    after = client.get(f"/live/{slug}{page}").text

    assert "The result is being declared" in before
    assert "67" not in before
    assert "Carried" in after
    assert "67" in after


def test_the_words_in_question_read_the_same_while_a_result_can_be_taken_back(
    client, amendment, show, slug
):
    show(amendment)
    before = client.get(f"/live/{slug}/screen/floor").text

    declared(amendment, Outcome.CARRIED, now=NOON)

    words = '<div class="paper'
    after = client.get(f"/live/{slug}/screen/floor").text
    assert words in before
    assert before[before.index(words) :].split("<footer>")[0] in after


def test_facts_that_are_known_are_not_sent_again(client, amendment, show, slug):
    show(amendment)
    first = client.get(f"/live/{slug}/now.json")

    again = client.get(f"/live/{slug}/now.json", headers={"If-None-Match": first.headers["ETag"]})
    show(None, note="A break")
    changed = client.get(f"/live/{slug}/now.json", headers={"If-None-Match": first.headers["ETag"]})

    assert first.json["item"]["name"] == "Amendment 1"
    assert (again.status_code, again.data) == (304, b"")
    assert changed.status_code == 200
    assert changed.json["minute"] == first.json["minute"] + 1
    assert len(first.data) < 1000


def test_nothing_the_committee_has_not_published_is_among_the_facts(client, motion, show, slug):
    amendment_to(motion, FUEL)
    show(motion)

    assert client.get(f"/live/{slug}/now.json").json["item"]["name"].startswith("F7")


def test_without_a_hub_pages_are_told_to_ask(client, slug):
    assert client.get(f"/live/{slug}/way.json").json == {"events": ""}


def test_a_poll_whose_clock_ran_out_is_closed_by_whoever_looks_at_the_hall(
    client, amendment, slug, at_noon, session
):
    poll = poll_on(amendment, PollSettings(BallotForm.OPEN, seconds=60))
    page = client.get(f"/live/{slug}")
    assert "Voting is open" in page.text
    assert "have voted" in page.text

    at_noon.advance(seconds=61)

    assert "Voting is closed." in client.get(f"/live/{slug}").text
    assert poll.state is PollState.CLOSED


class TestBesideAHub:
    @pytest.fixture
    def app_settings(self):
        return {"LIVE_URL": ":8001"}

    def test_pages_may_connect_to_it_and_to_nothing_else(self, client, slug):
        page = client.get(f"/live/{slug}")

        policy = page.headers["Content-Security-Policy"]
        assert "connect-src 'self' http://localhost:8001;" in policy
        way = client.get(f"/live/{slug}/way.json").json
        assert way == {"events": f"http://localhost:8001/{slug}"}

    def test_whoever_may_see_a_closed_conference_gets_a_ticket_for_a_while(
        self, app, sign_in, client, motion, chair, slug, session
    ):
        motion.conference.is_closed = True
        session.commit()

        events = sign_in(chair).get(f"/live/{slug}/way.json").json["events"]

        ticket = events.partition("?ticket=")[2]
        ends = (NOON + timedelta(minutes=10)).timestamp()
        assert ticket_ends(app.secret_key, slug, ticket, now=NOON.timestamp()) == ends
        assert client.get(f"/live/{slug}/way.json").status_code == 404


class TestWhenManyAskAtOnce:
    @pytest.fixture
    def app_settings(self):
        return {"LIVE_SECONDS": 600}

    def test_they_are_answered_alike_and_whoever_knows_of_something_newer_gets_that(
        self, client, amendment, show, slug
    ):
        show(amendment)
        before = client.get(f"/live/{slug}/floor").text
        show(None, note="A break")

        again = client.get(f"/live/{slug}/floor").text
        newer = client.get(f"/live/{slug}/floor?floor=what-the-hub-said").text

        assert again == before
        assert "A break" in newer

    def test_a_closed_conference_is_looked_at_anew_for_everybody_who_asks(
        self, client, sign_in, chair, motion, session, slug
    ):
        motion.conference.is_closed = True
        session.commit()

        inside = sign_in(chair).get(f"/live/{slug}/floor").status_code
        outside = client.get(f"/live/{slug}/floor").status_code

        assert (inside, outside) == (200, 404)
