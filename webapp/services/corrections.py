"""Correcting a result declared by mistake, and settling whatever relied on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, Declaration, Motion, Reliance, RelianceState, Vote
from webapp.queries.standing import must
from webapp.services.errors import NothingChanged, ReasonMissing
from webapp.services.minutes import write_minute
from webapp.services.results import (
    Result,
    add_declaration,
    apply_outcome,
    check_figures,
    fallen_by,
    follow_with_text,
    lock,
    motion_of,
    note_result,
    reopen_item,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor


def correct_result(
    session: Session, actor: Actor, vote: Vote, result: Result, *, reason: str, now: datetime
) -> Declaration:
    """Declare another result on a vote already declared; the first one stays on record.

    The text follows at once. Falls and later votes that relied on the old result are listed
    as reliances, each to be confirmed or put again. Raises NothingChanged where the new result
    says what the old one said.
    """
    must(actor, "vote:correct", vote.motion)
    lock(session, vote.motion)
    old = vote.declaration
    if not reason.strip():
        raise ReasonMissing
    if old is None or _says(old) == _will_say(result):
        raise NothingChanged
    item = vote.amendment or vote.motion
    check_figures(item, result, now=now)
    relied = [] if old.outcome is result.outcome else what_relied_on(session, old)
    new = add_declaration(session, actor, vote, result, now=now, reason=reason.strip())
    new.replaces = old
    if old.outcome is not result.outcome:
        reopen_item(session, actor, item)
        apply_outcome(session, actor, item, new)
    for found in relied:
        _rely(session, new, found)
    session.flush()
    follow_with_text(session, actor, vote.motion, new, now=now)
    note_result(session, actor, "vote:correct", new, now=now)
    return new


def what_relied_on(session: Session, declaration: Declaration) -> list[Vote | Amendment]:
    """Return what stands on this result: the amendments that fell by it, then the later votes.

    A later vote is one on the same motion whose question was put on a text that this result
    had already decided; votes since put again stand on their own.
    """
    later = session.scalars(
        select(Vote)
        .join(Declaration, Declaration.vote_id == Vote.id)
        .where(
            Vote.motion_id == declaration.vote.motion_id,
            Vote.id != declaration.vote_id,
            Declaration.id > declaration.id,
            Declaration.undone_at.is_(None),
        )
        .order_by(Vote.id)
        .distinct()
    ).all()
    newest: dict[str, Vote] = {vote.subject: vote for vote in later}
    return [*fallen_by(session, declaration), *newest.values()]


def confirm_reliance(session: Session, actor: Actor, reliance: Reliance, *, now: datetime) -> None:
    """Say that a fall or vote stands although what it relied on was corrected."""
    _settle(session, actor, reliance, RelianceState.CONFIRMED, now=now)


def put_again(session: Session, actor: Actor, reliance: Reliance, *, now: datetime) -> None:
    """Reopen a fall or vote that relied on a corrected result; its question is put once more."""
    item: Motion | Amendment
    if reliance.fallen is not None:
        item = reliance.fallen
    else:
        vote = reliance.vote
        item = vote.amendment or vote.motion if vote else reliance.declaration.vote.motion
    if not _settle(session, actor, reliance, RelianceState.PUT_AGAIN, now=now):
        return
    reopen_item(session, actor, item)
    follow_with_text(session, actor, motion_of(item), reliance.declaration, now=now)


def open_reliances(session: Session, motion: Motion) -> list[Reliance]:
    """Return what is still to be confirmed or put again, oldest correction first."""
    return list(
        session.scalars(
            select(Reliance)
            .join(Declaration, Reliance.declaration_id == Declaration.id)
            .join(Vote, Declaration.vote_id == Vote.id)
            .where(
                Vote.motion_id == motion.id,
                Reliance.state == RelianceState.OPEN,
                Declaration.undone_at.is_(None),
            )
            .order_by(Reliance.id)
        )
    )


def _settle(
    session: Session, actor: Actor, reliance: Reliance, state: RelianceState, *, now: datetime
) -> bool:
    """Settle once; a second press changes nothing and says so by returning False."""
    motion = reliance.declaration.vote.motion
    must(actor, "vote:correct", motion)
    lock(session, motion)
    if reliance.state is not RelianceState.OPEN:
        return False
    reliance.state = state
    reliance.settled_at = now
    reliance.settled_by_id = actor.person_id
    session.flush()
    write_minute(
        session,
        actor,
        f"vote:{'confirm' if state is RelianceState.CONFIRMED else 'put_again'}",
        f"vote:{reliance.vote_id or reliance.declaration.vote_id}",
        conference_id=motion.conference_id,
        now=now,
        facts={"motion": motion.id, "reliance": reliance.id, "fallen": reliance.fallen_id},
    )
    return True


def _rely(session: Session, declaration: Declaration, found: Vote | Amendment) -> None:
    session.add(
        Reliance(
            declaration=declaration,
            vote=found if isinstance(found, Vote) else None,
            fallen=found if isinstance(found, Amendment) else None,
        )
    )


def _says(declaration: Declaration) -> tuple[object, ...]:
    return (
        declaration.outcome,
        declaration.in_favour,
        declaration.against,
        declaration.abstained,
    )


def _will_say(result: Result) -> tuple[object, ...]:
    tally = result.tally
    if tally is None:
        return (result.outcome, None, None, None)
    return (result.outcome, tally.in_favour, tally.against, tally.abstentions)
