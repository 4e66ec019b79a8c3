"""What was decided on a motion, in the order in which it was, and what relied on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import (
    Amendment,
    Declaration,
    Item,
    Reliance,
    RelianceState,
    TextVersion,
    Vote,
)
from webapp.procedure.reliance import Made, Why, relying_on
from webapp.procedure.states import (
    AmendmentState,
    MotionState,
    Outcome,
    ProceduralState,
    QuestionKind,
    SeparateVoteState,
)
from webapp.queries.amending import all_below
from webapp.queries.consequences import falling_pairs
from webapp.queries.debates import Fallible, rivals
from webapp.queries.outcomes import ends_the_debate, pending, standing_votes
from webapp.queries.texts import load_weave

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion


@dataclass(frozen=True, slots=True)
class Decision:
    """One putting of a question: its results so far, the last of which stands.

    `versions` are the versions its results made, by the result's id; `fallen` what fell by
    it; `is_put_again` where conference was, or is to be, asked once more.
    """

    vote: Vote
    declarations: tuple[Declaration, ...]
    fallen: tuple[Fallible, ...]
    versions: dict[int, TextVersion]
    is_put_again: bool

    @property
    def standing(self) -> Declaration:
        return self.declarations[-1]

    @property
    def item(self) -> Item:
        return self.vote.item

    @property
    def is_current(self) -> bool:
        """Tell whether this is what became of the question: it was put, and not again since."""
        return not self.is_put_again and self.standing.outcome is not Outcome.NOT_PUT


def list_decisions(
    session: Session, motion: Motion, *, seen_at: datetime | None = None
) -> list[Decision]:
    """Return every question that has a result, in the order in which conference decided.

    With `seen_at`, only what the public may know at that moment.
    """
    votes = session.scalars(select(Vote).where(Vote.motion_id == motion.id).order_by(Vote.id)).all()
    newest = {vote.subject: vote for vote in votes if _shown(vote, seen_at)}
    decisions = [
        Decision(
            vote=vote,
            declarations=shown,
            fallen=tuple(_fallen(motion, vote, seen_at)),
            versions=_versions(session, shown, seen_at),
            is_put_again=newest[vote.subject] is not vote
            or (is_open(vote) and shown[-1] is vote.declaration),
        )
        for vote in votes
        if (shown := _shown(vote, seen_at))
    ]
    return sorted(decisions, key=lambda one: (one.declarations[-1].happened_at, one.vote.id))


def is_open(vote: Vote) -> bool:
    """Tell whether the question is undecided again, although it had a result."""
    if vote.amendment is not None:
        return vote.amendment.state is AmendmentState.SELECTED
    if vote.separate_vote is not None:
        return vote.separate_vote.state is SeparateVoteState.SELECTED
    if vote.procedural_motion is not None:
        return vote.procedural_motion.state is ProceduralState.SELECTED
    return vote.motion.state is MotionState.PUBLISHED


@dataclass(frozen=True, slots=True)
class Relied:
    """A fall or a vote that relied on a result, and in what way."""

    why: Why
    found: Vote | Amendment


def what_relied_on(session: Session, declaration: Declaration, outcome: Outcome) -> list[Relied]:
    """Return what stood on a result that should have been `outcome`, in the order it was decided.

    That is the amendments that fell by it, and the later votes whose question it touched;
    what was decided while the right result stood did not rely on the wrong one.
    """
    motion = declaration.vote.motion
    votes = {
        str(vote.id): vote
        for vote in standing_votes(session, motion)
        if vote.id == declaration.vote_id or not (is_open(vote) or _was_never_put(vote))
    }
    if str(declaration.vote_id) not in votes:  # put once more since: what stands stood on that
        return []
    fallen = {
        f"fall-{amendment.id}": amendment
        for amendment in motion.amendments
        if amendment.fell_by is not None
    }
    found = relying_on(
        _in_order(votes, fallen),
        str(declaration.vote_id),
        outcome=outcome,
        collisions=_falling_with(session, motion, _item_key(declaration.vote)),
    )
    relied = [Relied(one.why, votes.get(one.decision) or fallen[one.decision]) for one in found]
    return [one for one in relied if _known_when(one.found, declaration) is not outcome]


def _was_never_put(vote: Vote) -> bool:
    return vote.declaration is not None and vote.declaration.outcome is Outcome.NOT_PUT


def open_reliances(session: Session, motion: Motion) -> list[Reliance]:
    """Return what is still to be confirmed or put again, oldest correction first.

    A correction that was itself corrected leaves nothing to settle.
    """
    reliances = session.scalars(
        select(Reliance)
        .join(Declaration, Reliance.declaration_id == Declaration.id)
        .join(Vote, Declaration.vote_id == Vote.id)
        .where(Vote.motion_id == motion.id, Reliance.state == RelianceState.OPEN)
        .order_by(Reliance.id)
    )
    return [one for one in reliances if one.declaration.vote.declaration is one.declaration]


def _shown(vote: Vote, seen_at: datetime | None) -> tuple[Declaration, ...]:
    return tuple(
        one
        for one in vote.declarations
        if one.undone_at is None and (seen_at is None or not pending(one, seen_at))
    )


def _fallen(motion: Motion, vote: Vote, seen_at: datetime | None) -> list[Fallible]:
    put: list[Fallible] = [
        *motion.amendments,
        *motion.separate_votes,
        *motion.procedural_motions,
    ]
    return [
        one
        for one in put
        if one.fell_by is not None
        and one.fell_by.vote_id == vote.id
        and (seen_at is None or not pending(one.fell_by, seen_at))
    ]


def _versions(
    session: Session, declarations: Sequence[Declaration], seen_at: datetime | None
) -> dict[int, TextVersion]:
    made = select(TextVersion).where(
        TextVersion.declaration_id.in_([one.id for one in declarations])
    )
    if seen_at is not None:
        made = made.where(TextVersion.public_at <= seen_at)
    versions = session.scalars(made.order_by(TextVersion.number.desc()))
    return {one.declaration_id: one for one in versions if one.declaration_id is not None}


def _in_order(votes: dict[str, Vote], fallen: dict[str, Amendment]) -> list[Made]:
    """Return all that was decided, in the order in which conference did."""
    made: list[tuple[tuple[datetime, int, int], Made]] = []
    for vote in votes.values():
        made.append(((vote.put_at, vote.id, 0), _made(vote)))
    for key, amendment in fallen.items():
        if amendment.fell_by is not None:
            by = amendment.fell_by.vote
            made.append(((by.put_at, by.id, 1), _made_fall(key, amendment, by)))
    return [one for _, one in sorted(made, key=lambda pair: pair[0])]


def _made(vote: Vote) -> Made:
    if vote.declaration is None:
        raise LookupError(vote.id)
    procedural = vote.procedural_motion
    return Made(
        id=str(vote.id),
        debate=str(vote.motion_id),
        kind=vote.kind,
        item=_item_key(vote),
        outcome=vote.declaration.outcome,
        seen=frozenset(vote.relied_on),
        waited_for=frozenset(_awaited_by(vote)),
        together=vote.en_bloc,
        ends_debate=procedural is not None and ends_the_debate(procedural),
        changes_text=procedural is None or procedural.spans is not None,
    )


def _awaited_by(vote: Vote) -> list[str]:
    """Return the keys of what is decided before it: amendments to an amendment, a hearing."""
    if vote.procedural_motion is not None and vote.procedural_motion.hearing is not None:
        return [vote.procedural_motion.hearing.subject]
    below = all_below(vote.amendment) if vote.amendment is not None else ()
    return [one.change.key for one in below if one.change is not None]


def _made_fall(key: str, amendment: Amendment, by: Vote) -> Made:
    return Made(
        id=key,
        debate=str(amendment.motion_id),
        kind=QuestionKind.AMENDMENT,
        item=amendment.change.key if amendment.change else key,
        outcome=Outcome.FALLEN,
        because_of=str(by.id),
    )


def _item_key(vote: Vote) -> str:
    """Return the key of what was decided: an amendment's change set, or the motion."""
    if vote.amendment is not None and vote.amendment.change is not None:
        return vote.amendment.change.key
    if vote.separate_vote is not None and vote.separate_vote.change is not None:
        return vote.separate_vote.change.key
    if vote.procedural_motion is not None and vote.procedural_motion.change is not None:
        return vote.procedural_motion.change.key
    return vote.subject


def _falling_with(session: Session, motion: Motion, key: str) -> set[tuple[str, str]]:
    """Return the pairs of this change set and each that falls when it is in force."""
    keys = {one.change.key: one.change.key for one in motion.amendments if one.change}
    met = rivals(load_weave(session, motion), keys)
    return {pair for pair in falling_pairs(session, motion, met, keys) if pair[0] == key}


def _known_when(found: Vote | Amendment, declaration: Declaration) -> Outcome | None:
    """Return which result of the corrected vote stood when the other thing was decided."""
    if isinstance(found, Amendment):
        return found.fell_by.outcome if found.fell_by else None
    first = min((one.id for one in found.declarations if one.undone_at is None), default=0)
    known = [
        one.outcome
        for one in declaration.vote.declarations
        if one.undone_at is None and one.id < first
    ]
    return known[-1] if known else None
