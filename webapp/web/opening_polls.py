"""How the votes of a poll are taken: what its form asks before it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.procedure.polls import PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.web.forms import BaseForm

if TYPE_CHECKING:
    from webapp.procedure.procedural import BallotRules

LONGEST_SECONDS = 24 * 60 * 60

FORMS = {BallotForm.OPEN: _("open"), BallotForm.SECRET: _("secret")}


class OpenForm(BaseForm):
    """How the votes are taken."""

    question = HiddenField()
    form = RadioField(
        _("Votes are"),
        [InputRequired()],
    )
    seconds = IntegerField(
        _("Closes by itself after seconds"),
        [Optional(), NumberRange(0, LONGEST_SECONDS, _("Write a number from 0 to 86,400."))],
        description=_("0: you close it by hand."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    weighted = BooleanField(_("Votes count by the weight in the register"))
    changeable = BooleanField(_("An open vote may be changed until the close"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.choices = [(form.value, words) for form, words in FORMS.items()]
        for field in self:  # it stands on one page with the other forms of the desk
            field.id = f"poll-{field.id}"

    @classmethod
    def offered(cls, rules: BallotRules) -> OpenForm:
        """Return the form as standing orders fill it in."""
        return cls(
            form=rules.form.value,
            seconds=rules.seconds,
            weighted=rules.weighted,
            changeable=rules.changeable,
        )

    @property
    def settings(self) -> PollSettings:
        form = BallotForm(self.form.data)
        return PollSettings(
            form,
            seconds=self.seconds.data or 0,
            weighted=bool(self.weighted.data),
            changeable=bool(self.changeable.data) and form is BallotForm.OPEN,
        )
