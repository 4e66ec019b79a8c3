from hypothesis import given

from tests.strategies import conferences
from webapp.text.clause import Clause, ClauseId, Document, same_text
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    MoveClause,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.units import part_of_change, units_of
from webapp.text.weave import Weave


def clause(name, text, *children):
    return Clause(ClauseId(name), text, children=children)


def units(*operations):
    return units_of(ChangeSet("A1", operations))


def test_what_replaces_struck_words_goes_with_them():
    assert units(StrikeText("a", 3, 7), InsertText("a", 3, " must"), StrikeText("a", 12, 15)) == (
        (0, 1),
        (2,),
    )


def test_changes_to_different_clauses_stand_alone():
    assert units(StrikeText("a", 0, 3), StrikeText("b", 0, 3), StrikeClause("c")) == (
        (0,), (1,), (2,),
    )  # fmt: skip


def test_what_stands_in_a_clause_made_by_the_same_author_goes_with_it():
    new = InsertClauses(None, "a", (clause("n", " New."),))

    assert units(new, MoveClause("b", "n", None), StrikeText("c", 0, 2)) == ((0, 1), (2,))
    assert units(SplitClause("a", 4, "t"), MoveClause("b", "t", None)) == ((0, 1),)


def test_groups_met_by_a_later_change_become_one():
    first, second = StrikeText("a", 0, 3), StrikeText("a", 5, 8)

    assert units(first, second, StrikeText("a", 3, 5)) == ((0, 1, 2),)


def test_parts_of_a_change_set_do_together_what_it_does():
    document = Document((clause("a", " We may act now."), clause("b", " We thank all.")))
    change = ChangeSet(
        "A1",
        (StrikeText("a", 3, 7, " may"), InsertText("a", 3, " must"), StrikeClause("b")),
        "1",
    )

    parts = [
        part_of_change(change, unit, id=f"P{place}") for place, unit in enumerate(units_of(change))
    ]

    together = Weave(document, parts).text({one.id for one in parts})
    assert same_text(together, Weave(document, [change]).text({"A1"}))


@given(conferences())
def test_every_operation_of_any_change_set_is_in_exactly_one_unit(conference):
    _, change_sets = conference
    for change in change_sets:
        places = sorted(place for unit in units_of(change) for place in unit)

        assert places == list(range(len(change.operations)))
