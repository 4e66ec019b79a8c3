from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests import strategies
from tests.text.edits import documents, edited
from tests.text.instructions.alike import alike
from webapp.text.clause import (
    ATOM,
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
    same_text,
)
from webapp.text.diff import changes
from webapp.text.editing import add_clause, set_text
from webapp.text.instructions import read_instructions, write_instructions
from webapp.text.lines import LineProfile, lay_out
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    JoinClauses,
    RestyleClauses,
    SplitClause,
    StrikeText,
)
from webapp.text.weave import Weave

# Characters and words that could be taken for the language of instructions.
QUOTES_AND_VERBS = st.sampled_from(
    [*" “”\"‘’'«»,.;:-–()ab", " and insert ", "delete ", "In 2 a), ", "a) ", "2. ", "• ", " line 3"]
)
DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
NARROW = LineProfile(24, 20, 18)


@st.composite
def phrases(draw: st.DrawFn) -> str:
    words = "".join(draw(st.lists(QUOTES_AND_VERBS, min_size=1, max_size=12)))
    assume(words.strip())
    return words


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[Document, Document]:
    document = draw(documents())
    return document, draw(edited(document))


@st.composite
def authored(draw: st.DrawFn) -> tuple[Document, Document]:
    """Draw a text and what one author makes of it, both as an editor stores them."""
    drawn = draw(strategies.documents())
    document = replace(drawn, clauses=tuple(map(settled, drawn.clauses)))
    change = draw(strategies.change_sets(document))
    texts = {clause.id: clause.text for clause in document.walk()}
    for operation in change.operations:
        if isinstance(operation, SplitClause):
            assume(texts.get(operation.clause, "")[operation.at : operation.at + 1] in {"", " "})
    made = Weave(document, [change]).text({change.id})
    clauses = of_one_style(tuple(map(settled, made.clauses)), texts)
    assume(all(clause.text for each in clauses for clause in each.walk()))
    return document, replace(made, clauses=clauses, under=document.under)


def settled(clause: Clause) -> Clause:
    """Return a clause with one space before each word and each reference."""
    words = " ".join(clause.text.replace(ATOM, f" {ATOM} ").split())
    children = tuple(map(settled, clause.children))
    return replace(clause, text=f" {words}" if words else "", children=children)


def of_one_style(clauses: tuple[Clause, ...], known: Collection[ClauseId]) -> tuple[Clause, ...]:
    """Return a list whose new members are labelled as those that were there."""
    old = [clause.marker for clause in clauses if clause.id in known]
    style = next(iter(old), clauses[0].marker if clauses else UNLABELLED)
    if not old and style.style is MarkerStyle.FIXED:
        style = UNLABELLED
    return tuple(
        replace(clause, marker=style, children=of_one_style(clause.children, known))
        for clause in clauses
    )


@given(edited_documents())
def test_what_is_written_reads_back_as_the_same_change(pair):
    old, new = pair
    layout = lay_out(old, NARROW)
    change_set = changes(old, new, id="A1")
    # Words put in are words: no citation among them becomes a reference by itself.
    assume(change_set.operations and not brings_references(change_set))

    words = write_instructions(change_set, old, layout)
    reading = read_instructions(words, old, layout, new_id=ids())

    assert reading.change_set is not None, (words, reading.problems)
    found = Weave(old, [reading.change_set]).text({"A1"})
    assert same_text(found, Weave(old, [change_set]).text({"A1"})), words
    assert cuts_references(change_set) or alike(reading.change_set, change_set), words


@given(authored())
def test_whatever_one_author_does_reads_back_as_the_same_change(pair):
    old, new = pair
    layout = lay_out(old, NARROW)
    change_set = changes(old, new, id="A1")
    assume(change_set.operations and not brings_references(change_set))

    words = write_instructions(change_set, old, layout)
    reading = read_instructions(words, old, layout, new_id=ids())

    assert reading.change_set is not None, (words, reading.problems)
    found = Weave(old, [reading.change_set]).text({"A1"})
    assert same_text(found, Weave(old, [change_set]).text({"A1"})), words
    # Words of clauses divided or joined as well may be said in other steps than they were made.
    assert restructures(change_set) or alike(reading.change_set, change_set), words


@given(documents(), phrases(), st.data())
def test_words_of_every_kind_survive_the_way_there_and_back(document, words, data):
    clauses = list(document.walk())
    assume(clauses)
    clause = data.draw(st.sampled_from(clauses))
    change = data.draw(st.sampled_from([set_text, put_after]))
    edited = change(document, clause.id, words)
    change_set = changes(document, edited, id="A1")
    assume(change_set.operations and not brings_references(change_set))
    layout = lay_out(document, NARROW)

    said = write_instructions(change_set, document, layout)
    reading = read_instructions(said, document, layout, new_id=ids())

    assert reading.change_set is not None, (said, reading.problems)
    found = Weave(document, [reading.change_set]).text({"A1"})
    assert same_text(found, Weave(document, [change_set]).text({"A1"})), said


def test_a_change_without_a_layout_reads_back_too():
    document = Document((Clause(ClauseId("a"), " We may act, as we may."),))
    change_set = changes(document, set_text(document, "a", "We may act, as we must."), id="A1")

    words = write_instructions(change_set, document)

    assert words == "In paragraph 1, delete the second “may” and insert “must”."
    assert alike(read_instructions(words, document).change_set, change_set)


def test_words_that_end_a_clause_stay_apart_from_what_replaces_the_words_behind_them():
    document = Document((Clause(ClauseId("a"), " We may act, and we must.", DECIMAL),))
    change_set = ChangeSet(
        "A1",
        (
            InsertText("a", 11, " soon"),
            SplitClause("a", 11, ClauseId("t")),
            StrikeText("a", 11, 16, ", and"),
            InsertText("a", 16, " so"),
        ),
    )

    words = write_instructions(change_set, document)
    reading = read_instructions(words, document)

    read = Weave(document, [reading.change_set]).text({"A1"})
    assert [clause.text for clause in read.walk()] == [" We may act soon", " so we must."], words


@pytest.mark.parametrize("divided", [False, True])
def test_words_in_place_of_a_reference_that_hold_what_it_prints_stay_words(divided):
    own = Reference((ClauseId("a"),))
    clause = Clause(ClauseId("a"), f" {ATOM} or {ATOM} holds", DECIMAL, (own, own))
    document = Document((clause,))
    operations = (StrikeText("a", 0, 2, f" {ATOM}"), InsertText("a", 2, " We say 1 a)"))
    split = SplitClause(ClauseId("a"), 2, ClauseId("t"))
    made = ChangeSet("A1", (*operations, split) if divided else operations)

    words = write_instructions(made, document, lay_out(document, NARROW))
    reading = read_instructions(words, document, lay_out(document, NARROW), new_id=ids())

    found = Weave(document, [reading.change_set]).text({"A1"})
    assert same_text(found, Weave(document, [made]).text({"A1"})), words


@pytest.mark.parametrize("parent", ["a", None])
def test_a_clause_that_ends_in_and_is_not_taken_to_lead_on_to_the_next_instruction(parent):
    document = Document((Clause(ClauseId("a"), " We meet"), Clause(ClauseId("b"), " We act")))
    made = ChangeSet(
        "A1",
        (
            InsertClauses(parent, None, (Clause(ClauseId("n"), " “harm” and"),)),
            InsertText("b", 7, " now", quote=" We act"),
        ),
    )

    words = write_instructions(made, document, lay_out(document, NARROW))
    reading = read_instructions(words, document, lay_out(document, NARROW), new_id=ids())

    assert reading.change_set is not None, (words, reading.problems)
    found = Weave(document, [reading.change_set]).text({"A1"})
    assert same_text(found, Weave(document, [made]).text({"A1"})), words


def test_a_clause_put_into_a_list_that_joins_one_of_another_style_is_written_so_that_it_reads():
    inner = Clause(
        ClauseId("b"), " of the branches", children=(Clause(ClauseId("c"), " by the sea"),)
    )
    document = Document((Clause(ClauseId("a"), " Care", DECIMAL, children=(inner,)),))
    made = ChangeSet(
        "A1",
        (
            JoinClauses("a", "b"),
            InsertClauses("b", "c", (Clause(ClauseId("n"), " by the hills", DECIMAL),)),
            RestyleClauses("a", DECIMAL),
        ),
    )

    words = write_instructions(made, document, lay_out(document, NARROW))
    reading = read_instructions(words, document, lay_out(document, NARROW), new_id=ids())

    assert reading.change_set is not None, (words, reading.problems)
    found = Weave(document, [reading.change_set]).text({"A1"})
    assert same_text(found, Weave(document, [made]).text({"A1"})), words


def put_after(document: Document, clause: ClauseId, words: str) -> Document:
    parent = next((c.id for c in document.walk() if clause in [k.id for k in c.children]), None)
    return add_clause(document, parent, clause, words, new_id=lambda: ClauseId("new"))


def brings_references(change_set: ChangeSet) -> bool:
    """Tell whether a change set puts in references, as retargeting by a join can."""
    for operation in change_set.operations:
        if isinstance(operation, InsertText) and operation.references:
            return True
        if isinstance(operation, InsertClauses) and any(
            inner.references for clause in operation.clauses for inner in clause.walk()
        ):
            return True
    return False


def cuts_references(change_set: ChangeSet) -> bool:
    """Tell whether references go from a text that is divided or joined as well.

    A reader keeps what references it can there, so the same text may be made in smaller steps.
    """
    operations = change_set.operations
    struck = "".join(each.quote for each in operations if isinstance(each, StrikeText))
    return restructures(change_set) and ATOM in struck


def restructures(change_set: ChangeSet) -> bool:
    return any(isinstance(each, JoinClauses | SplitClause) for each in change_set.operations)


def ids():
    numbers = count()
    return lambda: ClauseId(f"new{next(numbers)}")
