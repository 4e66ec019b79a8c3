"""The ways of real amendments, on a text of our own: codes, printed units, results, remarks."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest

from tests.text.instructions.hedges import MOTION
from webapp.text.clause import Document
from webapp.text.instructions import InstructionReading, NoteKind, read_instructions
from webapp.text.instructions.problems import ProblemKind
from webapp.text.lines import lay_out
from webapp.text.reading import read_plain
from webapp.text.weave import Weave
from webapp.text.writing import write_plain

CODED = """\
# Streams

## Motion

ST10 Streams belong to all who live beside them. Nobody may foul one above 1.5 C. Fines pay \
for cleaning.

ST11 A stream council meets yearly.

ST12 Otters are welcome.

3.1 Fords are kept open, as far as needed.

3.2 Bridges are mended by the county.
"""


@cache
def document(text: str = CODED) -> Document:
    return read_plain(text).document


def reading(words: str, text: str = CODED) -> InstructionReading:
    return read_instructions(words, document(text), lay_out(document(text)))


def result(words: str, text: str = CODED) -> str:
    found = reading(words, text)
    assert found.change_set is not None, found.problems
    return write_plain(Weave(document(text), [found.change_set]).text({"A1"}))


@pytest.mark.parametrize(
    ("words", "gone", "there"),
    [
        ("Delete ST11.", "council", "ST12"),
        ("Delete the paragraphs ST10-11", "council", "ST12"),
        ("In 3.1, replace “open” with “clear”", "open", "Fords are kept clear, as"),
        ("Remove section 3.2 “ Bridges are mended by the county” and renumber", "Bridges", "3.1"),
        ("Delete paragraph:\n\nST12 Otters are welcome.", "Otters", "ST11"),
        (
            "After the paragraph:\n\n‘ST11 A stream council\n\nmeets yearly.’\n\n"
            "Add the following:\n\n‘Swans too.’",
            "absent",
            "yearly.\n\nSwans too.\n\nST12",
        ),
        ("In the first sentence, replace “beside” with “near”", "beside", "live near them"),
        ("Delete “.” at the end of “county.”", "county.", "by the county"),
        (
            "Replace paragraph:\n\nST12 Otters are welcome.\n\nWith paragraph:\n\nST12 Geese too.",
            "Otters",
            "ST12 Geese too.",
        ),
        (
            "ST12 currently reads:\n\n“ST12 Otters are welcome.”\n\n"
            "Replace it with:\n\n“ST12 Geese.”",
            "Otters",
            "ST12 Geese.",
        ),
        (
            "Amend rule 9 which currently reads:\n“ST12 Otters are welcome.”\n\nSo that it reads:\n"
            "“ST12 Otters are very welcome.”",
            "Otters are welcome",
            "Otters are very welcome",
        ),
        ("Delete the paragraph that begins “ST11 A stream.…”", "council", "ST12"),
        ("Remove the sentence “Nobody may foul one above 1.5 C” of ST10", "Nobody", "them. Fines"),
        ("Delete “yearly” as it is too often.", "yearly", "council meets."),
        ("In ST11, change:\n\nyearly to monthly", "yearly", "meets monthly."),
    ],
)
def test_what_is_named_as_people_name_it_is_found(words, gone, there):
    text = result(words)

    assert gone not in text
    assert there in text


@pytest.mark.parametrize(
    ("words", "there"),
    [
        (
            "Insert new 3.2\n\n“3.2 Rafts are free.”\n\nand renumber from this point on",
            "3.2\u2009Rafts are free.\n\n\u2009\u2003\u20033.2\u2009Bridges",
        ),
        (
            "Insert a paragraph 3.3\n\nRafts are free.",
            "county.\n\n3.3 Rafts are free.",
        ),
        ("Add to ST11 as second sentence:\n“It is open.”", "meets yearly. It is open."),
        ("In 3.1, after “open,”\n\nif dry and", None),
        ("Insert after “kept open,”\n\nif dry and", "kept open, if dry and as far"),
        (
            "In ST11, insert the words “, in May” at the end of the sentence",
            "meets yearly, in May.",
        ),
        (
            "After “Otters are welcome.”, add new paragraph:\n\nST13 So are geese.",
            "county.\n\nST13 So are geese.",
        ),
    ],
)
def test_new_words_and_paragraphs_go_where_they_are_said_to(words, there):
    if there is None:
        assert reading(words).problems
    else:
        assert there in result(words)


def test_a_result_over_several_lines_is_compared_line_by_line():
    words = (
        "In ST12, replace “Otters” with “Geese” so that it reads:\n\n“ST11 A stream council meets "
        "yearly.\n\nST12 Geese are welcome.”"
    )

    found = reading(words)

    assert [note.kind for note in found.notes] == [NoteKind.COUNTED, NoteKind.CONTROL_AGREES]


def test_a_result_that_says_more_than_was_asked_for_never_wins():
    found = reading("In ST12, replace “Otters” with “Geese” so that it reads:\n“Geese rule.”")

    assert [problem.kind for problem in found.problems] == ["control_differs"]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("In ST12, replace “Otters” with “Geese” so that it reads:\n“Geese rule.”", set()),
        ("Delete ST12 and renumber 3.2 as 3.1", {NoteKind.RENUMBERING_DIFFERS}),
    ],
)
def test_results_and_claims_are_checked_on_a_text_already_changed(words, kinds):
    changed = replace(document(), under=frozenset({"R1"}))

    found = read_instructions(words, changed, lay_out(changed))

    assert bool(found.problems) is not bool(kinds)
    assert kinds <= {note.kind for note in found.notes}


def test_a_sentence_without_a_place_is_about_the_motion_where_the_place_before_lacks_its_words():
    text = result("In the first sentence of ST10, replace “all” with “those”.\nDelete “Otters”.")

    assert "belong to those who" in text
    assert "ST12 are welcome" in text


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        # Which one of several, where only a reader could tell.
        ("In the second sentence, replace “one” with “any”", "place_unclear"),
        ("Delete 4.4 which currently reads: “Nobody may foul one”", "no_such_clause"),
        # An instruction among the words put in.
        ("After ST12 insert:\n\nGeese come. And then delete “Otters” there.", "end_unclear"),
        # Two full stops at one place.
        ("In ST11, after “yearly” insert “, and at need.”", "place_unclear"),
        # A clause of its own, or words before others.
        ("Before “Otters are” in ST12 add new paragraph:\n\nGeese too.", "place_unclear"),
        ("Delete “Otters", "closing_mark"),
        # Words in one clause for those in several.
        ("Delete from “Otters” to “kept” and insert “Rafts”", "place_unclear"),
        ("Renumber ST77 as ST78", "no_such_clause"),
    ],
)
def test_what_would_be_a_guess_is_asked(words, kind):
    assert [problem.kind for problem in reading(words).problems] == [kind]


def test_which_line_is_the_new_wording_of_a_clause_is_asked():
    found = reading("Change 1 c) so that it reads:\n\nHedges\n\n• Lend to all.", MOTION)

    assert [problem.kind for problem in found.problems] == ["end_unclear"]
    assert len(found.problems[0].candidates) == 2


@pytest.mark.parametrize(
    "words",
    [
        "Change the last sentence so that it reads:\n\nFines pay for cleaning and for otters.",
        "Change ST10 and add a thought so that it reads:\n\nST10 Streams belong to all who live "
        "beside them. Nobody may foul one above 1.5 C. Fines pay for cleaning and for otters.",
        "Add something to ST10 such that it now reads: “Fines pay for cleaning and for otters.”",
    ],
)
def test_a_result_without_the_way_to_it_is_one_question_with_its_answer(words):
    found = reading(words)

    assert [problem.kind for problem in found.problems] == [ProblemKind.RESULT_ONLY]
    (candidate,) = found.problems[0].candidates
    assert (
        candidate.replacement
        == "In paragraph 1 (line 2), after “cleaning” insert “and for otters”."
    )
    assert "pay for cleaning and for otters." in result(candidate.replacement)


@pytest.mark.parametrize(
    "words",
    [
        "Change something so that it reads:\n\nTrams run at night.",
        "Change something so that it reads:\n\nST12 Otters are …",
        "Change something so that it reads:\n\nST12 Otters are welcome.",
        "Change something so that it reads:\n\n" + "A line of its own.\n\n" * 30,
    ],
)
def test_a_result_of_nothing_in_the_motion_is_no_answer(words):
    found = reading(words)

    assert found.change_set is None
    assert ProblemKind.RESULT_ONLY not in {problem.kind for problem in found.problems}


SECTIONED = """\
# Woods

## Motion

Conference calls for woods.

## Planting

Oaks are planted in spring. Nobody waters them.

Limes follow.

## Money

* A fund of ten pounds.

* A levy on axes.

Tools

Spades are lent.

Rakes are sold.
"""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (
            "At the end of the section “PLANTING” add the following sentence: “So do elms.”",
            "Limes follow. So do elms.",
        ),
        ("At the end of “Planting” insert:\n\nElms come last.", "follow.\n\nElms come last.\n\n##"),
        ("At the start of “Planting” insert:\n\nFirst, dig.", "## Planting\n\nFirst, dig."),
        ("In the section “Planting”, delete “spring” and insert “autumn”.", "in autumn."),
        ("In the section on planting, replace the second paragraph with: Yews.", "them.\n\nYews."),
        ("Before the section on Money insert:\n\nElms come last.", "last.\n\n## Money"),
    ],
)
def test_a_section_is_found_by_its_heading_and_ends_before_the_next(words, found):
    assert found in result(words, SECTIONED)


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("At the end of “Planting” add: “Elms come last.”", 2),
        ("Replace the section on Money with:\n\n* A fund of nine pounds.", 2),
        ("At the end of “Tools” insert:\n\nHoes are rare.", 2),
        ("Delete the section on Tools.", 2),
        ("At the end of this section add: “Elms come last.”", 2),
    ],
)
def test_where_a_section_ends_or_what_of_it_stays_is_asked_when_it_is_not_marked(words, ways):
    (problem,) = reading(words, SECTIONED).problems

    assert len(problem.candidates) == ways


@pytest.mark.parametrize(
    ("words", "choice", "found"),
    [
        (
            "In ST10, in the first sentence, replace “one” with “any”",
            0,
            "Nobody may foul any above",
        ),
        (
            "In ST10, in the fifth sentence, replace “one” with “any”",
            0,
            "Nobody may foul any above",
        ),
        (
            "In ST10, replace “Fines (money)” with “Levies”.",
            0,
            "Levies pay for cleaning",
        ),
        (
            "Delete “yearly” and “welcome”\n\nInsert the words “always liked”",
            1,
            "Otters are always liked.",
        ),
        (
            "In ST11 insert of nine after council",
            0,
            "stream council of nine meets",
        ),
        (
            "After “ST12” insert:\n\nSwans come. And then in the sentence after that delete "
            "“welcome” and replace with: liked",
            0,
            "ST12 Swans come. Otters are liked.",
        ),
        ("Add a new section:\n\nSwans may stay.", 0, "county.\n\nSwans may stay."),
        ("Add to 3.1\n\nThe keepers are as follows:", 0, "The keepers are as follows:\n\n"),
    ],
)
def test_what_is_nearly_said_is_offered_with_one_click(words, choice, found):
    problem = reading(words).problems[0]

    chosen = problem.candidates[choice].replacement
    assert found in result(words[: problem.start] + chosen + words[problem.end :])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("In Standing Orders for Camps, make the following changes:", ProblemKind.ANOTHER_TEXT),
        ("Insert into the Constitution of the Clubs:", ProblemKind.ANOTHER_TEXT),
        ("Delete Appendix B Clause 4.2 and renumber", ProblemKind.ANOTHER_TEXT),
        (
            "In paragraph 3.6 delete the words Foul and (as above) somewhere",
            ProblemKind.NO_SUCH_CLAUSE,
        ),
        ("Under “Section H: Otters”, add new sub-section H14 later:", ProblemKind.ANCHOR_MISSING),
        ("Amend 4.9 so it reads: ST12 Otters are very welcome.", ProblemKind.NO_SUCH_CLAUSE),
        (
            "Delete “Herons are not welcome.” and replace with “Herons are fine.",
            ProblemKind.ANCHOR_MISSING,
        ),
    ],
)
def test_what_is_not_in_this_motion_is_said_before_anything_else(words, kind):
    assert reading(words).problems[0].kind is kind


LISTED = """\
# Paths

## Motion

Conference wants:

* maps,

* signs.

Conference demands:

* stiles,

* gates.
"""


def test_a_list_is_counted_and_a_bullet_put_in_it_where_it_says():
    words = (
        "Insert a new first bullet point in the second list before “stiles” which reads: “lamps,”"
    )

    assert "demands:\n\n* lamps,\n\n* stiles," in _bare(result(words, LISTED))


def test_printed_clauses_that_are_left_out_of_the_new_ones_are_asked_about():
    text = "# Aid\n\n## Motion\n\n1. Aid goes to:\n\na) Children.\n\nb) Farms.\n"
    words = (
        "Where it says:\n\n1. Aid goes to:\n\na) Children.\n\nb) Farms.\n\n…\n\nAmend to read:\n\n"
    )

    problem = reading(f"{words}b) Farms and mills.", text).problems[0]

    assert "after “Farms” insert “and mills”" in problem.candidates[0].replacement


def _bare(words: str) -> str:
    return re.sub(r"[\u2000-\u200b]", "", words.replace("\u2009*\u2009", "* "))
