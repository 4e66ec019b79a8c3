"""Voting on a device that many share: let in by a code for one poll, and forgotten after."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.blueprints.ballots.blueprint import bp
from webapp.blueprints.ballots.forms import CodeForOneBallot, NoPlace
from webapp.blueprints.ballots.showing import what_is_asked
from webapp.blueprints.ballots.voters import (
    leave_device,
    lent_to,
    poll_shown,
    share_device,
    voter_for,
)
from webapp.extensions import db, limiter
from webapp.queries.polls import places_of, takes_ballots
from webapp.services.sign_in_codes import CodeRefused, check_code, redeem_code
from webapp.web.clock import utc_now
from webapp.web.transactions import unit_of_work

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Person, Poll

GUESSES = "600 per minute"  # a whole hall may sit behind one address; codes are hard to guess


def has_failed(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@bp.route("/<poll_id>/shared", methods=["GET", "POST"])
@limiter.limit(GUESSES, methods=["POST"], deduct_when=has_failed)
def share(poll_id: str) -> ResponseReturnValue:
    """Ask for a code, and let whose it is vote in this poll and do nothing else."""
    poll = poll_shown(poll_id)
    sitting = voter_for(poll_id)
    if request.method == "GET" and sitting is not None and sitting.is_shared:
        leave_device()  # somebody went away before they had cast every ballot
    if not takes_codes(poll):
        page = render_template("ballots/share.html", **what_is_asked(poll), must_be_lent=True)
        return page, HTTPStatus.OK if request.method == "GET" else HTTPStatus.CONFLICT
    form = CodeForOneBallot(request.form)
    if form.is_sent() and takes_ballots(poll, utc_now()):
        try:
            with unit_of_work(db.session()) as work:
                person = redeem_code_of_voter(work, form.code.data or "", poll)
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


def takes_codes(poll: Poll) -> bool:
    """Tell whether a code lets somebody vote here: at a closed conference on lent devices alone.

    Else whoever had gone would leave a browser behind that may see nothing, nor let the next in.
    """
    return not poll.conference.is_closed or lent_to(utc_now()) == poll.conference_id


def redeem_code_of_voter(session: Session, code: str, poll: Poll) -> Person:
    """Use up the code of somebody on the roll; that of anybody else stays good elsewhere."""
    found = check_code(session, code, utc_now())
    if not places_of(session, poll, found.person_id):
        raise NoPlace
    return redeem_code(session, code, utc_now())
