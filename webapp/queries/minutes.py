"""The minute book as it is read: a page of it, and what came after a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from webapp.models import (
    Amendment,
    HallCount,
    Item,
    Minute,
    Motion,
    ProceduralMotion,
    SeparateVote,
    Vote,
)
from webapp.procedure.states import MotionState
from webapp.queries.counts import question_counted
from webapp.queries.motions import may_see
from webapp.queries.people import names_by_public_id
from webapp.queries.standing import may, must

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.queries.actor import Actor

PAGE = 50


def last_of(session: Session, conference: Conference, activity: str) -> Minute | None:
    """Return the last minute of an act, for whoever may see what it is about."""
    return session.scalars(
        select(Minute)
        .where(Minute.conference_id == conference.id, Minute.activity == activity)
        .order_by(Minute.number.desc())
        .limit(1)
    ).first()


@dataclass(frozen=True, slots=True)
class MinuteLine:
    """One minute as the asker may read it.

    `actor` is a name, "" for the service itself, None where it is hidden: whoever chooses
    among proposals does not read here who made them.
    """

    number: int
    written_at: datetime
    actor: str | None
    activity: str
    subject: str
    subject_name: str
    facts: Mapping[str, Any]
    motion_id: int | None
    hash: str


@dataclass(frozen=True, slots=True)
class MinutePage:
    """Some minutes, newest first, and how to go on from there."""

    lines: tuple[MinuteLine, ...]
    newest: int
    older_than: int | None
    newer_than: int | None


def list_minutes(
    session: Session,
    actor: Actor,
    conference: Conference,
    *,
    before: int | None = None,
    after: int | None = None,
) -> MinutePage:
    """Return a page of the minute book: the newest, those before a number, or those after one.

    Those after a number are the first that follow it, so that somebody who asks again and
    again misses none. Raises NotPermitted.
    """
    must(actor, "minutes:view", conference)
    wanted = select(Minute).where(Minute.conference_id == conference.id).limit(PAGE)
    if after is not None:
        found = session.scalars(wanted.where(Minute.number > after).order_by(Minute.number)).all()
        found = found[::-1]
    else:
        if before is not None:
            wanted = wanted.where(Minute.number < before)
        found = session.scalars(wanted.order_by(Minute.number.desc())).all()
    newest = session.scalar(
        select(func.max(Minute.number)).where(Minute.conference_id == conference.id)
    )
    last = newest or 0
    return MinutePage(
        lines=tuple(_readable(session, actor, found)),
        newest=last,
        older_than=found[-1].number if found and found[-1].number > 1 else None,
        newer_than=found[0].number if found and found[0].number < last else None,
    )


def _readable(session: Session, actor: Actor, minutes: Sequence[Minute]) -> list[MinuteLine]:
    items = _items(session, [minute.subject for minute in minutes])
    people = {
        minute.subject.removeprefix("person:")
        for minute in minutes
        if minute.subject.startswith("person:")
    }
    names = names_by_public_id(session, people | {minute.actor for minute in minutes})
    motions = {_motion_of(item) for item in items.values()}
    led_to = {one.id for one in motions if one.item is not None and may_see(session, actor, one)}
    return [_line(actor, minute, items, names, led_to) for minute in minutes]


def _motion_of(item: Item) -> Motion:
    return item if isinstance(item, Motion) else item.motion


def _line(
    actor: Actor,
    minute: Minute,
    items: Mapping[str, Item],
    names: Mapping[str, str],
    led_to: Set[int],
) -> MinuteLine:
    item = items.get(minute.subject)
    motion = _motion_of(item) if item is not None else None
    return MinuteLine(
        number=minute.number,
        written_at=minute.written_at,
        actor=names.get(minute.actor, "") if _names_shown(actor, item) else None,
        activity=minute.activity,
        subject=minute.subject,
        subject_name=names.get(minute.subject.removeprefix("person:"), "") or _name_of(item),
        facts=minute.facts,
        motion_id=motion.id if motion is not None and motion.id in led_to else None,
        hash=minute.hash,
    )


def _names_shown(actor: Actor, item: Item | None) -> bool:
    if item is None or isinstance(item, SeparateVote | ProceduralMotion):
        return True
    kind = "motion" if isinstance(item, Motion) else "amendment"
    is_draft = item.state.value == MotionState.DRAFT.value
    return may(actor, f"{kind}:view_draft" if is_draft else f"{kind}:see_movers", item)


def _name_of(item: Item | None) -> str:
    """Return the code of what is on the agenda; anything else is nobody's business yet."""
    if isinstance(item, SeparateVote):
        lines = f"{item.first_line}–{item.last_line}"
        return f"{item.motion.code} · {item.label or lines}"
    if isinstance(item, ProceduralMotion):
        return f"{item.motion.code} · {item.name}"
    if isinstance(item, Amendment):
        number = f" · {item.number}" if item.number else ""
        return f"{item.motion.code}{number}"
    return item.code if item is not None else ""


def _items(session: Session, subjects: Sequence[str]) -> dict[str, Item]:
    """Find the motions and amendments that minutes are about, votes on them included."""
    found: dict[str, Item] = {}
    for motion in session.scalars(select(Motion).where(Motion.id.in_(_ids("motion", subjects)))):
        found[f"motion:{motion.id}"] = motion
    for amendment in session.scalars(
        select(Amendment).where(Amendment.id.in_(_ids("amendment", subjects)))
    ):
        found[f"amendment:{amendment.id}"] = amendment
    for words in session.scalars(
        select(SeparateVote).where(SeparateVote.id.in_(_ids("separate_vote", subjects)))
    ):
        found[words.subject] = words
    for procedural in session.scalars(
        select(ProceduralMotion).where(ProceduralMotion.id.in_(_ids("procedural", subjects)))
    ):
        found[procedural.subject] = procedural
    for vote in session.scalars(select(Vote).where(Vote.id.in_(_ids("vote", subjects)))):
        found[f"vote:{vote.id}"] = vote.item
    for count in session.scalars(
        select(HallCount).where(HallCount.id.in_(_ids("count", subjects)))
    ):
        found[count.subject] = question_counted(count)
    return found


def _ids(kind: str, subjects: Sequence[str]) -> set[int]:
    named = (subject.partition(":") for subject in subjects)
    return {int(number) for found, _, number in named if found == kind and number.isdecimal()}
