"""The quorum on the desk: how many are there, and what a challenge from the hall finds."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from webapp.blueprints.voting.blueprint import at_work, bp
from webapp.extensions import db
from webapp.models import Conference, Motion
from webapp.queries.electorate import QuorumNow, quorum_now
from webapp.queries.minutes import last_of
from webapp.queries.standing import may, must
from webapp.services.presence import challenge_quorum
from webapp.web.clock import utc_now
from webapp.web.conference import here_or_404, number_asked, time_words, way_to
from webapp.web.forms import BaseForm
from webapp.web.identity import current_actor

MOST_PEOPLE = 1_000_000


class ChallengeForm(BaseForm):
    """How many were counted in the hall, where that was done."""

    counted = IntegerField(validators=[Optional(), NumberRange(0, MOST_PEOPLE)])


@dataclass(frozen=True, slots=True)
class QuorumPanel:
    """What the desk shows of the quorum."""

    now: QuorumNow
    last: str
    """What the last challenge found, "" where there was none."""
    may_challenge: bool
    challenge_url: str
    motion_id: int | None
    door_url: str


def quorum_panel(conference: Conference, motion: Motion | None = None) -> QuorumPanel:
    actor = current_actor()
    marks = may(actor, "presence:mark", conference)
    return QuorumPanel(
        now=quorum_now(db.session(), conference),
        last=_last_words(conference),
        may_challenge=may(actor, "quorum:test", conference),
        challenge_url=url_for("voting.challenge", slug=conference.slug),
        motion_id=motion.id if motion else None,
        door_url=way_to("register.door", slug=conference.slug) if marks else "",
    )


@bp.post("/quorum/<slug>")
def challenge(slug: str) -> ResponseReturnValue:
    """Establish whether enough are there, because somebody in the hall asked."""
    conference = here_or_404(slug)
    must(current_actor(), "quorum:test", conference)
    form = ChallengeForm(request.form)
    if not form.is_sent():
        flash(_("Write how many were counted as a whole number, or leave it empty."), "error")
        return redirect(_desk_url(conference), HTTPStatus.SEE_OTHER)
    known = quorum_now(db.session(), conference, counted=form.counted.data)
    if not known.is_known:
        flash(
            _("Nobody is counted at the door, so have the hall counted and write the figure."),
            "error",
        )
        return redirect(_desk_url(conference), HTTPStatus.SEE_OTHER)
    with at_work() as session:
        found = challenge_quorum(
            session, current_actor(), conference, counted=form.counted.data, now=utc_now()
        )
    flash(found_words(found.present, found.needed), "success" if found.is_met else "warning")
    return redirect(_desk_url(conference), HTTPStatus.SEE_OTHER)


def found_words(present: int, needed: int) -> str:
    """Say what a challenge found."""
    if present >= needed:
        return _(
            "Conference is quorate: %(present)d present, %(needed)d needed.",
            present=present,
            needed=needed,
        )
    return _(
        "Conference is not quorate: %(present)d present, %(needed)d needed, %(short)d missing.",
        present=present,
        needed=needed,
        short=needed - present,
    )


def _last_words(conference: Conference) -> str:
    minute = last_of(db.session(), conference, "quorum:challenge")
    if minute is None:
        return ""
    said = found_words(minute.facts["present"], minute.facts["needed"])
    when = time_words(minute.written_at, conference)
    return _("Challenged at %(time)s. %(found)s", time=when, found=said)


def _desk_url(conference: Conference) -> str:
    motion_id = number_asked("motion")
    if motion_id:
        return url_for("voting.desk", motion_id=motion_id, _anchor="quorum")
    return url_for("voting.index", slug=conference.slug, _anchor="quorum")
