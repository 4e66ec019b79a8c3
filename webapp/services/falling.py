"""What falls by a result without a vote of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, Declaration, Item, Motion, ProceduralMotion, SeparateVote
from webapp.procedure.alternatives import Option, settle
from webapp.procedure.states import (
    AmendmentState,
    Outcome,
    ProceduralState,
    SeparateVoteState,
)
from webapp.procedure.workflow import next_state
from webapp.queries.amending import all_below, in_force_with
from webapp.queries.consequences import falling_pairs
from webapp.queries.debates import Fallible, rivals
from webapp.queries.outcomes import WORDS_OUTCOMES, ends_the_debate
from webapp.queries.procedural import parts_down
from webapp.queries.separate_votes import Words, meeting, separate_votes_down, what_ends_what
from webapp.queries.texts import load_weave
from webapp.services.lost_words import strike_words
from webapp.services.open_votes import require_no_open_vote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

ENDS_WITHOUT_DECIDING = (Outcome.REFERRED_BACK, Outcome.WITHDRAWN, Outcome.NOT_REACHED)


def let_fall(session: Session, actor: Actor, item: Fallible, declaration: Declaration) -> None:
    """Let a question fall by a result. Raises VoteOpen while conference is voting on it."""
    require_no_open_vote(session, item.motion, [item])
    with session.no_autoflush:  # a state and its facts are written together or not at all
        if isinstance(item, SeparateVote):
            state = next_state("fall", item.state, actor.roles_towards(item))
            if _is_struck_option(item, declaration):
                strike_words(session, actor, item, now=declaration.recorded_at)
            item.state = state
        elif isinstance(item, ProceduralMotion):
            item.state = next_state("fall", item.state, actor.roles_towards(item))
        else:
            item.state = next_state("fall", item.state, actor.roles_towards(item))
        item.fell_by = declaration


def falling_with(session: Session, item: Item, outcome: Outcome) -> list[Fallible]:
    """Return what is undecided and cannot be put any more once the item has this outcome."""
    if isinstance(item, Motion):
        return undecided_within(item) if outcome in ENDS_WITHOUT_DECIDING else []
    if isinstance(item, ProceduralMotion):
        return _falling_with_procedural(session, item, outcome)
    if isinstance(item, SeparateVote):
        if outcome not in (Outcome.CARRIED, Outcome.LOST):
            return []
        fallen = _falling_with_words(session, item) if outcome is Outcome.LOST else []
        return list(dict.fromkeys([*_options_settled(item), *fallen]))
    return _falling_with_amendment(session, item, outcome)


def undecided_within(motion: Motion) -> list[Fallible]:
    """Return what is still to be put before the motion is."""
    amendments = [one for one in motion.amendments if one.state is AmendmentState.SELECTED]
    words = [one for one in motion.separate_votes if one.state is SeparateVoteState.SELECTED]
    procedural = [one for one in motion.procedural_motions if one.state is ProceduralState.SELECTED]
    return [*amendments, *words, *procedural]


def would_fall(session: Session, amendment: Amendment) -> list[Amendment]:
    """Return the undecided amendments that cannot stand beside this one once it is carried.

    One to an amendment only meets the others to that one; what was folded into an amendment
    meets the rest when the amendment is carried.
    """
    undecided = {
        other.change.key: other
        for other in amendment.motion.amendments
        if other.state is AmendmentState.SELECTED
        and other.change is not None
        and other is not amendment
        and (amendment.amends_id is None or other.amends_id == amendment.amends_id)
    }
    if amendment.change is None or not undecided:
        return []
    motion, keys = amendment.motion, in_force_with(amendment)
    names = {one: one for one in (*keys, *undecided)}
    falls = falling_pairs(session, motion, rivals(load_weave(session, motion), names), names)
    return [
        other
        for other_key, other in undecided.items()
        if any((key, other_key) in falls for key in keys)
    ]


def fallen_by(session: Session, declaration: Declaration) -> list[Amendment]:
    fallen = select(Amendment).where(Amendment.fell_by_id == declaration.id)
    return list(session.scalars(fallen.order_by(Amendment.id)))


def words_fallen_by(session: Session, declaration: Declaration) -> list[SeparateVote]:
    fallen = select(SeparateVote).where(SeparateVote.fell_by_id == declaration.id)
    return list(session.scalars(fallen.order_by(SeparateVote.id)))


def procedural_fallen_by(session: Session, declaration: Declaration) -> list[ProceduralMotion]:
    fallen = select(ProceduralMotion).where(ProceduralMotion.fell_by_id == declaration.id)
    return list(session.scalars(fallen.order_by(ProceduralMotion.id)))


def others_fallen_by(session: Session, declaration: Declaration) -> list[Item]:
    """Return what fell beside amendments: whoever undoes the result opens it again."""
    return [
        *words_fallen_by(session, declaration),
        *procedural_fallen_by(session, declaration),
    ]


def _falling_with_amendment(session: Session, item: Amendment, outcome: Outcome) -> list[Fallible]:
    own = [one for one in all_below(item) if one.state is AmendmentState.SELECTED]
    if outcome not in (Outcome.CARRIED, Outcome.ACCEPTED):
        return list(own)
    others = [one for one in would_fall(session, item) if one not in own]
    with_them = [
        below
        for one in others
        for below in all_below(one)
        if below.state is AmendmentState.SELECTED and below not in others and below not in own
    ]
    return [*own, *others, *with_them, *_words_gone(session, item.motion)]


def _falling_with_procedural(
    session: Session, item: ProceduralMotion, outcome: Outcome
) -> list[Fallible]:
    beside: list[Fallible] = []
    if item.hearing is not None and item.hearing.state is ProceduralState.SELECTED:
        beside.append(item.hearing)
    if outcome is not Outcome.CARRIED:
        heard = item.hearing_of
        if heard is not None and heard.state is ProceduralState.SELECTED:
            beside.append(heard)
        return beside
    if ends_the_debate(item):
        return undecided_within(item.motion)
    return [*beside, *_falling_with_words(session, item)]


def _options_settled(item: SeparateVote) -> list[SeparateVote]:
    """Return the other options that the result on one settles: exactly one survives."""
    if item.choice is None:
        return []
    options = [one for one in item.motion.separate_votes if one.choice == item.choice]
    settled = settle([Option(one.subject, WORDS_OUTCOMES.get(one.state)) for one in options])
    return [one for one in options if one.subject in (*settled.struck, settled.stands)]


def _is_struck_option(item: SeparateVote, declaration: Declaration) -> bool:
    cause = declaration.vote.item
    return (
        isinstance(cause, SeparateVote)
        and item.choice is not None
        and cause.choice == item.choice
        and declaration.outcome is Outcome.CARRIED
    )


def _falling_with_words(session: Session, item: Words) -> list[Fallible]:
    """Return what cannot be put once these words are struck."""
    if item.change is None:
        return []
    weave = load_weave(session, item.motion)
    undecided = [one for one in item.motion.amendments if one.state is AmendmentState.SELECTED]
    struck = weave.change_sets[item.change.key]
    return [*meeting(weave, struck, undecided), *_words_gone(session, item.motion)]


def _words_gone(session: Session, motion: Motion) -> list[Fallible]:
    """Return the votes on words of which the text in force has nothing left."""
    downs: list[SeparateVote | ProceduralMotion] = [
        *(one for one in separate_votes_down(motion) if one.state is SeparateVoteState.SELECTED),
        *(one for one in parts_down(motion) if one.state is ProceduralState.SELECTED),
    ]
    if not downs:
        return []
    gone = {
        ended
        for cause, ended in what_ends_what(session, motion, load_weave(session, motion), downs)
        if not cause
    }
    return [one for one in downs if one.subject in gone]
