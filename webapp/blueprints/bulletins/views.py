"""The bulletins of a conference: as pages, and as files to check without the service."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, send_file
from flask.typing import ResponseReturnValue

from webapp.blueprints.bulletins.words import (
    ballot_rows,
    facts_of,
    figure_rows,
    heading_of,
    line_of,
    seals_of,
    why_missing,
)
from webapp.extensions import db
from webapp.models import Conference, Poll
from webapp.queries.bulletins import bulletin_of, list_bulletins, public_roll
from webapp.queries.errors import NotThere
from webapp.queries.polls import get_poll
from webapp.queries.records import records_of
from webapp.rendering.bulletin import render_bulletin, render_records
from webapp.web.clock import utc_now
from webapp.web.conference import around, here_or_404, number_asked, way_to
from webapp.web.identity import current_actor
from webapp.web.poll_words import in_groups
from webapp.web.ranked_results import ranked_result
from webapp.web.signing import signing_key

bp = Blueprint("bulletins", __name__, url_prefix="/bulletins")

VERIFIER = Path("tools") / "verify_bulletin.py"
JSON = "application/json"
A_PAGE = 500


@bp.get("/verify_bulletin.py")
def verifier() -> ResponseReturnValue:
    """Hand out the script that checks a bulletin."""
    return send_file(
        Path(current_app.root_path).parent / VERIFIER,
        mimetype="text/x-python",
        as_attachment=True,
        download_name=VERIFIER.name,
    )


@bp.get("/<slug>")
def index(slug: str) -> ResponseReturnValue:
    """List the conference's votes by ballot, the newest first."""
    conference = here_or_404(slug)
    found = list_bulletins(db.session(), current_actor(), conference)
    return render_template(
        "bulletins/index.html",
        **around(conference),
        shown=conference,
        lines=[line_of(line.poll, line.number) for line in found],
        key=signing_key().public,
    )


@bp.get("/<slug>/records.json")
def records(slug: str) -> ResponseReturnValue:
    """Give the signed records of all polls of the conference, as one chain."""
    conference = here_or_404(slug)
    found = records_of(db.session(), conference.id)
    return _file(render_records(conference.name, found), f"records-{slug}.json")


@bp.get("/<slug>/<poll_id>")
def show(slug: str, poll_id: str) -> ResponseReturnValue:
    """Show the public record of one poll, and how to check it."""
    conference, poll = _here(slug, poll_id)
    bulletin = bulletin_of(db.session(), poll, key=signing_key().public, seen_at=utc_now())
    at = number_asked("page") or 1
    rows = ballot_rows(bulletin, poll)
    return render_template(
        "bulletins/show.html",
        **around(conference),
        shown=conference,
        poll=poll,
        bulletin=bulletin,
        facts=facts_of(poll, bulletin),
        figures=figure_rows(poll),
        heading=heading_of(poll),
        ranked=ranked_result(poll),
        in_groups=in_groups,
        rows=rows[(at - 1) * A_PAGE : at * A_PAGE],
        pages=range(1, -(-len(rows) // A_PAGE) + 1),
        page=at,
        missing=why_missing(bulletin),
        seals=seals_of(bulletin),
        votes_url=way_to("voting.results", motion_id=poll.motion_id)
        if poll.motion_id is not None
        else "",
    )


@bp.get("/<slug>/<poll_id>.json")
def json(slug: str, poll_id: str) -> ResponseReturnValue:
    """Give the bulletin as the file that the script checks."""
    _, poll = _here(slug, poll_id)
    bulletin = bulletin_of(db.session(), poll, key=signing_key().public, seen_at=utc_now())
    roll = public_roll(db.session(), poll)
    return _file(render_bulletin(bulletin, roll), f"bulletin-{poll_id}.json")


def _here(slug: str, poll_id: str) -> tuple[Conference, Poll]:
    conference = here_or_404(slug)
    poll = get_poll(db.session(), current_actor(), poll_id)
    if poll.conference_id != conference.id:
        raise NotThere("poll", poll_id)
    return conference, poll


def _file(words: str, name: str) -> Response:
    answer = Response(words, content_type=JSON)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
