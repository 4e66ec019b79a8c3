import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import conferences
from webapp.text.clause import Clause, ClauseId, Document, Marker, MarkerStyle
from webapp.text.collisions import CollisionKind
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
from webapp.text.weave import Weave

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
ALPHA = Marker(MarkerStyle.ALPHA, "{})")


def clause(name, text, *children, marker=DECIMAL):
    return Clause(ClauseId(name), text, marker, children=children)


def motion():
    return Document(
        (
            clause("a", " We may act now.", clause("x", " Money;", marker=ALPHA)),
            clause("b", " We call on courts."),
            clause("c", " We thank all."),
        )
    )


def meetings(*operations, document=None):
    """Return how change sets of these operations meet."""
    sets = [
        ChangeSet(f"A{place}", tuple(each) if isinstance(each, list) else (each,), str(place))
        for place, each in enumerate(operations, start=1)
    ]
    weave = Weave(document or motion(), sets)
    return weave.collisions(
        [each.id for each in sets], names={each.id: f"Amendment {each.place}" for each in sets}
    )


def replaced(name, start, end, text):
    return [StrikeText(name, start, end), InsertText(name, start, text)]


NEW = clause("n", " New.")
SAME_WORDS, INSIDE = CollisionKind.SAME_WORDS, CollisionKind.INSIDE_STRUCK
RIVAL = CollisionKind.RIVAL_STRUCTURE


@pytest.mark.parametrize(
    ("one", "other", "kind", "sentence"),
    [
        (
            replaced("a", 3, 7, " must"),
            replaced("a", 3, 7, " shall"),
            SAME_WORDS,
            "Amendment 1 and Amendment 2 change the same words of 1: "
            "puts “must” for “may”; puts “shall” for “may”.",
        ),
        (
            StrikeText("a", 3, 11),
            replaced("a", 7, 11, " do"),
            SAME_WORDS,
            "Amendment 1 and Amendment 2 change the same words of 1: "
            "strikes “may act”; puts “do” for “act”.",
        ),
        (
            StrikeText("c", 0, 9),
            StrikeText("c", 9, 14),
            CollisionKind.LEFT_EMPTY,
            "Amendment 1 and Amendment 2 together leave no word of 3: "
            "strikes “We thank”; strikes “all.”.",
        ),
        (
            StrikeText("a", 3, 11),
            InsertText("a", 7, " never"),
            INSIDE,
            "Amendment 2 puts “never” into words of 1 that Amendment 1 strikes: strikes “may act”.",
        ),
        (
            InsertText("x", 7, " more"),
            StrikeClause("a"),
            INSIDE,
            "Amendment 1 puts “more” into 1 a), which Amendment 2 strikes.",
        ),
        (
            StrikeClause("a"),
            replaced("a", 3, 7, " must"),
            INSIDE,
            "Amendment 2 changes 1, which Amendment 1 strikes: “must”.",
        ),
        (
            StrikeClause("a"),
            InsertClauses("a", "x", (NEW,)),
            INSIDE,
            "Amendment 2 puts “New.” into 1, which Amendment 1 strikes.",
        ),
        (
            RestyleClauses("a", DECIMAL),
            StrikeClause("a"),
            INSIDE,
            "Amendment 1 relabels what stands under 1, which Amendment 2 strikes.",
        ),
        (
            StrikeText("a", 3, 11),
            SplitClause("a", 7, "t"),
            RIVAL,
            "Amendment 2 begins a new clause within words of 1 that Amendment 1 strikes: "
            "before “act now.”; strikes “may act”.",
        ),
        (
            SplitClause("a", 7, "t"),
            StrikeClause("a"),
            RIVAL,
            "Amendment 1 begins a new clause within words of 1 that Amendment 2 strikes: "
            "before “act now.”; strikes “We may act now.”.",
        ),
        (
            MoveClause("x", "b", None),
            StrikeClause("a"),
            RIVAL,
            "Amendment 1 moves 1 a), which Amendment 2 strikes: “Money;”.",
        ),
        (
            StrikeClause("a"),
            MoveClause("c", "a", None),
            RIVAL,
            "Amendment 2 moves “We thank all.” to where Amendment 1 strikes: 1.",
        ),
        (
            JoinClauses("b", "c"),
            StrikeClause("b"),
            RIVAL,
            "Amendment 1 joins “We thank all.” to another clause, and Amendment 2 strikes one "
            "of the two: strikes “We call on courts.”.",
        ),
        (
            MoveClause("c", None, None),
            MoveClause("c", "a", "x"),
            RIVAL,
            "Amendment 1 and Amendment 2 put 3 in different places: “We thank all.”.",
        ),
        (
            MoveClause("c", None, None),
            JoinClauses("b", "c"),
            RIVAL,
            "Amendment 1 and Amendment 2 put 3 in different places: “We thank all.”.",
        ),
        (
            JoinClauses("a", "c"),
            JoinClauses("b", "c"),
            RIVAL,
            "Amendment 1 and Amendment 2 put 3 in different places: “We thank all.”.",
        ),
        (
            MoveClause("a", "b", None),
            MoveClause("b", "a", None),
            RIVAL,
            "Amendment 1 and Amendment 2 move clauses into each other: “We may act now.”; "
            "“We call on courts.”.",
        ),
        (
            SplitClause("b", 8, "t"),
            SplitClause("b", 8, "u", nested=True),
            RIVAL,
            "Amendment 1 and Amendment 2 begin a new clause at the same point of 2 in "
            "different ways.",
        ),
        (
            RestyleClauses(None, ALPHA),
            RestyleClauses(None, Marker()),
            RIVAL,
            "Amendment 1 and Amendment 2 label the same list differently, at the list at the top.",
        ),
    ],
)
def test_a_person_decides_where_two_cannot_both_be_had(one, other, kind, sentence):
    met = [each for each in meetings(one, other) if each.hard]

    assert sentence in [each.sentence for each in met]
    assert {each.kind for each in met} == {kind}
    assert {(each.first, each.second) for each in met} == {("A1", "A2")}


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (
            InsertText("a", 7, " gladly"),
            InsertText("a", 7, " soon"),
            "Amendment 1 and Amendment 2 both put words at the same point of 1: “gladly”, "
            "then “soon”.",
        ),
        (
            InsertClauses(None, "a", (NEW,)),
            MoveClause("c", None, "a"),
            "Amendment 1 and Amendment 2 both put a clause at the same place: “New.”, then "
            "“We thank all.”.",
        ),
    ],
)
def test_what_is_put_in_one_gap_stands_there_in_printed_order(one, other, sentence):
    (met,) = meetings(one, other)

    assert (met.kind, met.hard, met.sentence) == (CollisionKind.SAME_GAP, False, sentence)


@pytest.mark.parametrize(
    "same",
    [
        lambda new: InsertText("a", 7, " gladly"),
        lambda new: StrikeText("a", 3, 7),
        lambda new: replaced("a", 3, 7, " must"),
        lambda new: InsertClauses("a", "x", (clause(new, " New.", marker=ALPHA),)),
        lambda new: StrikeClause("a"),
        lambda new: SplitClause("a", 7, new),
        lambda new: JoinClauses("b", "c"),
        lambda new: MoveClause("c", None, "a"),
        lambda new: RestyleClauses("a", DECIMAL),
    ],
    ids=[
        "insert_text",
        "strike_text",
        "replace",
        "insert_clauses",
        "strike_clause",
        "split",
        "join",
        "move",
        "restyle",
    ],
)
def test_the_same_proposal_is_one_change_with_two_movers(same):
    one, other = same("n"), same("m")

    met = meetings(one, other)

    assert {(each.kind, each.hard) for each in met} == {(CollisionKind.IDENTICAL, False)}
    sets = [
        ChangeSet(name, tuple(each) if isinstance(each, list) else (each,), name[1:])
        for name, each in (("A1", one), ("A2", other))
    ]
    weave = Weave(motion(), sets)
    assert weave.text({"A1", "A2"}).clauses == weave.text({"A1"}).clauses


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (StrikeText("a", 3, 7), StrikeText("a", 5, 11)),
        (StrikeText("a", 3, 7), StrikeClause("a")),
        (StrikeClause("x"), StrikeClause("a")),
        (replaced("a", 3, 7, " must"), InsertText("a", 3, " all")),
        (SplitClause("a", 7, "t"), replaced("a", 7, 11, " do")),
        (MoveClause("a", None, "c"), InsertClauses("a", None, (NEW,))),
        (StrikeClause("b"), InsertClauses(None, "b", (NEW,))),
        (JoinClauses("b", "c"), InsertText("c", 3, " really")),
    ],
)
def test_these_do_not_meet(one, other):
    assert not [each for each in meetings(one, other) if each.hard]


def test_a_circle_of_three_is_found_though_no_two_of_them_close_it():
    met = meetings(
        MoveClause("a", "b", None), MoveClause("b", "c", None), MoveClause("c", "a", None)
    )

    pairs = {(each.first, each.second) for each in met if each.hard}
    assert pairs == {("A1", "A2"), ("A1", "A3"), ("A2", "A3")}


def test_whoever_saw_an_amendment_does_not_collide_with_it():
    first = ChangeSet("A1", tuple(replaced("a", 3, 7, " must")), "1")
    later = ChangeSet("A2", tuple(replaced("a", 3, 8, " shall")), "2", frozenset({"A1"}))

    weave = Weave(motion(), [later, first])

    assert weave.collisions({"A1", "A2"}) == []
    assert weave.text({"A1", "A2"}).clauses[0].text == " We shall act now."


@given(conferences(fewest=2), st.data())
def test_what_collides_does_not_depend_on_the_order_of_asking(conference, data):
    document, sets = conference
    shuffled = data.draw(st.permutations(sets))
    ids = [each.id for each in sets]

    met = Weave(document, sets).collisions(ids)

    assert Weave(document, shuffled).collisions(reversed(ids)) == met
    assert all(each.first != each.second for each in met)


@pytest.mark.parametrize(
    ("put", "struck"),
    [
        (InsertClauses(None, "c", (NEW,)), StrikeClause("n")),
        (InsertClauses(None, "c", (clause("m", " More.", NEW),)), StrikeClause("n")),
        (InsertText("a", 3, " gladly"), StrikeText("a", 3, 10)),
        (InsertClauses(None, "c", (NEW,)), StrikeText("n", 0, 4)),
    ],
    ids=["clause", "clause within", "words", "words of a clause"],
)
def test_what_two_put_in_and_one_saw_struck_is_for_a_person_to_decide(put, struck):
    first, twin = ChangeSet("A1", (put,), "1"), ChangeSet("A3", (put,), "3")
    striker = ChangeSet("A2", (struck,), "2", frozenset({"A1"}))

    found = Weave(motion(), [first, striker, twin]).collisions(["A1", "A2", "A3"])

    hard = [(each.kind, each.first, each.second) for each in found if each.hard]
    assert hard == [(INSIDE, "A2", "A3")]
    assert "A3 puts in what A2 strikes where another put in the same" in found[0].sentence


@given(conferences(fewest=2), st.data())
def test_a_set_without_hard_collisions_is_consolidated_without_a_question(conference, data):
    document, sets = conference
    weave = Weave(document, sets)
    wish = data.draw(st.sets(st.sampled_from([each.id for each in sets])))
    under, _ = weave.closure(wish)

    sound = [each for each in sets if not weave.unapplied(each.context | {each.id})]
    if under <= {each.id for each in sound}:
        collides = any(each.hard for each in weave.collisions(under))
        assert collides or weave.unapplied(under) == []
