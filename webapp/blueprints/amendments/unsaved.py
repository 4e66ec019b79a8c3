"""What was typed and never saved: how it is sent, kept, found again, and taken to a new text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import request

from webapp.blueprints.amendments.sheets import (
    AS_PRINTED,
    EDITED,
    INSTRUCTED,
    Sheet,
    fresh_sheet,
    number_in,
    sent_sheet,
    subject_of,
)
from webapp.extensions import db
from webapp.models import TextVersion
from webapp.queries.proposals import (
    NOT_YET_STORED,
    Written,
    read_written,
    seen_document,
    seen_layout,
)
from webapp.queries.working_copies import find_working_copy
from webapp.services.working_copies import Typing
from webapp.text.errors import TooMuch
from webapp.web.clause_editor import Unreadable, read_editor, written
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from webapp.models import Amendment, Motion, WayOfWriting

# What a window says of itself, or asks to be done: no part of what was typed.
NOT_TYPED = frozenset(
    {"csrf_token", "hand", "turn", "copy", "unsent", "act", "use", "step", "asked"}
)
# What a window need not send a second time: the text as it was before the boxes were touched.
SENT_ONCE = frozenset({"state", "before"})


def way_of(fields: Mapping[str, str]) -> WayOfWriting:
    """Return the way of the page that a form was sent from."""
    return EDITED if "state" in fields else INSTRUCTED


def typing_sent() -> Typing:
    """Return what a window sends to be kept."""
    sent = request.form.to_dict()
    return Typing(
        {name: value for name, value in sent.items() if name not in NOT_TYPED},
        hand=sent.get("hand", "")[:40],
        turn=number_in(sent.get("turn")),
        seen=number_in(sent.get("copy")),
        unsent=SENT_ONCE & set(sent.get("unsent", "").split()),
    )


def opened_sheet(
    motion: Motion, version: TextVersion, way: WayOfWriting, amendment: Amendment | None = None
) -> Sheet:
    """Return the page with what was typed last, whether or not it was ever saved."""
    subject = subject_of(motion, way, amendment)
    copy = find_working_copy(db.session(), current_actor(), subject)
    if copy is None or copy.fields is None:
        return fresh_sheet(motion, version, way, amendment)
    try:
        fields = to_this_text(copy.fields, motion, version)
        sheet = sent_sheet(motion, version, way_of(fields), amendment, fields)
    except (Unreadable, TooMuch):
        return fresh_sheet(motion, version, way, amendment)
    return replace(sheet, restored_from=copy.kept_at)


def sent_to_this_text(
    motion: Motion, version: TextVersion, way: WayOfWriting, amendment: Amendment | None = None
) -> Sheet:
    """Return the page as it was sent, though the motion was printed again while it was open."""
    fields = to_this_text(request.form.to_dict(), motion, version)
    return sent_sheet(motion, version, way, amendment, fields)


def to_this_text(
    fields: Mapping[str, str], motion: Motion, version: TextVersion
) -> Mapping[str, str]:
    """Return what was typed and pressed on the page of an earlier print as done to this one."""
    before = db.session.get(TextVersion, number_in(fields.get("of")))
    is_other = before is not None and before.motion_id == motion.id and before.id != version.id
    if before is None or not is_other or way_of(fields) is INSTRUCTED:
        return fields
    sent = dict(fields)
    if sent["state"] == AS_PRINTED:
        sent["state"] = written(seen_document(before))
    edited = read_editor(sent, seen_layout(before)).document
    edited = replace(edited, under=frozenset(before.under))
    proposed = read_written(db.session(), motion, before, Written("", edited))
    if proposed.change is None or proposed.weave is None:
        return fields
    under = frozenset(version.under)
    text = proposed.weave.text(under | {NOT_YET_STORED}, drop=True)
    state = written(replace(text, under=under))
    kept = {name: value for name, value in fields.items() if not name.startswith("words-")}
    for done in ("before", "act"):
        kept.pop(done, None)
    return {**kept, "state": state, "of": str(version.id)}
