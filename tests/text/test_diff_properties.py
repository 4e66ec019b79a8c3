from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.text.edits import documents, edited
from tests.text.test_matching import renamed
from webapp.text.clause import ATOM, Clause, ClauseId, Document, same_text
from webapp.text.diff import changes
from webapp.text.operation import ChangeSet, InsertText, StrikeText
from webapp.text.weave import Weave

both_versions = documents().flatmap(lambda document: st.tuples(st.just(document), edited(document)))
two_readings = both_versions.map(lambda both: (both[0], renamed(both[1])))
messy_texts = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters=ATOM) | st.sampled_from(" .,\u0301")),
    max_size=3,
)
messy = st.tuples(messy_texts, messy_texts, st.booleans())
strangers = st.tuples(documents(), documents(prefix="d"))


def applied(document: Document, change: ChangeSet, *, carried: bool = True) -> Document:
    base = replace(document, under=frozenset())
    weave = Weave(base, [replace(change, context=frozenset())])
    return weave.text({change.id} if carried else set())


@given(both_versions | two_readings | strangers)
def test_changes_applied_to_the_old_text_give_the_new(both):
    old, new = both

    change = changes(old, new, id="A1")

    assert same_text(applied(old, change), new)


@given(messy)
def test_no_text_is_too_strange_to_be_compared(texts):
    before, after, read_again = texts
    old, new = (
        Document(tuple(Clause(ClauseId(f"c{n}"), text) for n, text in enumerate(texts)))
        for texts in (before, after)
    )

    change = changes(old, renamed(new) if read_again else new, id="A1")

    assert same_text(applied(old, change), new)


@given(both_versions)
def test_clauses_keep_their_ids_and_new_ones_have_those_given_to_them(both):
    old, new = both

    result = applied(old, changes(old, new, id="A1"))

    was, given_ids, found = (
        {clause.id for clause in document.walk()} for document in (old, new, result)
    )
    assert was & given_ids <= found <= was | given_ids


@given(both_versions | two_readings | strangers)
def test_changes_struck_again_give_the_old_text(both):
    old, new = both

    change = changes(old, new, id="A1")

    assert applied(old, change, carried=False) == replace(old, under=frozenset())


@given(documents())
def test_the_same_text_read_twice_is_no_change(document):
    assert changes(document, renamed(document), id="A1").operations == ()


@given(both_versions, st.frozensets(st.sampled_from(["A1", "A2", "A3"])))
def test_the_context_is_what_the_old_text_shows(both, under):
    old, new = both

    change = changes(replace(old, under=under), new, id="A9", place="2A", amends="A1")

    assert (change.id, change.place, change.context, change.amends) == ("A9", "2A", under, "A1")


@given(both_versions | two_readings | strangers)
def test_every_operation_quotes_what_it_touches(both):
    old, new = both
    texts = {clause.id: clause.text for clause in old.walk()}

    change = changes(old, new, id="A1")

    for operation in change.operations:
        if isinstance(operation, StrikeText):
            assert texts[operation.clause][operation.start : operation.end] == operation.quote
        if isinstance(operation, InsertText):
            assert texts[operation.clause][: operation.at].endswith(operation.quote)


@given(both_versions | two_readings)
def test_the_same_two_texts_always_give_the_same_change(both):
    old, new = both

    assert changes(old, new, id="A1") == changes(old, new, id="A1")
