"""Whether counts in the hall are as tellers entered them and as the minutes say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import CountSheet, HallCount, Minute, Motion
from webapp.procedure.counting import CountState
from webapp.procedure.tally import NO_VOTES
from webapp.queries.counts import hall_of, phones_of
from webapp.queries.outcomes import tally_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

Figures = tuple[int, int, int] | None
HANDED_IN = ("count:enter", "count:take_back")


@dataclass(frozen=True, slots=True)
class BrokenCount:
    """A count that does not hold: a sheet, a sum or a result that is not as it was minuted."""

    subject: str
    fault: str


def list_counts(session: Session, conference_id: int) -> Sequence[HallCount]:
    return session.scalars(
        select(HallCount)
        .join(Motion)
        .where(Motion.conference_id == conference_id)
        .order_by(HallCount.id)
    ).all()


def verify_counts(session: Session, conference_id: int) -> Iterator[BrokenCount]:
    """Yield what is broken of each count of a conference; nothing when all of them hold."""
    for count in list_counts(session, conference_id):
        for fault in _faults(session, count):
            yield BrokenCount(count.subject, fault)


def _faults(session: Session, count: HallCount) -> Iterator[str]:
    minutes = session.scalars(
        select(Minute)
        .where(Minute.conference_id == count.motion.conference_id, Minute.subject == count.subject)
        .order_by(Minute.number)
    ).all()
    handed_in = [_figures_in(one) for one in minutes if one.activity in HANDED_IN]
    sheets = [sheet for block in count.blocks for sheet in block.sheets]
    if [_figures_of(sheet) for sheet in sorted(sheets, key=lambda one: one.id)] != handed_in:
        yield "its sheets are not those that were minuted"
    tally = count.tally
    if count.state is not CountState.CLOSED or tally is None:
        return
    figures = (tally.in_favour, tally.against, tally.abstentions)
    closing = [one for one in minutes if one.activity == "count:close"]
    if [one.facts.get("houses") for one in closing] != [count.houses]:
        yield "its figures of houses are not those that were minuted"
    if hall_of(count, phones_of(session, count).tally or NO_VOTES).tally != tally:
        yield "its figures are not the sum of its blocks"
    if [_figures_in(one) for one in closing] != [figures]:
        yield "its figures are not those that were minuted"
    if count.stands and tally_of(count.declaration) != tally:
        yield "the result declared by it has other figures"


def _figures_in(minute: Minute) -> Figures:
    facts = minute.facts
    if "in_favour" not in facts:
        return None
    return int(facts["in_favour"]), int(facts["against"]), int(facts["abstained"])


def _figures_of(sheet: CountSheet) -> Figures:
    tally = sheet.tally
    return (tally.in_favour, tally.against, tally.abstentions) if tally is not None else None
