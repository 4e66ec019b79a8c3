"""Words lost in a separate vote, or referred back: the change sets that strike them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import ChangeKind, ChangeRecord
from webapp.procedure.errors import WrongState
from webapp.procedure.states import ProceduralState
from webapp.queries.separate_votes import key_of, strike_now
from webapp.queries.texts import WORDS_GONE, keys_in_force, load_weave
from webapp.text.records import store_change_set

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.queries.actor import Actor
    from webapp.queries.separate_votes import Words


def strike_words(session: Session, actor: Actor, one: Words, *, now: datetime) -> None:
    """Make the change set that strikes the words as they stand in the text in force.

    Raises WrongState where nothing is left of them.
    """
    weave = load_weave(session, one.motion)
    own = {one.change.key} if one.change is not None else set()
    in_force, _ = weave.closure(keys_in_force(session, one.motion) - own)
    before = list(_records_of(session, one))
    key = key_of(one) + (f"-{len(before) + 1}" if before else "")
    struck = strike_now(weave, one, weave.text(in_force), id=key)
    if struck is None:
        raise WrongState("strike", one.state)
    record = store_change_set(struck[0])
    for known in before:  # the same decision come back, as by an undo, is the same change set
        if known.record | {"id": key} == record:
            one.change = known
            return
    one.change = ChangeRecord(
        motion_id=one.motion_id,
        key=key,
        kind=ChangeKind.SEPARATE_VOTE,
        record=record,
        author_id=actor.person_id,
        made_at=now,
    )
    session.add(one.change)
    session.flush()


def restate_lost_words(session: Session, actor: Actor, motion: Motion, *, now: datetime) -> None:
    """Strike lost words anew where what they stood in is no longer in force.

    Words of an amendment that was lost after all need no striking; those around them still do.
    """
    lost: list[Words] = [one for one in motion.separate_votes if one.state in WORDS_GONE]
    lost += [one for one in motion.procedural_motions if one.state is ProceduralState.CARRIED]
    if all(one.change is None for one in lost):
        return
    _, dropped = load_weave(session, motion).closure(keys_in_force(session, motion))
    for one in lost:
        if one.change is not None and one.change.key in dropped:
            strike_words(session, actor, one, now=now)


def _records_of(session: Session, one: Words) -> list[ChangeRecord]:
    """Return the change sets ever made to strike these words, oldest first."""
    own = key_of(one)
    records = session.scalars(
        select(ChangeRecord)
        .where(
            ChangeRecord.motion_id == one.motion_id,
            ChangeRecord.kind == ChangeKind.SEPARATE_VOTE,
        )
        .order_by(ChangeRecord.id)
    )
    return [record for record in records if record.key == own or record.key.startswith(f"{own}-")]
