from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.sources import deep_document, plain_documents
from webapp.text.clause import ATOM, UNLABELLED, Clause, ClauseId, Document, Marker, MarkerStyle
from webapp.text.graphemes import graphemes, width
from webapp.text.lines import LineProfile, break_lines, lay_out
from webapp.text.numbering import number
from webapp.text.reading import read_plain
from webapp.text.references import plain_text

NARROW = LineProfile(unlabelled=12, numbered=10, lettered=9)


def _paragraph(text: str) -> Document:
    return Document((Clause(ClauseId("c"), f" {text}"),))


def _lines(text: str, measure: int) -> list[str]:
    return [text[start:end] for start, end in break_lines(text, measure)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("one two-three", ["one two-", "three"]),
        ("one\u00a0two\u00a0three", ["one\u00a0two", "three"]),
        ("abcdefghijklmnop q", ["abcdefgh", "ijklmnop", "q"]),
        ("a abcdefghij", ["a", "abcdefgh", "ij"]),
        ("a – b – c – d", ["a – b –", "c – d"]),
        ("exactly8 x", ["exactly8", "x"]),
        ("", [""]),
    ],
)
def test_lines_break_at_spaces_and_after_hyphens(text, lines):
    assert _lines(text, 8) == lines


@pytest.mark.parametrize("sign", ["e\u0301", "👩‍👩‍👧", "🇳🇴", "👍🏽", "각", "न्"])
def test_a_character_as_seen_is_never_cut(sign):
    assert _lines(sign * 5, 2) == [sign * 2, sign * 2, sign]


def test_the_measure_narrows_with_the_labels_above():
    profile = LineProfile()

    assert [profile.measure(level) for level in range(5)] == [74, 70, 69, 65, 61]
    assert profile.measure(100) == 24


def test_lines_count_from_one_through_the_motion():
    letters = tuple(
        Clause(ClauseId(f"l{place}"), " six by six by six", Marker(MarkerStyle.ALPHA, "{})"))
        for place in range(2)
    )
    lead = Clause(ClauseId("lead"), " ten letters", Marker(MarkerStyle.DECIMAL, "{}."), (), letters)

    layout = lay_out(Document((lead,)), NARROW)

    assert [(line.number, line.clause, line.text) for line in layout.lines] == [
        (1, "lead", "ten"),
        (2, "lead", "letters"),
        (3, "l0", "six by"),
        (4, "l0", "six by"),
        (5, "l0", "six"),
        (6, "l1", "six by"),
        (7, "l1", "six by"),
        (8, "l1", "six"),
    ]
    assert layout.of(ClauseId("l0")) == (3, 5)
    assert layout.clause_at(7) == "l1"


def test_what_a_layout_does_not_know_has_no_lines():
    layout = lay_out(_paragraph("one two"))

    assert layout.of(ClauseId("later")) is None
    assert layout.at(ClauseId("later"), 0) is None
    assert layout.line(0) is None
    assert layout.clause_at(2) is None


def test_an_offset_of_stored_text_is_on_the_line_of_its_character():
    layout = lay_out(_paragraph("one two three four"), NARROW)

    text = " one two three four"
    assert [layout.at(ClauseId("c"), text.index(word)) for word in ("one", "two", "four")] == [
        1,
        1,
        2,
    ]
    assert layout.at(ClauseId("c"), text.index(" three")) == 2
    assert layout.at(ClauseId("c"), len(text)) == 2


def test_an_offset_after_a_reference_counts_what_the_reference_prints():
    document = read_plain("1. Trees.\n\n2. As clause 1 says, we plant them all.").document
    pointing = document.clauses[1]

    layout = lay_out(document, NARROW)

    assert ATOM in pointing.text
    assert layout.line(layout.at(pointing.id, pointing.text.index("says"))).text == "1 says, we"


def test_lines_cited_in_the_text_are_those_of_the_layout_that_cites_them():
    source = "\n\n".join(["1. See 2 (lines 98-99) for more.", "2. " + "Trees and hedges. " * 6])
    document = read_plain(source).document

    layout = lay_out(document, LineProfile(numbered=20))

    first, last = layout.of(document.find("2").id)
    shown = "".join(line.text + " " for line in layout.lines_of(document.find("1").id))
    assert f"2 (lines {first}–{last})" in shown
    assert first == layout.of(document.find("1").id)[1] + 1


@given(plain_documents(), st.integers(1, 30))
def test_lines_cover_the_text_exactly_once(document, measure):
    profile = LineProfile(measure, measure, measure)
    numbering = number(document)

    layout = lay_out(document, profile)

    assert [line.number for line in layout.lines] == list(range(1, len(layout.lines) + 1))
    assert list(dict.fromkeys(line.clause for line in layout.lines)) == list(numbering)
    for clause in document.walk():
        text = plain_text(clause, numbering, layout)
        lines = layout.lines_of(clause.id)
        gaps = [text[one.end : other.start] for one, other in pairwise(lines)]
        assert "".join(a + b.text for a, b in zip(["", *gaps], lines, strict=True)) == text
        assert all(not gap.strip() for gap in gaps)


@given(st.text(), st.integers(1, 20))
def test_no_line_is_wider_than_its_measure_or_cuts_a_character(text, measure):
    lines = _lines(text, measure)

    assert all(width(line.strip()) <= measure for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text())
def test_graphemes_joined_are_the_text(text):
    assert "".join(graphemes(text)) == text


def test_a_thousand_levels_are_laid_out():
    layout = lay_out(deep_document(1000))

    assert len(layout.lines) == 1000


def test_a_clause_without_words_still_has_its_line():
    layout = lay_out(Document((Clause(ClauseId("c"), "", UNLABELLED),)))

    assert layout.of(ClauseId("c")) == (1, 1)
