"""The chair's desk: what to put now, what each outcome does, and one tap to record it."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.blueprint import at_work, bp, desk_of
from webapp.blueprints.voting.count_panel import count_panel
from webapp.blueprints.voting.debate_view import Put, show_debate
from webapp.blueprints.voting.forms import CountForm, DeclareForm, WhenForm, asking_houses
from webapp.blueprints.voting.option_counts import OptionCountForm, option_form
from webapp.blueprints.voting.ordering import OrderForm
from webapp.blueprints.voting.quorum import quorum_panel
from webapp.blueprints.voting.rows import agenda_rows
from webapp.blueprints.voting.words import IMPOSSIBLE, question_name
from webapp.extensions import db
from webapp.models import Declaration, Motion
from webapp.procedure.errors import WrongState
from webapp.procedure.states import Outcome
from webapp.queries.debates import question_named
from webapp.queries.errors import NotThere
from webapp.queries.selections import kinds_chosen_by_ballot
from webapp.queries.standing import must
from webapp.queries.verdicts import houses_for
from webapp.services.counting_options import count_options
from webapp.services.errors import Adjourned, ImpossibleResult, NotReady, VoteOpen
from webapp.services.results import count_votes, declare_result, record_fall, undo_result
from webapp.web.appealing import waiting_for_me
from webapp.web.clock import utc_now
from webapp.web.conference import around, here_or_404, way_to
from webapp.web.floor_panel import floor_panel
from webapp.web.identity import current_actor
from webapp.web.motion_page import about
from webapp.web.open_votes import vote_open_words
from webapp.web.poll_panel import poll_panel

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@bp.get("/desk/<slug>")
def index(slug: str) -> ResponseReturnValue:
    """Show every debate of a conference with the question to put next."""
    conference = here_or_404(slug)
    must(current_actor(), "desk:view", conference)
    rows = agenda_rows(db.session(), current_actor(), conference, utc_now())
    return render_template(
        "voting/index.html",
        **around(conference, "desk"),
        shown=conference,
        rows=rows,
        screens=floor_panel(conference, None, ""),
        quorum=quorum_panel(conference),
        appeals=waiting_for_me(conference),
        chosen_by_members_url=way_to("selections.index", slug=slug)
        if kinds_chosen_by_ballot(conference)
        else "",
    )


@bp.get("/<int:motion_id>")
def desk(motion_id: int) -> ResponseReturnValue:
    """Show one debate: its questions in order, and the one to put now or asked for."""
    return _desk_page(desk_of(motion_id), request.args.get("question", ""))


@bp.post("/<int:motion_id>/declare")
def declare(motion_id: int) -> ResponseReturnValue:
    """Record a result declared on a show of cards."""
    motion = desk_of(motion_id, "vote:declare")
    form = DeclareForm(request.form)
    item = question_named(motion, form.question.data or "")
    if not form.is_sent():
        return _desk_page(motion, form.question.data or "", form)
    try:
        with at_work() as session:
            result = form.result(motion.conference, utc_now())
            declare_result(session, current_actor(), item, result, now=utc_now())
    except (ImpossibleResult, NotReady) as refusal:
        form.form_errors.append(_sentence(motion, refusal))
        is_late = isinstance(refusal, VoteOpen | Adjourned)
        return _desk_page(motion, form.question.data or "", form, late=is_late)
    except ValueError as unknown:
        raise NotThere("outcome", form.outcome.data) from unknown
    return _to_desk(motion)


@bp.post("/<int:motion_id>/count")
def count(motion_id: int) -> ResponseReturnValue:
    """Record the tellers' figures; the result follows from them."""
    motion = desk_of(motion_id, "vote:declare")
    item = question_named(motion, request.form.get("question", ""))
    form = asking_houses(CountForm, houses_for(item), needed=True)(request.form)
    if not form.is_sent():
        return _desk_page(motion, form.question.data or "", form)
    try:
        with at_work() as session:
            happened_at = form.moment(motion.conference, utc_now())
            result = count_votes(
                item, form.tally, happened_at=happened_at, casting_vote=form.casting
            )
            declare_result(session, current_actor(), item, result, now=utc_now())
    except (ImpossibleResult, NotReady) as refusal:
        form.form_errors.append(_sentence(motion, refusal))
        is_late = isinstance(refusal, VoteOpen | Adjourned)
        return _desk_page(motion, form.question.data or "", form, late=is_late)
    return _to_desk(motion)


@bp.post("/<int:motion_id>/options/count")
def count_of_options(motion_id: int) -> ResponseReturnValue:
    """Record how many voted for each of several options; the one with most stands."""
    motion = desk_of(motion_id, "vote:declare")
    asked = request.form.get("question", "")
    form = option_form(question_named(motion, asked))
    if form is None:  # it was decided meanwhile, or is no such question
        return _to_desk(motion)
    if not form.is_sent():
        return _desk_page(motion, asked, form)
    try:
        with at_work() as session:
            count_options(
                session,
                current_actor(),
                motion,
                form.figures(),
                happened_at=form.moment(motion.conference, utc_now()),
                now=utc_now(),
            )
    except (ImpossibleResult, NotReady) as refusal:
        form.form_errors.append(_sentence(motion, refusal))
        return _desk_page(motion, asked, form, late=isinstance(refusal, VoteOpen | Adjourned))
    return _to_desk(motion)


@bp.post("/declarations/<int:declaration_id>/undo")
def undo(declaration_id: int) -> ResponseReturnValue:
    """Take a result back while nobody else has seen it."""
    declaration = db.session().get(Declaration, declaration_id)
    if declaration is None:
        raise NotThere("declaration", declaration_id)
    motion = desk_of(declaration.vote.motion_id, "vote:declare")
    name = question_name(declaration.vote.item)
    with at_work() as session:
        undo_result(session, current_actor(), declaration, now=utc_now())
    flash(_("Taken back: %(question)s is as it was before.", question=name))
    return _to_desk(motion)


@bp.post("/<int:motion_id>/fall")
def fall(motion_id: int) -> ResponseReturnValue:
    """Record that an amendment falls by what was decided."""
    motion = desk_of(motion_id, "vote:declare")
    item = question_named(motion, request.form.get("question", ""))
    if isinstance(item, Motion):
        raise WrongState("fall", motion.state)
    with at_work() as session:
        record_fall(session, current_actor(), item, now=utc_now())
    flash(_("%(question)s is recorded as fallen.", question=question_name(item)), "success")
    return _to_desk(motion)


def _desk_page(
    motion: Motion, asked: str, form: WhenForm | None = None, *, late: bool = False
) -> ResponseReturnValue:
    """Draw the desk, with a form that came back wrong, or too `late`, in place of an empty one."""
    now = utc_now()
    declare_form = form if isinstance(form, DeclareForm) else DeclareForm()
    desk = show_debate(db.session(), current_actor(), motion, asked=asked, now=now)
    count_form = form if isinstance(form, CountForm) else _count_form(motion, desk.put)
    page = render_template(
        "voting/desk.html",
        **about(motion, "desk") | around(motion.conference, "desk"),
        desk=desk,
        screens=floor_panel(motion.conference, motion, desk.put.id if desk.put else ""),
        quorum=quorum_panel(motion.conference, motion),
        count_panel=count_panel(db.session(), current_actor(), motion, desk.put),
        poll_panel=desk.put and poll_panel(db.session(), current_actor(), motion, desk.put.id),
        order_form=OrderForm(),
        option_form=_option_form(motion, desk.put, form),
        declare_form=declare_form,
        count_form=count_form,
        wrong=form,
        asks_casting=form is count_form
        and str(IMPOSSIBLE["casting_vote_awaited"]) in count_form.form_errors,
        Outcome=Outcome,
    )
    if form is None:
        return page, HTTPStatus.OK
    return page, HTTPStatus.CONFLICT if late else UNPROCESSABLE


def _count_form(motion: Motion, put: Put | None) -> CountForm:
    houses = houses_for(question_named(motion, put.id)) if put is not None else ()
    return asking_houses(CountForm, houses, needed=True)()


def _option_form(motion: Motion, put: Put | None, form: WhenForm | None) -> OptionCountForm | None:
    if isinstance(form, OptionCountForm) or put is None:
        return form if isinstance(form, OptionCountForm) else None
    return option_form(question_named(motion, put.id))


def _to_desk(motion: Motion) -> ResponseReturnValue:
    return redirect(url_for(".desk", motion_id=motion.id), HTTPStatus.SEE_OTHER)


def _sentence(motion: Motion, refusal: ImpossibleResult | NotReady) -> str:
    if isinstance(refusal, VoteOpen):
        return vote_open_words(motion, refusal)
    if isinstance(refusal, Adjourned):
        return _("This debate is adjourned. Resume it first.")
    if isinstance(refusal, NotReady):
        return _("There are questions still to be decided. Put them first.")
    known = IMPOSSIBLE.get(refusal.reason)
    return str(known) if known else _("Under the majority that applies, this cannot be.")
