"""What the text would be with an outcome, and what cannot stand together as it is now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from webapp.models import Amendment
from webapp.procedure.states import AmendmentState
from webapp.queries.amending import grounds_of, in_force_with
from webapp.queries.consequences import is_settled, list_consequences, settled_by_ruling
from webapp.queries.proposals import names_of_changes
from webapp.queries.texts import keys_in_force
from webapp.text.redline import redline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.text.clause import Document
    from webapp.text.collisions import Collision
    from webapp.text.redline import Redline
    from webapp.text.weave import Weave


CARRIED = (AmendmentState.CARRIED, AmendmentState.ACCEPTED)


class ClashKind(StrEnum):
    """Why the chair has something to settle."""

    BOTH_IN_FORCE = "both_in_force"
    """Two things were carried of which only one can stand."""
    AGAINST_WHAT_WAS_CARRIED = "against_what_was_carried"
    """An amendment still to be put meets a carried one, and was ruled not to fall with it."""
    AGAINST_THE_TEXT = "against_the_text"
    """An amendment still to be put cannot stand beside what the committee has redrafted."""
    WITHOUT_ITS_GROUND = "without_its_ground"
    """A carried amendment was written upon another that is not in force."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that cannot stay as it is; `other` is None where no amendment is the other side."""

    kind: ClashKind
    amendment: Amendment
    other: Amendment | None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Supposed:
    """The text in force, the text as it would be, and what is between them."""

    before: Document
    after: Document
    redline: Redline


def text_supposed(session: Session, motion: Motion, amendment: Amendment, weave: Weave) -> Supposed:
    """Return what the text would be were this amendment carried now.

    Where it cannot stand upon the text in force, nothing changes. One to an amendment is shown
    upon the text as that one would make it.
    """
    grounds = grounds_of(amendment)
    in_force, _ = weave.closure(keys_in_force(session, motion) | grounds)
    under, _ = weave.closure(in_force | in_force_with(amendment))
    before, after = weave.text(in_force), weave.text(under)
    drawn = redline(
        weave.origins(under),
        before=before,
        after=after,
        change_sets=[weave.change_sets[key] for key in sorted(under)],
    )
    return Supposed(before, after, drawn)


def clashes(session: Session, motion: Motion, weave: Weave) -> list[Clash]:
    """Return what has to be settled before the text can be final, oldest first."""
    return [
        *_in_force(session, motion, weave),
        *_beside_what_was_carried(session, motion, weave),
        *_against_redrafts(session, motion, weave),
        *_without_ground(session, motion, weave),
    ]


def _by_key(motion: Motion) -> dict[str, Amendment]:
    return {one.change.key: one for one in motion.amendments if one.change is not None}


def _hard(motion: Motion, weave: Weave, keys: frozenset[str]) -> list[Collision]:
    met = weave.collisions(keys, names=names_of_changes(motion))
    return [collision for collision in met if collision.hard]


def _in_force(session: Session, motion: Motion, weave: Weave) -> Iterator[Clash]:
    amendments = _by_key(motion)
    settled = settled_by_ruling(session, motion)
    for collision in _hard(motion, weave, keys_in_force(session, motion)):
        if is_settled(collision, settled):
            continue
        sides = [amendments[key] for key in _sides(collision) if key in amendments]
        if sides:
            other = sides[1] if len(sides) > 1 else None
            yield Clash(ClashKind.BOTH_IN_FORCE, sides[0], other, collision.sentence)


def _beside_what_was_carried(session: Session, motion: Motion, weave: Weave) -> Iterator[Clash]:
    """Yield what is still to be put although it meets what was carried: say so before the vote."""
    down = [one for one in motion.amendments if one.state in (*CARRIED, AmendmentState.SELECTED)]
    for known in list_consequences(session, motion, weave=weave, among=down):
        is_ahead = known.carried.state in CARRIED and known.other.state is AmendmentState.SELECTED
        if is_ahead and known.consequence.worked_out and not known.consequence.falls:
            sentence = known.collisions[0].sentence if known.collisions else ""
            kind = ClashKind.AGAINST_WHAT_WAS_CARRIED
            yield Clash(kind, known.other, known.carried, sentence)


def _against_redrafts(session: Session, motion: Motion, weave: Weave) -> Iterator[Clash]:
    """Yield the undecided amendments that meet what the committee changed after them."""
    amendments = _by_key(motion)
    decided = {key for key, one in amendments.items() if one.state is not AmendmentState.WRITTEN_IN}
    redrafts = keys_in_force(session, motion) - decided
    for key, amendment in amendments.items():
        if amendment.state is not AmendmentState.SELECTED or not redrafts:
            continue
        for collision in _hard(motion, weave, redrafts | {key}):
            if key in _sides(collision):
                yield Clash(ClashKind.AGAINST_THE_TEXT, amendment, None, collision.sentence)
                break


def _without_ground(session: Session, motion: Motion, weave: Weave) -> Iterator[Clash]:
    amendments = _by_key(motion)
    _, dropped = weave.closure(keys_in_force(session, motion))
    for key, needed in dropped.items():
        if key in amendments:
            grounds = [amendments[one] for one in sorted(needed) if one in amendments]
            other = grounds[0] if grounds else None
            yield Clash(ClashKind.WITHOUT_ITS_GROUND, amendments[key], other)


def _sides(collision: Collision) -> tuple[str, str]:
    return (collision.first, collision.second)
