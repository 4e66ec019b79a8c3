"""Amendments of which at most one can be carried, put together as one ranked ballot."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy.orm import object_session

from webapp.models import Amendment, Motion
from webapp.procedure.consequences import alternatives_to, falling
from webapp.procedure.majority import MajorityRule
from webapp.procedure.places import place_key
from webapp.procedure.ranking import NONE, placing_of
from webapp.procedure.rules import Order
from webapp.queries.consequences import list_consequences
from webapp.queries.debates import question_id
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from webapp.models import Poll
    from webapp.procedure.ranking import Placing

RANKED = "ranked:"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Amendments each of which falls with each of the others, in the order they are printed."""

    motion: Motion
    amendments: tuple[Amendment, ...]

    @property
    def subject(self) -> str:
        """What polls call the question: by its first amendment."""
        return f"{RANKED}{self.amendments[0].id}"

    @property
    def choices(self) -> list[str]:
        return [*(question_id(one) for one in self.amendments), NONE]


def alternatives_with(amendment: Amendment) -> Alternatives | None:
    """Return the amendments to be ranked with one, it among them; None where it is put by itself.

    That is where standing orders rank no amendments, or where none falls with it both ways.
    """
    motion, session = amendment.motion, object_session(amendment)
    if session is None or rulebook_of(motion.conference).voting.order is not Order.RANKED:
        return None
    known = list_consequences(session, motion)
    pairs = falling(one.consequence for one in known)
    group = alternatives_to(str(amendment.id), pairs)
    found = [one for one in motion.amendments if str(one.id) in group and one.amends_id is None]
    if amendment not in found or len(found) < 2:  # noqa: PLR2004 - it takes two
        return None
    return Alternatives(motion, tuple(sorted(found, key=lambda one: place_key(one.number or ""))))


def alternatives_asked(poll: Poll) -> Alternatives | None:
    """Return the amendments that a poll ranks; None for every other poll."""
    if not poll.ranked or poll.motion is None:
        return None
    known = {question_id(one): one for one in poll.motion.amendments}
    found = tuple(known[choice] for choice in poll.choices if choice in known)
    return Alternatives(poll.motion, found) if found else None


def placing_in(poll: Poll) -> Placing:
    """Return what a closed ranked poll comes to, by the majority it was opened with."""
    needs = poll.opening["record"]["ranked"].get("needs")
    rule = MajorityRule(Fraction(needs["share"]), needs["must_exceed"]) if needs else None
    return placing_of(poll.figures or {}, poll.choices, rule)
