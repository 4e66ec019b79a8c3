"""The committee's desk: what is in order, what is debated, under which code, and in print."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import (
    at_work,
    bp,
    motion_for,
    motion_or_404,
    open_to_me,
)
from webapp.blueprints.motions.forms import CodeForm
from webapp.blueprints.motions.words import kind_name, movers, state_word
from webapp.extensions import db
from webapp.procedure.places import next_code
from webapp.procedure.rules import Selection
from webapp.procedure.states import MotionState
from webapp.queries.appeals import count_waiting
from webapp.queries.committee_advice import list_drafts_to_advise_on
from webapp.queries.motions import codes_given, list_for_committee
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import kinds_chosen_by_ballot
from webapp.queries.standing import must
from webapp.queries.texts import keys_in_force, load_weave
from webapp.rendering.paper import plain_paper
from webapp.services import motions
from webapp.services.errors import CodeTaken
from webapp.services.versions import line_profile
from webapp.text.lines import lay_out
from webapp.web.backing import find_fault
from webapp.web.clock import utc_now
from webapp.web.conference import around, here_or_404, way_to
from webapp.web.identity import current_actor
from webapp.web.paper_parts import in_parts
from webapp.web.reasons import ReasonForm

if TYPE_CHECKING:
    from webapp.models import Motion
    from webapp.queries.motions import DeskEntry

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
# The states in the order in which the committee's work comes to them.
ON_THE_DESK = (
    MotionState.SUBMITTED,
    MotionState.IN_ORDER,
    MotionState.SELECTED,
    MotionState.PUBLISHED,
    MotionState.OUT_OF_ORDER,
    MotionState.REJECTED,
)


@bp.get("/desk/<slug>")
def desk(slug: str) -> ResponseReturnValue:
    """Show what was submitted, by what is to be done with it next."""
    conference = here_or_404(slug)
    must(current_actor(), "agenda:edit", conference)
    found = list_for_committee(db.session(), current_actor(), conference)
    words = rulebook_of(conference).words.motion_states
    sections = [
        (state.value, words[state], [_row(entry) for entry in found[state]])
        for state in dict.fromkeys((*ON_THE_DESK, *MotionState))
        if state in found
    ]
    return render_template(
        "motions/desk.html",
        **around(conference, "committee"),
        shown=conference,
        sections=sections,
        appeals_url=way_to("appeals.index", slug=slug),
        appeals=count_waiting(db.session(), conference),
        chosen_by_members_url=way_to("selections.index", slug=slug)
        if kinds_chosen_by_ballot(conference)
        else "",
        to_advise_on=[
            {"motion": one.motion, "kind": kind_name(one.motion)}
            for one in list_drafts_to_advise_on(db.session(), conference)
        ],
    )


@bp.get("/<int:motion_id>/rule")
def ruling(motion_id: int) -> ResponseReturnValue:
    """Ask why a motion is out of order."""
    motion = motion_for("rule_out_of_order", motion_id)
    return _reason_page("rule", motion, _reasons(motion, "rule"))


@bp.post("/<int:motion_id>/rule")
def rule(motion_id: int) -> ResponseReturnValue:
    """Rule a motion in order, or out of order for a reason."""
    motion = motion_or_404(motion_id)
    if request.form.get("verdict") == "in_order":
        with at_work() as session:
            motions.rule_in_order(session, current_actor(), motion, now=utc_now())
        flash(_("“%(title)s” is in order.", title=motion.title), "success")
        return _back_to_desk(motion)
    motion = motion_for("rule_out_of_order", motion_id)
    form = _reasons(motion, "rule")
    if not _is_given(form):
        return _reason_page("rule", motion, form), WRONG
    with at_work() as session:
        motions.rule_out_of_order(
            session, current_actor(), motion, reason=form.given(), now=utc_now()
        )
    flash(_("“%(title)s” is out of order.", title=motion.title), "success")
    return _back_to_desk(motion)


@bp.get("/<int:motion_id>/select")
def selection(motion_id: int) -> ResponseReturnValue:
    """Ask under which code a motion goes on the agenda; the next one is suggested."""
    motion = motion_for("select", motion_id)
    pattern = rulebook_of(motion.conference).kind(motion.kind).code
    code = next_code(pattern, codes_given(db.session(), motion.conference))
    return _code_page(motion, CodeForm(data={"code": code}))


@bp.post("/<int:motion_id>/select")
def select(motion_id: int) -> ResponseReturnValue:
    """Select a motion for debate."""
    motion = motion_for("select", motion_id)
    form = CodeForm(request.form)
    if not form.validate():
        return _code_page(motion, form), WRONG
    try:
        with at_work() as session:
            motions.select_motion(
                session, current_actor(), motion, code=str(form.code.data), now=utc_now()
            )
    except CodeTaken:
        find_fault(form.code, _("This code belongs, or belonged, to something else."))
        return _code_page(motion_or_404(motion_id), form), WRONG
    flash(_("%(code)s is selected for debate.", code=motion.code), "success")
    return _back_to_desk(motion)


@bp.get("/<int:motion_id>/reject")
def rejection(motion_id: int) -> ResponseReturnValue:
    """Ask why a motion is not selected."""
    motion = motion_for("reject", motion_id)
    return _reason_page("reject", motion, _reasons(motion, "reject"))


@bp.post("/<int:motion_id>/reject")
def reject(motion_id: int) -> ResponseReturnValue:
    """Leave a motion off the agenda for a reason."""
    motion = motion_for("reject", motion_id)
    form = _reasons(motion, "reject")
    if not _is_given(form):
        return _reason_page("reject", motion, form), WRONG
    with at_work() as session:
        motions.reject_motion(session, current_actor(), motion, reason=form.given(), now=utc_now())
    flash(_("“%(title)s” is not selected.", title=motion.title), "success")
    return _back_to_desk(motion)


@bp.get("/<int:motion_id>/publish")
def proof(motion_id: int) -> ResponseReturnValue:
    """Show what will be printed, line for line, before it is frozen."""
    motion = motion_for("publish", motion_id)
    under = keys_in_force(db.session(), motion)
    document = load_weave(db.session(), motion).text(under)
    layout = lay_out(document, line_profile(motion))
    return render_template(
        "motions/publish.html",
        **around(motion.conference, "committee"),
        motion=motion,
        view=in_parts(plain_paper(document, layout)),
        lines=len(layout.lines),
    )


@bp.post("/<int:motion_id>/publish")
def publish(motion_id: int) -> ResponseReturnValue:
    """Print a motion: its text, lines and address are frozen."""
    motion = motion_or_404(motion_id)
    with at_work() as session:
        motions.publish_motion(session, current_actor(), motion, now=utc_now())
    flash(_("%(code)s is published. Everybody can read it here.", code=motion.code), "success")
    return redirect(url_for(".show", motion_id=motion_id), HTTPStatus.SEE_OTHER)


def _row(entry: DeskEntry) -> dict[str, Any]:
    motion = entry.motion
    return {
        "motion": motion,
        "kind": kind_name(motion),
        "movers": movers(motion),
        "events": open_to_me(motion),
        "reason": motion.verdict_reason,
        "amendments": entry.amendments,
        "amendments_url": way_to("amendments.desk", motion_id=motion.id),
    }


def _reasons(motion: Motion, verdict: str) -> ReasonForm:
    admission = rulebook_of(motion.conference).admission
    offered = admission.motion_rejected if verdict == "reject" else admission.motion_out_of_order
    form = ReasonForm(request.form if request.method == "POST" else None)
    form.fit(offered)
    return form


def _is_given(form: ReasonForm) -> bool:
    if not form.validate():
        return False
    if not form.given():
        find_fault(form.words, _("Write the reason."))
    return not form.errors


def _reason_page(verdict: str, motion: Motion, form: ReasonForm) -> str:
    return render_template(
        "motions/reason.html",
        **around(motion.conference, "committee"),
        motion=motion,
        form=form,
        verdict=verdict,
    )


def _code_page(motion: Motion, form: CodeForm) -> str:
    return render_template(
        "motions/select.html",
        **around(motion.conference, "committee"),
        motion=motion,
        form=form,
        state=state_word(motion, motion.state),
        selection=selection_words(motion),
    )


def selection_words(motion: Motion) -> str:
    """Say how standing orders have business of this kind chosen."""
    return {
        Selection.COMMITTEE: _("Standing orders leave the choice to the committee."),
        Selection.BALLOT: _(
            "Standing orders have these chosen by a ballot of members. Ask them from the "
            "committee’s desk; select by hand only what was chosen by a ballot on paper."
        ),
        Selection.ALWAYS: _("Standing orders have everything of this kind taken that is in order."),
    }[rulebook_of(motion.conference).kind(motion.kind).selection]


def _back_to_desk(motion: Motion) -> ResponseReturnValue:
    return redirect(
        url_for(".desk", slug=motion.conference.slug, _anchor=f"motion-{motion.id}"),
        HTTPStatus.SEE_OTHER,
    )
