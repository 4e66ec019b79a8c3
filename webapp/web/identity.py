"""Who is asking: the one place where Flask-Login's user meets the conference's person."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from webapp.extensions import db, login_manager
from webapp.models import Person
from webapp.queries.actor import NOBODY, Actor, load_actor


class SignedIn:
    """A person who has signed in, as Flask-Login wants to know them."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, person: Person) -> None:
        self.person_id = person.id
        self.name = person.name
        self._epoch = person.session_epoch

    def get_id(self) -> str:
        """Return what the session keeps; a new epoch ends every older session."""
        return f"{self.person_id}.{self._epoch}"


def load_signed_in(kept: str) -> SignedIn | None:
    """Return who a session belongs to; None once they were erased or signed out everywhere."""
    number, _, epoch = kept.partition(".")
    if not number.isdecimal():
        return None
    person = db.session.get(Person, int(number))
    if person is None or person.erased_at is not None or str(person.session_epoch) != epoch:
        return None
    return SignedIn(person)


def current_actor() -> Actor:
    """Return the person asking, with the roles they hold; NOBODY when not signed in."""
    if not current_user.is_authenticated:
        return NOBODY
    if "actor" not in g:
        g.actor = load_actor(db.session(), current_user.person_id)
    found: Actor = g.actor
    return found


def recognise_people() -> None:
    """Have Flask-Login look people up here."""
    login_manager.user_loader(load_signed_in)
