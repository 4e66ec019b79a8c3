"""The final text of a motion with everything an export says of it, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import (
    ChangeRecord,
    Declaration,
    Reliance,
    RelianceState,
    TextVersion,
    Vote,
)
from webapp.procedure.status_line import notes
from webapp.queries.errors import NotThere
from webapp.queries.outcomes import amendment_results, tally_of
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.texts import load_weave, printed_version
from webapp.rendering.passed_text import PassedText, Provenance
from webapp.text.records import load_back, load_document, load_layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.text.collisions import Collision


@dataclass(frozen=True, slots=True)
class InTheWay:
    """What has to be decided before a text is final."""

    collisions: tuple[Collision, ...] = ()
    reliances: tuple[Reliance, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.collisions or self.reliances)


def public_version(session: Session, motion: Motion, *, seen_at: datetime) -> TextVersion:
    """Return the newest version the public can see. Raises NotThere where there is none."""
    version = session.scalars(
        select(TextVersion)
        .where(TextVersion.motion_id == motion.id, TextVersion.public_at <= seen_at)
        .order_by(TextVersion.number.desc())
        .limit(1)
    ).first()
    if version is None:
        raise NotThere("version", motion.id)
    return version


def in_the_way(session: Session, motion: Motion, version: TextVersion) -> InTheWay:
    """Return the hard collisions within the version's text, and whatever is to be confirmed."""
    names = {key: name for key, (name, _) in names_and_votes(session, motion).items()}
    met = load_weave(session, motion).collisions(frozenset(version.under), names=names)
    unsettled = session.scalars(
        select(Reliance)
        .join(Declaration, Reliance.declaration_id == Declaration.id)
        .join(Vote, Declaration.vote_id == Vote.id)
        .where(Vote.motion_id == motion.id, Reliance.state == RelianceState.OPEN)
    )
    return InTheWay(tuple(collision for collision in met if collision.hard), tuple(unsettled))


def passed_text(session: Session, motion: Motion, version: TextVersion) -> PassedText:
    """Return one version with its status line, notes on each decision, and who put in what."""
    rulebook = rulebook_of(motion.conference)
    return PassedText(
        title=version.title,
        document=load_document(version.document),
        layout=load_layout(printed_version(version).layout or {}),
        code=motion.code,
        status_line=version.status_line,
        conference=motion.conference.name,
        submitted_by=motion.body.name if motion.body else "",
        version=version.number,
        back=load_back(version.back),
        notes=notes(rulebook.words, amendments=amendment_results(session, motion)),
        provenance=tuple(_provenance(session, motion, version)),
    )


def names_and_votes(session: Session, motion: Motion) -> dict[str, tuple[str, str]]:
    """Return, for each change set's key, what people call it and the vote that carried it."""
    rulebook = rulebook_of(motion.conference)
    votes: Mapping[int | None, Vote] = {
        vote.amendment_id: vote
        for vote in session.scalars(
            select(Vote).where(Vote.motion_id == motion.id).order_by(Vote.putting)
        )
    }
    found = {}
    for amendment in motion.amendments:
        if amendment.change is not None:
            name = f"{rulebook.words.amendment} {amendment.number or ''}".strip()
            found[amendment.change.key] = (name, vote_words(votes.get(amendment.id)))
    for record in motion_changes(session, motion):
        found.setdefault(record.key, (record.reason or record.kind.value, ""))
    return found


def motion_changes(session: Session, motion: Motion) -> list[ChangeRecord]:
    """Return the motion's stored change sets, oldest first."""
    rows = select(ChangeRecord).where(ChangeRecord.motion_id == motion.id).order_by(ChangeRecord.id)
    return list(session.scalars(rows))


def vote_words(vote: Vote | None) -> str:
    """Return when and how a vote was decided: "2026-09-19T14:03, carried 119 to 70"."""
    declaration = vote.declaration if vote else None
    if declaration is None:
        return ""
    tally = tally_of(declaration)
    figures = f" {tally.in_favour} to {tally.against}" if tally else ""
    return f"{declaration.happened_at:%Y-%m-%dT%H:%MZ}, {declaration.outcome.value}{figures}"


def _provenance(session: Session, motion: Motion, version: TextVersion) -> Iterator[Provenance]:
    known = names_and_votes(session, motion)
    under = frozenset(version.under)
    for clause in load_weave(session, motion).origins(under):
        for run in clause.runs:
            keys = sorted(run.struck_by or run.inserted_by)
            if keys and run.text.strip():
                yield Provenance(
                    clause=clause.clause.id,
                    words=run.text.strip(),
                    is_struck=bool(run.struck_by),
                    by=tuple(known.get(key, (key, ""))[0] for key in keys),
                    vote="; ".join(filter(None, (known.get(key, ("", ""))[1] for key in keys))),
                )
