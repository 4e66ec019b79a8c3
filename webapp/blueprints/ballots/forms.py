"""What a chair chooses to open a poll, and what somebody types at a shared device."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.procedure.polls import PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.services.sign_in_codes import CodeExpired, CodeRefused, CodeUsed
from webapp.web.forms import BaseForm

if TYPE_CHECKING:
    from webapp.procedure.procedural import BallotRules

LONGEST_SECONDS = 24 * 60 * 60
LONGEST_CODE = 60
LONGEST_REASON = 500

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


class VoidForm(BaseForm):
    """Why a poll is ended without a result."""

    reason = StringField(
        _("Reason"),
        [InputRequired(), Length(max=LONGEST_REASON)],
        description=_("Everybody can read it. No ballot of this poll is counted."),
    )


class NoPlace(CodeRefused):
    """The code is somebody's who has no place on the roll of this poll."""


class CodeForOneBallot(BaseForm):
    """A one-time code from paper."""

    code = StringField(
        _("Code"),
        [InputRequired(), Length(max=LONGEST_CODE)],
        description=_("As printed on your paper, for example KMPT4-RWX9B-HCDFG. It works once."),
    )

    def refuse(self, refusal: CodeRefused) -> None:
        """Say what is wrong with the code, and what to do."""
        said = gettext("There is no such code. Please compare it with your paper.")
        if isinstance(refusal, CodeUsed):
            said = gettext("This code has been used. Ask the staff for a new one.")
        elif isinstance(refusal, NoPlace):
            said = gettext(
                "This code is good, but its owner is not on the roll of this vote. It was not "
                "used up."
            )
        elif isinstance(refusal, CodeExpired):
            said = gettext("This code is too old. Ask the staff for a new one.")
        self.code.errors = [*self.code.errors, said]
