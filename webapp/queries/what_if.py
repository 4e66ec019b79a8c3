"""What if: any outcomes of a motion's questions supposed at once, and the text they would make.

Only what is public counts for what is given: redrafts that everybody may read, and the
outcomes that somebody chose. Nobody reads a result out of it before its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, ChangeKind, ChangeRecord
from webapp.procedure.places import place_key
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.amendments import may_see
from webapp.queries.errors import NotThere
from webapp.queries.motions import last_published
from webapp.queries.outcomes import public_amendment_state
from webapp.queries.proposals import names_of_changes
from webapp.queries.texts import latest_version, load_weave
from webapp.text.records import load_document

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Motion, TextVersion
    from webapp.queries.actor import Actor
    from webapp.text.clause import Document
    from webapp.text.collisions import Collision
    from webapp.text.weave import Weave

# Whether a change set of these kinds is in force is what can be supposed; the rest is given.
DECIDED_BY_VOTE = (ChangeKind.AMENDMENT, ChangeKind.SEPARATE_VOTE)
NO_LONGER_PUT = (AmendmentState.DRAFT, AmendmentState.WITHDRAWN, AmendmentState.OUT_OF_ORDER)


@dataclass(frozen=True, slots=True)
class Supposable:
    """A question whose outcome can be supposed.

    `name` stands for it in an address, `key` is its change set's; `changes_by` is the outcome
    that puts that in force. `state` is the amendment's as the public may know it.
    """

    name: str
    key: str
    called: str
    changes_by: Outcome
    amendment: Amendment
    state: AmendmentState


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
    are the hard ones among all that `after` holds.
    """

    printed: TextVersion
    weave: Weave
    before: Document
    after: Document
    lacking: tuple[Lacking, ...]
    left_out: tuple[str, ...]
    collisions: tuple[Collision, ...]


def list_supposable(
    session: Session, actor: Actor, motion: Motion, *, seen_at: datetime
) -> list[Supposable]:
    """Return the questions that can be supposed, as far as the actor may know of them.

    Those with a number come in printed order, then the others as they were submitted.
    """
    names = names_of_changes(motion)
    found = []
    for one in motion.amendments:
        if one.change is None or not may_see(session, actor, one):
            continue
        state = public_amendment_state(session, one, seen_at=seen_at)
        if state not in NO_LONGER_PUT:
            name = (one.number or f"x{one.id}").upper()
            key = one.change.key
            found.append(Supposable(name, key, names[key], Outcome.CARRIED, one, state))
    return sorted(found, key=_printed_order)


def chosen_by_name(
    questions: Collection[Supposable], names: Collection[str], outcome: Outcome
) -> list[Supposable]:
    """Return the questions named, in printed order. Raises NotThere for a name of none."""
    wanted = {name.strip().upper() for name in names if name.strip()}
    found = [one for one in questions if one.changes_by is outcome and one.name in wanted]
    if missing := wanted - {one.name for one in found}:
        raise NotThere("question", min(missing))
    return found


def as_it_stands(
    session: Session, motion: Motion, questions: Collection[Supposable], *, seen_at: datetime
) -> list[Supposable]:
    """Return the questions that have changed the text so far, as everybody may know."""
    version = latest_version(session, motion, seen_at=seen_at)
    under = frozenset(version.under) if version is not None else frozenset()
    return [one for one in questions if one.key in under]


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
    keys = frozenset(one.key for one in chosen)
    kept, dropped = weave.closure(given | keys)
    names = names_in_sentences(session, motion)
    met = weave.collisions(kept, names=names)
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
        tuple(one for one in met if one.hard and not keys.isdisjoint({one.first, one.second})),
    )


def given_keys(session: Session, motion: Motion, *, seen_at: datetime) -> frozenset[str]:
    """Return the change sets that hold whatever is decided: redrafts and corrections."""
    version = latest_version(session, motion, seen_at=seen_at)
    voted_on = session.scalars(
        select(ChangeRecord.key).where(
            ChangeRecord.motion_id == motion.id, ChangeRecord.kind.in_(DECIDED_BY_VOTE)
        )
    )
    return frozenset(version.under if version is not None else ()) - frozenset(voted_on)


def names_in_sentences(session: Session, motion: Motion) -> dict[str, str]:
    """Return what each change set is called: an amendment by its number, a redraft by that word."""
    keys = session.scalars(select(ChangeRecord.key).where(ChangeRecord.motion_id == motion.id))
    return dict.fromkeys(keys, "the committee’s redraft") | names_of_changes(motion)


def _printed_order(one: Supposable) -> tuple[bool, tuple[tuple[int, int, str], ...], int]:
    number = one.amendment.number
    return number is None, place_key(number or ""), one.amendment.id
