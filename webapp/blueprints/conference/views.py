"""The pages everybody sees of a conference."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.blueprints.conference import orders, orders_of_votes
from webapp.blueprints.conference.agenda import days
from webapp.blueprints.conference.sentences import author, facts_said, sentence
from webapp.extensions import db
from webapp.queries.bulletins import has_bulletins
from webapp.queries.conferences import list_agenda, list_conferences
from webapp.queries.minutes import list_minutes
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.selections import list_selections
from webapp.queries.standing import may
from webapp.services.conferences import may_create_conference
from webapp.web.clock import utc_now
from webapp.web.conference import (
    around,
    date_words,
    dates_words,
    here_or_404,
    number_asked,
    way_to,
)
from webapp.web.identity import current_actor

bp = Blueprint("conference", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    """Show every conference there is to see; where there is one, its agenda."""
    found = list_conferences(db.session(), current_actor())
    may_create = may_create_conference(current_actor())
    if len(found) == 1 and "all" not in request.args:
        return redirect(url_for(".agenda", slug=found[0].slug))
    return render_template(
        "conference/index.html",
        conferences=[(one, dates_words(one)) for one in found],
        may_create=may_create,
    )


@bp.get("/conference/<slug>")
def agenda(slug: str) -> ResponseReturnValue:
    """Show the agenda: what comes when, who moves it, and what became of it."""
    conference = here_or_404(slug)
    now = utc_now()
    lines = list_agenda(db.session(), current_actor(), conference, now=now)
    return render_template(
        "conference/agenda.html",
        **around(conference, "agenda"),
        shown=conference,
        dates=dates_words(conference),
        days=days(lines, conference, now),
        deadlines=orders.deadlines(conference),
        phase=orders.phase(conference, now),
        now=now,
        may_edit=may(current_actor(), "agenda:edit", conference),
        may_draft=may(current_actor(), "motion:draft", conference),
        new_motion_url=way_to("motions.new", slug=slug),
        chosen_by_members_url=list_selections(db.session(), conference)
        and way_to("selections.index", slug=slug),
        bulletins_url=has_bulletins(db.session(), conference)
        and way_to("bulletins.index", slug=slug),
    )


@bp.get("/conference/<slug>/rulebook")
def rulebook(slug: str) -> ResponseReturnValue:
    """Show the standing orders the conference runs by, in sentences and tables."""
    conference = here_or_404(slug)
    return render_template(
        "conference/rulebook.html",
        **around(conference, "rulebook"),
        shown=conference,
        rules=rulebook_of(conference),
        kinds=orders.kinds(conference),
        deadlines=orders.deadlines(conference),
        amendment_rules=orders.amendment_rules(conference),
        voting_rules=orders.voting_rules(conference),
        procedural=orders_of_votes.procedural(conference),
        counting=orders_of_votes.counting(conference),
        ballots=orders_of_votes.ballots(conference),
        selection=orders_of_votes.selection(conference),
        printed=orders.printed(conference),
        spoken=orders.spoken(conference),
        reasons=orders.reasons(conference),
        appeals=orders.appeals(conference),
        move_url=way_to("admin.deadlines", slug=slug),
        may_move=may(current_actor(), "deadline:edit", conference),
        may_edit=may(current_actor(), "rulebook:edit", conference),
    )


@bp.get("/conference/<slug>/minutes")
def minutes(slug: str) -> ResponseReturnValue:
    """Show the minute book, newest first; `after` shows what followed a number."""
    conference = here_or_404(slug)
    page = list_minutes(
        db.session(),
        current_actor(),
        conference,
        before=number_asked("before"),
        after=number_asked("after"),
    )
    rows = [
        {
            "line": line,
            "author": author(line),
            "sentence": sentence(line),
            "facts": facts_said(line),
            "when": date_words(line.written_at, conference),
        }
        for line in page.lines
    ]
    return render_template(
        "conference/minutes.html",
        **around(conference, "minutes"),
        shown=conference,
        page=page,
        rows=rows,
        motion_url=lambda motion_id: way_to("motions.show", motion_id=motion_id),
    )
