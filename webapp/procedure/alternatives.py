"""Options printed in a motion, of which exactly one survives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.procedure.states import Outcome


@dataclass(frozen=True, slots=True)
class Option:
    """One of several texts; CARRIED means that it stands, LOST that it is out."""

    id: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What follows for the options not decided: those struck, and one that stands without a vote.

    `because_of` is the option whose result settles them.
    """

    struck: tuple[str, ...] = ()
    stands: str | None = None
    because_of: str | None = None


def settle(options: Sequence[Option]) -> Settled:
    """Return what the results so far settle: one that stands strikes the rest.

    Where all but one are out, that one stands. Nothing follows while several are open.
    """
    undecided = [one.id for one in options if one.outcome is None]
    standing = [one.id for one in options if one.outcome is Outcome.CARRIED]
    out = [one.id for one in options if one.outcome is Outcome.LOST]
    if standing and undecided:
        return Settled(struck=tuple(undecided), because_of=standing[0])
    if not standing and out and len(undecided) == 1:
        return Settled(stands=undecided[0], because_of=out[-1])
    return Settled()


def survivors(options: Sequence[Option], struck: Sequence[str]) -> list[str]:
    """Return which options the text still has, `struck` being those gone without a vote."""
    return [one.id for one in options if one.outcome is not Outcome.LOST and one.id not in struck]
