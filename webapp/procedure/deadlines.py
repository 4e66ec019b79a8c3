"""Until when things may be handed in, and who may let a late one through."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from webapp.procedure.errors import TooLate
from webapp.procedure.roles import Role


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """One deadline of standing orders, counted back from the conference's first day."""

    key: str
    name: str
    days_before: int
    at: time
    override: frozenset[Role]

    def closing(self, first_day: date, zone: tzinfo) -> Deadline:
        """Return the deadline of a conference that begins on this day."""
        closes_on = first_day - timedelta(days=self.days_before)
        return Deadline(self.key, datetime.combine(closes_on, self.at, zone), self.override)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline of one conference. What arrives at its very minute is in time."""

    key: str
    closes_at: datetime
    override: frozenset[Role] = frozenset()

    def is_past(self, at: datetime) -> bool:
        """Tell whether something that arrives now is late."""
        return at > self.closes_at

    def lets_in(self, at: datetime, roles: AbstractSet[Role]) -> bool:
        """Tell whether somebody with these roles may hand something in now, late or not."""
        return not self.is_past(at) or not self.override.isdisjoint(roles)

    def demand(self, at: datetime, roles: AbstractSet[Role]) -> bool:
        """Return whether what is handed in now is late; raise TooLate where it may not be."""
        if not self.lets_in(at, roles):
            raise TooLate(self.key, self.closes_at)
        return self.is_past(at)


def next_deadline(deadlines: Iterable[Deadline], at: datetime) -> Deadline | None:
    """Return the deadline that passes next, or None when all have passed."""
    ahead = [deadline for deadline in deadlines if not deadline.is_past(at)]
    return min(ahead, key=lambda deadline: deadline.closes_at, default=None)
