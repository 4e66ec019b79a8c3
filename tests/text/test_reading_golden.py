from pathlib import Path

import pytest

from tests.text.sources import words_of
from webapp.text.clause import Document, same_text
from webapp.text.lines import lay_out
from webapp.text.numbering import Numbering, number
from webapp.text.reading import Reading, read_plain
from webapp.text.references import plain_text
from webapp.text.writing import write_plain

GOLDEN = Path(__file__).parent.parent / "golden" / "reading"
CASES = sorted(path.name for path in GOLDEN.iterdir())


def _source(case: str) -> str:
    return (GOLDEN / case / "source.txt").read_bytes().decode()


def _understood(reading: Reading) -> str:
    numbering = number(reading.document)
    layout = lay_out(reading.document)
    applicability = reading.back.applicability
    return "\n".join(
        [
            *(f"front {part.kind}: {part.text}" for part in reading.front.parts),
            *_outline(reading.document, numbering),
            *(f"back {part.kind}: {part.text}" for part in reading.back.parts),
            *([f"now: {applicability.render(numbering, layout)}"] if applicability else []),
            *(
                f"{one.kind} at line {one.line}, {one.citation or 'no clause'}: "
                f"“{one.words}” {one.sentence}"
                for one in reading.warnings
            ),
            "",
        ]
    )


def _outline(document: Document, numbering: Numbering) -> list[str]:
    lines = []
    for clause in document.walk():
        depth = len(numbering.lineage(clause.id)) - 1
        label = numbering.label(clause.id) or "¶"
        references = "".join(
            f" -> {numbering.range_citation(reference.targets)}" for reference in clause.references
        )
        text = plain_text(clause, numbering)
        lines.append(
            f"{'    ' * depth}{label} {text}  [{numbering.citation(clause.id)}{references}]"
        )
    return lines


@pytest.mark.parametrize("case", CASES)
def test_a_motion_is_understood_as_agreed(case, golden):
    reading = read_plain(_source(case))

    golden(f"reading/{case}/understood.txt", _understood(reading))


@pytest.mark.parametrize("case", CASES)
def test_a_motion_is_written_as_agreed(case, golden):
    reading = read_plain(_source(case))

    written = write_plain(reading.document, reading.front, reading.back)

    golden(f"reading/{case}/written.txt", written)
    assert words_of(written) == words_of(_source(case))
    assert same_text(read_plain(written).document, reading.document)
