"""When a poll may be opened, what becomes of a ballot, and what the figures of a poll say."""

from __future__ import annotations

from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from webapp.procedure.procedural import BallotForm, BallotRules
from webapp.procedure.tally import Tally, of_houses

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
ANSWERS = (FOR, AGAINST, ABSTAIN)
ROUNDED_TO = 10


class PollState(StrEnum):
    """How far a poll has come."""

    OPEN = "open"
    CLOSED = "closed"
    VOID = "void"
    """Ended without a result, with a reason: nothing is counted."""


@dataclass(frozen=True, slots=True)
class PollSettings:
    """How the chair opens a poll. With 0 seconds it is closed by hand."""

    form: BallotForm
    seconds: int = 0
    weighted: bool = False
    changeable: bool = False


class Obstacle(StrEnum):
    """Why a poll may not be opened as it was asked for."""

    NOT_ALLOWED = "not_allowed"
    NOBODY_ENTITLED = "nobody_entitled"
    TOO_FEW_FOR_SECRET = "too_few_for_secret"  # noqa: S105 - no password
    SECRET_AND_WEIGHTED = "secret_and_weighted"  # noqa: S105
    SECRET_AND_CHANGEABLE = "secret_and_changeable"  # noqa: S105
    ALREADY_OPEN = "already_open"
    NOT_NOW = "not_now"
    NO_TEXT = "no_text"
    NO_QUORUM = "no_quorum"
    ONE_OPTION = "one_option"
    TOO_MANY_OPTIONS = "too_many_options"
    PLACES_FOR_ALL = "places_for_all"
    NOT_RANKABLE = "not_rankable"
    SECRET_BY_HOUSES = "secret_by_houses"  # noqa: S105
    NOT_IN_A_HOUSE = "not_in_a_house"
    ADJOURNED = "adjourned"


def house_of(body: str, houses: Sequence[str]) -> str | None:
    """Return the house a body is, however its name is written; None where it is none of them.

    >>> house_of("clergy", ["Bishops", "Clergy"])
    'Clergy'
    """
    return next((name for name in houses if name.casefold() == body.strip().casefold()), None)


def obstacles_of_houses(
    settings: PollSettings, houses: Sequence[str], bodies: Collection[str]
) -> list[Obstacle]:
    """Return why houses cannot vote apart in this poll, whose voters are of these bodies."""
    found = []
    if houses and settings.form is BallotForm.SECRET:
        found.append(Obstacle.SECRET_BY_HOUSES)
    if houses and any(house_of(body, houses) is None for body in bodies):
        found.append(Obstacle.NOT_IN_A_HOUSE)
    return found


def obstacles_to(
    settings: PollSettings, rules: BallotRules, weights: Sequence[int]
) -> list[Obstacle]:
    """Return why standing orders do not let this poll be opened for places of these weights."""
    found = []
    if not rules.allowed:
        found.append(Obstacle.NOT_ALLOWED)
    if not weights:
        found.append(Obstacle.NOBODY_ENTITLED)
    if settings.form is BallotForm.SECRET:
        if 0 < len(weights) < rules.smallest_secret:
            found.append(Obstacle.TOO_FEW_FOR_SECRET)
        if settings.weighted and len(set(weights)) > 1:
            found.append(Obstacle.SECRET_AND_WEIGHTED)
        if settings.changeable:
            found.append(Obstacle.SECRET_AND_CHANGEABLE)
    return found


class Answer(StrEnum):
    """What becomes of a ballot that was sent."""

    RECORDED = "recorded"
    CHANGED = "changed"
    """Recorded in place of what the same delegate had answered before."""
    SENT_BEFORE = "sent_before"
    """This very ballot is in the box already: the same receipt again."""
    REPLACED = "replaced"
    """This very ballot was recorded, and the delegate has changed it since."""
    CAST_ALREADY = "cast_already"
    """Another ballot was recorded for this place."""
    CLOSED = "closed"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_ON_ROLL = "not_on_roll"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class OpenTo:
    """A poll as a ballot meets it."""

    state: PollState
    closes_at: datetime | None
    choices: Container[str]
    changeable: bool

    def is_open(self, now: datetime) -> bool:
        return self.state is PollState.OPEN and (self.closes_at is None or now < self.closes_at)


def judge(
    poll: OpenTo | None,
    choice: str,
    *,
    held: bool,
    signed_in: bool,
    voted: bool,
    now: datetime,
) -> Answer:
    """Return what becomes of a ballot, as far as it can be told without looking into the box.

    `held`: the place is on this poll's roll, and whoever sent the ballot casts for it.
    CAST_ALREADY asks to look whether it was this very ballot.
    """
    if not signed_in:
        return Answer.SIGNED_OUT
    if poll is None or not held:
        return Answer.NOT_ON_ROLL
    if voted and not (poll.changeable and poll.is_open(now) and choice in poll.choices):
        return Answer.CAST_ALREADY
    if not poll.is_open(now):
        return Answer.CLOSED
    if choice not in poll.choices:
        return Answer.UNKNOWN_CHOICE
    return Answer.CHANGED if voted else Answer.RECORDED


def tally_of_figures(
    figures: Mapping[str, int], houses: Mapping[str, Mapping[str, int]] | None = None
) -> Tally:
    """Return the figures of a question put for and against; of houses, those of each."""
    if houses:
        return of_houses({name: tally_of_figures(one) for name, one in houses.items()})
    return Tally(figures.get(FOR, 0), figures.get(AGAINST, 0), figures.get(ABSTAIN, 0))


def winner_of(figures: Mapping[str, int]) -> str | None:
    """Return the option with the most votes; None where votes are equal or nobody voted.

    >>> winner_of({"a": 3, "b": 2, "abstain": 9}), winner_of({"a": 2, "b": 2}), winner_of({})
    ('a', None, None)
    """
    options = {choice: votes for choice, votes in figures.items() if choice != ABSTAIN}
    most = max(options.values(), default=0)
    leading = [choice for choice, votes in options.items() if votes == most]
    return leading[0] if most and len(leading) == 1 else None


def turnout_shown(form: BallotForm, voted: int) -> int:
    """Return the turnout that may be shown while a poll is open.

    Of a secret vote only whole tens: watching it beside the hall would else tell who has voted
    when, and so which ballot is whose.

    >>> turnout_shown(BallotForm.SECRET, 29), turnout_shown(BallotForm.OPEN, 29)
    (20, 29)
    """
    return voted - voted % ROUNDED_TO if form is BallotForm.SECRET else voted
