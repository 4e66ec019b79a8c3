"""The committee's desk of one motion: which amendments are debated, and under which number."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.amendments.blueprint import (
    amendment_for,
    at_work,
    bp,
    motion_or_404,
    open_to_me,
)
from webapp.blueprints.amendments.composing import entry_names, pairs_on_the_desk
from webapp.blueprints.amendments.forms import NumberForm
from webapp.blueprints.amendments.joining import alike_on_the_desk
from webapp.blueprints.amendments.rebasing import worth_saying
from webapp.blueprints.amendments.redlines import redline
from webapp.blueprints.amendments.words import movers, name_of, state_word
from webapp.extensions import db
from webapp.procedure.places import place_key
from webapp.procedure.states import AmendmentState
from webapp.queries.amending import text_seen
from webapp.queries.amendments import list_submitted, suggest_numbers
from webapp.queries.collisions import table_of_meetings
from webapp.queries.proposals import read_proposal, seen_document
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.queries.texts import load_weave
from webapp.rendering.in_context import in_context
from webapp.services import amendments
from webapp.services.errors import NumberTaken, VoteOpen
from webapp.web.backing import find_fault
from webapp.web.clock import utc_now
from webapp.web.collisions import table_view
from webapp.web.conference import around
from webapp.web.identity import current_actor
from webapp.web.open_votes import vote_open_words
from webapp.web.reasons import ReasonForm
from webapp.web.separate_votes import separate_vote_rows, way_to_options

if TYPE_CHECKING:
    from webapp.models import Amendment, Motion
    from webapp.text.weave import Weave

WRONG = HTTPStatus.UNPROCESSABLE_ENTITY
# In the order in which the committee's work comes to them; what is left was decided.
ON_THE_DESK = (
    AmendmentState.SUBMITTED,
    AmendmentState.SELECTED,
    AmendmentState.NOT_SELECTED,
    AmendmentState.OUT_OF_ORDER,
)


@bp.get("/desk/<int:motion_id>")
def desk(motion_id: int) -> ResponseReturnValue:
    """Show what was submitted to a motion, without names as long as they are hidden."""
    motion = motion_or_404(motion_id)
    must(current_actor(), "amendment:number", motion)
    return _desk_page(motion)


@bp.post("/<int:amendment_id>/select")
def select(amendment_id: int) -> ResponseReturnValue:
    """Take an amendment for debate under its number."""
    amendment = amendment_for("select", amendment_id)
    form = NumberForm(request.form)
    if not form.validate():
        return _desk_page(amendment.motion, amendment_id, form), WRONG
    try:
        with at_work() as session:
            amendments.select_amendment(
                session, current_actor(), amendment, number=str(form.number.data), now=utc_now()
            )
    except NumberTaken:
        find_fault(form.number, _("This is no number, or it is or was another amendment’s."))
        return _desk_page(amendment.motion, amendment_id, form), WRONG
    flash(_("%(amendment)s is selected for debate.", amendment=name_of(amendment)), "success")
    return _back_to_desk(amendment)


@bp.get("/<int:amendment_id>/reject")
def rejection(amendment_id: int) -> ResponseReturnValue:
    """Ask why an amendment is not selected."""
    amendment = amendment_for("reject", amendment_id)
    return _reason_page("reject", amendment, _reasons(amendment, "reject"))


@bp.post("/<int:amendment_id>/reject")
def reject(amendment_id: int) -> ResponseReturnValue:
    """Leave an amendment out of the debate for a reason."""
    amendment = amendment_for("reject", amendment_id)
    form = _reasons(amendment, "reject")
    if not _is_given(form):
        return _reason_page("reject", amendment, form), WRONG
    try:
        with at_work() as session:
            amendments.reject_amendment(
                session, current_actor(), amendment, reason=form.given(), now=utc_now()
            )
    except VoteOpen as refusal:
        form.form_errors.append(vote_open_words(amendment.motion, refusal))
        return _reason_page("reject", amendment, form), HTTPStatus.CONFLICT
    flash(_("The amendment is not selected."), "success")
    return _back_to_desk(amendment)


@bp.get("/<int:amendment_id>/rule")
def ruling(amendment_id: int) -> ResponseReturnValue:
    """Ask why an amendment is out of order."""
    amendment = amendment_for("rule_out_of_order", amendment_id)
    return _reason_page("rule", amendment, _reasons(amendment, "rule"))


@bp.post("/<int:amendment_id>/rule")
def rule(amendment_id: int) -> ResponseReturnValue:
    """Rule an amendment out of order for a reason, or in order after all."""
    if request.form.get("verdict") == "in_order":
        return _rule_in_order(amendment_for("rule_in_order", amendment_id))
    amendment = amendment_for("rule_out_of_order", amendment_id)
    form = _reasons(amendment, "rule")
    if not _is_given(form):
        return _reason_page("rule", amendment, form), WRONG
    with at_work() as session:
        amendments.rule_amendment_out_of_order(
            session, current_actor(), amendment, reason=form.given(), now=utc_now()
        )
    flash(_("The amendment is out of order."), "success")
    return _back_to_desk(amendment)


def _rule_in_order(amendment: Amendment) -> ResponseReturnValue:
    with at_work() as session:
        amendments.rule_amendment_in_order(session, current_actor(), amendment, now=utc_now())
    flash(_("The amendment is in order."), "success")
    return _back_to_desk(amendment)


def _desk_page(motion: Motion, wrong: int = 0, wrong_form: NumberForm | None = None) -> str:
    session = db.session()
    found = list_submitted(session, motion)
    suggested = suggest_numbers(session, motion)
    called = entry_names(found)
    weave = load_weave(session, motion)
    rows = {one.id: _row(one, called[one.id], suggested.get(one.id, ""), weave) for one in found}
    if wrong_form is not None:
        rows[wrong]["form"] = wrong_form
    alike = alike_on_the_desk(found, weave)
    for joined, others in alike.same.items():
        rows[joined]["same"] = [(other.id, called[other.id]) for other in others]
    words = rulebook_of(motion.conference).words.amendment_states
    states = (*ON_THE_DESK, *dict.fromkeys(one.state for one in found))
    sections = [
        (state.value, words[state], [rows[one.id] for one in _in_order(found, state, suggested)])
        for state in dict.fromkeys(states)
        if any(one.state is state for one in found)
    ]
    return render_template(
        "amendments/desk.html",
        **around(motion.conference, "committee"),
        motion=motion,
        sections=sections,
        collisions=_collisions(found, called, weave),
        several=len(found) > 1,
        pairs=pairs_on_the_desk(motion, alike.nearly, called),
        separate_votes=separate_vote_rows(motion),
        options_url=way_to_options(motion),
    )


def _in_order(
    found: list[Amendment], state: AmendmentState, suggested: dict[int, str]
) -> list[Amendment]:
    """Return those in one state by their number, or by the number they would have."""
    chosen = [one for one in found if one.state is state]
    return sorted(chosen, key=lambda one: place_key(one.number or suggested.get(one.id, "")))


def _row(amendment: Amendment, called: str, suggested: str, weave: Weave) -> dict[str, Any]:
    proposed = read_proposal(db.session(), amendment, weave=weave)
    form = NumberForm(prefix="")
    form.number.data = amendment.number or suggested
    return {
        "amendment": amendment,
        "called": called,
        "movers": movers(amendment),
        "words": amendment.submitted_words,
        "redline": in_context(redline(text_seen(amendment), proposed)),
        "state_word": state_word(amendment, amendment.state),
        "events": open_to_me(amendment),
        "form": form,
        "meets_text": any(one.hard for one in proposed.collisions_in_force),
        "again": worth_saying(amendment, weave),
    }


def _collisions(found: list[Amendment], called: dict[int, str], weave: Weave) -> dict[str, Any]:
    """Return which of those that may still be debated meet."""
    open_ones = [one for one in found if one.state in ON_THE_DESK[:3] and one.change is not None]
    if not open_ones:
        return {"meetings": []}
    text = seen_document(open_ones[0].text_version)
    return table_view(table_of_meetings(weave, open_ones, text, called), called)


def _reasons(amendment: Amendment, verdict: str) -> ReasonForm:
    admission = rulebook_of(amendment.motion.conference).admission
    offered = (
        admission.amendment_not_selected
        if verdict == "reject"
        else admission.amendment_out_of_order
    )
    form = ReasonForm(request.form if request.method == "POST" else None)
    form.fit(offered)
    return form


def _is_given(form: ReasonForm) -> bool:
    if not form.validate():
        return False
    if not form.given():
        find_fault(form.words, _("Write the reason."))
    return not form.errors


def _reason_page(verdict: str, amendment: Amendment, form: ReasonForm) -> str:
    return render_template(
        "amendments/reason.html",
        **around(amendment.motion.conference, "committee"),
        motion=amendment.motion,
        amendment=amendment,
        name=name_of(amendment),
        form=form,
        verdict=verdict,
    )


def _back_to_desk(amendment: Amendment) -> ResponseReturnValue:
    return redirect(
        url_for(".desk", motion_id=amendment.motion_id, _anchor=f"amendment-{amendment.id}"),
        HTTPStatus.SEE_OTHER,
    )
