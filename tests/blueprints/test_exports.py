from __future__ import annotations

import json

import pytest

from tests.browser import press
from tests.factories.conference import ConferenceFactory
from tests.factories.debate import EIGHT, FUEL, TEN, amendment_to, declared, published_motion
from tests.factories.motion import submitted_motion
from tests.factories.person import PersonFactory, actor_with
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.services.amendments import select_amendment
from webapp.services.corrections import correct_result
from webapp.services.results import Result

pytestmark = pytest.mark.usefixtures("at_noon")

FORMATS = ("final.html", "final.txt", "final.md", "final.json")


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def corrected(session, motion):
    """A motion passed with two amendments, of which the first turned out to be lost."""
    first = declared(amendment_to(motion, TEN, number="1"))
    declared(amendment_to(motion, FUEL, number="2"))
    declared(motion)
    correct_result(
        session,
        actor_with(motion.conference, Role.CHAIR),
        first.vote,
        Result(Outcome.LOST, NOON),
        reason="The wrong pad was read.",
        now=NOON,
    )
    session.commit()
    return motion


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Page to read and print", "text/html"),
        ("Plain text", "text/plain"),
        ("Markdown", "text/markdown"),
        ("JSON", "application/json"),
    ],
)
def test_every_format_is_a_press_away(client, motion, label, kind):
    page = client.get(f"/motions/{motion.id}")
    page = press(client, page, "Get")
    page = press(client, page, label)

    assert (page.status_code, page.mimetype) == (200, kind)
    assert "Lend books, tools and instruments" in page.text


@pytest.mark.parametrize("file", FORMATS)
def test_an_undecided_motion_says_that_it_is(client, motion, file):
    page = client.get(f"/exports/{motion.id}/{file}")

    assert "Not yet decided" in page.text


@pytest.mark.parametrize("file", FORMATS)
@pytest.mark.parametrize(
    ("outcome", "said"), [(Outcome.LOST, "Lost"), (Outcome.REFERRED_BACK, "Referred back")]
)
def test_a_motion_that_did_not_pass_says_so(client, motion, file, outcome, said):
    declared(motion, outcome)

    page = client.get(f"/exports/{motion.id}/{file}")

    assert said in page.text
    assert "Passed" not in page.text


def test_nothing_of_a_result_is_exported_while_it_can_be_undone(client, motion, at_noon):
    amendment = amendment_to(motion, TEN, number="1")
    before = [client.get(f"/exports/{motion.id}/{file}").text for file in FORMATS[1:]]
    declared(amendment, now=NOON)

    at_noon.advance(seconds=7)
    soon = [client.get(f"/exports/{motion.id}/{file}").text for file in FORMATS[1:]]
    at_noon.advance(seconds=2)
    later = [client.get(f"/exports/{motion.id}/{file}").text for file in FORMATS[1:]]

    assert soon == before
    assert all("until ten" in text for text in later)


@pytest.mark.parametrize("file", ["", *FORMATS])
def test_while_something_is_to_be_confirmed_nothing_is_final(client, corrected, file, at_noon):
    at_noon.advance(minutes=1)

    page = client.get(f"/exports/{corrected.id}/{file}".rstrip("/"))

    assert page.status_code == 409
    assert "This text is not final yet" in page.text
    assert "is to be confirmed" in page.text


def test_two_carried_that_cannot_both_stand_are_refused_with_what_to_decide(
    session, client, motion, at_noon
):
    first = amendment_to(motion, TEN, number="1")
    second = amendment_to(motion, EIGHT)
    declared(first)
    committee = actor_with(motion.conference, Role.COMMITTEE)
    select_amendment(session, committee, second, number="2", now=NOON)
    session.commit()
    declared(second, now=NOON)
    at_noon.advance(minutes=1)

    page = client.get(f"/exports/{motion.id}/final.txt")

    assert page.status_code == 409
    assert "Amendment 1 and Amendment 2" in page.text
    assert "“ten”" in page.text


@pytest.mark.parametrize("file", ["", *FORMATS])
def test_a_motion_not_printed_has_no_export_for_anybody(client, sign_in, file):
    motion = submitted_motion()
    staff = sign_in(PersonFactory(roles={motion.conference: [Role.STAFF]}))
    address = f"/exports/{motion.id}/{file}".rstrip("/")

    assert client.get(address).status_code == 404
    assert staff.get(address).status_code == 404


def test_a_closed_conference_exports_to_its_people_alone(client, sign_in):
    motion = published_motion(ConferenceFactory(is_closed=True))
    delegate = sign_in(PersonFactory(roles={motion.conference: [Role.DELEGATE]}))

    assert client.get(f"/exports/{motion.id}/final.txt").status_code == 404
    assert delegate.get(f"/exports/{motion.id}/final.txt").status_code == 200


HOSTILE = 'F9 "x"; filename=a.exe <script>alert(1)</script>\r\nX: y ../../e\u0301 {{ 7 * 7 }} مرحبا'


@pytest.mark.parametrize("title", [HOSTILE, "مرحبا", "👩🏽‍🚒", "=2+5", "x" * 300])
@pytest.mark.parametrize("file", FORMATS)
def test_a_hostile_title_is_a_title_and_nothing_more(session, client, motion, title, file):
    motion.title = " ".join(title.split())[:300]
    motion.versions[-1].title = motion.title
    session.commit()

    page = client.get(f"/exports/{motion.id}/{file}")

    named = page.headers.get("Content-Disposition", 'inline; filename="page.html"')
    assert page.status_code == 200
    assert named.isascii()
    assert named.count('"') == 2
    assert "/" not in named
    assert "<script>alert(1)" not in page.text or page.mimetype != "text/html"
    assert "X-Content-Type-Options" in page.headers


def test_the_record_is_json_whatever_the_words(session, client):
    motion = published_motion(
        text=f"F9 Hostile words\n\nConference calls for {HOSTILE}\n\n1. \u202eRTL 👩🏽‍🚒\n"
    )

    record = json.loads(client.get(f"/exports/{motion.id}/final.json").text)

    assert "<script>" in record["clauses"][0]["text"]
