"""The blueprint that every module here adds its pages to, and what they share."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from flask import Blueprint

from webapp.extensions import db
from webapp.procedure import workflow
from webapp.procedure.errors import WrongState
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.amendments import get_amendment
from webapp.queries.motions import get_motion
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.texts import latest_version
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Motion, TextVersion

bp = Blueprint("amendments", __name__, url_prefix="/amendments")

# Once on the paper an amendment belongs to conference, and is withdrawn at the chair's desk.
STILL_ITS_OWN = (AmendmentState.DRAFT, AmendmentState.SUBMITTED)


def at_work() -> AbstractContextManager[Session]:
    return unit_of_work(db.session())


def motion_or_404(motion_id: int) -> Motion:
    return get_motion(db.session(), current_actor(), motion_id)


def motion_to_amend(motion_id: int) -> tuple[Motion, TextVersion]:
    """Return a motion that can be amended now, and the text that its amender sees."""
    motion = motion_or_404(motion_id)
    must(current_actor(), "amendment:draft", motion)
    version = latest_version(db.session(), motion, seen_at=utc_now())
    kind = rulebook_of(motion.conference).kind(motion.kind)
    if motion.state is not MotionState.PUBLISHED or version is None or not kind.amendable:
        raise WrongState("amend", motion.state)
    return motion, version


def amendment_or_404(amendment_id: int) -> Amendment:
    return get_amendment(db.session(), current_actor(), amendment_id)


def amendment_for(event: str, amendment_id: int) -> Amendment:
    """Return an amendment to which the event may happen now; raise why it may not."""
    amendment = amendment_or_404(amendment_id)
    workflow.next_state(event, amendment.state, current_actor().roles_towards(amendment))
    if event == "withdraw" and amendment.state not in STILL_ITS_OWN:
        raise WrongState(event, amendment.state)
    return amendment


def open_to_me(amendment: Amendment) -> frozenset[str]:
    """Return the events that the person asking may bring about now, on the pages here."""
    roles = current_actor().roles_towards(amendment)
    found = frozenset(workflow.events_open(amendment.state, roles))
    return found if amendment.state in STILL_ITS_OWN else found - {"withdraw"}
