"""The versions of a motion that somebody may see, and what became of each clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.models import ClauseVersion, TextVersion, VersionKind
from webapp.queries.errors import NotThere
from webapp.queries.motions import is_printed
from webapp.queries.standing import may

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.queries.actor import Actor


def list_versions(
    session: Session, actor: Actor, motion: Motion, *, now: datetime
) -> Sequence[TextVersion]:
    """Return the versions the actor may see, oldest first.

    The public sees those since the motion was first printed; its proposers and the committee
    also the text as submitted and its redrafts. Nobody sees one that can still be undone.
    """
    versions = session.scalars(
        select(TextVersion)
        .where(TextVersion.motion_id == motion.id, TextVersion.public_at <= now)
        .order_by(TextVersion.number)
    ).all()
    if may(actor, "motion:view_submitted", motion):
        return versions
    if not is_printed(session, motion):
        return []
    first = next(
        (at for at, one in enumerate(versions) if one.kind is VersionKind.PUBLISHED), len(versions)
    )
    return versions[first:]


def get_version(
    session: Session, actor: Actor, motion: Motion, number: int, *, now: datetime
) -> TextVersion:
    """Return one version by its number. Raises NotThere."""
    for version in list_versions(session, actor, motion, now=now):
        if version.number == number:
            return version
    raise NotThere("version", number)


def clause_history(
    session: Session, actor: Actor, motion: Motion, clause_id: str, *, now: datetime
) -> Sequence[ClauseVersion]:
    """Return what became of one clause, version by version, oldest first. Raises NotThere."""
    seen = [one.id for one in list_versions(session, actor, motion, now=now)]
    rows = session.scalars(
        select(ClauseVersion)
        .join(TextVersion)
        .where(
            ClauseVersion.motion_id == motion.id,
            ClauseVersion.clause_id == clause_id,
            TextVersion.public_at <= now,
        )
        .options(joinedload(ClauseVersion.text_version))
        .order_by(TextVersion.number)
    ).all()
    if not seen or not rows:
        raise NotThere("clause", clause_id)
    kept = [row for row in rows if row.version_id in seen]
    # What a clause said in the first version seen may stand in a row of an earlier one.
    before = [row for row in rows if row.version_id < seen[0]]
    first_is_seen = bool(kept) and kept[0].version_id == seen[0]
    return kept if first_is_seen or not before else [before[-1], *kept]
