"""The door of a conference: who is meant by a name or a card, and who came last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from webapp.models import Membership, Person, Presence, SubmittingBody
from webapp.queries.electorate import entitled
from webapp.queries.people import matching
from webapp.queries.register import since_when
from webapp.queries.standing import must

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.procedure.roles import Role
    from webapp.queries.actor import Actor

FOUND = 20
LATEST = 8
SEARCHED = (Person.name, SubmittingBody.name, Membership.card)


@dataclass(frozen=True, slots=True)
class Comer:
    """Somebody at the door. `holder` casts their vote, should they have given it away."""

    public_id: str
    name: str
    body: str
    card: str
    roles: tuple[Role, ...]
    holder: str
    present_since: datetime | None


def find_comers(
    session: Session, actor: Actor, conference: Conference, words: str
) -> tuple[Comer, ...]:
    """Return who is meant at the door: by card alone where one has it, else by name or body.

    Raises NotPermitted.
    """
    must(actor, "presence:mark", conference)
    if not words.strip():
        return ()
    by_card = session.scalars(
        select(Membership.person_id).where(
            Membership.conference_id == conference.id,
            Membership.card == " ".join(words.upper().split()),
        )
    ).all()
    meant = by_card or session.scalars(
        select(Person.id)
        .where(Person.id.in_(matching(conference, words, SEARCHED)))
        .order_by(func.lower(Person.name), Person.id)
        .limit(FOUND)
    )
    return _comers(session, conference, list(meant))


def latest_comers(session: Session, actor: Actor, conference: Conference) -> tuple[Comer, ...]:
    """Return who came last, so that a slip at the door is seen and put right."""
    must(actor, "presence:mark", conference)
    last = session.scalars(
        select(Presence.person_id)
        .where(Presence.conference_id == conference.id, Presence.until.is_(None))
        .order_by(Presence.since.desc(), Presence.id.desc())
        .limit(LATEST)
    )
    return _comers(session, conference, list(last))


def _comers(session: Session, conference: Conference, ids: Collection[int]) -> tuple[Comer, ...]:
    """Return these people, in this order."""
    people = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))}
    places = {one.person_id: one for one in entitled(session, conference, among=ids)}
    there = since_when(session, conference, among=ids)
    holders = {one.holder_id for one in places.values()} - set(ids)
    wanted = select(Person.id, Person.name).where(Person.id.in_(holders))
    names = {one.id: one.name for one in people.values()} | dict(session.execute(wanted).all())
    held = session.execute(
        select(Membership.person_id, Membership.role).where(
            Membership.conference_id == conference.id, Membership.person_id.in_(ids)
        )
    )
    roles: dict[int, list[Role]] = defaultdict(list)
    for person_id, role in held:
        roles[person_id].append(role)
    found = []
    for person_id in ids:
        place, person = places.get(person_id), people[person_id]
        gave = place is not None and place.holder_id != person_id
        found.append(
            Comer(
                public_id=person.public_id,
                name=person.name,
                body=place.body if place else "",
                card=place.card if place else "",
                roles=tuple(sorted(roles[person_id])),
                holder=names[place.holder_id] if place and gave else "",
                present_since=there.get(person_id),
            )
        )
    return tuple(found)
