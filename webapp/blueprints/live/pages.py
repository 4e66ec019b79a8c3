"""The pages of the hall, and the part of each that is drawn anew when something happens."""

from __future__ import annotations

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from webapp.blueprints.live.blueprint import bp, hall_of
from webapp.blueprints.live.floor_view import floor_view
from webapp.extensions import db
from webapp.models import Conference, Floor
from webapp.queries.floor import floor_of
from webapp.queries.polls import open_polls, takes_ballots
from webapp.queries.standing import may
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor
from webapp.web.live import told_already, told_now
from webapp.web.poll_words import asked_name

MOST_REMEMBERED = 32
Drawing = tuple[str, str, str, str, int, int]


@bp.get("/<slug>")
def now(slug: str) -> ResponseReturnValue:
    """Show what is before conference to those who follow on a phone or at home."""
    conference = hall_of(slug)
    return render_template(
        "live/now.html",
        **around(conference, "now"),
        shown=conference,
        floor=_part(slug, "live/_floor.html"),
        choices=choices_open(conference),
        may_set=may(current_actor(), "floor:set", conference),
        ways=[
            (label, url_for(endpoint, slug=slug))
            for label, endpoint, activity in (
                (_("Ask for a count"), "voting.division_now", "division:ask"),
                (_("Count a block of the hall"), "voting.tellers", "count:enter"),
            )
            if may(current_actor(), activity, conference)
        ],
    )


def choices_open(conference: Conference) -> list[tuple[str, str]]:
    """Return what members choose while something else is on the floor, and where."""
    floor = db.session.get(Floor, conference.id)
    return [
        (asked_name(poll.selection), url_for("ballots.show", poll_id=poll.public_id))
        for poll in open_polls(db.session(), conference)
        if poll.selection is not None
        and takes_ballots(poll, utc_now())
        and (floor is None or floor.question != poll.question)
    ]


@bp.get("/<slug>/floor")
def floor(slug: str) -> ResponseReturnValue:
    """Show the part of that page that changes."""
    return _part(slug, "live/_floor.html")


@bp.get("/<slug>/screen")
def screen(slug: str) -> ResponseReturnValue:
    """Show the same in letters to be read from the last row."""
    conference = hall_of(slug)
    return render_template(
        "live/screen.html", shown=conference, floor=_part(slug, "live/_screen.html")
    )


@bp.get("/<slug>/screen/floor")
def screen_floor(slug: str) -> ResponseReturnValue:
    """Show the part of the screen that changes."""
    return _part(slug, "live/_screen.html")


def _part(slug: str, template: str) -> str:
    """Return the part that changes, drawn once for everybody who asks for it.

    `?floor=` names the floor that the asker was told of: nobody is given an older one.
    """
    known = request.args.get("floor", "")
    told = told_already(slug, known) or told_now(hall_of(slug), known)
    facts = told.facts
    turnout = facts["poll"]["turnout"] if facts["poll"] else 0
    drawing = (slug, template, str(get_locale()), facts["floor"], facts["minute"], turnout)
    remembered: dict[Drawing, str] = current_app.extensions.setdefault("live_drawn", {})
    drawn = remembered.get(drawing) if current_app.config["LIVE_SECONDS"] else None
    if drawn is not None:
        return drawn
    conference, seen_at = hall_of(slug), utc_now()
    found = floor_of(db.session(), conference, seen_at)
    part = render_template(
        template, shown=conference, told=facts, floor=floor_view(conference, found, seen_at)
    )
    while len(remembered) >= MOST_REMEMBERED:
        remembered.pop(next(iter(remembered)), None)
    remembered[drawing] = part
    return part
