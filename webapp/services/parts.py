"""Splitting an amendment in parts that conference votes on one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.models import Amendment
from webapp.procedure.errors import WrongState
from webapp.procedure.parts import number_parts, share_out
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.procedure.workflow import next_state
from webapp.queries.amending import amendments_to, text_seen
from webapp.queries.proposals import (
    change_key,
    instruction_style,
    seen_document,
    seen_layout,
)
from webapp.queries.texts import load_weave
from webapp.services.copies import draft_beside
from webapp.services.deciding import lock
from webapp.services.errors import NotReady, Obstacle
from webapp.services.minutes import write_minute
from webapp.services.open_votes import require_no_open_vote
from webapp.text.clause import same_text
from webapp.text.instructions import write_instructions
from webapp.text.records import load_change_set
from webapp.text.units import part_of_change, units_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor
    from webapp.text.operation import ChangeSet


@dataclass(frozen=True, slots=True)
class Unit:
    """Something an amendment does that can be voted on by itself, in its own words."""

    operations: tuple[int, ...]
    words: str


def units_of_amendment(amendment: Amendment) -> list[Unit]:
    """Return what an amendment does, piece by piece."""
    change = _change_of(amendment)
    return [
        Unit(unit, _words(amendment, part_of_change(change, unit, id="unit")))
        for unit in units_of(change)
    ]


def split_amendment(
    session: Session,
    actor: Actor,
    amendment: Amendment,
    parts: Sequence[Sequence[int]],
    *,
    now: datetime,
) -> list[Amendment]:
    """Put an amendment to conference in parts; each is a question of its own, with its number.

    `parts` name units of the amendment by their places. Raises NotAPartition, NotReady where
    something was submitted to the amendment as a whole, or the parts would not do together
    what the whole does, and WrongState.
    """
    state = next_state("split", amendment.state, actor.roles_towards(amendment))
    motion = amendment.motion
    lock(session, motion)
    if amendment.state is not AmendmentState.SELECTED:  # somebody was faster
        raise WrongState("split", amendment.state)
    require_no_open_vote(session, motion, [amendment])
    units = units_of_amendment(amendment)
    shared = share_out(parts, len(units))
    if any(one.state is not AmendmentState.WITHDRAWN for one in amendments_to(amendment)):
        raise NotReady([Obstacle("is_amended")])
    change = _change_of(amendment)
    taken = [one.number for one in motion.amendments if one.number is not None]
    numbers = number_parts(amendment.number or "", len(shared), taken)
    made = [
        _part(session, amendment, change, [at for place in part for at in units[place].operations],
              number, now)
        for number, part in zip(numbers, shared, strict=True)
    ]  # fmt: skip
    amendment.state = state
    session.flush()
    _require_same_text(session, amendment, made)
    write_minute(
        session,
        actor,
        "amendment:split",
        f"amendment:{amendment.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "motion": motion.id,
            "state": amendment.state.value,
            "parts": [one.id for one in made],
            "number": ", ".join(numbers),
        },
    )
    return made


def rejoin_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, now: datetime
) -> None:
    """Put an amendment to conference as a whole again: its parts are withdrawn.

    The numbers of the parts are not given again. Raises NotReady once a part is decided or
    amended, and WrongState.
    """
    state = next_state("rejoin", amendment.state, actor.roles_towards(amendment))
    motion = amendment.motion
    lock(session, motion)
    if amendment.state is not AmendmentState.IN_PARTS:  # somebody was faster
        raise WrongState("rejoin", amendment.state)
    parts = [one for one in motion.amendments if one.part_of_id == amendment.id]
    open_still = [one for one in parts if one.state is AmendmentState.SELECTED]
    gone = [one for one in parts if one.state is AmendmentState.WITHDRAWN]
    require_no_open_vote(session, motion, open_still)
    if len(open_still) + len(gone) < len(parts):
        raise NotReady([Obstacle("part_decided")])
    for part in open_still:
        if any(one.state is not AmendmentState.WITHDRAWN for one in amendments_to(part)):
            raise NotReady([Obstacle("is_amended")])
        part.state = next_state("withdraw", part.state, frozenset({Role.CHAIR}))
    amendment.state = state
    session.flush()
    write_minute(
        session,
        actor,
        "amendment:rejoin",
        f"amendment:{amendment.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "motion": motion.id,
            "state": amendment.state.value,
            "parts": [one.id for one in open_still],
            "number": amendment.number,
        },
    )


def _part(
    session: Session,
    amendment: Amendment,
    change: ChangeSet,
    operations: Sequence[int],
    number: str,
    now: datetime,
) -> Amendment:
    part, record = draft_beside(
        session, amendment, lambda key: part_of_change(change, operations, id=key), now=now
    )
    words = _words(amendment, load_change_set(record.record))
    with session.no_autoflush:
        part.part_of = amendment
        part.typed, part.submitted_words, part.change = words, words, record
        part.submitted_at, part.number = amendment.submitted_at, number
        part.state = AmendmentState.SELECTED  # as the whole was
    session.flush()
    return part


def _require_same_text(session: Session, amendment: Amendment, parts: list[Amendment]) -> None:
    """Raise NotReady unless the parts together do what the whole did."""
    weave = load_weave(session, amendment.motion)
    seen = seen_document(text_seen(amendment)).under
    whole = weave.text(seen | {change_key(amendment)})
    if not same_text(whole, weave.text(seen | {change_key(one) for one in parts})):
        raise NotReady([Obstacle("parts_differ")])


def _change_of(amendment: Amendment) -> ChangeSet:
    if amendment.change is None:
        raise WrongState("split", amendment.state)
    return load_change_set(amendment.change.record)


def _words(amendment: Amendment, change: ChangeSet) -> str:
    version = text_seen(amendment)
    style = instruction_style(amendment.motion.conference)
    return write_instructions(change, seen_document(version), seen_layout(version), style)
