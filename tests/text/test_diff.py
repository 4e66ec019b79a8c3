import random
from dataclasses import replace

import pytest

from tests.text.test_diff_properties import applied
from tests.text.test_matching import renamed
from webapp.text import editing
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
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
ALPHA = Marker(MarkerStyle.ALPHA, "{})")


def clause(name: str, text: str = "", *children: Clause, marker: Marker = DECIMAL) -> Clause:
    return Clause(ClauseId(name), text or f" What {name} says.", marker, children=children)


def lettered(name: str) -> Clause:
    return clause(name, marker=ALPHA)


MOTION = Document(
    (
        clause("a", " One two; three four.", lettered("b"), lettered("c")),
        clause("d"),
        clause("e", " To begin with:", lettered("f"), lettered("g")),
    )
)


def named(name: str):
    return lambda: ClauseId(name)


def operations(old: Document, new: Document):
    change = changes(old, new, id="A1")
    assert same_text(applied(old, change), new)
    return change.operations


def test_words_that_change_are_struck_and_replaced_at_their_end():
    edited = editing.set_text(MOTION, ClauseId("a"), "One too; three four.")

    assert operations(MOTION, edited) == (
        StrikeText(ClauseId("a"), 4, 8, " two"),
        InsertText(ClauseId("a"), 8, " too", (), " two"),
    )


def test_an_added_clause_is_one_insertion_after_the_sibling_before_it():
    edited = editing.add_clause(MOTION, None, ClauseId("a"), "New.", new_id=named("x"))

    assert operations(MOTION, edited) == (
        InsertClauses(None, ClauseId("a"), (clause("x", " New."),)),
    )


def test_a_clause_added_with_others_under_it_is_one_insertion():
    edited = editing.add_clause(MOTION, None, ClauseId("a"), "New.", new_id=named("x"))
    edited = editing.add_clause(edited, ClauseId("x"), None, "Inner.", new_id=named("y"))
    edited = editing.add_clause(edited, None, ClauseId("x"), "Newer.", new_id=named("z"))

    (insertion,) = operations(MOTION, edited)

    assert [each.id for top in insertion.clauses for each in top.walk()] == ["x", "y", "z"]


def test_a_struck_clause_takes_all_under_it_in_one_operation():
    edited = editing.strike_clause(MOTION, ClauseId("a"))

    assert operations(MOTION, edited) == (StrikeClause(ClauseId("a"), " One two; three four."),)


def test_what_replaces_a_struck_clause_comes_after_it():
    edited = editing.strike_clause(MOTION, ClauseId("d"))
    edited = editing.add_clause(edited, None, ClauseId("a"), "New.", new_id=named("x"))

    struck, inserted = operations(MOTION, edited)

    assert (struck.clause, inserted.after) == ("d", "d")


def test_a_split_is_a_split():
    edited = editing.split_clause(MOTION, ClauseId("a"), 9, new_id=named("x"))

    assert operations(MOTION, edited) == (
        SplitClause(ClauseId("a"), 9, ClauseId("x"), quote=" two;"),
    )


def test_the_head_of_a_split_is_preferred_between_two_readings():
    edited = editing.split_clause(MOTION, ClauseId("a"), 4, new_id=named("x"))

    (split,) = operations(MOTION, renamed(edited))

    assert (split.clause, split.at, split.new) == ("a", 4, "new-x")


@pytest.mark.parametrize(("nested", "follow"), [(False, True), (True, False), (True, True)])
def test_a_split_says_where_the_tail_and_the_children_went(nested, follow):
    edited = editing.split_clause(
        MOTION, ClauseId("a"), 9, nested=nested, children_follow=follow, new_id=named("x")
    )

    (split,) = operations(MOTION, edited)

    assert (split.nested, split.children_follow) == (nested, follow)


def test_words_put_in_where_a_new_clause_begins_stay_in_that_clause():
    edited = editing.split_clause(MOTION, ClauseId("a"), 9, new_id=named("x"))
    edited = editing.set_text(edited, ClauseId("x"), "Also three four.")

    split, inserted = operations(MOTION, edited)

    assert isinstance(split, SplitClause)
    assert inserted == InsertText(ClauseId("x"), 0, " Also")


def test_a_join_is_a_join():
    edited = editing.join_clauses(MOTION, ClauseId("d"), ClauseId("e"))

    assert operations(MOTION, edited) == (JoinClauses(ClauseId("d"), ClauseId("e")),)


def test_a_join_with_words_changed_at_the_seam_is_still_a_join():
    edited = editing.join_clauses(MOTION, ClauseId("d"), ClauseId("e"))
    edited = editing.set_text(edited, ClauseId("d"), "What d says; and to begin with:")

    kinds = {type(operation) for operation in operations(MOTION, edited)}

    assert JoinClauses in kinds
    assert StrikeClause not in kinds


def test_of_two_clauses_that_are_gone_the_one_whose_words_are_kept_was_joined():
    old = Document((clause("a", " We"), clause("b", " act"), clause("c", " act for all.")))
    edited = editing.strike_clause(old, ClauseId("b"))
    edited = editing.join_clauses(edited, ClauseId("a"), ClauseId("c"))

    assert operations(old, edited) == (
        StrikeClause(ClauseId("b"), " act"),
        JoinClauses(ClauseId("a"), ClauseId("c")),
    )


def test_the_fewest_clauses_are_moved():
    edited = editing.move_clause(MOTION, ClauseId("a"), None, ClauseId("e"))

    assert operations(MOTION, edited) == (MoveClause(ClauseId("a"), None, ClauseId("e")),)


def test_nesting_is_a_move():
    edited = editing.nest_clause(MOTION, ClauseId("d"))

    assert operations(MOTION, edited) == (MoveClause(ClauseId("d"), ClauseId("a"), ClauseId("c")),)


def test_a_clause_moved_out_of_one_that_is_struck_lives_on():
    edited = editing.unnest_clause(MOTION, ClauseId("c"))
    edited = editing.strike_clause(edited, ClauseId("a"))

    kinds = [type(operation) for operation in operations(MOTION, edited)]

    assert sorted(kind.__name__ for kind in kinds) == ["MoveClause", "StrikeClause"]


def test_a_list_labelled_otherwise_is_restyled():
    edited = editing.restyle(MOTION, ClauseId("a"), DECIMAL)

    assert operations(MOTION, edited) == (RestyleClauses(ClauseId("a"), DECIMAL),)


def test_one_clause_labelled_unlike_its_list_is_struck_and_put_in_anew():
    first, second, third = MOTION.clauses
    edited = replace(MOTION, clauses=(first, replace(second, marker=UNLABELLED), third))

    struck, inserted = operations(MOTION, edited)

    assert struck.clause == "d"
    assert inserted.clauses[0].marker == UNLABELLED


def test_one_clause_more_in_another_reading_is_one_insertion():
    edited = editing.add_clause(MOTION, ClauseId("e"), ClauseId("f"), "New.", new_id=named("x"))

    (insertion,) = operations(MOTION, renamed(edited))

    assert (insertion.parent, insertion.after) == ("e", "f")
    assert [each.id for each in insertion.clauses] == ["new-x"]


def test_a_reference_that_points_elsewhere_is_replaced_and_one_that_does_not_is_kept():
    def citing(*targets: str) -> Document:
        references = tuple(Reference((ClauseId(target),)) for target in targets)
        cites = Clause(ClauseId("r"), f" See {ATOM} and {ATOM}.", DECIMAL, references)
        return replace(MOTION, clauses=(*MOTION.clauses, cites))

    struck, inserted = operations(citing("a", "d"), renamed(citing("a", "e")))

    assert struck == StrikeText(ClauseId("r"), 10, 12, f" {ATOM}")
    assert inserted.references == (Reference((ClauseId("e"),)),)


def test_what_a_reference_prints_is_no_change():
    reference = Reference((ClauseId("a"),), printed="1")
    cites = Clause(ClauseId("r"), f" See {ATOM}.", DECIMAL, (reference,))
    printed_otherwise = replace(cites, references=(replace(reference, printed="clause 1"),))

    assert not operations(
        replace(MOTION, clauses=(*MOTION.clauses, cites)),
        replace(MOTION, clauses=(*MOTION.clauses, printed_otherwise)),
    )


def test_a_reference_to_a_clause_that_is_split_stays_as_it_is():
    cites = Clause(ClauseId("r"), f" See {ATOM}.", DECIMAL, (Reference((ClauseId("a"),)),))
    motion = replace(MOTION, clauses=(*MOTION.clauses, cites))

    edited = editing.split_clause(motion, ClauseId("a"), 9, new_id=named("x"))

    assert [type(operation) for operation in operations(motion, edited)] == [SplitClause]


def test_a_reference_to_what_is_gone_never_comes_to_point_to_what_took_its_place():
    cites = Clause(ClauseId("r"), f" As {ATOM} says.", DECIMAL, (Reference((ClauseId("d"),)),))
    motion = replace(MOTION, clauses=(*MOTION.clauses, cites))

    struck = editing.strike_clause(motion, ClauseId("d"))
    new = Clause(ClauseId("y"), MOTION.clauses[1].text + " Really.", DECIMAL)
    reread = Document((renamed(struck, "z-").clauses[0], new, *renamed(struck, "z-").clauses[1:]))

    assert operations(motion, reread)


def test_thousands_of_clauses_are_compared():
    chance = random.Random(3)
    words = [f"word{number}" for number in range(2000)]
    old = Document(
        tuple(
            Clause(ClauseId(f"c{place}"), "".join(f" {chance.choice(words)}" for _ in range(20)))
            for place in range(5000)
        )
    )
    texts = [f" Really{each.text}" if not each.id.endswith("7") else "" for each in old.clauses]
    edited = [
        replace(each, text=text) for each, text in zip(old.clauses, texts, strict=True) if text
    ]
    new = renamed(Document((*edited[3000:], *edited[:3000])))

    change = changes(old, new, id="A1")

    assert same_text(applied(old, change), new)
    assert sum(isinstance(each, MoveClause) for each in change.operations) <= 1800
