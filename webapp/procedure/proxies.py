"""Who may cast whose vote: proxies are given once, held in limits, and never handed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from webapp.procedure.errors import OutOfOrder


class WhyNot(StrEnum):
    """Why a proxy cannot be given, or not be accepted."""

    NONE_ALLOWED = "none_allowed"
    """The rulebook knows no proxies."""
    ONESELF = "oneself"
    GIVER_NO_DELEGATE = "giver_no_delegate"
    HOLDER_NO_DELEGATE = "holder_no_delegate"
    GIVEN_ALREADY = "given_already"
    """The giver's vote is given, or offered, to somebody: that one is withdrawn first."""
    GIVER_HOLDS = "giver_holds"
    """The giver casts votes of others, which would be handed on."""
    HOLDER_GAVE = "holder_gave"
    """The holder has given their own vote away, and will not be there."""
    HANDS_FULL = "hands_full"
    """The holder casts as many votes of others as the rulebook allows."""


class ProxyRefused(OutOfOrder):
    """A proxy cannot be given like this."""

    def __init__(self, why: WhyNot, limit: int = 0) -> None:
        super().__init__(why, limit)
        self.why = why
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies that stand among the delegates of one conference: giver to holder.

    Everybody is named by number. What is given here was accepted, where it must be.
    """

    limit: int
    held: Mapping[int, int] = field(default_factory=dict)

    def give(self, giver: int, holder: int) -> Proxies:
        """Return the proxies with one more. Raises ProxyRefused."""
        if why := self.why_not(giver, holder):
            raise ProxyRefused(why, self.limit)
        return Proxies(self.limit, {**self.held, giver: holder})

    def withdraw(self, giver: int) -> Proxies:
        """Return the proxies without the giver's; without change where there is none."""
        rest = {one: holder for one, holder in self.held.items() if one != giver}
        return Proxies(self.limit, rest)

    def why_not(self, giver: int, holder: int) -> WhyNot | None:
        """Tell what stands against this proxy, or nothing."""
        if self.limit == 0:
            return WhyNot.NONE_ALLOWED
        if giver == holder:
            return WhyNot.ONESELF
        if giver in self.held:
            return WhyNot.GIVEN_ALREADY
        held = Counter(self.held.values())
        if held[giver]:
            return WhyNot.GIVER_HOLDS
        if holder in self.held:
            return WhyNot.HOLDER_GAVE
        return WhyNot.HANDS_FULL if held[holder] >= self.limit else None

    def holder_of(self, person: int) -> int:
        """Return who casts this person's vote: somebody else, or they themselves."""
        return self.held.get(person, person)
