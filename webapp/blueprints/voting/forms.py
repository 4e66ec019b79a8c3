"""What the chair types: figures, when it happened, and why a result is corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from webapp.models import Conference
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally, total
from webapp.services.results import Result
from webapp.web.conference import from_local, local
from webapp.web.forms import BaseForm

LARGEST = 999_999
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


def a_likely_day(form: Any, field: Field) -> None:
    if field.data is not None and not FIRST_DAY <= field.data <= LAST_DAY:
        raise ValidationError(gettext("Write a year between 1900 and 2200."))


def _is_typed(field: Field) -> bool:
    return any(str(value).strip() for value in field.raw_data or ())


class WhenForm(BaseForm):
    """When conference decided; left empty, just now."""

    question = HiddenField()
    happened_on = DateField(_("Day"), [Optional(), a_likely_day])
    happened_at = TimeField(_("Time"), [Optional()])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and then what they say together."""
        is_right = super().validate(extra_validators)
        return all([is_right, *self.agree()])

    def agree(self) -> Iterator[bool]:
        """Yield whether fields agree with one another; an empty one is no reason not to ask."""
        if self.happened_on.data is not None and not _is_typed(self.happened_at):
            yield self.wrong(self.happened_at, gettext("Write the time of that day too."))

    @staticmethod
    def wrong(field: Field, sentence: str) -> bool:
        field.errors = [*field.errors, sentence]
        return False

    def moment(self, conference: Conference, now: datetime) -> datetime:
        """Return when it happened, by the conference's clocks."""
        if self.happened_at.data is None:
            return now
        day = self.happened_on.data or local(now, conference).date()
        return from_local(datetime.combine(day, self.happened_at.data), conference)


class DeclareForm(WhenForm):
    """A result declared by looking at the hall."""

    outcome = HiddenField()

    def agree(self) -> Iterator[bool]:
        """Yield whether a result was pressed, and not Enter in a box."""
        yield from super().agree()
        if not self.outcome.data:
            self.form_errors.append(gettext("Press the result: Carried, Lost, or what it was."))
            yield False

    def result(self, conference: Conference, now: datetime) -> Result:
        """Return what was declared. Raises ValueError for a word that is no outcome."""
        return Result(Outcome(self.outcome.data or ""), self.moment(conference, now))


def figure(label: Any, *, needed: bool = True) -> IntegerField:
    return IntegerField(
        label,
        [
            InputRequired() if needed else Optional(),
            NumberRange(0, LARGEST, _("Write a number from 0 to 999,999.")),
        ],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )


class FiguresRow(NamedTuple):
    """The boxes for one house's figures, or for those of everybody together, where it is ""."""

    house: str
    in_favour: Field
    against: Field
    abstained: Field

    @property
    def is_typed(self) -> bool:
        return any(map(_is_typed, (self.in_favour, self.against, self.abstained)))

    @property
    def tally(self) -> Tally:
        tally = Tally(self.in_favour.data or 0, self.against.data or 0, self.abstained.data or 0)
        return tally.cast_in(self.house)


class FiguresForm(WhenForm):
    """Figures of everybody together; made by `asking_houses`, of each of several houses."""

    houses: Sequence[str] = ()

    def rows(self) -> list[FiguresRow]:
        if not self.houses:
            return [FiguresRow("", self["in_favour"], self["against"], self["abstained"])]
        return [
            FiguresRow(house, *(self[name_of(at, what)] for what in FIGURES))
            for at, house in enumerate(self.houses)
        ]

    @property
    def tally(self) -> Tally:
        return total(row.tally for row in self.rows())


FiguresFormClass = TypeVar("FiguresFormClass", bound=FiguresForm)
FIGURES = ("in_favour", "against", "abstained")


def name_of(house: int, what: str) -> str:
    return f"house_{house}_{what}"


def asking_houses(
    form: type[FiguresFormClass], houses: Sequence[str], *, needed: bool
) -> type[FiguresFormClass]:
    """Return a form that asks for the figures of each house in place of everybody's."""
    if not houses:
        return form
    boxes: dict[str, Any] = dict.fromkeys(FIGURES)
    for at, house in enumerate(houses):
        labels = (
            _("%(house)s: in favour", house=house),
            _("%(house)s: against", house=house),
            _("%(house)s: abstained", house=house),
        )
        for what, label in zip(FIGURES, labels, strict=True):
            boxes[name_of(at, what)] = figure(label, needed=needed and what != "abstained")
    return type(f"{form.__name__}OfHouses", (form,), {**boxes, "houses": tuple(houses)})


def figures_given(tally: Tally | None, houses: Sequence[str]) -> dict[str, int]:
    """Return known figures as such a form begins with them."""
    if tally is None:
        return {}
    given = {"in_favour": tally.in_favour, "against": tally.against, "abstained": tally.abstentions}
    if not houses:
        return given
    known = dict(tally.houses)
    return {
        name_of(at, what): getattr(known[house], kept)
        for at, house in enumerate(houses)
        if house in known
        for what, kept in (("in_favour",) * 2, ("against",) * 2, ("abstained", "abstentions"))
    }


class CountForm(FiguresForm):
    """The tellers' figures. `casting_vote` is pressed only after the votes proved equal."""

    in_favour = figure(_("In favour"))
    against = figure(_("Against"))
    abstained = figure(_("Abstained"), needed=False)
    casting_vote = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self:  # it stands on one page with the other form of the desk
            field.id = f"count-{field.id}"

    @property
    def casting(self) -> bool | None:
        """How the chair cast it, None where it was not cast."""
        return {"for": True, "against": False}.get(self.casting_vote.data or "")


class CorrectionForm(FiguresForm):
    """Another result for a question, with the reason why the first was mistaken."""

    outcome = RadioField(_("What conference decided"), [InputRequired()])
    in_favour = figure(_("In favour"), needed=False)
    against = figure(_("Against"), needed=False)
    abstained = figure(_("Abstained"), needed=False)
    reason = TextAreaField(
        _("Reason"),
        [InputRequired(), Length(max=2000)],
        description=_("Everybody can read it beside the corrected result."),
    )
    seen = HiddenField()
    casting_for: Callable[[Outcome], bool] = staticmethod(lambda it: it is Outcome.CARRIED)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.rows():
            for field in (row.in_favour, row.against, row.abstained):
                field.flags.optional = False  # the words above them all say it

    def agree(self) -> Iterator[bool]:
        """Yield whether the figures are all there, or none of them."""
        yield from super().agree()
        rows = self.rows()
        for row in rows:
            if _is_typed(row.in_favour) != _is_typed(row.against):
                said = gettext("Write both figures, or none where it was not counted.")
                yield self.wrong(row.against, said)
            elif _is_typed(row.abstained) and not _is_typed(row.in_favour):
                yield self.wrong(row.in_favour, gettext("Write the figures for and against too."))
            elif not row.is_typed and any(other.is_typed for other in rows):
                yield self.wrong(row.in_favour, gettext("Write the figures of every house."))

    def begin_at(self, moment: datetime, conference: Conference) -> None:
        """Hold the time recorded so far, which a form left alone keeps to the second."""
        self._began = moment
        self._shown = local(moment, conference).replace(second=0, microsecond=0, tzinfo=None)

    def moment(self, conference: Conference, now: datetime) -> datetime:
        """Return when it happened: as typed, or as recorded where that was not touched."""
        day, time = self.happened_on.data, self.happened_at.data
        if time is not None and datetime.combine(day or self._shown.date(), time) == self._shown:
            return self._began
        return super().moment(conference, now)

    def result(self, conference: Conference, now: datetime) -> Result:
        """Return the result as corrected; equal votes go as the chair says they went.

        Of a question that was never put there are no figures: those shown were another's.
        """
        outcome = Outcome(self.outcome.data)
        tally: Tally | None = None
        if outcome is Outcome.NOT_PUT:
            return Result(outcome, self.moment(conference, now))
        if all(row.in_favour.data is not None for row in self.rows()):
            tally = self.tally
        return Result(
            outcome,
            self.moment(conference, now),
            tally=tally,
            casting_vote=None if tally is None else self.casting_for(outcome),
        )

    @property
    def seen_id(self) -> int | None:
        seen = self.seen.data or ""
        return int(seen) if seen.isdecimal() else None
