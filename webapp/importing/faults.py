"""What can be wrong with a list that arrives, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What can be wrong with a list."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_TEXT = "not_text"
    QUOTE_LEFT_OPEN = "quote_left_open"
    NO_NAME_COLUMN = "no_name_column"
    NO_EMAIL_COLUMN = "no_email_column"
    COLUMN_TWICE = "column_twice"

    TOO_MANY_CELLS = "too_many_cells"
    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    NO_EMAIL = "no_email"
    BAD_EMAIL = "bad_email"
    EMAIL_TWICE = "email_twice"
    UNKNOWN_ROLE = "unknown_role"
    UNKNOWN_BODY = "unknown_body"
    BAD_WEIGHT = "bad_weight"
    CARD_TOO_LONG = "card_too_long"
    CARD_TWICE = "card_twice"
    NO_VOTE = "no_vote"
    CONTROL_CHARACTER = "control_character"


OF_THE_WHOLE_LIST = frozenset(
    {
        FaultKind.EMPTY,
        FaultKind.TOO_LARGE,
        FaultKind.TOO_MANY_ROWS,
        FaultKind.NOT_TEXT,
        FaultKind.QUOTE_LEFT_OPEN,
        FaultKind.NO_NAME_COLUMN,
        FaultKind.NO_EMAIL_COLUMN,
        FaultKind.COLUMN_TWICE,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: on which line of the file, in which column, and what stands there.

    `other_line` is where the same address stands first; `column` is the heading as written.
    """

    kind: FaultKind
    line: int = 0
    column: str = ""
    cell: str = ""
    other_line: int = 0


class Unreadable(Exception):
    """The list as a whole cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
