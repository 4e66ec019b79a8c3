"""Whether enough people, or the right body, stand behind a motion or an amendment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import AmendmentSupporter
from webapp.services.errors import Obstacle

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Amendment, Motion
    from webapp.procedure.rules import SubmissionRule


def obstacles_to_standing(item: Motion | Amendment, rule: SubmissionRule) -> list[Obstacle]:
    """List what is missing of those behind an item: a mover, and a body or enough members.

    The mover counts among the members, whether or not they signed.
    """
    found = [] if item.mover_id is not None else [Obstacle("no_mover")]
    if item.body is not None:
        if item.body.kind not in rule.bodies:
            found.append(Obstacle("body_may_not_submit"))
        return found
    signed = {supporter.person_id for supporter in item.supporters} | {item.mover_id} - {None}
    if not rule.accepts(None, len(signed)):
        needed = rule.supporters
        found.append(Obstacle("too_few_supporters", needed=needed, found=len(signed)))
    return found


def add_mover(amendment: Amendment, person_id: int, *, now: datetime) -> None:
    """Name somebody beside the mover of an amendment."""
    if person_id == amendment.mover_id:
        return
    for one in amendment.supporters:
        if one.person_id == person_id:
            one.moves = True
            return
    amendment.supporters.append(
        AmendmentSupporter(person_id=person_id, supported_at=now, moves=True)
    )
