"""Appeals: those who bring what was refused make them, the committee or conference decides."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.appeals.forms import DecisionForm
from webapp.extensions import db
from webapp.models import Amendment, Motion
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.rules import AppealsTo
from webapp.procedure.workflow import next_state
from webapp.queries.amendments import get_amendment
from webapp.queries.appeals import (
    conference_of,
    get_appeal,
    hears_appeals,
    list_appeals,
    may_decide,
    was_dismissed,
)
from webapp.queries.motions import get_motion
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may, must
from webapp.services.appeals import AppealDecided, AppealTooLate, decide_appeal, make_appeal
from webapp.services.errors import ImpossibleResult
from webapp.web.appealing import hearing_words, said_of, time_left_words
from webapp.web.backing import find_fault
from webapp.web.clock import utc_now
from webapp.web.conference import around, here_or_404, way_to
from webapp.web.identity import current_actor
from webapp.web.reasons import WordsForm
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from webapp.models import Appeal, Conference

bp = Blueprint("appeals", __name__, url_prefix="/appeals")

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


@bp.route("/motion/<int:motion_id>", methods=["GET", "POST"])
def make_about_motion(motion_id: int) -> ResponseReturnValue:
    """Ask for the reasons of an appeal about a motion, and keep them."""
    return _make(get_motion(db.session(), current_actor(), motion_id))


@bp.route("/amendment/<int:amendment_id>", methods=["GET", "POST"])
def make_about_amendment(amendment_id: int) -> ResponseReturnValue:
    """Ask for the reasons of an appeal about an amendment, and keep them."""
    return _make(get_amendment(db.session(), current_actor(), amendment_id))


@bp.get("/<slug>")
def index(slug: str) -> ResponseReturnValue:
    """Show every appeal, those that wait first."""
    conference = here_or_404(slug)
    must(current_actor(), "appeal:view", conference)
    return render_template(
        "appeals/index.html",
        **around(conference, "committee"),
        shown=conference,
        hears=_heard_by(conference),
        decides=may_decide(current_actor(), conference),
        rows=[_row(one) for one in list_appeals(db.session(), conference)],
    )


@bp.route("/<slug>/<int:appeal_id>", methods=["GET", "POST"])
def decision(slug: str, appeal_id: int) -> ResponseReturnValue:
    """Decide on an appeal, with an answer that those who made it are told."""
    conference = here_or_404(slug)
    must(current_actor(), "appeal:view", conference)
    appeal = get_appeal(db.session(), conference, appeal_id)
    if not may_decide(current_actor(), conference):
        raise NotPermitted("appeal:decide")
    form = DecisionForm(request.form)
    form.offer()
    by_conference = hears_appeals(conference) is AppealsTo.CONFERENCE
    if not by_conference:
        del form.in_favour, form.against
    if form.is_sent() and _decided(appeal, form):
        flash(_("The decision is recorded."), "success")
        return redirect(url_for(".index", slug=slug), HTTPStatus.SEE_OTHER)
    rules = rulebook_of(conference)
    page = render_template(
        "appeals/decide.html",
        **around(conference, "committee"),
        shown=conference,
        row=_row(appeal),
        form=form,
        is_open=appeal.decided_at is None,
        majority=rules.majority(rules.admission.appeal_majority).words if by_conference else "",
    )
    return page, WRONG if form.errors else HTTPStatus.OK


def _make(item: Motion | Amendment) -> ResponseReturnValue:
    next_state("appeal", item.state, current_actor().roles_towards(item))
    conference = conference_of(item)
    hearing = hears_appeals(conference)
    if hearing is AppealsTo.NOBODY:
        raise NotPermitted("appeal")
    if was_dismissed(db.session(), item):
        raise WrongState("appeal", item.state)
    form, status = WordsForm(request.form), WRONG
    if form.is_sent():
        try:
            with unit_of_work(db.session()) as session:
                make_appeal(
                    session, current_actor(), item, reasons=str(form.reason.data), now=utc_now()
                )
        except AppealTooLate:
            form.form_errors.append(time_left_words(item).strip())
            status = HTTPStatus.CONFLICT
        else:
            flash(_("Your appeal is made. You find the decision on this page."), "success")
            return redirect(_page_of(item), HTTPStatus.SEE_OTHER)
    page = render_template(
        "appeals/make.html",
        **around(conference),
        named=_named(item),
        verdict=item.verdict_reason,
        hears=hearing_words(hearing) + time_left_words(item),
        form=form,
        back=_page_of(item),
    )
    return page, status if form.errors else HTTPStatus.OK


def _decided(appeal: Appeal, form: DecisionForm) -> bool:
    try:
        with unit_of_work(db.session()) as session:
            decide_appeal(
                session,
                current_actor(),
                appeal,
                upheld=form.outcome.data == "upheld",
                answer=str(form.answer.data),
                tally=form.tally(),
                now=utc_now(),
            )
    except ImpossibleResult:
        find_fault(form.outcome, _("These figures say otherwise. Compare them once more."))
    except AppealDecided:
        form.form_errors.append(_("It was decided otherwise meanwhile. Look at the decision."))
    return not form.errors


def _row(appeal: Appeal) -> dict[str, Any]:
    item = appeal.item
    visible = may(current_actor(), f"{_noun(item)}:view_submitted", item)
    return {
        "id": appeal.id,
        "named": _named(item),
        "url": _page_of(item) if visible else "",
        "verdict": appeal.verdict_reason,
        "said": said_of(appeal),
        "is_open": appeal.decided_at is None,
    }


def _named(item: Motion | Amendment) -> str:
    if isinstance(item, Motion):
        return f"{item.code} {item.title}".strip()
    return _("An amendment to %(motion)s", motion=f"{item.motion.code} {item.motion.title}".strip())


def _noun(item: Motion | Amendment) -> str:
    return "motion" if isinstance(item, Motion) else "amendment"


def _page_of(item: Motion | Amendment) -> str:
    noun = _noun(item)
    return way_to(f"{noun}s.show", **{f"{noun}_id": item.id})


def _heard_by(conference: Conference) -> str:
    return {
        AppealsTo.COMMITTEE: _("The committee decides on appeals."),
        AppealsTo.CONFERENCE: _(
            "Conference decides on appeals; the chair records what it decided."
        ),
        AppealsTo.NOBODY: _("Standing orders know no appeal."),
    }[hears_appeals(conference)]
