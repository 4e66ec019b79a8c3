"""What is typed about voters: weights, cards, and whom one's vote is given to."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from webapp.importing.people import HEAVIEST, LONGEST_CARD
from webapp.web.forms import BaseForm


def on_one_line(typed: str | None) -> str:
    return " ".join((typed or "").split())


class RightForm(BaseForm):
    """With which weight and card a delegate votes."""

    weight = IntegerField(
        _("Weight"),
        [InputRequired(), NumberRange(1, HEAVIEST)],
        description=_("How many votes this delegate casts in a card vote; 1 for most."),
    )
    card = StringField(
        _("Card number"),
        [Optional(), Length(max=LONGEST_CARD)],
        filters=[on_one_line],
        description=_("As printed on the voting card; no two are the same."),
    )
    seen = HiddenField()


class HolderForm(BaseForm):
    """To whom a vote is given, by whole name or card number."""

    holder = StringField(
        _("Name or card number"), [DataRequired(), Length(max=200)], filters=[on_one_line]
    )

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.holder.description = hint or _("The whole name, as it stands on their card.")


class PaperForm(HolderForm):
    """A proxy handed in on paper."""

    accepted = BooleanField(_("The paper is signed by the holder too"))
