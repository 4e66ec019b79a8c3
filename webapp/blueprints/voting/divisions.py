"""Asking that conference count: a challenge from the hall, made on a delegate's phone."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.blueprint import at_work, bp, printed_motion
from webapp.blueprints.voting.count_panel import asked_words, needed
from webapp.blueprints.voting.count_words import refused_words
from webapp.extensions import db
from webapp.models import Item, Motion
from webapp.procedure.counting import is_division
from webapp.queries.counts import division_requests, open_count_of
from webapp.queries.debates import question_id, question_named
from webapp.queries.divisions import last_on_cards, questions_to_divide
from webapp.queries.floor import floor_of
from webapp.queries.naming import question_name
from webapp.queries.outcomes import pending
from webapp.queries.standing import must
from webapp.services.divisions import ask_division
from webapp.services.errors import CountRefused
from webapp.web.clock import utc_now
from webapp.web.conference import here_or_404
from webapp.web.identity import current_actor
from webapp.web.motion_page import about


@bp.get("/division/<slug>")
def division_now(slug: str) -> ResponseReturnValue:
    """Lead a delegate to what a count can be asked for now: of the motion on the floor."""
    conference = here_or_404(slug)
    must(current_actor(), "division:ask", conference)
    floor = floor_of(db.session(), conference, utc_now())
    if floor.motion is None:
        flash(_("Nothing is before conference now that could be counted."), "message")
        return redirect(url_for("live.now", slug=slug), HTTPStatus.SEE_OTHER)
    return redirect(url_for(".division", motion_id=floor.motion.id), HTTPStatus.SEE_OTHER)


@bp.get("/<int:motion_id>/division")
def division(motion_id: int) -> ResponseReturnValue:
    """Show a delegate what a count can be asked for, and how many ask for it."""
    motion = printed_motion(motion_id)
    must(current_actor(), "division:ask", motion)
    now = utc_now()
    asked = questions_to_divide(db.session(), motion, now)
    return render_template(
        "voting/division.html",
        **about(motion, "votes"),
        slug=motion.conference.slug,
        needed=needed(motion),
        rows=[_row(motion, item) for item in asked],
    )


@bp.post("/<int:motion_id>/division")
def demand_count(motion_id: int) -> ResponseReturnValue:
    """Ask that a question be counted."""
    motion = printed_motion(motion_id)
    item = question_named(motion, request.form.get("question", ""))
    try:
        with at_work() as session:
            asked = ask_division(session, current_actor(), item, now=utc_now())
    except CountRefused as refusal:
        flash(refused_words(refusal.what), "warning")
    else:
        flash(asked_words(motion, asked), "success")
    return redirect(url_for(".division", motion_id=motion_id), HTTPStatus.SEE_OTHER)


def _row(motion: Motion, item: Item) -> dict[str, Any]:
    session = db.session()
    asked = division_requests(session, motion, question_id(item))
    last = last_on_cards(session, motion)
    is_declared = last is not None and last.item is item
    is_known = is_declared and not (
        last is not None and last.declaration is not None and pending(last.declaration, utc_now())
    )
    return {
        "id": question_id(item),
        "name": question_name(item),
        "asked": asked_words(motion, len(asked)) if asked else "",
        "is_due": is_division(len(asked), needed(motion)),
        "is_own": current_actor().person_id in asked,
        "is_declared": is_known,
        "is_counted": open_count_of(session, motion, question_id(item)) is not None,
    }
