"""The public record of a vote by ballot, found from where one looks for it."""

import importlib.util
import json
from pathlib import Path

import pytest

from tests.browser import press
from tests.factories.base import bound_session
from tests.factories.debate import published_motion
from tests.factories.person import actor_with
from tests.factories.poll import KEY, SECRET, cast_all, closed, poll_on
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.services.poll_declaring import declare_poll
from webapp.web.poll_words import in_groups, poll_name

pytestmark = pytest.mark.usefixtures("at_noon")
ROOT = Path(__file__).parent.parent.parent


def decided(poll, *choices):
    told = cast_all(poll, *choices)
    declare_poll(
        bound_session(),
        actor_with(poll.conference, Role.CHAIR),
        closed(poll),
        now=NOON,
    )
    return told


def record_of(client, poll):
    return client.get(f"/bulletins/{poll.conference.slug}/{poll.public_id}")


def test_the_agenda_leads_to_the_records_of_votes_and_each_to_its_own(client, session):
    poll = poll_on()

    page = client.get(f"/conference/{poll.conference.slug}")
    page = press(client, page, "Votes by ballot")
    page = press(client, page, poll_name(poll))

    assert "Open: there is no result yet" in page.text
    assert poll.opening["hash"] in page.text


def test_an_agenda_without_such_votes_says_nothing_of_them(client, session):
    motion = published_motion()

    page = client.get(f"/conference/{motion.conference.slug}")

    assert "Votes by ballot" not in page.text


def test_a_result_leads_to_the_record_of_the_vote_it_was_declared_on(client, session, at_noon):
    poll = poll_on()
    decided(poll, "for", "for", "against")
    at_noon.advance(minutes=5)

    page = client.get(f"/voting/{poll.motion_id}/results")
    page = press(client, page, "Record of this vote")

    assert f"/{poll.public_id}" in page.request.path


def test_a_voter_finds_the_receipt_beside_the_choice(client, session):
    poll = poll_on()
    told = decided(poll, "for", "against")

    page = record_of(client, poll)

    row = page.text.split(f'id="b-{told[1].receipt}"')[1].split("</tr>")[0]
    assert "Against" in row


def test_a_secret_vote_says_why_its_ballots_are_not_shown(client, session):
    poll = poll_on(settings=SECRET)
    told = decided(poll, "for", "against")

    page = record_of(client, poll)

    assert "not published one by one" in page.text
    assert in_groups(told[0].receipt) not in page.text


def test_what_is_taken_away_holds_for_the_program_that_is_handed_out(client, session, tmp_path):
    poll = poll_on()
    decided(poll, "for", "against")
    page = record_of(client, poll)

    for name, label in [
        ("bulletin.json", "The bulletin as a file"),
        ("records.json", "All records as a file"),
        ("verify_bulletin.py", "The program that checks"),
    ]:
        got = press(client, page, label)
        (tmp_path / name).write_bytes(got.data)
        got.close()

    spec = importlib.util.spec_from_file_location("handed_out", tmp_path / "verify_bulletin.py")
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    words = ["--key", KEY.public, "--records", str(tmp_path / "records.json")]
    assert program.main([*words, str(tmp_path / "bulletin.json")]) == 0
    assert json.loads((tmp_path / "bulletin.json").read_text())["closing"] == poll.closing


def test_a_record_is_not_shown_under_another_conference(client, session):
    poll = poll_on()
    other = published_motion().conference

    answer = client.get(f"/bulletins/{other.slug}/{poll.public_id}")

    assert answer.status_code == 404


def test_many_ballots_are_on_several_pages(client, session, monkeypatch):
    monkeypatch.setattr("webapp.blueprints.bulletins.views.A_PAGE", 2)
    poll = poll_on()
    told = decided(poll, "for", "against", "for")
    last = max(one.receipt for one in told)

    page = press(client, record_of(client, poll), "2")

    assert in_groups(last) in page.text
    assert in_groups(min(one.receipt for one in told)) not in page.text


def test_a_final_text_leads_to_the_record_of_the_vote_that_passed_it(client, session, at_noon):
    poll = poll_on()
    decided(poll, "for", "for", "against")
    at_noon.advance(minutes=5)

    page = client.get(f"/exports/{poll.motion_id}/final.html")
    record = json.loads(client.get(f"/exports/{poll.motion_id}/final.json").text)

    page = press(client, page, f"Record of the vote on {poll_name(poll)}")
    assert f"/{poll.public_id}" in page.request.path
    assert record["votes_by_ballot"][0]["record"] == poll.closing["hash"]
