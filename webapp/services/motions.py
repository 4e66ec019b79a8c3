"""What people do to a motion, from the first draft to its publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from webapp.models import (
    AgendaItem,
    ChangeKind,
    ChangeRecord,
    Motion,
    MotionSupporter,
    VersionKind,
)
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.selecting import BY_BALLOT
from webapp.procedure.states import MotionState
from webapp.procedure.workflow import next_state
from webapp.queries.deadlines import deadline_for
from webapp.queries.motions import codes_given, is_always_taken
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import is_before_members
from webapp.queries.standing import must
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services.appeals import close_with_the_verdict
from webapp.services.backing import obstacles_to_standing
from webapp.services.errors import (
    ChangedMeanwhile,
    CodeTaken,
    NothingChanged,
    NotReady,
    Obstacle,
    ReasonMissing,
)
from webapp.services.minutes import write_minute
from webapp.services.versions import Cause, make_version
from webapp.text.diff import changes
from webapp.text.records import load_document, store_back, store_change_set, store_document

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor
    from webapp.text.clause import Document
    from webapp.text.reading import Back

LONGEST_CODE = 12
MEMBERS = frozenset({Role.CHAIR})
"""Who decides when members have: the chair, who opened their ballot, or nobody by the clock."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a drafter says of a motion, apart from the state it is in."""

    kind: str
    title: str
    document: Document
    back: Back
    source: str = ""
    mover_id: int | None = None
    summator_id: int | None = None
    body_id: int | None = None
    supporter_ids: frozenset[int] = field(default_factory=frozenset)


def draft_motion(
    session: Session, actor: Actor, conference: Conference, proposal: Proposal, *, now: datetime
) -> Motion:
    """Begin a motion that only its proposers can see."""
    must(actor, "motion:draft", conference)
    motion = Motion(conference=conference, drafter_id=actor.person_id, created_at=now)
    _propose(motion, proposal)
    session.add(motion)
    session.flush()
    _sign(session, motion, proposal.supporter_ids, now)
    _note(session, actor, "motion:draft", motion, now=now)
    return motion


def revise_motion(
    session: Session,
    actor: Actor,
    motion: Motion,
    proposal: Proposal,
    *,
    seen_version: int,
    now: datetime,
) -> None:
    """Write a draft anew; raises ChangedMeanwhile where another hand was faster."""
    motion.state = next_state("revise", motion.state, actor.roles_towards(motion))
    if motion.version != seen_version:
        raise ChangedMeanwhile("motion", motion.id)
    _propose(motion, proposal)
    _sign(session, motion, proposal.supporter_ids, now)
    _note(session, actor, "motion:revise", motion, now=now)


def support_motion(session: Session, actor: Actor, motion: Motion, *, now: datetime) -> None:
    """Sign a draft; signing twice is signing once. Raises WrongState once it is submitted."""
    must(actor, "motion:support", motion)
    if motion.state is not MotionState.DRAFT:
        raise WrongState("support", motion.state)
    if all(supporter.person_id != actor.person_id for supporter in motion.supporters):
        motion.supporters.append(MotionSupporter(person_id=actor.person_id, supported_at=now))
        _note(session, actor, "motion:support", motion, now=now)


def obstacles_to_submitting(motion: Motion) -> list[Obstacle]:
    """List what is still missing before the motion can be submitted; empty when nothing is."""
    found = []
    if not motion.title.strip():
        found.append(Obstacle("no_title"))
    if not load_document(motion.draft).clauses:
        found.append(Obstacle("no_text"))
    rule = rulebook_of(motion.conference).kind(motion.kind).submission
    return [*found, *obstacles_to_standing(motion, rule)]


def submit_motion(session: Session, actor: Actor, motion: Motion, *, now: datetime) -> None:
    """Put a draft before the committee; its text becomes version 1, for ever.

    Raises NotReady with what is missing, or TooLate after the deadline unless the actor may
    override it, and then leaves the motion as it was.
    """
    state = next_state("submit", motion.state, actor.roles_towards(motion))
    if obstacles := obstacles_to_submitting(motion):
        raise NotReady(obstacles)
    deadline = deadline_for(motion)
    if deadline is not None:
        motion.is_late = deadline.demand(now, actor.roles_towards(motion))
    _hand_in(session, actor, motion, state, now=now)
    late = {"late": True} if motion.is_late else {}
    _note(session, actor, "motion:submit", motion, now=now, **late)


def let_in_motion(
    session: Session, actor: Actor, motion: Motion, *, reason: str, now: datetime
) -> None:
    """Hand in for its drafter a draft whose deadline has passed, with a reason.

    Raises NotPermitted where the rulebook leaves that to others, WrongState while its drafter
    can still submit it, NotReady, or ReasonMissing.
    """
    state = next_state("let_in", motion.state, actor.roles_towards(motion))
    deadline = deadline_for(motion)
    if deadline is None or deadline.override.isdisjoint(actor.roles_towards(motion)):
        raise NotPermitted("let_in")
    if not deadline.is_past(now):
        raise WrongState("let_in", motion.state)
    if obstacles := obstacles_to_submitting(motion):
        raise NotReady(obstacles)
    given = _given(reason)
    motion.is_late = True
    _hand_in(session, actor, motion, state, now=now)
    _note(session, actor, "motion:let_in", motion, now=now, reason=given, late=True)


def withdraw_motion(session: Session, actor: Actor, motion: Motion, *, now: datetime) -> None:
    """Take a motion back before it is printed; afterwards conference decides, by a vote."""
    motion.state = next_state("withdraw", motion.state, actor.roles_towards(motion))
    _note(session, actor, "motion:withdraw", motion, now=now)


def rule_in_order(session: Session, actor: Actor, motion: Motion, *, now: datetime) -> None:
    motion.state = next_state("rule_in_order", motion.state, actor.roles_towards(motion))
    motion.verdict_reason = None
    close_with_the_verdict(session, actor, motion, now=now)
    _note(session, actor, "motion:rule_in_order", motion, now=now)


def rule_out_of_order(
    session: Session, actor: Actor, motion: Motion, *, reason: str, now: datetime
) -> None:
    """Refuse a motion for a reason that its submitters are told."""
    state = next_state("rule_out_of_order", motion.state, actor.roles_towards(motion))
    motion.verdict_reason = _given(reason)
    motion.state = state
    _note(session, actor, "motion:rule_out_of_order", motion, now=now, reason=reason)


def select_motion(
    session: Session, actor: Actor, motion: Motion, *, code: str, now: datetime
) -> None:
    """Give the motion its code and its place on the agenda. Raises CodeTaken."""
    state = next_state("select", motion.state, actor.roles_towards(motion))
    _demand_that_members_are_not_asked(session, motion)
    if motion.item is None:
        _place_on_agenda(session, motion, code.strip())
    motion.state = state
    motion.verdict_reason = None
    close_with_the_verdict(session, actor, motion, now=now)
    _note(session, actor, "motion:select", motion, now=now, code=motion.code)


def reject_motion(
    session: Session, actor: Actor, motion: Motion, *, reason: str, now: datetime
) -> None:
    """Leave the motion off the agenda for a reason that its submitters are told.

    Raises WrongState where its kind is taken whenever it is in order.
    """
    state = next_state("reject", motion.state, actor.roles_towards(motion))
    if is_always_taken(motion):
        raise WrongState("reject", motion.state)
    _demand_that_members_are_not_asked(session, motion)
    motion.verdict_reason = _given(reason)
    motion.state = state
    if motion.item is not None:
        session.delete(motion.item)
        motion.item = None
    _note(session, actor, "motion:reject", motion, now=now, reason=reason)


def choose_motion(
    session: Session, actor: Actor, motion: Motion, *, code: str, now: datetime
) -> None:
    """Put a motion on the agenda because a ballot of members chose it."""
    state = next_state("choose", motion.state, MEMBERS)
    _place_on_agenda(session, motion, code)
    motion.state = state
    motion.verdict_reason = None
    _note(session, actor, "motion:select", motion, now=now, code=motion.code, reason=BY_BALLOT)


def pass_motion_over(session: Session, actor: Actor, motion: Motion, *, now: datetime) -> None:
    """Leave a motion off the agenda because a ballot of members chose others."""
    motion.state = next_state("pass_over", motion.state, MEMBERS)
    motion.verdict_reason = BY_BALLOT
    _note(session, actor, "motion:reject", motion, now=now, reason=BY_BALLOT)


def redraft_motion(
    session: Session,
    actor: Actor,
    motion: Motion,
    document: Document,
    *,
    reason: str,
    now: datetime,
) -> ChangeRecord:
    """Change a submitted motion's text as the committee may, with a reason, as a change set.

    `document` is the text in force as edited; its `under` says which text the editor saw.
    Raises NothingChanged, or ChangedMeanwhile where the text in force is another by now.
    """
    state = next_state("redraft", motion.state, actor.roles_towards(motion))
    record = _change_text(
        session, actor, motion, document, kind=ChangeKind.REDRAFT, reason=reason, now=now
    )
    motion.state = state
    make_version(
        session,
        actor,
        motion,
        keys_in_force(session, motion),
        Cause(VersionKind.REDRAFTED, reason=reason),
        now=now,
    )
    _note(session, actor, "motion:redraft", motion, now=now, key=record.key, reason=reason)
    return record


def publish_motion(session: Session, actor: Actor, motion: Motion, *, now: datetime) -> None:
    """Print the text in force: version, line numbers and address are frozen from now on."""
    motion.state = next_state("publish", motion.state, actor.roles_towards(motion))
    version = make_version(
        session,
        actor,
        motion,
        keys_in_force(session, motion),
        Cause(VersionKind.PUBLISHED),
        now=now,
    )
    _note(session, actor, "motion:publish", motion, now=now, version=version.number)


def _hand_in(
    session: Session, actor: Actor, motion: Motion, state: MotionState, *, now: datetime
) -> None:
    motion.state = state
    motion.submitted_at = now
    session.flush()
    make_version(session, actor, motion, frozenset(), Cause(VersionKind.SUBMITTED), now=now)


def _change_text(
    session: Session,
    actor: Actor,
    motion: Motion,
    document: Document,
    *,
    kind: ChangeKind,
    reason: str,
    now: datetime,
) -> ChangeRecord:
    in_force = keys_in_force(session, motion)
    if document.under != in_force:
        raise ChangedMeanwhile("motion", motion.id)
    number = len(session.scalars(_records(motion)).all()) + 1
    key = f"{kind.value}-{motion.id}-{number}"
    change = changes(load_weave(session, motion).text(in_force), document, id=key)
    if not change.operations:
        raise NothingChanged
    record = ChangeRecord(
        motion_id=motion.id,
        key=key,
        kind=kind,
        record=store_change_set(change),
        reason=_given(reason),
        author_id=actor.person_id,
        made_at=now,
    )
    session.add(record)
    session.flush()
    return record


def _records(motion: Motion) -> Any:
    return select(ChangeRecord.id).where(ChangeRecord.motion_id == motion.id)


def _propose(motion: Motion, proposal: Proposal) -> None:
    rulebook_of(motion.conference).kind(proposal.kind)
    motion.kind = proposal.kind
    motion.title = proposal.title
    motion.draft = store_document(proposal.document)
    motion.back = store_back(proposal.back)
    motion.source = proposal.source
    motion.mover_id = proposal.mover_id
    motion.summator_id = proposal.summator_id
    motion.body_id = proposal.body_id


def _sign(session: Session, motion: Motion, people: frozenset[int], now: datetime) -> None:
    """Add the supporters a drafter collected on paper; nobody who signed is taken off."""
    signed = {supporter.person_id for supporter in motion.supporters}
    for person_id in sorted(people - signed):
        motion.supporters.append(MotionSupporter(person_id=person_id, supported_at=now))
    session.flush()


def _demand_that_members_are_not_asked(session: Session, motion: Motion) -> None:
    """Leave the verdict on a motion to the ballot of members that is open on it."""
    if is_before_members(session, motion):
        raise WrongState("select", motion.state)


def _place_on_agenda(session: Session, motion: Motion, code: str) -> None:
    """Put the motion last on the agenda under a code that no other item has or ever had."""
    given = codes_given(session, motion.conference)
    holders = {known.casefold(): holder for known, holder in given.items()}
    if not code or len(code) > LONGEST_CODE:
        raise CodeTaken(code)
    if code.casefold() in holders and holders[code.casefold()] != motion.id:
        raise CodeTaken(code)
    last = select(func.max(AgendaItem.position)).where(
        AgendaItem.conference_id == motion.conference_id
    )
    motion.item = AgendaItem(
        conference_id=motion.conference_id,
        code=code,
        kind=motion.kind,
        position=(session.scalar(last) or 0) + 1,
    )
    session.flush()


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def _note(
    session: Session, actor: Actor, activity: str, motion: Motion, *, now: datetime, **facts: Any
) -> None:
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        f"motion:{motion.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={"state": motion.state.value, **facts},
    )
