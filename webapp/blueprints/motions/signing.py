"""What the proposers of a draft do with it: collect signatures, submit it, take it back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import at_work, bp, motion_for, motion_or_404
from webapp.blueprints.motions.drafts import line_profile
from webapp.blueprints.motions.words import kind_name, missing, movers, route
from webapp.extensions import db
from webapp.procedure.errors import NotPermitted, TooLate
from webapp.procedure.roles import Role
from webapp.queries.deadlines import may_let_in
from webapp.queries.motions import get_shared_draft
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.rendering.paper import plain_paper
from webapp.services import motions
from webapp.services.errors import NotReady
from webapp.text.lines import lay_out
from webapp.text.records import load_document
from webapp.web.clock import utc_now
from webapp.web.conference import around, way_to
from webapp.web.identity import current_actor
from webapp.web.lateness import closing_of
from webapp.web.paper_parts import in_parts
from webapp.web.reasons import WordsForm
from webapp.web.sharing import demand_share_key, share_key

if TYPE_CHECKING:
    from webapp.models import Motion


@bp.get("/<int:motion_id>/sign/<key>")
def sign(motion_id: int, key: str) -> ResponseReturnValue:
    """Show a draft to somebody who was sent its address, with a button to sign it."""
    return _signing_page(_shared(motion_id, key), key, WordsForm())


@bp.post("/<int:motion_id>/sign/<key>")
def support(motion_id: int, key: str) -> ResponseReturnValue:
    """Sign a draft."""
    motion = _shared(motion_id, key)
    with at_work() as session:
        motions.support_motion(session, current_actor(), motion, now=utc_now())
    flash(_("You have signed it. It now stands among your motions."), "success")
    return redirect(url_for(".sign", motion_id=motion_id, key=key), HTTPStatus.SEE_OTHER)


@bp.post("/<int:motion_id>/sign/<key>/late")
def let_in(motion_id: int, key: str) -> ResponseReturnValue:
    """Hand a late draft in for its drafter, with a reason."""
    motion = _shared(motion_id, key)
    if not may_let_in(current_actor(), motion):
        raise NotPermitted("let_in")
    form = WordsForm(request.form)
    if not form.validate():
        return _signing_page(motion, key, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with at_work() as session:
            motions.let_in_motion(
                session, current_actor(), motion, reason=str(form.reason.data), now=utc_now()
            )
    except NotReady:
        flash(_("Something is still missing that only its drafter can add."), "warning")
        page = _signing_page(_shared(motion_id, key), key, form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("“%(title)s” is submitted.", title=motion.title), "success")
    if may(current_actor(), "motion:view_submitted", motion):
        return redirect(url_for(".show", motion_id=motion_id), HTTPStatus.SEE_OTHER)
    return redirect(way_to("conference.agenda", slug=motion.conference.slug), HTTPStatus.SEE_OTHER)


@bp.get("/<int:motion_id>/submit")
def review(motion_id: int) -> ResponseReturnValue:
    """Show what is submitted, or what is still missing."""
    motion = motion_for("submit", motion_id)
    document = load_document(motion.draft)
    obstacles = motions.obstacles_to_submitting(motion)
    return render_template(
        "motions/submit.html",
        **around(motion.conference, "motions"),
        motion=motion,
        kind=kind_name(motion),
        movers=movers(motion),
        closing=closing_of(motion),
        missing=[missing(motion, obstacle) for obstacle in obstacles],
        view=in_parts(plain_paper(document, lay_out(document, line_profile(motion.conference)))),
    )


@bp.post("/<int:motion_id>/submit")
def submit(motion_id: int) -> ResponseReturnValue:
    """Put a draft before the committee."""
    motion = motion_or_404(motion_id)
    if motions.obstacles_to_submitting(motion):
        return redirect(url_for(".review", motion_id=motion_id), HTTPStatus.SEE_OTHER)
    try:
        with at_work() as session:
            motions.submit_motion(session, current_actor(), motion, now=utc_now())
    except TooLate:
        flash(_("It was not submitted: the deadline has passed."), "warning")
        return redirect(url_for(".review", motion_id=motion_id), HTTPStatus.SEE_OTHER)
    flash(_("Submitted. The committee rules next whether it is in order."), "success")
    return redirect(url_for(".show", motion_id=motion_id), HTTPStatus.SEE_OTHER)


@bp.get("/<int:motion_id>/withdraw")
def leave(motion_id: int) -> ResponseReturnValue:
    """Ask whether a motion is really withdrawn: that cannot be undone."""
    motion = motion_for("withdraw", motion_id)
    return render_template(
        "motions/withdraw.html", **around(motion.conference, "motions"), motion=motion
    )


@bp.post("/<int:motion_id>/withdraw")
def withdraw(motion_id: int) -> ResponseReturnValue:
    """Take a motion back."""
    motion = motion_or_404(motion_id)
    with at_work() as session:
        motions.withdraw_motion(session, current_actor(), motion, now=utc_now())
    flash(_("Withdrawn."), "success")
    return redirect(url_for(".show", motion_id=motion_id), HTTPStatus.SEE_OTHER)


def sharing_address(motion: Motion) -> str:
    """Return the address a drafter sends to those who are asked to sign."""
    key = share_key(f"motion:{motion.id}")
    return url_for("motions.sign", motion_id=motion.id, key=key, _external=True)


def _signing_page(motion: Motion, key: str, form: WordsForm) -> str:
    document = load_document(motion.draft)
    actor = current_actor()
    roles = actor.roles_towards(motion)
    letting_in = may_let_in(actor, motion)
    # Whoever chooses later is not shown now who asks, if the rulebook hides it.
    hidden = letting_in and rulebook_of(motion.conference).amendments.hide_movers_until_selected
    return render_template(
        "motions/sign.html",
        **around(motion.conference, "motions"),
        motion=motion,
        key=key,
        form=form,
        kind=kind_name(motion),
        movers=route(motion) if hidden else movers(motion),
        view=in_parts(plain_paper(document, lay_out(document, line_profile(motion.conference)))),
        has_signed=Role.SUPPORTER in roles,
        may_sign=may(actor, "motion:support", motion) and Role.MOVER not in roles,
        brings=not roles.isdisjoint({Role.DRAFTER, Role.MOVER}),
        letting_in=letting_in,
        closing=closing_of(motion),
    )


def _shared(motion_id: int, key: str) -> Motion:
    demand_share_key(f"motion:{motion_id}", key)
    return get_shared_draft(db.session(), current_actor(), motion_id)
