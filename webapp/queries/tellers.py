"""The tellers of a conference, and which blocks of the hall are theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import CountBlock, HallCount, Membership, Motion, Person
from webapp.procedure.roles import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor


def tellers_of(session: Session, conference: Conference) -> Sequence[Person]:
    """Return the tellers of a conference by name."""
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.conference_id == conference.id, Membership.role == Role.TELLER)
        .order_by(Person.name, Person.id)
    ).all()


def assigned_before(session: Session, count: HallCount) -> dict[str, set[int]]:
    """Return who was assigned to each block of the conference's last count, by the block's name."""
    last = session.scalars(
        select(HallCount)
        .join(Motion, Motion.id == HallCount.motion_id)
        .where(
            Motion.conference_id == count.motion.conference_id,
            HallCount.id != count.id,
            HallCount.blocks.any(CountBlock.assigned.any()),
        )
        .order_by(HallCount.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return {}
    return {block.name: {one.person_id for one in block.assigned} for block in last.blocks}


def is_assigned(block: CountBlock, actor: Actor) -> bool:
    return any(one.person_id == actor.person_id for one in block.assigned)


def may_count(block: CountBlock, actor: Actor) -> bool:
    """Tell whether a block is for this teller: assigned to them, or to nobody."""
    return not block.assigned or is_assigned(block, actor)
