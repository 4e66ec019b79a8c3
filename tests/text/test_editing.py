import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.edits import documents, edited, gap, pick, sentences, shown_text
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
)
from webapp.text.errors import ImpossibleEdit, NoSuchClause
from webapp.text.reading import read_plain
from webapp.text.tree import get_clause
from webapp.text.words import settle_words

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
ALPHA = Marker(MarkerStyle.ALPHA, "{})")


def clause(name: str, text: str = " Words.", *children: Clause, marker: Marker = DECIMAL) -> Clause:
    return Clause(ClauseId(name), text, marker, children=children)


def document_of(*clauses: Clause) -> Document:
    return Document(clauses, frozenset({"A1"}))


def outline(document: Document) -> str:
    """Return the ids as "a(b c) d"."""

    def of(clauses: tuple[Clause, ...]) -> str:
        return " ".join(
            f"{each.id}({of(each.children)})" if each.children else each.id for each in clauses
        )

    return of(document.clauses)


def named(name: str):
    return lambda: ClauseId(name)


def typed_as_browsers_send(shown: str) -> str:
    return shown.replace("\u00a0", " ").replace(" ", "\r\n", 1)


@given(documents(), st.data())
def test_a_form_sent_back_untouched_is_no_change(document, data):
    chosen = pick(data.draw, document)
    if chosen is None:
        return
    shown = shown_text(document, chosen)

    assert editing.set_text(document, chosen.id, shown) is document
    assert editing.set_text(document, chosen.id, typed_as_browsers_send(shown)) is document
    assert editing.set_paragraphs(document, chosen.id, f"\r\n{shown}\r\n") is document


@given(documents(), sentences(), st.data())
def test_typed_words_are_the_words_shown_afterwards(document, words, data):
    chosen = pick(data.draw, document)
    if chosen is None:
        return

    result = editing.set_text(document, chosen.id, words)

    assert shown_text(result, get_clause(result, chosen.id)) == words.strip()


@given(documents().flatmap(lambda d: st.tuples(st.just(d), edited(d))))
def test_every_edited_document_is_sound(both):
    document, result = both

    ids = [each.id for each in result.walk()]
    assert len(ids) == len(set(ids))
    assert result.under == document.under
    assert all(each.text.count(ATOM) == len(each.references) for each in result.walk())


def test_a_reference_survives_typing_around_it():
    first, second = clause("a"), Clause(ClauseId("b"), f" As in {ATOM}, we act.", DECIMAL)
    reference = Reference((ClauseId("a"),))
    document = document_of(first, Clause(second.id, second.text, DECIMAL, (reference,)))

    result = editing.set_text(document, ClauseId("b"), "Just as in 1, we must act.")

    changed = get_clause(result, ClauseId("b"))
    assert changed.text == f" Just as in {ATOM}, we must act."
    assert changed.references == (reference,)


def test_a_reference_typed_over_becomes_the_words_typed():
    reference = Reference((ClauseId("a"),))
    document = document_of(
        clause("a"), Clause(ClauseId("b"), f" See {ATOM}.", DECIMAL, (reference,))
    )

    result = editing.set_text(document, ClauseId("b"), "See the annex.")

    changed = get_clause(result, ClauseId("b"))
    assert (changed.text, changed.references) == (" See the annex.", ())


@pytest.mark.parametrize(
    ("typed", "was", "expected"),
    [
        ("one\r\ntwo", "", " one two"),
        ("in 7 d) now", " in 7\u00a0d) now", " in 7\u00a0d) now"),
        ("in 7 d) and 8", " in 7\u00a0d) now", " in 7\u00a0d) and 8"),
        ("  twice  spaced ", " twice  spaced", " twice  spaced"),
        ("a\x00b\x07", "", " ab"),
        (f"x{ATOM}y", "", " xy"),
        (" \r\n ", " words", ""),
        ("ends ", " ends ", " ends "),
    ],
)
def test_blanks_are_as_they_were_and_what_no_text_may_hold_is_dropped(typed, was, expected):
    assert settle_words(typed, was) == expected


@given(st.text(), st.text())
def test_settling_loses_no_word_and_is_done_once(typed, was):
    settled = settle_words(typed, was)

    assert settle_words(settled, was) == settled
    assert settle_words("\r\n".join(settled.split()), settled) == settled


def test_a_blank_line_in_a_box_begins_a_new_clause():
    document = document_of(clause("a", " One. Two. Three.", clause("b", marker=ALPHA)), clause("c"))
    ids = iter([ClauseId("y"), ClauseId("x")])

    result = editing.set_paragraphs(
        document, ClauseId("a"), "One.\r\n\r\nTwo more.\n \nThree.", new_id=ids.__next__
    )

    assert outline(result) == "a(b) x y c"
    assert [each.text for each in result.clauses[:3]] == [" One.", " Two more.", " Three."]


def test_an_added_clause_takes_the_style_of_its_list():
    document = document_of(clause("a", " A.", clause("b", marker=ALPHA)))

    result = editing.add_clause(document, ClauseId("a"), ClauseId("b"), "New.", new_id=named("x"))

    assert get_clause(result, ClauseId("x")) == Clause(ClauseId("x"), " New.", ALPHA)
    assert outline(result) == "a(b x)"


def test_the_first_clause_under_another_takes_the_next_style():
    document = document_of(clause("a"))

    result = editing.add_clause(document, ClauseId("a"), None, "New.", new_id=named("x"))

    assert result.clauses[0].children[0].marker == ALPHA


def test_a_struck_clause_goes_with_all_it_leads_in():
    document = document_of(clause("a", " A.", clause("b")), clause("c"))

    assert outline(editing.strike_clause(document, ClauseId("a"))) == "c"


def test_the_head_of_a_split_keeps_its_id_and_references_point_to_both():
    reference = Reference((ClauseId("a"),))
    document = document_of(
        clause("a", " One; two.", clause("b")),
        Clause(ClauseId("c"), f" {ATOM}", DECIMAL, (reference,)),
    )

    result = editing.split_clause(document, ClauseId("a"), 6, new_id=named("x"))

    assert outline(result) == "a(b) x c"
    assert [each.text for each in result.clauses[:2]] == [" One;", " two."]
    assert result.clauses[2].references[0].targets == ("a", "x")


@pytest.mark.parametrize(
    ("nested", "follow", "expected"),
    [(False, True, "a x(b)"), (True, False, "a(x b)"), (True, True, "a(x(b))")],
)
def test_a_split_says_where_the_tail_and_the_children_go(nested, follow, expected):
    document = document_of(clause("a", " One; two.", clause("b")))

    result = editing.split_clause(
        document, ClauseId("a"), 5, nested=nested, children_follow=follow, new_id=named("x")
    )

    assert outline(result) == expected


@pytest.mark.parametrize("offset", [0, 1, 10, 99])
def test_no_split_leaves_a_clause_without_a_word(offset):
    document = document_of(clause("a", " One; two."))

    with pytest.raises(ImpossibleEdit):
        editing.split_clause(document, ClauseId("a"), offset)


def test_a_joined_clause_runs_on_and_its_children_come_last():
    reference = Reference((ClauseId("c"), ClauseId("a")))
    document = document_of(
        clause("a", " One", clause("b", marker=ALPHA)),
        clause("c", " two.", clause("d")),
        Clause(ClauseId("e"), f" {ATOM}", DECIMAL, (reference,)),
    )

    result = editing.join_clauses(document, ClauseId("a"), ClauseId("c"))

    assert outline(result) == "a(b d) e"
    assert result.clauses[0].text == " One two."
    assert result.clauses[0].children[1].marker == ALPHA
    assert result.clauses[1].references[0].targets == ("a",)


@given(documents(), st.data())
def test_splitting_and_joining_again_changes_no_word(document, data):
    chosen = pick(data.draw, document)
    if chosen is None:
        return
    offset = data.draw(st.integers(0, len(chosen.text)))
    try:
        result = editing.split_clause(document, chosen.id, offset, new_id=named("x"))
    except ImpossibleEdit:
        return

    joined = editing.join_clauses(result, chosen.id, ClauseId("x"))

    assert [each.text for each in joined.walk()] == [each.text for each in document.walk()]


@given(documents(), st.data())
def test_a_moved_clause_stands_where_it_was_put_with_all_it_leads_in(document, data):
    chosen, (parent, after) = pick(data.draw, document), gap(data.draw, document)
    if chosen is None or chosen.id == after:
        return
    try:
        result = editing.move_clause(document, chosen.id, parent, after)
    except ImpossibleEdit:
        return

    moved = get_clause(result, chosen.id)
    siblings = result.clauses if parent is None else get_clause(result, parent).children
    before = siblings.index(moved) - 1
    assert moved.children == chosen.children
    assert (siblings[before].id if before >= 0 else None) == after


def test_a_clause_is_nested_under_the_sibling_before_it_and_comes_out_again():
    document = document_of(clause("a"), clause("b"), clause("c"))

    nested = editing.nest_clause(document, ClauseId("b"))
    out = editing.unnest_clause(nested, ClauseId("b"))

    assert outline(nested) == "a(b) c"
    assert out == document


@pytest.mark.parametrize(
    "act",
    [
        lambda d: editing.nest_clause(d, ClauseId("a")),
        lambda d: editing.unnest_clause(d, ClauseId("a")),
        lambda d: editing.move_clause(d, ClauseId("a"), ClauseId("b"), None),
        lambda d: editing.join_clauses(d, ClauseId("b"), ClauseId("a")),
    ],
    ids=["nest", "unnest", "move", "join"],
)
def test_an_impossible_act_is_refused_by_name(act):
    document = document_of(clause("a", " A.", clause("b")))

    with pytest.raises(ImpossibleEdit) as refusal:
        act(document)

    assert refusal.value.clause == "a"


@pytest.mark.parametrize(
    "act",
    [
        lambda d: editing.set_text(d, ClauseId("z"), "x"),
        lambda d: editing.add_clause(d, None, ClauseId("z"), "x"),
        lambda d: editing.add_clause(d, ClauseId("z"), None, "x"),
        lambda d: editing.move_clause(d, ClauseId("a"), None, ClauseId("z")),
        lambda d: editing.strike_clause(d, ClauseId("z")),
    ],
    ids=["type", "add after", "add under", "move", "strike"],
)
def test_an_act_on_a_clause_that_is_not_there_is_refused_by_name(act):
    with pytest.raises(NoSuchClause) as refusal:
        act(document_of(clause("a")))

    assert refusal.value.clause == "z"


def test_a_list_is_labelled_in_another_style():
    document = document_of(clause("a"), clause("b", " B.", clause("c", marker=ALPHA)))

    result = editing.restyle(document, None, UNLABELLED)

    assert [each.marker for each in result.walk()] == [UNLABELLED, UNLABELLED, ALPHA]


def test_a_struck_clause_is_put_back_with_what_it_led_in():
    original = read_plain("1. One:\n\na) Ay\n\nb) Bee\n\n2. Two\n\n3. Three").document
    struck = editing.strike_clause(original, original.find("1").id)

    restored = editing.restore_clause(struck, original, original.find("1").id)

    assert restored == original


def test_what_stands_elsewhere_is_not_put_back_twice():
    original = read_plain("1. One:\n\na) Ay\n\nb) Bee\n\n2. Two").document
    moved = editing.unnest_clause(original, original.find("1 b)").id)
    struck = editing.strike_clause(moved, original.find("1").id)

    restored = editing.restore_clause(struck, original, original.find("1").id)

    assert [clause.id for clause in restored.walk()].count(original.find("1 b)").id) == 1
    assert restored == moved


def test_a_clause_is_not_put_back_under_one_that_is_gone():
    original = read_plain("1. One:\n\na) Ay\n\n2. Two").document
    struck = editing.strike_clause(original, original.find("1").id)

    with pytest.raises(ImpossibleEdit):
        editing.restore_clause(struck, original, original.find("1 a)").id)
