import json
import re

import pytest

from tests.rendering.passed_examples import LAMPS, lamps
from webapp.rendering.as_json import render_json
from webapp.rendering.markdown import render_markdown
from webapp.rendering.paper import plain_paper
from webapp.rendering.plain import render_plain
from webapp.text.diff import changes
from webapp.text.editing import strike_clause
from webapp.text.lines import lay_out
from webapp.text.reading import read_plain
from webapp.text.references import STRUCK
from webapp.text.weave import Weave

TEXT = LAMPS.replace("as in 2.", "as in clause 2.")


@pytest.fixture
def passed():
    """Return a final text in which clause 2, to which 1 b) refers, was struck."""
    reading = read_plain(TEXT)
    base = reading.document
    change = changes(base, strike_clause(base, base.find("2").id), id="A1")
    weave = Weave(base, [change])
    document = weave.text({"A1"})
    back = weave.resettle(reading.back, {"A1"})
    return lamps(document=document, layout=lay_out(document), back=back)


def on_paper(passed):
    paper = plain_paper(passed.document, passed.layout)
    return " ".join(
        piece.text for clause in paper.walk() for _, pieces in clause.lines for piece in pieces
    )


@pytest.mark.parametrize("render", [render_plain, render_markdown, render_json, on_paper])
def test_no_format_writes_a_reference_to_a_struck_clause_unmarked(passed, render):
    written = re.sub(r"\\", "", render(passed))

    assert f"as in clause {STRUCK}" in written
    assert "as in clause 2" not in written


def test_whoever_reads_the_record_finds_every_reference_that_leads_nowhere(passed):
    record = json.loads(render_json(passed))

    assert record["dangling"] == [{"clause": "1 b)", "reads": STRUCK}]
    (reference,) = record["clauses"][0]["clauses"][0]["clauses"][1]["references"]
    assert reference["clauses"] == []
    assert len(reference["struck"]) == 1


def test_a_text_whose_references_all_stand_says_nothing_of_them():
    assert lamps().dangling == ()
    assert "struck" not in render_markdown(lamps())


def test_the_applicability_leaves_out_what_was_struck(passed):
    reading = read_plain(TEXT)
    base = reading.document
    change = changes(base, strike_clause(base, base.find("1 b)").id), id="A2")
    weave = Weave(base, [change])
    document = weave.text({"A2"})

    shown = lamps(
        document=document,
        layout=lay_out(document),
        back=weave.resettle(reading.back, {"A2"}),
    )

    assert shown.applicability == "Applicability: Federal."
