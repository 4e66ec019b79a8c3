from itertools import pairwise

import pytest
from hypothesis import given

from tests.text.edits import documents
from webapp.rendering.paper import plain_paper
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.reading import read_plain
from webapp.text.references import plain_text

TREES = """Conference believes that streets need trees, for shade in summer and shelter in winter.

Conference calls for:

1. Two trees to be planted for every tree that is felled, within the same parish and year.

2. Councils to:

a) Water them.

b) Say in 1 where (line 5).
"""


@pytest.fixture
def document():
    return read_plain(TREES, front_expected=False).document


def words_of(clause):
    return "".join(piece.text for _, pieces in clause.lines for piece in pieces)


def test_each_printed_line_stands_on_the_paper_once(document):
    layout = lay_out(document)

    paper = plain_paper(document, layout)

    numbers = [number for clause in paper.walk() for number, _ in clause.lines]
    assert numbers == [line.number for line in layout.lines]


def test_a_clause_says_what_it_is_called_and_where_it_stands(document):
    layout = lay_out(document)

    clause = list(plain_paper(document, layout).walk())[-1]

    assert (clause.label, clause.citation, clause.anchor) == ("b)", "2 b)", "2b")
    assert (clause.first_line, clause.last_line) == (layout.lines[-1].number,) * 2


def test_the_space_of_a_break_ends_its_line(document):
    paper = plain_paper(document, lay_out(document))

    for clause in paper.walk():
        texts = ["".join(piece.text for piece in pieces) for _, pieces in clause.lines]
        assert all(one[-1] in " -" for one, _ in pairwise(texts))


def test_a_text_without_lines_flows(document):
    paper = plain_paper(document)

    assert all([number for number, _ in clause.lines] == [None] for clause in paper.walk())


@given(documents())
def test_the_pieces_of_a_clause_are_its_text_to_the_character(document):
    numbering = number(document)
    layout = lay_out(document)

    shown = [words_of(clause) for clause in plain_paper(document, layout).walk()]

    assert shown == [plain_text(clause, numbering, layout) for clause in document.walk()]
