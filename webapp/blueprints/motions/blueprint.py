"""The blueprint that every module here adds its pages to, and what they share."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from flask import Blueprint

from webapp.extensions import db
from webapp.procedure import workflow
from webapp.procedure.errors import WrongState
from webapp.procedure.workflow import Circumstance
from webapp.queries.motions import get_motion, is_always_taken, last_published
from webapp.queries.selections import is_before_members
from webapp.queries.standing import must
from webapp.web.conference import here_or_404
from webapp.web.identity import current_actor
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Conference, Motion

bp = Blueprint("motions", __name__, url_prefix="/motions")


def at_work() -> AbstractContextManager[Session]:
    return unit_of_work(db.session())


def here_to_draft(slug: str) -> Conference:
    """Return the conference for which somebody drafts; raise unless that is open to them."""
    conference = here_or_404(slug)
    must(current_actor(), "motion:draft", conference)
    return conference


def motion_or_404(motion_id: int) -> Motion:
    return get_motion(db.session(), current_actor(), motion_id)


def motion_for(event: str, motion_id: int) -> Motion:
    """Return a motion to which the event may happen now; raise why it may not."""
    motion = motion_or_404(motion_id)
    if event == "reject" and is_always_taken(motion):
        raise WrongState(event, motion.state)
    workflow.next_state(
        event, motion.state, current_actor().roles_towards(motion), circumstances(motion)
    )
    return motion


def open_to_me(motion: Motion) -> frozenset[str]:
    """Return the events that the person asking may bring about now."""
    roles = current_actor().roles_towards(motion)
    events = frozenset(workflow.events_open(motion.state, roles, circumstances(motion)))
    if is_before_members(db.session(), motion):
        events -= {"select", "reject"}
    return events - {"reject"} if is_always_taken(motion) else events


def circumstances(motion: Motion) -> frozenset[Circumstance]:
    printed = last_published(db.session(), motion) is not None
    return frozenset({Circumstance.PRINTED}) if printed else frozenset()
