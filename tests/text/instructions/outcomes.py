"""What the reader makes of a labelled instruction, held against its label."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from pathlib import Path

from tests.text.instructions.labelled import (
    READ,
    REFUSE,
    Label,
    PrintedResult,
    base,
    digest,
    flat,
    instruction,
    printed,
)
from webapp.text.clause import Document
from webapp.text.instructions import InstructionReading, Problem, read_instructions
from webapp.text.instructions.problems import ProblemKind
from webapp.text.lines import lay_out
from webapp.text.operation import ChangeSet
from webapp.text.weave import Weave

_AWAY = frozenset(
    {
        ProblemKind.NO_SUCH_CLAUSE,
        ProblemKind.SEVERAL_CLAUSES,
        ProblemKind.ANCHOR_MISSING,
        ProblemKind.ANCHOR_REPEATED,
        ProblemKind.COUNT_DIFFERS,
        ProblemKind.NO_PLACE,
        ProblemKind.PLACE_UNCLEAR,
        ProblemKind.ANOTHER_TEXT,
    }
)
_NOTHING = frozenset(
    {ProblemKind.NOT_UNDERSTOOD, ProblemKind.NOTHING_SAID, ProblemKind.NO_WORDS, *_AWAY}
)
# The reasons to refuse that are right, by what the label says is the matter.
RIGHT_REASONS = {
    "its target stands in another document": _AWAY | {ProblemKind.NO_WORDS},
    "gives no place that stands in the file": _AWAY | {ProblemKind.NOT_UNDERSTOOD},
}


class Outcome(StrEnum):
    """How an instruction was answered."""

    READ = "read"
    QUESTION = "question"
    REFUSED = "refused"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one instruction; `offered` when one choice leads to what was asked for."""

    label: Label
    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    offered: bool = False
    result: str = ""


def answer(folder: Path, label: Label) -> Answer:
    """Read one labelled instruction and judge the reading."""
    document, words = base(folder, label), instruction(folder, label)
    reading = _read(words, document)
    if reading.change_set is not None:
        result = _result(document, reading.change_set)
        right = bool(label.result) and digest(result) == label.result
        right = right and _is_of_the_kind(label, document, reading.change_set)
        return Answer(label, Outcome.READ if right else Outcome.WRONG, result=result)
    offered = any(
        _leads_to(label, words, document, reading.problems[0], place)
        for place in range(len(reading.problems[0].candidates))
    )
    outcome = Outcome.QUESTION
    if label.answer == REFUSE and _is_right(label, reading.problems[0]):
        outcome = Outcome.REFUSED
    return Answer(label, outcome, reading.problems, offered)


def printers_differences(folder: Path, result: PrintedResult) -> list[tuple[str, str]] | None:
    """Return where a printed result has other words than the computed one; nothing when asked."""
    document = base(folder, result.label)
    reading = _read(instruction(folder, result.label), document)
    if reading.change_set is None:
        return None
    computed = _result(document, reading.change_set).split()
    found = printed(folder, result.label, result.printed).split()
    matcher = SequenceMatcher(None, computed, found, autojunk=False)
    return [
        (" ".join(computed[a:b]), " ".join(found[c:d]))
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def counts(label: Label) -> bool:
    """Tell whether an instruction is one that must be read: its target is there, and unique."""
    return label.answer == READ


def _is_of_the_kind(label: Label, before: Document, change: ChangeSet) -> bool:
    """Tell whether new clauses came of an instruction that asks for such, and of no other."""
    asked = label.operation.split(", ")
    after = Weave(before, [change]).text({change.id})
    grown = len(list(after.walk())) - len(list(before.walk()))
    if "new" in asked:
        return grown > 0
    return grown == 0 if set(asked) == {"insert"} else True


def _is_right(label: Label, problem: Problem) -> bool:
    return problem.kind in RIGHT_REASONS.get(label.why, _NOTHING | {ProblemKind.TITLE})


def _leads_to(label: Label, words: str, document: Document, problem: Problem, place: int) -> bool:
    chosen = problem.candidates[place].replacement
    reading = _read(words[: problem.start] + chosen + words[problem.end :], document)
    return (
        bool(label.result)
        and reading.change_set is not None
        and digest(_result(document, reading.change_set)) == label.result
    )


def _read(words: str, document: Document) -> InstructionReading:
    return read_instructions(words, document, lay_out(document))


def _result(document: Document, change: ChangeSet) -> str:
    return flat(Weave(document, [change]).text({change.id}))
