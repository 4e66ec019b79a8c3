import json
import re

from tests.chromium import PHONE, assert_accessible
from tests.factories.person import PersonFactory
from tests.factories.poll import CHANGEABLE, SECRET, places, poll_on
from webapp.models import Person
from webapp.procedure.roles import Role
from webapp.queries.polls import figures_in_box


def voter_of(session, poll):
    return session.get_one(Person, places(poll)[0].holder_id)


def test_a_ballot_is_kept_through_a_lost_network_and_sent_by_itself(session, chromium):
    poll = poll_on(None, SECRET)
    page = chromium(voter_of(session, poll), width=PHONE)
    page.goto(f"/ballots/{poll.public_id}")
    assert_accessible(page)
    page.get_by_label("Against").check()

    page.context.set_offline(True)
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_text("No connection.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Recorded").wait_for()

    said = page.locator(".state").inner_text()
    assert re.search(r"Recorded \d\d:\d\d:\d\d, receipt [0-9a-f]{4} ", said)
    session.commit()
    assert figures_in_box(session, poll)["against"] == 1
    assert_accessible(page)
    page.reload()  # the token alone is left in the browser, and fetches the receipt again
    page.locator(".state code").wait_for()
    assert page.locator(".state code").inner_text() in said
    kept = json.loads(page.evaluate("JSON.stringify(Object.values(localStorage))"))
    assert [list(json.loads(one)) for one in kept] == [["token"]]


def test_a_ballot_waits_through_a_reload_and_may_be_changed(session, chromium):
    poll = poll_on(None, CHANGEABLE)
    page = chromium(voter_of(session, poll))
    page.goto(f"/ballots/{poll.public_id}")
    page.get_by_label("For").check()
    page.route("**/ballots/*", lambda route: route.abort())  # sent, and never arrived
    page.get_by_role("button", name="Cast this vote").click()
    page.get_by_text("No connection.").wait_for()

    page.unroute("**/ballots/*")
    page.reload()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Abstain").check()
    page.get_by_role("button", name="Send the change").click()
    page.locator(".is-recorded").wait_for()

    session.commit()
    assert figures_in_box(session, poll) == {"for": 0, "against": 0, "abstain": 1}


def test_a_shared_device_is_set_up_and_used_by_everybody(chromium, session):
    poll = poll_on(None, SECRET)
    poll.conference.is_closed = True
    session.commit()
    page = chromium(PersonFactory(roles={poll.conference: [Role.TELLER]}), width=PHONE)

    page.goto(f"/ballots/of/{poll.conference.slug}/device")
    assert_accessible(page)
    page.get_by_role("button", name="Make this a shared device").click()
    page.get_by_role("heading", name="Vote here with a code").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name=poll.motion.title).click()

    page.get_by_role("button", name="Go on to the ballot").wait_for()
    assert_accessible(page)
