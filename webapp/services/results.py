"""Recording what conference decided: the one thing that puts a change set in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.models import (
    Amendment,
    Declaration,
    Motion,
    TextVersion,
    VersionKind,
    Vote,
)
from webapp.procedure.majority import decide
from webapp.procedure.states import (
    AmendmentState,
    CountMethod,
    MotionState,
    Outcome,
    QuestionKind,
)
from webapp.procedure.tally import Tally
from webapp.procedure.workflow import Circumstance, next_state
from webapp.queries.outcomes import final_status_line
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.texts import keys_in_force, latest_version, load_weave
from webapp.services.errors import (
    AlreadyDeclared,
    ImpossibleResult,
    NotReady,
    Obstacle,
    TooLateToUndo,
)
from webapp.services.minutes import write_minute
from webapp.services.versions import Cause, make_version

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.procedure.rules import NamedMajority
    from webapp.queries.actor import Actor

MOTION_EVENTS = {
    Outcome.CARRIED: "carry",
    Outcome.LOST: "lose",
    Outcome.REFERRED_BACK: "refer_back",
    Outcome.WITHDRAWN: "withdraw",
    Outcome.NOT_REACHED: "leave_unreached",
}
AMENDMENT_EVENTS = {
    Outcome.CARRIED: "carry",
    Outcome.LOST: "lose",
    Outcome.WITHDRAWN: "withdraw",
}
PRINTED = frozenset({Circumstance.PRINTED})


@dataclass(frozen=True, slots=True)
class Result:
    """What the chair declares: by looking at the hall, or by figures that must bear it out.

    `happened_at` is when conference decided, which for a paper record entered afterwards
    lies before now. `casting_vote` is heard only where votes are equal.
    """

    outcome: Outcome
    happened_at: datetime
    tally: Tally | None = None
    casting_vote: bool | None = None

    @property
    def method(self) -> CountMethod:
        return CountMethod.DECLARED if self.tally is None else CountMethod.COUNTED


def declare_result(
    session: Session, actor: Actor, item: Motion | Amendment, result: Result, *, now: datetime
) -> Declaration:
    """Record what conference decided, and let the text follow at once.

    The same result sent twice is recorded once. Raises AlreadyDeclared for another result
    on a question that has one, ImpossibleResult where figures and outcome disagree, NotReady
    while amendments are undecided, and OutOfOrder; then nothing is changed.
    """
    motion = motion_of(item)
    must(actor, "vote:declare", motion)
    lock(session, motion)
    standing = latest_vote(session, item)
    if standing is not None and standing.declaration is not None and is_decided(item):
        if _says_the_same(standing.declaration, result):
            return standing.declaration
        raise AlreadyDeclared(standing.declaration.id)
    check_figures(item, result, now=now)
    if isinstance(item, Motion):
        _require_amendments_decided(item, result)
    vote = _put(session, item, result, standing)
    declaration = add_declaration(session, actor, vote, result, now=now)
    apply_outcome(session, actor, item, declaration)
    follow_with_text(session, actor, motion, declaration, now=now)
    note_result(session, actor, "vote:declare", declaration, now=now)
    return declaration


def undo_result(session: Session, actor: Actor, declaration: Declaration, *, now: datetime) -> None:
    """Take back a result within the seconds in which nobody else could see it.

    What it put in force, what fell by it and the version it made are as before. Raises
    TooLateToUndo afterwards. Undoing twice is undoing once.
    """
    vote = declaration.vote
    must(actor, "vote:declare", vote.motion)
    lock(session, vote.motion)
    if declaration.undone_at is not None:
        return
    if now >= declaration.public_at or _is_followed(session, declaration):
        raise TooLateToUndo(declaration.id)
    item = vote.amendment or vote.motion
    for version in session.scalars(
        select(TextVersion).where(TextVersion.declaration_id == declaration.id)
    ):
        session.delete(version)
    session.flush()
    for fallen in fallen_by(session, declaration):
        _reopen(actor, fallen)
    for reliance in declaration.reliances:
        session.delete(reliance)
    _reopen(actor, item)
    declaration.undone_at = now
    if declaration.replaces is not None:
        apply_outcome(session, actor, item, declaration.replaces)
    note_result(session, actor, "vote:undo", declaration, now=now)


def motion_of(item: Motion | Amendment) -> Motion:
    return item if isinstance(item, Motion) else item.motion


def lock(session: Session, motion: Motion) -> None:
    """Let one person at a time decide on a motion; SQLite's writers queue anyway."""
    session.execute(select(Motion.id).where(Motion.id == motion.id).with_for_update())


def subject_of(item: Motion | Amendment) -> str:
    return "motion" if isinstance(item, Motion) else f"amendment:{item.id}"


def latest_vote(session: Session, item: Motion | Amendment) -> Vote | None:
    """Return the last putting of the question on this item that was not undone."""
    votes = session.scalars(
        select(Vote)
        .where(Vote.motion_id == motion_of(item).id, Vote.subject == subject_of(item))
        .order_by(Vote.putting.desc())
    )
    return votes.first()


def is_decided(item: Motion | Amendment) -> bool:
    if isinstance(item, Motion):
        return item.state is not MotionState.PUBLISHED
    return item.state is not AmendmentState.SELECTED


def majority_for(item: Motion | Amendment) -> NamedMajority:
    """Return the majority that the rulebook asks for on this item."""
    motion = motion_of(item)
    rulebook = rulebook_of(motion.conference)
    kind = rulebook.kind(motion.kind)
    return rulebook.majority(kind.majority if isinstance(item, Motion) else kind.amendment_majority)


def check_figures(item: Motion | Amendment, result: Result, *, now: datetime) -> None:
    """Raise ImpossibleResult unless the figures, where there are any, decide as declared."""
    if result.happened_at > now:
        raise ImpossibleResult(result.outcome, "not_yet_happened")
    if result.tally is None or result.outcome not in (Outcome.CARRIED, Outcome.LOST):
        return
    rulebook = rulebook_of(motion_of(item).conference)
    verdict = decide(
        majority_for(item).rule,
        result.tally,
        tie=rulebook.voting.tie,
        casting_vote=result.casting_vote,
    )
    if verdict.awaits_casting_vote:
        raise ImpossibleResult(result.outcome, "casting_vote_awaited")
    if verdict.outcome is not result.outcome:
        raise ImpossibleResult(result.outcome, "figures_say_otherwise")


def add_declaration(
    session: Session,
    actor: Actor,
    vote: Vote,
    result: Result,
    *,
    now: datetime,
    reason: str | None = None,
) -> Declaration:
    """Append a result to a vote's; it is public once the seconds for an undo are over."""
    undo = timedelta(seconds=rulebook_of(vote.motion.conference).voting.undo_seconds)
    declaration = Declaration(
        vote=vote,
        number=len(vote.declarations) + 1,
        outcome=result.outcome,
        method=result.method,
        in_favour=result.tally.in_favour if result.tally else None,
        against=result.tally.against if result.tally else None,
        abstained=result.tally.abstentions if result.tally else None,
        reason=reason,
        happened_at=result.happened_at,
        recorded_at=now,
        public_at=now + undo,
        recorded_by_id=actor.person_id,
    )
    session.add(declaration)
    session.flush()
    return declaration


def apply_outcome(
    session: Session, actor: Actor, item: Motion | Amendment, declaration: Declaration
) -> None:
    """Bring the item into the state its result says, with whatever falls by it."""
    outcome = declaration.outcome
    if isinstance(item, Motion):
        item.state = next_state(MOTION_EVENTS[outcome], item.state, actor.roles_towards(item))
        return
    item.state = next_state(AMENDMENT_EVENTS[outcome], item.state, actor.roles_towards(item))
    session.flush()
    if outcome is Outcome.CARRIED:
        for fallen in would_fall(session, item):
            fallen.state = next_state("fall", fallen.state, actor.roles_towards(fallen))
            fallen.fell_by = declaration
    session.flush()


def would_fall(session: Session, amendment: Amendment) -> list[Amendment]:
    """Return the undecided amendments that cannot stand beside this one once it is carried."""
    undecided = {
        other.change.key: other
        for other in amendment.motion.amendments
        if other.state is AmendmentState.SELECTED
        and other.change is not None
        and other is not amendment
    }
    if amendment.change is None or not undecided:
        return []
    key = amendment.change.key
    met = load_weave(session, amendment.motion).collisions({key, *undecided})
    keys = {
        other
        for collision in met
        if collision.hard and key in (collision.first, collision.second)
        for other in (collision.first, collision.second)
        if other != key
    }
    return [other for other_key, other in undecided.items() if other_key in keys]


def fallen_by(session: Session, declaration: Declaration) -> list[Amendment]:
    fallen = select(Amendment).where(Amendment.fell_by_id == declaration.id)
    return list(session.scalars(fallen))


def reopen_item(session: Session, actor: Actor, item: Motion | Amendment) -> None:
    """Make a decided item undecided again, so that its question can be put once more."""
    _reopen(actor, item)
    session.flush()


def follow_with_text(
    session: Session, actor: Actor, motion: Motion, declaration: Declaration, *, now: datetime
) -> TextVersion | None:
    """Make the next version if the result changed the text, or made it final."""
    before = latest_version(session, motion)
    in_force = keys_in_force(session, motion)
    is_new_text = before is None or frozenset(before.under) != in_force
    if motion.state is MotionState.PASSED:
        kind = VersionKind.FINAL
    elif not is_new_text:
        return None
    else:
        kind = VersionKind.CORRECTED if declaration.replaces_id else VersionKind.AMENDED
    cause = Cause(
        kind,
        reason=declaration.reason or "",
        status_line=final_status_line(session, motion),
        public_at=declaration.public_at,
        declaration=declaration,
        vote=declaration.vote,
    )
    return make_version(session, actor, motion, in_force, cause, now=now)


def note_result(
    session: Session, actor: Actor, activity: str, declaration: Declaration, *, now: datetime
) -> None:
    """Write the minute of a result, with figures and what fell."""
    vote = declaration.vote
    facts: dict[str, Any] = {
        "motion": vote.motion_id,
        "subject": vote.subject,
        "putting": vote.putting,
        "declaration": declaration.number,
        "outcome": declaration.outcome.value,
        "method": declaration.method.value,
        "happened_at": declaration.happened_at.isoformat(),
        "fell": [fallen.id for fallen in fallen_by(session, declaration)],
    }
    if declaration.method is CountMethod.COUNTED:
        facts |= {
            "in_favour": declaration.in_favour,
            "against": declaration.against,
            "abstained": declaration.abstained,
        }
    if declaration.reason:
        facts["reason"] = declaration.reason
    write_minute(
        session,
        actor,
        activity,
        f"vote:{vote.id}",
        conference_id=vote.motion.conference_id,
        now=now,
        facts=facts,
    )


def _reopen(actor: Actor, item: Motion | Amendment) -> None:
    if isinstance(item, Amendment):
        item.fell_by = None
    item.state = next_state("reopen", item.state, actor.roles_towards(item), PRINTED)


def _is_followed(session: Session, declaration: Declaration) -> bool:
    """Tell whether a later result on the same motion stands on this one."""
    later = (
        select(Declaration.id)
        .join(Vote)
        .where(
            Vote.motion_id == declaration.vote.motion_id,
            Declaration.id > declaration.id,
            Declaration.undone_at.is_(None),
        )
    )
    return session.scalars(later).first() is not None


def _put(session: Session, item: Motion | Amendment, result: Result, standing: Vote | None) -> Vote:
    """Return the question as put now: a new putting, unless the last one was all undone."""
    motion = motion_of(item)
    version = latest_version(session, motion)
    if version is None:
        raise NotReady([Obstacle("no_text")])
    vote = standing
    if vote is None or vote.declaration is not None:
        vote = Vote(
            motion=motion,
            amendment=item if isinstance(item, Amendment) else None,
            kind=QuestionKind.MOTION if isinstance(item, Motion) else QuestionKind.AMENDMENT,
            subject=subject_of(item),
            putting=standing.putting + 1 if standing else 1,
        )
        session.add(vote)
    vote.majority = majority_for(item).words
    vote.text_version = version
    vote.relied_on = sorted(keys_in_force(session, motion))
    vote.put_at = result.happened_at
    session.flush()
    return vote


def _says_the_same(declaration: Declaration, result: Result) -> bool:
    if (declaration.outcome, declaration.method) != (result.outcome, result.method):
        return False
    if result.tally is None:
        return True
    return (declaration.in_favour, declaration.against, declaration.abstained) == (
        result.tally.in_favour,
        result.tally.against,
        result.tally.abstentions,
    )


def _require_amendments_decided(motion: Motion, result: Result) -> None:
    if result.outcome not in (Outcome.CARRIED, Outcome.LOST):
        return
    undecided = [
        amendment for amendment in motion.amendments if amendment.state is AmendmentState.SELECTED
    ]
    if undecided:
        raise NotReady([Obstacle("amendments_undecided", found=len(undecided))])
