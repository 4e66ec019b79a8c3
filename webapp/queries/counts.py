"""Counts in the hall as they stand: what tellers entered, what it adds up to, who asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from webapp.models import (
    CountBlock,
    CountSheet,
    Declaration,
    DivisionRequest,
    HallCount,
    Motion,
    Poll,
)
from webapp.models.vote import Vote
from webapp.procedure.counting import Block, CountState, Hall
from webapp.procedure.polls import PollState
from webapp.procedure.tally import NO_VOTES, Tally, kept_tally
from webapp.queries.debates import question_named
from webapp.queries.errors import NotThere
from webapp.queries.motions import may_see
from webapp.queries.polls import latest_poll, poll_tally
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from webapp.models import Conference, Item
    from webapp.queries.actor import Actor


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new count is offered: the blocks of the last one, else those of the rulebook.

    Where houses vote apart `houses` says which sits in each block, in their order.
    """

    blocks: tuple[str, ...]
    tellers: int
    houses: tuple[str, ...] = ()


def get_count(session: Session, actor: Actor, count_id: int) -> HallCount:
    """Return a count to whoever takes part in it. Raises NotThere and NotPermitted."""
    count = session.get(HallCount, count_id)
    if count is None or not may_see(session, actor, count.motion):
        raise NotThere("count", count_id)
    must(actor, "count:enter", count.motion)
    return count


def get_block(session: Session, actor: Actor, count_id: int, place: int) -> CountBlock:
    """Return one block of a count, as `get_count` does the count."""
    count = get_count(session, actor, count_id)
    for block in count.blocks:
        if block.place == place:
            return block
    raise NotThere("block", place)


def standing_sheets(block: CountBlock) -> list[CountSheet]:
    """Return what each teller's figures are now, in the order in which tellers began."""
    latest: dict[int, CountSheet] = {}
    for sheet in block.sheets:
        if sheet.id > block.cleared:
            latest[sheet.teller_id] = sheet
    return [sheet for sheet in latest.values() if sheet.tally is not None]


def sheet_of(block: CountBlock, teller_id: int | None) -> CountSheet | None:
    """Return a teller's own figures in a block."""
    own = [one for one in standing_sheets(block) if one.teller_id == teller_id]
    return own[0] if own else None


def last_number(block: CountBlock, teller_id: int | None) -> int:
    """Return how many sheets this teller has handed in here, those taken back with them."""
    return max((one.number for one in block.sheets if one.teller_id == teller_id), default=0)


def block_of(block: CountBlock) -> Block:
    """Return a block as plain values."""
    return Block(
        name=block.name,
        sheets=tuple(one.tally for one in standing_sheets(block) if one.tally is not None),
        tellers=block.count.tellers,
        settled=block.settled,
        house=block.house,
    )


def hall_of(count: HallCount, phones: Tally = NO_VOTES) -> Hall:
    """Return the whole count as plain values, with what a poll on phones adds to it."""
    return Hall(tuple(block_of(one) for one in count.blocks), phones)


@dataclass(frozen=True, slots=True)
class Phones:
    """The poll whose figures a count adds. `tally` is None until it is closed, for everybody."""

    poll: Poll | None
    tally: Tally | None

    @property
    def is_open(self) -> bool:
        return self.poll is not None and self.poll.state is PollState.OPEN


def phones_of(session: Session, count: HallCount) -> Phones:
    """Return what votes on phones add to a count, as it stands or as it was closed."""
    poll = latest_poll(session, count.motion, count.question) if count.with_phones else None
    if count.phones is not None:
        kept = count.phones
        return Phones(poll, phones_kept(kept))
    if poll is None or poll.state is not PollState.CLOSED:
        return Phones(poll, None)
    tally = poll_tally(session, poll)
    return Phones(poll, tally if count.with_abstentions else tally.without_abstentions)


def phones_kept(kept: Mapping[str, Any]) -> Tally:
    """Return what a poll added to a count, as it was kept at closing."""
    return kept_tally(kept["in_favour"], kept["against"], kept["abstained"], kept.get("houses"))


def counts_of(session: Session, motion: Motion, question: str) -> Sequence[HallCount]:
    """Return every count of a question, oldest first."""
    return session.scalars(
        select(HallCount)
        .where(HallCount.motion_id == motion.id, HallCount.question == question)
        .order_by(HallCount.number)
    ).all()


def open_count_of(session: Session, motion: Motion, question: str) -> HallCount | None:
    """Return the count of a question that is going on."""
    found = [one for one in counts_of(session, motion, question) if one.state is CountState.OPEN]
    return found[0] if found else None


def question_counted(count: HallCount) -> Item:
    """Return what a count is about; the motion where its question is none of the debate now."""
    try:
        return question_named(count.motion, count.question)
    except NotThere:
        return count.motion


def public_counts(
    session: Session, motion: Motion, vote: Vote, declarations: Sequence[Declaration]
) -> list[HallCount]:
    """Return the closed counts behind the results of a vote that are public, oldest first.

    A count since, of which nothing is declared yet, is not among them.
    """
    shown = {one.id for one in declarations}
    until = max(one.recorded_at for one in declarations)
    return [
        one
        for one in counts_of(session, motion, vote.subject)
        if one.putting == vote.putting
        and one.closed_at is not None
        and one.state is CountState.CLOSED
        and (
            one.declaration_id in shown
            if one.declaration_id is not None
            else one.closed_at <= until
        )
    ]


def rivals_of(session: Session, count: HallCount) -> list[HallCount]:
    """Return the other closed counts of the same putting of the question, oldest first."""
    return [
        one
        for one in counts_of(session, count.motion, count.question)
        if one.id != count.id and one.putting == count.putting and one.state is CountState.CLOSED
    ]


def open_counts(session: Session, conference: Conference) -> Sequence[HallCount]:
    """Return the counts going on at a conference, newest first."""
    return session.scalars(
        select(HallCount)
        .join(Motion)
        .where(Motion.conference_id == conference.id, HallCount.state == CountState.OPEN)
        .order_by(HallCount.id.desc())
    ).all()


def counting_defaults(
    session: Session, conference: Conference, houses: Sequence[str] = ()
) -> Defaults:
    """Return what a new count begins with; where houses vote apart each has blocks of its own."""
    if houses:
        return _defaults_of_houses(session, conference, houses)
    last = session.scalars(
        select(HallCount)
        .join(Motion)
        .where(Motion.conference_id == conference.id, ~_by_houses())
        .order_by(HallCount.id.desc())
        .limit(1)
    ).first()
    if last is not None:
        return Defaults(tuple(block.name for block in last.blocks), last.tellers)
    rules = rulebook_of(conference).counting
    return Defaults(tuple(rules.blocks), rules.tellers_per_block)


def _defaults_of_houses(
    session: Session, conference: Conference, houses: Sequence[str]
) -> Defaults:
    """Return the blocks of the last count by these houses, else one block for each."""
    last = session.scalars(
        select(HallCount)
        .join(Motion)
        .where(Motion.conference_id == conference.id, _by_houses())
        .order_by(HallCount.id.desc())
        .limit(1)
    ).first()
    if last is not None and {block.house for block in last.blocks} == set(houses):
        seats = tuple(block.house for block in last.blocks)
        return Defaults(tuple(block.name for block in last.blocks), last.tellers, seats)
    tellers = rulebook_of(conference).counting.tellers_per_block
    return Defaults(tuple(houses), tellers, tuple(houses))


def _by_houses() -> ColumnElement[bool]:
    return HallCount.blocks.any(CountBlock.house != "")


def last_block_of(session: Session, conference: Conference, teller_id: int | None) -> str:
    """Return the name of the block this teller counted last, "" for one who is new to it."""
    name = session.scalars(
        select(CountBlock.name)
        .join(CountSheet)
        .join(HallCount)
        .join(Motion)
        .where(Motion.conference_id == conference.id, CountSheet.teller_id == teller_id)
        .order_by(CountSheet.id.desc())
        .limit(1)
    ).first()
    return name or ""


def times_declared(session: Session, motion: Motion, question: str) -> int:
    """Return how often a result was declared on a question, corrections with them."""
    found = session.scalar(
        select(func.count(Declaration.id))
        .join(Vote)
        .where(
            Vote.motion_id == motion.id,
            Vote.subject == question,
            Declaration.undone_at.is_(None),
        )
    )
    return found or 0


def division_requests(session: Session, motion: Motion, question: str) -> list[int]:
    """Return who asks for a count of a question as it stands now, by their ids."""
    putting = times_declared(session, motion, question)
    asked = select(DivisionRequest.person_id).where(
        DivisionRequest.motion_id == motion.id,
        DivisionRequest.question == question,
        DivisionRequest.putting == putting,
    )
    return list(session.scalars(asked))
