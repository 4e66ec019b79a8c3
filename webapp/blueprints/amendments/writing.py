"""Writing an amendment: the text edited in place, or an instruction; each becomes the other."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.amendments.advising import advice_on
from webapp.blueprints.amendments.blueprint import (
    amendment_for,
    at_work,
    bp,
    motion_to_amend,
)
from webapp.blueprints.amendments.joining import WITH_OTHERS, offers_made
from webapp.blueprints.amendments.keeping import digest, window_of
from webapp.blueprints.amendments.redlines import shown, struck_clauses
from webapp.blueprints.amendments.sheets import (
    EDITED,
    INSTRUCTED,
    MEANWHILE,
    Sheet,
    fingerprint,
    forgive,
    fresh_sheet,
    is_sound,
    keep,
    turned,
)
from webapp.blueprints.amendments.unsaved import opened_sheet, sent_to_this_text
from webapp.extensions import db
from webapp.queries.amending import text_seen
from webapp.queries.proposals import read_proposal, seen_document, seen_layout
from webapp.rendering.paper import plain_paper
from webapp.services import amendments
from webapp.services.amendments import is_behind
from webapp.services.errors import ChangedMeanwhile
from webapp.text.numbering import number
from webapp.text.references import plain_text
from webapp.web.clause_editor import Card, cards
from webapp.web.clock import utc_now
from webapp.web.conference import around
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment
    from webapp.web.clause_editor import Editor

WRONG, CHANGED = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT


@bp.get("/new/<int:motion_id>")
def new(motion_id: int) -> ResponseReturnValue:
    """Show the published text, a box for each clause."""
    motion, version = motion_to_amend(motion_id)
    return _page(opened_sheet(motion, version, EDITED))


@bp.post("/new/<int:motion_id>")
def begin(motion_id: int) -> ResponseReturnValue:
    """Keep a draft edited in place; do what the pressed button says."""
    motion, version = motion_to_amend(motion_id)
    return _further(sent_to_this_text(motion, version, EDITED))


@bp.get("/instruct/<int:motion_id>")
def instruct(motion_id: int) -> ResponseReturnValue:
    """Ask for an instruction, with the published text beside it."""
    motion, version = motion_to_amend(motion_id)
    return _page(opened_sheet(motion, version, INSTRUCTED))


@bp.post("/instruct/<int:motion_id>")
def begin_instruction(motion_id: int) -> ResponseReturnValue:
    """Keep a draft typed as an instruction; do what the pressed button says."""
    motion, version = motion_to_amend(motion_id)
    return _further(sent_to_this_text(motion, version, INSTRUCTED))


@bp.get("/<int:amendment_id>/edit")
def edit(amendment_id: int) -> ResponseReturnValue:
    """Show a draft in the way in which it is written, with what was typed since it was saved."""
    amendment = amendment_for("revise", amendment_id)
    sheet = opened_sheet(amendment.motion, text_seen(amendment), amendment.way, amendment)
    return _page(sheet)


@bp.post("/<int:amendment_id>/edit")
def revise(amendment_id: int) -> ResponseReturnValue:
    """Keep a draft; do what the pressed button says."""
    return _further(_sent_draft(amendment_for("revise", amendment_id)))


@bp.post("/<int:amendment_id>/renew")
def renew(amendment_id: int) -> ResponseReturnValue:
    """Take a draft over to the motion as it was published since."""
    amendment = amendment_for("revise", amendment_id)
    seen = request.form.get("seen", type=int) or 0
    with at_work() as session:
        amendments.renew_amendment(
            session, current_actor(), amendment, seen_version=seen, now=utc_now()
        )
    flash(_("This is your amendment to the text as it is published now. Look at it again."))
    return redirect(url_for(".edit", amendment_id=amendment_id), HTTPStatus.SEE_OTHER)


def _sent_draft(amendment: Amendment) -> Sheet:
    """Return a draft as sent, in the way of the page it was sent from."""
    way = EDITED if "state" in request.form else INSTRUCTED
    return sent_to_this_text(amendment.motion, text_seen(amendment), way, amendment)


def _further(sheet: Sheet) -> ResponseReturnValue:
    try:
        kept = keep(sheet)
    except ChangedMeanwhile:
        forgive(sheet)
        flash(str(MEANWHILE), "warning")
        return _page(sheet, theirs=_theirs(sheet)), CHANGED
    if sheet.acted:
        forgive(kept)
        if sheet.answer_was_stale:
            flash(_("You changed the instruction since. Look at the questions again."), "warning")
        return _page(kept)
    if not is_sound(kept):
        flash(_("The text is saved. Something beside it is not yet."), "warning")
        return _page(kept), WRONG
    return _onward(kept, request.form.get("step", ""))


def _onward(sheet: Sheet, step: str) -> ResponseReturnValue:
    """Go where the pressed button leads, once everything is kept."""
    assert sheet.amendment is not None  # noqa: S101 - it is kept
    amendment_id = sheet.amendment.id
    if step == "turn":
        return _turn(sheet)
    deed, _colon, other_id = step.partition(":")
    if deed in WITH_OTHERS and other_id.isdecimal():
        return WITH_OTHERS[deed](sheet.amendment, int(other_id))
    if step == "submit" and sheet.read().change is not None:
        return redirect(url_for(".review", amendment_id=amendment_id), HTTPStatus.SEE_OTHER)
    if step == "submit":
        return _page(sheet), WRONG
    flash(_("Draft saved."), "success")
    return redirect(
        url_for(".edit", amendment_id=amendment_id, _anchor="printed"), HTTPStatus.SEE_OTHER
    )


def _turn(sheet: Sheet) -> ResponseReturnValue:
    proposed = sheet.read()
    if proposed.change is None and sheet.typed.strip():
        flash(_("Answer the questions first; then it can be shown in the text."), "warning")
        return _page(sheet), WRONG
    if proposed.change is None:
        proposed = fresh_sheet(sheet.motion, sheet.version, EDITED).read()
    other = INSTRUCTED if sheet.way is EDITED else EDITED
    kept = keep(sheet, other, turned(sheet, proposed))
    assert kept.amendment is not None  # noqa: S101 - it is kept
    return redirect(url_for(".edit", amendment_id=kept.amendment.id), HTTPStatus.SEE_OTHER)


def _page(sheet: Sheet, theirs: str = "") -> str:
    amendment, motion = sheet.amendment, sheet.motion
    proposed = sheet.read()
    printed = shown(sheet.version, proposed, sheet.typed)
    printed["advice"] = advice_on(motion, sheet.version, proposed, amendment)
    name = "amendments/edit.html" if sheet.way is EDITED else "amendments/instruct.html"
    return render_template(
        name,
        **around(motion.conference, "amendments"),
        motion=motion,
        amendment=amendment,
        form=sheet.form,
        editor=sheet.editor,
        cards=_cards(sheet, sheet.editor) if sheet.editor else [],
        text=None if sheet.way is EDITED else _text(sheet),
        struck=struck_clauses(sheet.version, proposed, sheet.editor.document)
        if sheet.editor
        else [],
        printed=printed,
        digest=digest(printed),
        asked=fingerprint(sheet.typed),
        is_behind=amendment is not None and is_behind(db.session(), amendment),
        theirs=theirs,
        offers_made=offers_made(amendment) if amendment is not None else [],
        way=sheet.way.value,
        **_addresses(sheet),
        **window_of(sheet),
    )


def _addresses(sheet: Sheet) -> dict[str, Any]:
    if sheet.amendment is not None:
        kept = sheet.amendment.id
        return {
            "here_url": url_for(".edit", amendment_id=kept),
            "send_url": url_for(".revise", amendment_id=kept),
            "keep_url": url_for(".keep_draft", amendment_id=kept),
            "let_go_url": url_for(".let_go_draft", amendment_id=kept),
        }
    motion_id = sheet.motion.id
    here, other = (".new", ".instruct") if sheet.way is EDITED else (".instruct", ".new")
    begin_at = ".begin" if sheet.way is EDITED else ".begin_instruction"
    return {
        "here_url": url_for(here, motion_id=motion_id),
        "send_url": url_for(begin_at, motion_id=motion_id),
        "keep_url": url_for(".keep_new", motion_id=motion_id),
        "let_go_url": url_for(".let_go_new", motion_id=motion_id),
        "other_url": url_for(other, motion_id=motion_id),
    }


def _cards(sheet: Sheet, editor: Editor) -> list[Card]:
    """Return the boxes of the form, those that differ from the published text marked."""
    document, layout = seen_document(sheet.version), seen_layout(sheet.version)
    numbering = number(document)
    was = {clause.id: plain_text(clause, numbering, layout) for clause in document.walk()}
    return [replace(card, edited=card.words != was.get(card.id)) for card in cards(editor)]


def _text(sheet: Sheet) -> Any:
    return plain_paper(seen_document(sheet.version), _lines_of(sheet))


def _lines_of(sheet: Sheet) -> Any:
    return seen_layout(sheet.version) if sheet.version.layout is not None else None


def _theirs(sheet: Sheet) -> str:
    """Return the instruction that somebody else's saving has made of the draft."""
    assert sheet.amendment is not None  # noqa: S101 - only a kept draft can have changed
    db.session.refresh(sheet.amendment)
    sheet.form.seen.data = str(sheet.amendment.row_version)
    return read_proposal(db.session(), sheet.amendment).words
