"""A count as the chair and its tellers see it: blocks, figures, sum, and what it would decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from webapp.blueprints.voting.count_forms import SettleForm
from webapp.blueprints.voting.count_words import (
    BLOCK_WORDS,
    CAUSE_WORDS,
    STATE_WORDS,
    discrepancy_words,
    either_way_words,
    phones_words,
    progress_words,
    waits_words,
    would_be_words,
)
from webapp.extensions import db
from webapp.procedure.counting import BlockState, CountState
from webapp.procedure.tally import NO_VOTES
from webapp.queries.counts import (
    block_of,
    hall_of,
    phones_of,
    rivals_of,
    sheet_of,
    standing_sheets,
)
from webapp.queries.debates import question_named
from webapp.queries.naming import question_name
from webapp.queries.standing import may
from webapp.queries.tellers import is_assigned, may_count, tellers_of
from webapp.queries.verdicts import majority_for, rules_for, verdict_on
from webapp.services.deciding import is_decided
from webapp.web.conference import local
from webapp.web.result_words import figures_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference, CountBlock, CountSheet, HallCount, Item
    from webapp.procedure.tally import Tally
    from webapp.queries.actor import Actor

SAYS_FIGURES = (BlockState.DIFFERS, BlockState.AGREED, BlockState.SETTLED)


@dataclass(slots=True)
class SheetRow:
    """What one teller entered; without figures where whoever looks has yet to count."""

    who: str
    at: str
    is_own: bool
    figures: Tally | None


@dataclass(slots=True)
class BlockRow:
    """One block of the hall."""

    place: int
    name: str
    house: str
    word: str
    kind: str
    waits: str
    figures: Tally | None
    sheets: list[SheetRow]
    differs: list[str]
    reason: str
    url: str
    is_own: bool
    is_mine: bool
    is_open_to_me: bool
    tellers: list[tuple[int, str, bool]]
    is_locked: bool
    last_sheet: int
    form: SettleForm | None = None


@dataclass(slots=True)
class CountView:
    """One count."""

    id: int
    question: str
    code: str
    name: str
    majority: str
    number: int
    cause: str
    state: str
    kind: str
    is_open: bool
    is_closed: bool
    stands: bool
    reason: str
    blocks: list[BlockRow]
    tally: Tally
    progress: str
    verdict: str
    either_way: str
    is_complete: bool
    asks_casting: bool
    with_abstentions: bool
    with_phones: bool
    may_add_phones: bool
    phones: str
    tellers: int
    may_close: bool
    needs_reason: bool
    is_overtaken: bool
    rivals: list[dict[str, Any]]
    chosen_because: str


def show_count(
    session: Session,
    actor: Actor,
    count: HallCount,
    *,
    forms: Mapping[int, SettleForm] | None = None,
) -> CountView:
    """Return a count as whoever asks may see it."""
    item = question_named(count.motion, count.question)
    phones = phones_of(session, count)
    hall = hall_of(count, phones.tally or NO_VOTES)
    tally = count.tally or hall.tally
    word, kind = STATE_WORDS[count.state]
    is_open = count.state is CountState.OPEN
    may_close = may(actor, "count:close", count.motion)
    rivals = rivals_of(session, count)
    waits_for_phones = count.with_phones and phones.tally is None
    is_final = (
        hall.is_complete and not waits_for_phones if is_open else count.state is CountState.CLOSED
    )
    return CountView(
        id=count.id,
        question=count.question,
        code=count.motion.code or "",
        name=question_name(item),
        majority=majority_for(item).words,
        number=count.number,
        cause=str(CAUSE_WORDS[count.cause]),
        state=str(word),
        kind=kind,
        is_open=is_open,
        is_closed=count.state is CountState.CLOSED,
        stands=count.stands,
        reason=count.reason or "",
        blocks=[_block(actor, one, sees_all=may_close, forms=forms) for one in count.blocks],
        tally=tally,
        progress=progress_words(count, hall),
        verdict=would_be_words(item, tally) if is_final else "",
        either_way=either_way_words(item, hall) if is_open and not waits_for_phones else "",
        is_complete=hall.is_complete and not waits_for_phones,
        asks_casting=is_final and _awaits_casting_vote(item, tally),
        with_abstentions=count.with_abstentions,
        with_phones=count.with_phones,
        may_add_phones=rules_for(item).ballots.allowed,
        phones=phones_words(phones) if count.with_phones else "",
        tellers=count.tellers,
        may_close=may_close,
        needs_reason=bool(rivals) or has_result(count),
        is_overtaken=has_result(count) and count.state is not CountState.VOID,
        rivals=[_rival(one) for one in rivals],
        chosen_because=count.chosen_because or "",
    )


def has_result(count: HallCount) -> bool:
    """Tell whether the question has a result that this count would correct."""
    return is_decided(question_named(count.motion, count.question)) and not count.stands


def _block(
    actor: Actor,
    block: CountBlock,
    *,
    sees_all: bool,
    forms: Mapping[int, SettleForm] | None,
) -> BlockRow:
    counted = block_of(block)
    word, kind = BLOCK_WORDS[counted.state]
    own = sheet_of(block, actor.person_id)
    return BlockRow(
        place=block.place,
        name=block.name,
        house=block.house,
        word=str(word),
        kind=kind,
        waits=waits_words(counted) if block.settled is None else "",
        figures=counted.figures,
        sheets=[_sheet(actor, one, sees_all=sees_all) for one in standing_sheets(block)],
        differs=[discrepancy_words(one) for one in counted.discrepancies],
        reason=block.reason or "",
        url=url_for("voting.block", count_id=block.count_id, place=block.place),
        is_own=own is not None,
        is_mine=is_assigned(block, actor),
        is_open_to_me=may_count(block, actor),
        tellers=_tellers(block, sees_all=sees_all),
        is_locked=counted.is_locked,
        last_sheet=max((one.id for one in block.sheets), default=0),
        form=(forms or {}).get(block.place)
        or (SettleForm(place=block.place) if sees_all else None),
    )


def _tellers(block: CountBlock, *, sees_all: bool) -> list[tuple[int, str, bool]]:
    """Return the tellers the chair may assign, with those who are; others see only these."""
    assigned = {one.person_id for one in block.assigned}
    if not sees_all:
        return [(one.person_id, one.person.name, True) for one in block.assigned]
    known = tellers_of(db.session(), block.count.motion.conference)
    return [(one.id, one.name, one.id in assigned) for one in known]


def _sheet(actor: Actor, sheet: CountSheet, *, sees_all: bool) -> SheetRow:
    """Return a teller's figures; those who count the same block see none before their own."""
    is_own = sheet.teller_id == actor.person_id
    is_shown = sees_all or is_own or block_of(sheet.block).state in SAYS_FIGURES
    return SheetRow(
        who=sheet.teller.name,
        at=clock_words(sheet.entered_at, sheet.block.count.motion.conference),
        is_own=is_own,
        figures=sheet.tally if is_shown else None,
    )


def clock_words(moment: datetime, conference: Conference) -> str:
    """Return a time to the second, as a receipt says it."""
    return f"{local(moment, conference):%H:%M:%S}"


def _awaits_casting_vote(item: Item, tally: Tally) -> bool:
    try:
        return verdict_on(item, tally).awaits_casting_vote
    except LookupError:
        return False


def _rival(count: HallCount) -> dict[str, Any]:
    said = figures_words(count.tally)
    name = _("Count %(number)d: %(figures)s", number=count.number, figures=said)
    return {
        "name": name,
        "url": url_for("voting.show_count", count_id=count.id),
        "stands": count.stands,
    }
