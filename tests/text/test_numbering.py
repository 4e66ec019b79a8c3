import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.sources import deep_document, plain_documents
from webapp.text.clause import UNLABELLED, Clause, ClauseId, Document, Marker, MarkerStyle
from webapp.text.errors import NoSuchClause
from webapp.text.label_forms import PARENT_SLOT
from webapp.text.numbering import find_clause, number
from webapp.text.ordinals import COUNTED, read_ordinal, write_ordinal

DECIMAL = Marker(MarkerStyle.DECIMAL, "{}.")
DOTTED = Marker(MarkerStyle.DECIMAL, f"{PARENT_SLOT}.{{}}")
ALPHA = Marker(MarkerStyle.ALPHA, "{})")
ROMAN = Marker(MarkerStyle.ROMAN, "{})")
BULLET = Marker(MarkerStyle.BULLET, "•")


def _fixed(label: str) -> Marker:
    return Marker(MarkerStyle.FIXED, label)


def _list(prefix: str, marker: Marker, *children: tuple[Clause, ...] | int) -> tuple[Clause, ...]:
    """Return clauses of one style, each leading in what is given for it."""
    below = [child if isinstance(child, tuple) else () for child in children]
    return tuple(
        Clause(ClauseId(f"{prefix}{place}"), f" {prefix} {place}", marker, (), under)
        for place, under in enumerate(below, start=1)
    )


def _motion() -> Document:
    """Two paragraphs, one that leads in i)–ix), and one that leads in 1.–2., 1 with a)–i)."""
    lettered = _list("letter", ALPHA, *range(8), _list("bullet", BULLET, 0, 0))
    numbered = _list("number", DECIMAL, lettered, _list("loose", UNLABELLED, 0, 0))
    return Document(_list("p", UNLABELLED, 0, 0, _list("roman", ROMAN, *range(9)), numbered))


@pytest.mark.parametrize(
    ("clause", "label", "citation", "anchor"),
    [
        ("p1", "", "paragraph 1", "p1"),
        ("roman9", "ix)", "ix)", "ix"),
        ("number1", "1.", "1", "1"),
        ("letter4", "d)", "1 d)", "1d"),
        ("letter9", "i)", "1 i)", "1i"),
        ("bullet2", "•", "1 i), bullet 2", "1i-b2"),
        ("loose2", "", "2, paragraph 2", "2p2"),
    ],
)
def test_a_clause_is_labelled_cited_and_anchored(clause, label, citation, anchor):
    numbering = number(_motion())

    assert numbering.label(clause) == label
    assert numbering.citation(clause) == citation
    assert numbering.anchor(clause) == anchor


@pytest.mark.parametrize(
    "name",
    ["1 d)", "1d", "1(d)", "1 (d)", "clause 1 d)", "1.d", "1 D)", " 1  d) ", "paragraph 4, 1 d)"],
)
def test_a_clause_is_found_by_its_citation_in_any_shape(name):
    assert number(_motion()).find(name) == "letter4"


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("i)", "roman1"),
        ("1 i)", "letter9"),
        ("paragraph 3 i)", "roman1"),
        ("para 2", "p2"),
        ("2", "number2"),
    ],
)
def test_letters_and_roman_numbers_are_told_apart_by_their_list(name, clause):
    assert number(_motion()).find(name) == clause


@pytest.mark.parametrize("name", ["", "3", "1 z)", "d)", "bullet 9", "conference"])
def test_nothing_is_found_by_a_citation_that_names_nothing(name):
    assert number(_motion()).find(name) is None


def test_an_id_wins_over_a_citation_that_reads_the_same():
    document = Document((*_list("x", DECIMAL, 0), Clause(ClauseId("1"), " one", UNLABELLED)))

    assert find_clause(document, "1").text == " one"
    assert document.find("1.").id == "x1"


def test_a_clause_that_is_not_there_is_refused_by_name():
    with pytest.raises(NoSuchClause) as refusal:
        find_clause(_motion(), "9 z)")

    assert refusal.value.clause == "9 z)"


def test_labels_that_stand_in_two_lists_are_told_apart_by_the_paragraphs_above():
    notes, believes = _list("note", DECIMAL, 0, 0), _list("belief", DECIMAL, 0, 0)
    numbering = number(Document(_list("p", UNLABELLED, notes, believes)))

    assert numbering.citation("note2") == "paragraph 1, 2"
    assert numbering.citation("belief2") == "paragraph 2, 2"
    assert numbering.find("2") is None
    assert numbering.find_all("2") == ("note2", "belief2")


def test_the_shorter_path_keeps_the_short_citation():
    document = Document(
        (*_list("top", DECIMAL, 0), *_list("p", UNLABELLED, _list("sub", DECIMAL, 0)))
    )
    numbering = number(document)

    assert numbering.citation("top1") == "1"
    assert numbering.citation("sub1") == "paragraph 1, 1"


def test_letters_go_on_past_z():
    numbering = number(Document(_list("c", ALPHA, *range(28))))

    assert [numbering.label(f"c{place}") for place in (26, 27, 28)] == ["z)", "aa)", "ab)"]


def test_styles_count_apart_among_siblings():
    siblings = (*_list("p", UNLABELLED, 0), *_list("n", DECIMAL, 0, 0), *_list("q", UNLABELLED, 0))
    numbering = number(Document(siblings))

    assert [numbering.citation(clause) for clause in numbering] == [
        "paragraph 1",
        "1",
        "2",
        "paragraph 2",
    ]


def test_a_fixed_label_prints_as_it_is_and_the_count_goes_on_from_it():
    one, two, four, five = _list("c", DECIMAL, 0, 0, 0, 0)
    skipped = Clause(four.id, four.text, _fixed("4."))
    numbering = number(Document((one, two, skipped, five)))

    assert [numbering.label(clause) for clause in numbering] == ["1.", "2.", "4.", "5."]


def test_a_fixed_label_behind_the_count_changes_nothing():
    one, two, again, three = _list("c", DECIMAL, 0, 0, 0, 0)
    repeated = Clause(again.id, again.text, _fixed("2."))
    numbering = number(Document((one, two, repeated, three)))

    assert [numbering.label(clause) for clause in numbering] == ["1.", "2.", "2.", "3."]
    assert numbering.citation("c3") == "2 (2nd)"
    assert numbering.find("2 (2nd)") == "c3"
    assert numbering.find("2") == "c2"


def test_a_dotted_label_repeats_its_parents_number_and_is_cited_without_it():
    under = _list("sub", DOTTED, 0, _list("deep", DOTTED, 0))
    numbering = number(Document(_list("c", DECIMAL, 0, under)))

    assert numbering.label("deep1") == "2.2.1"
    assert numbering.citation("deep1") == "2.2.1"
    assert numbering.find("2.2") == "sub2"
    assert numbering.find("22") is None


@pytest.mark.parametrize(
    ("clauses", "citation"),
    [
        (["letter2", "letter3", "letter4", "letter5"], "1 b)–e)"),
        (["number2", "letter2"], "1 b) and 2"),
        (["letter1", "letter3", "letter4", "roman9"], "ix), 1 a) and 1 c)–d)"),
        (["p2", "p1"], "paragraphs 1–2"),
        (["bullet1", "bullet2"], "1 i), bullets 1–2"),
        ([], ""),
    ],
)
def test_neighbours_are_cited_as_a_range(clauses, citation):
    assert number(_motion()).range_citation(clauses) == citation


@given(plain_documents())
def test_citations_are_unique_and_find_their_clause(document):
    numbering = number(document)

    citations = [numbering.citation(clause) for clause in numbering]

    assert len(set(citations)) == len(citations)
    assert [numbering.find(citation) for citation in citations] == list(numbering)


@given(plain_documents())
def test_anchors_are_unique_and_safe_in_an_address(document):
    numbering = number(document)

    anchors = [numbering.anchor(clause) for clause in numbering]

    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", anchor) for anchor in anchors)


@given(plain_documents())
def test_labels_are_unique_among_siblings_and_in_order(document):
    numbering = number(document)

    for siblings in (document.clauses, *(clause.children for clause in document.walk())):
        counted = [clause.id for clause in siblings if clause.marker.style in COUNTED]
        labels = [numbering.label(clause) for clause in counted]
        assert len(set(labels)) == len(labels)
        assert counted == [clause for clause in numbering if clause in counted]


@given(st.sampled_from(sorted(COUNTED)), st.integers(1, 5000))
def test_an_ordinal_written_is_read_as_the_same_number(style, ordinal):
    assert read_ordinal(style, write_ordinal(style, ordinal)) in {ordinal, None}


@pytest.mark.parametrize("written", ["", "iiii", "0", "01", "IV", "²", "x" * 5000, "9" * 5000])
def test_what_no_label_writes_is_no_roman_number_and_no_decimal(written):
    assert read_ordinal(MarkerStyle.ROMAN, written) is None
    assert read_ordinal(MarkerStyle.DECIMAL, written) is None


def test_a_thousand_levels_are_numbered_without_recursion():
    numbering = number(deep_document(1000))

    innermost = list(numbering)[-1]

    assert numbering.find(numbering.citation(innermost)) == innermost
