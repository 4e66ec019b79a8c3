"""What the proposers of a draft do with it: collect signatures, submit it, take it back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.amendments.advising import advice_on
from webapp.blueprints.amendments.blueprint import amendment_for, amendment_or_404, at_work, bp
from webapp.blueprints.amendments.redlines import shown
from webapp.blueprints.amendments.words import missing, movers, name_of, route
from webapp.extensions import db
from webapp.procedure.errors import NotPermitted, TooLate
from webapp.procedure.roles import Role
from webapp.queries.amending import text_seen
from webapp.queries.amendments import get_shared_draft
from webapp.queries.deadlines import may_let_in
from webapp.queries.proposals import read_proposal, visible_keys
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.services import amendments
from webapp.services.errors import ChangedMeanwhile, NotReady, NotUnderstood
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor
from webapp.web.lateness import closing_of
from webapp.web.reasons import WordsForm
from webapp.web.sharing import demand_share_key, share_key

if TYPE_CHECKING:
    from webapp.models import Amendment


@bp.get("/<int:amendment_id>/sign/<amendment_key>")
def sign(amendment_id: int, amendment_key: str) -> ResponseReturnValue:
    """Show a draft to somebody who was sent its address, with a button to sign it."""
    return _signing_page(_shared(amendment_id, amendment_key), amendment_key, WordsForm())


@bp.post("/<int:amendment_id>/sign/<amendment_key>")
def support(amendment_id: int, amendment_key: str) -> ResponseReturnValue:
    """Sign a draft."""
    amendment = _shared(amendment_id, amendment_key)
    with at_work() as session:
        amendments.support_amendment(session, current_actor(), amendment, now=utc_now())
    flash(_("You have signed it. It now stands among your amendments."), "success")
    address = url_for(".sign", amendment_id=amendment_id, amendment_key=amendment_key)
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.post("/<int:amendment_id>/sign/<amendment_key>/late")
def let_in(amendment_id: int, amendment_key: str) -> ResponseReturnValue:
    """Hand a late draft in for its drafter, with a reason."""
    amendment = _shared(amendment_id, amendment_key)
    if not may_let_in(current_actor(), amendment):
        raise NotPermitted("let_in")
    form = WordsForm(request.form)
    if not form.validate():
        return _signing_page(amendment, amendment_key, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with at_work() as session:
            amendments.let_in_amendment(
                session, current_actor(), amendment, reason=str(form.reason.data), now=utc_now()
            )
    except (NotReady, NotUnderstood):
        flash(_("Something is still missing that only its drafter can add."), "warning")
        page = _signing_page(_shared(amendment_id, amendment_key), amendment_key, form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The amendment is submitted."), "success")
    return redirect(url_for(".show", amendment_id=amendment_id), HTTPStatus.SEE_OTHER)


@bp.get("/<int:amendment_id>/submit")
def review(amendment_id: int) -> ResponseReturnValue:
    """Show what is submitted as it will be printed, or what is still missing."""
    return _review_page(amendment_for("submit", amendment_id))


@bp.post("/<int:amendment_id>/submit")
def submit(amendment_id: int) -> ResponseReturnValue:
    """Put a draft before the committee."""
    amendment = amendment_for("submit", amendment_id)
    seen = request.form.get("seen", type=int) or 0
    try:
        with at_work() as session:
            amendments.submit_amendment(
                session, current_actor(), amendment, now=utc_now(), seen_version=seen
            )
    except ChangedMeanwhile:
        flash(_("It was changed meanwhile. This is what it says now; look at it again."), "warning")
        return _review_page(amendment_or_404(amendment_id)), HTTPStatus.CONFLICT
    except TooLate:
        flash(_("It was not submitted: the deadline has passed."), "warning")
        return _review_page(amendment_or_404(amendment_id)), HTTPStatus.CONFLICT
    except (NotReady, NotUnderstood):
        return _review_page(amendment_or_404(amendment_id)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("Submitted. The committee chooses next what is debated."), "success")
    return redirect(url_for(".show", amendment_id=amendment_id), HTTPStatus.SEE_OTHER)


@bp.get("/<int:amendment_id>/withdraw")
def leave(amendment_id: int) -> ResponseReturnValue:
    """Ask whether an amendment is really withdrawn: that cannot be undone."""
    amendment = amendment_for("withdraw", amendment_id)
    return render_template(
        "amendments/withdraw.html",
        **around(amendment.motion.conference, "amendments"),
        amendment=amendment,
        name=name_of(amendment),
        words=amendment.submitted_words or read_proposal(db.session(), amendment).words,
    )


@bp.post("/<int:amendment_id>/withdraw")
def withdraw(amendment_id: int) -> ResponseReturnValue:
    """Take an amendment back."""
    amendment = amendment_for("withdraw", amendment_id)
    with at_work() as session:
        amendments.withdraw_amendment(session, current_actor(), amendment, now=utc_now())
    flash(_("Withdrawn."), "success")
    return redirect(url_for(".show", amendment_id=amendment_id), HTTPStatus.SEE_OTHER)


def sharing_address(amendment: Amendment) -> str:
    """Return the address a drafter sends to those who are asked to sign."""
    key = share_key(f"amendment:{amendment.id}")
    return url_for("amendments.sign", amendment_id=amendment.id, amendment_key=key, _external=True)


def _review_page(amendment: Amendment) -> str:
    session, actor = db.session(), current_actor()
    proposed = read_proposal(session, amendment, visible_keys(session, actor, amendment.motion))
    obstacles = amendments.obstacles_to_submitting(session, amendment, proposed)
    return render_template(
        "amendments/submit.html",
        **around(amendment.motion.conference, "amendments"),
        motion=amendment.motion,
        amendment=amendment,
        movers=movers(amendment),
        closing=closing_of(amendment),
        missing=[missing(amendment, obstacle) for obstacle in obstacles],
        printed=shown(text_seen(amendment), proposed, amendment.typed),
        advice=advice_on(amendment.motion, text_seen(amendment), proposed),
    )


def _signing_page(amendment: Amendment, key: str, form: WordsForm) -> str:
    actor = current_actor()
    roles = actor.roles_towards(amendment)
    proposed = read_proposal(db.session(), amendment)
    conference = amendment.motion.conference
    letting_in = may_let_in(actor, amendment)
    # Whoever chooses later is not shown now who asks, if the rulebook hides it.
    hidden = letting_in and rulebook_of(conference).amendments.hide_movers_until_selected
    return render_template(
        "amendments/sign.html",
        **around(conference, "amendments"),
        motion=amendment.motion,
        amendment=amendment,
        key=key,
        form=form,
        movers=route(amendment) if hidden else movers(amendment),
        printed=shown(text_seen(amendment), proposed, amendment.typed),
        has_signed=Role.SUPPORTER in roles,
        may_sign=may(actor, "amendment:support", amendment) and Role.MOVER not in roles,
        brings=not roles.isdisjoint({Role.DRAFTER, Role.MOVER}),
        letting_in=letting_in,
        closing=closing_of(amendment),
    )


def _shared(amendment_id: int, key: str) -> Amendment:
    demand_share_key(f"amendment:{amendment_id}", key)
    return get_shared_draft(db.session(), current_actor(), amendment_id)
