"""The facts agreed about a real motion, which is not part of this repository."""

from pathlib import Path

import pytest

from tests.text.sources import words_of
from webapp.text.clause import MarkerStyle, same_text
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.reading import Reading, read_plain
from webapp.text.references import plain_text
from webapp.text.writing import write_plain

FEDERAL = ["1 e)", "2 b)", "2 c)", "2 d)", "2 e)", "7 d)"]
ENGLAND_ONLY = ["1 b)", "2 a)", "3 e)", "7 e)"]


@pytest.fixture(scope="module")
def seed(fixtures_dir: Path) -> Path:
    return fixtures_dir / "seed"


def _source(path: Path) -> str:
    return path.read_bytes().decode()


@pytest.fixture(scope="module")
def passed_source(seed: Path) -> str:
    return _source(seed / "f13-doing-what-works-to-cut-crime.txt")


@pytest.fixture(scope="module")
def passed(passed_source: str) -> Reading:
    return read_plain(passed_source)


@pytest.fixture(scope="module")
def before(seed: Path) -> Reading:
    return read_plain(_source(seed / "f13-before-amendment-1.txt"))


def test_the_motion_has_its_58_clauses_in_their_lists(passed):
    numbering = number(passed.document)

    top = passed.document.clauses
    believes, endorses = top[2], top[3]

    assert len(list(numbering)) == 58
    assert [len(clause.children) for clause in top] == [0, 0, 8, 7]
    assert {clause.marker.style for clause in top} == {MarkerStyle.NONE}
    assert {clause.marker.style for clause in believes.children} == {MarkerStyle.ROMAN}
    assert [numbering.label(clause.id) for clause in endorses.children] == [
        f"{place}." for place in range(1, 8)
    ]
    assert [len(clause.children) for clause in endorses.children] == [5, 5, 6, 9, 4, 5, 5]
    assert all(
        clause.marker.style is MarkerStyle.ALPHA
        for numbered in endorses.children
        for clause in numbered.children
    )


def test_i_is_a_letter_in_4_and_roman_in_the_first_list(passed):
    letter, roman = passed.document.find("4 i)"), passed.document.find("i)")

    assert letter.text.startswith(" Safeguarding civil liberties")
    assert letter.marker.style is MarkerStyle.ALPHA
    assert roman.text.startswith(" Crime policy must be based")
    assert roman.marker.style is MarkerStyle.ROMAN


def test_a_lost_paragraph_break_is_put_back_with_a_warning(passed):
    warnings = [one for one in passed.warnings if one.kind == "lost_break"]

    assert passed.document.find("6 e)").text.endswith("in custody.")
    assert passed.document.find("7").text == " To tackle cybercrime by:"
    assert [(one.citation, one.words) for one in warnings] == [("7", "7.")]


@pytest.mark.parametrize(
    ("clause", "words"),
    [("paragraph 4", "policy paper 118, Doing"), ("4 d)", "for Section 60 areas, a requirement")],
)
def test_numbers_within_sentences_are_no_labels(passed, clause, words):
    assert words in passed.document.find(clause).text


def test_what_surrounds_the_motion_is_kept_apart(passed):
    assert passed.front.code == "F13"
    assert passed.front.title == "Doing What Works to Cut Crime"
    assert passed.front.status == "Passed with Amendment 1"
    assert passed.front.remainder[0] == "Liberal Democrats"
    assert passed.back.remainder[0].startswith("Sign up or log in")
    assert passed.back.remainder[-1] == "Your Liberal Democrat MPs"


def test_ten_clauses_in_seven_citations_are_excepted_from_the_default(passed):
    numbering = number(passed.document)
    applicability = passed.back.applicability

    exceptions = [
        (value, [numbering.citation(clause) for clause in clauses])
        for value, clauses in applicability.exceptions
    ]

    assert applicability.default == "England and Wales"
    assert exceptions == [("Federal", FEDERAL), ("England only", ENGLAND_ONLY)]
    assert len(applicability.references) == 7


def test_every_clause_has_exactly_one_applicability(passed):
    numbering = number(passed.document)
    applicability = passed.back.applicability

    values = {
        numbering.citation(clause.id): applicability.of(clause.id, numbering)
        for clause in passed.document.walk()
        if clause.marker.style is MarkerStyle.ALPHA
    }

    assert len(values) == 39
    assert [name for name, value in values.items() if value == "Federal"] == FEDERAL
    assert [name for name, value in values.items() if value == "England only"] == ENGLAND_ONLY
    assert list(values.values()).count("England and Wales") == 29


def test_every_citation_of_lines_on_the_page_is_stale(passed):
    warnings = [one for one in passed.warnings if one.kind == "stale_lines"]

    assert [one.citation for one in warnings] == [
        "1 e)",
        "2 b)–e)",
        "7 d)",
        "2 a)",
        "3 e)",
        "7 e)",
    ]
    assert "lines 123–128" in warnings[2].sentence


def test_applicability_is_written_with_present_lines(passed):
    written = passed.back.applicability.render(number(passed.document), lay_out(passed.document))

    assert written == (
        "Applicability: England and Wales, except 1 e) (lines 34–35), 2 b)–e) (lines 41–55), and"
        " 7 d) (lines 123–128) which are Federal, and 1 b) (lines 25–28), 2 a) (lines 39–40),"
        " 3 e) (lines 64–66) and 7 e) (lines 129–130) which are England only."
    )


@pytest.mark.parametrize(
    ("citation", "lines"),
    [
        ("1 b)", (25, 28)),
        ("1 e)", (34, 35)),
        ("2 a)", (39, 40)),
        ("2 b)", (41, 42)),
        ("2 e)", (53, 55)),
        ("3 e)", (64, 66)),
        ("7 d)", (123, 123)),
        ("7 e)", (124, 125)),
    ],
)
def test_lines_before_the_amendment(before, citation, lines):
    assert lay_out(before.document).of(before.document.find(citation).id) == lines


@pytest.mark.parametrize(("citation", "lines"), [("7 d)", (123, 128)), ("7 e)", (129, 130))])
def test_lines_after_the_amendment(passed, citation, lines):
    assert lay_out(passed.document).of(passed.document.find(citation).id) == lines


def test_the_two_motions_differ_in_7_d_alone(before, passed):
    one, other = number(before.document), number(passed.document)

    differing = [
        one.citation(old.id)
        for old, new in zip(before.document.walk(), passed.document.walk(), strict=True)
        if words_of(plain_text(old, one)) != words_of(plain_text(new, other))
    ]

    assert differing == ["7 d)"]
    assert before.document.find("7 d)").text.endswith("Act breaches.")


def test_what_is_written_is_the_source_word_for_word(passed, passed_source):
    written = write_plain(passed.document, passed.front, passed.back)

    assert words_of(written) == words_of(passed_source)
    assert same_text(read_plain(written).document, passed.document)


def test_the_house_style_is_that_of_the_page(passed, passed_source):
    written = write_plain(passed.document, passed.front, passed.back)

    mended = passed_source.replace("custody.7. To", "custody.\n\n7. To").replace("\n\n\n", "\n\n")
    assert written.split() == mended.split()
    assert [line.rstrip() for line in written.splitlines()] == [
        line.rstrip() for line in mended.rstrip().splitlines()
    ]


def test_no_real_motion_loses_a_word_or_changes_on_second_reading(fixtures_dir):
    for path in sorted((fixtures_dir / "green-party").glob("*.txt")):
        source = _source(path)
        reading = read_plain(source)
        written = write_plain(reading.document, reading.front, reading.back)
        assert words_of(written) == words_of(source), path.name
        assert same_text(read_plain(written).document, reading.document), path.name
