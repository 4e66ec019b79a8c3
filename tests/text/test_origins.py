from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import conferences
from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.operation import ChangeSet, InsertText, MoveClause, StrikeClause, StrikeText
from webapp.text.origins import Origin, Whence
from webapp.text.weave import Weave


def clause(name, text, *children):
    return Clause(ClauseId(name), text, children=children)


def clauses_of(document):
    return {each.id: each.text for each in document.walk()}


@given(conferences(), st.data())
def test_origins_read_as_the_text_and_name_only_members(conference, data):
    document, sets = conference
    weave = Weave(document, sets)
    wish = data.draw(st.sets(st.sampled_from([each.id for each in sets])))
    text = weave.text(wish, drop=True)

    origins = weave.origins(text.under)

    standing = [each for each in origins if not each.struck_by]
    read = [(each.clause.id, each.clause.text, each.clause.references) for each in standing]
    assert read == [(each.id, each.text, each.references) for each in text.walk()]
    for each in origins:
        named = each.placed_by | each.struck_by
        named = named.union(*(run.inserted_by | run.struck_by for run in each.runs))
        assert named <= text.under


@given(conferences(), st.data())
def test_every_character_of_the_base_stands_or_is_struck_by_somebody(conference, data):
    document, sets = conference
    weave = Weave(document, sets)
    wish = data.draw(st.sets(st.sampled_from([each.id for each in sets])))

    origins = weave.origins(wish, drop=True)

    base = Counter("".join(each.text for each in document.walk()))
    found = Counter(
        "".join(run.text for each in origins for run in each.runs if not run.inserted_by)
    )
    assert found == base
    assert len({each.clause.id for each in origins}) == len(origins)


def test_a_replacement_shows_both_words_with_who_put_and_struck_them():
    document = Document((clause("a", " We may act."),))
    change = ChangeSet("A1", (StrikeText("a", 3, 7, " may"), InsertText("a", 3, " must")), "1")

    (found,) = Weave(document, [change]).origins({"A1"})

    who = frozenset({"A1"})
    assert found.runs == (
        Origin(" We"),
        Origin(" may", struck_by=who),
        Origin(" must", inserted_by=who),
        Origin(" act."),
    )
    assert found.clause.text == " We must act."


def test_a_struck_clause_is_told_at_its_place():
    document = Document((clause("a", " One"), clause("b", " two", clause("c", " three"))))
    change = ChangeSet("A1", (StrikeClause("b", " two"),), "1")

    found = Weave(document, [change]).origins({"A1"})

    assert [each.clause.id for each in found] == ["a", "b", "c"]
    assert [sorted(each.struck_by) for each in found] == [[], ["A1"], ["A1"]]
    assert found[2].runs == (Origin(" three", struck_by=frozenset({"A1"})),)


def test_a_moved_clause_says_where_it_stood():
    document = Document((clause("a", " One"), clause("b", " two"), clause("c", " three")))
    change = ChangeSet("A1", (MoveClause("b", None, "c"),), "1")

    found = Weave(document, [change]).origins({"A1"})

    assert [each.clause.id for each in found] == ["a", "c", "b"]
    assert found[2].moved_from == Whence(None, ClauseId("a"))
    assert found[2].placed_by == {"A1"}
