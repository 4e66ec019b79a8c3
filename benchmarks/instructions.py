"""Measure how real instructions are read, held against labels made by hand.

Run with `python -m benchmarks.instructions [FOLDER]`, where FOLDER holds the real motions
(by default `../shared/fixtures/green-party`); `--each` also prints every answer that is not
what its label asks for, or for which no choice leads to what its author meant.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from tests.text.instructions.labelled import REFUSE, labels, printed_results
from tests.text.instructions.outcomes import (
    Answer,
    Outcome,
    answer,
    counts,
    printers_differences,
)

FOLDER = Path(__file__).parents[2] / "shared" / "fixtures" / "green-party"
AIMED_AT = ("A", "B", "C", "D", "E", "E'", "F", "G", "J")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--each", action="store_true", help="print what is not as labelled")
    options = parser.parse_args()
    answers = [answer(options.folder, label) for label in labels()]
    print_table(answers)
    print_results(options.folder)
    if options.each:
        for each in answers:
            print_answer(each)


def print_table(answers: list[Answer]) -> None:
    """Print, pattern by pattern, what became of the instructions."""
    tallies: dict[str, Counter[str]] = defaultdict(Counter)
    for each in answers:
        tallies[each.label.pattern][_column(each)] += 1
    columns = ("read", "question", "asked rightly", "refused", "refused otherwise", "wrong")
    print(f"{'pattern':8}{'lines':>7}" + "".join(f"{column:>19}" for column in columns))
    for pattern in sorted(tallies):
        tally = tallies[pattern]
        cells = "".join(f"{tally[column]:>19}" for column in columns)
        print(f"{pattern:8}{tally.total():>7}{cells}")
    print(
        f"{'all':8}{len(answers):>7}"
        + "".join(f"{sum(tally[column] for tally in tallies.values()):>19}" for column in columns)
    )
    due = [each for each in answers if counts(each.label) and each.label.pattern in AIMED_AT]
    read = sum(each.outcome is Outcome.READ for each in due)
    offered = sum(map(is_offered, due))
    print(f"A–G and J, target there and unique: {read} of {len(due)} read, {read / len(due):.0%};")
    print(f"{offered} more with the right choice offered.")
    print_strictly([each for each in answers if each.label.pattern in AIMED_AT])


def print_strictly(answers: list[Answer]) -> None:
    """Print the share of all whose target is printed, also where its author left a question.

    Words found twice, a slip in a quotation, a change given by its result alone: these are asked
    about, and a click answers. A choice counts only where it leads to the text that was worked
    out by hand; what cannot be known of its author's meaning has none.
    """
    there = [each for each in answers if each.label.answer != REFUSE]
    read = sum(each.outcome is Outcome.READ for each in there)
    offered = sum(map(is_offered, there))
    print(
        f"Target there, unique or not: {read} of {len(there)} read, {read / len(there):.0%}; "
        f"{offered} more by one click, {(read + offered) / len(there):.0%};"
    )
    print(f"{len(there) - read - offered} asked about in another way.")


def print_results(folder: Path) -> None:
    """Print where a motion's own new text is not what its instructions lead to."""
    print("\nComputed and printed by the motion:")
    for result in printed_results():
        differences = printers_differences(folder, result)
        where = f"{result.label.file[:40]} {result.label.lines}"
        if differences is None:
            print(f"  {where}: asked about")
        elif not differences:
            print(f"  {where}: the same")
        for computed, found in differences or ():
            print(f"  {where}: {computed!r} is printed as {found!r}")


def print_answer(each: Answer) -> None:
    """Print an answer that is not what its label asks for, or that no click gives."""
    column = _column(each)
    if column in {"read", "refused"} or (column == "asked rightly" and is_offered(each)):
        return
    label = each.label
    column = "no choice" if column == "asked rightly" else column
    print(f"{column}: {label.file} {label.line} {label.pattern} ({label.why})")
    for problem in each.problems[:2]:
        print(f"    {problem.kind}: {problem.words[:100]!r}, {len(problem.candidates)} offered")
        for candidate in problem.candidates:
            print(f"        {candidate.citation}: {candidate.replacement[:120]!r}")


def is_offered(each: Answer) -> bool:
    """Tell whether one click gives what was meant."""
    return each.outcome is Outcome.QUESTION and each.offered


def _column(each: Answer) -> str:
    if each.outcome is not Outcome.QUESTION:
        return each.outcome
    if each.label.answer == REFUSE:
        return "refused otherwise"
    return "question" if counts(each.label) else "asked rightly"


if __name__ == "__main__":
    main()
