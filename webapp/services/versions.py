"""Making the next version of a motion's text, with the history of each clause it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.models import ClauseVersion, TextVersion, VersionKind
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.texts import latest_version, load_weave, printed_version
from webapp.text.lines import LineProfile, lay_out
from webapp.text.numbering import number
from webapp.text.records import (
    load_back,
    load_document,
    load_layout,
    store_back,
    store_document,
    store_layout,
)
from webapp.text.references import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Declaration, Motion, Vote
    from webapp.queries.actor import Actor
    from webapp.text.clause import ClauseId, Document
    from webapp.text.lines import Layout
    from webapp.text.weave import Weave

PRINTED = (VersionKind.SUBMITTED, VersionKind.PUBLISHED, VersionKind.FINAL)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why there is a new version: what is public when, and the result that made it, if any."""

    kind: VersionKind
    reason: str = ""
    status_line: str = ""
    public_at: datetime | None = None
    declaration: Declaration | None = None
    vote: Vote | None = None


def make_version(
    session: Session,
    actor: Actor,
    motion: Motion,
    under: frozenset[str],
    cause: Cause,
    *,
    now: datetime,
) -> TextVersion:
    """Freeze the motion's text under these change sets as its next version.

    Raises NotClosed where a member needs one that is left out. Printed kinds get line
    numbers of their own; the others cite those of the last printed version.
    """
    weave = load_weave(session, motion)
    before = latest_version(session, motion)
    document = weave.text(under)
    back = weave.resettle(load_back(motion.back), under)
    layout = lay_out(document, line_profile(motion)) if cause.kind in PRINTED else None
    version = TextVersion(
        motion_id=motion.id,
        number=before.number + 1 if before else 1,
        kind=cause.kind,
        title=motion.title,
        document=store_document(document),
        back=store_back(back),
        layout=store_layout(layout) if layout else None,
        printed=printed_version(before) if before and not layout else None,
        under=sorted(under),
        status_line=cause.status_line,
        reason=cause.reason,
        declaration=cause.declaration,
        made_by_id=actor.person_id,
        made_at=now,
        public_at=cause.public_at or now,
    )
    lines = layout or load_layout(printed_version(version).layout or {})
    version.clauses = list(_clause_history(weave, before, document, lines, under, cause))
    for clause in version.clauses:
        clause.motion_id = motion.id
    version.motion = motion  # not before: looking anything up would write it half made
    session.add(version)
    session.flush()
    return version


def line_profile(motion: Motion) -> LineProfile:
    """Return how long the printed lines of this motion's conference are."""
    lines = rulebook_of(motion.conference).lines
    return LineProfile(lines.unlabelled, lines.numbered, lines.lettered)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a reader sees of one clause, enough to tell whether a version changed it."""

    label: str
    citation: str
    lines: tuple[int, int] | None
    text: str


def _clause_history(
    weave: Weave,
    before: TextVersion | None,
    document: Document,
    lines: Layout,
    under: frozenset[str],
    cause: Cause,
) -> Iterator[ClauseVersion]:
    """Yield a row for each clause that this version changed, and for each it struck."""
    old = _seen_before(before)
    new = _seen(document, lines)
    turned = under ^ frozenset(before.under if before else ())
    touched = weave.touched_by(turned)
    for position, (clause_id, seen) in enumerate(new.items()):
        if old.get(clause_id) != seen:
            yield _row(clause_id, position, seen, touched.get(clause_id, turned), cause)
    for position, (clause_id, seen) in enumerate(old.items()):
        if clause_id not in new:
            row = _row(clause_id, position, seen, touched.get(clause_id, turned), cause)
            row.is_struck, row.text = True, ""
            yield row


def _row(
    clause_id: ClauseId, position: int, seen: _Seen, keys: frozenset[str], cause: Cause
) -> ClauseVersion:
    first, last = seen.lines or (None, None)
    return ClauseVersion(
        clause_id=clause_id,
        position=position,
        label=seen.label,
        citation=seen.citation,
        first_line=first,
        last_line=last,
        text=seen.text,
        change_keys=sorted(keys),
        vote_id=cause.vote.id if cause.vote else None,
        is_struck=False,
    )


def _seen_before(before: TextVersion | None) -> dict[ClauseId, _Seen]:
    if before is None:
        return {}
    return _seen(load_document(before.document), load_layout(printed_version(before).layout or {}))


def _seen(document: Document, lines: Layout) -> dict[ClauseId, _Seen]:
    numbering = number(document)
    return {
        clause.id: _Seen(
            label=numbering.label(clause.id),
            citation=numbering.citation(clause.id),
            lines=lines.of(clause.id),
            text=plain_text(clause, numbering),
        )
        for clause in document.walk()
    }
