"""Correcting a result declared by mistake, and settling whatever relied on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Amendment, Item, Motion, Reliance, RelianceState, SeparateVote, Vote
from webapp.procedure.states import Outcome, SeparateVoteState
from webapp.queries.amending import all_below, ancestors_of
from webapp.queries.debates import Fallible, question_id
from webapp.queries.decisions import open_reliances, what_relied_on
from webapp.queries.outcomes import ended_by
from webapp.queries.standing import must
from webapp.services.deciding import (
    Result,
    add_declaration,
    apply_outcome,
    fallen_by,
    follow_with_text,
    is_decided,
    latest_vote,
    lock,
    note_result,
    others_fallen_by,
    reopen_item,
    undecided_within,
)
from webapp.services.errors import ChangedMeanwhile, NothingChanged, ReasonMissing
from webapp.services.lost_words import strike_words
from webapp.services.minutes import write_minute
from webapp.services.results import check_figures, record_fall

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Declaration
    from webapp.procedure.reliance import Why
    from webapp.queries.actor import Actor


def correct_result(
    session: Session,
    actor: Actor,
    vote: Vote,
    result: Result,
    *,
    reason: str,
    now: datetime,
    seen: int | None = None,
) -> Declaration:
    """Declare another result on a vote already declared; the first one stays on record.

    The text follows at once. Falls and later votes that relied on the old result are listed
    as reliances, each to be confirmed or put again. `seen` is the id of the result that is
    meant to be corrected. Sending the same correction twice corrects once. Corrected to NOT_PUT
    a question is open again, and its next result is one of a new putting. Raises NothingChanged
    where the new result says what the old one said, ChangedMeanwhile where another stands.
    """
    must(actor, "vote:correct", vote.motion)
    lock(session, vote.motion)
    old = vote.declaration
    if not reason.strip():
        raise ReasonMissing
    if old is None:
        raise ChangedMeanwhile("vote", vote.id)
    if result.says_the_same(old):
        if old.replaces is not None and old.reason == reason.strip():
            return old
        raise NothingChanged
    if seen is not None and seen != old.id:
        raise ChangedMeanwhile("vote", vote.id)
    item = vote.item
    turns = old.outcome is not result.outcome
    if turns and (latest_vote(session, item) is not vote or not is_decided(item)):
        raise ChangedMeanwhile("vote", vote.id)
    check_figures(item, result, now=now)
    relied = what_relied_on(session, old, result.outcome)
    new = add_declaration(session, actor, vote, result, now=now, reason=reason.strip())
    new.replaces = old
    if turns:
        _turn(session, actor, item, old, new)
    for one in relied:
        _rely(session, new, one.why, one.found)
    session.flush()
    follow_with_text(session, actor, vote.motion, new, now=now)
    note_result(session, actor, "vote:correct", new, now=now)
    return new


def _turn(session: Session, actor: Actor, item: Item, old: Declaration, new: Declaration) -> None:
    """Bring the item from what the old result made of it to what the new one does."""
    reopen_item(session, actor, item)
    for other in others_fallen_by(session, old):  # no vote was taken on them: they are put
        reopen_item(session, actor, other)
    if new.outcome is not Outcome.NOT_PUT:  # open is all that a question never put is
        apply_outcome(session, actor, item, new)


def confirm_reliance(session: Session, actor: Actor, reliance: Reliance, *, now: datetime) -> None:
    """Say that a fall or vote stands although what it relied on was corrected.

    Words lost in a separate vote are then gone as they stand now, with what came into them.
    What ought to have been put before it, and is open because it never was, falls.
    """
    if not _begin_settling(session, actor, reliance):
        return
    _settle(session, actor, reliance, RelianceState.CONFIRMED, now=now)
    item = _item_of(reliance)
    for left in _left_behind(item):
        record_fall(session, actor, left, now=now)
    if isinstance(item, SeparateVote) and item.state is SeparateVoteState.LOST:
        strike_words(session, actor, item, now=now)
        follow_with_text(session, actor, item.motion, reliance.declaration, now=now)


def _left_behind(item: Item) -> list[Fallible]:
    """Return what is open and can no longer be put, because this stays decided."""
    if not is_decided(item):
        return []
    if isinstance(item, Motion):
        return undecided_within(item)
    if not isinstance(item, Amendment):
        return []
    return [one for one in all_below(item) if not is_decided(one)]


def put_again(session: Session, actor: Actor, reliance: Reliance, *, now: datetime) -> None:
    """Reopen a fall or vote that relied on a corrected result; its question is put once more.

    What fell by that vote is open again with it, and so is the motion, if it was decided, or
    what ended the debate: it is put when its amendments are.
    """
    if not _begin_settling(session, actor, reliance):
        return
    _settle(session, actor, reliance, RelianceState.PUT_AGAIN, now=now)
    motion = reliance.declaration.vote.motion
    item = _item_of(reliance)
    _reopen(session, actor, item, motion, now=now)
    for above in ancestors_of(item) if isinstance(item, Amendment) else ():
        _reopen(session, actor, above, motion, now=now)  # it is put before what it amends
    if is_decided(motion):
        _reopen(session, actor, ended_by(motion) or motion, motion, now=now)
    follow_with_text(session, actor, motion, reliance.declaration, now=now)


def _reopen(session: Session, actor: Actor, item: Item, motion: Motion, *, now: datetime) -> None:
    """Open a question with all that fell by it, and settle what is listed of them."""
    if not is_decided(item):
        return
    vote = latest_vote(session, item)
    reopen_item(session, actor, item)
    for open_one in _open_about(session, motion, item):
        _settle(session, actor, open_one, RelianceState.PUT_AGAIN, now=now)
    if vote is not None and vote.declaration is not None:
        for declaration in vote.declarations:
            for other in others_fallen_by(session, declaration):
                reopen_item(session, actor, other)
            for fallen in fallen_by(session, declaration):
                _reopen(session, actor, fallen, motion, now=now)


def _open_about(session: Session, motion: Motion, item: Item) -> list[Reliance]:
    return [one for one in open_reliances(session, motion) if _item_of(one) is item]


def _item_of(reliance: Reliance) -> Item:
    if reliance.fallen is not None:
        return reliance.fallen
    vote = reliance.vote or reliance.declaration.vote
    return vote.item


def _begin_settling(session: Session, actor: Actor, reliance: Reliance) -> bool:
    """Tell whether there is still something to settle: a second press changes nothing."""
    motion = reliance.declaration.vote.motion
    must(actor, "vote:correct", motion)
    lock(session, motion)
    if reliance.declaration.undone_at is not None:
        raise ChangedMeanwhile("vote", reliance.declaration.vote_id)
    return reliance.state is RelianceState.OPEN


def _settle(
    session: Session, actor: Actor, reliance: Reliance, state: RelianceState, *, now: datetime
) -> None:
    reliance.state = state
    reliance.settled_at = now
    reliance.settled_by_id = actor.person_id
    session.flush()
    motion = reliance.declaration.vote.motion
    write_minute(
        session,
        actor,
        f"vote:{'confirm' if state is RelianceState.CONFIRMED else 'put_again'}",
        f"vote:{reliance.vote_id or reliance.declaration.vote_id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "motion": motion.id,
            "reliance": reliance.id,
            "subject": question_id(_item_of(reliance)),
        },
    )


def _rely(session: Session, declaration: Declaration, why: Why, found: Vote | Amendment) -> None:
    session.add(
        Reliance(
            declaration=declaration,
            why=why,
            vote=found if isinstance(found, Vote) else None,
            fallen=found if isinstance(found, Amendment) else None,
        )
    )
