from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.text.instructions.quoting import quotings
from webapp.text.instructions.style import DEFAULT_STYLE
from webapp.text.instructions.tokens import NO_CLOSING_MARK, WRONG_MARK, Cursor, levelled


@pytest.mark.parametrize(
    ("words", "inner"),
    [
        ("“may” and insert", "may"),
        ('"may" and insert', "may"),
        ("‘may’ and insert", "may"),
        ("'may' and insert", "may"),
        ("«may» and insert", "may"),
        ("„may“ and insert", "may"),
        ("“he said “may” to her” and", "he said “may” to her"),
        ("‘the people’s choice’ with", "the people’s choice"),
        ("‘victims’ rights’ and insert", "victims’ rights"),
        ("'victims' rights' with ‘x’", "victims' rights"),
        ("“the ‘old’ way”.", "the ‘old’ way"),
        ("“”.", ""),
    ],
)
def test_a_quotation_ends_at_the_mark_that_closes_it(words, inner):
    found = Cursor(words).quotation()

    assert found is not None
    assert (found.text, found.flaw) == (inner, "")


@pytest.mark.parametrize(
    ("words", "inner", "flaw"),
    [
        ("“open hedges“ with", "open hedges", WRONG_MARK),
        ("”open hedges” with", "open hedges", WRONG_MARK),
        ('"open hedges” with', "open hedges", WRONG_MARK),
        ("“open hedges", "open hedges", NO_CLOSING_MARK),
        ("“may and insert “must”", "may", NO_CLOSING_MARK),
    ],
)
def test_a_wrong_or_missing_closing_mark_is_read_and_told(words, inner, flaw):
    found = Cursor(words).quotation()

    assert found is not None
    assert (found.text, found.flaw) == (inner, flaw)


def test_an_apostrophe_is_no_opening_mark():
    cursor = Cursor("people's choice'")
    cursor.at = len("people")

    assert cursor.quotation() is None


def test_a_blank_line_ends_every_quotation():
    found = Cursor("“one\n\ntwo”").quotation()

    assert found is not None
    assert found.text == "one"


@given(st.text())
def test_levelling_keeps_every_place(text):
    assert len(levelled(text)) == len(text)


@given(st.text(st.sampled_from("ab “”\"'‘’«».,"), min_size=1))
def test_words_put_in_marks_read_back(words):
    for marked in quotings(words, DEFAULT_STYLE):
        found = Cursor(f"{marked} and insert “x”.").quotation()

        assert found is not None
        assert (found.text, found.end) == (words, len(marked))


@pytest.mark.parametrize("mark", ["“", '"', "‘", "'", "«", "”"])
def test_a_row_of_opening_marks_is_read_to_its_end(mark):
    words = f"{mark}a " * 20_000
    cursor = Cursor(words)

    for at in range(0, len(words), 3_000):
        cursor.at = at
        found = cursor.quotation()

        assert found is None or at < found.end <= len(words)
