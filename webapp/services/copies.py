"""Amendments made beside another by the committee: by the same people, in words of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Amendment, AmendmentSupporter, ChangeKind, ChangeRecord
from webapp.procedure.states import AmendmentState
from webapp.queries.proposals import change_key
from webapp.text.records import store_change_set

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.text.operation import ChangeSet


def draft_beside(
    session: Session, amendment: Amendment, change: Callable[[str], ChangeSet], *, now: datetime
) -> tuple[Amendment, ChangeRecord]:
    """Return a draft to the same text, by everybody who brings or signed the other, and its change.

    `change` is given the key that the draft's change set is to have. The change is not the draft's
    yet: the caller says in which state, and in which words, it has one.
    """
    made = Amendment(
        motion=amendment.motion,
        text_version=amendment.text_version,
        amends=amendment.amends,
        way=amendment.way,
        rationale=amendment.rationale,
        drafter_id=amendment.drafter_id,
        mover_id=amendment.mover_id,
        summator_id=amendment.summator_id,
        body_id=amendment.body_id,
        is_late=amendment.is_late,
        created_at=now,
        state=AmendmentState.DRAFT,
        supporters=[
            AmendmentSupporter(
                person_id=one.person_id, supported_at=one.supported_at, moves=one.moves
            )
            for one in amendment.supporters
        ],
    )
    session.add(made)
    session.flush()
    key = change_key(made)
    record = ChangeRecord(
        motion_id=amendment.motion_id,
        key=key,
        kind=ChangeKind.AMENDMENT,
        record=store_change_set(change(key)),
        author_id=amendment.drafter_id,
        made_at=now,
    )
    session.add(record)
    session.flush()
    return made, record
