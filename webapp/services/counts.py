"""Counting the hall: opening a count, closing it, and declaring what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from webapp.models import (
    CountBlock,
    Declaration,
    HallCount,
    Item,
    Poll,
    SeparateVote,
)
from webapp.procedure.counting import CountCause, CountState, is_division
from webapp.procedure.errors import WrongState
from webapp.procedure.rules import OptionsRule
from webapp.procedure.states import MotionState
from webapp.procedure.tally import NO_VOTES, Tally, noted_houses
from webapp.queries.counts import (
    counts_of,
    division_requests,
    hall_of,
    phones_of,
    rivals_of,
)
from webapp.queries.debates import question_id, question_named
from webapp.queries.electorate import quorum_now
from webapp.queries.outcomes import ended_by
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.verdicts import houses_for, motion_of, rules_for
from webapp.services.adjournments import require_not_adjourned
from webapp.services.assigning_tellers import assign_as_before
from webapp.services.corrections import correct_result
from webapp.services.count_acts import figures_noted, lock_count, note, require_running
from webapp.services.deciding import is_decided, latest_vote, lock, undecided_within
from webapp.services.errors import (
    CountRefused,
    NothingChanged,
    NotReady,
    Obstacle,
    ReasonMissing,
)
from webapp.services.floor import follow_on_floor
from webapp.services.results import COUNTABLE, count_votes, declare_result

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

MOST_BLOCKS = 60
MOST_TELLERS = 20
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Opening:
    """How a count is to be taken: by which blocks, and by how many tellers each.

    Where houses vote apart `houses` says which sits in each block, in their order.
    """

    blocks: tuple[str, ...]
    tellers: int
    with_phones: bool = False
    reason: str = ""
    houses: tuple[str, ...] = ()


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
    houses = _houses_of_blocks(item, opening, len(names))
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
        blocks=[
            CountBlock(place=at, name=name, house=house)
            for at, (name, house) in enumerate(zip(names, houses, strict=True), start=1)
        ],
    )
    session.add(count)
    session.flush()
    assign_as_before(session, count)
    seats = {"houses": houses} if any(houses) else {}
    cause = count.cause.value
    note(session, actor, "count:open", count, now=now, cause=cause, blocks=names, **seats)
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


def _houses_of_blocks(item: Item, opening: Opening, blocks: int) -> list[str]:
    """Return the house of each block, "" where everybody votes together. Raises CountRefused."""
    needed = houses_for(item)
    if not needed:
        return [""] * blocks
    if len(opening.houses) != blocks or set(opening.houses) != set(needed):
        raise CountRefused("house_without_block")
    return list(opening.houses)


def close_count(session: Session, actor: Actor, count: HallCount, *, now: datetime) -> HallCount:
    """Fix the figures of a count: no teller changes them any more. Closing twice is closing once.

    Raises CountRefused while blocks are awaited or differ, and while a poll whose figures are
    to be added is open.
    """
    must(actor, "count:close", count.motion)
    lock(session, count.motion)
    lock_count(session, count)
    if count.state is CountState.CLOSED:
        return count
    require_running(count)
    hall = hall_of(count, _phones_to_add(session, count))
    if not hall.is_complete:
        raise CountRefused("incomplete")
    quorum = quorum_now(session, count.motion.conference)
    with session.no_autoflush:  # a state and its facts are written together or not at all
        count.in_favour = hall.tally.in_favour
        count.against = hall.tally.against
        count.abstained = hall.tally.abstentions if count.with_abstentions else None
        count.houses = noted_houses(hall.tally)
        count.closed_at, count.closed_by_id = now, actor.person_id
        count.state = CountState.CLOSED
        if quorum.is_known:
            count.present, count.entitled = quorum.present, quorum.entitled
    note(session, actor, "count:close", count, now=now, **figures_noted(hall.tally))
    return count


def add_phones(
    session: Session, actor: Actor, count: HallCount, *, is_added: bool, now: datetime
) -> None:
    """Have the figures of the poll on the same question added at closing, or left out."""
    must(actor, "count:close", count.motion)
    lock_count(session, count)
    if count.with_phones is is_added:
        return
    require_running(count)
    count.with_phones = is_added
    note(session, actor, "count:phones", count, now=now, added=is_added)


def break_off_count(
    session: Session, actor: Actor, count: HallCount, *, reason: str, now: datetime
) -> None:
    """End a count without figures, for a reason that is minuted; what was entered stays a row."""
    must(actor, "count:close", count.motion)
    lock_count(session, count)
    if count.state is CountState.VOID:
        return
    require_running(count)
    if not reason.strip():
        raise ReasonMissing
    with session.no_autoflush:
        count.reason = reason.strip()
        count.closed_at, count.closed_by_id = now, actor.person_id
        count.state = CountState.VOID
    note(session, actor, "count:break_off", count, now=now, reason=reason.strip())


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
    lock_count(session, count)
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
        note(session, actor, "count:choose", count, now=now, reason=reason.strip())
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


def _require_countable(session: Session, item: Item) -> None:
    """Raise WrongState unless the question is open, or was decided by a vote and may be counted.

    A motion waits for its amendments: raises NotReady while there are some to be put, and
    Adjourned until the debate goes on.
    """
    motion = motion_of(item)
    is_option = isinstance(item, SeparateVote) and item.choice is not None
    if is_option and rules_for(item).voting.options is OptionsRule.ONE_OF:
        raise CountRefused("one_of_several")
    is_over = motion.state is not MotionState.PUBLISHED and ended_by(motion) is not item
    if item is not motion and is_over:
        raise WrongState("count", motion.state)
    if not is_decided(item):
        require_not_adjourned(motion)
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
