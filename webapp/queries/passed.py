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
from webapp.procedure.phrases import cite_amendment, cite_passages
from webapp.procedure.states import AmendmentState
from webapp.procedure.status_line import notes
from webapp.queries.bulletins import records_behind
from webapp.queries.consequences import is_settled, settled_by_ruling
from webapp.queries.errors import NotThere
from webapp.queries.naming import procedural_name
from webapp.queries.outcomes import (
    DECIDED,
    public_amendment_results,
    public_declaration,
    public_motion_state,
    public_separate_vote_results,
    public_status_line,
    standing_votes,
    tally_of,
)
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.texts import load_weave, printed_version
from webapp.rendering.passed_text import PassedText, Provenance
from webapp.rendering.provenance import stretches
from webapp.text.numbering import number
from webapp.text.records import load_back, load_document, load_layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.text.collisions import Collision


UNDECIDED = "Not yet decided"


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


def in_the_way(
    session: Session, motion: Motion, version: TextVersion, *, seen_at: datetime
) -> InTheWay:
    """Return the hard collisions within the version's text, and whatever is to be confirmed."""
    told = names_and_votes(session, motion, seen_at=seen_at)
    names = {key: name for key, (name, _) in told.items()}
    met = load_weave(session, motion).collisions(frozenset(version.under), names=names)
    unsettled = session.scalars(
        select(Reliance)
        .join(Declaration, Reliance.declaration_id == Declaration.id)
        .join(Vote, Declaration.vote_id == Vote.id)
        .where(
            Vote.motion_id == motion.id,
            Reliance.state == RelianceState.OPEN,
            Declaration.public_at <= seen_at,
        )
        .order_by(Reliance.id)
    )
    settled = settled_by_ruling(session, motion)
    hard = tuple(one for one in met if one.hard and not is_settled(one, settled))
    return InTheWay(hard, tuple(unsettled))


def passed_text(
    session: Session, motion: Motion, version: TextVersion, *, seen_at: datetime
) -> PassedText:
    """Return one version with its status line, notes on each decision, and who put in what.

    Of a motion that conference did not pass it is the text as put to the final vote: what the
    amendments made of it stays, because that is what was lost or referred back.
    """
    rulebook = rulebook_of(motion.conference)
    results = public_amendment_results(session, motion, seen_at=seen_at)
    return PassedText(
        title=version.title,
        document=load_document(version.document),
        layout=load_layout(printed_version(version).layout or {}),
        code=motion.code or "",
        status_line=status_of(session, motion, seen_at=seen_at),
        state=public_motion_state(session, motion, seen_at=seen_at).value,
        conference=motion.conference.name,
        submitted_by=motion.body.name if motion.body else "",
        version=version.number,
        back=load_back(version.back),
        notes=notes(
            rulebook.words,
            amendments=results,
            separate_votes=public_separate_vote_results(session, motion, seen_at=seen_at),
        ),
        provenance=tuple(_provenance(session, motion, version, seen_at=seen_at)),
        ballot_records=tuple(records_behind(session, motion, seen_at=seen_at)),
    )


def status_of(session: Session, motion: Motion, *, seen_at: datetime) -> str:
    """Return the status of a decided motion, and of any other that it is not decided."""
    state = public_motion_state(session, motion, seen_at=seen_at)
    if state in DECIDED:
        return public_status_line(session, motion, seen_at=seen_at)
    return UNDECIDED


def names_and_votes(
    session: Session, motion: Motion, *, seen_at: datetime
) -> dict[str, tuple[str, str]]:
    """Return, for each change set's key, what people call it and the vote that carried it."""
    rulebook = rulebook_of(motion.conference)
    votes = {vote.subject: vote for vote in standing_votes(session, motion)}
    found = {}
    for amendment in motion.amendments:
        if amendment.change is not None:
            name = cite_amendment(amendment.number or "", rulebook.words)
            if amendment.state is AmendmentState.WRITTEN_IN:
                name = f"Drafting {rulebook.words.amendment.lower()}"
            known = public_declaration(votes.get(f"amendment:{amendment.id}"), seen_at)
            found[amendment.change.key] = (name, vote_words(known))
    for one in motion.separate_votes:
        if one.change is not None:
            places = cite_passages([one.passage], rulebook.words)
            known = public_declaration(votes.get(one.subject), seen_at)
            found[one.change.key] = (
                rulebook.words.separate_vote.format(places=places),
                vote_words(known),
            )
    for moved in motion.procedural_motions:
        if moved.change is not None:
            known = public_declaration(votes.get(moved.subject), seen_at)
            found[moved.change.key] = (procedural_name(moved), vote_words(known))
    for record in motion_changes(session, motion):
        found.setdefault(record.key, (record.reason or record.kind.value, ""))
    return found


def motion_changes(session: Session, motion: Motion) -> list[ChangeRecord]:
    """Return the motion's stored change sets, oldest first."""
    rows = select(ChangeRecord).where(ChangeRecord.motion_id == motion.id).order_by(ChangeRecord.id)
    return list(session.scalars(rows))


def vote_words(declaration: Declaration | None) -> str:
    """Return when and how a vote was decided: "2026-09-19T14:03Z, carried 119 to 70"."""
    if declaration is None:
        return ""
    tally = tally_of(declaration)
    figures = f" {tally.in_favour} to {tally.against}" if tally else ""
    if tally is not None and tally.houses:
        each = (f"{name} {one.in_favour} to {one.against}" for name, one in tally.houses)
        figures = f"{figures} ({', '.join(each)})"
    together = " en bloc" if declaration.vote.en_bloc is not None else ""
    decided = f"{declaration.outcome.value}{together}{figures}"
    return f"{declaration.happened_at:%Y-%m-%dT%H:%MZ}, {decided}"


def _provenance(
    session: Session, motion: Motion, version: TextVersion, *, seen_at: datetime
) -> Iterator[Provenance]:
    known = names_and_votes(session, motion, seen_at=seen_at)
    origins = load_weave(session, motion).origins(frozenset(version.under))
    layout = load_layout(printed_version(version).layout or {})
    for clause in stretches(origins, number(load_document(version.document)), layout):
        for one in clause:
            if one.keys:
                told = [known.get(key, (key, "")) for key in one.keys]
                yield Provenance(
                    clause=one.clause,
                    words=one.words.strip(),
                    is_struck=one.is_struck,
                    by=tuple(name for name, _ in told),
                    vote="; ".join(vote for _, vote in told if vote),
                )
