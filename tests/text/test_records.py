import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.edits import documents, markers, references_to
from webapp.text import records
from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.errors import UnknownFormat
from webapp.text.lines import LineProfile, lay_out
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.reading import Back, read_plain

ids = st.text(min_size=1, max_size=5).map(ClauseId)
maybe_ids = st.none() | ids
offsets = st.integers(0, 10_000)
words = st.text(max_size=20)
reference_tuples = st.lists(references_to([ClauseId("a"), ClauseId("b")]), max_size=2).map(tuple)
clause_tuples = documents(4).map(lambda document: document.clauses)

operations = st.one_of(
    st.builds(InsertText, ids, offsets, words, reference_tuples, words),
    st.builds(StrikeText, ids, offsets, offsets, words),
    st.builds(InsertClauses, maybe_ids, maybe_ids, clause_tuples),
    st.builds(StrikeClause, ids, words),
    st.builds(SplitClause, ids, offsets, ids, st.booleans(), st.booleans(), words),
    st.builds(JoinClauses, ids, ids),
    st.builds(MoveClause, ids, maybe_ids, maybe_ids),
    st.builds(RestyleClauses, maybe_ids, markers),
)
change_sets = st.builds(
    ChangeSet,
    words,
    st.lists(operations, max_size=4).map(tuple),
    words,
    st.frozensets(words, max_size=3),
    st.none() | words,
)


def through_json(record: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(record))


@given(documents(), st.frozensets(words, max_size=3))
def test_a_stored_document_is_loaded_as_it_was(drawn, under):
    document = Document(drawn.clauses, under)

    loaded = records.load_document(through_json(records.store_document(document)))

    assert loaded == document


@given(change_sets)
def test_a_stored_change_set_is_loaded_as_it_was(change_set):
    loaded = records.load_change_set(through_json(records.store_change_set(change_set)))

    assert loaded == change_set


@given(reference_tuples, words)
def test_a_stored_clause_and_its_references_are_loaded_as_they_were(references, text):
    clause = Clause(ClauseId("a"), text, references=references)

    loaded = records.load_clause(through_json(records.store_clause(clause)))
    loaded_references = tuple(
        records.load_reference(through_json(records.store_reference(reference)))
        for reference in references
    )

    assert loaded == clause
    assert loaded_references == references


@pytest.mark.parametrize("found", [None, 0, 2, "1"])
def test_a_record_of_another_format_is_refused_by_name(found):
    record = records.store_document(Document()) | {"format": found}

    with pytest.raises(UnknownFormat) as refusal:
        records.load_document(record)

    assert (refusal.value.kind, refusal.value.found) == ("document", found)


def test_an_operation_of_an_unknown_kind_is_refused_by_name():
    record = records.store_change_set(ChangeSet("A1", (StrikeClause(ClauseId("a")),)))
    record["operations"][0]["operation"] = "shuffle_clauses"

    with pytest.raises(UnknownFormat) as refusal:
        records.load_change_set(record)

    assert refusal.value.found == "shuffle_clauses"


SOURCE = """F9 Trees

Conference notes 1 b) below (lines 4-5), and that trees are worth their weight in rain:

1. Planting them:

a) In streets.

b) In yards, squares, churchyards, school grounds and along each road that the council keeps.

Applicability: Federal, except 1 b) (line 4) which is England only.
"""


def test_stored_back_matter_is_loaded_as_it_was():
    back = read_plain(SOURCE).back

    assert back.applicability is not None
    assert records.load_back(through_json(records.store_back(back))) == back
    assert records.load_back(through_json(records.store_back(Back()))) == Back()


def test_a_stored_layout_is_loaded_as_it_was():
    layout = lay_out(read_plain(SOURCE).document, LineProfile(60, 50, 40))

    assert records.load_layout(through_json(records.store_layout(layout))) == layout
