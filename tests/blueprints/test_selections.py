import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory
from tests.factories.person import PersonFactory, actor_with
from tests.factories.poll import SECRET, cast_all, closed, delegates, places
from tests.factories.selection import TITLES, emergencies, members_asked, rank
from tests.moments import NOON
from webapp.models import MembersSelection, Person
from webapp.procedure.ranking import MOST_OPTIONS
from webapp.procedure.roles import Role
from webapp.queries.polls import ballots_in_box
from webapp.services.floor import show_on_floor

pytestmark = pytest.mark.usefixtures("at_noon")

BUDGET = 15_000
VERIFIER = Path(__file__).parents[2] / "tools" / "verify_bulletin.py"


def a_voter(session, selection, number=0):
    return session.get_one(Person, places(selection.poll)[number].holder_id)


def ballot_of(selection):
    return f"/ballots/{selection.poll.public_id}"


def page_of(selection):
    return f"/selections/{selection.conference.slug}/{selection.id}"


def in_the_office(selection_or_conference, sign_in, role=Role.CHAIR):
    conference = getattr(selection_or_conference, "conference", selection_or_conference)
    return sign_in(PersonFactory(roles={conference: [role]}))


# --- opening


def test_staff_ask_members_from_the_committees_desk(session, sign_in):
    conference = ConferenceFactory()
    emergencies(conference)
    delegates(conference, 3)
    browser = in_the_office(conference, sign_in, Role.STAFF)

    page = browser.get(f"/motions/desk/{conference.slug}")
    page = press(browser, page, "Chosen by members")
    page = press(browser, page, "Ask members…")
    page = press(browser, page, "Open the vote", places="2")

    selection = session.query(MembersSelection).one()
    assert page.request.path == page_of(selection)
    assert "Voting is open" in page.text
    assert selection.places == 2


def test_what_stands_against_it_is_said_and_what_was_typed_stays(sign_in):
    conference = ConferenceFactory()
    emergencies(conference)
    delegates(conference, 3)
    browser = in_the_office(conference, sign_in)

    page = browser.get(f"/selections/{conference.slug}/open")
    page = press(browser, page, "Open the vote", places="2", form="secret", seconds="77")

    assert page.status_code == 422
    assert "Too few are entitled to vote" in page.text
    assert 'value="77"' in page.text


# --- voting


def test_a_delegate_finds_it_in_the_hall_and_ranks_the_motions(session, sign_in):
    selection = members_asked()
    browser = sign_in(a_voter(session, selection))

    page = browser.get(f"/live/{selection.conference.slug}")
    page = press(browser, page, "Vote now")
    page = press(browser, page, "Cast this vote", rank=["3", "1", "-", "3"])

    assert "Recorded" in page.text
    assert f"1. {TITLES[1]}; 2. {TITLES[0]} = None of these" in page.text
    assert ballots_in_box(session, selection.poll) == {"2>1=4": 1}


def test_it_is_found_in_the_hall_while_a_debate_goes_on(session, sign_in):
    selection = members_asked()
    show_on_floor(
        session,
        actor_with(selection.conference, Role.CHAIR),
        selection.conference,
        None,
        note="Lunch",
        now=NOON,
    )
    session.commit()
    browser = sign_in(a_voter(session, selection))

    page = browser.get(f"/live/{selection.conference.slug}")

    page = press(browser, page, "Choose what is heard: Emergency motion")
    assert "Rank them" in page.text


def test_a_secret_ranking_is_sent_in_the_same_length_however_much_is_ranked(session, sign_in):
    selection = members_asked(settings=SECRET)
    browser = sign_in(a_voter(session, selection))

    ranks = re.findall(r"<option>(.*?)</option>", browser.get(ballot_of(selection)).text)

    assert {len(rank) for rank in ranks} == {1}


def test_a_ranking_of_nothing_is_refused_and_the_page_says_where(session, sign_in):
    selection = members_asked()
    browser = sign_in(a_voter(session, selection))

    page = press(browser, browser.get(ballot_of(selection)), "Cast this vote", rank=["-"] * 4)

    assert page.status_code == 422
    assert "give at least one of these a rank" in page.text
    assert ballots_in_box(session, selection.poll) == {}


def test_what_is_no_ranking_is_told_with_the_option_it_fails_on(session, sign_in):
    selection = members_asked()
    browser = sign_in(a_voter(session, selection))
    form = browser.get(ballot_of(selection)).text
    sent = dict(re.findall(r'name="(csrf_token|token|place)" value="([^"]+)"', form))

    answer = browser.post(
        ballot_of(selection),
        data={**sent, "choice": "1>2>1"},
        headers={"Accept": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json["state"] == "unknown_choice"
    assert (answer.json["fault"], answer.json["option"]) == ("doubled", 1)


def test_what_was_filled_in_stays_when_a_ranking_is_refused(session, sign_in):
    selection = members_asked()
    browser = sign_in(a_voter(session, selection))
    form = browser.get(ballot_of(selection)).text
    sent = dict(re.findall(r'name="(csrf_token|token|place)" value="([^"]+)"', form))

    page = browser.post(ballot_of(selection), data={**sent, "rank": ["2", "x", "-", "-"]})

    assert page.status_code == 422
    assert "<option selected>2</option>" in page.text


def test_the_longest_ballot_is_small_enough_for_a_bad_network(session, sign_in):
    titles = tuple(f"An emergency motion with a long title, number {n}" for n in range(1, 20))
    selection = members_asked(titles, places=3)
    assert len(selection.poll.choices) == MOST_OPTIONS
    browser = sign_in(a_voter(session, selection))

    page = browser.get(ballot_of(selection))

    assert len(page.data) < BUDGET


def test_a_candidate_is_read_by_everybody_and_its_movers_stay_hidden(client):
    selection = members_asked()

    page = client.get(page_of(selection)).text
    motion = client.get(f"/motions/{selection.motions[0].id}")

    assert motion.status_code == 200
    assert all(title in page for title in TITLES)
    assert selection.motions[0].mover.name not in motion.text


# --- what it came to


def test_the_chair_closes_it_and_everybody_sees_order_table_and_who_is_chosen(client, sign_in):
    selection = members_asked(places=1)
    rank(selection, "2>1>4", "2>3", "1>4>2")
    browser = in_the_office(selection, sign_in)

    press(browser, browser.get(page_of(selection)), "Close the vote")
    page = client.get(page_of(selection)).text

    assert f"Chosen: {TITLES[1]}." in page
    assert "EM1" in page
    assert "3 of 13 entitled voted." in page
    assert re.search(r"<th scope=\"row\">2\. .*?</th>\s*<td class=\"figure\">2</td>", page)


def test_the_chair_closes_it_where_votes_are_cast_and_is_led_to_what_was_chosen(sign_in):
    selection = members_asked()
    browser = in_the_office(selection, sign_in)
    page = browser.get(ballot_of(selection))

    assert press(browser, page, "What members choose").request.path == page_of(selection)
    page = press(browser, page, "Close the vote")

    assert page.request.path == page_of(selection)


def test_the_chair_decides_a_tie_on_the_page_with_a_reason(session, sign_in):
    selection = members_asked(places=2, tie='"chair"')
    rank(selection, "1>2=3>4")
    closed(selection.poll)
    browser = in_the_office(selection, sign_in)
    first, second = (str(one.id) for one in selection.motions[1:])

    page = press(browser, browser.get(page_of(selection)), "Decide the tie", motion=[first, second])
    assert page.status_code == 422
    assert "as many of those tied as there are places left" in page.text
    page = press(browser, page, "Decide the tie", motion=[second], reason="Drawn in the hall")

    assert "The chair decided a tie: Drawn in the hall" in page.text


def test_the_hall_sees_what_was_chosen(client):
    selection = members_asked(places=1)
    rank(selection, "2>1>4")
    closed(selection.poll)

    hall = f"/live/{selection.conference.slug}"
    for page in (hall, f"{hall}/screen"):
        assert f"Chosen: {TITLES[1]}." in client.get(page).text


def test_the_signed_record_is_recounted_offline(client, tmp_path):
    selection = members_asked(places=2)
    cast_all(selection.poll, "3>1=2", "1>3", "1", "2>1>3>4")
    closed(selection.poll)
    slug, poll = selection.conference.slug, selection.poll.public_id
    bulletin = json.loads(client.get(f"/bulletins/{slug}/{poll}.json").text)
    path = tmp_path / "bulletin.json"

    def verify(found):
        path.write_text(json.dumps(found))
        return subprocess.run(
            [sys.executable, VERIFIER, path], capture_output=True, text=True, check=False
        )

    good = verify(bulletin)
    bulletin["ballots"][0][1] = "2"
    bad = verify(bulletin)

    assert good.returncode == 0, good.stdout + good.stderr
    assert "counting the ballots anew gives the figures" in good.stdout
    assert f"1. {TITLES[0]}" in good.stdout
    assert bad.returncode == 1
    assert "BROKEN counting the ballots anew" in bad.stdout
