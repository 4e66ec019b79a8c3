import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.edits import documents, edited
from webapp.rendering.changed_paper import Credit, changed_paper, only_changed, without_struck
from webapp.text.diff import changes
from webapp.text.editing import join_clauses, set_text, split_clause
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.reading import read_plain
from webapp.text.references import plain_text
from webapp.text.weave import Weave

TREES = """Conference calls for:

1. Two trees to be planted for every tree that is felled, within the same parish and the same year.

2. Councils to:

a) Water young trees in their first three summers.

b) Publish each felling a month ahead, as 1 says.
"""
CREDITS = {"A1": Credit("A1", "Amendment 1, carried.", "/amendments/1")}


@pytest.fixture
def document():
    return read_plain(TREES, front_expected=False).document


def redline(old, new, credits_=CREDITS):
    change = changes(old, new, id="A1")
    weave = Weave(old, [change])
    return changed_paper(
        weave.origins({"A1"}), weave.text(set()), weave.text({"A1"}), lay_out(old), credits_
    )


def pieces_of(clause):
    return [piece for _, pieces in clause.lines for piece in pieces]


def words_of(clause):
    return "".join(piece.text for piece in pieces_of(clause))


def at(paper, citation):
    return next(clause for clause in paper.walk() if clause.citation == citation)


def test_words_added_stand_on_the_line_they_were_put_into(document):
    first = document.find("1")
    new = set_text(
        document,
        first.id,
        plain_text(first, number(document)).replace("the same year", "the very same year"),
    )

    clause = at(redline(document, new), "1")

    added = [
        (line, piece)
        for line, pieces in clause.lines
        for piece in pieces
        if piece.kind == "inserted"
    ]
    assert [(line, piece.text.strip()) for line, piece in added] == [(clause.last_line, "very")]
    assert added[0][1].by == ("A1",)
    assert added[0][1].titles == ("Amendment 1, carried.",)
    assert added[0][1].href == "/amendments/1"


def test_words_that_came_in_since_the_print_are_marked_when_a_later_author_strikes_them(document):
    first = document.find("1")
    many = set_text(document, first.id, plain_text(first, number(document)).replace("Two", "Six"))
    earlier = changes(document, many, id="A1")
    seen = Weave(document, [earlier]).text({"A1"})
    more = set_text(seen, first.id, plain_text(seen.find("1"), number(seen)).replace("Six", "Ten"))
    later = changes(seen, more, id="A2")
    weave = Weave(document, [earlier, later])
    both = {"A1", "A2"}

    paper = changed_paper(
        weave.origins(both), document, weave.text(both), lay_out(document), CREDITS, seen
    )

    marked = [(one.kind, one.text.strip(), one.by) for one in pieces_of(at(paper, "1"))[:3]]
    assert ("struck", "Six", ("A2",)) in marked
    assert ("inserted", "Ten", ("A2",)) in marked
    printed = [line.number for line in lay_out(document).lines_of(first.id)]
    assert [line for line, _ in at(paper, "1").lines] == printed


def test_a_clause_split_off_keeps_the_lines_of_its_words(document):
    first = document.find("1")
    new = split_clause(document, first.id, first.text.index(" within the same"))
    printed = [line.number for line in lay_out(document).lines_of(first.id)]

    paper = redline(document, new)

    lines = [number for name in ("1", "2") for number, _ in at(paper, name).lines]
    assert [line for line in lines if line] == printed


def test_a_clause_joined_keeps_its_lines_where_it_goes_on(document):
    new = join_clauses(document, document.find("2 a)").id, document.find("2 b)").id)
    layout = lay_out(document)

    paper = redline(document, new)

    assert [line for line, _ in at(paper, "2 a)").lines] == [
        layout.of(document.find("2 a)").id)[0],
        layout.of(document.find("2 b)").id)[0],
    ]


def test_nothing_changed_is_the_paper_as_printed(document):
    paper = redline(document, document)

    assert {piece.kind for clause in paper.walk() for piece in pieces_of(clause)} == {"same"}


def test_the_changed_clauses_stand_alone_under_those_that_lead_them_in(document):
    clause = document.find("2 b)")
    new = set_text(document, clause.id, "Publish each felling.")

    paper = only_changed(redline(document, new))

    assert [clause.citation for clause in paper.walk()] == ["paragraph 1", "2", "2 b)"]


@settings(max_examples=25)
@given(st.data(), documents(5))
def test_without_what_was_struck_it_is_the_text_as_it_stands(data, document):
    new = data.draw(edited(document))
    weave = Weave(document, [changes(document, new, id="A1")])
    now, layout = weave.text({"A1"}), lay_out(document)
    numbering = number(now)

    paper = changed_paper(weave.origins({"A1"}), document, now, layout, {})

    shown = [(clause.citation, words_of(clause)) for clause in without_struck(paper).walk()]
    assert shown == [
        (numbering.citation(clause.id), plain_text(clause, numbering, layout))
        for clause in now.walk()
    ]


@settings(max_examples=25)
@given(st.data(), documents(5))
def test_no_printed_line_stands_twice_on_the_paper(data, document):
    new = data.draw(edited(document))
    weave = Weave(document, [changes(document, new, id="A1")])

    paper = changed_paper(
        weave.origins({"A1"}), document, weave.text({"A1"}), lay_out(document), {}
    )

    numbers = [line for clause in paper.walk() for line, _ in clause.lines if line]
    assert len(numbers) == len(set(numbers))
