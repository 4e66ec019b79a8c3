"""What is done about a conference itself: its settings, bodies and agenda items."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from sqlalchemy import func, select

from webapp.models import AgendaItem, Conference, Membership, SubmittingBody
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import load_rulebook
from webapp.queries.actor import NOBODY
from webapp.queries.conferences import bodies_in_use, fingerprint
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.services.errors import ChangedMeanwhile, CodeTaken, NotDone
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from webapp.models import Person
    from webapp.queries.actor import Actor

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,11}")
RESERVED_SLUGS = frozenset({"new", "admin", "mine"})  # words that stand in addresses themselves


class BadSlug(NotDone):
    """The name in the address has letters that an address cannot have, or means something."""


class SlugTaken(NotDone):
    """Another conference has this name in its address."""


class DatesReversed(NotDone):
    """The last day is before the first."""


class NoSuchTimeZone(NotDone):
    """No place on earth keeps this time."""


class BadCode(NotDone):
    """An agenda code holds something other than letters, digits, dots, strokes and dashes."""


class NoSuchKind(NotDone):
    """The rulebook knows no such kind."""


class BodyTaken(NotDone):
    """A body of this name is there already."""


class BodyInUse(NotDone):
    """Somebody, or something submitted, stands on this body."""


class ItemHoldsMotion(NotDone):
    """The item belongs to a motion: it leaves the agenda when the motion is not selected."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator says of a conference."""

    name: str
    starts_on: date
    ends_on: date
    place: str = ""
    time_zone: str = "Europe/London"
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class ItemSettings:
    """What stands on one line of the agenda. A motion's item has no title of its own."""

    code: str
    kind: str = ""
    title: str = ""
    note: str = ""
    starts_at: datetime | None = None


def create_conference(
    session: Session, actor: Actor, slug: str, settings: Settings, rulebook: str, *, now: datetime
) -> Conference:
    """Open a conference, administered by whoever opens it: an administrator of another one.

    Raises NotPermitted, BadSlug, SlugTaken, DatesReversed, NoSuchTimeZone or FaultyRulebook.
    """
    if not may_create_conference(actor):
        raise NotPermitted("conference:create")
    conference = _open(session, slug, settings, rulebook, now)
    session.add(
        Membership(person_id=actor.person_id, conference_id=conference.id, role=Role.ADMINISTRATOR)
    )
    _note(session, actor, "conference:create", conference, now, slug=slug)
    return conference


def found_conference(
    session: Session,
    slug: str,
    settings: Settings,
    rulebook: str,
    administrator: Person,
    *,
    now: datetime,
) -> Conference:
    """Open a conference from the command line, where there is nobody to ask for permission."""
    conference = _open(session, slug, settings, rulebook, now)
    session.add(
        Membership(person_id=administrator.id, conference_id=conference.id, role=Role.ADMINISTRATOR)
    )
    _note(session, NOBODY, "conference:create", conference, now, slug=slug)
    return conference


def may_create_conference(actor: Actor) -> bool:
    """Tell whether the actor administers any conference."""
    return any(Role.ADMINISTRATOR in roles for roles in actor.roles.values())


def settings_of(conference: Conference) -> Settings:
    return Settings(
        name=conference.name,
        starts_on=conference.starts_on,
        ends_on=conference.ends_on,
        place=conference.place,
        time_zone=conference.time_zone,
        is_closed=conference.is_closed,
    )


def seen_settings(conference: Conference) -> str:
    """Return a mark of the settings as they are, for the form that shows them."""
    return fingerprint(asdict(settings_of(conference)).values())


def edit_conference(
    session: Session,
    actor: Actor,
    conference: Conference,
    settings: Settings,
    *,
    seen: str,
    now: datetime,
) -> None:
    """Change what a conference is called, when it is, and whether it is closed.

    Raises ChangedMeanwhile where the settings are others than those `seen`.
    """
    must(actor, "conference:edit", conference)
    _lock(session, conference)
    old = asdict(settings_of(conference))
    new = asdict(_checked(settings))
    changed = {key: value for key, value in new.items() if value != old[key]}
    if not changed:
        return
    if seen != seen_settings(conference):
        raise ChangedMeanwhile("conference", conference.id)
    for key, value in changed.items():
        setattr(conference, key, value)
    _note(session, actor, "conference:edit", conference, now, **_plain(changed))


def add_body(
    session: Session, actor: Actor, conference: Conference, *, name: str, kind: str, now: datetime
) -> SubmittingBody:
    """Add a body that may submit things. Raises BodyTaken or NoSuchKind."""
    must(actor, "body:edit", conference)
    _lock(session, conference)
    _refuse_taken(session, conference, name)
    _refuse_unknown_body_kind(conference, kind)
    body = SubmittingBody(conference_id=conference.id, name=name.strip(), kind=kind)
    session.add(body)
    session.flush()
    _note(session, actor, "body:add", conference, now, body=body.id, kind=kind)
    return body


def edit_body(
    session: Session,
    actor: Actor,
    conference: Conference,
    body: SubmittingBody,
    *,
    name: str,
    kind: str,
    now: datetime,
) -> None:
    """Put a body's name or kind right. Raises BodyTaken or NoSuchKind."""
    must(actor, "body:edit", conference)
    _lock(session, conference)
    _refuse_taken(session, conference, name, but=body)
    _refuse_unknown_body_kind(conference, kind)
    if (body.name, body.kind) != (name.strip(), kind):
        body.name, body.kind = name.strip(), kind
        _note(session, actor, "body:edit", conference, now, body=body.id, kind=kind)


def remove_body(
    session: Session, actor: Actor, conference: Conference, body: SubmittingBody, *, now: datetime
) -> None:
    """Take away a body that nothing stands on. Raises BodyInUse."""
    must(actor, "body:edit", conference)
    _lock(session, conference)
    if body.id in bodies_in_use(session, conference):
        raise BodyInUse
    session.delete(body)
    _note(session, actor, "body:remove", conference, now, body=body.id)


def add_item(
    session: Session, actor: Actor, conference: Conference, new: ItemSettings, *, now: datetime
) -> AgendaItem:
    """Put a speech, report or discussion at the end of the agenda.

    Raises BadCode, CodeTaken or NoSuchKind.
    """
    must(actor, "agenda:edit", conference)
    _lock(session, conference)
    items = _items(session, conference)
    item = AgendaItem(
        conference_id=conference.id,
        code=_free_code(items, new.code),
        kind=_known_kind(conference, new.kind),
        title=new.title.strip(),
        note=new.note.strip(),
        starts_at=new.starts_at,
        position=max((item.position for item in items), default=0) + 1,
    )
    session.add(item)
    session.flush()
    _note(session, actor, "agenda:add", conference, now, item=item.id, code=item.code)
    return item


def seen_item(item: AgendaItem) -> str:
    """Return a mark of the item as it is, for the form that shows it."""
    return fingerprint([item.code, item.kind, item.title, item.note, item.starts_at])


def edit_item(
    session: Session,
    actor: Actor,
    conference: Conference,
    item: AgendaItem,
    new: ItemSettings,
    *,
    seen: str,
    now: datetime,
) -> None:
    """Change what stands on a line of the agenda; of a motion's, code, time and note alone.

    Raises BadCode, CodeTaken, NoSuchKind or ChangedMeanwhile.
    """
    must(actor, "agenda:edit", conference)
    _lock(session, conference)
    before = seen_item(item)
    if item.code != new.code.strip():
        item.code = _free_code(
            [one for one in _items(session, conference) if one is not item], new.code
        )
    if item.motion_id is None:
        item.kind = _known_kind(conference, new.kind)
        item.title = new.title.strip()
    item.note = new.note.strip()
    item.starts_at = new.starts_at
    if seen_item(item) == before:
        return
    if seen != before:
        raise ChangedMeanwhile("item", item.id)
    _note(session, actor, "agenda:edit", conference, now, item=item.id, code=item.code)


def move_item(
    session: Session,
    actor: Actor,
    conference: Conference,
    item: AgendaItem,
    *,
    before: AgendaItem | None,
    now: datetime,
) -> None:
    """Put an item before another one, or at the end; asked twice it stays where it is."""
    must(actor, "agenda:edit", conference)
    _lock(session, conference)
    old = _items(session, conference)
    new = [one for one in old if one is not item]
    new.insert(len(new) if before is None or before is item else new.index(before), item)
    if before is item or new == old:
        return
    for position, one in enumerate(new, start=1):
        one.position = position
    _note(session, actor, "agenda:move", conference, now, item=item.id, place=new.index(item) + 1)


def remove_item(
    session: Session, actor: Actor, conference: Conference, item: AgendaItem, *, now: datetime
) -> None:
    """Take a speech, report or discussion off the agenda. Raises ItemHoldsMotion."""
    must(actor, "agenda:edit", conference)
    if item.motion_id is not None:
        raise ItemHoldsMotion
    session.delete(item)
    _note(session, actor, "agenda:remove", conference, now, item=item.id, code=item.code)


def _open(
    session: Session, slug: str, settings: Settings, rulebook: str, now: datetime
) -> Conference:
    if not SLUG.fullmatch(slug) or slug in RESERVED_SLUGS:
        raise BadSlug
    if session.scalars(select(Conference.id).where(Conference.slug == slug)).first():
        raise SlugTaken
    load_rulebook(rulebook)
    conference = Conference(
        slug=slug, rulebook=rulebook, created_at=now, **asdict(_checked(settings))
    )
    session.add(conference)
    session.flush()
    return conference


def _checked(settings: Settings) -> Settings:
    if settings.ends_on < settings.starts_on:
        raise DatesReversed
    if settings.time_zone not in available_timezones():
        raise NoSuchTimeZone
    return settings


def _plain(changed: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value if isinstance(value, bool | str) else value.isoformat()
        for key, value in changed.items()
    }


def _refuse_taken(
    session: Session, conference: Conference, name: str, but: SubmittingBody | None = None
) -> None:
    found = session.scalars(
        select(SubmittingBody).where(
            SubmittingBody.conference_id == conference.id,
            func.lower(SubmittingBody.name) == func.lower(name.strip()),
        )
    ).first()
    if found is not None and found is not but:
        raise BodyTaken


def _refuse_unknown_body_kind(conference: Conference, kind: str) -> None:
    if kind not in {body.key for body in rulebook_of(conference).bodies}:
        raise NoSuchKind


def _known_kind(conference: Conference, key: str) -> str:
    if key not in {kind.key for kind in rulebook_of(conference).kinds}:
        raise NoSuchKind
    return key


def _items(session: Session, conference: Conference) -> Sequence[AgendaItem]:
    return session.scalars(
        select(AgendaItem)
        .where(AgendaItem.conference_id == conference.id)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()


def _free_code(items: Sequence[AgendaItem], code: str) -> str:
    code = code.strip()
    if not CODE.fullmatch(code):
        raise BadCode
    if any(item.code.casefold() == code.casefold() for item in items):
        raise CodeTaken(code)
    return code


def _lock(session: Session, conference: Conference) -> None:
    """Let one act at a time decide about the conference, and read it as it is now."""
    session.refresh(conference, with_for_update=True)


def _note(
    session: Session,
    actor: Actor,
    activity: str,
    conference: Conference,
    now: datetime,
    **facts: Any,
) -> None:
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        f"conference:{conference.id}",
        conference_id=conference.id,
        now=now,
        facts=facts,
    )
