"""Every poll of a conference: those to vote in now, and what the others came to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

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
        lines=[line_of(poll) for poll in found],
    )


def line_of(poll: Poll) -> dict[str, Any]:
    """Return one line of the list: what is asked, and what is to be done or came of it."""
    is_open = takes_ballots(poll, utc_now())
    return {
        "code": poll.motion.code if poll.motion is not None else "",
        "title": poll_name(poll),
        "url": url_for("ballots.show", poll_id=poll.public_id),
        "under": waiting_words(poll) if is_open else over_words(poll),
        "state": _("Open") if is_open else "",
        "kind": "published",
    }


def waiting_words(poll: Poll) -> str:
    """Say how many ballots whoever asks has still to cast."""
    person_id = current_actor().person_id
    places = places_of(db.session(), poll, person_id) if person_id is not None else ()
    waiting = sum(not place.voted for place in places)
    if waiting:
        return ngettext(
            "You have %(num)d vote to cast.", "You have %(num)d votes to cast.", waiting
        )
    return _("You have voted.") if places else ""


def over_words(poll: Poll) -> str:
    """Say what came of a poll that takes no ballots any more."""
    when = date_words(poll.closed_at or poll.opened_at, poll.conference)
    if poll.void_reason:
        return f"{when}. {_('Ended without a result.')} {poll.void_reason}"
    result = result_of(poll)
    if result is None:
        return when
    if poll.ranked:
        return f"{when}. {result['ranked'].line}. {result['declared'] or result['sentence']}"
    figures = ", ".join(f"{row['label']} {row['votes']}" for row in result["rows"])
    return f"{when}. {figures}. {result['declared'] or result['sentence']}"
