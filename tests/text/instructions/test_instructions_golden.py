from __future__ import annotations

from pathlib import Path

import pytest

from tests.text.instructions.hedges import DOCUMENT, LAYOUT, described, read
from webapp.text.instructions import InstructionReading, read_instructions, write_instructions
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.operation import InsertText
from webapp.text.reading import read_plain
from webapp.text.weave import Weave

CASES = Path(__file__).parents[2] / "golden" / "instructions"


@pytest.mark.parametrize("case", sorted(folder.name for folder in CASES.iterdir()))
def test_what_an_amendment_was_understood_to_say(case, golden):
    words = (CASES / case / "amendment.txt").read_text(encoding="utf-8")

    reading = read(words)

    golden(f"instructions/{case}/understood.txt", understood(reading))
    if reading.change_set:
        written = write_instructions(reading.change_set, DOCUMENT, LAYOUT)
        golden(f"instructions/{case}/written.txt", f"{written}\n")


def test_the_real_amendment_is_exactly_one_insertion(fixtures_dir):
    motion = (fixtures_dir / "seed" / "f13-before-amendment-1.txt").read_text(encoding="utf-8")
    words = (fixtures_dir / "seed" / "amendment-1.txt").read_text(encoding="utf-8")
    document = read_plain(motion).document
    layout = lay_out(document)

    reading = read_instructions(words, document, layout)

    (operation,) = reading.change_set.operations
    assert isinstance(operation, InsertText)
    assert number(document).citation(operation.clause) == "7 d)"
    assert operation.text.startswith(" while establishing effective public interest defences in")
    assert operation.text.endswith(" telephone and other records")
    amended = Weave(document, [reading.change_set]).text({"A1"}).find("7 d)")
    assert amended.text.startswith(" Increasing penalties for Data Protection Act breaches while")
    assert amended.text.endswith(" other records.")
    written = write_instructions(reading.change_set, document, layout)
    assert written.startswith("In 7 d) (line 123), after “breaches” insert “while establishing ")


def test_real_instructions_are_answered_one_way_or_the_other(fixtures_dir):
    folder = fixtures_dir / "green-party"
    rows = (folder / "instructions.tsv").read_text(encoding="utf-8").split("\n")
    motions = {}
    for row in rows:
        if "\t" not in row:
            continue
        name, words = row.split("\t", 1)
        if name not in motions:
            document = read_plain((folder / name).read_text(encoding="utf-8")).document
            motions[name] = (document, lay_out(document))

        reading = read_instructions(words, *motions[name])

        assert (reading.change_set is None) == bool(reading.problems)


def understood(reading: InstructionReading) -> str:
    """Return a reading as text that a person judges."""
    lines = list(described(reading.change_set.operations)) if reading.change_set else []
    for problem in reading.problems:
        lines.append(f"? {problem.kind}: {problem.words.strip()!r} — {problem.sentence}")
        for candidate in problem.candidates:
            place = f"{candidate.citation}, line {candidate.line}: {candidate.words}"
            lines.append(f"    {candidate.replacement.strip()!r} ({place})")
    lines.extend(f"! {note.kind}: {note.sentence}" for note in reading.notes)
    return "".join(f"{line}\n" for line in lines)
