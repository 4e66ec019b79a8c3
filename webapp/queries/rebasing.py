"""A submitted amendment held against a text of the motion that is newer than its author saw.

The words as submitted are never touched: beside them stands what the same change says now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import (
    AnswerToText,
    ChangeKind,
    ChangeRecord,
    TextAnswer,
    TextVersion,
    VersionKind,
)
from webapp.procedure.states import AmendmentState
from webapp.queries.proposals import instruction_style, seen_layout
from webapp.queries.texts import load_weave, printed_version
from webapp.queries.what_if import names_in_sentences
from webapp.text.diff import changes
from webapp.text.instructions import write_instructions
from webapp.text.records import load_document, load_layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Motion
    from webapp.text.clause import Document
    from webapp.text.lines import Layout
    from webapp.text.weave import Weave

STILL_TO_BE_DECIDED = (AmendmentState.SUBMITTED, AmendmentState.SELECTED)
# What the committee makes of the text; results are followed by the desk.
OF_THE_COMMITTEE = (VersionKind.REDRAFTED, VersionKind.PUBLISHED)


class Fit(StrEnum):
    """How an amendment fits a text that its author had not seen."""

    CLEAN = "clean"
    """The same words at the same places."""
    MOVED = "moved"
    """The same change, cited otherwise: its clauses or lines have moved."""
    ATTENTION = "attention"
    """Something of it has no effect any more, or meets what was changed."""


class TroubleKind(StrEnum):
    """Why an amendment needs attention."""

    COLLISION = "collision"
    WITHOUT_GROUND = "without_ground"
    WITHOUT_EFFECT = "without_effect"
    PARTLY_WITHOUT_EFFECT = "partly_without_effect"


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to look at: what kind it is, and what the collision is or what it lacks."""

    kind: TroubleKind
    said: str = ""


@dataclass(frozen=True, slots=True)
class Rebased:
    """An amendment against the newest text of the committee's.

    `words` is how it would be written now, `after` the new text with it; `reasons` say why
    the text was changed, as far as reasons were given.
    """

    version: TextVersion
    fit: Fit
    words: str
    troubles: tuple[Trouble, ...]
    reasons: tuple[str, ...]
    weave: Weave
    before: Document
    after: Document

    @property
    def needs_answer(self) -> bool:
        """Tell whether its author has to look at it: what fits cleanly answers itself."""
        return self.fit is not Fit.CLEAN


def rebase(
    session: Session, amendment: Amendment, *, seen_at: datetime, weave: Weave | None = None
) -> Rebased | None:
    """Hold an undecided amendment against the newest text; None where nothing changed under it."""
    version = _newest(session, amendment, seen_at)
    if version is None or amendment.change is None:
        return None
    key, seen = amendment.change.key, amendment.text_version
    if key in version.under:
        return None
    weave = weave or load_weave(session, amendment.motion)
    parents = _amended(amendment)
    before = _with(weave, load_document(version.document), parents)
    after = weave.text({*before.under, key}, drop=True)
    words = _as_written(amendment, before, after, _lines(version))
    names = names_in_sentences(session, amendment.motion) | {key: "this amendment"}
    troubles = tuple(_troubles(names, weave, key, before, after))
    then = _with(weave, load_document(seen.document), parents)
    fit = Fit.ATTENTION if troubles else Fit.CLEAN
    if not troubles and words != amendment.submitted_words:
        own = weave.text({*then.under, key}, drop=True)
        said = _as_written(amendment, then, own, seen_layout(seen))
        fit = Fit.CLEAN if words == said else Fit.MOVED
    new = before.under - then.under
    return Rebased(
        version,
        fit,
        words,
        troubles,
        tuple(_reasons(session, amendment, new)),
        weave,
        before,
        after,
    )


def last_answer(session: Session, amendment: Amendment, version: TextVersion) -> TextAnswer | None:
    """Return what its author last said of the amendment against this version."""
    return session.scalars(
        select(TextAnswer)
        .where(TextAnswer.amendment_id == amendment.id, TextAnswer.version_id == version.id)
        .order_by(TextAnswer.id.desc())
        .limit(1)
    ).first()


def objections_in(
    session: Session, motion: Motion, *, seen_at: datetime
) -> list[tuple[Amendment, TextAnswer]]:
    """Return the amendments whose authors object to how they read against the newest text.

    It is one text for all of them, so that everything is asked at once.
    """
    numbers = dict(
        session.execute(
            select(TextVersion.id, TextVersion.number).where(TextVersion.motion_id == motion.id)
        ).all()
    )
    newest = session.scalar(
        select(TextVersion.id)
        .where(
            TextVersion.motion_id == motion.id,
            TextVersion.kind.in_(OF_THE_COMMITTEE),
            TextVersion.public_at <= seen_at,
        )
        .order_by(TextVersion.number.desc())
        .limit(1)
    )
    waiting = {
        one.id: one
        for one in motion.amendments
        if one.state in STILL_TO_BE_DECIDED
        and newest is not None
        and numbers[newest] > numbers[one.version_id]
    }
    if not waiting:
        return []
    said = select(TextAnswer).where(
        TextAnswer.version_id == newest, TextAnswer.amendment_id.in_(waiting)
    )
    last = {one.amendment_id: one for one in session.scalars(said.order_by(TextAnswer.id))}
    return [
        (amendment, last[id])
        for id, amendment in waiting.items()
        if id in last and last[id].answer is AnswerToText.OBJECTS
    ]


def _newest(session: Session, amendment: Amendment, seen_at: datetime) -> TextVersion | None:
    if amendment.state not in STILL_TO_BE_DECIDED:
        return None
    return session.scalars(
        select(TextVersion)
        .where(
            TextVersion.motion_id == amendment.motion_id,
            TextVersion.kind.in_(OF_THE_COMMITTEE),
            TextVersion.public_at <= seen_at,
            TextVersion.number > amendment.text_version.number,
        )
        .order_by(TextVersion.number.desc())
        .limit(1)
    ).first()


def _amended(amendment: Amendment) -> frozenset[str]:
    """Return what an amendment to an amendment is written upon: its parent, and that one's."""
    keys, parent = set(), amendment.amends
    while parent is not None:
        if parent.change is not None:
            keys.add(parent.change.key)
        parent = parent.amends
    return frozenset(keys)


def _with(weave: Weave, text: Document, keys: frozenset[str]) -> Document:
    return weave.text(text.under | keys, drop=True) if keys else text


def _lines(version: TextVersion) -> Layout:
    return load_layout(printed_version(version).layout or {})


def _as_written(amendment: Amendment, before: Document, after: Document, lines: Layout) -> str:
    """Return the instruction that leads from one text to the other, as the house writes it."""
    change = changes(before, replace(after, under=before.under), id="written anew")
    if not change.operations:
        return ""
    return write_instructions(change, before, lines, instruction_style(amendment.motion.conference))


def _troubles(
    names: Mapping[str, str], weave: Weave, key: str, before: Document, after: Document
) -> Iterator[Trouble]:
    if key not in after.under:
        lacking = sorted(names.get(one, one) for one in weave.requires(key) - before.under)
        yield Trouble(TroubleKind.WITHOUT_GROUND, ", ".join(lacking))
        return
    for met in weave.collisions({key, *before.under}, names=names):
        if met.hard and key in (met.first, met.second):
            yield Trouble(TroubleKind.COLLISION, met.sentence)
    if not changes(before, replace(after, under=before.under), id="written anew").operations:
        yield Trouble(TroubleKind.WITHOUT_EFFECT)
    elif any(one.change_set == key for one in weave.unapplied(after.under)):
        yield Trouble(TroubleKind.PARTLY_WITHOUT_EFFECT)


def _reasons(session: Session, amendment: Amendment, new: frozenset[str]) -> Iterator[str]:
    records = session.scalars(
        select(ChangeRecord)
        .where(ChangeRecord.motion_id == amendment.motion_id, ChangeRecord.key.in_(new))
        .order_by(ChangeRecord.id)
    )
    for record in records:
        if record.kind is not ChangeKind.AMENDMENT and record.reason:
            yield record.reason
