"""What a count takes: the blocks it is taken by, a teller's figures, and the chair's reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from webapp.blueprints.voting.forms import figure
from webapp.procedure.tally import Tally
from webapp.services.counts import MOST_TELLERS, Opening
from webapp.web.forms import BaseForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.queries.counts import Defaults

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

    houses: Sequence[str] = ()

    def boxes(self) -> list[Field]:
        """Return the box of blocks; where houses vote apart one for each of them."""
        if not self.houses:
            return [self.blocks]
        return [self[_blocks_of(at)] for at in range(len(self.houses))]

    @property
    def opening(self) -> Opening:
        lines = [
            (line, house)
            for box, house in zip(self.boxes(), self.houses or ("",), strict=True)
            for line in (box.data or "").splitlines()
            if line.strip()
        ]
        return Opening(
            tuple(name for name, _house in lines),
            self.tellers.data or 0,
            with_phones=bool(self.with_phones.data),
            houses=tuple(house for _name, house in lines if house),
        )


def _blocks_of(house: int) -> str:
    return f"blocks_{house}"


def opening_form(houses: Sequence[str]) -> type[OpeningForm]:
    """Return the form for a count; where houses vote apart it asks for the blocks of each."""
    if not houses:
        return OpeningForm
    boxes = {
        _blocks_of(at): TextAreaField(
            _("Blocks of %(house)s", house=house),
            [InputRequired(), Length(max=LONGEST_BLOCKS)],
            description=_("One on each line."),
        )
        for at, house in enumerate(houses)
    }
    return type("OpeningFormOfHouses", (OpeningForm,), {**boxes, "blocks": None, "houses": houses})


def blocks_given(usual: Defaults, houses: Sequence[str]) -> dict[str, Any]:
    """Return the blocks that such a form begins with."""
    if not houses:
        return {"blocks": "\n".join(usual.blocks)}
    seats = list(zip(usual.blocks, usual.houses, strict=True))
    return {
        _blocks_of(at): "\n".join(name for name, sits in seats if sits == house)
        for at, house in enumerate(houses)
    }


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
