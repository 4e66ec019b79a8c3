"""An amendment as its form sends it: what was typed, what is kept of it, and what comes back.

Whatever button is pressed, the text as typed is kept in a draft before anything else, so that
nothing is lost; names that nobody bears, or a reason that is too long, stay in the form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict

from webapp.blueprints.amendments.blueprint import at_work
from webapp.blueprints.amendments.forms import AmendmentForm, InstructionForm
from webapp.extensions import db
from webapp.models import WayOfWriting
from webapp.queries.proposals import (
    NOT_YET_STORED,
    Proposed,
    Written,
    change_key,
    read_written,
    seen_document,
    seen_layout,
    text_with,
    visible_keys,
)
from webapp.services.amendments import Proposal, draft_amendment, revise_amendment
from webapp.services.working_copies import settle_typed
from webapp.text.clause import ClauseId
from webapp.text.editing import restore_clause
from webapp.text.errors import ImpossibleEdit, NoSuchClause
from webapp.web.clause_editor import Editor, is_too_long_to_edit, read_editor, written
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from webapp.models import Amendment, Motion, TextVersion
    from webapp.text.clause import Document

LONG = 10  # digits of no number that is sent here
AS_PRINTED = "as printed"  # stands for the text itself in a form that nothing was done to yet
EDITED, INSTRUCTED = WayOfWriting.EDITED, WayOfWriting.INSTRUCTED
MEANWHILE = _(
    "Somebody else saved this draft while you were working on it. What you typed is below; it is"
    " not saved yet. Saving now puts it in place of theirs."
)


@dataclass(frozen=True)
class Sheet:
    """One amendment on the page where it is written; `amendment` is None until it is kept.

    `acted` says that a button beside a clause or an offered answer was pressed;
    `restored_from` when what is shown was typed, where it was never saved.
    """

    motion: Motion
    version: TextVersion
    amendment: Amendment | None
    way: WayOfWriting
    form: AmendmentForm
    editor: Editor | None = None
    typed: str = ""
    acted: bool = False
    answer_was_stale: bool = False
    restored_from: datetime | None = None

    @property
    def written(self) -> Written:
        if self.way is EDITED and self.editor is not None:
            return Written(self.typed, self.editor.document)
        return Written(self.typed)

    def read(self) -> Proposed:
        """Return what it asks for, held against all that its author may know of."""
        session, actor = db.session(), current_actor()
        return read_written(
            session,
            self.motion,
            self.version,
            self.written,
            change_key(self.amendment) if self.amendment is not None else NOT_YET_STORED,
            visible_keys(session, actor, self.motion),
        )


def fresh_sheet(
    motion: Motion, version: TextVersion, way: WayOfWriting, amendment: Amendment | None = None
) -> Sheet:
    """Return the page as it is first shown: the published text, or a draft as it is kept."""
    form = _form(way, motion, None)
    if amendment is None:
        form.suggest(motion.conference)
        written = Written("", seen_document(version) if way is EDITED else None)
    else:
        form.fill(amendment)
        written = Written.of(amendment)
    editor = None
    if written.edited is not None and not is_too_long_to_edit(written.edited):
        editor = Editor(written.edited, seen_layout(version))
        if amendment is None:
            editor = replace(editor, known_as=AS_PRINTED)
    return Sheet(motion, version, amendment, way, form, editor, written.typed)


def sent_sheet(
    motion: Motion,
    version: TextVersion,
    way: WayOfWriting,
    amendment: Amendment | None = None,
    fields: Mapping[str, str] | None = None,
) -> Sheet:
    """Return the page as it was sent, now or (`fields`) before, the pressed button's act done.

    Raises Unreadable and TooMuch.
    """
    sent = request.form.to_dict() if fields is None else dict(fields)
    form = _form(way, motion, sent)
    sheet = Sheet(motion, version, amendment, way, form, typed=amendment.typed if amendment else "")
    if way is EDITED:
        editor = _sent_editor(version, sent)
        return replace(sheet, editor=editor, acted=bool(editor.act))
    typed = _as_kept(sent.get("instruction", ""))
    sheet = replace(sheet, typed=typed)
    answered = _answered(sheet, sent) if "use" in sent else None
    stale = "use" in sent and answered is None
    assert isinstance(form, InstructionForm)  # noqa: S101 - the way says so
    form.instruction.data = answered or typed
    return replace(
        sheet,
        typed=answered or typed,
        acted="use" in sent,
        answer_was_stale=stale,
    )


def keep(sheet: Sheet, way: WayOfWriting | None = None, written: Written | None = None) -> Sheet:
    """Keep what was written in the draft; `way` and `written` where it goes on the other way.

    Raises ChangedMeanwhile.
    """
    kept = written or sheet.written
    if (way or sheet.way) is INSTRUCTED:
        kept = Written(kept.typed)
    proposal = _proposal(sheet, kept, valid=bool(sheet.form.validate()))
    with at_work() as session:
        actor, now = current_actor(), utc_now()
        if sheet.amendment is None:
            amendment = draft_amendment(session, actor, sheet.motion, proposal, now=now)
        else:
            amendment = sheet.amendment
            seen = sheet.form.seen_version()
            revise_amendment(session, actor, amendment, proposal, seen_version=seen, now=now)
        session.flush()
        amendment_id, version = amendment.id, amendment.row_version
        settle_typed(
            session,
            actor,
            subject_of(sheet.motion, sheet.way, sheet.amendment),
            seen=number_in(request.form.get("copy")),
            hand=request.form.get("hand", ""),
            now=now,
        )
    sheet.form.seen.data = str(version)
    return replace(sheet, amendment=db.session.get_one(type(amendment), amendment_id))


def subject_of(motion: Motion, way: WayOfWriting, amendment: Amendment | None) -> str:
    """Return what a working copy is of: a draft, or the draft that a motion's page begins."""
    if amendment is not None:
        return f"amendment:{amendment.id}"
    return f"motion:{motion.id}/{way.value}"


def is_sound(sheet: Sheet) -> bool:
    """Tell whether everything beside the text could be kept as well."""
    return not sheet.form.errors


def forgive(sheet: Sheet) -> None:
    """Leave what is wrong beside the text for later: a button beside a clause was pressed."""
    for field in sheet.form:
        field.errors = []


def turned(sheet: Sheet, proposed: Proposed) -> Written:
    """Return the same amendment written the other way; it must have been understood."""
    assert proposed.change is not None  # noqa: S101 - the caller has looked
    if sheet.way is EDITED:
        return Written(proposed.words if proposed.change.operations else "")
    return Written(sheet.typed, text_with(seen_document(sheet.version), proposed.change))


def _form(way: WayOfWriting, motion: Motion, sent: Mapping[str, str] | None) -> AmendmentForm:
    kind = AmendmentForm if way is EDITED else InstructionForm
    form = kind(MultiDict(sent) if sent is not None else None)
    form.fit(motion.conference)
    return form


def _sent_editor(version: TextVersion, form: dict[str, str]) -> Editor:
    layout = seen_layout(version)
    if form.get("act") == "restart":
        return Editor(seen_document(version), layout, act="restart")
    original = seen_document(version)
    if form.get("state") == AS_PRINTED:
        form["state"] = written(original)
    act, _, struck = form.get("act", "").partition(":")
    if act == "restore":
        form.pop("act")
    editor = read_editor(form, layout)
    editor = replace(editor, document=replace(editor.document, under=original.under))
    return _restored(editor, original, ClauseId(struck)) if act == "restore" else editor


def _restored(editor: Editor, original: Document, struck: ClauseId) -> Editor:
    """Return the text with a struck clause back in its place."""
    try:
        document = restore_clause(editor.document, original, struck)
    except (ImpossibleEdit, NoSuchClause):
        return replace(editor, act="restore", impossible=True)
    return replace(editor, document=document, before=editor.document, act="restore", at=struck)


def _answered(sheet: Sheet, sent: Mapping[str, str]) -> str | None:
    """Return the instruction with an offered answer in place of the words it answers.

    None where the instruction was changed since the answers were offered: never guessed.
    """
    which, _, choice = sent.get("use", "").partition(":")
    if sent.get("asked") != fingerprint(sheet.typed):
        return None
    problems = sheet.read().problems
    if not (which.isdecimal() and choice.isdecimal()) or int(which) >= len(problems):
        return None
    problem = problems[int(which)]
    if int(choice) >= len(problem.candidates):
        return None
    words = problem.candidates[int(choice)].replacement
    return sheet.typed[: problem.start] + words + sheet.typed[problem.end :]


def fingerprint(typed: str) -> str:
    """Return a short name for exactly these words."""
    return blake2b(typed.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def number_in(typed: str | None) -> int:
    return int(typed) if typed is not None and typed.isdecimal() and len(typed) < LONG else 0


def _as_kept(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\r", "\n")


def _proposal(sheet: Sheet, written: Written, *, valid: bool) -> Proposal:
    form, amendment = sheet.form, sheet.amendment
    people = form.find_people(sheet.motion.conference)
    if valid and not form.errors:
        return Proposal(
            typed=written.typed,
            edited=written.edited,
            rationale=_as_kept(form.rationale.data or ""),
            mover_id=people.mover,
            summator_id=people.summator,
            body_id=form.body_id(),
            supporter_ids=people.signed,
        )
    return Proposal(
        typed=written.typed,
        edited=written.edited,
        rationale=amendment.rationale if amendment else "",
        mover_id=amendment.mover_id if amendment else current_actor().person_id,
        summator_id=amendment.summator_id if amendment else None,
        body_id=amendment.body_id if amendment else None,
    )
