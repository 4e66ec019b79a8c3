from __future__ import annotations

import pytest

from tests.text.instructions.hedges import CITATIONS, DOCUMENT, LAYOUT, read
from webapp.text.clause import Clause, ClauseId, Document, Marker, MarkerStyle, same_text
from webapp.text.instructions import InstructionStyle, read_instructions, write_instructions
from webapp.text.operation import ChangeSet, InsertClauses, InsertText, SplitClause, StrikeText
from webapp.text.weave import Weave


def rewritten(words: str) -> str:
    return write_instructions(read(words).change_set, DOCUMENT, LAYOUT)


@pytest.mark.parametrize(
    ("words", "house_style"),
    [
        (
            "after “saplings” insert “and soil”",
            "In 1 a) (line 7), after “saplings” insert “and soil”.",
        ),
        (
            "replace “annually” with “monthly”",
            "In 1 b) (line 8), delete “annually” and insert “monthly”.",
        ),
        ("in 1 c), delete “to schools”", "In 1 c) (line 9), delete “to schools”."),
        (
            "in 2 a), delete the second “register”",
            "In 2 a) (line 12), delete “register”.",
        ),
        (
            "in 2 b), delete the second “a”",
            "In 2 b) (line 14), delete “a”.",
        ),
        (
            "In 2 b), delete “reason to believe”",
            "In 2 b) (lines 13–14), delete “reason to believe”.",
        ),
        ("In 1 c), replace the full stop with “;”", "In 1 c) (line 9), delete “.” and insert “;”."),
        (
            "in 2 d), at the start insert “Gladly”",
            "In 2 d) (line 16), at the start insert “Gladly”.",
        ),
        ("in 1 c), at the end insert “Free.”", "In 1 c) (line 9), at the end insert “Free.”."),
        ("Delete 1 b)", "Delete line 8 (1 b))."),
        ("Delete 2 a)–b)", "Delete lines 11–14 (2 a)–b))."),
        ("Delete 2", "Delete lines 10–16 (2)."),
        (
            "Delete 1 c) and insert: c) Lend tools.",
            "Delete 1 c) (line 9) and insert: c) Lend tools.",
        ),
        ("after 2 b) insert: c) Sing.", "After 2 b) (line 14) insert: c) Sing."),
        ("before 1 a) insert: a) Sing.", "Before 1 a) (line 7) insert: a) Sing."),
        ("under 1 b) insert: i) Sing.", "Under 1 b) (line 8) insert: i) Sing."),
        ("at end add: 4. Sing.", "At end add: 4. Sing."),
        (
            "after paragraph 2 insert: Conference sings.",
            "After paragraph 2 (line 4) insert: Conference sings.",
        ),
        (
            "after 1 insert:\n  2. To sing:\n    a) high;\n    b) low.\n  3. To rest.",
            "After 1 (line 9) insert:\n    2. To sing:\n        a) high;\n        b) low.\n"
            "    3. To rest.",
        ),
        ("move 1 c) to follow 2 a)", "Move 1 c) (line 9) to follow 2 a)."),
        ("move 2 d) to precede 1 a)", "Move 2 d) (line 16) to precede 1 a)."),
        ("place 1 c) under 1 b)", "Place 1 c) (line 9) under 1 b)."),
        ("join 1 c) to 1 b)", "Join 1 c) (line 9) to 1 b)."),
        (
            "in 2 a), after “hedges;” begin new clause b)",
            "In 2 a) (line 11), after “hedges;” begin new clause b).",
        ),
        (
            "in 1, after “villages,” begin new clause 2, taking the clauses under it",
            "In 1 (line 6), after “villages,” begin new clause 2., taking the clauses under it.",
        ),
        ("label the clauses under 1 as i), ii), …", "Label the clauses under 1 as i), ii), …"),
        ("leave the clauses under 1 without labels", "Leave the clauses under 1 without labels."),
        (
            "after 1 c) insert: d) To sing:\nPlace 1 a) under new 1 d)",
            "Place 1 a) (line 7) under new 1 d).\nAfter 1 c) (line 9) insert: d) To sing:",
        ),
    ],
)
def test_a_change_is_written_in_house_style(words, house_style):
    written = rewritten(words)

    assert sorted(written.split("\n")) == sorted(house_style.split("\n"))


def test_instructions_stand_in_the_order_of_the_text():
    written = rewritten(
        "Delete 3. In 2 d), delete “local”. In 1 b), delete “annually”. Delete 1 c)."
    )

    assert written.split("\n") == [
        "In 1 b) (line 8), delete “annually”.",
        "Delete line 9 (1 c)).",
        "In 2 d) (line 16), delete “local”.",
        "Delete line 17 (3).",
    ]


def test_a_new_clause_is_named_only_after_it_is_made():
    written = rewritten("After 3 insert: 4. To sing:\nPlace 1 a) under new 4.")

    assert written.split("\n")[-1] == "Place 1 a) (line 7) under new 4."


def test_long_deletions_are_named_by_their_ends():
    clause = Clause(ClauseId("a"), " ".join(["", *(f"word{n}" for n in range(60))]))
    document = Document((clause,))
    start, end = clause.text.index(" word1"), clause.text.index(" word48")
    strike = StrikeText(clause.id, start, end, clause.text[start:end])

    written = write_instructions(ChangeSet("A1", (strike,)), document)

    assert written == (
        "In paragraph 1, delete from “word1 word2 word3 word4” to “word44 word45 word46 word47”."
    )


@pytest.mark.parametrize(
    "words",
    [
        " said “hedges” thrice",
        ' said "hedges" and “trees”',
        ' it’s ‘new’ and "old" and “both',
        " delete “hedges” and insert “trees”",
        "; in 2 a), delete “hedges”.",
        " a) first: b) second",
    ],
)
def test_words_that_look_like_instructions_survive(words):
    clause = CITATIONS.find("1 c)")
    change_set = ChangeSet("A1", (InsertText(clause, 11, words),))

    written = write_instructions(change_set, DOCUMENT, LAYOUT)
    (operation,) = read_instructions(written, DOCUMENT, LAYOUT).change_set.operations

    assert operation.text == words


@pytest.mark.parametrize(
    "text",
    [
        " “Quoted all through”",
        " ““Quoted twice””",
        " a) with a label of its own",
        " 2030. A year, not a label",
        " • a bullet, not a label",
        " “Quoted” at the start and “end”",
        " Sing; and in 2 a), delete “hedges”.",
        " Delete line 9.",
        " In 2 a), delete “hedges”.",
    ],
)
def test_new_clauses_that_look_like_something_else_survive(text):
    new = Clause(ClauseId("new"), text, Marker(MarkerStyle.NONE))
    change_set = ChangeSet("A1", (InsertClauses(None, CITATIONS.find("paragraph 1"), (new,)),))

    written = write_instructions(change_set, DOCUMENT, LAYOUT)
    (operation,) = read_instructions(written, DOCUMENT, LAYOUT).change_set.operations

    assert [clause.text for clause in operation.clauses] == [text]


def test_the_style_decides_the_quotation_marks():
    style = InstructionStyle(marks=("‘", "’"))

    written = write_instructions(
        read("after “saplings” insert “and soil”").change_set, DOCUMENT, LAYOUT, style
    )

    assert written == "In 1 a) (line 7), after ‘saplings’ insert ‘and soil’."


def test_what_can_be_said_in_no_steps_is_said_by_what_it_leads_to():
    plain = Marker(MarkerStyle.DECIMAL, "{}.")
    clause = ClauseId("b")
    document = Document(
        (Clause(ClauseId("a"), " We meet", plain), Clause(clause, " We act", plain))
    )
    within_a_word = SplitClause(clause, 5, ClauseId("t"))
    change_set = ChangeSet("A1", (StrikeText(clause, 0, 7, " We act"), within_a_word))

    words = write_instructions(change_set, document)

    assert words == "Delete 2 and insert:\n    2.\n    3."
    read_back = read_instructions(words, document).change_set
    assert same_text(
        Weave(document, [read_back]).text({"A1"}), Weave(document, [change_set]).text({"A1"})
    )
