"""Motions as they are looked up: what the asker may see is part of every query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.models import (
    AgendaItem,
    Conference,
    Membership,
    Minute,
    Motion,
    MotionSupporter,
    Person,
    SubmittingBody,
    TextVersion,
    VersionKind,
)
from webapp.procedure.rules import Selection
from webapp.procedure.states import MotionState
from webapp.queries.conferences import PUBLIC_STATES, list_bodies
from webapp.queries.errors import NotThere
from webapp.queries.people import as_kept
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import was_put_to_members
from webapp.queries.standing import may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor


def get_motion(session: Session, actor: Actor, motion_id: int) -> Motion:
    """Return a motion the actor may see. Raises NotThere for any other."""
    motion = session.scalars(_with_people(Motion.id == motion_id)).first()
    if motion is None or not may_see(session, actor, motion):
        raise NotThere("motion", motion_id)
    return motion


def get_shared_draft(session: Session, actor: Actor, motion_id: int) -> Motion:
    """Return a draft to somebody who was given its address and may sign it or let it in.

    The caller has checked the address. Raises NotThere.
    """
    motion = session.scalars(_with_people(Motion.id == motion_id)).first()
    if motion is None or motion.state is not MotionState.DRAFT:
        raise NotThere("motion", motion_id)
    seeing = ("motion:support", "motion:view_draft", "motion:let_in")
    if not any(may(actor, activity, motion) for activity in seeing):
        raise NotThere("motion", motion_id)
    return motion


def is_always_taken(motion: Motion) -> bool:
    """Tell whether the motion is debated if only it is in order: nobody selects among its kind."""
    kind = rulebook_of(motion.conference).kind(motion.kind)
    return kind.selection is Selection.ALWAYS


def may_see(session: Session, actor: Actor, motion: Motion) -> bool:
    return may(actor, _activity_of_seeing(session, motion), motion)


def is_printed(session: Session, motion: Motion) -> bool:
    """Tell whether the motion was ever published, so that everybody may read it."""
    return motion.state in PUBLIC_STATES and _has_printed_version(session, motion)


def last_published(
    session: Session, motion: Motion, *, seen_at: datetime | None = None
) -> TextVersion | None:
    """Return the version that was last printed for debate: the one whose lines people cite."""
    versions = select(TextVersion).where(
        TextVersion.motion_id == motion.id, TextVersion.kind == VersionKind.PUBLISHED
    )
    if seen_at is not None:
        versions = versions.where(TextVersion.public_at <= seen_at)
    return session.scalars(versions.order_by(TextVersion.number.desc()).limit(1)).first()


def list_own(session: Session, actor: Actor, conference: Conference) -> Sequence[Motion]:
    """Return what the actor drafted, moves, sums up or signed, the newest first."""
    me = actor.person_id
    signed = select(MotionSupporter.motion_id).where(MotionSupporter.person_id == me)
    mine = or_(
        Motion.drafter_id == me,
        Motion.mover_id == me,
        Motion.summator_id == me,
        Motion.id.in_(signed),
    )
    wanted = _with_people(mine, Motion.conference_id == conference.id)
    return session.scalars(wanted.order_by(Motion.id.desc())).all()


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """One motion on the committee's desk, and how many amendments were submitted to it."""

    motion: Motion
    amendments: int


def list_for_committee(
    session: Session, actor: Actor, conference: Conference
) -> dict[MotionState, list[DeskEntry]]:
    """Return what was submitted to the conference, by state, in the order of submission."""
    wanted = _with_people(
        Motion.conference_id == conference.id,
        Motion.state != MotionState.DRAFT,
        Motion.submitted_at.is_not(None),
    ).options(selectinload(Motion.amendments))
    found: dict[MotionState, list[DeskEntry]] = {}
    for motion in session.scalars(wanted.order_by(Motion.submitted_at, Motion.id)):
        if may_see(session, actor, motion):
            entry = DeskEntry(motion, _count_submitted(motion))
            found.setdefault(motion.state, []).append(entry)
    return found


def codes_given(session: Session, conference: Conference) -> dict[str, int | None]:
    """Return every code on the agenda or ever given to a motion, with the motion that has it.

    The minute book remembers the codes of motions that have left the agenda since.
    """
    selections = (
        select(Minute.subject, Minute.facts)
        .where(Minute.conference_id == conference.id, Minute.activity == "motion:select")
        .order_by(Minute.id)
    )
    given = {
        str(facts["code"]): _motion_named(subject)
        for subject, facts in session.execute(selections)
        if facts.get("code")
    }
    items = select(AgendaItem.code, AgendaItem.motion_id).where(
        AgendaItem.conference_id == conference.id
    )
    return given | dict(session.execute(items).all())


def own_bodies(session: Session, actor: Actor, conference: Conference) -> list[SubmittingBody]:
    """Return the bodies for which the actor takes part in the conference."""
    own = select(Membership.body_id).where(
        Membership.person_id == actor.person_id,
        Membership.conference_id == conference.id,
        Membership.body_id.is_not(None),
    )
    held = set(session.scalars(own))
    return [body for body in list_bodies(session, conference) if body.id in held]


def bodies_for(session: Session, actor: Actor, conference: Conference) -> list[SubmittingBody]:
    """Return the conference's bodies, those that the actor belongs to first."""
    own = {body.id for body in own_bodies(session, actor, conference)}
    return sorted(list_bodies(session, conference), key=lambda body: body.id not in own)


def find_members(session: Session, conference: Conference, words: str) -> Sequence[Person]:
    """Return those who take part in the conference under exactly this name or address."""
    return session.scalars(
        select(Person)
        .join(Membership)
        .where(
            Membership.conference_id == conference.id,
            or_(
                func.lower(Person.name) == " ".join(words.split()).lower(),
                Person.name == " ".join(words.split()),
                Person.email == as_kept(words),
            ),
        )
        .distinct()
        .order_by(Person.id)
    ).all()


def _count_submitted(motion: Motion) -> int:
    return sum(1 for amendment in motion.amendments if amendment.submitted_at is not None)


def _activity_of_seeing(session: Session, motion: Motion) -> str:
    if is_printed(session, motion) or was_put_to_members(session, motion):
        return "motion:view"
    return "motion:view_draft" if motion.submitted_at is None else "motion:view_submitted"


def _has_printed_version(session: Session, motion: Motion) -> bool:
    return last_published(session, motion) is not None


def _with_people(*conditions: object) -> Select[Motion]:
    return (
        select(Motion)
        .where(*conditions)  # type: ignore[arg-type]
        .options(
            joinedload(Motion.conference),
            joinedload(Motion.item),
            joinedload(Motion.mover),
            joinedload(Motion.summator),
            joinedload(Motion.body),
            selectinload(Motion.supporters).joinedload(MotionSupporter.person),
        )
    )


def _motion_named(subject: str) -> int | None:
    kind, _, number = subject.partition(":")
    return int(number) if kind == "motion" and number.isdecimal() else None
