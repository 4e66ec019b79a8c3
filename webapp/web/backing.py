"""Who stands behind a motion or an amendment, as a form asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from webapp.extensions import db
from webapp.models import Person
from webapp.queries.motions import bodies_for, find_members, own_bodies
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from wtforms import Field

    from webapp.models import Amendment, Conference, Motion

LONGEST_LIST = 20_000


def on_one_line(typed: str | None) -> str | None:
    return " ".join(typed.split()) if isinstance(typed, str) else typed


@dataclass(frozen=True, slots=True)
class People:
    """Those named in a form, by their ids."""

    mover: int | None
    summator: int | None
    signed: frozenset[int]


class BackingForm(BaseForm):
    """Mover, summator, and the body or members that bring it."""

    mover = StringField(
        _("Mover"),
        [Length(max=300)],
        filters=[on_one_line],
        description=_("Name or e-mail address of somebody at this conference."),
    )
    summator = StringField(
        _("Summator"),
        [Length(max=300)],
        filters=[on_one_line],
        description=_("Who sums up the debate. It can be named later."),
    )
    body = SelectField(
        _("Submitted by"), [Optional()], description=_("A body, or members who sign together.")
    )
    supporters = TextAreaField(
        _("Supporters who signed on paper"),
        [Length(max=LONGEST_LIST)],
        description=_(
            "One name or e-mail address a line. Others sign here themselves, once you have sent"
            " them the draft’s address."
        ),
    )
    seen = HiddenField()

    def fit(self, conference: Conference) -> None:
        """Offer the bodies of this conference."""
        bodies = bodies_for(db.session(), current_actor(), conference)
        self.body.choices = [
            ("", gettext("Members who sign together")),
            *((str(body.id), body.name) for body in bodies),
        ]

    def suggest(self, conference: Conference) -> None:
        """Begin with the person asking as the mover, for the body they belong to."""
        actor = current_actor()
        me = db.session.get(Person, actor.person_id)
        self.mover.data = name_for_form(me, conference)
        own = own_bodies(db.session(), actor, conference)
        if len(own) == 1:
            self.body.data = str(own[0].id)

    def fill_backing(self, item: Motion | Amendment, conference: Conference, seen: int) -> None:
        """Show who is behind a draft, and remember the version of it that is shown."""
        self.mover.data = name_for_form(item.mover, conference)
        self.summator.data = name_for_form(item.summator, conference)
        self.body.data = str(item.body_id or "")
        self.seen.data = str(seen)

    def body_id(self) -> int | None:
        return int(self.body.data) if self.body.data else None

    def seen_version(self) -> int:
        """Return the version of the draft that the form was filled from."""
        return int(self.seen.data) if self.seen.data and self.seen.data.isdecimal() else 0

    def find_people(self, conference: Conference) -> People:
        """Return who was named; say beside each field whom nobody knows."""
        mover = self._one(self.mover, conference)
        summator = self._one(self.summator, conference)
        names = [" ".join(name.split()) for name in (self.supporters.data or "").splitlines()]
        signed = [
            self._named(self.supporters, name, conference) for name in dict.fromkeys(names) if name
        ]
        return People(mover, summator, frozenset(found for found in signed if found is not None))

    def _one(self, field: Field, conference: Conference) -> int | None:
        return self._named(field, field.data, conference) if field.data else None

    def _named(self, field: Field, name: str, conference: Conference) -> int | None:
        found = find_members(db.session(), conference, name)
        me = [person for person in found if person.id == current_actor().person_id]
        if len(found) == 1 or me:
            return (me or list(found))[0].id
        if found:
            sentence = gettext("There are several people named %(name)s.", name=name)
            find_fault(field, sentence + " " + gettext("Write the e-mail address instead."))
        else:
            sentence = gettext("Nobody at this conference is called %(name)s.", name=name)
            find_fault(field, sentence + " " + gettext("Try the e-mail address."))
        return None


def find_fault(field: Any, sentence: str) -> None:
    """Say beside a field what was refused."""
    field.errors = [*field.errors, sentence]


def name_for_form(person: Person | None, conference: Conference) -> str:
    """Return a name that finds this person again; their address where others have the same."""
    if person is None:
        return ""
    alone = len(find_members(db.session(), conference, person.name)) == 1
    mine = person.id == current_actor().person_id
    return person.name if alone or mine else person.email or person.name
