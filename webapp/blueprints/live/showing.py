"""The chair says what is on the screens."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.live.blueprint import bp, hall_of
from webapp.extensions import db
from webapp.models import Item
from webapp.queries.debates import question_named
from webapp.queries.motions import get_motion
from webapp.queries.standing import must
from webapp.services.floor import show_on_floor
from webapp.web.clock import utc_now
from webapp.web.conference import number_asked
from webapp.web.identity import current_actor
from webapp.web.transactions import unit_of_work


@bp.post("/<slug>/show")
def show(slug: str) -> ResponseReturnValue:
    """Show a question of a debate, or a note alone, or nothing; back to the desk."""
    conference = hall_of(slug)
    must(current_actor(), "floor:set", conference)
    item = _item_asked_for()
    note = request.form.get("note", "")
    with unit_of_work(db.session()) as session:
        show_on_floor(session, current_actor(), conference, item, note=note, now=utc_now())
    flash(_("The screens show it.") if item or note.strip() else _("The screens are empty."))
    if item is None:
        return redirect(url_for("voting.index", slug=slug), HTTPStatus.SEE_OTHER)
    question, motion_id = request.form.get("question"), number_asked("motion")
    desk = url_for("voting.desk", motion_id=motion_id, question=question)
    return redirect(desk, HTTPStatus.SEE_OTHER)


def _item_asked_for() -> Item | None:
    motion_id = number_asked("motion")
    if motion_id is None:
        return None
    motion = get_motion(db.session(), current_actor(), motion_id)
    return question_named(motion, request.form.get("question", ""))
