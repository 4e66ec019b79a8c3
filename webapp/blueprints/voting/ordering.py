"""The chair's own order of questions: put one now, leave one for later, or order all anew."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.blueprints.voting.blueprint import at_work, bp, desk_of
from webapp.blueprints.voting.rows import name_in_list
from webapp.blueprints.voting.words import moment_words
from webapp.extensions import db
from webapp.models import Item, Motion
from webapp.procedure.errors import WrongState
from webapp.procedure.states import MotionState
from webapp.queries.debates import load_debate, question_named
from webapp.queries.errors import NotThere
from webapp.services.errors import ChangedMeanwhile, OrderImpossible
from webapp.services.voting_order import (
    open_questions,
    order_questions,
    put_off,
    put_out_of_turn,
)
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor
from webapp.web.motion_page import about

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import OrderOfVoting

ELSEWHERE = {"first": put_out_of_turn, "last": put_off}


class OrderForm(BaseForm):
    """Why questions are put in another order than the rulebook's."""

    reason = TextAreaField(
        lazy_gettext("Reason"),
        [InputRequired(), Length(max=2_000)],
        description=lazy_gettext("Everybody can read it in the record of the votes."),
    )
    question = HiddenField()


@bp.route("/<int:motion_id>/order", methods=["GET", "POST"])
def order(motion_id: int) -> ResponseReturnValue:
    """Order what is still open; a button moves one question, and nothing holds until it is kept."""
    motion = desk_of(motion_id, "vote:plan")
    form = OrderForm(request.form)
    act, _colon, moved = request.form.get("act", "").partition(":")
    asked = request.form.getlist("order") or _open(motion)
    if request.method == "GET":
        return _order_page(motion, form, asked)
    if act in ELSEWHERE:
        return _put_elsewhere(motion, form, act)
    if act in {"up", "down"}:
        return _order_page(motion, OrderForm(reason=form.reason.data), _stepped(asked, act, moved))
    return _order_anew(motion, form, asked)


def _order_anew(motion: Motion, form: OrderForm, asked: Sequence[str]) -> ResponseReturnValue:
    if not form.is_sent():
        return _order_page(motion, form, asked), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with at_work() as session:
            order_questions(
                session,
                current_actor(),
                motion,
                asked,
                reason=form.reason.data or "",
                now=utc_now(),
            )
    except OrderImpossible as wrong:
        form.form_errors.append(_sentence(motion, wrong))
        return _order_page(motion, form, asked), HTTPStatus.UNPROCESSABLE_ENTITY
    except ChangedMeanwhile:
        form.form_errors.append(_("Something was decided or moved meanwhile. Order what is open."))
        return _order_page(motion, form, _open(motion)), HTTPStatus.CONFLICT
    flash(_("The order of voting is changed."), "success")
    return _to_desk(motion)


def order_rows(motion: Motion) -> list[dict[str, Any]]:
    """Return each change that the chair made to the order, with its reason, oldest first."""
    return [
        {
            "moved": [_name(motion, id) for id in one.moved],
            "reason": one.reason,
            "moment": moment_words(one.decided_at, motion.conference),
        }
        for one in motion.orders_of_voting
    ]


def _put_elsewhere(motion: Motion, form: OrderForm, act: str) -> ResponseReturnValue:
    item = question_named(motion, form.question.data or "")
    if isinstance(item, Motion):
        raise WrongState("order", motion.state)
    if not form.is_sent():
        place = _open(motion)
        return _order_page(motion, form, place), HTTPStatus.UNPROCESSABLE_ENTITY
    kept = _keep(act, item, form.reason.data or "")
    if kept is not None:
        flash(_("The order of voting is changed."), "success")
    return _to_desk(motion)


def _keep(act: str, item: Item, reason: str) -> OrderOfVoting | None:
    with at_work() as session:
        return ELSEWHERE[act](session, current_actor(), item, reason=reason, now=utc_now())


def _stepped(order: Sequence[str], act: str, moved: str) -> list[str]:
    """Return the order with one question a place higher or lower."""
    stepped = list(order)
    if moved not in stepped:
        raise NotThere("question", moved)
    place = stepped.index(moved)
    other = place - 1 if act == "up" else place + 1
    if 0 <= other < len(stepped):
        stepped[place], stepped[other] = stepped[other], stepped[place]
    return stepped


def _open(motion: Motion) -> list[str]:
    return open_questions(motion, load_debate(db.session(), motion))


def _order_page(motion: Motion, form: OrderForm, asked: Sequence[str]) -> str:
    if motion.state is not MotionState.PUBLISHED:
        raise WrongState("order", motion.state)
    return render_template(
        "voting/order.html",
        **about(motion, "desk") | around(motion.conference, "desk"),
        form=form,
        rows=[{"id": id, "name": name_in_list(question_named(motion, id))} for id in asked],
        changes=order_rows(motion),
    )


def _name(motion: Motion, id: str) -> str:
    try:
        return name_in_list(question_named(motion, id))
    except NotThere:  # split into its parts since, or taken out
        return _("a question no longer there")


def _sentence(motion: Motion, wrong: OrderImpossible) -> str:
    return _(
        "%(other)s has to be decided before %(question)s can be put.",
        other=_name(motion, wrong.waits_for),
        question=_name(motion, wrong.question),
    )


def _to_desk(motion: Motion) -> ResponseReturnValue:
    return redirect(url_for(".desk", motion_id=motion.id), HTTPStatus.SEE_OTHER)
