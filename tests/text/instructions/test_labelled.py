"""How real instructions are read, held against labels made by hand; left out without the files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.instructions import AIMED_AT, is_offered
from tests.text.instructions.labelled import (
    PRINTER,
    READ,
    REFUSE,
    SAME,
    Label,
    labels,
    printed_results,
)
from tests.text.instructions.outcomes import Answer, Outcome, answer, counts, printers_differences

LABELS = list(labels())


@pytest.fixture(scope="module")
def answers(fixtures_dir: Path) -> list[Answer]:
    return [answer(fixtures_dir / "green-party", label) for label in LABELS]


def test_labels_name_lines_that_real_people_wrote(fixtures_dir):
    folder = fixtures_dir / "green-party"
    rows = (folder / "instructions.tsv").read_text(encoding="utf-8").split("\n")
    written: dict[str, str] = {}
    for row in rows:
        file, _, words = row.partition("\t")
        written[file] = f"{written.get(file, '')}\n{_bare(words)}"

    strangers = [label for label in LABELS if not _is_row(folder, label, written)]

    assert len(LABELS) >= 150
    assert strangers == []


def test_no_real_instruction_is_read_as_what_it_does_not_say(answers):
    wrong = [
        (each.label.file, each.label.line) for each in answers if each.outcome is Outcome.WRONG
    ]

    assert wrong == []


def test_nine_in_ten_are_read_without_a_question_where_their_target_is_there(answers):
    due = [each for each in answers if counts(each.label) and each.label.pattern in AIMED_AT]

    read = [each for each in due if each.outcome is Outcome.READ]

    assert len(read) >= 0.9 * len(due)


def test_nine_in_ten_take_one_click_at_most_though_their_authors_left_a_question(answers):
    there = [each for each in answers if each.label.answer != REFUSE]
    there = [each for each in there if each.label.pattern in AIMED_AT]

    answered = [each for each in there if each.outcome is Outcome.READ or is_offered(each)]

    assert len(answered) >= 0.95 * len(there)


@pytest.mark.parametrize(
    "result", list(printed_results()), ids=lambda each: f"{each.label.file[:30]}-{each.label.lines}"
)
def test_what_is_computed_is_what_the_motion_prints_or_the_printer_differs(fixtures_dir, result):
    differences = printers_differences(fixtures_dir / "green-party", result)

    outcome = "ask" if differences is None else PRINTER if differences else SAME
    assert outcome == result.outcome, differences


def test_every_pattern_of_the_language_is_labelled():
    patterns = {label.pattern for label in LABELS}

    assert {*"BCDEFGHIJKLMN", "E'"} <= patterns
    assert sum(label.answer == READ for label in LABELS) >= 70


def _is_row(folder: Path, label: Label, written: dict[str, str]) -> bool:
    lines = (folder / label.file).read_text(encoding="utf-8").split("\n")
    line = _bare(lines[label.line - 1])
    rows = written.get(label.file, "")
    return line in rows or any(row and row in line for row in rows.split("\n"))


def _bare(words: str) -> str:
    return " ".join(re.sub(r"\\$|[*\ufeff]|\[\]\(<>\)", "", words).split())
