"""Sign-in codes: made for many or for one, and shown once, as cards to print and cut."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from webapp.blueprints.admin.blueprint import answering, at_work, bp, office
from webapp.blueprints.admin.forms import CodesForm
from webapp.blueprints.admin.people import elsewhere
from webapp.extensions import db
from webapp.models import Conference
from webapp.queries.people import (
    get_member,
    list_without_password,
    read_afresh,
    with_valid_code,
)
from webapp.services.say_over_people import BelongsElsewhere, within_reach
from webapp.services.sign_in_codes import IssuedCode, issue_sign_in_codes
from webapp.web.chance import new_code
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words
from webapp.web.identity import current_actor

CODES_LAST = timedelta(days=60)  # printed with the invitations, used at the door


@bp.route("/<slug>/codes", methods=["GET", "POST"])
def codes(slug: str) -> ResponseReturnValue:
    """Say for whom codes can be made; made, show them once, as cards to print and cut."""
    conference = office(slug, "person:print_code")
    newcomers = within_reach(
        db.session(),
        current_actor(),
        list_without_password(db.session(), current_actor(), conference),
    )
    holders = with_valid_code(db.session(), newcomers, now=utc_now())
    without = [person for person in newcomers if person.id not in holders]
    form = CodesForm(request.form, data={"whom": "without"})
    form.whom.choices = _whom(len(without), len(newcomers))
    if form.is_sent():
        wanted = without if form.whom.data == "without" else newcomers
        return show_codes_for(conference, [person.id for person in wanted])
    page = render_template(
        "admin/codes.html",
        **around(conference, "admin"),
        shown=conference,
        form=form,
        newcomers=len(newcomers),
    )
    return page, answering(form)


@bp.post("/<slug>/people/<public_id>/code")
def person_code(slug: str, public_id: str) -> ResponseReturnValue:
    """Make a code for one person, who has lost theirs or their password."""
    conference = office(slug, "person:print_code")
    return show_codes_for(conference, [get_member(db.session(), conference, public_id).id])


def _whom(without: int, newcomers: int) -> list[tuple[str, str]]:
    return [
        (
            "without",
            ngettext(
                "%(num)d person who has never signed in and holds no code",
                "%(num)d people who have never signed in and hold no code",
                without,
            ),
        ),
        (
            "all",
            ngettext(
                "%(num)d person who has never signed in; a card printed before stops working",
                "all %(num)d people who have never signed in; cards printed before stop working",
                newcomers,
            ),
        ),
    ]


def show_codes_for(conference: Conference, wanted: Sequence[int]) -> ResponseReturnValue:
    """Make codes and show them; this page is the only place where they ever stand."""
    try:
        with at_work() as session:
            issued = issue_sign_in_codes(
                session,
                current_actor(),
                conference,
                read_afresh(session, wanted),
                new_code=new_code,
                lasts=CODES_LAST,
                now=utc_now(),
            )
    except BelongsElsewhere:
        flash(elsewhere(), "error")
        return redirect(url_for(".people", slug=conference.slug))
    return cards(conference, issued)


def cards(conference: Conference, issued: Sequence[IssuedCode]) -> ResponseReturnValue:
    """Show codes that were just made, and let nothing keep the page."""
    page = make_response(
        render_template(
            "admin/cards.html",
            **around(conference, "admin"),
            shown=conference,
            issued=issued,
            until=date_words(issued[0].expires_at, conference) if issued else "",
            address=url_for("accounts.use_code", _external=True),
        )
    )
    page.headers["Cache-Control"] = "no-store"
    return page
