import pytest
from hypothesis import example, given

from tests.text.sources import deep_document, messy_sources, plain_documents, sources, words_of
from webapp.text.clause import Document, same_text
from webapp.text.numbering import number
from webapp.text.reading import Reading, read_plain
from webapp.text.references import print_text
from webapp.text.writing import write_plain


def _written(reading: Reading) -> str:
    return write_plain(reading.document, reading.front, reading.back)


@given(sources)
@example("e) In custody.7. To plant:\n\na) x")
@example("1.\n\n2.")
@example("1.1.\n\n1. Conference believes that:\n\n1.1.1 x")
@example("a\n\nApplicability: all, except 1 and 2 b) which are Federal.")
def test_reading_loses_no_word(source):
    written = _written(read_plain(source))

    assert words_of(written) == words_of(source)


@given(sources)
def test_reading_clauses_alone_loses_no_word(source):
    written = _written(read_plain(source, front_expected=False))

    assert words_of(written) == words_of(source)


@given(sources)
@example("2.5 million trees\n   Conference believes that:\n\n")
@example("- \n- Conference believes that:\n\n")
@example("We ask\n\n(a) for trees\n\nb) for hedges:")
def test_what_was_read_and_written_is_read_as_the_same(source):
    reading = read_plain(source)

    again = read_plain(_written(reading))

    assert same_text(again.document, reading.document)
    assert again.front == reading.front
    assert [part.text for part in again.back.parts] == [part.text for part in reading.back.parts]


@given(plain_documents())
def test_a_written_document_is_read_as_the_same(document):
    written = write_plain(document)

    assert same_text(read_plain(written).document, document)


@pytest.mark.parametrize("depth", [1, 2, 30, 90])
def test_a_deep_document_is_written_and_read_as_the_same(depth):
    document = deep_document(depth)

    assert same_text(read_plain(write_plain(document)).document, document)


@given(messy_sources())
def test_two_readings_share_no_clause(source):
    one, other = (read_plain(source).document for _ in range(2))

    ids = [clause.id for document in (one, other) for clause in document.walk()]

    assert len(ids) == len(set(ids))


@given(messy_sources())
def test_every_warning_names_a_line_of_the_source_and_a_clause_of_the_document(source):
    reading = read_plain(source)

    for warning in reading.warnings:
        assert 1 <= warning.line <= len(source.splitlines()) + 1
        assert warning.sentence.endswith(".")
        assert bool(warning.clause) == bool(warning.citation)


@given(messy_sources())
def test_every_reference_read_prints_as_it_was_printed(source):
    document = read_plain(source).document

    numbering = number(document)
    for clause in document.walk():
        printed, atoms = print_text(clause, numbering)
        assert len(atoms) == len(clause.references)
        for reference in clause.references:
            assert reference.printed in printed


@given(messy_sources())
def test_every_clause_has_one_applicability(source):
    reading = read_plain(source)

    applicability = reading.back.applicability
    if applicability:
        numbering = number(reading.document)
        values = {applicability.default, *(value for value, _ in applicability.exceptions)}
        assert all(applicability.of(clause, numbering) in values for clause in numbering)


def test_nothing_is_read_from_nothing():
    reading = read_plain("")

    assert reading.document == Document()
    assert [warning.kind for warning in reading.warnings] == ["nothing"]
