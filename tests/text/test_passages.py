import pytest

from webapp.text.clause import Clause, ClauseId, Document
from webapp.text.lines import LineProfile, lay_out
from webapp.text.operation import (
    ChangeSet,
    InsertClauses,
    InsertText,
    MoveClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.passages import (
    Span,
    leaves_children,
    lines_between,
    quoted,
    standing,
    strike,
    whole_clauses,
    words_within,
)
from webapp.text.weave import Weave

NARROW = LineProfile(unlabelled=20, numbered=20, lettered=20)


def clause(name, text, *children):
    return Clause(ClauseId(name), text, children=children)


def change(name, *operations, sees=()):
    return ChangeSet(name, operations, name.removeprefix("A"), frozenset(sees))


TREES = Document(
    (
        clause("a", " We thank all who planted trees this winter."),
        clause("b", " We ask councils to:", clause("x", " water them;"), clause("y", " prune.")),
        clause("c", " We ask for money."),
    )
)


def texts(document):
    return [each.text.strip() for each in document.walk()]


def struck(document, spans):
    change_set = strike(document, spans, id="S")
    return texts(Weave(document, [change_set]).text({"S"}))


def test_lines_take_the_words_printed_on_them_and_the_space_before():
    layout = lay_out(TREES, NARROW)

    spans = lines_between(TREES, layout, 2, 2)

    assert [line.text for line in layout.lines[:3]] == [
        "We thank all who",
        "planted trees this",
        "winter.",
    ]
    assert quoted(TREES, spans) == "planted trees this"
    assert struck(TREES, spans)[0] == "We thank all who winter."


def test_lines_over_several_clauses_strike_whole_ones_as_clauses():
    layout = lay_out(TREES, NARROW)
    last = layout.of(ClauseId("c"))[1]

    spans = lines_between(TREES, layout, 4, last)

    assert struck(TREES, spans) == ["We thank all who planted trees this winter."]


def test_a_clause_is_taken_with_all_it_leads_in():
    spans = whole_clauses(TREES, [ClauseId("b")])

    assert [one.clause for one in spans] == ["b", "x", "y"]
    assert struck(TREES, spans) == [texts(TREES)[0], "We ask for money."]


def test_words_are_found_as_whole_words_wherever_they_stand_in_the_passage():
    within = whole_clauses(TREES, ["a", "c"])

    assert words_within(TREES, within, "We") == [
        (Span("a", 0, 3),),
        (Span("c", 0, 3),),
    ]
    assert words_within(TREES, within, "win") == []
    assert words_within(TREES, within, "  ") == []


def test_a_clause_that_would_lead_in_without_words_is_named():
    layout = lay_out(TREES, NARROW)
    first, last = layout.of(ClauseId("b"))

    assert leaves_children(TREES, lines_between(TREES, layout, first, last)) == ["b"]
    assert leaves_children(TREES, whole_clauses(TREES, ["b"])) == []


def followed(spans, *change_sets):
    weave = Weave(TREES, change_sets)
    now = weave.text({one.id for one in change_sets})
    return now, standing(weave, TREES, spans, now)


def test_a_passage_left_alone_is_where_it_was():
    spans = words_within(TREES, whole_clauses(TREES, ["a"]), "who planted trees")[0]

    assert followed(spans)[1] == spans


def test_words_put_into_the_midst_of_a_passage_belong_to_it_and_words_beside_it_do_not():
    spans = words_within(TREES, whole_clauses(TREES, ["a"]), "who planted trees")[0]
    midst = change("A1", InsertText("a", 25, " ten", quote="planted"))
    beside = change("A2", InsertText("a", 31, " here", quote="trees"))

    now, found = followed(spans, midst, beside)

    assert quoted(now, found) == "who planted ten trees"


def test_what_was_struck_of_a_passage_is_no_longer_in_it():
    spans = whole_clauses(TREES, ["a"])

    now, found = followed(spans, change("A1", StrikeText("a", 0, 9, " We thank")))

    assert quoted(now, found) == "all who planted trees this winter."


def test_nothing_is_left_of_a_passage_struck_whole():
    assert followed(whole_clauses(TREES, ["c"]), change("A1", StrikeClause("c")))[1] == ()


def test_a_clause_put_among_those_of_a_passage_or_under_one_belongs_to_it():
    between = change("A1", InsertClauses(None, ClauseId("b"), (clause("n", " New."),)))
    under = change("A2", InsertClauses(ClauseId("b"), ClauseId("y"), (clause("m", " More."),)))
    spans = whole_clauses(TREES, ["b", "c"])

    now, found = followed(spans, between, under)

    assert quoted(now, found) == (
        "We ask councils to: … water them; … prune. … More. … New. … We ask for money."
    )


def test_a_clause_put_after_a_passage_does_not_belong_to_it():
    after = change("A1", InsertClauses(None, ClauseId("c"), (clause("n", " New."),)))

    assert [one.clause for one in followed(whole_clauses(TREES, ["c"]), after)[1]] == ["c"]


def test_a_passage_is_followed_where_its_clause_was_moved():
    moved = change("A1", MoveClause(ClauseId("x"), None, ClauseId("c")))

    now, found = followed(whole_clauses(TREES, ["x"]), moved)

    assert texts(now)[-1] == "water them;"
    assert quoted(now, found) == "water them;"


@pytest.mark.parametrize("lines", [(4, 4), (1, 99), (90, 99)])
def test_any_lines_strike_what_they_name_and_nothing_else(lines):
    layout = lay_out(TREES, NARROW)

    spans = lines_between(TREES, layout, *lines)

    kept = " ".join(" ".join(struck(TREES, spans)).split())
    left = [one.text for one in layout.lines if not lines[0] <= one.number <= lines[1]]
    assert kept == " ".join(left)
