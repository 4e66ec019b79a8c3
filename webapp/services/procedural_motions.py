"""Moving something about a debate, and what the chair rules on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webapp.models import ProceduralMotion, ProceduralSupporter
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.states import MotionState, ProceduralState
from webapp.procedure.workflow import next_state
from webapp.queries.errors import NotThere
from webapp.queries.motions import last_published
from webapp.queries.procedural import OPEN, rules_in_order, supporters_needed
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may, must
from webapp.services.deciding import lock
from webapp.services.errors import NotReady, Obstacle, ReasonMissing
from webapp.services.minutes import write_minute
from webapp.services.separate_votes import Pointed, find_passage, stored

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.procedure.rules import ProceduralRule
    from webapp.queries.actor import Actor

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """What is moved: a rule's key, why, of which part (None: the whole), and by whom in the hall.

    With `by` the chair takes it from the floor; it then needs nobody's leave.
    """

    rule: str
    reasons: str = ""
    part: Pointed | None = None
    by: str | None = None


def move_procedural(
    session: Session, actor: Actor, motion: Motion, moved: Moved, *, now: datetime
) -> ProceduralMotion:
    """Move something about a debate; what the chair takes from the floor is a question at once.

    Sent twice it is moved once. Raises NotThere for what standing orders do not know,
    NotPermitted, ReasonMissing, PassageUnclear, and WrongState where it is not in order now.
    """
    must(actor, "procedural:move", motion)
    lock(session, motion)
    rule = _rule(motion, moved.rule)
    is_from_floor = moved.by is not None
    if is_from_floor:
        must(actor, "procedural:rule", motion)
    elif actor.roles_towards(motion).isdisjoint(rule.moved_by):
        raise NotPermitted("procedural:move")
    for known in motion.procedural_motions:
        is_same = known.rule == rule.key and known.state in OPEN and known.hearing_of is None
        if is_same and not is_from_floor and known.person_id == actor.person_id:
            return known
    if all(one.key != rule.key for one in rules_in_order(motion)):
        raise WrongState("move", motion.state)
    if rule.reasons and not moved.reasons.strip():
        raise ReasonMissing
    pointed_at = _part_of(session, motion, moved.part, now=now) if rule.of_parts else {}
    one = ProceduralMotion(
        motion=motion,
        rule=rule.key,
        name=rule.name,
        effect=rule.effect,
        majority=rule.majority,
        words=rule.words,
        reasons=moved.reasons.strip(),
        person_id=None if is_from_floor else actor.person_id,
        moved_by=(moved.by or "").strip()[:LONGEST_NAME],
        moved_at=now,
        state=ProceduralState.MOVED,
        **pointed_at,
    )
    session.add(one)
    _note(session, actor, "procedural:move", one, now=now, from_the_floor=is_from_floor)
    if is_from_floor:
        _allow(session, actor, one, now=now)
    return one


def allow_procedural(
    session: Session, actor: Actor, one: ProceduralMotion, *, now: datetime
) -> None:
    """Let a procedural motion be put, after the vote on whether to hear it if there is one.

    Twice is once. Raises NotReady while too few support it.
    """
    must(actor, "procedural:rule", one)
    lock(session, one.motion)
    if one.state is ProceduralState.SELECTED:
        return
    needed, found = supporters_needed(one), 1 + len(one.supporters)
    if found < needed:
        raise NotReady([Obstacle("supporters", needed=needed, found=found)])
    _allow(session, actor, one, now=now)


def refuse_procedural(
    session: Session, actor: Actor, one: ProceduralMotion, *, reason: str, now: datetime
) -> None:
    """Rule that a procedural motion is not put, for a reason that is told."""
    must(actor, "procedural:rule", one)
    lock(session, one.motion)
    state = next_state("reject", one.state, actor.roles_towards(one))
    if not reason.strip():
        raise ReasonMissing
    with session.no_autoflush:
        one.state, one.verdict_reason = state, reason.strip()
    _note(session, actor, "procedural:refuse", one, now=now, reason=reason.strip())


def withdraw_procedural(
    session: Session, actor: Actor, one: ProceduralMotion, *, now: datetime
) -> None:
    """Take back what the chair has not ruled on yet; later it is the chair's to declare."""
    state = next_state("withdraw", one.state, actor.roles_towards(one))
    if one.state is not ProceduralState.MOVED:
        raise WrongState("withdraw", one.state)
    one.state = state
    _note(session, actor, "procedural:withdraw", one, now=now)


def support_procedural(
    session: Session, actor: Actor, one: ProceduralMotion, *, now: datetime
) -> None:
    """Stand behind what somebody else moved; twice is once."""
    must(actor, "procedural:support", one)
    lock(session, one.motion)
    known = {supporter.person_id for supporter in one.supporters} | {one.person_id}
    if actor.person_id is None or actor.person_id in known:
        return
    if one.state is not ProceduralState.MOVED:
        raise WrongState("support", one.state)
    one.supporters.append(ProceduralSupporter(person_id=actor.person_id, supported_at=now))
    _note(session, actor, "procedural:support", one, now=now, supporters=1 + len(one.supporters))


def may_move(actor: Actor, motion: Motion, rule: ProceduralRule) -> bool:
    """Tell whether the actor may move it from a page, by the rulebook."""
    roles = actor.roles_towards(motion)
    return may(actor, "procedural:move", motion) and not roles.isdisjoint(rule.moved_by)


def _rule(motion: Motion, key: str) -> ProceduralRule:
    try:
        return rulebook_of(motion.conference).procedural_rule(key)
    except LookupError as unknown:
        raise NotThere("procedural_rule", key) from unknown


def _part_of(
    session: Session, motion: Motion, pointed: Pointed | None, *, now: datetime
) -> dict[str, Any]:
    """Return how the part of the printed motion that is pointed at is kept; nothing for all of it.

    Raises PassageUnclear.
    """
    if pointed is None:
        return {}
    printed = last_published(session, motion, seen_at=now)
    if printed is None:
        raise WrongState("move", motion.state)
    found = find_passage(printed, pointed, rulebook_of(motion.conference).words)
    return {
        "text_version": printed,
        "spans": stored(found.spans),
        "first_line": found.first,
        "last_line": found.last,
        "passage_words": found.quote,
    }


def _allow(session: Session, actor: Actor, one: ProceduralMotion, *, now: datetime) -> None:
    state = next_state("select", one.state, actor.roles_towards(one))
    if one.motion.state is not MotionState.PUBLISHED:
        raise WrongState("select", one.motion.state)
    with session.no_autoflush:
        one.state, one.verdict_reason, one.ruled_at = state, None, now
    rules = {rule.key: rule for rule in rulebook_of(one.motion.conference).procedural}
    rule = rules.get(one.rule)
    if rule is not None and rule.preliminary and one.hearing is None:
        session.add(
            ProceduralMotion(
                motion=one.motion,
                hearing_of=one,
                rule=one.rule,
                name=one.name,
                effect=one.effect,
                majority=rule.preliminary_majority,
                words=rule.preliminary_words,
                moved_at=now,
                ruled_at=now,
                state=ProceduralState.SELECTED,
            )
        )
    _note(session, actor, "procedural:allow", one, now=now)


def _note(
    session: Session,
    actor: Actor,
    activity: str,
    one: ProceduralMotion,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        one.subject,
        conference_id=one.motion.conference_id,
        now=now,
        facts={
            "motion": one.motion_id,
            "rule": one.rule,
            "state": one.state.value,
            "reasons": one.reasons,
            "lines": [one.first_line, one.last_line] if one.spans else None,
            **facts,
        },
    )
