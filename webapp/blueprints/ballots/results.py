"""Every poll of a conference: those to vote in now, and what the others came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.blueprints.ballots.blueprint import bp
from webapp.extensions import db
from webapp.queries.polls import list_polls, places_of, takes_ballots
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words, here_or_404
from webapp.web.identity import current_actor
from webapp.web.poll_closing import close_what_is_due
from webapp.web.poll_results import result_of
from webapp.web.poll_words import poll_name

if TYPE_CHECKING:
    from webapp.models import Poll


@bp.get("/of/<slug>")
def index(slug: str) -> ResponseReturnValue:
    """Show the polls of a conference: those to vote in now, and those that are over."""
    conference = here_or_404(slug)
    found = [close_what_is_due(poll) for poll in list_polls(db.session(), conference)]
    return render_template(
        "ballots/index.html",
        **around(conference, "ballots"),
        shown=conference,
        rows=[row_of(poll) for poll in found],
    )


def row_of(poll: Poll) -> dict[str, Any]:
    """Return one line of the list."""
    person_id = current_actor().person_id
    is_open = takes_ballots(poll, utc_now())
    waiting = 0
    if is_open and person_id is not None:
        places = places_of(db.session(), poll, person_id)
        waiting = sum(not place.voted for place in places)
    return {
        "name": poll_name(poll),
        "about": poll.motion.code,
        "url": url_for("ballots.show", poll_id=poll.public_id),
        "is_open": is_open,
        "waiting": waiting,
        "when": date_words(poll.closed_at or poll.opened_at, poll.conference),
        "result": result_of(poll),
        "void": poll.void_reason,
    }
