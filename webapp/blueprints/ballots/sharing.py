"""Voting on a device that many share: let in by a code for one poll, and forgotten after."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.blueprints.ballots.blueprint import bp
from webapp.blueprints.ballots.forms import CodeForOneBallot
from webapp.blueprints.ballots.showing import what_is_asked
from webapp.blueprints.ballots.voters import share_device
from webapp.extensions import db, limiter
from webapp.queries.polls import get_poll, takes_ballots
from webapp.services.people import CodeRefused, redeem_code
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor
from webapp.web.transactions import unit_of_work

GUESSES = "600 per minute"  # a whole hall may sit behind one address; codes are hard to guess


def has_failed(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@bp.route("/<poll_id>/shared", methods=["GET", "POST"])
@limiter.limit(GUESSES, methods=["POST"], deduct_when=has_failed)
def share(poll_id: str) -> ResponseReturnValue:
    """Ask for a code, and let whose it is vote in this poll and do nothing else."""
    poll = get_poll(db.session(), current_actor(), poll_id)
    form = CodeForOneBallot(request.form)
    if form.is_sent() and takes_ballots(poll, utc_now()):
        try:
            with unit_of_work(db.session()) as work:
                person = redeem_code(work, form.code.data or "", utc_now())
        except CodeRefused as refusal:
            form.refuse(refusal)
        else:
            share_device(poll_id, person.id, person.session_epoch)
            return redirect(url_for(".show", poll_id=poll_id), HTTPStatus.SEE_OTHER)
    page = render_template(
        "ballots/share.html",
        **what_is_asked(poll),
        form=form,
        is_open=takes_ballots(poll, utc_now()),
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
