"""Procedural motions about the motion of `factories.debate`, under the federal preset.

back = procedural(motion, "reference_back")            allowed; it and the vote on hearing it
back = procedural(motion, "closure", allowed=False)    moved, and not ruled on yet
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.base import bound_session, settle
from tests.factories.debate import BEFORE
from tests.factories.person import actor_with
from tests.factories.remembered import remembered
from webapp.procedure.roles import Role
from webapp.services.procedural_motions import Moved, allow_procedural, move_procedural

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Motion, ProceduralMotion
    from webapp.queries.actor import Actor
    from webapp.services.separate_votes import Pointed

REASONS = "It was not costed."


@remembered
def procedural(
    motion: Motion,
    rule: str,
    *,
    part: Pointed | None = None,
    allowed: bool = True,
    by: Actor | None = None,
    now: datetime = BEFORE,
) -> ProceduralMotion:
    session, conference = bound_session(), motion.conference
    mover = by or actor_with(conference, Role.DELEGATE)
    moved = Moved(rule, reasons=REASONS, part=part)
    one = move_procedural(session, mover, motion, moved, now=now)
    if allowed:
        allow_procedural(session, actor_with(conference, Role.CHAIR), one, now=now)
    settle()
    return one
