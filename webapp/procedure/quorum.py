"""How many must be there for a decision to count."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """A share of those entitled to vote, a least number, or whichever of the two is more.

    `tested`: whether every vote asks for it, or only a challenge from the hall does.
    `proxies_count`: whether who gave a proxy is present while its holder is, to the quorum and to
    majorities of those present. Bodies that know proxies mostly say "in person or by proxy";
    Robert's Rules know none, and leave it to whoever allows them.
    """

    share: Fraction = Fraction(0)
    at_least: int = 0
    tested: bool = False
    proxies_count: bool = False

    def needed(self, entitled: int) -> int:
        """Return how many must be present where so many are entitled."""
        return max(self.at_least, ceil(self.share * entitled))

    def short_by(self, present: int, entitled: int) -> int:
        """Return how many are missing, none being 0."""
        return max(0, self.needed(entitled) - present)

    def is_met(self, present: int, entitled: int) -> bool:
        """Tell whether enough are present."""
        return present >= self.needed(entitled)
