"""Conferences once read wrong, kept as examples of the law that found them."""

from dataclasses import replace

import pytest

from tests.text.naive import apply
from tests.text.test_weave_properties import traced
from webapp.text.clause import (
    ATOM,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
    same_text,
)
from webapp.text.diff import changes
from webapp.text.editing import split_clause
from webapp.text.operation import (
    ChangeSet,
    InsertText,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.weave import Weave

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
ROMAN = Marker(MarkerStyle.ROMAN, "{})")
UNLABELLED = Marker()


def clause(name, *children, marker=DECIMAL):
    return Clause(ClauseId(name), f" The words of {name}", marker, (), children)


def split(name, at, new, *, follow=False, nested=False):
    return SplitClause(ClauseId(name), at, ClauseId(new), follow, nested)


def move(name, parent=None, after=None):
    return MoveClause(ClauseId(name), parent, after)


def join(receiver, joined):
    return JoinClauses(ClauseId(receiver), ClauseId(joined))


def restyle(parent, marker):
    return RestyleClauses(parent, marker)


CONFERENCES = {
    "a head moved a second time leaves the tail where the first move put it": (
        [clause("a"), clause("b"), clause("c")],
        [("A1", [move("b", None, "c"), split("b", 4, "t")], ""), ("A2", [move("b", "a")], "A1")],
    ),
    "a head joined to its own moved tail": (
        [clause("a", clause("b"))],
        [
            ("A1", [split("b", 4, "t")], ""),
            ("A2", [move("b")], ""),
            ("A3", [join("t", "b")], "A1 A2"),
        ],
    ),
    "a head joined into what its tail took over": (
        [clause("a", clause("b"), clause("c", marker=DECIMAL), marker=UNLABELLED)],
        [
            (
                "A1",
                [split("b", 0, "n", nested=True), split("a", 0, "t", follow=True)],
                "",
            ),
            ("A2", [join("b", "a")], "A1"),
        ],
    ),
    "a list brought by a join and left to the head of a later split": (
        [clause("a", clause("b"), clause("c", clause("d", marker=ROMAN)))],
        [("A1", [join("a", "c")], ""), ("A2", [split("a", 0, "n", nested=True)], "A1")],
    ),
    "a nested tail of a joined clause, left to the head of a later split": (
        [clause("a"), clause("b"), clause("c")],
        [
            ("A1", [split("c", 4, "n", nested=True)], ""),
            ("A2", [join("a", "c"), move("b", "a")], ""),
            ("A3", [split("a", 4, "t")], "A1 A2"),
        ],
    ),
    "a nested tail of a joined clause, taken over with the rest": (
        [clause("a", clause("b")), clause("c")],
        [
            ("A1", [join("a", "c"), split("c", 4, "n", follow=True, nested=True)], ""),
            ("A2", [split("a", 8, "t", follow=True, nested=True)], "A1"),
        ],
    ),
    "a tail joined away with what was moved under it": (
        [clause("a", clause("b", marker=UNLABELLED)), clause("c")],
        [
            ("A1", [split("b", 4, "t", follow=True)], ""),
            ("A2", [move("c", "t"), join("a", "t")], "A1"),
        ],
    ),
    "a clause joined to one that is joined on": (
        [clause("a", clause("b", clause("d", marker=ROMAN)), clause("c"))],
        [("A1", [join("c", "b"), join("a", "c")], "")],
    ),
    "a clause joined to one that is joined on among others": (
        [
            clause("a", clause("b", marker=ROMAN), clause("c", clause("d"), marker=ROMAN)),
            clause("e", clause("f", marker=UNLABELLED)),
        ],
        [("A1", [join("c", "e"), join("a", "c")], "")],
    ),
    "a head struck by one who saw what was joined to its tail": (
        [clause("a"), clause("b")],
        [
            ("A1", [split("b", 4, "t", follow=True)], ""),
            ("A2", [join("b", "a")], ""),
            ("A3", [StrikeClause(ClauseId("b"))], "A1 A2"),
        ],
    ),
    "a clause begun before a tail that two split off alike": (
        [clause("a")],
        [
            ("A1", [split("a", 4, "t")], ""),
            ("A2", [split("a", 4, "u")], ""),
            ("A3", [split("a", 0, "v")], "A1 A2"),
        ],
    ),
    "a split alike by two who saw the list labelled otherwise": (
        [clause("a")],
        [
            ("A1", [restyle(None, UNLABELLED)], ""),
            ("A2", [split("a", 4, "t")], "A1"),
            ("A3", [split("a", 4, "u")], ""),
        ],
    ),
    "a list restyled that a tail had taken from the receiver of a join": (
        [clause("a", clause("b", marker=UNLABELLED), marker=UNLABELLED)],
        [
            ("A1", [split("b", 0, "n", nested=True), split("a", 0, "t", follow=True)], ""),
            ("A2", [restyle("t", ROMAN), join("a", "b")], "A1"),
        ],
    ),
    "two tails begun at one place, the first with words of its own": (
        [clause("a")],
        [
            (
                "A1",
                [
                    split("a", 0, "t", follow=True),
                    InsertText(ClauseId("t"), 0, " Now"),
                    split("a", 0, "u"),
                    StrikeText(ClauseId("a"), 0, 4),
                ],
                "",
            )
        ],
    ),
    "words put in where a clause ran on, and split": (
        [clause("a"), clause("b")],
        [
            ("A1", [join("a", "b")], ""),
            ("A2", [InsertText(ClauseId("a"), 30, " and more")], "A1"),
            ("A3", [split("a", 34, "t")], "A1 A2"),
        ],
    ),
}


@pytest.mark.parametrize("name", CONFERENCES)
def test_each_change_set_gives_its_authors_text(name):
    clauses, drafts = CONFERENCES[name]
    sets = [
        ChangeSet(each, tuple(operations), each[1:], frozenset(sees.split()))
        for each, operations, sees in drafts
    ]
    weave = Weave(Document(tuple(clauses)), sets)

    for each in sets:
        seen = weave.text(each.context)
        assert traced(weave.text(each.context | {each.id})) == traced(apply(seen, each.operations))


def test_an_amendment_to_one_that_joins_may_divide_just_where_it_joined():
    own = Reference((ClauseId("a"), ClauseId("c")))
    words = replace(clause("a"), text=f" {ATOM} hold", references=(own,))
    motion = Document((words, clause("b"), clause("c")))
    joins = ChangeSet("A1", (JoinClauses(ClauseId("b"), ClauseId("c")),))
    seen = Weave(motion, [joins]).text({"A1"})
    meant = split_clause(seen, ClauseId("b"), 15, new_id=lambda: ClauseId("t"))

    divides = changes(seen, meant, id="A2", amends="A1")

    assert same_text(Weave(motion, [joins, divides]).text({"A1", "A2"}), meant)
