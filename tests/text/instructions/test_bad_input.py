from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.instructions.hedges import DOCUMENT, LAYOUT, read
from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.instructions import ProblemKind, read_instructions
from webapp.text.lines import lay_out

PIECES = [
    "delete ", "insert ", "replace ", "with ", "after ", "before ", "In 2 a), ", "in line 7 ",
    "1 b)", "lines 3–5", "“hedges”", "‘", "’", "“", "”", '"', "'", " and ", ": ", ";", ".\n", "\n",
    "\n\n", "the second ", "sentence", "paragraph 1", "new ", "under ", "from ", "to ", "all ",
    "throughout", "move ", "join ", "begin new clause ", "so that it reads", "renumber ", "a) ",
    "• ", "(", ")", "at end add", "\x00", "\r\n", "\u2028", "\ufeff", "שלום", "👩‍👩‍👧", "0",
    "999999999", "{{ x }}", "<b>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_words_whatever_are_answered_with_nothing_at_all(words):
    reading = read(words)

    assert (reading.change_set is None) == bool(reading.problems)
    for problem in reading.problems:
        assert words[problem.start : problem.end] == problem.words


@given(st.text())
def test_any_text_gets_an_answer(words):
    reading = read(words)

    assert (reading.change_set is None) == bool(reading.problems)


@pytest.mark.parametrize(
    "words",
    [
        "delete “" * 20_000,
        "“" * 100_000,
        "'a " * 50_000,
        '"a ‘b “c ' * 10_000,
        "delete " * 20_000,
        "In 2 a), " * 10_000,
        "(" * 100_000,
        "a) " * 50_000,
        "insert:\n" * 20_000,
        "\n" * 200_000,
        "Delete “hedges”.\n" * 10_000,
        "In 2 a), after “register” insert “x”.\n" * 10_000,
        "In 1 a), delete “saplings” and insert “oaks”.\n" * 5_000,
        "After 3 insert: 4. Sing.\n" * 10_000,
        "from " * 40_000,
        "x" * 399_999,
    ],
    ids=lambda words: repr(words[:20]),
)
def test_huge_words_are_answered(words):

    reading = read(words)

    assert reading.change_set or reading.problems


def test_words_beyond_all_measure_are_refused_at_once():
    reading = read("x" * 10_000_000)

    assert [problem.kind for problem in reading.problems] == [ProblemKind.TOO_LONG]


def test_ten_thousand_instructions_about_ten_thousand_clauses_are_read():
    clauses = tuple(Clause(ClauseId(f"c{n}"), f" Plant tree number{n} here.") for n in range(5_000))
    document = Document(clauses)
    words = "\n".join(f"Delete “number{n}” and insert “x{n}”." for n in range(5_000))

    reading = read_instructions(words, document, lay_out(document))

    assert reading.change_set is not None
    assert len(reading.change_set.operations) == 10_000


def test_problems_past_all_use_are_not_listed():
    reading = read("Delete “oaks”.\n" * 5_000)

    assert len(reading.problems) == 200


def test_a_motion_without_lines_is_read_by_its_labels():
    reading = read_instructions("In 1 c) (line 9), delete “tools”.", DOCUMENT)

    assert reading.change_set is not None
    assert LAYOUT.lines
