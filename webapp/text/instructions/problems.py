"""What stopped a reading, and what to choose from; what a reader should be told besides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from webapp.text.clause import ClauseId
from webapp.text.operation import ChangeSet


class ProblemKind(StrEnum):
    """Why words could not be read without a question."""

    NOTHING_SAID = "nothing_said"
    NOT_UNDERSTOOD = "not_understood"
    NO_WORDS = "no_words"
    NO_PLACE = "no_place"
    NO_SUCH_CLAUSE = "no_such_clause"
    NO_SUCH_LINE = "no_such_line"
    SEVERAL_CLAUSES = "several_clauses"
    LINE_DISAGREES = "line_disagrees"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_REPEATED = "anchor_repeated"
    COUNT_DIFFERS = "count_differs"
    PLACE_UNCLEAR = "place_unclear"
    INSIDE_REFERENCE = "inside_reference"
    CLOSING_MARK = "closing_mark"
    END_UNCLEAR = "end_unclear"
    CONTROL_DIFFERS = "control_differs"
    RESULT_ONLY = "result_only"
    OVERLAP = "overlap"
    NO_EFFECT = "no_effect"
    TITLE = "title"
    SECOND_ORDER = "second_order"
    CONDITIONAL = "conditional"
    ANOTHER_TEXT = "another_text"
    TOO_LONG = "too_long"


SENTENCES: Final = {
    ProblemKind.NOTHING_SAID: "This gives no instruction.",
    ProblemKind.NOT_UNDERSTOOD: "These words are no instruction that can be carried out.",
    ProblemKind.NO_WORDS: "This does not give the words to put in.",
    ProblemKind.NO_PLACE: "This does not say where the words go.",
    ProblemKind.NO_SUCH_CLAUSE: "The motion has no clause called that.",
    ProblemKind.NO_SUCH_LINE: "The motion has no such line.",
    ProblemKind.SEVERAL_CLAUSES: "The motion has more than one clause called that.",
    ProblemKind.LINE_DISAGREES: "The label and the line name different places.",
    ProblemKind.ANCHOR_MISSING: "These words do not stand there.",
    ProblemKind.ANCHOR_REPEATED: "These words stand there more than once.",
    ProblemKind.COUNT_DIFFERS: "These words do not stand there as many times as that.",
    ProblemKind.PLACE_UNCLEAR: "This can mean more than one place.",
    ProblemKind.INSIDE_REFERENCE: "These words begin or end inside a reference to a clause.",
    ProblemKind.CLOSING_MARK: "These words have no closing quotation mark.",
    ProblemKind.END_UNCLEAR: "It is not clear where the words to put in end.",
    ProblemKind.CONTROL_DIFFERS: "The text that this is said to lead to is not what it leads to.",
    ProblemKind.RESULT_ONLY: "This says what the text will read, and not how it comes to.",
    ProblemKind.OVERLAP: "Another instruction of this amendment takes some of these words out.",
    ProblemKind.NO_EFFECT: "This changes nothing.",
    ProblemKind.TITLE: "A title is not part of the text that an amendment can change here.",
    ProblemKind.SECOND_ORDER: "This amends another amendment, not the motion.",
    ProblemKind.CONDITIONAL: "This depends on another decision; an amendment stands by itself.",
    ProblemKind.ANOTHER_TEXT: "This names another document; only this motion can be changed here.",
    ProblemKind.TOO_LONG: "This is longer than an amendment can be.",
}


class NoteKind(StrEnum):
    """What a reading did that its reader should know of."""

    LABEL_DECIDED = "label_decided"
    LABEL_DIFFERS = "label_differs"
    RENUMBERED = "renumbered"
    RENUMBERING_DIFFERS = "renumbering_differs"
    CUT = "cut"
    CLOSING_MARK = "closing_mark"
    UNQUOTED = "unquoted"
    COUNTED = "counted"
    CONTROL_AGREES = "control_agrees"
    REPEATED = "repeated"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that may be meant; in place of the failing words it reads without a question."""

    clause: ClauseId | None
    citation: str
    line: int | None
    words: str
    replacement: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Words that were not read, where they stand in the source, and what to choose from."""

    kind: ProblemKind
    words: str
    start: int
    end: int
    sentence: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Something read without a question that its author may still want to look at."""

    kind: NoteKind
    start: int
    end: int
    sentence: str
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class InstructionReading:
    """The change set that the words ask for, or else the problems, each with its place."""

    change_set: ChangeSet | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()


class Unclear(Exception):
    """Carries one problem from where it was met to the reading; it never leaves this package."""

    def __init__(
        self, kind: ProblemKind, start: int, end: int, candidates: tuple[Candidate, ...] = ()
    ) -> None:
        super().__init__(kind)
        self.kind = kind
        self.start = start
        self.end = end
        self.candidates = candidates
