"""What standing orders refuse: facts for a caller, no sentences for people."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class OutOfOrder(Exception):
    """The root of everything standing orders do not allow now, or not to this person."""


class NotPermitted(OutOfOrder):
    """The event or activity exists, but is not open to whoever asked."""

    def __init__(self, event: str) -> None:
        super().__init__(event)
        self.event = event


class WrongState(OutOfOrder):
    """The event does not happen to something in this state."""

    def __init__(self, event: str, state: StrEnum) -> None:
        super().__init__(event, state)
        self.event = event
        self.state = state


class TooLate(OutOfOrder):
    """A deadline has passed, and whoever asked may not override it."""

    def __init__(self, deadline: str, closed_at: datetime) -> None:
        super().__init__(deadline, closed_at)
        self.deadline = deadline
        self.closed_at = closed_at


class ImpossibleCount(OutOfOrder):
    """Figures were given that no count can have: below zero, or more answers than people."""

    def __init__(self, what: str, count: int) -> None:
        super().__init__(what, count)
        self.what = what
        self.count = count
