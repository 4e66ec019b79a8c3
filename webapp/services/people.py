"""What is done about people who are there: their names, the parts they play, and erasing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from webapp.models import Conference, Membership, Person, SignInCode, SubmittingBody
from webapp.procedure.roles import Role
from webapp.queries.people import as_kept, find_by_email
from webapp.queries.standing import must
from webapp.services.errors import NotDone
from webapp.services.personal_minutes import conferences_of, note
from webapp.services.presence import end_stay
from webapp.services.proxies import end_proxies
from webapp.services.register import lock_conference
from webapp.services.say_over_people import demand_say_over, refuse_erased
from webapp.services.working_copies import forget_typed

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

ERASED_NAME = "[erased]"


class AddressTaken(NotDone):
    """Another person has this address."""


class LastAdministrator(NotDone):
    """Without this person nobody could administer the conference."""


def change_person(
    session: Session,
    actor: Actor,
    conference: Conference,
    person: Person,
    *,
    name: str,
    email: str,
    now: datetime,
) -> None:
    """Put a name or an address right. Raises AddressTaken, BelongsElsewhere, PersonErased."""
    must(actor, "person:edit", conference)
    demand_say_over(session, actor, person, "person:edit")
    holder = find_by_email(session, email)
    if holder is not None and holder is not person:
        raise AddressTaken
    changed = [
        what
        for what, old, new in (
            ("name", person.name, name.strip()),
            ("email", person.email, as_kept(email)),
        )
        if old != new
    ]
    if changed:
        person.name, person.email = name.strip(), as_kept(email)
        note(session, actor, "person:edit", person, conference.id, now, changed=changed)


def give_role(
    session: Session,
    actor: Actor,
    conference: Conference,
    person: Person,
    role: Role,
    *,
    body: SubmittingBody | None = None,
    now: datetime,
) -> None:
    """Let a person play one more part; giving it twice is giving it once."""
    must(actor, "role:grant", conference)
    refuse_erased(person)
    lock_conference(session, conference)
    held = _membership(session, conference, person, role)
    if held is not None and (body is None or held.body_id == body.id):
        return
    if held is None:
        held = Membership(person_id=person.id, conference_id=conference.id, role=role)
        session.add(held)
    if body is not None:
        held.body_id = body.id
    note(session, actor, "role:give", person, conference.id, now, role=role.value)


def take_role(
    session: Session,
    actor: Actor,
    conference: Conference,
    person: Person,
    role: Role,
    *,
    now: datetime,
) -> None:
    """End a part somebody plays; taking it twice is taking it once. Raises LastAdministrator."""
    must(actor, "role:grant", conference)
    lock_conference(session, conference)
    held = _membership(session, conference, person, role)
    if held is None:
        return
    if role is Role.ADMINISTRATOR:
        _keep_an_administrator(session, conference.id, person)
    session.delete(held)
    _leave_the_register(session, actor, conference.id, person, {role}, now)
    note(session, actor, "role:take", person, conference.id, now, role=role.value)


def erase_person(
    session: Session, actor: Actor, conference: Conference, person: Person, *, now: datetime
) -> None:
    """Forget a person's name, address, password and parts; minutes and texts stay whole.

    Raises BelongsElsewhere where another conference, of which the actor is no administrator,
    has a part for them too; LastAdministrator where nobody would be left in charge.
    """
    must(actor, "person:erase", conference)
    if person.erased_at is not None:
        return
    lock_conference(session, conference)
    demand_say_over(session, actor, person, "person:erase")
    places = conferences_of(session, person)
    for conference_id in places:
        _keep_an_administrator(session, conference_id, person)
        _leave_the_register(session, actor, conference_id, person, set(Role), now)
    session.execute(delete(Membership).where(Membership.person_id == person.id))
    session.execute(delete(SignInCode).where(SignInCode.person_id == person.id))
    forget_typed(session, person)
    person.name, person.email, person.password_hash = ERASED_NAME, None, None
    person.session_epoch += 1
    person.erased_at = now
    for conference_id in places:
        note(session, actor, "person:erase", person, conference_id, now)


def _leave_the_register(
    session: Session,
    actor: Actor,
    conference_id: int,
    person: Person,
    lost: Collection[Role],
    now: datetime,
) -> None:
    """Let somebody cast no vote of others, and be nowhere, without the part it takes."""
    if Role.DELEGATE in lost:
        end_proxies(session, actor, conference_id, person, now=now)
    held = select(Membership.role).where(
        Membership.person_id == person.id, Membership.conference_id == conference_id
    )
    if set(lost).issuperset(session.scalars(held)):
        end_stay(session, actor, conference_id, person, now=now)


def _membership(
    session: Session, conference: Conference, person: Person, role: Role
) -> Membership | None:
    return session.scalars(
        select(Membership).where(
            Membership.person_id == person.id,
            Membership.conference_id == conference.id,
            Membership.role == role,
        )
    ).first()


def _keep_an_administrator(session: Session, conference_id: int, person: Person) -> None:
    administrators = set(
        session.scalars(
            select(Membership.person_id).where(
                Membership.conference_id == conference_id, Membership.role == Role.ADMINISTRATOR
            )
        )
    )
    if administrators == {person.id}:
        raise LastAdministrator
