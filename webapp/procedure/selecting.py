"""Which motions a ballot of members chooses: so many places, filled in the order of the ballot.

A tie matters only at the border, where places are left for some of those tied and not for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import StrEnum

from webapp.procedure.ranking import Placing


class TieAtBorder(StrEnum):
    """What decides among those tied for the last places."""

    LOT = "lot"
    """A lot drawn from the hash of the signed record, which anybody can draw again."""
    CHAIR = "chair"
    """The chair, with a reason."""
    NOBODY = "nobody"
    """Nothing: none of those tied is chosen, and places stay empty."""


BY_BALLOT = "Ballot of members"
"""The reason of a verdict that members reached by a ballot."""


class Decided(StrEnum):
    """What decided a selection."""

    FIGURES = "figures"
    LOT = "lot"
    CHAIR = "chair"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class SelectionRules:
    """What standing orders say of selections by a ballot of members.

    `places` is how many are chosen where nobody says otherwise at opening. With
    `none_of_these` whatever does not beat that option is not chosen. Where `appeals`, those
    passed over may appeal as against any verdict. `words` is what the chair reads out.
    """

    places: int
    tie: TieAtBorder
    none_of_these: bool
    appeals: bool
    words: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who has a place by the figures alone, and who is tied for the `left` places at the border."""

    sure: tuple[int, ...]
    tied: tuple[int, ...] = ()
    left: int = 0

    @property
    def is_decided(self) -> bool:
        return not self.tied


def choose(placing: Placing, places: int, gone: Container[int] = ()) -> Chosen:
    """Fill the places in the order of the ballot, as far as the figures decide it.

    What is `gone` since takes no place.
    """
    sure: list[int] = []
    for tied in placing.order:
        if placing.none in tied:
            break
        group = tuple(one for one in tied if one not in gone)
        left = places - len(sure)
        if left < len(group):
            return Chosen(tuple(sure), group if left else (), left)
        sure += group
    return Chosen(tuple(sure))


def draw(tied: Sequence[int], left: int, choices: Sequence[str], seal: str) -> tuple[int, ...]:
    """Draw so many of those tied by lot: the lowest hashes of seal and option.

    `seal` is the hash of the closing record, known to nobody while ballots are cast, and
    public ever after: the same lot can be drawn again by anybody.
    """

    def lot(number: int) -> str:
        return hashlib.sha256(f"{seal} {choices[number - 1]}".encode()).hexdigest()

    return tuple(sorted(tied, key=lot)[:left])


def settle(
    chosen: Chosen, tie: TieAtBorder, choices: Sequence[str], seal: str
) -> tuple[tuple[int, ...], Decided] | None:
    """Return which options are chosen and what decided it; None while the chair has to."""
    if chosen.is_decided:
        return chosen.sure, Decided.FIGURES
    if tie is TieAtBorder.LOT:
        return (*chosen.sure, *draw(chosen.tied, chosen.left, choices, seal)), Decided.LOT
    if tie is TieAtBorder.NOBODY:
        return chosen.sure, Decided.NOBODY
    return None
