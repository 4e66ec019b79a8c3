"""What the office types."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    EmailField,
    Field,
    FileField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from webapp.importing.people import LONGEST_EMAIL, LONGEST_NAME, is_email
from webapp.web.forms import BaseForm, CheckBoxes

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
LONGEST_RULEBOOK = 100_000


def on_one_line(typed: str | None) -> str | None:
    """Take away spaces at the ends and double ones between."""
    return " ".join(typed.split()) if isinstance(typed, str) else typed


def address_only(form: Any, field: Field) -> None:
    if not is_email(field.data or ""):
        raise ValidationError(gettext("Write an address like robin@example.org."))


def within_living_memory(form: Any, field: Field) -> None:
    if field.data is not None and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(gettext("Write a year between 1900 and 2200."))


class OneLine(StringField):
    """Words on one line; with nothing but spaces nothing was typed."""

    def __init__(self, label: Any, most: int, *, needed: bool = True, **kwargs: Any) -> None:
        needs = DataRequired() if needed else Optional()
        super().__init__(label, [needs, Length(max=most)], filters=[on_one_line], **kwargs)


class SettingsForm(BaseForm):
    """What a conference is called, when and where it is."""

    name = OneLine(_("Name"), 200)
    place = OneLine(_("Place"), 200, needed=False)
    starts_on = DateField(_("First day"), [InputRequired(), within_living_memory])
    ends_on = DateField(_("Last day"), [InputRequired(), within_living_memory])
    time_zone = OneLine(
        _("Time zone"),
        60,
        default="Europe/London",
        description=_("Continent and city, as in Europe/London. All times are told in it."),
    )
    is_closed = BooleanField(
        _("Closed"),
        description=_("Only people with a part in this conference can see anything of it."),
    )
    seen = HiddenField()


class NewConferenceForm(SettingsForm):
    """A conference to be opened, and the standing orders it begins with."""

    slug = OneLine(
        _("Name in the address"),
        60,
        needed=False,
        description=_(
            "Small letters, digits and dashes, as in autumn-2026. Made from the name "
            "if you leave it empty; it cannot be changed later."
        ),
    )
    preset = RadioField(_("Standing orders to begin with"), [InputRequired()])


class RulebookForm(BaseForm):
    """Standing orders as a TOML file."""

    source = TextAreaField(_("Standing orders"), [InputRequired(), Length(max=LONGEST_RULEBOOK)])
    seen = HiddenField()
    looked_at = HiddenField()


class PersonForm(BaseForm):
    """A person's name and address."""

    name = OneLine(_("Name"), LONGEST_NAME)
    email = EmailField(
        _("E-mail address"),
        [DataRequired(), Length(max=LONGEST_EMAIL), address_only],
        filters=[on_one_line],
        description=_("They sign in with it. It is shown to nobody but the office."),
    )


class NewPersonForm(PersonForm):
    """Somebody to be added, with the parts they play."""

    roles = CheckBoxes(_("Parts"), [InputRequired()])
    body = SelectField(_("For which body"), [Optional()])


class RoleForm(BaseForm):
    """One more part for somebody."""

    role = SelectField(_("Part"), [InputRequired()])
    body = SelectField(_("For which body"), [Optional()])


class ImportForm(BaseForm):
    """A list of people, as a file or pasted."""

    file = FileField(
        _("CSV file"),
        description=_("From any spreadsheet: “Save as”, then CSV. Or paste the list below."),
    )
    text = TextAreaField(
        _("The list"),
        description=_(
            "A first line of headings (Name, E-mail, Part, Body, Weight, Card), then one person a "
            "line. What a list says nothing of stays as it is."
        ),
    )
    default_role = RadioField(_("Part of people whose line names none"), [InputRequired()])


class CodesForm(BaseForm):
    """For whom sign-in codes are made."""

    whom = RadioField(_("Make codes for"), [InputRequired()])


class BodyForm(BaseForm):
    """A body that may submit things, and of which kind it is."""

    name = OneLine(_("Name"), 200)
    kind = SelectField(_("Kind"), [InputRequired()])


class ItemForm(BaseForm):
    """One line of the agenda that is no motion."""

    code = OneLine(_("Code"), 12, description=_("As printed, for example F4 or F21A."))
    kind = SelectField(_("Kind"), [InputRequired()])
    title = OneLine(_("Title"), 300)
    starts_at = DateTimeLocalField(
        _("Begins"), [Optional()], description=_("Day and time, by the conference’s clocks.")
    )
    note = TextAreaField(
        _("Note"), [Optional(), Length(max=2000)], description=_("Printed below the title.")
    )
    seen = HiddenField()


class MotionItemForm(BaseForm):
    """What stands on the agenda about a motion beside the motion's own title."""

    code = OneLine(_("Code"), 12, description=_("As printed, for example F4 or F21A."))
    starts_at = DateTimeLocalField(
        _("Begins"), [Optional()], description=_("Day and time, by the conference’s clocks.")
    )
    note = TextAreaField(
        _("Note"), [Optional(), Length(max=2000)], description=_("Printed below the title.")
    )
    seen = HiddenField()
