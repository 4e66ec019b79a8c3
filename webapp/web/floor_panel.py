"""What the chair's desk says about the screens: what they show, and what they could show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webapp.extensions import db
from webapp.models import Floor
from webapp.queries.standing import may
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Conference, Motion


def floor_panel(conference: Conference, motion: Motion | None, question: str) -> dict[str, Any]:
    """Return what `live/_floor_panel.html` shows beside the question on the desk."""
    floor = db.session().get(Floor, conference.id)
    on_it = floor is not None and motion is not None and floor.motion_id == motion.id
    return {
        "slug": conference.slug,
        "may_set": may(current_actor(), "floor:set", conference),
        "motion_id": motion.id if motion is not None else None,
        "question": question,
        "is_shown": on_it and floor is not None and floor.question == question,
        "is_empty": floor is None or not (floor.question or floor.note),
        "note": floor.note if floor is not None else "",
    }
