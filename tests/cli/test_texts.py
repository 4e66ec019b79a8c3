from __future__ import annotations

import json

from tests.cli.running import run

MOTION = """F2 Lamps in Every Lane

Conference calls on councils to:

1. Light every lane until midnight.2. Pay for it from the levy on hoardings, as in 1 above.

Applicability: Federal, except 1 (line 9) which is England only.

Follow us
"""


def test_a_motion_is_printed_with_the_number_of_every_line():
    done = run("read-motion", "-", typed=MOTION)

    assert done.exit_code == 0
    assert "    2      1.    Light every lane until midnight.\n" in done.stdout


def test_every_doubt_is_told_beside_its_line():
    done = run("read-motion", "-", typed=MOTION)

    assert "-:7: The label and the lines disagree" in done.stderr
    assert "not recognised" in done.stderr
    assert "disagree" not in done.stdout


def test_the_record_of_a_motion_has_each_clause_with_its_place():
    done = run("read-motion", "-", "--json", typed=MOTION)

    record = json.loads(done.stdout)
    led_in = record["clauses"][0]["clauses"]
    assert (record["code"], record["title"]) == ("F2", "Lamps in Every Lane")
    assert (led_in[0]["citation"], led_in[0]["first_line"]) == ("1", 2)
    assert len({one["id"] for one in led_in}) == len(led_in)
    assert record["left_aside"] == ["Follow us"]
    assert {one["kind"] for one in record["warnings"]} >= {"stale_lines", "unrecognised"}


def test_a_reference_in_the_record_names_the_clause_it_leads_to():
    done = run("read-motion", "-", "--json", typed=MOTION)

    first, second = json.loads(done.stdout)["clauses"][0]["clauses"]
    assert [one["clauses"] for one in second["references"]] == [[first["id"]]]


def test_an_amendment_is_shown_as_the_text_it_would_make(tmp_path):
    amendment = tmp_path / "amendment.txt"
    amendment.write_text("In 1, delete “ until midnight”.", encoding="utf-8")

    done = run("read-amendment", "-", amendment, typed=MOTION)

    assert done.exit_code == 0, done.stderr
    assert "1.    Light every lane.\n" in done.stdout


def test_the_record_of_an_amendment_has_its_operations(tmp_path):
    amendment = tmp_path / "amendment.txt"
    amendment.write_text("In 1, delete “midnight” and insert “dawn”.", encoding="utf-8")

    done = run("read-amendment", "-", amendment, "--json", typed=MOTION)

    record = json.loads(done.stdout)
    assert record["problems"] == []
    assert len(record["change_set"]["operations"]) >= 1


def test_an_amendment_not_understood_gives_problems_and_ends_with_one(tmp_path):
    amendment = tmp_path / "amendment.txt"
    amendment.write_text("In 1, after “li” insert “and path”.", encoding="utf-8")

    done = run("read-amendment", "-", amendment, "--json", typed=MOTION)

    record = json.loads(done.stdout)
    assert done.exit_code == 1
    assert record["change_set"] is None
    assert record["problems"][0]["candidates"][0]["citation"] == "1"


def test_two_texts_never_share_standard_input():
    done = run("read-amendment", "-", "-", typed=MOTION)

    assert done.exit_code == 1
    assert done.stderr == "Standard input can be one text only.\n"
