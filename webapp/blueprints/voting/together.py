"""Several uncontested amendments put with one vote, and objections to that."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.blueprint import at_work, bp, desk_of
from webapp.blueprints.voting.words import question_name
from webapp.extensions import db
from webapp.models import Amendment
from webapp.procedure.phrases import cite_amendments
from webapp.procedure.voting_plan import words_together
from webapp.queries.amendments import get_amendment
from webapp.queries.debates import amendments_down, question_id
from webapp.queries.en_bloc import amendments_en_bloc
from webapp.queries.errors import NotThere
from webapp.queries.rulebooks import rulebook_of
from webapp.services import en_bloc
from webapp.services.deciding import Result
from webapp.services.errors import ChangedMeanwhile
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Motion, Vote
    from webapp.procedure.debate import Debate
    from webapp.text.weave import Weave

OUTCOMES = {one.value: one for one in en_bloc.TOGETHER}


@dataclass(slots=True)
class Together:
    """What may be put with one vote now: question ids with names, and what the chair reads out."""

    choices: list[tuple[str, str]]
    words: str


def together_view(
    session: Session, motion: Motion, debate: Debate, weave: Weave
) -> Together | None:
    found = amendments_en_bloc(session, motion, debate, weave)
    if not found:
        return None
    places = [one.number or "" for one in found]
    return Together(
        [(question_id(one), question_name(one)) for one in found],
        words_together(debate, places, rulebook_of(motion.conference)),
    )


def names_together(vote: Vote) -> str:
    """Name all the amendments that were put with this one, "" where it was put by itself."""
    if vote.en_bloc is None:
        return ""
    motion = vote.motion
    block = [
        known.amendment.number or ""
        for known in en_bloc.votes_together(db.session(), vote)
        if known.amendment is not None
    ]
    return cite_amendments(block, rulebook_of(motion.conference).words)


@bp.post("/<int:motion_id>/together")
def together(motion_id: int) -> ResponseReturnValue:
    """Record one vote on the amendments that are ticked."""
    motion = desk_of(motion_id, "vote:declare")
    outcome = OUTCOMES.get(request.form.get("outcome", ""))
    if outcome is None:
        raise NotThere("outcome", request.form.get("outcome"))
    asked = set(request.form.getlist("question"))
    chosen = [one for one in amendments_down(motion) if question_id(one) in asked]
    if len(chosen) <= 1:
        flash(_("Tick at least two amendments to put them together."), "warning")
        return _to_desk(motion)
    try:
        with at_work() as session:
            result = Result(outcome, utc_now())
            en_bloc.declare_en_bloc(session, current_actor(), motion, chosen, result, now=utc_now())
    except ChangedMeanwhile:
        flash(
            _(
                "Nothing was recorded: one of these was decided meanwhile, or somebody objected. "
                "Look at what can still be put together."
            ),
            "warning",
        )
    return _to_desk(motion)


@bp.post("/amendments/<int:amendment_id>/object")
def object_en_bloc(amendment_id: int) -> ResponseReturnValue:
    """Ask that an amendment be put by itself."""
    amendment: Amendment = get_amendment(db.session(), current_actor(), amendment_id)
    with at_work() as session:
        en_bloc.object_to_en_bloc(session, current_actor(), amendment, now=utc_now())
    flash(_("It will be put by itself."), "success")
    return redirect(url_for("amendments.show", amendment_id=amendment_id), HTTPStatus.SEE_OTHER)


def _to_desk(motion: Motion) -> ResponseReturnValue:
    return redirect(url_for(".desk", motion_id=motion.id), HTTPStatus.SEE_OTHER)
