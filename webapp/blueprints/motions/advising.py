"""The committee's advice on a draft: asked for from its page, given from the committee's desk."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import at_work, bp, motion_for
from webapp.blueprints.motions.drafts import line_profile
from webapp.blueprints.motions.words import kind_name, movers, route
from webapp.extensions import db
from webapp.procedure.errors import TooLate
from webapp.procedure.states import MotionState
from webapp.queries.committee_advice import (
    advice_deadline,
    advice_on,
    get_draft_to_advise_on,
)
from webapp.queries.rulebooks import rulebook_of
from webapp.rendering.paper import plain_paper
from webapp.services.committee_advice import ask_for_advice, give_advice
from webapp.text.lines import lay_out
from webapp.text.records import load_document
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words
from webapp.web.identity import current_actor
from webapp.web.paper_parts import in_parts
from webapp.web.reasons import LONGEST_REASON, WordsForm

if TYPE_CHECKING:
    from webapp.models import CommitteeAdvice, Motion


@dataclass(frozen=True, slots=True)
class Given:
    """One request for advice, in words, with the answer once there is one."""

    asked: str
    question: str
    answered: str
    answer: str


@dataclass(frozen=True, slots=True)
class Advising:
    """What the page of a draft says of advice; `ask_url` is "" where none can be asked for."""

    until: str
    given: tuple[Given, ...]
    ask_url: str


@bp.post("/<int:motion_id>/advice")
def ask_advice(motion_id: int) -> ResponseReturnValue:
    """Show a draft to the committee and ask what it advises."""
    motion = motion_for("revise", motion_id)
    question = request.form.get("question", "")[:LONGEST_REASON]
    try:
        with at_work() as session:
            ask_for_advice(session, current_actor(), motion, question=question, now=utc_now())
    except TooLate:
        flash(_("The date until which the committee advises has passed."), "warning")
    else:
        flash(_("The committee sees your draft now. Its advice will stand here."), "success")
    return redirect(url_for(".show", motion_id=motion_id), HTTPStatus.SEE_OTHER)


@bp.route("/<int:motion_id>/advising", methods=["GET", "POST"])
def advising(motion_id: int) -> ResponseReturnValue:
    """Read a draft whose proposers ask for advice, and give it."""
    asked = get_draft_to_advise_on(db.session(), current_actor(), motion_id)
    motion = asked.motion
    form = WordsForm(request.form)
    form.reason.label.text = _("Advice")
    if form.is_sent():
        with at_work() as session:
            give_advice(
                session, current_actor(), asked, answer=str(form.reason.data), now=utc_now()
            )
        flash(_("Your advice stands on the page of the draft."), "success")
        return redirect(url_for(".desk", slug=motion.conference.slug), HTTPStatus.SEE_OTHER)
    document = load_document(motion.draft)
    hidden = rulebook_of(motion.conference).amendments.hide_movers_until_selected
    page = render_template(
        "motions/advising.html",
        **around(motion.conference, "committee"),
        motion=motion,
        asked=said_of(asked),
        form=form,
        kind=kind_name(motion),
        movers=route(motion) if hidden else movers(motion),
        view=in_parts(plain_paper(document, lay_out(document, line_profile(motion.conference)))),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def advising_about(motion: Motion, *, may_revise: bool) -> Advising | None:
    """Return what there is to say of advice on a motion, None where there is nothing."""
    given = tuple(said_of(one) for one in advice_on(db.session(), motion))
    deadline = advice_deadline(motion) if motion.state is MotionState.DRAFT else None
    open_still = (
        may_revise
        and deadline is not None
        and deadline.lets_in(utc_now(), current_actor().roles_towards(motion))
        and all(one.answered for one in given)
    )
    if not (given or open_still):
        return None
    until = date_words(deadline.closes_at, motion.conference) if deadline else ""
    return Advising(
        until=until,
        given=given,
        ask_url=url_for(".ask_advice", motion_id=motion.id) if open_still else "",
    )


def said_of(asked: CommitteeAdvice) -> Given:
    """Say when advice was asked for and given."""
    conference = asked.motion.conference
    when = date_words(asked.asked_at, conference)
    answered = ""
    if asked.answered_at is not None:
        answered = _(
            "The committee advised on %(when)s:", when=date_words(asked.answered_at, conference)
        )
    return Given(
        asked=_("Advice was asked for on %(when)s.", when=when),
        question=asked.question,
        answered=answered,
        answer=asked.answer or "",
    )
