"""The forms in which people give reasons: chosen from the rulebook’s, or in their own words."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from webapp.web.forms import BaseForm

LONGEST_REASON = 2_000
OWN_WORDS = "other"


class WordsForm(BaseForm):
    """Reasons in one’s own words, and nothing else."""

    reason = TextAreaField(
        _("Reason"), [DataRequired(_("Write the reason.")), Length(max=LONGEST_REASON)]
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
        return ". ".join(part for part in (chosen.rstrip(".") if words else chosen, words) if part)
