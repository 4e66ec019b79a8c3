"""A motion's text as it is woven: its base, its change sets, and which are in force."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import (
    Amendment,
    ChangeKind,
    ChangeRecord,
    ProceduralMotion,
    SeparateVote,
    TextVersion,
)
from webapp.procedure.states import AmendmentState, ProceduralState, SeparateVoteState
from webapp.text.records import load_change_set, load_document
from webapp.text.weave import Weave

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.text.clause import Document
    from webapp.text.operation import ChangeSet

ALWAYS_IN_FORCE = (ChangeKind.REDRAFT, ChangeKind.CORRECTION)
# Words of an option fall by a change set, those of an ordinary separate vote without one.
WORDS_GONE = (SeparateVoteState.LOST, SeparateVoteState.FALLEN)
IN_FORCE = (AmendmentState.CARRIED, AmendmentState.ACCEPTED, AmendmentState.WRITTEN_IN)


def load_base(session: Session, motion: Motion) -> Document:
    """Return the text as submitted; of a motion still in draft, the draft."""
    document = session.scalars(
        select(TextVersion.document).where(
            TextVersion.motion_id == motion.id, TextVersion.number == 1
        )
    ).first()
    return load_document(document if document is not None else motion.draft)


def load_changes(session: Session, motion: Motion) -> list[ChangeSet]:
    """Return every stored change set of the motion, in force or not, with its printed place."""
    rows = session.execute(
        select(ChangeRecord, Amendment.number)
        .outerjoin(Amendment, Amendment.change_id == ChangeRecord.id)
        .where(ChangeRecord.motion_id == motion.id)
        .order_by(ChangeRecord.id)
    )
    return [replace(load_change_set(record.record), place=number or "") for record, number in rows]


def load_weave(session: Session, motion: Motion, more: Iterable[ChangeSet] = ()) -> Weave:
    """Return the motion's weave, with change sets not yet stored woven in beside the rest."""
    return Weave(load_base(session, motion), [*load_changes(session, motion), *more])


def keys_in_force(session: Session, motion: Motion) -> frozenset[str]:
    """Return the keys of the change sets in force: redrafts, what was carried, words lost.

    This is what the desk sees; the public follows versions, which come with a delay.
    """
    rows = session.execute(
        select(ChangeRecord.key, Amendment.id, Amendment.amends_id)
        .outerjoin(Amendment, Amendment.change_id == ChangeRecord.id)
        .outerjoin(SeparateVote, SeparateVote.change_id == ChangeRecord.id)
        .outerjoin(ProceduralMotion, ProceduralMotion.change_id == ChangeRecord.id)
        .where(
            ChangeRecord.motion_id == motion.id,
            ChangeRecord.kind.in_(ALWAYS_IN_FORCE)
            | Amendment.state.in_(IN_FORCE)
            | (SeparateVote.state.in_(WORDS_GONE))
            | (ProceduralMotion.state == ProceduralState.CARRIED),
        )
    ).all()
    return _standing_on_what_is_in_force([(key, id, amends) for key, id, amends in rows])


def _standing_on_what_is_in_force(
    rows: Iterable[tuple[str, int | None, int | None]],
) -> frozenset[str]:
    """Return the keys without those of amendments to what is not in force itself, or not yet."""
    left = list(rows)
    while True:
        amendments = {id for _, id, _ in left if id is not None}
        standing = [row for row in left if row[2] is None or row[2] in amendments]
        if len(standing) == len(left):
            return frozenset(key for key, _, _ in left)
        left = standing


def latest_version(
    session: Session, motion: Motion, *, seen_at: datetime | None = None
) -> TextVersion | None:
    """Return the newest version, or the newest that the public could see at `seen_at`."""
    versions = select(TextVersion).where(TextVersion.motion_id == motion.id)
    if seen_at is not None:
        versions = versions.where(TextVersion.public_at <= seen_at)
    return session.scalars(versions.order_by(TextVersion.number.desc()).limit(1)).first()


def printed_version(version: TextVersion) -> TextVersion:
    """Return the version whose lines are cited when this one is: itself, or the last printed."""
    return version if version.layout is not None or version.printed is None else version.printed
