"""A motion typed clause by clause; every button keeps what was typed, saving alone stores it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import bp, here_to_draft, motion_for
from webapp.blueprints.motions.drafts import (
    MEANWHILE,
    keep,
    line_profile,
    proposal,
    read_statement,
    seen_now,
    statement,
)
from webapp.blueprints.motions.forms import ComposedMotionForm
from webapp.rendering.paper import plain_paper
from webapp.services.errors import ChangedMeanwhile
from webapp.text.clause import Document
from webapp.text.lines import lay_out
from webapp.text.numbering import number
from webapp.text.reading import Back
from webapp.text.records import load_back, load_document
from webapp.web.clause_editor import (
    Editor,
    Unreadable,
    blank_document,
    cards,
    is_too_long_to_edit,
    read_editor,
    without_empty,
)
from webapp.web.conference import around

if TYPE_CHECKING:
    from webapp.models import Conference, Motion

WRONG, CHANGED = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.get("/compose/<slug>")
def compose(slug: str) -> ResponseReturnValue:
    """Begin a motion with one empty clause."""
    conference = here_to_draft(slug)
    form = ComposedMotionForm()
    form.fit(conference)
    form.suggest(conference)
    return _page(conference, form, Editor(blank_document()))


@bp.post("/compose/<slug>")
def compose_further(slug: str) -> ResponseReturnValue:
    """Do what a clause's button says, or keep the draft."""
    return _further(here_to_draft(slug), None)


@bp.get("/<int:motion_id>/edit")
def edit(motion_id: int) -> ResponseReturnValue:
    """Show a draft, a box for each clause."""
    motion = motion_for("revise", motion_id)
    document = load_document(motion.draft)
    form = ComposedMotionForm()
    form.fit(motion.conference)
    form.fill(motion)
    form.applicability.data = statement(load_back(motion.back), number(document))
    editor = None if is_too_long_to_edit(document) else Editor(document)
    return _page(motion.conference, form, editor, motion)


@bp.post("/<int:motion_id>/edit")
def edit_further(motion_id: int) -> ResponseReturnValue:
    """Do what a clause's button says, or keep the draft."""
    motion = motion_for("revise", motion_id)
    return _further(motion.conference, motion)


def _further(conference: Conference, motion: Motion | None) -> ResponseReturnValue:
    form = ComposedMotionForm(request.form)
    form.fit(conference)
    editor = _editor(motion)
    if editor is not None and editor.act:
        return _page(conference, form, editor, motion)
    return _save(conference, form, editor, motion)


def _editor(motion: Motion | None) -> Editor | None:
    """Return the text as typed; None where it is too long for boxes and none were sent."""
    if motion is not None and "state" not in request.form:
        return None
    try:
        return read_editor(request.form)
    except Unreadable:
        abort(WRONG)


def _save(
    conference: Conference,
    form: ComposedMotionForm,
    editor: Editor | None,
    motion: Motion | None,
) -> ResponseReturnValue:
    valid = form.validate()
    people = form.find_people(conference)
    if not valid or form.errors:
        return _page(conference, form, editor, motion), WRONG
    document = _document(editor, motion)
    kept = load_back(motion.back) if motion is not None else Back()
    back, doubts = read_statement(form.applicability.data or "", document, kept)
    source = motion.source if motion is not None else ""
    try:
        motion_id = keep(
            conference,
            motion,
            proposal(form, people, document, back, source),
            seen=form.seen_version(),
        )
    except ChangedMeanwhile:
        form.seen.data = seen_now(motion)
        flash(MEANWHILE, "warning")
        return _page(conference, form, editor, motion, show_theirs=True), CHANGED
    flash(_("Draft saved."), "success")
    for doubt in doubts:
        flash(f"“{doubt.words}”: {doubt.sentence}", "warning")
    return redirect(url_for(".show", motion_id=motion_id), HTTPStatus.SEE_OTHER)


def _document(editor: Editor | None, motion: Motion | None) -> Document:
    """Return the text as typed; of one too long for boxes, the text kept."""
    if editor is not None:
        return without_empty(editor.document)
    return load_document(motion.draft) if motion is not None else Document()


def _page(
    conference: Conference,
    form: ComposedMotionForm,
    editor: Editor | None,
    motion: Motion | None = None,
    *,
    show_theirs: bool = False,
) -> str:
    theirs = load_document(motion.draft) if motion is not None and show_theirs else None
    return render_template(
        "motions/edit.html",
        **around(conference, "motions"),
        shown=conference,
        form=form,
        editor=editor,
        cards=cards(editor) if editor is not None else [],
        motion=motion,
        theirs=plain_paper(theirs, lay_out(theirs, line_profile(conference))) if theirs else None,
    )
