"""Finding the one delegate that a name or a card number means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.blueprints.register.words import nobody_words
from webapp.extensions import db
from webapp.models import Person
from webapp.queries.own_vote import find_delegates

if TYPE_CHECKING:
    from webapp.blueprints.register.forms import HolderForm
    from webapp.models import Conference


def holder_named(conference: Conference, form: HolderForm) -> int | None:
    """Return whom the form names, by number; None, with what to do said beside the field."""
    typed = form.holder.data or ""
    found = find_delegates(db.session(), conference, typed)
    if len(found) == 1:
        return found[0].person_id
    form.holder.errors = [_several(len(found)) if found else nobody_words(typed)]
    return None


def person_numbered(person_id: int) -> Person:
    return db.session().get_one(Person, person_id)


def _several(count: int) -> str:
    return _(
        "%(count)d delegates have this name. Write the number on the card of the one you mean.",
        count=count,
    )
