"""The committee redrafts a text clause by clause, with a reason, after seeing the redline."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.motions.blueprint import at_work, bp, motion_for
from webapp.blueprints.motions.forms import RedraftForm
from webapp.extensions import db
from webapp.queries.texts import keys_in_force, latest_version, load_weave, printed_version
from webapp.rendering.changed_paper import Credit, changed_paper, only_changed
from webapp.services import motions
from webapp.services.errors import ChangedMeanwhile, NothingChanged
from webapp.text.diff import changes
from webapp.text.lines import Layout
from webapp.text.records import load_layout
from webapp.web.clause_editor import (
    Editor,
    Unreadable,
    cards,
    is_too_long_to_edit,
    read_editor,
    without_empty,
)
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.credits import credits_of
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Motion
    from webapp.rendering.paper import Paper
    from webapp.text.clause import Document

WRONG, CHANGED = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.get("/<int:motion_id>/redraft")
def redraft(motion_id: int) -> ResponseReturnValue:
    """Show the text in force, a box for each clause."""
    motion = motion_for("redraft", motion_id)
    document = load_weave(db.session(), motion).text(keys_in_force(db.session(), motion))
    if is_too_long_to_edit(document):
        return _page(motion, RedraftForm(), None)
    return _page(motion, RedraftForm(), Editor(document, _lines(motion)))


@bp.post("/<int:motion_id>/redraft")
def redraft_further(motion_id: int) -> ResponseReturnValue:
    """Do what a button says; show the redline; or change the text."""
    motion = motion_for("redraft", motion_id)
    form = RedraftForm(request.form)
    try:
        editor = read_editor(request.form, _lines(motion))
    except Unreadable:
        abort(WRONG)
    if editor.act:
        return _page(motion, form, editor)
    if "keep" not in request.form:
        return _page(motion, form, editor, seen=True)
    if not form.validate():
        return _page(motion, form, editor), WRONG
    return _keep(motion, form, editor)


def _keep(motion: Motion, form: RedraftForm, editor: Editor) -> ResponseReturnValue:
    try:
        with at_work() as session:
            motions.redraft_motion(
                session,
                current_actor(),
                motion,
                without_empty(editor.document),
                reason=str(form.reason.data),
                now=utc_now(),
            )
    except NothingChanged:
        flash(_("Nothing is changed yet: the text reads as before."), "warning")
        return _page(motion, form, editor), WRONG
    except ChangedMeanwhile:
        flash(_("The text was changed by somebody else meanwhile. Yours is kept below."), "warning")
        return _page(motion, form, editor), CHANGED
    flash(_("The text is redrafted."), "success")
    return redirect(url_for(".show", motion_id=motion.id), HTTPStatus.SEE_OTHER)


def _page(motion: Motion, form: RedraftForm, editor: Editor | None, *, seen: bool = False) -> str:
    return render_template(
        "motions/redraft.html",
        **around(motion.conference, "committee"),
        motion=motion,
        form=form,
        editor=editor,
        cards=cards(editor) if editor is not None else [],
        redline=_redline(motion, editor) if seen and editor is not None else None,
        seen=seen,
    )


def _redline(motion: Motion, editor: Editor) -> Paper | None:
    """Return the text in force with what the editor changed marked; None where nothing is."""
    key = "this redraft"
    session = db.session()
    before = load_weave(session, motion).text(keys_in_force(session, motion))
    change = changes(before, without_empty(editor.document), id=key)
    if not change.operations:
        return None
    weave = load_weave(session, motion, [change])
    credit = {key: Credit(_("new"), _("By this redraft."))}
    marked = changed_paper(
        weave.origins(before.under | {key}),
        before,
        weave.text(before.under | {key}),
        _print_of(motion, before),
        credits_of(motion) | credit,
    )
    return only_changed(marked)


def _print_of(motion: Motion, document: Document) -> Layout:
    """Return the lines of a text as printed; none where it was changed since."""
    version = latest_version(db.session(), motion)
    printed = printed_version(version) if version else None
    if printed is None or frozenset(printed.under) != document.under:
        return Layout()
    return load_layout(printed.layout or {})


def _lines(motion: Motion) -> Layout | None:
    version = latest_version(db.session(), motion)
    return load_layout(printed_version(version).layout or {}) if version else None
