"""People as they are looked up: by address, by opaque id, and as the list of a conference."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from webapp.models import Membership, Person, SignInCode, SubmittingBody
from webapp.queries.errors import NotThere
from webapp.queries.standing import must

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.procedure.roles import Role
    from webapp.queries.actor import Actor

PAGE = 100
SEARCHED = (Person.name, Person.email, SubmittingBody.name)


def as_kept(email: str) -> str:
    """Return an address the way it is kept: without spaces around it, in small letters."""
    return email.strip().lower()


def find_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address, however it is written, or None."""
    return session.scalars(
        select(Person).where(Person.email == as_kept(email), Person.erased_at.is_(None))
    ).first()


def get_member(session: Session, conference: Conference, public_id: str) -> Person:
    """Return somebody who plays a part at the conference. Raises NotThere."""
    found = session.scalars(
        select(Person)
        .join(Membership)
        .where(Membership.conference_id == conference.id, Person.public_id == public_id)
    ).first()
    if found is None:
        raise NotThere("person", public_id)
    return found


def count_members(session: Session, conference: Conference) -> int:
    """Return how many people play a part at the conference."""
    wanted = select(func.count(Membership.person_id.distinct()))
    return session.scalar(wanted.where(Membership.conference_id == conference.id)) or 0


@dataclass(frozen=True, slots=True)
class Member:
    """One person of one conference: what a list shows of them."""

    public_id: str
    name: str
    email: str
    roles: tuple[Role, ...]
    bodies: tuple[str, ...]
    has_password: bool


@dataclass(frozen=True, slots=True)
class MemberList:
    """One page of a conference's people, and how many there are in all."""

    members: tuple[Member, ...]
    total: int
    page: int
    pages: int


def list_members(
    session: Session, actor: Actor, conference: Conference, *, words: str = "", page: int = 1
) -> MemberList:
    """Return the people of a conference by name; those whose name, address or body has `words`.

    Raises NotPermitted.
    """
    must(actor, "person:view", conference)
    wanted = matching(conference, words)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    people = session.scalars(
        select(Person)
        .where(Person.id.in_(wanted))
        .order_by(func.lower(Person.name), Person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return MemberList(tuple(_described(session, conference, people)), total, page, pages)


def list_without_password(
    session: Session, actor: Actor, conference: Conference
) -> Sequence[Person]:
    """Return the people of a conference who never signed in, by name. Raises NotPermitted."""
    must(actor, "person:print_code", conference)
    return session.scalars(
        select(Person)
        .where(Person.id.in_(matching(conference, "")), Person.password_hash.is_(None))
        .order_by(func.lower(Person.name), Person.id)
    ).all()


def with_valid_code(session: Session, people: Iterable[Person], *, now: datetime) -> set[int]:
    """Return the ids of those who hold a sign-in code that would still work."""
    return set(
        session.scalars(
            select(SignInCode.person_id).where(
                SignInCode.person_id.in_([person.id for person in people]),
                SignInCode.used_at.is_(None),
                SignInCode.expires_at > now,
            )
        )
    )


def read_afresh(session: Session, ids: Iterable[int]) -> Sequence[Person]:
    """Return these people by name as they are now, in one question however many they are."""
    wanted = select(Person).where(Person.id.in_(list(ids)))
    return session.scalars(wanted.order_by(func.lower(Person.name), Person.id)).all()


def names_by_address(session: Session, emails: Iterable[str]) -> dict[str, str]:
    """Return whose those of these addresses are that belong to somebody already."""
    found = select(Person.email, Person.name).where(Person.email.in_(set(emails)))
    return {email: name for email, name in session.execute(found) if email}


def describe_member(session: Session, conference: Conference, person: Person) -> Member:
    return next(_described(session, conference, [person]))


def names_by_public_id(session: Session, public_ids: Iterable[str]) -> dict[str, str]:
    """Return the present names behind the opaque ids of minutes."""
    found = select(Person.public_id, Person.name).where(Person.public_id.in_(set(public_ids)))
    return dict(session.execute(found).all())


def matching(conference: Conference, words: str, searched: Sequence[Any] = SEARCHED) -> Select[int]:
    """Return the ids of a conference's people in whose columns all the words stand."""
    wanted = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(SubmittingBody, SubmittingBody.id == Membership.body_id)
        .where(Membership.conference_id == conference.id)
        .distinct()
    )
    for word in words.split():
        wanted = wanted.where(
            or_(
                *(
                    column.contains(written, autoescape=True)
                    for column in searched
                    # SQLite knows small letters of the Latin alphabet alone.
                    for written in {word, word.lower(), word.capitalize()}
                ),
                *(
                    func.lower(column).contains(word.lower(), autoescape=True)
                    for column in searched
                ),
            )
        )
    return wanted


def _described(
    session: Session, conference: Conference, people: Sequence[Person]
) -> Iterator[Member]:
    held = session.execute(
        select(Membership.person_id, Membership.role, SubmittingBody.name)
        .outerjoin(SubmittingBody, SubmittingBody.id == Membership.body_id)
        .where(
            Membership.conference_id == conference.id,
            Membership.person_id.in_([person.id for person in people]),
        )
        .order_by(Membership.id)
    )
    roles: dict[int, list[Role]] = defaultdict(list)
    bodies: dict[int, dict[str, None]] = defaultdict(dict)
    for person_id, role, body in held:
        roles[person_id].append(role)
        if body:
            bodies[person_id][body] = None
    for person in people:
        yield Member(
            public_id=person.public_id,
            name=person.name,
            email=person.email or "",
            roles=tuple(roles[person.id]),
            bodies=tuple(bodies[person.id]),
            has_password=person.password_hash is not None,
        )
