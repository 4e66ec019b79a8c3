import pytest

from webapp.text.clause import (
    ATOM,
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
)
from webapp.text.errors import (
    NoSuchChangeSet,
    NoSuchClause,
    NotClosed,
    TwiceNamed,
    WrongAnchor,
)
from webapp.text.fabric import Why
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
from webapp.text.unapplied import Unapplied
from webapp.text.weave import Weave

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
ALPHA = Marker(MarkerStyle.ALPHA, "{})")


def clause(name, text, *children, marker=UNLABELLED, references=()):
    return Clause(ClauseId(name), text, marker, references, children)


def change(name, *operations, sees=(), amends=None, place=None):
    printed = name.removeprefix("A") if place is None else place
    return ChangeSet(name, operations, printed, frozenset(sees), amends)


def motion():
    return Document(
        (
            clause("a", " We may act now.", clause("x", " Money;"), clause("y", " People.")),
            clause("b", " We call on courts."),
            clause("c", " We thank all."),
        )
    )


def outline(document):
    """Return a document as "a We act (x Money;) b We call"."""

    def of(clauses):
        parts = []
        for each in clauses:
            below = f" ({of(each.children)})" if each.children else ""
            parts.append(f"{each.id}{each.text}{below}")
        return " ".join(parts)

    return of(document.clauses)


def read(*sets, under=None, document=None):
    weave = Weave(document or motion(), sets)
    return outline(weave.text([each.id for each in sets] if under is None else under))


def first_text(*sets, **options):
    weave = Weave(motion(), sets)
    return weave.text([each.id for each in sets], **options).clauses[0].text


# Words


def test_without_change_sets_the_text_is_the_base():
    assert Weave(motion(), []).text(()) == motion()


def test_a_lost_amendment_leaves_no_trace():
    first = change("A1", StrikeText("a", 3, 7, " may"), InsertText("a", 3, " must"))
    second = change("A2", InsertText("a", 11, " at once"))

    assert Weave(motion(), [first, second]).text({"A2"}).clauses[0].text == (
        " We may act at once now."
    )


def test_edits_to_different_words_of_one_clause_both_stand():
    first = change("A1", StrikeText("a", 3, 7, " may"), InsertText("a", 7, " must"))
    second = change("A2", StrikeText("a", 11, 15, " now"), InsertText("a", 11, " soon"))

    assert first_text(first, second) == " We must act soon."


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1", "2", " We first second"),
        ("10", "2A", " We second first"),
        ("2", "2A", " We first second"),
    ],
)
def test_printed_order_decides_what_comes_first_in_one_gap(one, other, expected):
    first = change("Z1", InsertText("a", 3, " first"), place=one)
    second = change("A2", InsertText("a", 3, " second"), place=other)

    assert first_text(first, second).startswith(expected)
    assert first_text(second, first) == first_text(first, second)


def test_what_was_put_before_something_seen_stays_before_it():
    first = change("A1", InsertText("a", 3, " all"))
    later = change("A2", InsertText("a", 3, " here"), sees={"A1"})

    assert first_text(first, later) == " We here all may act now."


def test_a_replacement_comes_before_an_insertion_after_the_same_words():
    first = change("A1", InsertText("a", 7, " gladly"))
    second = change("A2", StrikeText("a", 3, 7), InsertText("a", 3, " must"))

    assert first_text(first, second) == " We must gladly act now."


def test_an_insertion_before_replaced_words_stays_before_the_replacement():
    first = change("A1", StrikeText("a", 3, 7), InsertText("a", 3, " must"))
    second = change("A2", InsertText("a", 3, " all"))

    assert first_text(first, second) == " We all must act now."


def test_an_amendment_to_an_amendment_edits_its_words():
    first = change("A1", InsertText("a", 3, " all as one"))
    second = change("A1a", StrikeText("a", 3, 7, " all"), sees={"A1"}, amends="A1", place="1")
    weave = Weave(motion(), [first, second])

    assert weave.text({"A1", "A1a"}).clauses[0].text == " We as one may act now."
    with pytest.raises(NotClosed) as refused:
        weave.text({"A1a"})
    assert refused.value.missing == {"A1a": frozenset({"A1"})}


# Clauses


def test_new_clauses_stand_where_they_are_put_with_all_they_lead_in():
    new = (clause("n", " New:", clause("m", " more;")), clause("o", " Other."))

    assert read(change("A1", InsertClauses("a", "x", new))) == (
        "a We may act now. (x Money; n New: (m more;) o Other. y People.) "
        "b We call on courts. c We thank all."
    )


def test_a_struck_clause_goes_with_what_others_put_in_it_and_nothing_flows_on():
    first = change("A1", StrikeClause("b", " We call on courts."))
    second = change(
        "A2", InsertText("b", 19, " Now."), InsertClauses("b", None, (clause("n", " N"),))
    )

    assert read(first, second) == "a We may act now. (x Money; y People.) c We thank all."


def test_the_head_of_a_split_keeps_its_id_and_its_children():
    assert read(change("A1", SplitClause("a", 7, ClauseId("t"), quote="may"))) == (
        "a We may (x Money; y People.) t act now. b We call on courts. c We thank all."
    )


@pytest.mark.parametrize(
    ("nested", "follow", "expected"),
    [
        (False, True, "a We may t act now. (x Money; y People.)"),
        (True, False, "a We may (t act now. x Money; y People.)"),
        (True, True, "a We may (t act now. (x Money; y People.))"),
    ],
)
def test_a_split_says_where_its_tail_and_the_children_go(nested, follow, expected):
    split = SplitClause("a", 7, ClauseId("t"), children_follow=follow, nested=nested)

    assert read(change("A1", split)).startswith(expected)


def test_an_edit_stays_with_its_words_on_either_side_of_a_split():
    split = change("A1", SplitClause("a", 7, ClauseId("t")))
    edit = change("A2", InsertText("a", 3, " all"), StrikeText("a", 11, 15, " now"))

    assert read(edit, split).startswith("a We all may (x Money; y People.) t act.")


def test_words_at_the_beginning_of_a_tail_are_named_by_the_tail():
    split = change("A1", SplitClause("a", 7, ClauseId("t")), InsertText("t", 0, " Then"))

    assert read(split).startswith("a We may (x Money; y People.) t Then act now.")


def test_a_joined_clause_runs_on_and_its_children_come_last():
    assert read(change("A1", JoinClauses("b", "a"))) == (
        "b We call on courts. We may act now. (x Money; y People.) c We thank all."
    )


@pytest.mark.parametrize("nested", [False, True])
def test_a_tail_follows_its_moved_head_past_one_split_off_since(nested):
    split = change("A1", SplitClause("b", 8, ClauseId("t")))
    move = change("A2", MoveClause("b", None, None))
    later = change("A3", SplitClause("b", 3, ClauseId("u"), nested=nested), sees=["A1", "A2"])
    expected = "b We (u call) t on courts. a" if nested else "b We u call t on courts. a"

    assert read(split, move, later).startswith(expected)


@pytest.mark.parametrize("nested", [False, True])
def test_words_put_in_by_another_may_be_split_though_only_words_were_put_in(nested):
    words = change("A1", InsertText("b", 8, " soon and"))
    split = change(
        "A2", SplitClause("b", 13, ClauseId("t"), nested=nested), StrikeClause("c"), sees=["A1"]
    )
    expected = "b We call soon (t and on courts.)" if nested else "b We call soon t and on courts."

    assert read(words, split).endswith(expected)
    assert Weave(motion(), [words, split]).unapplied({"A1", "A2"}) == []


def test_a_clause_joined_to_one_that_another_splits_follows_the_tail():
    join = change("A1", JoinClauses("a", "b"))
    split = change("A2", SplitClause("a", 7, ClauseId("t")))

    assert read(join, split) == (
        "a We may (x Money; y People.) t act now. We call on courts. c We thank all."
    )


def test_a_moved_clause_takes_its_edits_along_and_the_style_of_its_new_siblings():
    document = Document(
        (clause("a", " A", clause("x", " X", marker=ALPHA)), clause("b", " B", marker=DECIMAL))
    )
    move = change("A1", MoveClause("b", "a", "x"))
    edit = change("A2", InsertText("b", 2, " more"))

    text = Weave(document, [move, edit]).text({"A1", "A2"})

    assert outline(text) == "a A (x X b B more)"
    assert text.find("b").marker == ALPHA


def test_a_tail_follows_its_head_unless_the_mover_had_seen_the_split():
    split = change("A1", SplitClause("b", 8, ClauseId("t")))
    blind = change("A2", MoveClause("b", None, None))
    seeing = change("A2", MoveClause("b", None, None), sees={"A1"})

    assert read(split, blind).startswith("b We call t on courts. a")
    assert read(split, seeing) == (
        "b We call a We may act now. (x Money; y People.) t on courts. c We thank all."
    )


def test_a_new_clause_keeps_its_place_when_its_neighbour_moves_away():
    new = change("A1", InsertClauses(None, "a", (clause("n", " New."),)))
    move = change("A2", MoveClause("a", None, "c"))

    assert read(new, move).startswith("n New. b We call on courts. c We thank all. a")


def test_a_move_to_what_is_struck_has_no_effect_and_is_told():
    move = change("A1", MoveClause("c", "b", None))
    strike = change("A2", StrikeClause("b"))
    weave = Weave(motion(), [move, strike])

    assert outline(weave.text({"A1", "A2"})).endswith("y People.) c We thank all.")
    assert weave.unapplied({"A1", "A2"}) == [Unapplied("A1", move.operations[0], Why.ABSENT)]


def test_the_later_move_of_a_circle_has_no_effect_and_is_told():
    first = change("A1", MoveClause("b", "c", None))
    second = change("A2", MoveClause("c", "b", None))
    weave = Weave(motion(), [second, first])

    assert outline(weave.text({"A1", "A2"})).endswith("c We thank all. (b We call on courts.)")
    assert [each.why for each in weave.unapplied({"A1", "A2"})] == [Why.CIRCLE]


def test_text_nobody_struck_is_not_lost_with_what_it_was_moved_from_and_to():
    move = change("A1", MoveClause("x", "b", None))
    strike = change("A2", StrikeClause("a"), sees={"A1"})
    other = change("A3", StrikeClause("b"))

    assert read(move, strike, other) == "x Money; c We thank all."


def test_a_list_restyled_by_one_labels_what_another_puts_in():
    document = Document((clause("a", " A", marker=DECIMAL), clause("b", " B", marker=DECIMAL)))
    restyle = change("A1", RestyleClauses(None, ALPHA))
    new = change("A2", InsertClauses(None, "a", (clause("n", " N", marker=DECIMAL),)))

    text = Weave(document, [restyle, new]).text({"A1", "A2"})

    assert {each.marker for each in text.clauses} == {ALPHA}


def test_two_movers_of_one_clause_share_its_id():
    first = change("A1", InsertClauses(None, "c", (clause("n", " New."),)))
    second = change("A2", InsertClauses(None, "c", (clause("m", " New."),)))
    weave = Weave(motion(), [first, second])
    names = [weave.text(under).clauses[-1].id for under in ({"A1"}, {"A2"}, {"A1", "A2"})]
    later = change("A3", InsertText("m", 4, "er"), sees={"A1", "A2"})

    assert names == ["n", "m", "n"]
    assert weave.extended([later]).text({"A1", "A2", "A3"}).clauses[-1].text == " Newer."


# References


def with_reference(*targets):
    reference = Reference(tuple(map(ClauseId, targets)))
    return Document((*motion().clauses, clause("r", f" See {ATOM}.", references=(reference,))))


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (SplitClause("a", 7, ClauseId("t")), ("a", "t")),
        (JoinClauses("b", "a"), ("b",)),
        (MoveClause("a", None, "c"), ("a",)),
        (StrikeClause("a"), ("a",)),
    ],
)
def test_references_follow_what_becomes_of_their_clause(operation, expected):
    text = Weave(with_reference("a"), [change("A1", operation)]).text({"A1"})

    assert text.find("r").references[0].targets == expected


def test_a_reference_to_both_parts_points_to_what_remains_of_them():
    split = change("A1", SplitClause("a", 7, ClauseId("t")))
    strike = change("A2", StrikeClause("a"), sees={"A1"})

    text = Weave(with_reference("a"), [split, strike]).text({"A1", "A2"})

    assert text.find("r").references[0].targets == ("t",)


# What cannot be woven, and what cannot stand


@pytest.mark.parametrize(
    "operation",
    [
        StrikeText("a", 3, 7, " can"),
        StrikeText("a", 3, 99),
        StrikeText("a", 7, 7),
        InsertText("a", 99, " x"),
        InsertText("a", 7, " x", quote="can"),
        InsertText("a", 7, f" {ATOM}"),
        SplitClause("a", 7, ClauseId("t"), quote="can"),
        StrikeClause("a", " Other words."),
    ],
    ids=repr,
)
def test_an_operation_that_quotes_other_words_fails_loudly(operation):
    with pytest.raises(WrongAnchor) as wrong:
        Weave(motion(), [change("A1", operation)])

    assert (wrong.value.change_set, wrong.value.clause) == ("A1", "a")


@pytest.mark.parametrize(
    "operation",
    [
        InsertText("q", 0, " x"),
        StrikeClause("q"),
        MoveClause("a", "q", None),
        MoveClause("a", "b", "c"),
        InsertClauses(None, "x", (clause("n", " N"),)),
        RestyleClauses("q", ALPHA),
    ],
    ids=repr,
)
def test_an_operation_names_only_what_its_author_saw(operation):
    with pytest.raises(NoSuchClause):
        Weave(motion(), [change("A1", operation)])


def test_a_context_holds_only_what_the_weave_has():
    with pytest.raises(NoSuchChangeSet):
        Weave(motion(), [change("A1", sees={"A9"})])


def test_no_two_change_sets_see_each_other():
    with pytest.raises(NotClosed):
        Weave(motion(), [change("A1", sees={"A2"}), change("A2", sees={"A1"})])


def test_two_change_sets_of_one_id_are_refused_but_one_given_twice_is_not():
    one = change("A1", InsertText("a", 3, " all"))

    assert first_text(one, one) == " We all may act now."
    with pytest.raises(TwiceNamed):
        Weave(motion(), [one, change("A1", StrikeClause("a"))])


def test_only_what_touched_the_same_clause_is_needed():
    first = change("A1", InsertText("a", 3, " all"))
    second = change("A2", InsertText("b", 3, " all"))
    later = change("A3", StrikeText("a", 7, 11, " may"), sees={"A1", "A2"})
    weave = Weave(motion(), [first, second, later])

    assert weave.requires("A3") == {"A1"}
    assert weave.closure({"A2", "A3"}) == ({"A2"}, {"A3": {"A1"}})
    assert weave.text({"A2", "A3"}, drop=True).under == {"A2"}
    with pytest.raises(NotClosed):
        weave.text({"A2", "A3"})
