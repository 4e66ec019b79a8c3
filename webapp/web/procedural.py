"""Procedural motions as every page lists them: what is moved, how far it is, and the ways there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from webapp.extensions import db
from webapp.procedure.states import AmendmentState, MotionState, ProceduralState
from webapp.queries.naming import procedural_name
from webapp.queries.outcomes import public_procedural_state
from webapp.queries.procedural import may_see, rules_in_order, supporters_needed
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.services.procedural_motions import may_move
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Motion, ProceduralMotion
    from webapp.procedure.rules import ProceduralRule


def state_words(one: ProceduralMotion, state: ProceduralState) -> str:
    """Return what the state of a procedural motion is called."""
    own = {
        ProceduralState.MOVED: _("Moved"),
        ProceduralState.SELECTED: _("To be voted on"),
        ProceduralState.NOT_SELECTED: _("Not allowed"),
    }
    words = rulebook_of(one.motion.conference).words
    return own.get(state) or words.amendment_states[AmendmentState(state.value)]


def name_of(one: ProceduralMotion) -> str:
    """Return what its question is called; the vote on hearing it says so."""
    if one.hearing_of is not None:
        return _("Whether to hear it: %(name)s", name=one.name)
    return procedural_name(one)


def procedural_row(one: ProceduralMotion) -> dict[str, Any]:
    """Return one procedural motion as lists and its own page show it."""
    state = public_procedural_state(db.session(), one, seen_at=utc_now())
    return {
        "id": one.id,
        "name": name_of(one),
        "reasons": one.reasons,
        "part": one.passage_words,
        "state": state,
        "state_word": state_words(one, state),
        "kind": "submitted" if state is ProceduralState.MOVED else state.value,
        "url": url_for("voting.procedural", procedural_id=one.id),
        "verdict": one.verdict_reason if state is ProceduralState.NOT_SELECTED else "",
        "supporters": 1 + len(one.supporters),
        "needed": supporters_needed(one),
        "may_rule": may(current_actor(), "procedural:rule", one)
        and one.motion.state is MotionState.PUBLISHED
        and one.state in (ProceduralState.MOVED, ProceduralState.NOT_SELECTED),
    }


def procedural_rows(motion: Motion) -> list[dict[str, Any]]:
    """Return those that the person asking may see, hearings left out, as they were moved."""
    actor, session = current_actor(), db.session()
    return [
        procedural_row(one)
        for one in motion.procedural_motions
        if one.hearing_of_id is None
        and may_see(session, actor, one)
        and not (one.state is ProceduralState.WITHDRAWN and one.ruled_at is None)
    ]


def rules_to_move(motion: Motion) -> list[ProceduralRule]:
    """Return what the person asking may move now; the chair takes all of them from the floor."""
    actor = current_actor()
    if may(actor, "procedural:rule", motion):
        return rules_in_order(motion)
    return [rule for rule in rules_in_order(motion) if may_move(actor, motion, rule)]


def way_to_move(motion: Motion) -> str:
    """Return where the person asking can move something about a debate, "" where they cannot."""
    if not current_actor().is_signed_in or not rules_to_move(motion):
        return ""
    return url_for("voting.move", motion_id=motion.id)
