"""The door: who comes and who leaves, by name or card, in one tap."""

from __future__ import annotations

from functools import partial

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.blueprints.register.blueprint import at_work, bp, here, on_to
from webapp.extensions import db
from webapp.queries.door import find_comers, latest_comers
from webapp.queries.electorate import quorum_now
from webapp.queries.people import get_member
from webapp.queries.standing import may
from webapp.services.presence import mark_left, mark_present, send_everybody_home
from webapp.web.clock import utc_now
from webapp.web.conference import around, time_words, way_to
from webapp.web.identity import current_actor


@bp.get("/<slug>/door")
def door(slug: str) -> ResponseReturnValue:
    """Show who is meant by a name or card, and who came last."""
    conference = here(slug, "presence:mark")
    words = request.args.get("words", "")[:200]
    return render_template(
        "register/door.html",
        **around(conference, "door"),
        shown=conference,
        words=words,
        found=find_comers(db.session(), current_actor(), conference, words),
        latest=latest_comers(db.session(), current_actor(), conference),
        quorum=quorum_now(db.session(), conference),
        time=lambda moment: time_words(moment, conference),
        lost_phone_url=may(current_actor(), "person:sign_out", conference)
        and partial(lost_phone_address, slug),
    )


def lost_phone_address(slug: str, public_id: str) -> str:
    return way_to("admin.lost_phone", slug=slug, public_id=public_id)


@bp.post("/<slug>/door/<public_id>/arrive")
def arrive(slug: str, public_id: str) -> ResponseReturnValue:
    """Let somebody in; a second tap finds them there."""
    conference = here(slug, "presence:mark")
    person = get_member(db.session(), conference, public_id)
    with at_work() as session:
        came = mark_present(session, current_actor(), conference, person, now=utc_now())
    said = _("%(name)s is present.") if came else _("%(name)s was present already.")
    flash(said % {"name": person.name}, "success")
    return on_to(url_for(".door", slug=slug))


@bp.post("/<slug>/door/<public_id>/leave")
def leave(slug: str, public_id: str) -> ResponseReturnValue:
    """Let somebody out; a second tap finds them gone."""
    conference = here(slug, "presence:mark")
    person = get_member(db.session(), conference, public_id)
    with at_work() as session:
        left = mark_left(session, current_actor(), conference, person, now=utc_now())
    said = _("%(name)s has left.") if left else _("%(name)s had left already.")
    flash(said % {"name": person.name}, "success")
    return on_to(url_for(".door", slug=slug))


@bp.post("/<slug>/door/empty")
def empty(slug: str) -> ResponseReturnValue:
    """Let everybody out, at the end of a day."""
    conference = here(slug, "presence:mark")
    with at_work() as session:
        gone = send_everybody_home(session, current_actor(), conference, now=utc_now())
    flash(ngettext("%(num)d person has left.", "%(num)d people have left.", gone), "success")
    return on_to(url_for(".door", slug=slug))
