"""Counting the hall: opening, tellers' figures, closing, and declaring what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from webapp.models import (
    CountBlock,
    CountSheet,
    Declaration,
    HallCount,
    Item,
    Poll,
    SeparateVote,
)
from webapp.procedure.counting import BlockState, CountCause, CountState, is_division
from webapp.procedure.errors import ImpossibleCount, WrongState
from webapp.procedure.rules import OptionsRule
from webapp.procedure.states import MotionState
from webapp.procedure.tally import NO_VOTES, Tally
from webapp.queries.counts import (
    block_of,
    counts_of,
    division_requests,
    hall_of,
    last_number,
    phones_of,
    rivals_of,
    sheet_of,
    standing_sheets,
)
from webapp.queries.debates import question_id, question_named
from webapp.queries.electorate import quorum_now
from webapp.queries.outcomes import ended_by
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.verdicts import motion_of, rules_for
from webapp.services.corrections import correct_result
from webapp.services.deciding import is_decided, latest_vote, lock, undecided_within
from webapp.services.errors import (
    ChangedMeanwhile,
    CountRefused,
    NothingChanged,
    NotReady,
    Obstacle,
    ReasonMissing,
)
from webapp.services.floor import follow_on_floor
from webapp.services.minutes import write_minute
from webapp.services.results import COUNTABLE, count_votes, declare_result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

MOST_BLOCKS = 60
MOST_TELLERS = 20
LONGEST_NAME = 80
LARGEST_FIGURE = 999_999


@dataclass(frozen=True, slots=True)
class Opening:
    """How a count is to be taken: by which blocks, and by how many tellers each."""

    blocks: tuple[str, ...]
    tellers: int
    with_phones: bool = False
    reason: str = ""


def open_count(
    session: Session, actor: Actor, item: Item, opening: Opening, *, now: datetime
) -> HallCount:
    """Begin a count of a question, or of one just decided, by tellers in the hall.

    Where a count of it is going on already, that one is returned. Raises CountRefused for
    blocks that cannot be and for more recounts than the rulebook allows, and WrongState.
    """
    motion = motion_of(item)
    must(actor, "count:open", motion)
    lock(session, motion)
    before = counts_of(session, motion, question_id(item))
    for one in before:
        if one.state is CountState.OPEN:
            return one
    _require_countable(session, item)
    rules = rulebook_of(motion.conference).counting
    putting = _putting_of(session, item)
    taken = [one for one in before if (one.putting, one.state) == (putting, CountState.CLOSED)]
    if len(taken) > rules.recounts:
        raise CountRefused("too_many_recounts")
    names = named_blocks(opening.blocks)
    if not 1 <= opening.tellers <= MOST_TELLERS:
        raise CountRefused("tellers")
    asked = len(division_requests(session, motion, question_id(item)))
    count = HallCount(
        motion=motion,
        question=question_id(item),
        putting=putting,
        number=len(before) + 1,
        cause=_cause(
            is_recount=bool(taken),
            is_asked_for=is_division(asked, rules.division_on_request_of),
        ),
        tellers=opening.tellers,
        with_abstentions=rules.abstentions,
        with_phones=opening.with_phones,
        opened_at=now,
        opened_by_id=actor.person_id,
        reason=opening.reason.strip() or None,
        blocks=[CountBlock(place=at, name=name) for at, name in enumerate(names, start=1)],
    )
    session.add(count)
    _note(session, actor, "count:open", count, now=now, cause=count.cause.value, blocks=names)
    follow_on_floor(session, motion, count.question, now=now)
    return count


def named_blocks(names: Sequence[str]) -> list[str]:
    """Return the blocks of a hall by name. Raises CountRefused where those cannot be told apart."""
    cleaned = [" ".join(name.split()) for name in names]
    cleaned = [name for name in cleaned if name]
    if not cleaned:
        raise CountRefused("no_blocks")
    if len(cleaned) > MOST_BLOCKS or any(len(name) > LONGEST_NAME for name in cleaned):
        raise CountRefused("too_many_blocks")
    if len({name.casefold() for name in cleaned}) < len(cleaned):
        raise CountRefused("same_block_twice")
    return cleaned


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
    _lock_count(session, count)
    for known in block.sheets:
        if (known.teller_id, known.token) == (actor.person_id, token):
            return known
    if not count.with_abstentions:
        tally = Tally(tally.in_favour, tally.against)
    own = sheet_of(block, actor.person_id)
    if own is not None and own.tally == tally:
        return own
    _require_open_to(block, actor)
    if seen != last_number(block, actor.person_id):
        raise ChangedMeanwhile("sheet", last_number(block, actor.person_id))
    if max(tally.in_favour, tally.against, tally.abstentions) > LARGEST_FIGURE:
        raise ImpossibleCount("in_favour", tally.answers)
    sheet = _add_sheet(session, actor, block, tally, token=token, now=now)
    _note_block(session, actor, "count:enter", block, now=now, tally=tally)
    counted = block_of(block)
    if counted.state is BlockState.AGREED:
        _note_block(session, actor, "count:agree", block, now=now, tally=tally)
    return sheet


def take_back_sheet(
    session: Session, actor: Actor, block: CountBlock, *, token: str, now: datetime
) -> None:
    """Take a teller's figures out of a block that was not theirs to count; twice is once."""
    must(actor, "count:enter", block.count.motion)
    _lock_count(session, block.count)
    if sheet_of(block, actor.person_id) is None:
        return
    _require_open_to(block, actor)
    _add_sheet(session, actor, block, None, token=token, now=now)
    _note_block(session, actor, "count:take_back", block, now=now)


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
    _lock_count(session, block.count)
    if not block.count.with_abstentions:
        tally = Tally(tally.in_favour, tally.against)
    if block.settled == tally:
        return
    _require_running(block.count)
    if block_of(block).state is BlockState.AGREED:
        raise CountRefused("block_agreed")
    if not reason.strip():
        raise ReasonMissing
    _settle(session, block, tally, reason=reason.strip(), actor=actor, now=now)
    _note_block(session, actor, "count:settle", block, now=now, tally=tally, reason=reason.strip())


def reopen_block(
    session: Session, actor: Actor, block: CountBlock, *, seen: int, now: datetime
) -> None:
    """Have a block counted afresh: figures entered so far stay on record and no longer count.

    `seen` is the id of the last sheet the page showed: one sent twice clears nothing newer.
    """
    must(actor, "count:close", block.count.motion)
    _lock_count(session, block.count)
    if block.settled is None and seen <= block.cleared:
        return
    _require_running(block.count)
    last = max((sheet.id for sheet in block.sheets), default=0)
    if last > seen:
        raise ChangedMeanwhile("block", block.place)
    block.cleared = last
    _settle(session, block, None)
    _note_block(session, actor, "count:reopen_block", block, now=now)


def close_count(session: Session, actor: Actor, count: HallCount, *, now: datetime) -> HallCount:
    """Fix the figures of a count: no teller changes them any more. Closing twice is closing once.

    Raises CountRefused while blocks are awaited or differ, and while a poll whose figures are
    to be added is open.
    """
    must(actor, "count:close", count.motion)
    lock(session, count.motion)
    _lock_count(session, count)
    if count.state is CountState.CLOSED:
        return count
    _require_running(count)
    hall = hall_of(count, _phones_to_add(session, count))
    if not hall.is_complete:
        raise CountRefused("incomplete")
    quorum = quorum_now(session, count.motion.conference)
    with session.no_autoflush:  # a state and its facts are written together or not at all
        count.in_favour = hall.tally.in_favour
        count.against = hall.tally.against
        count.abstained = hall.tally.abstentions if count.with_abstentions else None
        count.closed_at, count.closed_by_id = now, actor.person_id
        count.state = CountState.CLOSED
        if quorum.is_known:
            count.present, count.entitled = quorum.present, quorum.entitled
    _note(session, actor, "count:close", count, now=now, **figures_noted(hall.tally))
    return count


def add_phones(
    session: Session, actor: Actor, count: HallCount, *, is_added: bool, now: datetime
) -> None:
    """Have the figures of the poll on the same question added at closing, or left out."""
    must(actor, "count:close", count.motion)
    _lock_count(session, count)
    if count.with_phones is is_added:
        return
    _require_running(count)
    count.with_phones = is_added
    _note(session, actor, "count:phones", count, now=now, added=is_added)


def break_off_count(
    session: Session, actor: Actor, count: HallCount, *, reason: str, now: datetime
) -> None:
    """End a count without figures, for a reason that is minuted; what was entered stays a row."""
    must(actor, "count:close", count.motion)
    _lock_count(session, count)
    if count.state is CountState.VOID:
        return
    _require_running(count)
    if not reason.strip():
        raise ReasonMissing
    with session.no_autoflush:
        count.reason = reason.strip()
        count.closed_at, count.closed_by_id = now, actor.person_id
        count.state = CountState.VOID
    _note(session, actor, "count:break_off", count, now=now, reason=reason.strip())


def declare_count(
    session: Session,
    actor: Actor,
    count: HallCount,
    *,
    reason: str = "",
    casting_vote: bool | None = None,
    now: datetime,
) -> Declaration:
    """Declare the result that a closed count gives, or correct by it the one that stands.

    Where the question was counted more than once, or has a result already, the chair's reason
    why this count stands is needed. A recount with the same figures confirms the result.
    Raises ReasonMissing and ImpossibleResult, and what declaring raises.
    """
    motion = count.motion
    must(actor, "count:close", motion)
    lock(session, motion)
    _lock_count(session, count)
    if count.stands and count.declaration is not None:
        return count.declaration
    tally = count.tally
    if tally is None or count.closed_at is None:
        raise CountRefused("not_closed")
    item = question_named(motion, count.question)
    _require_quorum(session, count)
    vote = latest_vote(session, item)
    standing = vote.declaration if vote is not None and is_decided(item) else None
    if (rivals_of(session, count) or standing is not None) and not reason.strip():
        raise ReasonMissing
    result = count_votes(item, tally, happened_at=count.closed_at, casting_vote=casting_vote)
    if vote is not None and standing is not None:
        try:
            declaration = correct_result(session, actor, vote, result, reason=reason, now=now)
        except NothingChanged:
            declaration = standing
    else:
        declaration = declare_result(session, actor, item, result, now=now)
    count.declaration, count.putting = declaration, declaration.vote.putting
    _lead_poll_to(session, count, declaration)
    if reason.strip():
        count.chosen_because = reason.strip()
        _note(session, actor, "count:choose", count, now=now, reason=reason.strip())
    session.flush()
    return declaration


def _phones_to_add(session: Session, count: HallCount) -> Tally:
    """Return what phones add, kept in the count from now on. Raises CountRefused."""
    if not count.with_phones:
        return NO_VOTES
    phones = phones_of(session, count)
    if phones.poll is None:
        raise CountRefused("no_phones")
    if phones.tally is None:
        raise CountRefused("phones_open")
    if phones.poll.weighted:  # cards in the hall are heads
        raise CountRefused("phones_weighted")
    count.phones = {"poll": phones.poll.public_id, **figures_noted(phones.tally)}
    return phones.tally


def _lead_poll_to(session: Session, count: HallCount, declaration: Declaration) -> None:
    """Let the record of a poll say which result its figures are part of."""
    if count.phones is not None:
        session.execute(
            update(Poll)
            .where(Poll.public_id == count.phones["poll"])
            .values(declaration_id=declaration.id)
        )


def figures_noted(tally: Tally) -> dict[str, int]:
    return {
        "in_favour": tally.in_favour,
        "against": tally.against,
        "abstained": tally.abstentions,
    }


def _require_countable(session: Session, item: Item) -> None:
    """Raise WrongState unless the question is open, or was decided by a vote and may be counted.

    A motion waits for its amendments: raises NotReady while there are some to be put.
    """
    motion = motion_of(item)
    is_option = isinstance(item, SeparateVote) and item.choice is not None
    if is_option and rules_for(item).voting.options is OptionsRule.ONE_OF:
        raise CountRefused("one_of_several")
    is_over = motion.state is not MotionState.PUBLISHED and ended_by(motion) is not item
    if item is not motion and is_over:
        raise WrongState("count", motion.state)
    if not is_decided(item):
        undecided = undecided_within(motion) if item is motion else []
        if undecided:
            raise NotReady([Obstacle("amendments_undecided", found=len(undecided))])
        return
    vote = latest_vote(session, item)
    standing = vote.declaration if vote is not None else None
    if standing is None or standing.outcome not in COUNTABLE:
        raise WrongState("count", item.state)


def _require_quorum(session: Session, count: HallCount) -> None:
    """Raise CountRefused where the rulebook tests the quorum and too few are known to be there."""
    quorum = quorum_now(session, count.motion.conference)
    if quorum.tested and quorum.is_known and not quorum.is_met:
        raise CountRefused("no_quorum")


def _putting_of(session: Session, item: Item) -> int:
    """Return which putting of the question is counted: the one decided, or the one to be."""
    vote = latest_vote(session, item)
    if vote is None:
        return 1
    is_put_again = not is_decided(item) and vote.declaration is not None
    return vote.putting + 1 if is_put_again else vote.putting


def _cause(*, is_recount: bool, is_asked_for: bool) -> CountCause:
    if is_recount:
        return CountCause.RECOUNT
    return CountCause.DIVISION if is_asked_for else CountCause.ORDERED


def _lock_count(session: Session, count: HallCount) -> None:
    """Let one person at a time change a count, on what is true once it is their turn."""
    session.flush()
    session.execute(select(HallCount.id).where(HallCount.id == count.id).with_for_update())
    session.expire_all()


def _require_running(count: HallCount) -> None:
    if count.state is not CountState.OPEN:
        raise CountRefused("closed")


def _require_open_to(block: CountBlock, actor: Actor) -> None:
    """Raise CountRefused unless this teller may hand figures in for the block now."""
    _require_running(block.count)
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


def _note_block(
    session: Session,
    actor: Actor,
    activity: str,
    block: CountBlock,
    *,
    now: datetime,
    tally: Tally | None = None,
    **facts: Any,
) -> None:
    figures = figures_noted(tally) if tally is not None else {}
    _note(session, actor, activity, block.count, now=now, block=block.name, **figures, **facts)


def _note(
    session: Session, actor: Actor, activity: str, count: HallCount, *, now: datetime, **facts: Any
) -> None:
    session.flush()
    motion = count.motion
    write_minute(
        session,
        actor,
        activity,
        count.subject,
        conference_id=motion.conference_id,
        now=now,
        facts={"motion": motion.id, "question": count.question, "count": count.number, **facts},
    )
