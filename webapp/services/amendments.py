"""What people do to an amendment, from the first draft to its place on the voting paper."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from webapp.models import (
    Amendment,
    AmendmentSupporter,
    ChangeKind,
    ChangeRecord,
    WayOfWriting,
)
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.places import parent_place
from webapp.procedure.states import AmendmentState, MotionState
from webapp.procedure.workflow import next_state
from webapp.queries.amending import amendments_to, grounds_of
from webapp.queries.deadlines import deadline_for
from webapp.queries.motions import last_published
from webapp.queries.proposals import read_proposal
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.texts import latest_version
from webapp.services.appeals import close_with_the_verdict
from webapp.services.backing import obstacles_to_standing
from webapp.services.composites import obstacles_to_composing, take_place_of_others
from webapp.services.deciding import lock
from webapp.services.errors import (
    ChangedMeanwhile,
    NotReady,
    NotUnderstood,
    NumberTaken,
    Obstacle,
    ReasonMissing,
)
from webapp.services.minutes import write_minute
from webapp.services.open_votes import require_no_open_vote
from webapp.text.clause import same_text
from webapp.text.operation import place_order
from webapp.text.records import load_document, store_change_set, store_document

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.queries.actor import Actor
    from webapp.queries.proposals import Proposed
    from webapp.text.clause import Document


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an author says of an amendment: typed as an instruction, or edited in place."""

    typed: str = ""
    edited: Document | None = None
    rationale: str = ""
    mover_id: int | None = None
    summator_id: int | None = None
    body_id: int | None = None
    supporter_ids: frozenset[int] = field(default_factory=frozenset)

    @property
    def way(self) -> WayOfWriting:
        return WayOfWriting.INSTRUCTED if self.edited is None else WayOfWriting.EDITED


def draft_amendment(
    session: Session, actor: Actor, motion: Motion, proposal: Proposal, *, now: datetime
) -> Amendment:
    """Begin an amendment to the motion as the public sees it now.

    The same draft sent twice is one draft. Raises WrongState unless the motion is published
    and of a kind that can be amended.
    """
    must(actor, "amendment:draft", motion)
    lock(session, motion)  # a second click waits for the first
    version = latest_version(session, motion, seen_at=now)
    kind = rulebook_of(motion.conference).kind(motion.kind)
    if motion.state is not MotionState.PUBLISHED or version is None or not kind.amendable:
        raise WrongState("amend", motion.state)
    if (sent := _sent_before(session, actor, motion, proposal)) is not None:
        return sent
    amendment = Amendment(
        motion=motion, text_version=version, drafter_id=actor.person_id, created_at=now
    )
    _propose(amendment, proposal)
    session.add(amendment)
    session.flush()
    _sign(session, amendment, proposal.supporter_ids, now)
    note(session, actor, "amendment:draft", amendment, now=now)
    return amendment


def revise_amendment(
    session: Session,
    actor: Actor,
    amendment: Amendment,
    proposal: Proposal,
    *,
    seen_version: int,
    now: datetime,
) -> None:
    """Write a draft anew; raises ChangedMeanwhile where another hand was faster.

    What says the same as the draft already does, as a second click would, changes nothing.
    """
    amendment.state = next_state("revise", amendment.state, actor.roles_towards(amendment))
    if _says(amendment, proposal):
        return
    if amendment.row_version != seen_version:
        raise ChangedMeanwhile("amendment", amendment.id)
    _propose(amendment, proposal)
    _sign(session, amendment, proposal.supporter_ids, now)
    note(session, actor, "amendment:revise", amendment, now=now)


def renew_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, seen_version: int, now: datetime
) -> None:
    """Take a draft over to the motion as the public sees it now; what was typed stays as typed.

    A text edited in place becomes the new text with the same changes made to it.
    """
    amendment.state = next_state("revise", amendment.state, actor.roles_towards(amendment))
    if amendment.row_version != seen_version:
        raise ChangedMeanwhile("amendment", amendment.id)
    version = latest_version(session, amendment.motion, seen_at=now)
    if version is None or version.id == amendment.version_id:
        return
    if amendment.way is WayOfWriting.EDITED:
        proposed = read_proposal(session, amendment)
        if proposed.change is not None and proposed.weave is not None:
            under = frozenset(version.under) | grounds_of(amendment)
            text = proposed.weave.text(under | {proposed.change.id}, drop=True)
            amendment.edited = store_document(replace(text, under=under))
    amendment.text_version = version
    note(session, actor, "amendment:revise", amendment, now=now, version=version.number)


def is_behind(session: Session, amendment: Amendment) -> bool:
    """Tell whether the motion was printed again since the amendment was written."""
    printed = last_published(session, amendment.motion)
    return printed is not None and printed.number > amendment.text_version.number


def support_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, now: datetime
) -> None:
    """Sign an amendment; signing twice is signing once."""
    must(actor, "amendment:support", amendment)
    if all(supporter.person_id != actor.person_id for supporter in amendment.supporters):
        amendment.supporters.append(AmendmentSupporter(person_id=actor.person_id, supported_at=now))
        note(session, actor, "amendment:support", amendment, now=now)


def obstacles_to_submitting(
    session: Session, amendment: Amendment, proposed: Proposed
) -> list[Obstacle]:
    """List what is still missing before the amendment can be submitted."""
    found: list[Obstacle] = []
    if proposed.change is None:
        found.append(Obstacle("not_understood"))
    elif not proposed.change.operations:
        found.append(Obstacle("no_change"))
    if is_behind(session, amendment):
        found.append(Obstacle("text_republished"))
    found.extend(Obstacle("meets_text_in_force") for collision in proposed.collisions_in_force[:1])
    found.extend(obstacles_to_composing(session, amendment, proposed))
    rule = rulebook_of(amendment.motion.conference).amendments.submission
    return [*found, *obstacles_to_standing(amendment, rule)]


def submit_amendment(
    session: Session,
    actor: Actor,
    amendment: Amendment,
    *,
    now: datetime,
    seen_version: int | None = None,
) -> None:
    """Put a draft before the committee; its words and its change set are kept for ever.

    Raises NotUnderstood with the reader's problems, NotReady with what is missing, TooLate
    after the deadline unless the actor may override it, or ChangedMeanwhile where it no longer
    says what was looked at, and then leaves the amendment as it was.
    """
    state = next_state("submit", amendment.state, actor.roles_towards(amendment))
    if seen_version is not None and amendment.row_version != seen_version:
        raise ChangedMeanwhile("amendment", amendment.id)
    proposed = _ready(session, amendment)
    deadline = deadline_for(amendment)
    if deadline is not None:
        amendment.is_late = deadline.demand(now, actor.roles_towards(amendment))
    _hand_in(session, amendment, state, proposed, now=now)
    late = {"late": True} if amendment.is_late else {}
    note(session, actor, "amendment:submit", amendment, now=now, words=proposed.words, **late)
    take_place_of_others(session, actor, amendment, now=now)


def let_in_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, reason: str, now: datetime
) -> None:
    """Hand in for its drafter a draft whose deadline has passed, with a reason.

    Raises NotPermitted where the rulebook leaves that to others, WrongState while its drafter
    can still submit it, NotUnderstood, NotReady, or ReasonMissing.
    """
    state = next_state("let_in", amendment.state, actor.roles_towards(amendment))
    deadline = deadline_for(amendment)
    if deadline is None or deadline.override.isdisjoint(actor.roles_towards(amendment)):
        raise NotPermitted("let_in")
    if not deadline.is_past(now):
        raise WrongState("let_in", amendment.state)
    proposed = _ready(session, amendment)
    facts = {"reason": _given(reason), "late": True}
    amendment.is_late = True
    _hand_in(session, amendment, state, proposed, now=now)
    note(session, actor, "amendment:let_in", amendment, now=now, words=proposed.words, **facts)
    take_place_of_others(session, actor, amendment, now=now)


def _ready(session: Session, amendment: Amendment) -> Proposed:
    """Return what a draft asks for, once nothing is missing for it to be submitted."""
    if amendment.motion.state is not MotionState.PUBLISHED:
        raise WrongState("submit", amendment.motion.state)
    proposed = read_proposal(session, amendment)
    if proposed.change is None:
        raise NotUnderstood(proposed.problems)
    if obstacles := obstacles_to_submitting(session, amendment, proposed):
        raise NotReady(obstacles)
    return proposed


def _hand_in(
    session: Session,
    amendment: Amendment,
    state: AmendmentState,
    proposed: Proposed,
    *,
    now: datetime,
) -> None:
    assert proposed.change is not None  # noqa: S101 - it is ready
    record = ChangeRecord(
        motion_id=amendment.motion_id,
        key=proposed.change.id,
        kind=ChangeKind.AMENDMENT,
        record=store_change_set(proposed.change),
        author_id=amendment.drafter_id,
        made_at=now,
    )
    session.add(record)
    session.flush()
    amendment.state = state
    amendment.change = record
    amendment.submitted_words = proposed.words
    amendment.submitted_at = now


def withdraw_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, now: datetime
) -> None:
    amendment.state = next_state("withdraw", amendment.state, actor.roles_towards(amendment))
    note(session, actor, "amendment:withdraw", amendment, now=now)


def rule_amendment_out_of_order(
    session: Session, actor: Actor, amendment: Amendment, *, reason: str, now: datetime
) -> None:
    """Refuse an amendment for a reason that its submitters are told."""
    state = next_state("rule_out_of_order", amendment.state, actor.roles_towards(amendment))
    amendment.verdict_reason = _given(reason)
    amendment.state = state
    note(session, actor, "amendment:rule_out_of_order", amendment, now=now, reason=reason)


def rule_amendment_in_order(
    session: Session, actor: Actor, amendment: Amendment, *, now: datetime
) -> None:
    """Take an amendment back among those to choose from, as on appeal."""
    amendment.state = next_state("rule_in_order", amendment.state, actor.roles_towards(amendment))
    amendment.verdict_reason = None
    close_with_the_verdict(session, actor, amendment, now=now)
    note(session, actor, "amendment:rule_in_order", amendment, now=now)


def select_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, number: str, now: datetime
) -> None:
    """Take an amendment for debate under a printed number that nothing else ever had.

    Raises NumberTaken. Once given, a number stays, whatever becomes of the amendment.
    """
    state = next_state("select", amendment.state, actor.roles_towards(amendment))
    if amendment.amends is not None and amendment.amends.state is not AmendmentState.SELECTED:
        raise WrongState("select", amendment.amends.state)
    if amendment.number is None:
        amendment.number = _free_number(session, amendment, number)
    amendment.state = state
    amendment.verdict_reason = None
    close_with_the_verdict(session, actor, amendment, now=now)
    note(session, actor, "amendment:select", amendment, now=now, number=amendment.number)


def reject_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, reason: str, now: datetime
) -> None:
    """Leave an amendment out of the debate for a reason that its submitters are told.

    Raises WrongState while amendments to it are down for the debate: they are left out first.
    """
    state = next_state("reject", amendment.state, actor.roles_towards(amendment))
    if any(one.state is AmendmentState.SELECTED for one in amendments_to(amendment)):
        raise WrongState("reject", amendment.state)
    require_no_open_vote(session, amendment.motion, [amendment])
    amendment.verdict_reason = _given(reason)
    amendment.state = state
    note(session, actor, "amendment:reject", amendment, now=now, reason=reason)


def _sent_before(
    session: Session, actor: Actor, motion: Motion, proposal: Proposal
) -> Amendment | None:
    """Return a draft of the actor's that says the same already."""
    drafts = session.scalars(
        select(Amendment).where(
            Amendment.motion_id == motion.id,
            Amendment.drafter_id == actor.person_id,
            Amendment.state == AmendmentState.DRAFT,
        )
    )
    return next((draft for draft in drafts if _says(draft, proposal)), None)


def _says(amendment: Amendment, proposal: Proposal) -> bool:
    signed = {supporter.person_id for supporter in amendment.supporters}
    return (
        (amendment.way, amendment.typed, amendment.rationale)
        == (proposal.way, proposal.typed, proposal.rationale)
        and (amendment.mover_id, amendment.summator_id, amendment.body_id)
        == (proposal.mover_id, proposal.summator_id, proposal.body_id)
        and proposal.supporter_ids <= signed
        and _same_edit(amendment, proposal.edited)
    )


def _same_edit(amendment: Amendment, edited: Document | None) -> bool:
    if edited is None or amendment.edited is None:
        return edited is None and amendment.edited is None
    return same_text(load_document(amendment.edited), edited)


def _propose(amendment: Amendment, proposal: Proposal) -> None:
    amendment.way = proposal.way
    amendment.typed = proposal.typed
    amendment.edited = store_document(proposal.edited) if proposal.edited is not None else None
    amendment.rationale = proposal.rationale
    amendment.mover_id = proposal.mover_id
    amendment.summator_id = proposal.summator_id
    amendment.body_id = proposal.body_id


def _sign(session: Session, amendment: Amendment, people: frozenset[int], now: datetime) -> None:
    """Add the supporters an author collected on paper; nobody who signed is taken off."""
    signed = {supporter.person_id for supporter in amendment.supporters}
    for person_id in sorted(people - signed):
        amendment.supporters.append(AmendmentSupporter(person_id=person_id, supported_at=now))
    session.flush()


def _free_number(session: Session, amendment: Amendment, number: str) -> str:
    wanted = number.strip().upper()
    amended = amendment.amends.number if amendment.amends is not None else ""
    if parent_place(wanted) != (amended or ""):
        raise NumberTaken(number)
    taken = session.scalars(
        select(Amendment.number).where(
            Amendment.motion_id == amendment.motion_id, Amendment.number.is_not(None)
        )
    )
    places = {place_order(place or "") for place in taken}
    if not place_order(wanted) or len(wanted) > 12 or place_order(wanted) in places:  # noqa: PLR2004
        raise NumberTaken(number)
    return wanted


def _given(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def note(
    session: Session,
    actor: Actor,
    activity: str,
    amendment: Amendment,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    """Write the minute of an act about an amendment, with the state it is in then."""
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        f"amendment:{amendment.id}",
        conference_id=amendment.motion.conference_id,
        now=now,
        facts={"motion": amendment.motion_id, "state": amendment.state.value, **facts},
    )
