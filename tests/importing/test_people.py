from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.importing.faults import FaultKind
from webapp.importing.people import PersonRow, read_people
from webapp.importing.tables import MOST_BYTES, MOST_ROWS, only_lines
from webapp.procedure.roles import Role

ROBIN = PersonRow(2, "Robin Ashdown", "robin@example.org")


def only_fault(sent):
    (fault,) = read_people(sent).faults
    return fault


@pytest.mark.parametrize(
    "sent",
    [
        "name,email\nRobin Ashdown,robin@example.org\n",
        "name;email\nRobin Ashdown;robin@example.org",
        "E-Mail\tFull name\r\nrobin@example.org\tRobin Ashdown\r\n",
        "First name,Surname,Email address\nRobin,Ashdown,Robin@Example.org",
        "\ufeffname,email\nRobin Ashdown,robin@example.org".encode(),
        "name,email\nRobin Ashdown,robin@example.org".encode("utf-16"),
        'name,email\n"Robin\nAshdown",mailto:robin@example.org',
        "name,email\rRobin Ashdown , robin@example.org\r\r",
    ],
)
def test_a_list_is_read_however_a_spreadsheet_wrote_it(sent):
    reading = read_people(sent)

    assert reading.rows == (ROBIN,)
    assert reading.faults == ()


def test_a_list_in_latin_letters_of_the_nineties_keeps_its_accents():
    reading = read_people("name,email\nZoë Åström,zoe@example.org".encode("latin-1"))

    assert reading.rows[0].name == "Zoë Åström"


def test_a_first_line_that_names_the_separator_is_not_taken_for_the_headings():
    reading = read_people("sep=;\nname;email\nAshdown, Robin;robin@example.org\n;\nX;x")

    assert reading.rows == (PersonRow(3, "Ashdown, Robin", "robin@example.org"),)
    assert reading.faults[0].line == 5


def test_roles_are_read_in_the_words_people_use():
    reading = read_people('name,email,role\nRobin,robin@example.org,"Delegate, tellers and chair"')

    assert reading.rows[0].roles == {Role.DELEGATE, Role.TELLER, Role.CHAIR}


def test_a_cell_that_looks_like_a_formula_is_kept_as_text():
    reading = read_people('name,email\n"=HYPERLINK(""http://x"")",robin@example.org')

    assert reading.rows[0].name == '=HYPERLINK("http://x")'


@pytest.mark.parametrize(
    ("row", "kind", "column", "cell"),
    [
        (",robin@example.org,", FaultKind.NO_NAME, "Name", ""),
        ("Robin,,", FaultKind.NO_EMAIL, "E-mail", ""),
        ("Robin,robin at example,", FaultKind.BAD_EMAIL, "E-mail", "robin at example"),
        ("Robin,robin@example.org,king", FaultKind.UNKNOWN_ROLE, "Role", "king"),
        ("Robin,robin@example.org,public", FaultKind.UNKNOWN_ROLE, "Role", "public"),
        ("Robin,robin@example.org,mover", FaultKind.UNKNOWN_ROLE, "Role", "mover"),
        ("Robin,robin@example.org,,more", FaultKind.TOO_MANY_CELLS, "", "more"),
        ("Ro\x07bin,robin@example.org,", FaultKind.CONTROL_CHARACTER, "Name", "Ro\x07bin"),
        ("R" * 201 + ",robin@example.org,", FaultKind.NAME_TOO_LONG, "Name", "R" * 60 + "…"),
    ],
)
def test_a_wrong_row_is_named_by_line_and_column_and_left_out(row, kind, column, cell):
    reading = read_people(f"Name,E-mail,Role\nJo,jo@example.org,\n{row}\n")

    (fault,) = reading.faults
    assert (fault.kind, fault.line, fault.column, fault.cell) == (kind, 3, column, cell)
    assert [found.name for found in reading.rows] == ["Jo"]
    assert not reading.is_hopeless


def test_a_line_is_counted_as_the_file_counts_it_also_after_a_broken_cell():
    fault = only_fault('name,email\n"Robin\n\nAshdown",robin@example.org\n\nJo,\n')

    assert (fault.kind, fault.line) == (FaultKind.NO_EMAIL, 6)


def test_an_address_twice_is_refused_with_the_line_where_it_stands_first():
    fault = only_fault("name,email\nRobin,robin@example.org\nJo,ROBIN@example.org\n")

    assert (fault.kind, fault.line, fault.other_line) == (FaultKind.EMAIL_TWICE, 3, 2)


def test_a_body_that_is_not_there_is_a_fault():
    sent = "name,email,branch\nRobin,robin@example.org,harbourtown\nJo,jo@example.org,Atlantis"

    reading = read_people(sent, frozenset({"Harbourtown"}))

    assert [row.body for row in reading.rows] == ["Harbourtown"]
    assert [(fault.kind, fault.cell) for fault in reading.faults] == [
        (FaultKind.UNKNOWN_BODY, "Atlantis")
    ]


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ("", FaultKind.EMPTY),
        ("\n \n,,,\n", FaultKind.EMPTY),
        ("name,email\n", FaultKind.EMPTY),
        ("Robin Ashdown,robin@example.org\n", FaultKind.NO_NAME_COLUMN),
        ("name,telephone\nRobin,1\n", FaultKind.NO_EMAIL_COLUMN),
        ("name,email,E-Mail\nRobin,a@example.org,b@example.org\n", FaultKind.COLUMN_TWICE),
        ('name,email\n"Robin,robin@example.org\n', FaultKind.QUOTE_LEFT_OPEN),
        (b"PK\x03\x04\x00\x00 a spreadsheet itself", FaultKind.NOT_TEXT),
        (b"\xff\xfe\x00\xd8", FaultKind.NOT_TEXT),
        ("name,email\n" + "x" * MOST_BYTES, FaultKind.TOO_LARGE),
        ("name,email\n" + "a,b\n" * (MOST_ROWS + 1), FaultKind.TOO_MANY_ROWS),
    ],
)
def test_a_hopeless_list_gives_no_rows_and_one_reason(sent, kind):
    reading = read_people(sent)

    assert reading.is_hopeless
    assert reading.faults[-1].kind is kind


def test_columns_nobody_asked_for_are_named():
    reading = read_people("name,email,shoe size\nRobin,robin@example.org,44")

    assert reading.ignored == ("shoe size",)


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
def test_whatever_is_sent_is_answered(sent):
    reading = read_people(sent)

    assert reading.rows or reading.faults


# An apostrophe before what begins a formula is the spreadsheet's and not the name's.
words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12).filter(
    lambda word: word[0] != "'" or word[1:2] not in {"=", "+", "-", "@"}
)


@given(st.lists(words, min_size=1, max_size=6), st.sampled_from([",", ";", "\t"]))
def test_every_name_comes_back_as_the_csv_writer_wrote_it(names, delimiter):
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(["email", "name"])
    writer.writerows([f"p{n}@example.org", name] for n, name in enumerate(names))

    reading = read_people(file.getvalue().encode())

    kept = [row.name for row in reading.rows]
    assert kept == [unicodedata.normalize("NFC", name) for name in names]


VOTES = "Name,E-mail,Part,Weight,Card no.\n"


def test_weights_and_cards_are_read_and_an_empty_cell_says_nothing():
    reading = read_people(VOTES + "Jo,jo@example.org,delegate,3,B 17\nKim,kim@example.org,,,\n")

    assert [(row.weight, row.card) for row in reading.rows] == [(3, "B 17"), (None, None)]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("Jo,jo@example.org,delegate,0,\n", FaultKind.BAD_WEIGHT),
        ("Jo,jo@example.org,delegate,2.5,\n", FaultKind.BAD_WEIGHT),
        ("Jo,jo@example.org,delegate,-3,\n", FaultKind.BAD_WEIGHT),
        ("Jo,jo@example.org,observer,3,\n", FaultKind.NO_VOTE),
        ("Jo,jo@example.org,observer,,17\n", FaultKind.NO_VOTE),
        ("Jo,jo@example.org,,,x\nKim,kim@example.org,,,X\n", FaultKind.CARD_TWICE),
        (f"Jo,jo@example.org,,,{'7' * 21}\n", FaultKind.CARD_TOO_LONG),
    ],
)
def test_what_cannot_be_a_weight_or_a_card_is_named(rows, kind):
    assert [fault.kind for fault in read_people(VOTES + rows).faults] == [kind]


@pytest.mark.parametrize("cells", ["3,", ",17"])
def test_a_weight_or_card_is_not_lost_on_those_whose_default_part_has_no_vote(cells):
    sent = f"Name,E-mail,Weight,Card\nJo,jo@example.org,{cells}\n"

    [fault] = read_people(sent, default_roles=frozenset({Role.OBSERVER})).faults

    assert (fault.kind, fault.line) == (FaultKind.NO_VOTE, 2)
    assert read_people(sent).faults == ()


def test_a_weight_of_one_and_a_part_named_on_the_line_stand_beside_any_default():
    sent = VOTES + "Jo,jo@example.org,,1,\nKim,kim@example.org,delegate,3,17\n"

    assert read_people(sent, default_roles=frozenset({Role.OBSERVER})).faults == ()


def test_a_column_without_a_heading_is_named_when_it_holds_something():
    reading = read_people("name,email,,\nJo,jo@example.org,,\nKim,kim@example.org,,12\n")

    assert reading.nameless == ("D",)
    assert len(reading.rows) == 2


def test_some_lines_of_a_list_are_a_list_again():
    text = 'Name;E-mail\n"Jo\nMoss";jo@example.org\nKim;kim at x\n"Lee; Ann";lee at x\n'
    wrong = read_people(text).wrong_lines

    left = only_lines(text, wrong)

    assert left == "Name,E-mail\nKim,kim at x\nLee; Ann,lee at x\n"
    assert [fault.line for fault in read_people(left).faults] == [2, 3]


def test_an_apostrophe_before_a_formula_is_the_spreadsheets_own():
    reading = read_people("Name,E-mail\n'=Jo,jo@example.org\n'tHart,t@example.org\n")

    assert [row.name for row in reading.rows] == ["=Jo", "'tHart"]
