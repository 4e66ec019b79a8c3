"""Who counts which block: the chair assigns tellers, and the next count begins as the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import BlockTeller
from webapp.queries.standing import must
from webapp.queries.tellers import assigned_before, tellers_of
from webapp.services.count_acts import lock_count, note, require_running

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import CountBlock, HallCount
    from webapp.queries.actor import Actor


def assign_tellers(
    session: Session, actor: Actor, block: CountBlock, people: Collection[int], *, now: datetime
) -> None:
    """Let these tellers alone count a block; without any, whoever is there counts it.

    What others handed in before stays as it is. People who are no tellers here are left out.
    """
    count = block.count
    must(actor, "count:open", count.motion)
    lock_count(session, count)
    require_running(count)
    known = {one.id for one in tellers_of(session, count.motion.conference)}
    wanted = known & set(people)
    if wanted == {one.person_id for one in block.assigned}:
        return
    block.assigned = [BlockTeller(person_id=id) for id in sorted(wanted)]
    facts = {"block": block.name, "tellers": len(wanted), "people": sorted(wanted)}
    note(session, actor, "count:assign", count, now=now, **facts)


def assign_as_before(session: Session, count: HallCount) -> None:
    """Give a new count's blocks the tellers that blocks of these names had in the last one."""
    before = assigned_before(session, count)
    still = {one.id for one in tellers_of(session, count.motion.conference)}
    for block in count.blocks:
        people = sorted(before.get(block.name, set()) & still)
        block.assigned = [BlockTeller(person_id=id) for id in people]
