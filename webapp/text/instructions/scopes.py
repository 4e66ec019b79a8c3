"""Where an instruction looks: stretches of the page, and what of it was named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from webapp.text.clause import ClauseId
from webapp.text.instructions.motion import (
    Interval,
    Motion,
    Stretch,
    merged,
)
from webapp.text.instructions.parts import (
    LineNumbers,
    Locator,
)
from webapp.text.instructions.sections import Section
from webapp.text.instructions.sections import intervals as section_intervals

Possible = Callable[[tuple[Interval, ...]], bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: stretches of the page, and the clauses or sentences that were named.

    A scope is `opened` by a line of its own, or `carried` over from the sentence before. Named by
    its heading it is a `section`.
    """

    intervals: tuple[Interval, ...]
    clauses: tuple[ClauseId, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    lines: LineNumbers | None = None
    locator: Locator | None = None
    opened: bool = False
    carried: bool = False
    section: Section | None = None

    @property
    def is_whole(self) -> bool:
        return not (self.clauses or self.stretches or self.lines)


def whole(motion: Motion) -> Scope:
    return Scope(motion.whole())


def of_clauses(motion: Motion, clauses: tuple[ClauseId, ...]) -> Scope:
    present = [clause for clause in clauses if clause in motion.clauses]
    return Scope(merged([motion.of_clause(each) for each in present]), clauses)


def of_stretch(motion: Motion, stretch: Stretch) -> Scope:
    return Scope((motion.of_stretch(stretch),), (), (stretch,))


def of_section(motion: Motion, section: Section) -> Scope:
    return Scope(section_intervals(motion, section), section.clauses, section=section)
