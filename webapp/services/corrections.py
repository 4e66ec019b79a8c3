"""Correcting a result declared by mistake, and settling whatever relied on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, Declaration, Motion, Reliance, RelianceState, Vote
from webapp.procedure.reliance import Made, Why, relying_on
from webapp.procedure.states import Outcome, QuestionKind
from webapp.queries.outcomes import standing_votes
from webapp.queries.standing import must
from webapp.queries.texts import load_weave
from webapp.services.errors import NothingChanged, ReasonMissing
from webapp.services.minutes import write_minute
from webapp.services.results import (
    Result,
    add_declaration,
    apply_outcome,
    check_figures,
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
    relied = what_relied_on(session, old, result.outcome)
    new = add_declaration(session, actor, vote, result, now=now, reason=reason.strip())
    new.replaces = old
    if old.outcome is not result.outcome:
        reopen_item(session, actor, item)
        apply_outcome(session, actor, item, new)
    for why, found in relied:
        _rely(session, new, why, found)
    session.flush()
    follow_with_text(session, actor, vote.motion, new, now=now)
    note_result(session, actor, "vote:correct", new, now=now)
    return new


def what_relied_on(
    session: Session, declaration: Declaration, outcome: Outcome
) -> list[tuple[Why, Vote | Amendment]]:
    """Return what stood on a result that should have been `outcome`, in the order it was decided.

    That is the amendments that fell by it, and the later votes whose question it touched.
    """
    votes = {str(vote.id): vote for vote in standing_votes(session, declaration.vote.motion)}
    fallen = {
        f"fall-{amendment.id}": amendment
        for amendment in declaration.vote.motion.amendments
        if amendment.fell_by is not None
    }
    made = [
        *((vote.declaration.id, _made(vote)) for vote in votes.values() if vote.declaration),
        *(
            (amendment.fell_by.id, _made_fall(key, amendment))
            for key, amendment in fallen.items()
            if amendment.fell_by
        ),
    ]
    decisions = [one for _, one in sorted(made, key=lambda pair: pair[0])]
    relied = relying_on(
        decisions,
        str(declaration.vote_id),
        outcome=outcome,
        collisions=_rivals(session, declaration.vote.motion),
    )
    return [(one.why, votes.get(one.decision) or fallen[one.decision]) for one in relied]


def _made(vote: Vote) -> Made:
    if vote.declaration is None:
        raise LookupError(vote.id)
    return Made(
        id=str(vote.id),
        debate=str(vote.motion_id),
        kind=vote.kind,
        item=_item_key(vote),
        outcome=vote.declaration.outcome,
        seen=frozenset(vote.relied_on),
    )


def _made_fall(key: str, amendment: Amendment) -> Made:
    return Made(
        id=key,
        debate=str(amendment.motion_id),
        kind=QuestionKind.AMENDMENT,
        item=amendment.change.key if amendment.change else key,
        outcome=Outcome.FALLEN,
        because_of=str(amendment.fell_by.vote_id) if amendment.fell_by else None,
    )


def _item_key(vote: Vote) -> str:
    """Return the key of what was decided: an amendment's change set, or the motion."""
    if vote.amendment is not None and vote.amendment.change is not None:
        return vote.amendment.change.key
    return vote.subject


def _rivals(session: Session, motion: Motion) -> set[tuple[str, str]]:
    keys = {amendment.change.key for amendment in motion.amendments if amendment.change}
    return {
        (collision.first, collision.second)
        for collision in load_weave(session, motion).collisions(keys)
        if collision.hard
    }


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


def _rely(session: Session, declaration: Declaration, why: Why, found: Vote | Amendment) -> None:
    session.add(
        Reliance(
            declaration=declaration,
            why=why,
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
