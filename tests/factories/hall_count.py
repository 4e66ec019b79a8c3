"""Counts in the hall, opened by the services and entered by tellers who are new to it.

count = open_count_on(motion, "Front", "Back")
entered(count, 1, 40, 20)          # by somebody new
entered(count, 1, 40, 20, by=tess)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.base import bound_session, settle
from tests.factories.person import actor_with
from tests.factories.remembered import remembered
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.tally import Tally
from webapp.queries.counts import last_number
from webapp.queries.verdicts import motion_of
from webapp.services import count_sheets, counts

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import CountBlock, CountSheet, HallCount, Item
    from webapp.queries.actor import Actor


@remembered
def open_count_on(
    item: Item, *blocks: str, tellers: int = 2, phones: bool = False, now: datetime = NOON
) -> HallCount:
    """Return a count that the chair has opened, of one block if none is named."""
    opening = counts.Opening(blocks or ("The hall",), tellers, with_phones=phones)
    chair = actor_with(motion_of(item).conference, Role.CHAIR)
    count = counts.open_count(bound_session(), chair, item, opening, now=now)
    settle()
    return count


def block_at(count: HallCount, place: int = 1) -> CountBlock:
    return next(one for one in count.blocks if one.place == place)


@remembered
def entered(
    count: HallCount,
    place: int,
    in_favour: int,
    against: int,
    abstained: int = 0,
    *,
    by: Actor | None = None,
    token: str = "",
    now: datetime = NOON,
) -> CountSheet:
    """Hand in the figures of a block, by a new teller if none is given."""
    teller = by or actor_with(count.motion.conference, Role.TELLER)
    block = block_at(count, place)
    seen = last_number(block, teller.person_id)
    sheet = count_sheets.enter_sheet(
        bound_session(),
        teller,
        block,
        Tally(in_favour, against, abstained),
        token=token or f"{teller.person_id}-{seen}",
        seen=seen,
        now=now,
    )
    settle()
    return sheet


def agreed(count: HallCount, place: int, in_favour: int, against: int, abstained: int = 0) -> None:
    """Have as many tellers as the block needs hand in the same figures."""
    for _ in range(count.tellers):
        entered(count, place, in_favour, against, abstained)
