"""What people type to sign in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from webapp.services.passwords import LONGEST, SHORTEST
from webapp.web.forms import BaseForm

LONGEST_ADDRESS = 254
LONGEST_CODE = 60


class SignInForm(BaseForm):
    """An address and its password."""

    email = EmailField(_("E-mail address"), [InputRequired(), Length(max=LONGEST_ADDRESS)])
    password = PasswordField(_("Password"), [InputRequired(), Length(max=LONGEST)])


THE_SAME = EqualTo("new_password", message=_("The two are not the same."))


class NewPasswordForm(BaseForm):
    """A password chosen, typed twice."""

    new_password = PasswordField(
        _("New password"),
        [InputRequired(), Length(min=SHORTEST, max=LONGEST)],
        description=_(
            "At least %(number)d characters. Three words make a good one.", number=SHORTEST
        ),
    )
    repeated = PasswordField(_("The same once more"), [InputRequired(), THE_SAME])


class CodeForm(BaseForm):
    """A one-time code from paper, and, now or later, the password that takes its place."""

    code = StringField(
        _("Sign-in code"),
        [InputRequired(), Length(max=LONGEST_CODE)],
        description=_("As printed on your paper, for example KMPT4-RWX9B-HCDFG. It works once."),
    )
    new_password = PasswordField(
        _("New password"),
        [Optional(), Length(min=SHORTEST, max=LONGEST)],
        description=_(
            "At least %(number)d characters. Three words make a good one."
            " Leave it empty to choose one later.",
            number=SHORTEST,
        ),
    )
    repeated = PasswordField(_("The same once more"), [THE_SAME])


class ChangePasswordForm(NewPasswordForm):
    """The password so far, and the new one."""

    password = PasswordField(_("Password so far"), [InputRequired(), Length(max=LONGEST)])
