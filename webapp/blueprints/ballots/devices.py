"""Lending a device: a browser that the office or tellers set up, for people to vote on in turn."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from webapp.blueprints.ballots.blueprint import bp
from webapp.blueprints.ballots.voters import leave_device, lend_device, lent_to, take_back_device
from webapp.extensions import db
from webapp.queries.polls import open_polls, takes_ballots
from webapp.queries.shared_devices import find_conference_of_device
from webapp.queries.standing import may
from webapp.services import shared_devices
from webapp.web.clock import utc_now
from webapp.web.conference import around, here_or_404
from webapp.web.identity import current_actor
from webapp.web.poll_words import poll_name
from webapp.web.transactions import unit_of_work

LENT_FOR = timedelta(hours=18)  # a day of conference, and not the night after


@bp.route("/of/<slug>/device", methods=["GET", "POST"])
def lend(slug: str) -> ResponseReturnValue:
    """Make this browser a shared device: whoever set it up is signed out of it."""
    conference = here_or_404(slug)
    if request.method == "GET":
        return render_template(
            "ballots/lend.html",
            **around(conference, "ballots"),
            shown=conference,
            may_lend=may(current_actor(), "device:lend", conference),
        )
    with unit_of_work(db.session()) as session:
        shared_devices.lend_device(session, current_actor(), conference, now=utc_now())
    logout_user()
    lend_device(conference.id, utc_now() + LENT_FOR)
    return redirect(url_for(".device"), HTTPStatus.SEE_OTHER)


@bp.get("/device")
def device() -> ResponseReturnValue:
    """Show the votes that people can cast on this device, with their codes."""
    conference = find_conference_of_device(db.session(), lent_to(utc_now()))
    if conference is not None:
        leave_device()  # somebody may have gone away before they had cast every ballot
    polls = open_polls(db.session(), conference) if conference else ()
    return render_template(
        "ballots/device.html",
        shown=conference,
        polls=[
            {
                "name": poll_name(poll),
                "about": poll.words,
                "url": url_for(".share", poll_id=poll.public_id),
            }
            for poll in polls
            if takes_ballots(poll, utc_now())
        ],
    )


@bp.post("/device/return")
def take_back() -> ResponseReturnValue:
    """Let this browser stand nowhere any more."""
    take_back_device()
    flash(_("This browser is a shared device no more."), "success")
    return redirect("/", HTTPStatus.SEE_OTHER)
