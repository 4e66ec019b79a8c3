"""The door of a conference: who is meant by a name or a card, and who came last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Membership, Person
from webapp.queries.register import has_all, read_register, since_when
from webapp.queries.standing import must

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.procedure.roles import Role
    from webapp.queries.actor import Actor

FOUND = 20
LATEST = 8


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
    """Return who is meant at the door: by card alone where one has it, else by name or body."""
    must(actor, "presence:mark", conference)
    if not words.strip():
        return ()
    everybody = _comers(session, conference)
    card = " ".join(words.casefold().split())
    if by_card := [one for one in everybody if one.card and one.card.casefold() == card]:
        return tuple(by_card)
    found = [one for one in everybody if has_all(f"{one.name} {one.body} {one.card}", words)]
    return tuple(found[:FOUND])


def latest_comers(session: Session, actor: Actor, conference: Conference) -> tuple[Comer, ...]:
    """Return who came last, so that a slip at the door is seen and put right."""
    must(actor, "presence:mark", conference)
    there = [one for one in _comers(session, conference) if one.present_since]
    there.sort(key=lambda one: one.present_since or conference.created_at, reverse=True)
    return tuple(there[:LATEST])


def _comers(session: Session, conference: Conference) -> list[Comer]:
    held = session.execute(
        select(Person.id, Person.public_id, Person.name, Membership.role)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.conference_id == conference.id)
    )
    voters = {one.public_id: one for one in read_register(session, conference)}
    there = since_when(session, conference)
    roles: dict[tuple[int, str, str], list[Role]] = defaultdict(list)
    for person_id, public_id, name, role in held:
        roles[person_id, public_id, name].append(role)
    found = []
    for (person_id, public_id, name), played in roles.items():
        voter = voters.get(public_id)
        found.append(
            Comer(
                public_id=public_id,
                name=name,
                body=voter.body if voter else "",
                card=voter.card if voter else "",
                roles=tuple(sorted(played)),
                holder=voter.holder if voter else "",
                present_since=there.get(person_id),
            )
        )
    return sorted(found, key=lambda one: (one.name.casefold(), one.public_id))
