"""What a result does: to the state of its question, to the debate, and to the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.models import (
    Amendment,
    Declaration,
    Item,
    Motion,
    ProceduralMotion,
    SeparateVote,
    TextVersion,
    VersionKind,
    Vote,
)
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import (
    AmendmentState,
    CountMethod,
    MotionState,
    Outcome,
    ProceduralState,
    SeparateVoteState,
)
from webapp.procedure.tally import noted_houses
from webapp.procedure.workflow import Circumstance, WrongState, next_state
from webapp.queries.amending import ancestors_of, grounds_of
from webapp.queries.debates import question_id
from webapp.queries.outcomes import ended_by, ends_the_debate, final_status_line, tally_of
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.texts import keys_in_force, latest_version, load_weave
from webapp.services.falling import (
    fallen_by,
    falling_with,
    let_fall,
    others_fallen_by,
    procedural_fallen_by,
    undecided_within,
    words_fallen_by,
)
from webapp.services.lost_words import restate_lost_words, strike_words
from webapp.services.minutes import write_minute
from webapp.services.open_votes import require_votes_ended
from webapp.services.versions import Cause, make_version
from webapp.text.errors import NotClosed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.procedure.tally import Tally
    from webapp.queries.actor import Actor
    from webapp.queries.electorate import People

__all__ = [
    "Result",
    "add_declaration",
    "apply_outcome",
    "fallen_by",
    "follow_with_text",
    "is_decided",
    "latest_vote",
    "let_fall",
    "lock",
    "note_result",
    "others_fallen_by",
    "reopen_item",
    "undecided_within",
]

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
    Outcome.ACCEPTED: "accept",
}
WORDS_EVENTS = {
    Outcome.CARRIED: "keep",
    Outcome.LOST: "strike",
    Outcome.WITHDRAWN: "withdraw",
}
PROCEDURAL_EVENTS = {
    Outcome.CARRIED: "carry",
    Outcome.LOST: "lose",
    Outcome.WITHDRAWN: "withdraw",
}
ENDINGS = {
    ProceduralEffect.REFER_BACK: "refer_back",
    ProceduralEffect.NEXT_BUSINESS: "go_on",
}
PRINTED = frozenset({Circumstance.PRINTED})


@dataclass(frozen=True, slots=True)
class Result:
    """What the chair declares: by looking at the hall, or by figures that must bear it out.

    `happened_at` is when conference decided, which for a paper record entered afterwards
    lies before now. `casting_vote` is heard only where votes are equal. `people` are those
    who were asked, where that is not the register's to say.
    """

    outcome: Outcome
    happened_at: datetime
    tally: Tally | None = None
    casting_vote: bool | None = None
    people: People | None = None

    @property
    def method(self) -> CountMethod:
        return CountMethod.DECLARED if self.tally is None else CountMethod.COUNTED

    def says_the_same(self, declaration: Declaration) -> bool:
        """Tell whether a declaration has this outcome, reached in this way by these figures."""
        return (declaration.outcome, tally_of(declaration)) == (self.outcome, self.tally)


def lock(session: Session, motion: Motion) -> None:
    """Let one person at a time decide on a motion, on what is true once it is their turn."""
    session.flush()
    session.execute(select(Motion.id).where(Motion.id == motion.id).with_for_update())
    session.expire_all()


def latest_vote(session: Session, item: Item) -> Vote | None:
    """Return the last putting of the question on this item."""
    motion = item if isinstance(item, Motion) else item.motion
    votes = session.scalars(
        select(Vote)
        .where(Vote.motion_id == motion.id, Vote.subject == question_id(item))
        .order_by(Vote.putting.desc())
    )
    return votes.first()


def is_decided(item: Item) -> bool:
    if isinstance(item, Motion):
        return item.state is not MotionState.PUBLISHED
    if isinstance(item, SeparateVote):
        return item.state is not SeparateVoteState.SELECTED
    if isinstance(item, ProceduralMotion):
        return item.state is not ProceduralState.SELECTED
    return item.state is not AmendmentState.SELECTED


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
        houses=noted_houses(result.tally) if result.tally else None,
        reason=reason,
        happened_at=result.happened_at,
        recorded_at=now,
        public_at=now + undo,
        recorded_by_id=actor.person_id,
    )
    session.add(declaration)
    session.flush()
    return declaration


def apply_outcome(session: Session, actor: Actor, item: Item, declaration: Declaration) -> None:
    """Bring the item into the state its result says, with whatever falls by it.

    Raises WrongState where the item cannot come to that, VoteOpen while conference is voting on
    anything that ends by it, and NotClosed where a carried amendment was written upon another
    that is not in force.
    """
    outcome = declaration.outcome
    require_votes_ended(session, item, outcome)
    events = _events_of(item)
    if outcome not in events:
        raise WrongState(outcome.value, item.state)
    if isinstance(item, SeparateVote):
        state = next_state(events[outcome], item.state, actor.roles_towards(item))
        if outcome is Outcome.LOST:
            strike_words(session, actor, item, now=declaration.recorded_at)
        item.state = state
    elif isinstance(item, ProceduralMotion):
        _take_effect(session, actor, item, declaration)
    elif isinstance(item, Motion):
        item.state = next_state(events[outcome], item.state, actor.roles_towards(item))
    else:
        item.state = next_state(events[outcome], item.state, actor.roles_towards(item))
    session.flush()
    if isinstance(item, Amendment) and outcome in (Outcome.CARRIED, Outcome.ACCEPTED):
        _require_its_own(session, item)
    for fallen in falling_with(session, item, outcome):
        let_fall(session, actor, fallen, declaration)
    session.flush()


def _take_effect(
    session: Session, actor: Actor, item: ProceduralMotion, declaration: Declaration
) -> None:
    """Bring a procedural motion into the state its result says, and the debate where it leads."""
    outcome, motion = declaration.outcome, item.motion
    state = next_state(PROCEDURAL_EVENTS[outcome], item.state, actor.roles_towards(item))
    if outcome is Outcome.CARRIED and ends_the_debate(item):
        motion.state = next_state(ENDINGS[item.effect], motion.state, actor.roles_towards(motion))
    elif outcome is Outcome.CARRIED and item.spans is not None:
        strike_words(session, actor, item, now=declaration.recorded_at)
    item.state = state


def _events_of(item: Item) -> dict[Outcome, str]:
    if isinstance(item, SeparateVote):
        return WORDS_EVENTS
    if isinstance(item, ProceduralMotion):
        return PROCEDURAL_EVENTS
    return MOTION_EVENTS if isinstance(item, Motion) else AMENDMENT_EVENTS


def _require_its_own(session: Session, amendment: Amendment) -> None:
    """Raise NotClosed unless what the amendment was written upon is in force."""
    if amendment.change is None:
        return
    key = amendment.change.key
    missing = load_weave(session, amendment.motion).requires(key) - keys_in_force(
        session, amendment.motion
    )
    if all(one.state is AmendmentState.SELECTED for one in ancestors_of(amendment)):
        missing -= grounds_of(amendment)  # they are put after it, with it folded in
    if missing:
        raise NotClosed({key: missing})


def reopen_item(session: Session, actor: Actor, item: Item) -> None:
    """Make a decided item undecided again, so that its question can be put once more.

    A debate that a procedural motion ended is open again with it.
    """
    if isinstance(item, SeparateVote):
        words_state = next_state("reopen", item.state, actor.roles_towards(item), PRINTED)
        with session.no_autoflush:
            item.state, item.fell_by, item.change = words_state, None, None
    elif isinstance(item, Amendment):
        state = next_state("reopen", item.state, actor.roles_towards(item), PRINTED)
        with session.no_autoflush:
            item.state, item.fell_by = state, None
    elif isinstance(item, ProceduralMotion):
        procedural_state = next_state("reopen", item.state, actor.roles_towards(item), PRINTED)
        motion = item.motion
        if ended_by(motion) is item:
            motion.state = next_state("reopen", motion.state, actor.roles_towards(motion), PRINTED)
        with session.no_autoflush:
            item.state, item.fell_by, item.change = procedural_state, None, None
            item.over_at = item.over_by_id = None
    else:
        item.state = next_state("reopen", item.state, actor.roles_towards(item), PRINTED)
    session.flush()


def follow_with_text(
    session: Session, actor: Actor, motion: Motion, declaration: Declaration, *, now: datetime
) -> TextVersion | None:
    """Make the next version if the result changed the text, or what the text says of itself.

    A change set that stands on one no longer in force has no effect until that is settled.
    """
    before = latest_version(session, motion)
    restate_lost_words(session, actor, motion, now=now)
    in_force, _ = load_weave(session, motion).closure(keys_in_force(session, motion))
    status = final_status_line(session, motion) if is_decided(motion) else ""
    has_new_text = before is None or frozenset(before.under) != in_force
    says_otherwise = before is not None and before.status_line not in ("", status)
    if motion.state is MotionState.PASSED:
        if not has_new_text and before is not None and before.status_line == status:
            return None
        kind = VersionKind.FINAL
    elif has_new_text or says_otherwise:
        kind = VersionKind.CORRECTED if declaration.replaces_id else VersionKind.AMENDED
    else:
        return None
    cause = Cause(
        kind,
        reason=declaration.reason or "",
        status_line=status,
        public_at=max(now, declaration.public_at),
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
    if fallen := words_fallen_by(session, declaration):
        facts["fell_separately"] = [one.id for one in fallen]
    if unheard := procedural_fallen_by(session, declaration):
        facts["fell_procedural"] = [one.id for one in unheard]
    if vote.en_bloc is not None:
        facts["en_bloc"] = vote.en_bloc
    if declaration.method is CountMethod.COUNTED:
        facts |= {
            "in_favour": declaration.in_favour,
            "against": declaration.against,
            "abstained": declaration.abstained,
        }
    if declaration.houses:
        facts["houses"] = declaration.houses
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
