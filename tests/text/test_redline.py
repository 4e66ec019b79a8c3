from collections import Counter
from dataclasses import replace

from hypothesis import given

from tests.text.test_diff_properties import both_versions, two_readings
from webapp.text import editing
from webapp.text.clause import ATOM, Clause, ClauseId, Document, Marker, MarkerStyle, Reference
from webapp.text.diff import changes
from webapp.text.numbering import number
from webapp.text.redline import ClauseKind, PieceKind, Redline, RedlineClause, compare, redline
from webapp.text.references import plain_text
from webapp.text.weave import Weave

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
MARKS = {PieceKind.SAME: "{}", PieceKind.INSERTED: "[+{}]", PieceKind.STRUCK: "[-{}]"}


def document_of(*texts: str) -> Document:
    return Document(
        tuple(Clause(ClauseId(f"c{place}"), text, DECIMAL) for place, text in enumerate(texts))
    )


def drawn(clause: RedlineClause) -> str:
    """Return the words of a clause as "kept[-struck][+inserted]"."""
    return "".join(MARKS[piece.kind].format(piece.shown) for piece in clause.pieces)


def named(name: str):
    return lambda: ClauseId(name)


def words_in(view: Redline, *kinds: PieceKind) -> list[str]:
    return [
        "".join(piece.shown for piece in clause.pieces if piece.kind in kinds)
        for clause in view.clauses
        if clause.kind is not ClauseKind.STRUCK or PieceKind.STRUCK in kinds
    ]


def characters(texts: list[str]) -> Counter[str]:
    return Counter("".join("".join(texts).split()))


def stored(document: Document) -> list[str]:
    return [clause.text for clause in document.walk()]


@given(both_versions | two_readings)
def test_what_is_not_struck_is_the_new_text(both):
    old, new = both
    numbering = number(new)

    view = compare(old, new)

    shown = words_in(view, PieceKind.SAME, PieceKind.INSERTED)
    assert [text.strip() for text in shown] == [
        plain_text(clause, numbering).strip() for clause in new.walk()
    ]


@given(both_versions | two_readings)
def test_what_is_not_inserted_is_the_old_text_word_for_word(both):
    old, new = both

    view = compare(old, new)

    pieces = [piece for clause in view.clauses for piece in clause.pieces]
    kept = [piece.text for piece in pieces if piece.kind is not PieceKind.INSERTED]
    assert characters(kept) == characters(stored(old))


@given(both_versions | two_readings)
def test_labels_are_those_of_the_new_text_and_of_the_old(both):
    old, new = both
    before, after = number(old), number(new)

    view = compare(old, new)

    standing = [clause for clause in view.clauses if clause.kind is not ClauseKind.STRUCK]
    assert [clause.label for clause in standing] == [after.label(each.id) for each in new.walk()]
    assert all(
        clause.label_before == before.label(clause.id)
        for clause in view.clauses
        if clause.id in before
    )


@given(both_versions)
def test_a_redline_of_a_text_with_itself_marks_nothing(both):
    _, document = both

    assert not compare(document, document).is_changed


def test_struck_words_stand_before_those_that_replace_them():
    old = document_of(" We may act.")

    view = compare(old, editing.set_text(old, ClauseId("c0"), "We must act."))

    assert drawn(view.clauses[0]) == "We[- may][+ must] act."
    assert view.is_changed


def test_a_struck_clause_stays_at_its_place():
    old = document_of(" One.", " Two.", " Three.")

    view = compare(old, editing.strike_clause(old, ClauseId("c1")))

    assert [(clause.kind, clause.label, clause.label_before) for clause in view.clauses] == [
        (ClauseKind.SAME, "1.", "1."),
        (ClauseKind.STRUCK, "", "2."),
        (ClauseKind.SAME, "2.", "3."),
    ]
    assert drawn(view.clauses[1]) == "[-Two.]"


def test_a_moved_clause_says_what_it_was_cited_as():
    old = document_of(" One here.", " Two here.", " Three here.")

    view = compare(old, editing.move_clause(old, ClauseId("c0"), None, ClauseId("c2")))

    moved = view.clauses[-1]
    assert (moved.kind, moved.label, moved.moved_from) == (ClauseKind.MOVED, "3.", "1")
    assert drawn(moved) == "One here."


def test_a_split_keeps_its_words_and_a_join_names_what_it_joined():
    whole, parts = document_of(" One. Two."), document_of(" One.", " Two.")

    split = compare(whole, editing.split_clause(whole, ClauseId("c0"), 5, new_id=named("x")))
    joined = compare(parts, editing.join_clauses(parts, ClauseId("c0"), ClauseId("c1")))

    assert [clause.kind for clause in split.clauses] == [ClauseKind.SAME, ClauseKind.SPLIT]
    assert [drawn(clause) for clause in split.clauses] == ["One.", "Two."]
    assert [(drawn(clause), clause.joined) for clause in joined.clauses] == [("One. Two.", ("2",))]


def test_a_nested_clause_has_its_depth():
    old = document_of(" One.", " Two.")

    view = compare(old, editing.nest_clause(old, ClauseId("c1")))

    assert [clause.depth for clause in view.clauses] == [0, 1]


def test_struck_words_cite_as_the_old_text_did_and_others_as_the_new():
    reference = Reference((ClauseId("c1"),))
    old = document_of(" One.", " Two.")
    citing = Clause(ClauseId("r"), f" See {ATOM}.", DECIMAL, (reference,))
    old = replace(old, clauses=(*old.clauses, citing))
    new = editing.strike_clause(old, ClauseId("c0"))
    unsaid = editing.strike_clause(new, ClauseId("r"))

    assert drawn(compare(old, new).clauses[-1]) == "See 1."
    assert drawn(compare(old, unsaid).clauses[-1]) == "[-See 2.]"


def test_a_what_if_names_who_did_what_and_marks_nothing_already_known():
    base = document_of(" We may act.", " We say so.")
    carried = changes(base, editing.set_text(base, ClauseId("c0"), "We must act."), id="A1")
    proposed = changes(base, editing.set_text(base, ClauseId("c1"), "We say it."), id="A2")
    weave = Weave(base, [carried, proposed])

    view = redline(
        weave.origins({"A1", "A2"}),
        before=weave.text({"A1"}),
        after=weave.text({"A1", "A2"}),
        change_sets=[carried, proposed],
    )

    assert [drawn(clause) for clause in view.clauses] == ["We must act.", "We say[- so][+ it]."]
    assert [piece.by for piece in view.clauses[1].pieces] == [set(), {"A2"}, {"A2"}, set()]
