"""People who are added to a conference, one by hand or many from a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Conference, Membership, Person, SubmittingBody
from webapp.procedure.roles import Role
from webapp.queries.people import as_kept
from webapp.queries.standing import must
from webapp.services.minutes import write_minute
from webapp.services.personal_minutes import note
from webapp.services.register import (
    AS_IT_IS,
    VotingRight,
    enter_voting_rights,
    lock_conference,
)
from webapp.services.say_over_people import demand_for_roles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

_ADDED, _EXTENDED, _UNCHANGED = "added", "extended", "unchanged"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to be added: a name, an address, the parts they play, and for which body.

    Delegates may come with the weight and card they vote with; None leaves what there is.
    """

    name: str
    email: str
    roles: frozenset[Role] = frozenset({Role.DELEGATE})
    body: str = ""
    right: VotingRight = AS_IT_IS


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many people are new, got something more, or were complete."""

    added: int
    extended: int
    unchanged: int


def add_person(
    session: Session,
    actor: Actor,
    conference: Conference,
    new: NewPerson,
    *,
    new_id: Callable[[], str],
    now: datetime,
) -> Person:
    """Add one person; somebody with this address already keeps their name and gets the parts."""
    must(actor, "person:add", conference)
    demand_for_roles(actor, conference, new.roles)
    lock_conference(session, conference)
    person, what = _Register(session, conference, [new]).admit(new, new_id, now)
    session.flush()
    if what != _UNCHANGED:
        note(session, actor, "person:add", person, conference.id, now, roles=sorted(new.roles))
    return person


def import_people(
    session: Session,
    actor: Actor,
    conference: Conference,
    rows: Sequence[NewPerson],
    *,
    new_id: Callable[[], str],
    now: datetime,
) -> Imported:
    """Add many people, all of them or none; importing the same rows again changes nothing.

    Raises CardTaken.
    """
    must(actor, "person:import", conference)
    demand_for_roles(actor, conference, {role for row in rows for role in row.roles})
    lock_conference(session, conference)
    register = _Register(session, conference, rows)
    done: dict[str, list[str]] = {_ADDED: [], _EXTENDED: [], _UNCHANGED: []}
    admitted = [(row, *register.admit(row, new_id, now)) for row in rows]
    session.flush()
    rights = {person.id: row.right for row, person, _ in admitted if row.right != AS_IT_IS}
    entered = enter_voting_rights(session, conference, rights)
    for _, person, what in admitted:
        news = what == _UNCHANGED and person.id in entered
        done[_EXTENDED if news else what].append(person.public_id)
    if done[_ADDED] or done[_EXTENDED]:
        write_minute(
            session,
            actor,
            "person:import",
            f"conference:{conference.id}",
            conference_id=conference.id,
            now=now,
            facts={what: people for what, people in done.items() if what != _UNCHANGED},
        )
    return Imported(len(done[_ADDED]), len(done[_EXTENDED]), len(done[_UNCHANGED]))


class _Register:
    """Who is there already, read once, so that a long list is added in few questions."""

    def __init__(self, session: Session, conference: Conference, news: Sequence[NewPerson]) -> None:
        self._session = session
        self._conference = conference
        emails = {as_kept(new.email) for new in news}
        people = session.scalars(
            select(Person).where(Person.email.in_(emails), Person.erased_at.is_(None))
        )
        self._people = {person.email: person for person in people}
        held = select(Membership).where(
            Membership.conference_id == conference.id,
            Membership.person_id.in_([person.id for person in self._people.values()]),
        )
        self._held = {(one.person_id, one.role): one for one in session.scalars(held)}
        bodies = select(SubmittingBody).where(SubmittingBody.conference_id == conference.id)
        self._bodies = {body.name.casefold(): body for body in session.scalars(bodies)}

    def admit(self, new: NewPerson, new_id: Callable[[], str], now: datetime) -> tuple[Person, str]:
        """Find or add the person, and give them what they lack of their parts."""
        email = as_kept(new.email)
        what = _UNCHANGED
        if email not in self._people:
            self._people[email] = Person(
                public_id=new_id(), name=new.name.strip(), email=email, created_at=now
            )
            self._session.add(self._people[email])
            what = _ADDED
        person = self._people[email]
        body = self._bodies.get(new.body.strip().casefold())
        for role in sorted(new.roles):
            if self._give(person, role, body) and what == _UNCHANGED:
                what = _EXTENDED
        return person, what

    def _give(self, person: Person, role: Role, body: SubmittingBody | None) -> bool:
        """Tell whether the part, or the body it is played for, is new."""
        held = self._held.get((person.id, role)) if person.id else None
        if held is None:
            self._session.add(
                Membership(person=person, conference=self._conference, role=role, body=body)
            )
            return True
        if body is None or held.body_id == body.id:
            return False
        held.body = body
        return True
