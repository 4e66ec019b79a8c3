from __future__ import annotations

import pytest

from tests.browser import press
from tests.factories.debate import FUEL, TEN, amendment_to, declared, published_motion
from tests.factories.motion import committee_of, submitted_motion
from tests.factories.person import PersonFactory, actor_with
from tests.markup import read_markup
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally
from webapp.services.corrections import correct_result
from webapp.services.results import Result

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def motion(session):
    return published_motion()


def main_part(page):
    return page.text[page.text.index("<main") : page.text.index("</main>")]


def said(page):
    return read_markup(main_part(page)).words()


# --- versions


def test_every_version_is_listed_with_what_made_it(client, motion):
    declared(amendment_to(motion, TEN, number="1"), tally=Tally(119, 70))

    page = client.get(f"/motions/{motion.id}")
    page = press(client, page, "History")

    assert "Version 2: As published" in page.text
    assert "Version 3: As amended" in page.text
    assert "Amendment 1 carried." in page.text
    assert "119 to 70" in page.text
    assert "As submitted" not in page.text


def test_a_result_makes_no_version_that_anybody_sees_while_it_can_be_undone(
    client, motion, at_noon
):
    amendment = amendment_to(motion, TEN, number="1")
    addresses = [f"/history/{motion.id}", f"/history/{motion.id}/origins"]
    before = [said(client.get(address)) for address in addresses]
    declared(amendment, now=NOON)

    at_noon.advance(seconds=7)
    soon = [said(client.get(address)) for address in addresses]
    hidden = client.get(f"/history/{motion.id}/3").status_code
    at_noon.advance(seconds=2)

    assert (soon, hidden) == (before, 404)
    assert client.get(f"/history/{motion.id}/3").status_code == 200


@pytest.mark.parametrize("number", [2, 3])
def test_the_page_of_a_version_stays_the_same_whatever_is_decided_later(
    session, client, motion, number, at_noon
):
    first = declared(amendment_to(motion, TEN, number="1"))
    address = f"/history/{motion.id}/{number}"
    fuel = amendment_to(motion, FUEL, number="2")
    before = main_part(client.get(address))

    declared(fuel, now=NOON)
    declared(motion, now=NOON)
    correct_result(
        session,
        actor_with(motion.conference, Role.CHAIR),
        first.vote,
        Result(Outcome.LOST, NOON),
        reason="The wrong pad was read.",
        now=NOON,
    )
    session.commit()
    at_noon.advance(days=40)

    assert main_part(client.get(address)) == before


def test_a_version_between_two_prints_stands_on_the_lines_of_the_print(client, motion):
    declared(
        amendment_to(motion, "In 1, delete “nine in the evening” and insert “ten”.", number="1")
    )

    page = client.get(f"/history/{motion.id}/3")

    assert "Lines are those of version 2" in page.text
    assert 'id="l3"' in page.text
    assert "<ins" not in main_part(page)
    assert "A1" not in said(page)


@pytest.mark.parametrize("number", ["0", "1", "99", "x", "٣", "9" * 30])
def test_a_version_that_is_not_there_is_not_there(client, motion, number):
    assert client.get(f"/history/{motion.id}/{number}").status_code == 404


def test_the_text_as_submitted_is_the_committees_and_its_movers(client, sign_in):
    motion = submitted_motion()
    address = f"/history/{motion.id}/1"

    assert client.get(address).status_code == 404
    assert (
        sign_in(PersonFactory(roles={motion.conference: [Role.DELEGATE]})).get(address).status_code
        == 404
    )
    assert sign_in(motion.drafter).get(address).status_code == 200
    assert sign_in(committee_of(motion)).get(address).status_code == 200


# --- comparing


def test_two_versions_are_compared_as_one_redline(client, motion):
    declared(amendment_to(motion, TEN, number="1"))

    page = client.get(f"/history/{motion.id}")
    page = press(client, page, "Compare", **{"from": "2", "to": "3"})

    struck = [one.words() for one in read_markup(page.text).walk() if one.tag == "del"]
    assert any("nine" in words for words in struck)
    assert "From “Version 2: As published” to “Version 3: As amended”" in page.text


def test_the_order_in_which_versions_are_named_does_not_matter(client, motion):
    declared(amendment_to(motion, TEN, number="1"))

    one_way = client.get(f"/history/{motion.id}/compare?from=2&to=3")
    other_way = client.get(f"/history/{motion.id}/compare?from=3&to=2")

    assert main_part(one_way) == main_part(other_way)


@pytest.mark.parametrize(
    "asked", ["", "?from=2&to=2", "?from=x&to=-1", "?from=9999999999999999999"]
)
def test_whatever_is_asked_to_be_compared_there_is_an_answer(client, motion, asked):
    page = client.get(f"/history/{motion.id}/compare{asked}")

    assert page.status_code == 200
    assert "The two versions say the same." in page.text


def test_nobody_compares_with_a_version_they_may_not_see(client, motion):
    page = client.get(f"/history/{motion.id}/compare?from=1&to=2")

    assert "As submitted" not in page.text


# --- clauses


def test_a_clause_leads_to_what_became_of_it(client, motion):
    declared(amendment_to(motion, TEN, number="1"), tally=Tally(119, 70))

    page = client.get(f"/history/{motion.id}/origins")
    page = press(client, page, "1")

    assert "Keep every library open until nine in the evening." in page.text
    assert "Keep every library open until ten in the evening." in page.text
    assert "119 to 70" in page.text


def test_a_struck_clause_is_told_as_struck(client, motion):
    clause = motion.versions[0].clauses[-1].clause_id
    declared(amendment_to(motion, "Delete 3.", number="1"))

    page = client.get(f"/history/{motion.id}/clause/{clause}")

    assert "Struck." in page.text


def test_a_clause_nobody_knows_is_not_there(client, motion):
    assert client.get(f"/history/{motion.id}/clause/nowhere").status_code == 404


# --- who put the words in


@pytest.mark.parametrize(
    "words", ["until ten in", "UNTIL  TEN", "until nine in", "nine", "Lend books"]
)
def test_words_are_found_across_what_was_put_in_and_struck(client, motion, words):
    declared(amendment_to(motion, TEN, number="1"))

    page = client.get(f"/history/{motion.id}/origins", query_string={"words": words})

    assert "do not stand together" not in page.text
    assert ("Amendment 1" in said(page)) is (words != "Lend books")


def test_what_one_amendment_did_to_a_clause_is_told_together(client, motion):
    words = "In 1, delete “nine” and insert “ten”; after “evening” insert “and on Sundays”."
    declared(amendment_to(motion, words, number="1"))

    page = client.get(f"/history/{motion.id}/origins")

    assert "struck: nine inserted: ten … inserted: and on Sundays" in said(page)


def test_words_submitted_are_said_to_have_stood_there(client, motion):
    page = client.get(f"/history/{motion.id}/origins?words=Lend+books")

    assert "It stood in the motion as submitted." in page.text


@pytest.mark.parametrize(
    "words", ["pterodactyl", "<script>alert(1)</script>", "{{ 7 * 7 }}", "\u202e", "%", "\x00"]
)
def test_words_that_stand_nowhere_are_answered_in_words(client, motion, words):
    page = client.get(f"/history/{motion.id}/origins", query_string={"words": words})

    assert page.status_code in {200, 400, 422}
    assert "<script>alert" not in page.text
    assert "49" not in said(page).replace("149", "")


def test_hostile_words_of_a_text_are_shown_and_do_nothing(client):
    motion = published_motion(
        text="F9 Words\n\nConference notes <script>alert(1)</script> {{ 7 * 7 }} مرحبا 👩🏽‍🚒 x.\n"
    )

    for address in ("2", "origins?words=alert", "compare"):
        page = client.get(f"/history/{motion.id}/{address}")
        assert "<script>alert" not in page.text
        assert "{{ 7 * 7 }}" in page.text
