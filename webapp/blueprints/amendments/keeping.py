"""Keeping what is typed as it is typed, and answering with how it would be printed."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.amendments.advising import advice_on
from webapp.blueprints.amendments.blueprint import amendment_for, at_work, bp, motion_to_amend
from webapp.blueprints.amendments.redlines import shown
from webapp.blueprints.amendments.sheets import (
    EDITED,
    INSTRUCTED,
    fingerprint,
    number_in,
    sent_sheet,
    subject_of,
)
from webapp.blueprints.amendments.unsaved import opened_sheet, to_this_text, typing_sent, way_of
from webapp.extensions import db
from webapp.queries.amending import text_seen
from webapp.queries.working_copies import find_working_copy
from webapp.services.working_copies import (
    SendItWhole,
    TypedElsewhere,
    keep_typed,
    settle_typed,
)
from webapp.web.chance import new_token
from webapp.web.clock import utc_now
from webapp.web.conference import date_words, local
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.blueprints.amendments.sheets import Sheet
    from webapp.models import Amendment, Conference, Motion, TextVersion, WayOfWriting


@bp.post("/new/<int:motion_id>/keep")
def keep_new(motion_id: int) -> ResponseReturnValue:
    """Keep what is typed of an amendment that is not saved yet."""
    motion, version = motion_to_amend(motion_id)
    return _kept(motion, version)


@bp.post("/<int:amendment_id>/keep")
def keep_draft(amendment_id: int) -> ResponseReturnValue:
    """Keep what is typed of a draft since it was saved."""
    amendment = amendment_for("revise", amendment_id)
    return _kept(amendment.motion, text_seen(amendment), amendment)


@bp.post("/new/<int:motion_id>/let-go")
def let_go_new(motion_id: int) -> ResponseReturnValue:
    """Throw away what was typed and never saved; begin with the published text."""
    motion, _version = motion_to_amend(motion_id)
    way = INSTRUCTED if request.form.get("way") == INSTRUCTED else EDITED
    endpoint = ".new" if way is EDITED else ".instruct"
    return _let_go(subject_of(motion, way, None), url_for(endpoint, motion_id=motion_id))


@bp.post("/<int:amendment_id>/let-go")
def let_go_draft(amendment_id: int) -> ResponseReturnValue:
    """Throw away what was typed since a draft was saved."""
    amendment = amendment_for("revise", amendment_id)
    subject = subject_of(amendment.motion, amendment.way, amendment)
    return _let_go(subject, url_for(".edit", amendment_id=amendment_id))


def window_of(sheet: Sheet) -> dict[str, Any]:
    """Return what a page must know to be kept as it is typed: its name, and what it has seen."""
    subject = subject_of(sheet.motion, sheet.way, sheet.amendment)
    copy = find_working_copy(db.session(), current_actor(), subject)
    since = sheet.restored_from
    return {
        "hand": new_token(),
        "copy": copy.version if copy is not None else 0,
        "of": sheet.version.id,
        "subject": f"{current_actor().public_id}/{subject}",
        "restored_at": date_words(since, sheet.motion.conference) if since else "",
    }


def to_the_second(moment: datetime, conference: Conference) -> str:
    return f"{local(moment, conference):%H:%M:%S}"


def _kept(
    motion: Motion, version: TextVersion, amendment: Amendment | None = None
) -> ResponseReturnValue:
    typing = typing_sent()
    way = way_of({**request.form, **dict.fromkeys(typing.unsent, "")})
    subject = subject_of(motion, way, amendment)
    try:
        with at_work() as session:
            copy = keep_typed(session, current_actor(), subject, typing, now=utc_now())
            kept = {
                "version": copy.version,
                "turn": copy.turn,
                "kept": to_the_second(copy.kept_at, motion.conference),
            }
            fields = dict(copy.fields or {})
    except SendItWhole:
        return jsonify(again=True), HTTPStatus.CONFLICT
    except TypedElsewhere as elsewhere:
        return _elsewhere(elsewhere, motion, version, way, amendment), HTTPStatus.CONFLICT
    here = to_this_text(fields, motion, version)
    sheet = sent_sheet(motion, version, way, amendment, here)
    return jsonify(**kept, **_as_printed(sheet))


def _as_printed(sheet: Sheet) -> dict[str, Any]:
    proposed = sheet.read()
    printed = shown(sheet.version, proposed, sheet.typed)
    printed["advice"] = advice_on(sheet.motion, sheet.version, proposed, sheet.amendment)
    return {
        "printed": render_template(
            "amendments/preview.html", printed=printed, asked=fingerprint(sheet.typed)
        ),
        "digest": digest(printed),
    }


def digest(printed: dict[str, Any]) -> str:
    """Say in one line how far an amendment has come, for a small screen and for who listens."""
    if printed["problems"]:
        return printed["problems"][0]["sentence"]  # type: ignore[no-any-return]
    if not printed["is_changed"]:
        return _("Nothing is changed yet.")
    first, *more = printed["words"].splitlines()
    told = _("%(first)s (and %(count)d more)", first=first, count=len(more)) if more else first
    meets = printed["meets"]
    return f"{told} {_('Meets %(what)s', what=meets[0]['sentence'])}" if meets else str(told)


def _elsewhere(
    elsewhere: TypedElsewhere,
    motion: Motion,
    version: TextVersion,
    way: WayOfWriting,
    amendment: Amendment | None,
) -> Response:
    """Show what another window made of it, so that one of the two can be chosen."""
    theirs = opened_sheet(motion, version, way, amendment)
    page = render_template(
        "amendments/elsewhere.html",
        is_settled=elsewhere.is_settled,
        is_draft=amendment is not None,
        words=theirs.read().words or theirs.typed,
        when=to_the_second(theirs.restored_from, motion.conference) if theirs.restored_from else "",
        mine_url=url_for(".mine", slug=motion.conference.slug),
    )
    return jsonify(elsewhere=page, version=elsewhere.version)


def _let_go(subject: str, back: str) -> ResponseReturnValue:
    seen = number_in(request.form.get("copy"))
    with at_work() as session:
        settle_typed(session, current_actor(), subject, seen=seen, now=utc_now())
    flash(_("What was not saved is gone."))
    return redirect(back, HTTPStatus.SEE_OTHER)
