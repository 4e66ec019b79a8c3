from __future__ import annotations

import re

import pytest

from tests.text.instructions.hedges import DOCUMENT, LAYOUT, amended, asked, done, offered, read
from webapp.text.clause import Document
from webapp.text.instructions import NoteKind, ProblemKind, read_instructions
from webapp.text.instructions.style import InstructionStyle
from webapp.text.weave import Weave

READ = {
    "A line": {
        "In line 7, delete “stakes” and insert “posts”.": ["1 a) -' stakes'", "1 a) @26 +' posts'"],
        "leave out line 9": ["strike 1 c)"],
        "Delete lines 7–8.": ["strike 1 a)", "strike 1 b)"],
        "in lines 13 to 14, leave out the second “a”": ["2 b) -' a'"],
        "In line 13, leave out “reason to believe”": ["2 b) -' reason to believe'"],
        "In line 14, delete “reason to believe”": ["2 b) -' reason to believe'"],
        "Delete line 16 (2 d)).": ["strike 2 d)"],
        "delete line 4": ["paragraph 2 -' trees.'"],
    },
    "B substitution": {
        'In 1 b), replace "annually" with "every quarter"': [
            "1 b) -' annually'",
            "1 b) @24 +' every quarter'",
        ],
        "Delete 'local' and insert 'all'": ["2 d) -' local'", "2 d) @14 +' all'"],
        "change annually to quarterly": ["1 b) -' annually'", "1 b) @24 +' quarterly'"],
        "Substitute “all” for “local”.": ["2 d) -' local'", "2 d) @14 +' all'"],
        "Delete “local” in 2 d) and replace with “all”": ["2 d) -' local'", "2 d) @14 +' all'"],
        "Delete:\nlocal paths\nand insert:\n“all roads”": [
            "2 d) -' local paths'",
            "2 d) @20 +' all roads'",
        ],
    },
    "C insertion at words": {
        "After “children” insert “of ten”": ["paragraph 2 @65 +' of ten'"],
        "between “many” and “children” insert “young”": ["paragraph 2 @56 +' young'"],
        "add “muddy” before “paths”": ["2 d) @14 +' muddy'"],
        "After “tools to” insert: “village”": ["1 c) @14 +' village'"],
        "In 2 d), insert “, dogs” after “walkers”.": ["2 d) @31 +', dogs'"],
        "In 1 c), insert “and nurseries” after schools": ["1 c) @22 +' and nurseries'"],
    },
    "D at the start or end": {
        "At end add: 4. A prize.": ["new under paragraph 3 after 3: [' A prize.']"],
        "In 2, at end add: e) More.": ["new under 2 after 2 d): [' More.']"],
        "Insert at the end of the second paragraph: “We do.”": ["paragraph 2 @82 +' We do.'"],
        "In 3, at the start insert “At last,”": ["3 @0 +' At last,'"],
        "Add at the end of 1 c) “and homes”": ["1 c) @23 +' and homes'"],
        "At the beginning insert: We are Conference.": [
            "new under - after -: [' We are Conference.']"
        ],
    },
    "E deletion": {
        "Delete “local” before “paths”": ["2 d) -' local'"],
        "delete 'saplings', 'stakes' and 'schools'": [
            "1 a) -' saplings'",
            "1 a) -' stakes'",
            "1 c) -' schools'",
        ],
        "Delete 1 b) (line 8).": ["strike 1 b)"],
        "Delete 2 b)–d)": ["strike 2 b)", "strike 2 c)", "strike 2 d)"],
        "delete items 1 and 3": ["strike 1", "strike 3"],
        "In paragraph 1, delete the second sentence": [
            "paragraph 1 -' Many farms have lost all of theirs.'"
        ],
        "Delete the last point under “Conference calls for”": ["strike 3"],
        "Delete the paragraph beginning “Conference thanks…”": ["strike paragraph 2"],
        "Delete 1 c) (“Lend tools…”)": ["strike 1 c)"],
        "Delete “Lend tools to schools.”": ["strike 1 c)"],
        "Delete the words of 1 c)": ["1 c) -' Lend tools to schools.'"],
    },
    "F replacing a unit": {
        "Delete 1 c) and insert: c) Lend tools.": [
            "strike 1 c)",
            "new under 1 after 1 c): [' Lend tools.']",
        ],
        "Replace 1 c) with:\nc) Lend tools.\nd) Lend carts.": [
            "strike 1 c)",
            "new under 1 after 1 c): [' Lend tools.', ' Lend carts.']",
        ],
        "amend 2 d) to read: d) Opening all paths to walkers.": [
            "2 d) -' local'",
            "2 d) @14 +' all'",
        ],
        "In 2 a), delete all after “publishing” and insert “it.”": [
            "2 a) -' that register; and reporting to Parliament'",
            "2 a) @109 +' it'",
        ],
        "Delete 3.\nInsert “3. A week of planting.”": [
            "strike 3",
            "new under paragraph 3 after 3: [' A week of planting.']",
        ],
    },
    "G new units": {
        "After 1 c) (line 9) insert: d) Hire out ladders.": [
            "new under 1 after 1 c): [' Hire out ladders.']"
        ],
        "insert a new paragraph after the first: “Hedges shelter birds.”": [
            "new under - after paragraph 1: [' Hedges shelter birds.']"
        ],
        "In 2 add new sub-paragraphs e) and f):\ne) One.\nf) Two.": [
            "new under 2 after 2 d): [' One.', ' Two.']"
        ],
        "Before 1 a) insert: a) Begin.": ["new under 1 after -: [' Begin.']"],
        "Under 1 b) insert: i) In coin.": ["new under 1 b) after -: [' In coin.']"],
        "After 2 d) insert: 3. To sing.": ["new under paragraph 3 after 2: [' To sing.']"],
    },
    "H from and to": {
        "In 2 b), delete from “where” to “believe”": [
            "2 b) -' where he or she has reason to believe'"
        ],
        "In 2 a), delete everything before “publishing”": [
            "2 a) -' Making each council keep a register of hedges;'"
        ],
    },
    "I moving": {
        "Move 1 c) to follow 2 d)": ["move 1 c) under 2 after 2 d)"],
        "Move 2 d) to precede 2 a)": ["move 2 d) under 2 after -"],
        "Move 1 c) to become 1 a)": ["move 1 c) under 1 after -"],
        "delete 1 c), insert after 2 d)": ["move 1 c) under 2 after 2 d)"],
        "Place 1 c) under 1 b)": ["move 1 c) under 1 b) after -"],
        "Join 1 c) to 1 b)": ["join 1 c) to 1 b)"],
        "In 2 a), after “hedges;” begin new clause b).": ["split 2 a) at 47"],
        "In 1, after “villages,” begin new clause 2, taking the clauses under it.": [
            "split 1 at 27 follow"
        ],
        "In 2 d), after “paths” begin new clause under it": ["split 2 d) at 20 nested"],
        "Label the clauses under 1 as 1., 2., …": ["label under 1: decimal {}."],
        "Label the clauses under 2 as (i), (ii), …": ["label under 2: roman ({})"],
        "Leave the clauses under 2 without labels.": ["label under 2: none "],
    },
    "J renumbering": {
        "Delete 1 b) and renumber accordingly.": ["strike 1 b)"],
        "Delete 1 b). Renumber the remaining clauses as appropriate.": ["strike 1 b)"],
    },
    "K signs": {
        "In 1 c), replace the full stop with “; and”": ["1 c) -'.'", "1 c) @23 +'; and'"],
        "In 2 d), after “walkers” insert a comma": ["2 d) @31 +','"],
    },
    "L all of them": {
        "In 2 a), replace “register” with “list” in both places": [
            "2 a) -' register'",
            "2 a) @36 +' list'",
            "2 a) -' register'",
            "2 a) @72 +' list'",
        ],
        "In 2, replace “the” with “those” wherever it occurs": [
            "2 b) -' the'",
            "2 b) @11 +' those'",
            "2 c) -' the'",
            "2 c) @32 +' those'",
            "2 c) -' the'",
            "2 c) @47 +' those'",
        ],
    },
}

CASES = [(words, wanted) for pattern in READ.values() for words, wanted in pattern.items()]


@pytest.mark.parametrize(("words", "wanted"), CASES)
def test_every_pattern_is_read_without_a_question(words, wanted):
    found = done(words)

    assert [re.sub(r"@\d+", "@", each) for each in found] == [
        re.sub(r"@\d+", "@", each) for each in wanted
    ]


def test_spaces_follow_the_words():
    text = amended("In 1 a), delete “stakes”; after “saplings” insert “(oak only)”. Delete “Pay”.")

    assert "a) for saplings (oak only), and tools." in text


def test_all_instructions_count_on_the_same_text():
    text = amended("In 1 a), delete “saplings,”. In 1 a), after “saplings,” insert “hazel,”.")

    assert "a) Pay for hazel, stakes and tools." in text


def test_a_place_holds_for_the_lines_below_it():
    assert done("In 2:\n- delete a)\n- in b), delete “wardens”\nIn 1, delete c).") == [
        "strike 1 c)",
        "strike 2 a)",
        "2 b) -' wardens'",
    ]


def test_nested_clauses_are_read_by_label_or_by_indentation():
    by_label = amended("After 3 insert:\n4. To plant by:\na) day;\nb) night.\n5. To rest.")
    by_indent = amended(
        "After 3 insert:\n  4. To plant by:\n    a) day;\n    b) night.\n  5. To rest."
    )

    assert by_label == by_indent
    assert "4. To plant by:\n\na) day;\n\nb) night.\n\n5. To rest." in by_label


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Delete “oaks”", ("anchor_missing", "“oaks”")),
        ("Delete “hedges”", ("anchor_repeated", "“hedges”")),
        ("In 2 a), delete “register”", ("anchor_repeated", "“register”")),
        ("In 2 a), delete the third “register”", ("count_differs", "the third “register”")),
        (
            "In 2 a), replace “register” with “list” in all three places",
            ("count_differs", "“register” with “list” in all three places"),
        ),
        ("Delete 9 z)", ("no_such_clause", "9 z)")),
        ("Delete b)", ("several_clauses", "b)")),
        ("Delete line 40", ("no_such_line", "line 40")),
        ("Delete 1 c) (line 8).", ("line_disagrees", "1 c) (line 8)")),
        ("In 1 a) (line 8), delete “Pay”", ("line_disagrees", "1 a) (line 8)")),
        ("In line 6, delete “saplings”", ("anchor_missing", "“saplings”")),
        ("Delete line 10", ("place_unclear", "Delete line 10")),
        ("After 2 d) insert: i) Sing.", ("place_unclear", "After 2 d) insert: i) Sing.")),
        ("After 3 insert: Sing.", ("place_unclear", "After 3 insert: Sing.")),
        ("After 1 c) insert “or ladders”", ("place_unclear", "After 1 c) insert “or ladders”")),
        ("At the end of 1 add “now”", ("place_unclear", "At the end of 1 add “now”")),
        ("Add “gladly” to 1 c)", ("place_unclear", "Add “gladly” to 1 c)")),
        ("In 2 c), delete “a) above”", ("inside_reference", "“a) above”")),
        ("In 1 c), after “tools” insert “and carts", ("closing_mark", "“and carts")),
        ("In 1 c), delete “tools", ("closing_mark", "“tools")),
        ("Delete 1 c). In 1 c), delete “tools”.", ("overlap", "In 1 c), delete “tools”")),
        ("Move 1 c) to follow 1 b)", ("no_effect", "Move 1 c) to follow 1 b)")),
        ("Place 2 under 2 a)", ("no_effect", "Place 2 under 2 a)")),
        ("Insert “gladly”.", ("no_place", "Insert “gladly”")),
        ("Add a definition of harm", ("no_words", "Add a definition of harm")),
        ("In the title, delete “x”", ("title", "In the title, delete “x”")),
        ("In Amendment 1, delete “x”", ("second_order", "In Amendment 1, delete “x”")),
        ("Rearrange for sense.", ("not_understood", "Rearrange for sense.")),
        ("", ("nothing_said", "")),
        ("Amendment 1", ("nothing_said", "Amendment 1")),
        (
            "After 3 insert: 4. Sing; delete “saplings”.",
            ("end_unclear", " 4. Sing; delete “saplings”."),
        ),
        (
            "In 1 c), delete “tools” so that it reads: “Lend to all.”",
            ("control_differs", " so that it reads: “Lend to all.”"),
        ),
    ],
)
def test_what_is_not_certain_is_asked(words, problem):
    found = asked(words)

    assert [(kind, said.strip()) for kind, said in found] == [(problem[0], problem[1].strip())]


ASKED_WITH_OFFERS = [
    "Delete “hedges”",
    "In 2 a), delete “register”",
    "In 2 a), replace “register” with “list” in all three places",
    "In 2 a), after “register” insert “(public)”",
    "Delete “volunters”",
    "In line 8, delete “saplings”",
    "In 1 c), delete “saplings”",
    "Delete “sapling”",
    "Delete b)",
    "Delete 1 c) (line 8).",
    "In 1 a) (line 8), delete “Pay”",
    "Delete line 10",
    "Delete the last sentence",
    "After 2 d) insert: i) Sing.",
    "After 3 insert: Sing.",
    "After 1 c) insert “or ladders”",
    "At the end of 1 add “now”",
    "Add “gladly” to 1 c)",
    "In 2 c), delete “a) above”",
    "In 1 c), after “tools” insert “and carts",
    "In 1 c), delete “tools and insert “carts”",
    "After 3 insert: 4. Sing; delete “saplings”.",
    "Delete “local”. Thank you.",
    "In 1 c), delete “tools” so that it reads: “Lend to all.”",
    "Delete line 40",
    "Insert “gladly”. Delete 3.",
    "Add a definition of harm. Delete 3.",
    "In the title, delete “x”. Delete 3.",
    "In Amendment 1, delete “x”.\nDelete 3.",
    "If Motion 3 passes, delete 2.\nDelete 3.",
    "Insert into the Constitution:\nDelete 3.",
    "Delete 1 c). In 1 c), delete “tools”.",
    "In 2 a), delete the third “register”",
    "Change something so that it reads: “Lend tools to all schools.”",
]
# Kinds with nothing to choose from: there is nothing like it, or nothing else is said.
WITHOUT_OFFERS = {"nothing_said", "no_such_clause", "no_effect", "too_long"}


@pytest.mark.parametrize("words", ASKED_WITH_OFFERS)
def test_each_candidate_put_in_place_of_the_words_reads_without_a_question(words):
    (problem,) = read(words).problems

    assert problem.candidates
    for candidate in problem.candidates:
        chosen = words[: problem.start] + candidate.replacement + words[problem.end :]
        assert not read(chosen).problems, chosen


def test_every_kind_of_problem_is_among_those_that_offer_a_choice():
    kinds = {read(words).problems[0].kind for words in ASKED_WITH_OFFERS}

    assert kinds | WITHOUT_OFFERS == {kind.value for kind in ProblemKind}


def test_a_line_out_by_a_few_is_offered_and_never_taken():
    assert offered("In line 8, delete “saplings”") == ["“saplings” in 1 a)"]


def test_words_almost_there_are_offered_and_never_taken():
    assert "“many children” in paragraph 2" in offered("Delete “manny children”")


def test_a_label_wins_over_a_line_where_only_it_can_be_meant():
    reading = read("In 1 a) (line 8), delete “saplings”")

    assert reading.change_set is not None
    assert [note.kind for note in reading.notes] == [NoteKind.LABEL_DECIDED]


def test_lines_cut_within_a_sentence_are_taken_literally_and_told():
    reading = read("Delete line 4")

    assert [note.kind for note in reading.notes] == [NoteKind.CUT]
    assert reading.notes[0].candidates[0].replacement == "paragraph 2 (lines 3–4)"


@pytest.mark.parametrize(
    ("claim", "kind"),
    [("1 c) as 1 b)", NoteKind.RENUMBERED), ("1 c) as 1 d)", NoteKind.RENUMBERING_DIFFERS)],
)
def test_a_claim_about_new_labels_is_checked(claim, kind):
    reading = read(f"Delete 1 b) and renumber {claim}")

    assert [note.kind for note in reading.notes] == [kind]


def test_a_control_text_that_agrees_is_noted():
    reading = read("In 1 c), delete “tools” so that it reads: “Lend to schools.”")

    assert [note.kind for note in reading.notes] == [NoteKind.CONTROL_AGREES]


def test_a_reference_untouched_by_new_words_stays_one():
    words = "In 2 c), delete “1 a) above, letting” and insert “1 a) above and the law, letting”"

    (change,) = read(words).change_set.operations

    assert (change.text, change.references) == (" and the law", ())


def test_from_and_to_stay_where_the_rulebook_says_so():
    style = InstructionStyle(from_to_goes=False)

    reading = read_instructions(
        "In 2 b), delete from “where” to “believe”", DOCUMENT, LAYOUT, style=style
    )

    assert [operation.quote for operation in reading.change_set.operations] == [
        " he or she has reason to"
    ]


def test_a_reading_carries_what_it_is_told():
    reading = read_instructions("Delete 3", DOCUMENT, LAYOUT, id="A7", place="7")

    assert (reading.change_set.id, reading.change_set.place) == ("A7", "7")
    assert reading.change_set.context == DOCUMENT.under


def test_an_empty_motion_takes_its_first_clause():
    empty = Document()

    reading = read_instructions("At start add: 1. To begin.", empty)

    text = Weave(empty, [reading.change_set]).text({"A1"})
    assert [(clause.text, clause.marker.form) for clause in text.clauses] == [(" To begin.", "{}.")]
