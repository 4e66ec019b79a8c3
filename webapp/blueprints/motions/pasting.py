"""A motion pasted: read, shown as understood with every doubt, corrected, kept."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import bp, here_to_draft, motion_for
from webapp.blueprints.motions.drafts import (
    MEANWHILE,
    keep,
    proposal,
    seen_now,
    source_of,
    understood,
)
from webapp.blueprints.motions.forms import LONGEST_TITLE, PastedMotionForm, PasteForm
from webapp.blueprints.motions.words import kind_name
from webapp.extensions import db
from webapp.queries.motions import list_own
from webapp.queries.rulebooks import rulebook_of
from webapp.services.errors import ChangedMeanwhile
from webapp.text.errors import TooMuch
from webapp.text.reading import Reading, read_plain
from webapp.web.conference import around
from webapp.web.identity import current_actor
from webapp.web.paper_parts import in_parts

if TYPE_CHECKING:
    from webapp.models import Conference, Motion

OK, WRONG, CHANGED = HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.get("/mine/<slug>")
def mine(slug: str) -> ResponseReturnValue:
    """Show what the person asking drafted, moves or signed."""
    conference = here_to_draft(slug)
    found = list_own(db.session(), current_actor(), conference)
    return render_template(
        "motions/mine.html",
        **around(conference, "motions"),
        shown=conference,
        motions=found,
        kinds={motion.id: kind_name(motion) for motion in found},
        words=rulebook_of(conference).words.motion_states,
    )


@bp.get("/new/<slug>")
def new(slug: str) -> ResponseReturnValue:
    """Ask for the motion as it was written, or lead to typing it clause by clause."""
    return _paste_page(here_to_draft(slug), PasteForm())


@bp.post("/read/<slug>")
def read(slug: str) -> ResponseReturnValue:
    """Show how a pasted motion is understood; nothing is kept yet."""
    conference = here_to_draft(slug)
    pasted = PasteForm(request.form)
    if not pasted.validate():
        return _paste_page(conference, pasted), WRONG
    return _show_reading(conference, None)


@bp.post("/new/<slug>")
def create(slug: str) -> ResponseReturnValue:
    """Keep a pasted motion as a draft."""
    return _keep(here_to_draft(slug), None)


@bp.get("/<int:motion_id>/source")
def source(motion_id: int) -> ResponseReturnValue:
    """Show what was pasted once more, to be corrected and read again."""
    motion = motion_for("revise", motion_id)
    return _paste_page(motion.conference, PasteForm(data={"source": source_of(motion)}), motion)


@bp.post("/<int:motion_id>/source")
def read_again(motion_id: int) -> ResponseReturnValue:
    """Show how the corrected text of a draft is understood."""
    motion = motion_for("revise", motion_id)
    pasted = PasteForm(request.form)
    if not pasted.validate():
        return _paste_page(motion.conference, pasted, motion), WRONG
    return _show_reading(motion.conference, motion)


@bp.post("/<int:motion_id>/replace")
def replace_text(motion_id: int) -> ResponseReturnValue:
    """Keep a pasted text in place of a draft's."""
    motion = motion_for("revise", motion_id)
    return _keep(motion.conference, motion)


def _keep(conference: Conference, motion: Motion | None) -> ResponseReturnValue:
    form = PastedMotionForm(request.form)
    form.fit(conference)
    valid = form.validate()
    people = form.find_people(conference)
    try:
        reading = read_plain(form.source.data or "")
    except TooMuch as error:
        return _too_much(conference, error, motion)
    if not valid or form.errors or not reading.document.clauses:
        return _reading_page(conference, form, reading, motion), WRONG
    back = reading.back.without_remainder()
    kept = proposal(form, people, reading.document, back, form.source.data or "")
    try:
        motion_id = keep(conference, motion, kept, seen=form.seen_version())
    except ChangedMeanwhile:
        form.seen.data = seen_now(motion)
        flash(MEANWHILE, "warning")
        return _reading_page(conference, form, reading, motion), CHANGED
    flash(_("Draft saved."), "success")
    return redirect(url_for(".show", motion_id=motion_id), HTTPStatus.SEE_OTHER)


def _show_reading(conference: Conference, motion: Motion | None) -> ResponseReturnValue:
    try:
        reading = read_plain(request.form["source"])
    except TooMuch as error:
        return _too_much(conference, error, motion)
    # What was said already stays as it was typed; the first time the reading says it.
    form = PastedMotionForm(request.form if "kind" in request.form else None)
    form.fit(conference)
    if "kind" not in request.form:
        _prefill(form, conference, reading, motion)
    status = OK if reading.document.clauses else WRONG
    return _reading_page(conference, form, reading, motion), status


def _prefill(
    form: PastedMotionForm, conference: Conference, reading: Reading, motion: Motion | None
) -> None:
    form.source.data = request.form["source"]
    if motion is not None:
        form.fill(motion)
    else:
        form.suggest(conference)
    title = " ".join(reading.front.title.split())
    if title:
        form.title.data = title[:LONGEST_TITLE]


def _paste_page(conference: Conference, form: PasteForm, motion: Motion | None = None) -> str:
    return render_template(
        "motions/paste.html",
        **around(conference, "motions"),
        shown=conference,
        form=form,
        motion=motion,
    )


def _reading_page(
    conference: Conference, form: PastedMotionForm, reading: Reading, motion: Motion | None
) -> str:
    shows = understood(reading, conference)
    return render_template(
        "motions/reading.html",
        **around(conference, "motions"),
        shown=conference,
        form=form,
        front=reading.front,
        read=shows,
        view=in_parts(shows.paper),
        motion=motion,
    )


def _too_much(conference: Conference, error: TooMuch, motion: Motion | None) -> ResponseReturnValue:
    names = {
        "characters": _("characters"),
        "clauses": _("clauses"),
        "levels": _("levels of nesting"),
    }
    form = PasteForm(request.form)
    form.source.errors = [
        _(
            "This has %(found)s %(what)s; the most that is read is %(limit)s. Cut it into parts.",
            found=f"{error.found:,}",
            what=names.get(error.what, error.what),
            limit=f"{error.limit:,}",
        )
    ]
    return _paste_page(conference, form, motion), WRONG
