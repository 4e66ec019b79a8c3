from __future__ import annotations

import json

import pytest

from tests.browser import press
from tests.journeys.cases import paragraphs
from tests.journeys.steps import (
    BY_INSTRUCTION,
    IN_PLACE,
    amend_motion,
    box_of,
    carry,
    open_hall,
    publish_motion,
)
from tests.journeys.test_final_text_by_command import clause_cited
from webapp.models import ChangeRecord


@pytest.fixture
def hall(session, at_noon, case, sign_in):
    hall = open_hall(session, at_noon, case, sign_in)
    publish_motion(hall)
    return hall


@pytest.fixture
def passed(hall):
    return passed_with(hall, IN_PLACE)


def passed_with(hall, way):
    amend_motion(hall, way)
    carry(hall)
    carry(hall)
    return hall


@pytest.fixture
def record(client, passed):
    return json.loads(client.get(f"/exports/{passed.motion.id}/final.json").text)


@pytest.mark.both_databases
@pytest.mark.parametrize("way", [IN_PLACE, BY_INSTRUCTION])
def test_the_passed_text_is_the_published_one_word_for_word(client, hall, way, case):
    passed = passed_with(hall, way)

    page = client.get(f"/motions/{passed.motion.id}")
    page = press(client, page, "Get")
    page = press(client, page, "Plain text")

    found = paragraphs(page.text)
    assert paragraphs(page.text, "Conference welcomes", "Applicability:") == case.body
    assert found[0].startswith(f"{case.code} {case.title}")
    assert found[1] == "(Passed with Amendment 1)"
    assert found[-1] == case.applicability


def test_the_record_cites_the_right_lines(record, case):
    for citation, lines in case.lines:
        clause = clause_cited(record["clauses"], citation)
        assert (clause["first_line"], clause["last_line"]) == lines


def test_the_words_asked_for_were_put_in_by_amendment_1_and_its_vote(client, passed, case):
    page = client.get(f"/history/{passed.motion.id}")

    page = press(client, page, "Find out", words=case.asked)

    assert case.asked in " ".join(page.text.split())
    assert "Amendment 1" in page.text
    assert "Carried. Vote of" in page.text
    assert "on a show of cards" in page.text


def test_the_record_names_amendment_and_vote_too(record, case):
    found = [one for one in record["provenance"] if case.asked in one["words"]]

    assert [one["by"] for one in found] == [["Amendment 1"]]
    assert found[0]["vote"].endswith("carried")


def test_the_page_to_print_shows_every_line_once(client, passed, case):
    page = client.get(f"/exports/{passed.motion.id}/final.html")

    last = case.lines[-1][1][1]
    assert [page.text.count(f'id="l{line}"') for line in range(1, last + 2)] == [1] * last + [0]
    assert "(Passed with Amendment 1)" in page.text


def test_before_its_final_vote_everybody_cites_the_printed_lines(client, hall, case):
    amend_motion(hall, IN_PLACE)
    carry(hall)

    record = json.loads(client.get(f"/exports/{hall.motion.id}/final.json").text)

    printed = clause_cited(record["clauses"], case.clause)
    assert case.after == printed["text"]
    assert printed["first_line"] == dict(case.lines)[case.clause][0]
    assert record["status"] == "Not yet decided"


def test_both_ways_of_amending_lead_to_the_same_change_set(session, hall):
    amend_motion(hall, IN_PLACE)
    in_place = session.query(ChangeRecord).one().record["operations"]
    words = hall.amendment.submitted_words

    page = hall.amender.get(f"/amendments/instruct/{hall.motion.id}")
    page = press(
        hall.amender, page, "Look at it and submit", body=hall.body, instruction=hall.case.words
    )
    press(hall.amender, page, "Submit to the committee")

    typed = session.query(ChangeRecord).order_by(ChangeRecord.id)[1]
    assert typed.record["operations"] == in_place
    assert words is not None


def test_a_form_sent_back_untouched_is_no_change(hall, session):
    page = hall.amender.get(f"/amendments/new/{hall.motion.id}")

    page = press(hall.amender, page, "Look at it and submit", body=hall.body)

    assert session.query(ChangeRecord).count() == 0
    assert "Submit to the committee" not in page.text


def test_the_box_of_a_clause_holds_its_words(hall, case):
    page = hall.amender.get(f"/amendments/new/{hall.motion.id}")

    name = box_of(page, case.clause)

    assert f'name="{name}"' in page.text
    assert case.before in page.text
