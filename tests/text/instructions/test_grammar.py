from __future__ import annotations

import pytest

from webapp.text.instructions import parts
from webapp.text.instructions.grammar import parse
from webapp.text.instructions.parts import Locator, Where, Words


def one(words: str) -> parts.Statement:
    (statement,) = parse(words)
    return statement


def said(locator: Locator | None) -> list[object]:
    """Return what a locator names, outermost first, its lines last."""
    if locator is None:
        return []
    found: list[object] = []
    for unit in locator.units:
        if isinstance(unit, parts.Named):
            found.append(f"new {unit.words}" if unit.new else unit.words)
        elif isinstance(unit, parts.Nth):
            found.append((unit.number, unit.kind))
        elif isinstance(unit, parts.Beginning):
            found.append((unit.kind, unit.quotation.text))
        else:
            found.append("everything")
    if locator.lines:
        found.append((locator.lines.first, locator.lines.last))
    return found


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("In 4 d)", ["4 d)"]),
        ("In 4 d) (line 78)", ["4 d)", (78, 78)]),
        ("In 2 b) ii), line 7", ["2 b) ii)", (7, 7)]),
        ("In line 14", [(14, 14)]),
        ("In lines 28–31", [(28, 31)]),
        ("In lines 28 to 31", [(28, 31)]),
        ("In lines 28-31 (1 b))", ["1 b)", (28, 31)]),
        ("In clause 7", ["7"]),
        ("In paragraph 2", ["paragraph 2"]),
        ("In 3.2(d)", ["3.2(d)"]),
        ("In CC121", ["CC121"]),
        ("In 7viii", ["7viii"]),
        ("In item (3)", ["(3)"]),
        ("In the second sentence of the third paragraph", [(3, "paragraph"), (2, "sentence")]),
        ("In 4 d), second sentence", ["4 d)", (2, "sentence")]),
        ("In the last paragraph", [(-1, "paragraph")]),
        ("In the penultimate sentence of 3", ["3", (-2, "sentence")]),
        ("In point 1 under “Actions”", [("section", "Actions"), "1"]),
        ("In re-numbered point 8 (originally point 7)", ["7"]),
        ("In the paragraph beginning “Many farms”", [("paragraph", "Many farms")]),
    ],
)
def test_a_place_is_read_from_the_outside_in(place, named):
    assert said(one(f"{place}, delete “x”.").locator) == named


@pytest.mark.parametrize(
    "words",
    [
        "delete “a” and insert “b”",
        "Leave out “a” and insert “b”.",
        "remove “a”, and replace with “b”",
        "strike out “a” and substitute “b”",
        "replace “a” with “b”",
        "Replace the words “a” by “b”.",
        "change “a” to “b”",
        "amend “a” to read “b”",
        "substitute “b” for “a”",
        "Delete:\n“a”\nand insert:\n“b”",
        "REPLACE “a” WITH “b”",
    ],
)
def test_every_way_to_say_a_substitution_is_one(words):
    act = one(words).act

    assert isinstance(act, parts.Substitute)
    assert isinstance(act.span, Words)
    assert (act.span.quotation.text, act.payload.text) == ("a", "b")


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("after “a” insert “b”", Where.AFTER),
        ("insert “b” after “a”", Where.AFTER),
        ("immediately before “a” add “b”", Where.BEFORE),
        ("add “b” before the word “a”", Where.BEFORE),
        ("Insert after “a”: “b”", Where.AFTER),
        ("between “a” and “c” insert “b”", Where.BETWEEN),
        ("insert “b” between “a” and “c”", Where.BETWEEN),
    ],
)
def test_every_way_to_say_an_insertion_is_one(words, where):
    act = one(words).act

    assert isinstance(act, parts.Insert)
    assert act.position is not None
    assert isinstance(act.position.at, Words)
    assert (act.position.where, act.position.at.quotation.text) == (where, "a")
    assert act.payload.text == "b"


def test_verbs_inside_quotation_marks_are_words_of_the_text():
    act = one("Delete ‘In the first sentence, replace “and” with “with”’.").act

    assert isinstance(act, parts.Delete)
    (span,) = act.spans
    assert isinstance(span, Words)
    assert span.quotation.text == "In the first sentence, replace “and” with “with”"


@pytest.mark.parametrize(
    "header", ["Amendment 1", "AMENDMENT ONE", "Amendment 2A:", "› Amendment 3", "Amendment to F13"]
)
def test_a_header_on_its_line_is_skipped(header):
    statements = parse(f"{header}\n\nDelete “x”.")

    assert [type(statement.act) for statement in statements] == [parts.Delete]


def test_labels_of_a_list_of_instructions_are_skipped():
    statements = parse("1. In line 3, delete “x”\n2. Delete line 9\n(c) after “y” insert “z”")

    acts = [type(statement.act) for statement in statements]

    assert acts == [parts.Delete, parts.Delete, parts.Insert]


def test_instructions_are_separated_by_semicolons_and_lines():
    statements = parse(
        "In 3: delete “x”; after “y” insert “z”, and replace “a” with “b”\nDelete 4."
    )

    acts = [type(statement.act) for statement in statements]

    assert acts == [parts.Delete, parts.Insert, parts.Substitute, parts.Delete]
    assert [statement.continues for statement in statements] == [False, True, True, False]


def test_words_that_say_nothing_known_are_kept_as_unread():
    statements = parse("Delete “x”. Please rearrange this for sense.")

    acts = [type(statement.act) for statement in statements]

    assert acts == [parts.Delete, parts.Unread]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("In the title, delete “x”", "title"),
        ("In Amendment 2, delete “x”", "second order"),
        ("If Motion 3 passes, delete 4 a)", "conditional"),
        ("Add a definition of harm", "no words"),
        ("Add a new clause on “harm”", "no words"),
        ("Delete 8.4 and replace with:", "no words"),
    ],
)
def test_what_is_not_to_be_carried_out_says_why(words, why):
    acts = [statement.act for statement in parse(words)]

    assert parts.Refuse(why) in acts


def test_a_block_ends_where_the_next_instruction_begins():
    first, second = parse("After 3 insert:\n4. To plant by:\na) day;\nb) night.\nDelete line 9.")

    assert isinstance(first.act, parts.Insert)
    assert first.act.payload.text.strip() == "4. To plant by:\na) day;\nb) night."
    assert isinstance(second.act, parts.Delete)


def test_lines_further_in_belong_to_the_block_whatever_they_say():
    first, second = parse("After 3 insert:\n    4. Delete line 9.\n    5. Delete 8.\nDelete 7.")

    assert isinstance(first.act, parts.Insert)
    assert first.act.payload.text == "\n    4. Delete line 9.\n    5. Delete 8."
    assert isinstance(second.act, parts.Delete)
