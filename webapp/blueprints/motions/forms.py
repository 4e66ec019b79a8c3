"""What drafters and the committee type about a motion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.extensions import db
from webapp.models import Person
from webapp.queries.motions import bodies_for, find_members, own_bodies
from webapp.queries.rulebooks import rulebook_of
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from wtforms import Field

    from webapp.models import Conference, Motion

LONGEST_TITLE = 300
LONGEST_SOURCE = 2_000_000
LONGEST_STATEMENT = 5_000
LONGEST_REASON = 2_000
LONGEST_LIST = 20_000
OWN_WORDS = "other"


def on_one_line(typed: str | None) -> str | None:
    return " ".join(typed.split()) if isinstance(typed, str) else typed


@dataclass(frozen=True, slots=True)
class People:
    """Those named in a form, by their ids."""

    mover: int | None
    summator: int | None
    signed: frozenset[int]


class BackingForm(BaseForm):
    """What a motion is, and who stands behind it."""

    kind = SelectField(_("Kind"), [InputRequired()])
    title = StringField(
        _("Title"), [DataRequired(), Length(max=LONGEST_TITLE)], filters=[on_one_line]
    )
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
        """Offer the kinds and bodies of this conference."""
        rules = rulebook_of(conference)
        self.kind.choices = [(kind.key, kind.name) for kind in rules.kinds if kind.decided]
        bodies = bodies_for(db.session(), current_actor(), conference)
        self.body.choices = [
            ("", gettext("Members who sign together")),
            *((str(body.id), body.name) for body in bodies),
        ]

    def suggest(self, conference: Conference) -> None:
        """Begin a motion with the person asking as its mover, for the body they belong to."""
        actor = current_actor()
        me = db.session.get(Person, actor.person_id)
        self.mover.data = name_for_form(me, conference)
        own = own_bodies(db.session(), actor, conference)
        if len(own) == 1:
            self.body.data = str(own[0].id)

    def fill(self, motion: Motion) -> None:
        """Show what is kept of a draft."""
        self.kind.data, self.title.data = motion.kind, motion.title
        self.mover.data = name_for_form(motion.mover, motion.conference)
        self.summator.data = name_for_form(motion.summator, motion.conference)
        self.body.data = str(motion.body_id or "")
        self.seen.data = str(motion.version)

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


class PasteForm(BaseForm):
    """A motion pasted from anywhere."""

    source = TextAreaField(
        _("The motion as it was written"),
        [
            DataRequired(_("Paste or type the motion first.")),
            Length(
                max=LONGEST_SOURCE,
                message=_("This is longer than two million characters, the most that is read."),
            ),
        ],
        description=_(
            "From a website, a Word file or an e-mail: title, clauses with their labels,"
            " Applicability. It is shown as it was understood before anything is kept."
        ),
    )


class PastedMotionForm(PasteForm, BackingForm):
    """What was pasted, and what is said about it."""


class ComposedMotionForm(BackingForm):
    """A motion typed clause by clause: what stands beside its clauses."""

    applicability = TextAreaField(
        _("Applicability"),
        [Length(max=LONGEST_STATEMENT)],
        description=_(
            "Where it applies, with the clauses that differ: “Applicability: England and Wales,"
            " except 1 b) which is Federal.”"
        ),
    )


class ReasonForm(BaseForm):
    """One of the rulebook’s reasons, or one in the committee’s own words."""

    reason = RadioField(_("Reason"), [InputRequired(_("Choose a reason."))])
    words = TextAreaField(
        _("In your own words"),
        [Length(max=LONGEST_REASON)],
        description=_("The submitters are told this. It adds to the reason chosen above."),
    )

    def fit(self, reasons: tuple[str, ...]) -> None:
        self.reason.choices = [(reason, reason) for reason in reasons] + [
            (OWN_WORDS, gettext("Another reason, given below"))
        ]

    def given(self) -> str:
        """Return the reason as the submitters read it; "" where none was given."""
        chosen = "" if self.reason.data == OWN_WORDS else str(self.reason.data)
        words = " ".join((self.words.data or "").split())
        return ". ".join(part.rstrip(".") for part in (chosen, words) if part)


class CodeForm(BaseForm):
    """The code of a motion on the agenda."""

    code = StringField(
        _("Code"),
        [DataRequired(), Length(max=12)],
        filters=[on_one_line],
        description=_("As printed, for example F13 or F21A. A code is never given twice."),
    )


class RedraftForm(BaseForm):
    """Why the committee changes a text."""

    reason = TextAreaField(
        _("Reason"),
        [DataRequired(_("Say why the text is changed.")), Length(max=LONGEST_REASON)],
        description=_("Everybody can read it in the history of the text."),
    )


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
