"""The outcomes that somebody chose in an address, in the one order that shares them best.

`?carried=1&carried=3` supposes Amendments 1 and 3 carried and nothing else; `?carried=`
nothing at all; no choice is what conference has decided so far.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request, url_for

from webapp.extensions import db
from webapp.procedure.places import place_key
from webapp.procedure.states import AmendmentState, Outcome, SeparateVoteState
from webapp.queries.motions import is_printed
from webapp.queries.references import References, references_between
from webapp.queries.texts import load_weave
from webapp.queries.what_if import (
    Supposable,
    WhatIf,
    as_it_stands,
    chosen_by_name,
    list_supposable,
    names_in_sentences,
    what_if,
)
from webapp.text.records import load_back, load_layout
from webapp.web.clock import utc_now
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment, Motion
    from webapp.text.weave import Weave

IN_FORCE = (AmendmentState.CARRIED, AmendmentState.ACCEPTED)
SUPPOSED = (Outcome.CARRIED, Outcome.LOST)


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be supposed of a motion, what was chosen, and the text that it makes."""

    motion: Motion
    questions: Sequence[Supposable]
    chosen: Sequence[Supposable]
    supposed: WhatIf

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.chosen)

    def address(self, endpoint: str, **more: Any) -> str:
        """Return the address of a page about these outcomes, the same for everybody."""
        return url_for(endpoint, motion_id=self.motion.id, **arguments_of(self.chosen), **more)

    def address_with(self, endpoint: str, keys: frozenset[str]) -> str:
        """Return the address of a page about these outcomes and some more."""
        wanted = keys | self.keys
        chosen = [one for one in self.questions if one.key in wanted]
        return url_for(endpoint, motion_id=self.motion.id, **arguments_of(chosen))


def choice_asked(motion: Motion) -> Choice:
    """Return the outcomes in the address. Raises NotThere for a question that is not there."""
    session, now = db.session(), utc_now()
    questions = list_supposable(session, current_actor(), motion, seen_at=now)
    if any(outcome.value in request.args for outcome in SUPPOSED):
        named = [
            one
            for outcome in SUPPOSED
            for one in chosen_by_name(questions, request.args.getlist(outcome.value), outcome)
        ]
        chosen = [one for one in questions if one in named]
    else:
        chosen = as_it_stands(session, motion, questions, seen_at=now)
    return Choice(motion, questions, chosen, what_if(session, motion, chosen, seen_at=now))


def choice_of(amendment: Amendment, *, weave: Weave | None = None) -> Choice | None:
    """Return the outcomes under which this amendment stands as written: it, and its grounds.

    None where it cannot be supposed by whoever asks.
    """
    session, motion, now = db.session(), amendment.motion, utc_now()
    if not is_printed(session, motion):
        return None
    questions = list_supposable(session, current_actor(), motion, seen_at=now)
    own = next((one for one in questions if one.item is amendment), None)
    if own is None:
        return None
    weave = weave or load_weave(session, motion)
    wanted, waiting = {own.key}, [own.key]
    while waiting:
        needed = weave.requires(waiting.pop()) - wanted
        wanted |= needed
        waiting += needed
    chosen = [one for one in questions if one.key in wanted]
    return Choice(
        motion, questions, chosen, what_if(session, motion, chosen, seen_at=now, weave=weave)
    )


def ahead_of(motion: Motion, amendment: Amendment | None = None) -> dict[str, Any]:
    """Return an address's outcomes: what is in force at the desk, and this amendment besides."""
    carried = [
        one.number or ""
        for one in motion.amendments
        if one.number is not None and (one is amendment or one.state in IN_FORCE)
    ]
    lost = [f"V{one.id}" for one in motion.separate_votes if one.state is SeparateVoteState.LOST]
    found: dict[str, Any] = {"carried": sorted(carried, key=place_key)}
    return found | ({"lost": lost} if lost else {})


def references_of(choice: Choice) -> References:
    """Return what becomes of the references between the printed text and the supposed one."""
    supposed = choice.supposed
    return references_between(
        supposed.weave,
        supposed.before,
        supposed.after,
        load_back(choice.motion.back),
        layout=load_layout(supposed.printed.layout or {}),
        names=names_in_sentences(db.session(), choice.motion),
    )


def arguments_of(chosen: Sequence[Supposable]) -> dict[str, Any]:
    """Return outcomes as an address has them, in printed order."""
    found = {
        outcome.value: [one.name for one in chosen if one.changes_by is outcome]
        for outcome in SUPPOSED
    }
    kept = {name: names for name, names in found.items() if names}
    return kept or {Outcome.CARRIED.value: [""]}


def is_as_shared(choice: Choice) -> bool:
    """Tell whether the address is the one in which these outcomes are shared."""
    sent = {
        outcome.value: request.args.getlist(outcome.value)
        for outcome in SUPPOSED
        if outcome.value in request.args
    }
    return sent == arguments_of(choice.chosen)
