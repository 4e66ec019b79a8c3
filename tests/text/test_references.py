import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.sources import plain_documents
from webapp.text.clause import ATOM, Clause, ClauseId, Document, Reference, ReferenceForm
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.reading import read_plain
from webapp.text.recognising import recognise
from webapp.text.references import (
    STRUCK,
    dangling,
    plain_text,
    print_text,
    render_reference,
    resolve,
)

SOURCE = """Conference believes that:

i) Streets are for people.

ii) Shade is health.

Conference calls for:

1. Trees:

a) In every street.

b) In every yard.

c) In every park.

2. Hedges.

3. Ponds, where 1 b) and 2 allow.
"""


def _motion() -> Document:
    return read_plain(SOURCE).document


def _cited(text: str) -> list[tuple[str, str]]:
    """Return each citation found in a text, with what it resolves to."""
    numbering = number(_motion())
    return [
        (
            text[spot.start : spot.end],
            numbering.range_citation(spot.reference.targets) if spot.reference else "?",
        )
        for spot in recognise(text, numbering)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("as in 1 b) now", [("1 b)", "1 b)")]),
        ("as in 1(b)-(c) now", [("1(b)-(c)", "1 b)–c)")]),
        ("1 a) to c) (lines 5-9), and", [("1 a) to c) (lines 5-9)", "1 a)–c)")]),
        ("clauses 1, 2 and 3 say", [("1, 2 and 3", "1–3")]),
        ("clause 2 and 3 others", [("2", "2")]),
        ("1 b) and 3 others", [("1 b)", "1 b)")]),
        ("1 a), c) and 2 b)", [("1 a), c)", "1 a) and 1 c)"), ("2 b)", "?")]),
        ("in 3 above", [("3", "3")]),
        ("see i) (line 2)", [("i) (line 2)", "i)")]),
        (
            "paragraph 1, i) or paragraph 2",
            [("paragraph 1, i)", "i)"), ("paragraph 2", "paragraph 2")],
        ),
        ("(see clause 2)", [("2", "2")]),
        ("points 1 a)–c) below", [("1 a)–c)", "1 a)–c)")]),
    ],
)
def test_a_citation_is_recognised(text, found):
    assert _cited(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "policy paper 1, Doing",
        "Section 1 areas",
        "under Article 1 b) of the treaty",
        "clause 2 of the Act",
        "by 2030, 3 in 4 people, 1.5 degrees and 2%",
        "(a) first, (b) second",
        "a £1 a) coin",
        "3 people",
    ],
)
def test_what_only_looks_like_a_citation_is_left_alone(text):
    assert _cited(text) == []


def test_a_citation_of_nothing_is_doubtful():
    assert _cited("see 9 d) and clause 12") == [("9 d)", "?"), ("12", "?")]


def test_a_reference_prints_as_its_source_did_while_that_is_right():
    numbering = number(_motion())
    reference = Reference(resolve("1 b)–c)", numbering), printed="1(b) to (c)")

    assert render_reference(reference, numbering) == "1(b) to (c)"


def test_a_reference_prints_present_labels_once_its_source_is_wrong():
    numbering = number(_motion())
    reference = Reference(resolve("1 b)–c)", numbering), printed="1 a)–b)")

    assert render_reference(reference, numbering) == "1 b)–c)"


def test_a_reference_prints_present_lines_when_there_is_a_layout():
    document = _motion()
    numbering = number(document)
    reference = Reference(
        resolve("1 b)–c)", numbering), ReferenceForm.LABEL_AND_LINES, "1 b)-c) (lines 98-99)"
    )

    assert render_reference(reference, numbering) == "1 b)-c) (lines 98-99)"
    assert render_reference(reference, numbering, lay_out(document)) == "1 b)–c) (lines 7–8)"


def test_a_reference_to_a_parent_has_the_lines_of_all_it_leads_in():
    document = _motion()
    reference = Reference((document.find("1").id,), ReferenceForm.LINES)

    assert render_reference(reference, number(document), lay_out(document)) == "lines 5–8"


def test_a_struck_target_is_said_to_be_struck_and_reported():
    document = _motion()
    reference = Reference((document.find("2").id, ClauseId("gone")), printed="2 and 3")
    pointing = Clause(ClauseId("new"), f" See {ATOM}.", references=(reference,))
    document = Document((*document.clauses, pointing))

    assert plain_text(pointing, number(document)) == f"See 2 and {STRUCK}."
    assert dangling(document) == [(pointing.id, reference)]


def test_text_with_references_says_where_each_was_printed():
    document = _motion()
    clause = document.find("3")

    text, atoms = print_text(clause, number(document))

    assert text == "Ponds, where 1 b) and 2 allow."
    assert [clause.text[at] for at, _ in atoms] == [ATOM]
    assert [length for _, length in atoms] == [4]


def test_a_citation_names_its_clause_however_deep_that_is():
    deep = Clause(ClauseId("p9"), " We act")
    for level in range(8, -1, -1):
        deep = Clause(ClauseId(f"p{level}"), " We act", children=(deep,))
    numbering = number(Document((deep, Clause(ClauseId("q"), " We sing"))))
    last = ClauseId("p9")

    assert resolve(numbering.range_citation([ClauseId("p0"), last]), numbering) == ("p0", "p9")
    assert resolve(numbering.citation(last), numbering) == ("p9",)


@given(plain_documents(), st.data())
def test_a_citation_of_any_clauses_names_those_clauses(document, data):
    numbering = number(document)
    chosen = data.draw(st.sets(st.sampled_from(list(numbering)), min_size=1))

    named = resolve(numbering.range_citation(chosen), numbering)

    assert named == tuple(sorted(chosen, key=numbering.position))
