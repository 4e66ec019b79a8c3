"""What is typed when an appeal is decided."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from webapp.procedure.tally import Tally
from webapp.web.backing import find_fault
from webapp.web.forms import BaseForm
from webapp.web.reasons import LONGEST_REASON

LARGEST = 999_999
FIGURE = [Optional(), NumberRange(0, LARGEST)]


class DecisionForm(BaseForm):
    """Upheld or dismissed, why, and what conference counted where it did."""

    outcome = RadioField(
        _("Decision"),
        [InputRequired(_("Choose one."))],
    )
    in_favour = IntegerField(
        _("For upholding it"), FIGURE, description=_("Only if conference was counted.")
    )
    against = IntegerField(_("Against"), FIGURE)
    answer = TextAreaField(
        _("Answer"),
        [DataRequired(_("Write an answer.")), Length(max=LONGEST_REASON)],
        description=_("Those who appealed are told this."),
    )

    def offer(self) -> None:
        """Say what can be decided."""
        self.outcome.choices = [
            ("upheld", gettext("Upheld: it is in order, and chosen from again")),
            ("dismissed", gettext("Dismissed: the verdict stands")),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and that figures come in pairs."""
        is_right = super().validate(extra_validators)
        figures = [self[name] for name in ("in_favour", "against") if name in self]
        given = [field for field in figures if field.data is not None]
        if len(given) == 1:
            missing = next(field for field in figures if field.data is None)
            find_fault(missing, gettext("Write both figures, or neither."))
            return False
        return is_right

    def tally(self) -> Tally | None:
        """Return the figures typed, if there are any."""
        if "in_favour" not in self or self.in_favour.data is None or self.against.data is None:
            return None
        return Tally(self.in_favour.data, self.against.data)
