"""Drafting amendments: written into the text by the committee, without a vote and with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import VersionKind
from webapp.procedure.errors import WrongState
from webapp.procedure.states import MotionState
from webapp.procedure.workflow import next_state
from webapp.queries.proposals import read_proposal
from webapp.queries.texts import keys_in_force, load_weave
from webapp.services.deciding import lock
from webapp.services.errors import ReasonMissing, UndecidedCollision
from webapp.services.minutes import write_minute
from webapp.services.versions import Cause, make_version
from webapp.text.errors import NotClosed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Amendment, TextVersion
    from webapp.queries.actor import Actor


def write_in_amendment(
    session: Session, actor: Actor, amendment: Amendment, *, reason: str, now: datetime
) -> TextVersion:
    """Write an uncontroversial amendment into the text; its words and author stay on record.

    Raises ReasonMissing, UndecidedCollision where it meets what is in the text, NotClosed where
    it stands on something that is not, and WrongState; then nothing is changed.
    """
    motion = amendment.motion
    state = next_state("write_in", amendment.state, actor.roles_towards(amendment))
    lock(session, motion)
    if motion.state is not MotionState.PUBLISHED or amendment.amends is not None:
        raise WrongState("write_in", motion.state)
    if not reason.strip():
        raise ReasonMissing
    if met := read_proposal(session, amendment).collisions_in_force:
        raise UndecidedCollision(met)
    key = amendment.change.key if amendment.change is not None else ""
    in_force = keys_in_force(session, motion)
    weave = load_weave(session, motion)
    if missing := weave.requires(key) - in_force:
        raise NotClosed({key: missing})
    with session.no_autoflush:
        amendment.state, amendment.verdict_reason = state, reason.strip()
    session.flush()
    under, _ = weave.closure(in_force | {key})
    cause = Cause(VersionKind.REDRAFTED, reason=reason.strip())
    version = make_version(session, actor, motion, under, cause, now=now)
    write_minute(
        session,
        actor,
        "amendment:write_in",
        f"amendment:{amendment.id}",
        conference_id=motion.conference_id,
        now=now,
        facts={
            "motion": motion.id,
            "state": amendment.state.value,
            "reason": reason.strip(),
            "version": version.number,
        },
    )
    return version
