"""Signing in with a password, and ending what was begun with it.

A password is a person's own, so setting it asks for no permission but proof. All of it is minuted
at every conference the person takes part in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.queries.people import get_member
from webapp.queries.standing import must
from webapp.services.passwords import DEFAULT_COST, is_password
from webapp.services.personal_minutes import note_everywhere
from webapp.services.say_over_people import demand_say_over, refuse_erased

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference, Person
    from webapp.queries.actor import Actor


def check_password(
    person: Person | None, typed: str, cost: Mapping[str, int] = DEFAULT_COST
) -> bool:
    """Tell whether this is the person's password; as slow to say no where there is nobody."""
    return is_password(person.password_hash if person else None, typed, cost)


def set_password(session: Session, person: Person, password_hash: str, *, now: datetime) -> None:
    """Keep a new password, hashed before; every session begun with the old one ends."""
    refuse_erased(person)
    person.password_hash = password_hash
    person.session_epoch += 1
    note_everywhere(session, "person:set_password", person, now)


def sign_out_elsewhere(session: Session, person: Person, *, now: datetime) -> None:
    """End every session of one's own; whoever asked may begin theirs anew."""
    refuse_erased(person)
    person.session_epoch += 1
    note_everywhere(session, "person:sign_out", person, now)


def sign_out_everywhere(
    session: Session,
    actor: Actor,
    conference: Conference,
    person: Person,
    *,
    forget_password: bool = False,
    now: datetime,
) -> None:
    """End every session of somebody whose phone is lost; ballots sent from it count no more.

    The office of any conference they take part in may, whatever other parts they play: it gives
    nobody a way in, and cannot wait. Who had kept the password in the phone is let in by it no
    more once it is forgotten; that wants a say over them, as making a code does. Raises
    BelongsElsewhere.
    """
    must(actor, "person:sign_out", conference)
    get_member(session, conference, person.public_id)
    refuse_erased(person)
    if forget_password:
        demand_say_over(session, actor, person, "person:print_code")
        person.password_hash = None
    person.session_epoch += 1
    facts = {"password": "forgotten"} if forget_password else {}
    note_everywhere(session, "person:sign_out", person, now, by=actor, **facts)
