"""What conference has decided on a motion so far, as the desk knows it and as the public may."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from webapp.models import Amendment, Declaration, Motion, ProceduralMotion, SeparateVote, Vote
from webapp.procedure.debate import ENDING
from webapp.procedure.states import (
    AmendmentState,
    MotionState,
    Outcome,
    ProceduralState,
    SeparateVoteState,
)
from webapp.procedure.status_line import AmendmentResult, SeparateVoteResult, status_line
from webapp.procedure.tally import Tally, kept_tally
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

OUTCOMES = {
    AmendmentState.CARRIED: Outcome.CARRIED,
    AmendmentState.LOST: Outcome.LOST,
    AmendmentState.FALLEN: Outcome.FALLEN,
    AmendmentState.WITHDRAWN: Outcome.WITHDRAWN,
    AmendmentState.ACCEPTED: Outcome.ACCEPTED,
}
State = TypeVar("State", ProceduralState, SeparateVoteState)

WORDS_OUTCOMES = {
    SeparateVoteState.KEPT: Outcome.CARRIED,
    SeparateVoteState.LOST: Outcome.LOST,
    SeparateVoteState.FALLEN: Outcome.FALLEN,
    SeparateVoteState.WITHDRAWN: Outcome.WITHDRAWN,
}
WORDS_STATES = {outcome: state for state, outcome in WORDS_OUTCOMES.items()}
PROCEDURAL_OUTCOMES = {
    ProceduralState.CARRIED: Outcome.CARRIED,
    ProceduralState.LOST: Outcome.LOST,
    ProceduralState.FALLEN: Outcome.FALLEN,
    ProceduralState.WITHDRAWN: Outcome.WITHDRAWN,
}
PROCEDURAL_STATES = {outcome: state for state, outcome in PROCEDURAL_OUTCOMES.items()}
MOTION_STATES = {
    Outcome.CARRIED: MotionState.PASSED,
    Outcome.LOST: MotionState.LOST,
    Outcome.REFERRED_BACK: MotionState.REFERRED_BACK,
    Outcome.WITHDRAWN: MotionState.WITHDRAWN,
    Outcome.NOT_REACHED: MotionState.NOT_REACHED,
    Outcome.NOT_PROCEEDED_WITH: MotionState.NOT_PROCEEDED_WITH,
}
DECIDED = frozenset(MOTION_STATES.values())
AMENDMENT_STATES = {
    Outcome.CARRIED: AmendmentState.CARRIED,
    Outcome.LOST: AmendmentState.LOST,
    Outcome.WITHDRAWN: AmendmentState.WITHDRAWN,
    Outcome.ACCEPTED: AmendmentState.ACCEPTED,
}


def standing_votes(session: Session, motion: Motion) -> list[Vote]:
    """Return the last putting of each question on the motion that has a result, oldest first."""
    votes = session.scalars(select(Vote).where(Vote.motion_id == motion.id).order_by(Vote.id))
    newest = {vote.subject: vote for vote in votes if vote.declaration is not None}
    return sorted(newest.values(), key=lambda vote: vote.id)


def tally_of(declaration: Declaration | None) -> Tally | None:
    """Return the figures of a counted result."""
    if declaration is None or declaration.in_favour is None or declaration.against is None:
        return None
    return kept_tally(
        declaration.in_favour, declaration.against, declaration.abstained, declaration.houses
    )


def amendment_results(session: Session, motion: Motion) -> list[AmendmentResult]:
    """Return what became of each numbered amendment, with figures where it was counted."""
    tallies = {
        vote.amendment_id: tally_of(vote.declaration) for vote in standing_votes(session, motion)
    }
    return [
        AmendmentResult(amendment.number, OUTCOMES.get(amendment.state), tallies.get(amendment.id))
        for amendment in motion.amendments
        if amendment.number is not None
    ]


def separate_vote_results(session: Session, motion: Motion) -> list[SeparateVoteResult]:
    """Return what became of the words conference was to vote on by themselves."""
    tallies = {vote.subject: tally_of(vote.declaration) for vote in standing_votes(session, motion)}
    return [
        SeparateVoteResult(one.passage, WORDS_OUTCOMES[one.state], tallies.get(one.subject))
        for one in motion.separate_votes
        if one.state in WORDS_OUTCOMES and one.choice is None
    ]


def options_standing(motion: Motion) -> list[str]:
    """Return the options that the text has, once conference has chosen among them."""
    states = {one.id: one.state for one in motion.separate_votes}
    return _options_standing(motion, states)


def _is_left_over(one: SeparateVote) -> bool:
    """Tell whether an option stands without a vote because all the others are out."""
    cause = one.fell_by.vote.separate_vote if one.fell_by is not None else None
    return one.change_id is None and cause is not None and cause.choice == one.choice


def _options_standing(motion: Motion, states: dict[int, SeparateVoteState]) -> list[str]:
    options = [one for one in motion.separate_votes if one.option is not None]
    decided = {one.choice for one in options if states[one.id] in WORDS_OUTCOMES} - {
        one.choice for one in options if states[one.id] is SeparateVoteState.SELECTED
    }
    return [
        one.option
        for one in options
        if one.option is not None
        and one.choice in decided
        and (
            states[one.id] is SeparateVoteState.KEPT
            or (states[one.id] is SeparateVoteState.FALLEN and _is_left_over(one))
        )
    ]


def final_status_line(session: Session, motion: Motion) -> str:
    """Return the motion's status as decided up to now: what the desk sees."""
    rulebook = rulebook_of(motion.conference)
    return status_line(
        motion.state,
        rulebook.words,
        amendments=amendment_results(session, motion),
        separate_votes=separate_vote_results(session, motion),
        referred=[one.passage for one in motion.procedural_motions if one.passage and one.change],
        options=options_standing(motion),
        amendable=rulebook.kind(motion.kind).amendable,
    )


def pending(declaration: Declaration | None, seen_at: datetime) -> bool:
    """Tell whether a result may still be undone, so that the public does not see it yet."""
    return (
        declaration is not None
        and declaration.undone_at is None
        and declaration.public_at > seen_at
    )


def public_declaration(vote: Vote | None, seen_at: datetime) -> Declaration | None:
    """Return the result of a vote that the public may know of at `seen_at`, if there is one."""
    declaration = vote.declaration if vote is not None else None
    while pending(declaration, seen_at) and declaration is not None:
        declaration = declaration.replaces
    return declaration


def public_motion_state(session: Session, motion: Motion, *, seen_at: datetime) -> MotionState:
    """Return the motion's state as the public may know it at `seen_at`."""
    ending = ended_by(motion)
    vote = _last_vote(session, motion.id, ending.subject if ending else "motion")
    if ending is not None:
        known = public_declaration(vote, seen_at)
        is_known = known is not None and known.outcome is Outcome.CARRIED
        return motion.state if is_known else MotionState.PUBLISHED
    if vote is None or not pending(vote.declaration, seen_at):
        return motion.state
    known = public_declaration(vote, seen_at)
    return MOTION_STATES[known.outcome] if known else MotionState.PUBLISHED


def ended_by(motion: Motion) -> ProceduralMotion | None:
    """Return the procedural motion that ended the debate before the motion was put."""
    if motion.state not in (MotionState.REFERRED_BACK, MotionState.NOT_PROCEEDED_WITH):
        return None
    for one in motion.procedural_motions:
        if one.state is ProceduralState.CARRIED and ends_the_debate(one):
            return one
    return None


def ends_the_debate(one: ProceduralMotion) -> bool:
    """Tell whether nothing more is put once this is carried."""
    return one.effect in ENDING and one.hearing_of_id is None and one.spans is None


def public_procedural_state(
    session: Session, one: ProceduralMotion, *, seen_at: datetime
) -> ProceduralState:
    """Return the state of a procedural motion as the public may know it at `seen_at`."""
    return _public_state(session, one, PROCEDURAL_STATES, ProceduralState, seen_at)


def public_amendment_state(
    session: Session, amendment: Amendment, *, seen_at: datetime
) -> AmendmentState:
    """Return the amendment's state as the public may know it at `seen_at`."""
    if amendment.state is AmendmentState.FALLEN:
        is_hidden = pending(amendment.fell_by, seen_at)
        return AmendmentState.SELECTED if is_hidden else amendment.state
    vote = _last_vote(session, amendment.motion_id, f"amendment:{amendment.id}")
    if vote is None or not pending(vote.declaration, seen_at):
        return amendment.state
    known = public_declaration(vote, seen_at)
    return AMENDMENT_STATES[known.outcome] if known else AmendmentState.SELECTED


def public_status_line(session: Session, motion: Motion, *, seen_at: datetime) -> str:
    """Return the motion's status as the public may know it: "" until it is decided."""
    state = public_motion_state(session, motion, seen_at=seen_at)
    if state not in DECIDED:
        return ""
    rulebook = rulebook_of(motion.conference)
    return status_line(
        state,
        rulebook.words,
        amendments=public_amendment_results(session, motion, seen_at=seen_at),
        separate_votes=public_separate_vote_results(session, motion, seen_at=seen_at),
        referred=[
            one.passage
            for one in motion.procedural_motions
            if one.passage
            and public_procedural_state(session, one, seen_at=seen_at) is ProceduralState.CARRIED
        ],
        options=_options_standing(
            motion,
            {
                one.id: public_separate_vote_state(session, one, seen_at=seen_at)
                for one in motion.separate_votes
            },
        ),
        amendable=rulebook.kind(motion.kind).amendable,
    )


def public_amendment_results(
    session: Session, motion: Motion, *, seen_at: datetime
) -> list[AmendmentResult]:
    """Return what became of each numbered amendment, as far as the public may know."""
    results = []
    for one in motion.amendments:
        if one.number is None:
            continue
        vote = _last_vote(session, motion.id, f"amendment:{one.id}")
        known = tally_of(public_declaration(vote, seen_at))
        outcome = OUTCOMES.get(public_amendment_state(session, one, seen_at=seen_at))
        results.append(AmendmentResult(one.number, outcome, known))
    return results


def public_separate_vote_state(
    session: Session, one: SeparateVote, *, seen_at: datetime
) -> SeparateVoteState:
    """Return the state of a separate vote as the public may know it at `seen_at`."""
    return _public_state(session, one, WORDS_STATES, SeparateVoteState, seen_at)


def _public_state(
    session: Session,
    one: ProceduralMotion | SeparateVote,
    states: Mapping[Outcome, State],
    kind: type[State],
    seen_at: datetime,
) -> State:
    """Return a state, or the one it had while what changed it can still be undone."""
    standing, selected = kind(one.state), kind("selected")
    if standing == kind("fallen"):
        return selected if pending(one.fell_by, seen_at) else standing
    vote = _last_vote(session, one.motion_id, one.subject)
    if vote is None or not pending(vote.declaration, seen_at):
        return standing
    known = public_declaration(vote, seen_at)
    return states[known.outcome] if known else selected


def public_separate_vote_results(
    session: Session, motion: Motion, *, seen_at: datetime
) -> list[SeparateVoteResult]:
    """Return what became of the words voted on by themselves, as far as the public may know."""
    results = []
    for one in motion.separate_votes:
        state = public_separate_vote_state(session, one, seen_at=seen_at)
        if state in WORDS_OUTCOMES and one.choice is None:
            vote = _last_vote(session, motion.id, one.subject)
            known = tally_of(public_declaration(vote, seen_at))
            results.append(SeparateVoteResult(one.passage, WORDS_OUTCOMES[state], known))
    return results


def _last_vote(session: Session, motion_id: int, subject: str) -> Vote | None:
    return session.scalars(
        select(Vote)
        .where(Vote.motion_id == motion_id, Vote.subject == subject)
        .order_by(Vote.putting.desc())
        .limit(1)
    ).first()
