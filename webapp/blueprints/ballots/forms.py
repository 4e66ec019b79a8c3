"""Why a chair ends a poll without a result, and what somebody types at a shared device."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from webapp.services.sign_in_codes import CodeExpired, CodeRefused, CodeUsed
from webapp.web.forms import BaseForm

LONGEST_CODE = 60
LONGEST_REASON = 500


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
