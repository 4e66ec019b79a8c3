"""What a count takes: the blocks it is taken by, a teller's figures, and the chair's reasons."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from webapp.blueprints.voting.forms import figure
from webapp.procedure.tally import Tally
from webapp.services.counts import MOST_TELLERS, Opening
from webapp.web.forms import BaseForm

LONGEST_BLOCKS = 6000
LONGEST_REASON = 2000


class OpeningForm(BaseForm):
    """How a count is taken."""

    question = HiddenField()
    blocks = TextAreaField(
        _("Blocks of the hall"),
        [InputRequired(), Length(max=LONGEST_BLOCKS)],
        description=_("One on each line. Together they are everybody with a vote."),
    )
    tellers = IntegerField(
        _("Tellers for each block"),
        [InputRequired(), NumberRange(1, MOST_TELLERS, _("Write a number from 1 to 20."))],
        description=_("Each hands in figures of their own; a block counts when they agree."),
        render_kw={"inputmode": "numeric"},
    )
    with_phones = BooleanField(
        _("Add the votes cast on phones"),
        description=_(
            "The figures of the poll on this question are added once it is closed. Tellers then "
            "count only those who have not voted on a phone: say so before cards are raised."
        ),
    )

    @property
    def opening(self) -> Opening:
        lines = tuple((self.blocks.data or "").splitlines())
        return Opening(lines, self.tellers.data or 0, with_phones=bool(self.with_phones.data))


class SheetForm(BaseForm):
    """One teller's figures for one block."""

    in_favour = figure(_("In favour"))
    against = figure(_("Against"))
    abstained = figure(_("Abstained"), needed=False)
    token = HiddenField(validators=[InputRequired(), Length(max=60)])
    seen = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.abstained.flags.optional = False  # an empty box is nobody

    @property
    def tally(self) -> Tally:
        return Tally(self.in_favour.data or 0, self.against.data or 0, self.abstained.data or 0)

    @property
    def seen_number(self) -> int:
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() else 0


class SettleForm(BaseForm):
    """The chair's ruling on a block."""

    in_favour = figure(_("In favour"))
    against = figure(_("Against"))
    abstained = figure(_("Abstained"), needed=False)
    reason = TextAreaField(
        _("Reason"),
        [InputRequired(), Length(max=LONGEST_REASON)],
        description=_("It is minuted, and public with the count."),
    )

    def __init__(self, *args: Any, place: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.abstained.flags.optional = False
        for field in self:  # one stands on the page for each block
            field.id = f"block-{place}-{field.id}"

    @property
    def tally(self) -> Tally:
        return Tally(self.in_favour.data or 0, self.against.data or 0, self.abstained.data or 0)


class ReasonForm(BaseForm):
    """Why a count is broken off, or why it stands where another differs."""

    reason = TextAreaField(_("Reason"), [Length(max=LONGEST_REASON)])

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            field.id = f"{of}-{field.id}" if of else field.id
