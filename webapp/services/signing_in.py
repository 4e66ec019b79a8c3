"""Signing in with a password, and ending what was begun with it.

A password is a person's own, so these acts ask for no permission but proof; they are minuted at
every conference the person takes part in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.services.passwords import DEFAULT_COST, is_password
from webapp.services.personal_minutes import note_everywhere
from webapp.services.say_over_people import refuse_erased

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Person


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
