"""The chair's side of a count in the hall: opening, ruling on blocks, closing, declaring."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.blueprint import at_work, bp, desk_of
from webapp.blueprints.voting.count_forms import (
    OpeningForm,
    ReasonForm,
    SettleForm,
    blocks_given,
    opening_form,
)
from webapp.blueprints.voting.count_view import show_count as view_of
from webapp.blueprints.voting.count_words import refused_words
from webapp.blueprints.voting.words import IMPOSSIBLE
from webapp.extensions import db
from webapp.models import HallCount, Motion
from webapp.queries.counts import counting_defaults, get_block, get_count
from webapp.queries.debates import question_named
from webapp.queries.naming import question_name
from webapp.queries.standing import must
from webapp.queries.verdicts import houses_for, rules_for
from webapp.services.assigning_tellers import assign_tellers
from webapp.services.count_sheets import reopen_block, settle_block
from webapp.services.counts import (
    Opening,
    add_phones,
    break_off_count,
    close_count,
    declare_count,
    open_count,
)
from webapp.services.errors import (
    Adjourned,
    CountRefused,
    ImpossibleResult,
    NotReady,
    ReasonMissing,
    VoteOpen,
)
from webapp.web.clock import utc_now
from webapp.web.conference import around, number_asked
from webapp.web.identity import current_actor
from webapp.web.motion_page import about
from webapp.web.open_votes import vote_open_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
CASTING = {"for": True, "against": False}


@bp.get("/<int:motion_id>/counts/new")
def prepare_count(motion_id: int) -> ResponseReturnValue:
    """Offer the blocks of the hall, to be changed before a count is opened."""
    motion = desk_of(motion_id, "count:open")
    return _opening_page(motion, _opening_form(motion, request.args.get("question", "motion")))


@bp.post("/<int:motion_id>/counts")
def start_count(motion_id: int) -> ResponseReturnValue:
    """Open a count, by the blocks given or by those of the last one."""
    motion = desk_of(motion_id, "count:open")
    item = question_named(motion, request.form.get("question", ""))
    houses = houses_for(item)
    form = opening_form(houses)(request.form)
    is_usual = request.form.get("as") == "usual"
    if not is_usual and not form.is_sent():
        return _opening_page(motion, form), UNPROCESSABLE
    usual = counting_defaults(db.session(), motion.conference, houses)
    as_usual = Opening(usual.blocks, usual.tellers, houses=usual.houses)
    opening = as_usual if is_usual else form.opening
    try:
        with at_work() as session:
            count = open_count(session, current_actor(), item, opening, now=utc_now())
    except (CountRefused, NotReady) as refusal:
        form = _opening_form(motion, form.question.data or "") if is_usual else form
        form.form_errors.append(_obstacle_words(motion, refusal))
        return _opening_page(motion, form), UNPROCESSABLE
    return _to(count)


@bp.get("/counts/<int:count_id>")
def show_count(count_id: int) -> ResponseReturnValue:
    """Show a count to the chair and the tellers: blocks, discrepancies, sum, verdict."""
    return _count_page(get_count(db.session(), current_actor(), count_id))


@bp.post("/counts/<int:count_id>/blocks/<int:place>/settle")
def rule_on_block(count_id: int, place: int) -> ResponseReturnValue:
    """Rule which figures hold for a block."""
    block = get_block(db.session(), current_actor(), count_id, place)
    must(current_actor(), "count:close", block.count.motion)
    form = SettleForm(request.form, place=place)
    if not form.is_sent():
        return _count_page(block.count, settling={place: form}), UNPROCESSABLE
    try:
        with at_work() as session:
            settle_block(
                session,
                current_actor(),
                block,
                form.tally,
                reason=form.reason.data or "",
                now=utc_now(),
            )
    except CountRefused as refusal:
        form.form_errors.append(refused_words(refusal.what))
        return _count_page(block.count, settling={place: form}), HTTPStatus.CONFLICT
    return _to(block.count)


@bp.post("/counts/<int:count_id>/blocks/<int:place>/reopen")
def recount_block(count_id: int, place: int) -> ResponseReturnValue:
    """Have a block counted afresh."""
    block = get_block(db.session(), current_actor(), count_id, place)
    name = block.name
    with at_work() as session:
        seen = number_asked("seen") or 0
        reopen_block(session, current_actor(), block, seen=seen, now=utc_now())
    flash(_("%(block)s is counted afresh.", block=name))
    return _to(block.count)


@bp.post("/counts/<int:count_id>/blocks/<int:place>/tellers")
def assign_block(count_id: int, place: int) -> ResponseReturnValue:
    """Say which tellers count a block."""
    block = get_block(db.session(), current_actor(), count_id, place)
    must(current_actor(), "count:open", block.count.motion)
    people = [int(one) for one in request.form.getlist("teller") if one.isdecimal()]
    with at_work() as session:
        assign_tellers(session, current_actor(), block, people, now=utc_now())
    return _to(block.count)


@bp.post("/counts/<int:count_id>/phones")
def count_phones(count_id: int) -> ResponseReturnValue:
    """Have the votes on phones added to those in the hall, or left out."""
    count = get_count(db.session(), current_actor(), count_id)
    with at_work() as session:
        is_added = request.form.get("added") == "yes"
        add_phones(session, current_actor(), count, is_added=is_added, now=utc_now())
    return _to(count)


@bp.post("/counts/<int:count_id>/close")
def finish_count(count_id: int) -> ResponseReturnValue:
    """Fix the figures, and declare the result they give where that was pressed."""
    count = get_count(db.session(), current_actor(), count_id)
    must(current_actor(), "count:close", count.motion)
    form = ReasonForm(request.form, of="close")
    act = request.form.get("act", "")
    if not form.is_sent():
        return _count_page(count, reason=form), UNPROCESSABLE
    try:
        with at_work() as session:
            close_count(session, current_actor(), count, now=utc_now())
            if act == "declare":
                _declare(session, count, form)
    except (CountRefused, ImpossibleResult, NotReady, ReasonMissing) as refusal:
        return _refused(count, form, refusal)
    return _to_desk(count) if act == "declare" else _to(count)


@bp.post("/counts/<int:count_id>/declare")
def declare_counted(count_id: int) -> ResponseReturnValue:
    """Declare the result that a closed count gives."""
    count = get_count(db.session(), current_actor(), count_id)
    must(current_actor(), "count:close", count.motion)
    form = ReasonForm(request.form, of="close")
    if not form.is_sent():
        return _count_page(count, reason=form), UNPROCESSABLE
    try:
        with at_work() as session:
            _declare(session, count, form)
    except (CountRefused, ImpossibleResult, NotReady, ReasonMissing) as refusal:
        return _refused(count, form, refusal)
    return _to_desk(count)


@bp.post("/counts/<int:count_id>/break-off")
def break_off(count_id: int) -> ResponseReturnValue:
    """End a count without figures."""
    count = get_count(db.session(), current_actor(), count_id)
    must(current_actor(), "count:close", count.motion)
    form = ReasonForm(request.form, of="break-off")
    if not form.is_sent():
        return _count_page(count, breaking=form), UNPROCESSABLE
    try:
        with at_work() as session:
            reason = form.reason.data or ""
            break_off_count(session, current_actor(), count, reason=reason, now=utc_now())
    except ReasonMissing:
        form.reason.errors = [_("Say why: it is minuted.")]
        return _count_page(count, breaking=form), UNPROCESSABLE
    flash(_("The count is broken off; nothing is decided by it."))
    return _to_desk(count)


def _declare(session: Session, count: HallCount, form: ReasonForm) -> None:
    declare_count(
        session,
        current_actor(),
        count,
        reason=form.reason.data or "",
        casting_vote=CASTING.get(request.form.get("casting_vote", "")),
        now=utc_now(),
    )


def _refused(
    count: HallCount,
    form: ReasonForm,
    refusal: CountRefused | ImpossibleResult | NotReady | ReasonMissing,
) -> ResponseReturnValue:
    """Show the count again with what stands against it; nothing was changed."""
    if isinstance(refusal, ReasonMissing):
        said = _("Say why this count stands: there is another, or a result was declared already.")
        form.reason.errors = [said]
    elif isinstance(refusal, CountRefused | NotReady):
        form.form_errors.append(_obstacle_words(count.motion, refusal))
    else:
        known = IMPOSSIBLE.get(refusal.reason)
        form.form_errors.append(str(known or _("Under the majority that applies, this cannot be.")))
    is_late = isinstance(refusal, CountRefused | VoteOpen | Adjourned)
    return _count_page(count, reason=form), HTTPStatus.CONFLICT if is_late else UNPROCESSABLE


def _obstacle_words(motion: Motion, refusal: CountRefused | NotReady) -> str:
    if isinstance(refusal, VoteOpen):
        return vote_open_words(motion, refusal)
    if isinstance(refusal, Adjourned):
        return _("This debate is adjourned. Resume it first.")
    if isinstance(refusal, NotReady):
        return _("There are questions still to be decided. Put them first.")
    return refused_words(refusal.what)


def _opening_form(motion: Motion, question: str) -> OpeningForm:
    houses = houses_for(question_named(motion, question))
    usual = counting_defaults(db.session(), motion.conference, houses)
    return opening_form(houses)(
        question=question, tellers=usual.tellers, **blocks_given(usual, houses)
    )


def _opening_page(motion: Motion, form: OpeningForm) -> str:
    item = question_named(motion, form.question.data or "")
    return render_template(
        "voting/count_new.html",
        **about(motion, "desk") | around(motion.conference, "desk"),
        form=form,
        name=question_name(item),
        may_add_phones=rules_for(item).ballots.allowed,
    )


def _count_page(
    count: HallCount,
    *,
    settling: dict[int, SettleForm] | None = None,
    reason: ReasonForm | None = None,
    breaking: ReasonForm | None = None,
) -> str:
    motion = count.motion
    return render_template(
        "voting/count.html",
        **about(motion, "desk") | around(motion.conference, "desk"),
        count=view_of(db.session(), current_actor(), count, forms=settling),
        settling=settling or {},
        reason_form=reason or ReasonForm(of="close"),
        break_form=breaking or ReasonForm(of="break-off"),
        is_breaking=breaking is not None,
        is_wrong=bool(settling or reason or breaking),
    )


def _to(count: HallCount) -> ResponseReturnValue:
    return redirect(url_for(".show_count", count_id=count.id), HTTPStatus.SEE_OTHER)


def _to_desk(count: HallCount) -> ResponseReturnValue:
    return redirect(url_for(".desk", motion_id=count.motion_id), HTTPStatus.SEE_OTHER)
