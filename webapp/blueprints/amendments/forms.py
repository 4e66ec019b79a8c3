"""What is asked beside the text of an amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from webapp.web.backing import BackingForm, on_one_line
from webapp.web.forms import BaseForm

if TYPE_CHECKING:
    from webapp.models import Amendment

LONGEST_INSTRUCTION = 200_000
LONGEST_RATIONALE = 20_000


class AmendmentForm(BackingForm):
    """Who brings an amendment, and why."""

    rationale = TextAreaField(
        _("Why"),
        [Optional(), Length(max=LONGEST_RATIONALE)],
        description=_("Printed below the amendment. It changes nothing in the text."),
    )

    def fill(self, amendment: Amendment) -> None:
        """Show what is kept of a draft."""
        self.rationale.data = amendment.rationale
        self.fill_backing(amendment, amendment.motion.conference, amendment.row_version)


class InstructionForm(AmendmentForm):
    """An amendment typed as an instruction."""

    instruction = TextAreaField(
        _("Instruction"),
        [
            Length(
                max=LONGEST_INSTRUCTION,
                message=_("This is longer than any amendment that can be read. Cut it down."),
            )
        ],
        description=_(
            "For example: In 2 a) (line 7), delete “may” and insert “must”. Several instructions"
            " stand on lines of their own; all are read against the published text."
        ),
    )

    def fill(self, amendment: Amendment) -> None:
        super().fill(amendment)
        self.instruction.data = amendment.typed


class NumberForm(BaseForm):
    """The number under which an amendment is printed."""

    number = StringField(
        _("Number"),
        [DataRequired(_("Give it a number.")), Length(max=12)],
        filters=[on_one_line],
        description=_(
            "As printed: 4, or 3A for a late one after 3. A number is never given twice."
        ),
    )
