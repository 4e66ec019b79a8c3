"""What falls with which amendment: as the texts have it, and as the committee has ruled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.models import Amendment, ConsequenceRuling
from webapp.procedure.consequences import Consequence, Ruling, falling, work_out
from webapp.procedure.places import place_key
from webapp.procedure.states import AmendmentState
from webapp.queries.outcomes import public_amendment_state, standing_votes
from webapp.queries.proposals import names_of_changes
from webapp.queries.texts import load_weave
from webapp.text.collisions import CollisionKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.procedure.consequences import Pair
    from webapp.text.collisions import Collision
    from webapp.text.weave import Weave

# Where one strikes what the other changes there is a text when both are carried.
SETTLED_BY_A_RULING = CollisionKind.INSIDE_STRUCK


@dataclass(frozen=True, slots=True)
class KnownConsequence:
    """A consequence with the amendments themselves, how they meet, and what was ruled."""

    carried: Amendment
    other: Amendment
    consequence: Consequence
    collisions: tuple[Collision, ...]
    ruling: ConsequenceRuling | None


def list_rulings(session: Session, motion: Motion) -> list[ConsequenceRuling]:
    """Return what the committee has ruled on the motion's amendments, oldest first."""
    wanted = select(ConsequenceRuling).where(ConsequenceRuling.motion_id == motion.id)
    people = joinedload(ConsequenceRuling.ruled_by)
    return list(session.scalars(wanted.options(people).order_by(ConsequenceRuling.id)))


def list_consequences(
    session: Session,
    motion: Motion,
    *,
    weave: Weave | None = None,
    among: Collection[Amendment] | None = None,
) -> list[KnownConsequence]:
    """Return the consequences among undecided amendments, in the order in which they are put.

    `among` narrows them to these amendments.
    """
    down = _undecided(motion) if among is None else [one for one in among if one.change]
    by_key = {one.change.key: one for one in down if one.change is not None}
    met = _hard(motion, weave or load_weave(session, motion), by_key)
    rulings = {(one.carried_id, one.other_id): one for one in list_rulings(session, motion)}
    by_id = {str(one.id): one for one in down}
    pairs = [(str(by_key[one.first].id), str(by_key[one.second].id)) for one in met if one.hard]
    found = []
    for one in work_out(pairs, _as_ruled(rulings.values())):
        if one.carried in by_id and one.other in by_id:
            carried, other = by_id[one.carried], by_id[one.other]
            sides = {_key(carried), _key(other)}
            how = tuple(each for each in met if {each.first, each.second} == sides)
            ruling = rulings.get((carried.id, other.id))
            found.append(KnownConsequence(carried, other, one, how, ruling))
    return sorted(found, key=_printed_order)


def public_consequences(
    session: Session, motion: Motion, *, seen_at: datetime
) -> list[KnownConsequence]:
    """Return what may fall with what as far as everybody may know: only what is still open."""
    open_ones = [
        one
        for one in motion.amendments
        if one.number is not None
        and public_amendment_state(session, one, seen_at=seen_at) is AmendmentState.SELECTED
    ]
    if len(open_ones) < 2:  # noqa: PLR2004 - it takes two
        return []
    found = list_consequences(session, motion, among=open_ones)
    return [one for one in found if one.consequence.falls]


def falling_pairs(
    session: Session, motion: Motion, collisions: Collection[Pair], names: Mapping[str, str]
) -> frozenset[Pair]:
    """Return which fall with which: pairs of the names that change sets are given.

    `collisions` are pairs of those names that cannot stand together.
    """
    return falling(work_out(collisions, _named(session, motion, names)))


def settled_by_ruling(session: Session, motion: Motion) -> set[frozenset[str]]:
    """Return the pairs of change sets that were both carried because the committee ruled so.

    The ruling has to be about the one that conference decided on later.
    """
    order = {vote.amendment_id: vote.id for vote in standing_votes(session, motion)}
    keys = {one.id: _key(one) for one in motion.amendments if one.change is not None}
    return {
        frozenset({keys[one.carried_id], keys[one.other_id]})
        for one in list_rulings(session, motion)
        if not one.falls
        and one.carried_id in order
        and one.other_id in order
        and order[one.carried_id] < order[one.other_id]
    }


def is_settled(collision: Collision, settled: Collection[frozenset[str]]) -> bool:
    """Tell whether somebody has ruled that these two stand together, and the text can be made."""
    return (
        collision.kind is SETTLED_BY_A_RULING
        and frozenset({collision.first, collision.second}) in settled
    )


def _undecided(motion: Motion) -> list[Amendment]:
    return [
        one
        for one in motion.amendments
        if one.state is AmendmentState.SELECTED and one.change is not None
    ]


def _hard(motion: Motion, weave: Weave, keys: Collection[str]) -> list[Collision]:
    if len(keys) < 2:  # noqa: PLR2004 - it takes two
        return []
    return [one for one in weave.collisions(keys, names=names_of_changes(motion)) if one.hard]


def _as_ruled(rulings: Collection[ConsequenceRuling]) -> list[Ruling]:
    return [Ruling(str(one.carried_id), str(one.other_id), one.falls) for one in rulings]


def _named(session: Session, motion: Motion, names: Mapping[str, str]) -> list[Ruling]:
    called = {
        one.id: names[one.change.key]
        for one in motion.amendments
        if one.change is not None and one.change.key in names
    }
    return [
        Ruling(called[one.carried_id], called[one.other_id], one.falls)
        for one in list_rulings(session, motion)
        if one.carried_id in called and one.other_id in called
    ]


def _key(amendment: Amendment) -> str:
    return amendment.change.key if amendment.change is not None else ""


def _printed_order(one: KnownConsequence) -> tuple[object, object]:
    return place_key(one.carried.number or ""), place_key(one.other.number or "")
