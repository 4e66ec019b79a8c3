from dataclasses import replace

from webapp.text.clause import (
    UNLABELLED,
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    same_text,
)
from webapp.text.lines import lay_out
from webapp.text.reading import Front, read_plain
from webapp.text.writing import write_plain

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")


def _clause(name: str, text: str, marker: Marker = DECIMAL, *children: Clause) -> Clause:
    return Clause(ClauseId(name), f" {text}", marker, (), children)


def test_paragraphs_stand_apart_with_their_labels():
    document = Document(
        (_clause("p", "We ask:", UNLABELLED, _clause("a", "x."), _clause("b", "y.")),)
    )

    assert write_plain(document) == "We ask:\n\n1. x.\n\n2. y.\n"


def test_nothing_is_written_of_nothing():
    assert write_plain(Document()) == ""


def test_front_matter_of_the_house_is_read_back_as_given():
    front = Front.of("Trees for All", "F7", "Passed", ["Mover: Ada Byron"])
    document = Document((_clause("p", "Conference asks for trees.", UNLABELLED),))

    read = read_plain(write_plain(document, front)).front

    assert read == front
    assert (read.title, read.code, read.status) == ("Trees for All", "F7", "Passed")


def test_a_tree_that_labels_cannot_tell_says_its_levels():
    document = Document(
        (_clause("p", "We ask.", UNLABELLED), _clause("a", "x."), _clause("b", "y."))
    )

    written = write_plain(document)

    assert "\u2003" in written
    assert same_text(read_plain(written).document, document)


def test_a_short_first_clause_is_not_read_back_as_a_title():
    document = Document((_clause("p", "Trees", UNLABELLED), _clause("q", "Hedges", UNLABELLED)))

    assert same_text(read_plain(write_plain(document)).document, document)


def test_a_reference_follows_its_clause_when_labels_move():
    document = read_plain("1. Trees.\n\n2. Hedges.\n\n3. As in clause 2 above.").document
    without_first = Document(document.clauses[1:])

    assert write_plain(without_first) == "1. Hedges.\n\n2. As in clause 1 above.\n"


def test_a_reference_to_lines_alone_follows_them_without_a_layout():
    document = read_plain("1. Trees.\n\n2. Hedges.\n\n3. As in line 2.").document
    without_first = replace(document, clauses=document.clauses[1:])

    assert document.find("3").references
    assert write_plain(document).endswith("As in line 2.\n")
    assert write_plain(without_first).endswith("As in line 1.\n")


def test_lines_are_written_anew_where_there_is_a_layout():
    document = read_plain("1. Trees.\n\n2. As in 1 (lines 7-9).").document

    assert write_plain(document).endswith("2. As in 1 (lines 7-9).\n")
    assert write_plain(document, layout=lay_out(document)).endswith("2. As in 1 (line 1).\n")


def test_line_ends_and_doubled_spaces_in_a_clause_are_one_space():
    document = Document((_clause("p", "We ask\r\nfor  trees.", UNLABELLED),))

    assert write_plain(document) == "We ask for trees.\n"
