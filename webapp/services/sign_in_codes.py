"""Sign-in codes on paper: made for those one has a say over, good for one use and some days."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from webapp.models import Conference, Person, SignInCode
from webapp.queries.standing import must
from webapp.services.errors import NotDone
from webapp.services.minutes import write_minute
from webapp.services.personal_minutes import note_everywhere
from webapp.services.say_over_people import demand_say_over, refuse_erased, within_reach

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor


class CodeRefused(NotDone):
    """A sign-in code does not open anything."""


class NoSuchCode(CodeRefused):
    """No such code was ever issued, or a newer one took its place."""


class CodeUsed(CodeRefused):
    """The code was used before."""


class CodeExpired(CodeRefused):
    """The code was not used in time."""


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A sign-in code in plain letters, which exists nowhere but here, and whose it is."""

    public_id: str
    name: str
    email: str
    code: str
    expires_at: datetime


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
        demand_say_over(session, actor, beyond, "person:print_code")  # and say why not
    session.execute(
        delete(SignInCode).where(
            SignInCode.person_id.in_([person.id for person in people]),
            SignInCode.used_at.is_(None),
        )
    )
    issued = []
    for person in people:
        refuse_erased(person)
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
    note_everywhere(session, "person:use_code", found.person, now)
    return found.person


def digest_of(code: str) -> str:
    """Return what is kept of a sign-in code: spaces, dashes and small letters do not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
