"""Words by their number: for people, and for the writer where no words can be quoted."""

import pytest

from tests.text.instructions.test_round_trip import NARROW
from webapp.text.clause import ATOM, Clause, ClauseId, Document, Reference, ReferenceForm
from webapp.text.instructions import ProblemKind, read_instructions, write_instructions
from webapp.text.lines import lay_out
from webapp.text.operation import ChangeSet, SplitClause
from webapp.text.weave import Weave

LINES = Reference((ClauseId("a"),), ReferenceForm.LINES)
TWICE = Clause(ClauseId("b"), f" {ATOM} {ATOM} and we act", references=(LINES, LINES))


def reads(words, *texts):
    document = Document(
        tuple(Clause(ClauseId(f"p{n}"), f" {each}") for n, each in enumerate(texts))
    )
    return read_instructions(words, document), document


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("Delete the last word of paragraph 1.", "we act"),
        ("In paragraph 1, after the second word insert “soon”.", "we act soon now"),
        ("In paragraph 1, replace the first word with “they”.", "they act now"),
        ("In paragraph 1, delete the first word “now”.", "we act"),
    ],
)
def test_a_word_may_be_named_by_its_number(words, text):
    reading, document = reads(words, "we act now")

    found = Weave(document, [reading.change_set]).text({"A1"})

    assert [each.text for each in found.walk()] == [f" {text}"], reading.problems


def test_a_clause_is_divided_after_a_word_by_its_number():
    words = "In paragraph 1, after the 2nd word begin new clause."
    reading, document = reads(words, "we act now")

    found = Weave(document, [reading.change_set]).text({"A1"})

    assert [each.text for each in found.walk()] == [" we act", " now"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Delete the fourth word of paragraph 1.", ProblemKind.COUNT_DIFFERS),
        ("Delete the first word.", ProblemKind.PLACE_UNCLEAR),
    ],
)
def test_a_word_that_is_not_there_or_could_be_several_is_asked_about(words, kind):
    reading, _ = reads(words, "we act now", "we sing")

    assert [each.kind for each in reading.problems] == [kind]


def test_one_word_of_a_reference_is_not_struck_by_its_number():
    document = Document((Clause(ClauseId("a"), " We act"), TWICE))

    reading = read_instructions("Delete the 2nd word of paragraph 2.", document)

    assert [each.kind for each in reading.problems] == [ProblemKind.PLACE_UNCLEAR]


def test_a_clause_divided_between_references_that_print_the_same_is_written_by_number():
    document = Document((Clause(ClauseId("a"), " We act"), TWICE))
    layout = lay_out(document, NARROW)
    divided = ChangeSet("A1", (SplitClause(ClauseId("b"), 2, ClauseId("t")),))

    words = write_instructions(divided, document, layout)
    reading = read_instructions(words, document, layout)

    assert words == "In paragraph 2, after the second word begin new clause."
    assert [each.at for each in reading.change_set.operations] == [2]
