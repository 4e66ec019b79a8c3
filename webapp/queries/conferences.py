"""Conferences and their agendas, as far as the asker may see them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.models import (
    AgendaItem,
    Amendment,
    Conference,
    Declaration,
    Membership,
    Motion,
    SubmittingBody,
    TextVersion,
    VersionKind,
    Vote,
)
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.adjournments import motions_adjourned
from webapp.queries.errors import NotThere
from webapp.queries.outcomes import public_motion_state
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

# What a motion's paper shows to everybody who may see the conference.
PUBLIC_STATES = frozenset(
    {
        MotionState.PUBLISHED,
        MotionState.PASSED,
        MotionState.LOST,
        MotionState.REFERRED_BACK,
        MotionState.WITHDRAWN,
        MotionState.NOT_REACHED,
        MotionState.NOT_PROCEEDED_WITH,
    }
)
DECIDED_STATES = PUBLIC_STATES - {MotionState.PUBLISHED}
PRINTED_AMENDMENTS = (
    AmendmentState.SELECTED,
    AmendmentState.CARRIED,
    AmendmentState.LOST,
    AmendmentState.FALLEN,
    AmendmentState.ACCEPTED,
)


def list_conferences(session: Session, actor: Actor) -> Sequence[Conference]:
    """Return the conferences the actor may see, the next or latest first."""
    return session.scalars(
        _visible(actor).order_by(Conference.starts_on.desc(), Conference.id)
    ).all()


def get_conference(session: Session, actor: Actor, slug: str) -> Conference:
    """Return a conference by the name in its address. Raises NotThere, for a closed one too."""
    found = session.scalars(_visible(actor).where(Conference.slug == slug)).first()
    if found is None:
        raise NotThere("conference", slug)
    return found


def list_bodies(session: Session, conference: Conference) -> Sequence[SubmittingBody]:
    """Return the bodies that may submit, by name."""
    return session.scalars(
        select(SubmittingBody)
        .where(SubmittingBody.conference_id == conference.id)
        .order_by(func.lower(SubmittingBody.name), SubmittingBody.id)
    ).all()


def get_body(session: Session, conference: Conference, body_id: int) -> SubmittingBody:
    body = session.get(SubmittingBody, body_id)
    if body is None or body.conference_id != conference.id:
        raise NotThere("body", body_id)
    return body


def bodies_in_use(session: Session, conference: Conference) -> frozenset[int]:
    """Return the ids of the bodies that stand behind something or somebody."""
    used: set[int] = set()
    for table in (Motion, Amendment, Membership):
        used |= set(
            session.scalars(
                select(table.body_id)
                .join(SubmittingBody, SubmittingBody.id == table.body_id)
                .where(SubmittingBody.conference_id == conference.id)
                .distinct()
            )
        )
    return frozenset(used)


def get_item(session: Session, conference: Conference, item_id: int) -> AgendaItem:
    item = session.get(AgendaItem, item_id)
    if item is None or item.conference_id != conference.id:
        raise NotThere("item", item_id)
    return item


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One line of the agenda as the asker sees it.

    `state` is None for what conference does not decide. `status` is the line under which
    a decided motion is known. Until its result is public a motion stands as published;
    `is_adjourned` says that its debate waits to be resumed.
    """

    item_id: int
    code: str
    kind: str
    title: str
    note: str
    starts_at: datetime | None
    motion_id: int | None = None
    state: MotionState | None = None
    state_word: str = ""
    status: str = ""
    mover: str = ""
    body: str = ""
    amendments: int = 0
    is_adjourned: bool = False

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED_STATES


def list_agenda(
    session: Session, actor: Actor, conference: Conference, *, now: datetime
) -> list[AgendaLine]:
    """Return the agenda in its order; motions that are not published only to who may see them."""
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.conference_id == conference.id)
        .order_by(AgendaItem.position, AgendaItem.id)
        .options(
            joinedload(AgendaItem.motion).options(
                joinedload(Motion.mover), joinedload(Motion.body), selectinload(Motion.supporters)
            )
        )
    ).all()
    motions = [item.motion for item in items if item.motion is not None]
    news = _News.of(session, motions, now)
    adjourned = motions_adjourned(session, conference, seen_at=now)
    return [
        replace(_line(actor, conference, item, news), is_adjourned=item.motion_id in adjourned)
        for item in items
        if item.motion is None or _may_see(actor, item.motion, news)
    ]


def fingerprint(values: Iterable[object]) -> str:
    """Return a short name for what a page showed, to notice when it has changed meanwhile."""
    words = "\x1f".join(str(value) for value in values)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _News:
    """What has become public about motions, by their ids."""

    status: dict[int, str]
    printed: frozenset[int]
    states: dict[int, MotionState]
    amendments: dict[int, int]

    @classmethod
    def of(cls, session: Session, items: Sequence[Motion], now: datetime) -> _News:
        motions = [motion.id for motion in items]
        versions = (
            select(TextVersion.motion_id, TextVersion.status_line)
            .where(TextVersion.motion_id.in_(motions), TextVersion.public_at <= now)
            .order_by(TextVersion.number)
        )
        pending = (
            select(Vote.motion_id)
            .join(Declaration)
            .where(
                Vote.motion_id.in_(motions),
                Vote.subject == "motion",
                Declaration.undone_at.is_(None),
                Declaration.public_at > now,
            )
        )
        counted = (
            select(Amendment.motion_id, func.count())
            .where(Amendment.motion_id.in_(motions), Amendment.state.in_(PRINTED_AMENDMENTS))
            .group_by(Amendment.motion_id)
        )
        printed = select(TextVersion.motion_id).where(
            TextVersion.motion_id.in_(motions), TextVersion.kind == VersionKind.PUBLISHED
        )
        return cls(
            dict(session.execute(versions).all()),
            frozenset(session.scalars(printed)),
            _unannounced(session, items, frozenset(session.scalars(pending)), now),
            dict(session.execute(counted).all()),
        )


def _unannounced(
    session: Session, motions: Sequence[Motion], pending: frozenset[int], now: datetime
) -> dict[int, MotionState]:
    """Return how motions stand for the public whose result may still be undone."""
    return {
        motion.id: public_motion_state(session, motion, seen_at=now)
        for motion in motions
        if motion.id in pending
    }


def _line(actor: Actor, conference: Conference, item: AgendaItem, news: _News) -> AgendaLine:
    motion = item.motion
    kind = _name_of_kind(conference, item.kind)
    if motion is None:
        return AgendaLine(item.id, item.code, kind, item.title or "", item.note, item.starts_at)
    state = news.states.get(motion.id, motion.state)
    names = may(actor, "motion:see_movers", motion)
    return AgendaLine(
        item.id,
        item.code,
        kind,
        motion.title,
        item.note,
        item.starts_at,
        motion_id=motion.id,
        state=state,
        state_word=rulebook_of(conference).words.motion_states[state],
        status=news.status.get(motion.id, "") if state in DECIDED_STATES else "",
        mover=motion.mover.name if names and motion.mover else "",
        body=motion.body.name if names and motion.body else "",
        amendments=news.amendments.get(motion.id, 0),
    )


def _may_see(actor: Actor, motion: Motion, news: _News) -> bool:
    is_public = motion.state in PUBLIC_STATES and motion.id in news.printed
    return may(actor, "motion:view" if is_public else "motion:view_submitted", motion)


def _name_of_kind(conference: Conference, key: str) -> str:
    try:
        return rulebook_of(conference).kind(key).name
    except LookupError:  # a rulebook changed since knows no such kind
        return key.replace("_", " ").capitalize()


def _visible(actor: Actor) -> Select[Conference]:
    """Select what the actor may see: what is open, and what they take part in."""
    takes_part = exists().where(
        Membership.conference_id == Conference.id, Membership.person_id == actor.person_id
    )
    return select(Conference).where(or_(Conference.is_closed.is_(False), takes_part))
