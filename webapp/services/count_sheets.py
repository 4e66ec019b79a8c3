"""What tellers hand in for a block of the hall, and what the chair rules where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import CountSheet
from webapp.procedure.counting import BlockState
from webapp.procedure.errors import ImpossibleCount
from webapp.procedure.tally import Tally
from webapp.queries.counts import block_of, last_number, sheet_of, standing_sheets
from webapp.queries.standing import must
from webapp.queries.tellers import may_count
from webapp.services.count_acts import lock_count, note_block, require_running
from webapp.services.errors import ChangedMeanwhile, CountRefused, ReasonMissing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import CountBlock
    from webapp.queries.actor import Actor

LARGEST_FIGURE = 999_999


def enter_sheet(
    session: Session,
    actor: Actor,
    block: CountBlock,
    tally: Tally,
    *,
    token: str,
    seen: int,
    now: datetime,
) -> CountSheet:
    """Hand in a teller's figures for a block; figures handed in before stay as a row.

    The same token sent again is the same sheet. `seen` is the number of the teller's last
    sheet that the page showed. Raises CountRefused once the count is closed, the block agreed
    or counted by others already, and ChangedMeanwhile where the teller's other phone was first.
    """
    count = block.count
    must(actor, "count:enter", count.motion)
    lock_count(session, count)
    for known in block.sheets:
        if (known.teller_id, known.token) == (actor.person_id, token):
            return known
    if not count.with_abstentions:
        tally = Tally(tally.in_favour, tally.against)
    own = sheet_of(block, actor.person_id)
    if own is not None and own.tally == tally:
        return own
    _require_open_to(block, actor)
    if not may_count(block, actor):
        raise CountRefused("not_yours")
    if seen != last_number(block, actor.person_id):
        raise ChangedMeanwhile("sheet", last_number(block, actor.person_id))
    if max(tally.in_favour, tally.against, tally.abstentions) > LARGEST_FIGURE:
        raise ImpossibleCount("in_favour", tally.answers)
    sheet = _add_sheet(session, actor, block, tally, token=token, now=now)
    note_block(session, actor, "count:enter", block, now=now, tally=tally)
    counted = block_of(block)
    if counted.state is BlockState.AGREED:
        note_block(session, actor, "count:agree", block, now=now, tally=tally)
    return sheet


def take_back_sheet(
    session: Session, actor: Actor, block: CountBlock, *, token: str, now: datetime
) -> None:
    """Take a teller's figures out of a block that was not theirs to count; twice is once."""
    must(actor, "count:enter", block.count.motion)
    lock_count(session, block.count)
    if sheet_of(block, actor.person_id) is None:
        return
    _require_open_to(block, actor)
    _add_sheet(session, actor, block, None, token=token, now=now)
    note_block(session, actor, "count:take_back", block, now=now)


def settle_block(
    session: Session,
    actor: Actor,
    block: CountBlock,
    tally: Tally,
    *,
    reason: str,
    now: datetime,
) -> None:
    """Rule which figures hold for a block whose tellers differ or are missing."""
    must(actor, "count:close", block.count.motion)
    lock_count(session, block.count)
    if not block.count.with_abstentions:
        tally = Tally(tally.in_favour, tally.against)
    if block.settled == tally:
        return
    require_running(block.count)
    if block_of(block).state is BlockState.AGREED:
        raise CountRefused("block_agreed")
    if not reason.strip():
        raise ReasonMissing
    _settle(session, block, tally, reason=reason.strip(), actor=actor, now=now)
    note_block(session, actor, "count:settle", block, now=now, tally=tally, reason=reason.strip())


def reopen_block(
    session: Session, actor: Actor, block: CountBlock, *, seen: int, now: datetime
) -> None:
    """Have a block counted afresh: figures entered so far stay on record and no longer count.

    `seen` is the id of the last sheet the page showed: one sent twice clears nothing newer.
    """
    must(actor, "count:close", block.count.motion)
    lock_count(session, block.count)
    if block.settled is None and seen <= block.cleared:
        return
    require_running(block.count)
    last = max((sheet.id for sheet in block.sheets), default=0)
    if last > seen:
        raise ChangedMeanwhile("block", block.place)
    block.cleared = last
    _settle(session, block, None)
    note_block(session, actor, "count:reopen_block", block, now=now)


def _require_open_to(block: CountBlock, actor: Actor) -> None:
    """Raise CountRefused unless this teller may hand figures in for the block now."""
    require_running(block.count)
    if block_of(block).is_locked:
        raise CountRefused("block_agreed")
    others = [one for one in standing_sheets(block) if one.teller_id != actor.person_id]
    if len(others) >= block.count.tellers:
        raise CountRefused("block_full")


def _add_sheet(
    session: Session,
    actor: Actor,
    block: CountBlock,
    tally: Tally | None,
    *,
    token: str,
    now: datetime,
) -> CountSheet:
    sheet = CountSheet(
        block=block,
        teller_id=actor.person_id,
        number=last_number(block, actor.person_id) + 1,
        token=token,
        in_favour=tally.in_favour if tally else None,
        against=tally.against if tally else None,
        abstained=tally.abstentions if tally and block.count.with_abstentions else None,
        entered_at=now,
    )
    session.add(sheet)
    session.flush()
    return sheet


def _settle(
    session: Session,
    block: CountBlock,
    tally: Tally | None,
    *,
    reason: str | None = None,
    actor: Actor | None = None,
    now: datetime | None = None,
) -> None:
    with session.no_autoflush:
        block.in_favour = tally.in_favour if tally else None
        block.against = tally.against if tally else None
        block.abstained = tally.abstentions if tally else None
        block.reason = reason
        block.settled_at = now
        block.settled_by_id = actor.person_id if actor else None
    session.flush()
