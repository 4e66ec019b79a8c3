from __future__ import annotations

import json

from tests.rendering.passed_examples import EMOJI, RTL, SCRIPT, hostile, lamps
from webapp.rendering.as_json import render_json
from webapp.rendering.passed_text import Provenance
from webapp.text.reading import Back


def test_every_clause_has_its_label_citation_and_lines():
    record = json.loads(render_json(lamps()))

    first = record["clauses"][0]["clauses"][0]
    second = first["clauses"][1]
    assert (first["label"], first["citation"]) == ("1.", "1")
    assert (second["citation"], second["first_line"], second["last_line"]) == ("1 b)", 4, 4)


def test_references_name_clauses_of_the_record():
    record = json.loads(render_json(lamps()))

    led_in = record["clauses"][0]["clauses"]
    cited = led_in[1]["references"][0]["clauses"]
    assert cited == [led_in[0]["clauses"][0]["id"]]


def test_applicability_gives_every_clause_one_value():
    record = json.loads(render_json(lamps()))

    values = record["applicability"]["clauses"]
    assert sorted(values.values()) == ["England only", *["Federal"] * 4]


def test_provenance_names_words_what_was_done_and_by_whom():
    passed = lamps(provenance=(Provenance("c1", "lamps", is_struck=True, by=("Amendment 1",)),))

    record = json.loads(render_json(passed))

    assert record["provenance"] == [
        {"clause": "c1", "words": "lamps", "what": "struck", "by": ["Amendment 1"], "vote": ""}
    ]


def test_hostile_words_come_back_to_the_letter():
    text = render_json(hostile())

    assert SCRIPT in json.loads(text)["title"]
    assert RTL in text
    assert EMOJI in text


def test_without_applicability_there_is_none():
    record = json.loads(render_json(lamps(back=Back())))

    assert record["applicability"] == {"text": "", "clauses": {}}
