"""What if: any outcomes of a motion's questions supposed at once, and the text they would make.

Only what is public counts for what is given: redrafts that everybody may read, and the
outcomes that somebody chose. Nobody reads a result out of it before its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, ChangeKind, ChangeRecord, SeparateVote
from webapp.procedure.phrases import cite_passages
from webapp.procedure.places import place_key
from webapp.procedure.states import AmendmentState, Outcome, SeparateVoteState
from webapp.queries.amendments import may_see
from webapp.queries.errors import NotThere
from webapp.queries.motions import last_published
from webapp.queries.motions import may_see as may_see_motion
from webapp.queries.outcomes import public_amendment_state, public_separate_vote_state
from webapp.queries.proposals import names_of_changes
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.separate_votes import (
    KEY_OF_A_SEPARATE_VOTE,
    list_separate_votes,
    provisional_key,
    separate_votes_down,
    strike_now,
)
from webapp.queries.texts import latest_version, load_weave
from webapp.text.records import load_document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion, TextVersion
    from webapp.queries.actor import Actor
    from webapp.text.clause import Document
    from webapp.text.collisions import Collision
    from webapp.text.weave import Weave

# What is no question any more, or never was one.
NO_LONGER_PUT = (
    AmendmentState.DRAFT,
    AmendmentState.WITHDRAWN,
    AmendmentState.OUT_OF_ORDER,
    AmendmentState.IN_PARTS,
    AmendmentState.WRITTEN_IN,
    SeparateVoteState.WITHDRAWN,
)


@dataclass(frozen=True, slots=True)
class Supposable:
    """A question whose outcome can be supposed.

    `name` stands for it in an address, `key` for its change set; `changes_by` is the outcome
    that puts that in force. `state` is the item's as the public may know it.
    """

    name: str
    key: str
    called: str
    changes_by: Outcome
    item: Amendment | SeparateVote
    state: AmendmentState | SeparateVoteState


@dataclass(frozen=True, slots=True)
class Lacking:
    """A choice that has no effect without others: what it is called, and what they are."""

    called: str
    key: str
    needs: tuple[str, ...]
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What some outcomes would make of a motion.

    `before` is the text as printed for debate, `after` the text with what was chosen.
    `lacking` are the choices that cannot stand alone: while there are any, `after` is
    without them. `left_out` are redrafts written upon what was not chosen. `collisions`
    are the hard ones among all that `after` holds, `unsettled` the options, choice by choice,
    of which not exactly one would be left.
    """

    printed: TextVersion
    weave: Weave
    before: Document
    after: Document
    lacking: tuple[Lacking, ...]
    left_out: tuple[str, ...]
    unsettled: tuple[tuple[str, ...], ...]
    collisions: tuple[Collision, ...]


def list_supposable(
    session: Session, actor: Actor, motion: Motion, *, seen_at: datetime
) -> list[Supposable]:
    """Return the questions that can be supposed, as far as the actor may know of them.

    Those with a number come in printed order, then the others as they were submitted, then the
    separate votes in the order of the text.
    """
    names = names_of_changes(motion)
    numbered_seen = may_see_motion(session, actor, motion)
    found = []
    for one in motion.amendments:
        if one.change is None or not (
            numbered_seen if one.number else may_see(session, actor, one)
        ):
            continue
        state = public_amendment_state(session, one, seen_at=seen_at)
        if state not in NO_LONGER_PUT:
            name = one.number or f"X{one.id}"
            key = one.change.key
            found.append(Supposable(name, key, names[key], Outcome.CARRIED, one, state))
    words = [
        Supposable(f"V{one.id}", provisional_key(one), called(one), Outcome.LOST, one, words_state)
        for one in list_separate_votes(session, actor, motion)
        if one in separate_votes_down(motion)
        and (words_state := public_separate_vote_state(session, one, seen_at=seen_at))
        not in NO_LONGER_PUT
    ]
    return [*sorted(found, key=_printed_order), *words]


def chosen_by_name(
    questions: Collection[Supposable], names: Collection[str], outcome: Outcome
) -> list[Supposable]:
    """Return the questions named, in printed order. Raises NotThere for a name of none."""
    wanted = {name.strip().casefold() for name in names if name.strip()}
    found = [
        one for one in questions if one.changes_by is outcome and one.name.casefold() in wanted
    ]
    if missing := wanted - {one.name.casefold() for one in found}:
        raise NotThere("question", min(missing))
    return found


def as_it_stands(
    session: Session, motion: Motion, questions: Collection[Supposable], *, seen_at: datetime
) -> list[Supposable]:
    """Return the questions that have changed the text so far, as everybody may know."""
    version = latest_version(session, motion, seen_at=seen_at)
    under = frozenset(version.under) if version is not None else frozenset()
    return [one for one in questions if _stored_key(one) in under]


def what_if(
    session: Session,
    motion: Motion,
    chosen: Collection[Supposable],
    *,
    seen_at: datetime,
    weave: Weave | None = None,
) -> WhatIf:
    """Return the text that these outcomes would make, and what stands in their way.

    Raises NotThere for a motion that was never printed.
    """
    printed = last_published(session, motion, seen_at=seen_at)
    if printed is None:
        raise NotThere("version", motion.id)
    weave = weave or load_weave(session, motion)
    given = given_keys(session, motion, seen_at=seen_at)
    keys = frozenset(one.key for one in chosen if isinstance(one.item, Amendment))
    kept, dropped = weave.closure(given | keys)
    words = [one.item for one in chosen if isinstance(one.item, SeparateVote)]
    weave, kept = _without_words(weave, words, kept)
    names = names_in_sentences(session, motion)
    met = weave.collisions(kept, names=names)
    chosen_keys = {one.key for one in chosen}
    return WhatIf(
        printed,
        weave,
        load_document(printed.document),
        weave.text(kept),
        tuple(
            Lacking(
                one.called,
                one.key,
                tuple(names.get(key, key) for key in sorted(dropped[one.key])),
                dropped[one.key],
            )
            for one in chosen
            if one.key in dropped
        ),
        tuple(names.get(key, key) for key in sorted(dropped) if key not in keys),
        tuple(_unsettled(motion, words)),
        tuple(one for one in met if one.hard and not chosen_keys.isdisjoint(_sides(one))),
    )


def given_keys(session: Session, motion: Motion, *, seen_at: datetime) -> frozenset[str]:
    """Return what holds whatever is decided: redrafts, corrections, parts referred back."""
    version = latest_version(session, motion, seen_at=seen_at)
    put = {
        one.change.key
        for one in motion.amendments
        if one.change is not None and one.state is not AmendmentState.WRITTEN_IN
    }
    struck = session.scalars(
        select(ChangeRecord.key).where(
            ChangeRecord.motion_id == motion.id,
            ChangeRecord.kind == ChangeKind.SEPARATE_VOTE,
            ChangeRecord.key.startswith(KEY_OF_A_SEPARATE_VOTE),
        )
    )
    return frozenset(version.under if version is not None else ()) - put - frozenset(struck)


def names_in_sentences(session: Session, motion: Motion) -> dict[str, str]:
    """Return what each change set is called: an amendment by its number, a redraft by that word."""
    keys = session.scalars(select(ChangeRecord.key).where(ChangeRecord.motion_id == motion.id))
    words = {provisional_key(one): called(one) for one in motion.separate_votes}
    return dict.fromkeys(keys, "the committee’s redraft") | words | names_of_changes(motion)


def called(one: SeparateVote) -> str:
    """Return what a separate vote is called: "the separate vote on lines 20–22", "option 2"."""
    words = rulebook_of(one.motion.conference).words
    if one.option is not None:
        places = cite_passages([one.passage], words)
        return words.option.format(option=one.option, places=places)
    return words.separate_vote.format(places=cite_passages([one.passage], words))


def _without_words(
    weave: Weave, lost: Collection[SeparateVote], kept: frozenset[str]
) -> tuple[Weave, frozenset[str]]:
    """Strike what these votes were asked on, as it stands once everything else is in force."""
    for one in lost:
        struck = strike_now(weave, one, weave.text(kept), id=provisional_key(one))
        if struck is not None:
            weave, kept = weave.extended([struck[0]]), kept | {struck[0].id}
    return weave, kept


def _unsettled(motion: Motion, lost: Collection[SeparateVote]) -> Iterator[tuple[str, ...]]:
    """Yield the options of each choice that is begun and not made: exactly one survives."""
    choices: dict[str, list[SeparateVote]] = {}
    for one in separate_votes_down(motion):
        if one.choice is not None:
            choices.setdefault(one.choice, []).append(one)
    for options in choices.values():
        struck = sum(1 for one in options if one in lost)
        if struck and struck != len(options) - 1:
            yield tuple(called(one) for one in options)


def _sides(collision: Collision) -> set[str]:
    return {collision.first, collision.second}


def _stored_key(one: Supposable) -> str:
    return one.item.change.key if one.item.change is not None else ""


def _printed_order(one: Supposable) -> tuple[bool, tuple[tuple[int, int, str], ...], int]:
    number = one.item.number if isinstance(one.item, Amendment) else None
    return number is None, place_key(number or ""), one.item.id
