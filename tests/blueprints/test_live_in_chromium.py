from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.chromium import DESKTOP, PHONE, assert_accessible
from tests.factories.debate import TEN, amendment_to, published_motion
from tests.factories.person import PersonFactory, actor_with
from tests.factories.poll import KEY, places, poll_on
from tests.live_hub.viewers import running
from webapp.models import Person
from webapp.models.storage import writing
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally
from webapp.services.floor import show_on_floor
from webapp.services.poll_closing import close_poll
from webapp.services.results import Result, declare_result
from webapp.web.clock import utc_now

FOLLOWS = "This page follows by itself."


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, TEN, number="1")


@pytest.fixture
def slug(motion):
    return motion.conference.slug


@pytest.fixture
def hub(own_engine):
    with running(own_engine, "a key") as (port, _):
        yield port


@pytest.fixture
def app_settings(hub):
    return {"LIVE_URL": f":{hub}"}


@pytest.fixture
def work(own_engine, motion, session):
    """Act as the chair, in a transaction of its own."""
    chair = actor_with(motion.conference, Role.CHAIR)
    session.commit()

    def act(service, item, *args, **kwargs):
        with Session(writing(own_engine)) as own:
            mine = own.get_one(type(item), item.id)
            service(own, chair, mine, *args, **{"now": utc_now()} | kwargs)
            own.commit()

    return act


@pytest.fixture
def show_note(work, motion):
    return lambda words: work(show_on_floor, motion.conference, None, note=words)


@pytest.mark.parametrize(("page", "width"), [("", PHONE), ("/screen", DESKTOP)])
def test_a_result_comes_to_a_page_that_is_left_alone(chromium, amendment, slug, work, page, width):
    window = chromium(width=width)
    window.goto(f"/live/{slug}{page}")
    window.get_by_text(FOLLOWS).wait_for()
    assert_accessible(window)

    then = utc_now() - timedelta(seconds=30)  # so that it cannot be taken back any more
    result = Result(Outcome.CARRIED, then, tally=Tally(67, 33))
    work(declare_result, amendment, result, now=then)

    window.locator(".bar-figures").get_by_text("67").wait_for()
    assert window.locator("[data-live-said]").text_content() == "Amendment 1: Carried, 67 to 33."
    assert_accessible(window)


def test_where_streams_are_blocked_the_page_asks_instead(chromium, slug, show_note, hub):
    window = chromium()
    window.clock.install()
    window.route(f"**:{hub}/**", lambda route: route.abort())
    window.goto(f"/live/{slug}")
    window.get_by_text(FOLLOWS).wait_for()

    show_note("We go on at two.")
    window.clock.run_for(8000)

    window.locator(".floor-note").get_by_text("We go on at two.").wait_for()


def test_a_page_that_lost_the_network_says_so_and_comes_back(chromium, slug, show_note):
    window = chromium()
    window.goto(f"/live/{slug}/screen")
    window.get_by_text(FOLLOWS).wait_for()

    window.context.set_offline(True)
    window.locator("[data-live-state]").get_by_text("Not connected since").wait_for()
    show_note("Meanwhile")
    window.context.set_offline(False)

    window.locator(".screen-text").get_by_text("Meanwhile").wait_for()
    window.get_by_text(FOLLOWS).wait_for()


def test_what_is_being_written_on_the_desk_is_left_alone(
    chromium, session, motion, amendment, slug, show_note
):
    chair = PersonFactory(roles={motion.conference: [Role.CHAIR]})
    window = chromium(chair)
    window.goto(f"/voting/{motion.id}")
    window.get_by_text(FOLLOWS).wait_for()
    window.get_by_text("A note in place of it").click()
    window.get_by_label("Note").fill("We will be back")

    show_note("Somebody else's note")

    window.get_by_text("Something has changed.").wait_for()
    assert window.get_by_label("Note").input_value() == "We will be back"


def test_whoever_has_voted_sees_the_result_where_they_voted(chromium, session, amendment, work):
    poll = poll_on(amendment, now=utc_now())
    voter = session.get(Person, places(poll)[0].person_id)
    session.commit()
    window = chromium(voter, width=PHONE)
    window.goto(f"/ballots/{poll.public_id}")
    window.get_by_label("For").check()
    window.get_by_role("button", name="Cast this vote").click()
    window.get_by_text("Recorded").first.wait_for()
    window.get_by_text(FOLLOWS).wait_for()

    work(close_poll, poll, key=KEY)

    window.get_by_role("heading", name="Result").wait_for()
    assert window.get_by_text("receipt").first.is_visible()
    assert_accessible(window)
