"""What is done about people: adding them, the parts they play, signing in, and erasing them.

Passwords and codes are a person's own, so these acts ask for no permission but proof; they
are minuted at every conference the person takes part in.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select

from webapp.models import Conference, Membership, Person, SignInCode, SubmittingBody
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.actor import Actor
from webapp.queries.people import as_kept, find_by_email
from webapp.queries.standing import may, must
from webapp.services.errors import NotDone
from webapp.services.minutes import write_minute
from webapp.services.passwords import DEFAULT_COST, is_password
from webapp.services.presence import end_stay
from webapp.services.proxies import end_proxies
from webapp.services.register import AS_IT_IS, VotingRight, enter_voting_rights
from webapp.services.working_copies import forget_typed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

__all__ = [
    "ERASED_NAME",
    "ORDINARY_ROLES",
    "AddressTaken",
    "BelongsElsewhere",
    "CodeExpired",
    "CodeRefused",
    "CodeUsed",
    "Imported",
    "IssuedCode",
    "LastAdministrator",
    "NewPerson",
    "NoSuchCode",
    "PersonErased",
    "add_person",
    "change_person",
    "check_code",
    "check_password",
    "erase_person",
    "find_by_email",
    "give_role",
    "import_people",
    "issue_sign_in_codes",
    "redeem_code",
    "set_password",
    "take_role",
    "within_reach",
]

# Parts that anybody in the office may give; the others open doors and are an administrator's.
ORDINARY_ROLES = frozenset({Role.OBSERVER, Role.DELEGATE})
ERASED_NAME = "[erased]"


class PersonErased(NotDone):
    """Nothing more can be done about somebody who was erased."""


class AddressTaken(NotDone):
    """Another person has this address."""


class LastAdministrator(NotDone):
    """Without this person nobody could administer the conference."""


class BelongsElsewhere(NotDone):
    """The person takes part in another conference, over which the actor has no say."""


class CodeRefused(NotDone):
    """A sign-in code does not open anything."""


class NoSuchCode(CodeRefused):
    """No such code was ever issued, or a newer one took its place."""


class CodeUsed(CodeRefused):
    """The code was used before."""


class CodeExpired(CodeRefused):
    """The code was not used in time."""


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


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A sign-in code in plain letters, which exists nowhere but here, and whose it is."""

    public_id: str
    name: str
    email: str
    code: str
    expires_at: datetime


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
    _demand_for_roles(actor, conference, new.roles)
    _lock(session, conference)
    person, what = _Register(session, conference, [new]).admit(new, new_id, now)
    session.flush()
    if what != _UNCHANGED:
        _note(session, actor, "person:add", person, conference.id, now, roles=_words(new.roles))
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
    _demand_for_roles(actor, conference, {role for row in rows for role in row.roles})
    _lock(session, conference)
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
    _demand_say_over(session, actor, person, "person:edit")
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
        _note(session, actor, "person:edit", person, conference.id, now, changed=changed)


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
    _refuse_erased(person)
    _lock(session, conference)
    held = _membership(session, conference, person, role)
    if held is not None and (body is None or held.body_id == body.id):
        return
    if held is None:
        held = Membership(person_id=person.id, conference_id=conference.id, role=role)
        session.add(held)
    if body is not None:
        held.body_id = body.id
    _note(session, actor, "role:give", person, conference.id, now, role=role.value)


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
    _lock(session, conference)
    held = _membership(session, conference, person, role)
    if held is None:
        return
    if role is Role.ADMINISTRATOR:
        _keep_an_administrator(session, conference.id, person)
    session.delete(held)
    _leave_the_register(session, actor, conference.id, person, {role}, now)
    _note(session, actor, "role:take", person, conference.id, now, role=role.value)


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
    _lock(session, conference)
    _demand_say_over(session, actor, person, "person:erase")
    places = _conferences_of(session, person)
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
        _note(session, actor, "person:erase", person, conference_id, now)


def issue_sign_in_codes(
    session: Session,
    actor: Actor,
    conference: Conference,
    people: Iterable[Person],
    *,
    new_code: Callable[[], str],
    lasts: timedelta,
    now: datetime,
) -> list[IssuedCode]:
    """Make a code for each person, in the order given; their older unused codes end.

    Whoever holds a code is the person, so it is only made for people over all of whose
    parts the actor has a say. Raises NotPermitted, BelongsElsewhere, PersonErased.
    """
    must(actor, "person:print_code", conference)
    people = list(people)
    reached = {person.id for person in within_reach(session, actor, people)}
    for beyond in (person for person in people if person.id not in reached):
        _demand_say_over(session, actor, beyond, "person:print_code")  # and say why not
    session.execute(
        delete(SignInCode).where(
            SignInCode.person_id.in_([person.id for person in people]),
            SignInCode.used_at.is_(None),
        )
    )
    issued = []
    for person in people:
        _refuse_erased(person)
        code = IssuedCode(
            person.public_id, person.name, person.email or "", new_code(), now + lasts
        )
        session.add(
            SignInCode(
                person_id=person.id,
                digest=digest_of(code.code),
                made_at=now,
                expires_at=code.expires_at,
            )
        )
        issued.append(code)
    if issued:
        write_minute(
            session,
            actor,
            "person:print_code",
            f"conference:{conference.id}",
            conference_id=conference.id,
            now=now,
            facts={"people": [code.public_id for code in issued]},
        )
    return issued


def within_reach(session: Session, actor: Actor, people: Sequence[Person]) -> list[Person]:
    """Return those for whom the actor may make a sign-in code."""
    parts = _parts(session, people)
    beyond = {
        (role, conference)
        for role, conference in {part for held in parts.values() for part in held}
        if _has_no_say(actor, role, conference, "person:print_code")
    }
    return [person for person in people if beyond.isdisjoint(parts.get(person.id, []))]


def check_code(session: Session, code: str, now: datetime, *, lock: bool = False) -> SignInCode:
    """Return a code that opens an account now. Raises NoSuchCode, CodeUsed or CodeExpired."""
    statement = select(SignInCode).where(SignInCode.digest == digest_of(code))
    found = session.scalars(statement.with_for_update() if lock else statement).first()
    if found is None or found.person.erased_at is not None:
        raise NoSuchCode
    if found.used_at is not None:
        raise CodeUsed
    if found.expires_at <= now:
        raise CodeExpired
    return found


def redeem_code(session: Session, code: str, now: datetime) -> Person:
    """Return whose code this is, and use it up. Raises as `check_code` does."""
    found = check_code(session, code, now, lock=True)
    found.used_at = now
    _note_everywhere(session, found.person, "person:use_code", now)
    return found.person


def check_password(
    person: Person | None, typed: str, cost: Mapping[str, int] = DEFAULT_COST
) -> bool:
    """Tell whether this is the person's password; as slow to say no where there is nobody."""
    return is_password(person.password_hash if person else None, typed, cost)


def set_password(session: Session, person: Person, password_hash: str, *, now: datetime) -> None:
    """Keep a new password, hashed before; every session begun with the old one ends."""
    _refuse_erased(person)
    person.password_hash = password_hash
    person.session_epoch += 1
    _note_everywhere(session, person, "person:set_password", now)


def digest_of(code: str) -> str:
    """Return what is kept of a sign-in code: spaces, dashes and small letters do not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


_ADDED, _EXTENDED, _UNCHANGED = "added", "extended", "unchanged"


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


def _demand_for_roles(actor: Actor, conference: Conference, roles: Collection[Role]) -> None:
    if not ORDINARY_ROLES.issuperset(roles):
        must(actor, "role:grant", conference)


Parts = list[tuple[Role, Conference]]


def _demand_say_over(session: Session, actor: Actor, person: Person, activity: str) -> None:
    """Refuse unless the actor may do this to the person at all their conferences."""
    _refuse_erased(person)
    for role, conference in _parts(session, [person]).get(person.id, []):
        if _has_no_say(actor, role, conference, activity):
            raise NotPermitted(activity) if actor.roles.get(conference.id) else BelongsElsewhere


def _has_no_say(actor: Actor, role: Role, conference: Conference, activity: str) -> bool:
    """Tell whether a person playing this part is beyond the actor.

    Over somebody who holds more than an ordinary part, only those have a say who could
    have given it: else the office could make itself administrator.
    """
    wanted = {activity} if role in ORDINARY_ROLES else {activity, "role:grant"}
    return not all(may(actor, one, conference) for one in wanted)


def _parts(session: Session, people: Iterable[Person]) -> dict[int, Parts]:
    """Return every part these people play, at every conference."""
    held = session.execute(
        select(Membership.person_id, Membership.role, Conference)
        .join(Conference, Conference.id == Membership.conference_id)
        .where(Membership.person_id.in_([person.id for person in people]))
    )
    found: dict[int, Parts] = defaultdict(list)
    for person_id, role, conference in held:
        found[person_id].append((role, conference))
    return found


def _refuse_erased(person: Person) -> None:
    if person.erased_at is not None:
        raise PersonErased


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


def _conferences_of(session: Session, person: Person) -> list[int]:
    return sorted(
        set(
            session.scalars(
                select(Membership.conference_id).where(Membership.person_id == person.id)
            )
        )
    )


def _lock(session: Session, conference: Conference) -> None:
    """Let one act at a time decide who plays which part here."""
    session.execute(select(Conference.id).where(Conference.id == conference.id).with_for_update())


def _words(roles: Iterable[Role]) -> list[str]:
    return sorted(role.value for role in roles)


def _note(
    session: Session,
    actor: Actor,
    activity: str,
    person: Person,
    conference_id: int,
    now: datetime,
    **facts: Any,
) -> None:
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        f"person:{person.public_id}",
        conference_id=conference_id,
        now=now,
        facts=facts,
    )


def _note_everywhere(session: Session, person: Person, activity: str, now: datetime) -> None:
    themselves = Actor(person_id=person.id, public_id=person.public_id)
    for conference_id in _conferences_of(session, person):
        _note(session, themselves, activity, person, conference_id, now)
