"""Amendments to an amendment: beginning one, and the way between the two."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.blueprints.amendments.blueprint import amendment_or_404, at_work, bp
from webapp.blueprints.amendments.words import name_of, state_word
from webapp.extensions import db
from webapp.models import WayOfWriting
from webapp.procedure.places import place_key
from webapp.procedure.states import MotionState
from webapp.queries.amending import amendments_to, may_be_amended
from webapp.queries.amendments import may_see
from webapp.queries.errors import NotThere
from webapp.queries.outcomes import public_amendment_state
from webapp.queries.standing import may
from webapp.services.amending_amendments import draft_amendment_to
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment


@bp.post("/<int:amendment_id>/amend")
def amend(amendment_id: int) -> ResponseReturnValue:
    """Begin an amendment to an amendment, in the way that was pressed."""
    amended = amendment_or_404(amendment_id)
    try:
        way = WayOfWriting(request.form.get("way", ""))
    except ValueError as unknown:
        raise NotThere("way", amendment_id) from unknown
    with at_work() as session:
        draft = draft_amendment_to(session, current_actor(), amended, way, now=utc_now())
    return redirect(url_for(".edit", amendment_id=draft.id), HTTPStatus.SEE_OTHER)


def around_amending(amendment: Amendment) -> dict[str, Any]:
    """Return what an amendment amends, what amends it, and whether somebody may go on."""
    seen = [one for one in amendments_to(amendment) if _is_seen(one)]
    seen.sort(key=lambda one: place_key(one.number or "~"))
    parts = [one for one in amendment.motion.amendments if one.part_of_id == amendment.id]
    return {
        "parts": [_link(one) for one in parts],
        "whole_of": _link(amendment.part_of) if amendment.part_of is not None else None,
        "amends": _link(amendment.amends) if amendment.amends is not None else None,
        "amended_by": [_link(one) for one in seen],
        "may_amend": may_be_amended(amendment)
        and amendment.motion.state is MotionState.PUBLISHED
        and may(current_actor(), "amendment:draft", amendment.motion),
    }


def _is_seen(amendment: Amendment) -> bool:
    return may_see(db.session(), current_actor(), amendment)


def _link(amendment: Amendment) -> dict[str, str]:
    state = public_amendment_state(db.session(), amendment, seen_at=utc_now())
    return {
        "name": name_of(amendment),
        "url": url_for("amendments.show", amendment_id=amendment.id),
        "state": state.value,
        "state_word": state_word(amendment, state),
    }
