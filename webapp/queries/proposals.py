"""What an amendment means: its change set, its printed words, and what it collides with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.models import Amendment, WayOfWriting
from webapp.procedure.states import AmendmentState
from webapp.queries.standing import may
from webapp.queries.texts import keys_in_force, load_weave, printed_version
from webapp.text.diff import changes
from webapp.text.instructions import read_instructions, write_instructions
from webapp.text.records import load_change_set, load_document, load_layout

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Motion, TextVersion
    from webapp.queries.actor import Actor
    from webapp.text.clause import Document
    from webapp.text.collisions import Collision
    from webapp.text.instructions import Problem
    from webapp.text.lines import Layout
    from webapp.text.operation import ChangeSet

ON_THE_PAPER = (
    AmendmentState.SELECTED,
    AmendmentState.CARRIED,
    AmendmentState.LOST,
    AmendmentState.FALLEN,
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an amendment asks for, read against the text its author saw.

    Either there is a `change` with its `words` as they will be printed, or there are
    `problems`. `collisions` are those with the amendments the asker may see;
    `collisions_in_force` the hard ones with what has become of the text since.
    """

    change: ChangeSet | None
    words: str = ""
    problems: tuple[Problem, ...] = ()
    collisions: tuple[Collision, ...] = ()
    collisions_in_force: tuple[Collision, ...] = ()


def seen_document(version: TextVersion) -> Document:
    return load_document(version.document)


def seen_layout(version: TextVersion) -> Layout:
    """Return the lines by which this version is cited."""
    return load_layout(printed_version(version).layout or {})


def read_proposal(
    session: Session, amendment: Amendment, beside: frozenset[str] = frozenset()
) -> Proposed:
    """Read a draft or submitted amendment; `beside` names change sets to hold it against."""
    document = seen_document(amendment.text_version)
    layout = seen_layout(amendment.text_version)
    change, problems = _change(amendment, document, layout)
    if change is None:
        return Proposed(None, problems=problems)
    in_force = keys_in_force(session, amendment.motion)
    more = () if amendment.change is not None else (change,)
    weave = load_weave(session, amendment.motion, more)
    met = weave.collisions({change.id, *beside, *in_force})
    own = [collision for collision in met if change.id in (collision.first, collision.second)]
    return Proposed(
        change,
        words=write_instructions(change, document, layout),
        collisions=tuple(own),
        collisions_in_force=tuple(
            collision
            for collision in own
            if collision.hard and not in_force.isdisjoint({collision.first, collision.second})
        ),
    )


def _change(
    amendment: Amendment, document: Document, layout: Layout
) -> tuple[ChangeSet | None, tuple[Problem, ...]]:
    if amendment.change is not None:
        return load_change_set(amendment.change.record), ()
    key = change_key(amendment)
    if amendment.way is WayOfWriting.EDITED:
        return changes(document, load_document(amendment.edited or {}), id=key), ()
    reading = read_instructions(amendment.typed, document, layout, id=key)
    return reading.change_set, tuple(reading.problems)


def change_key(amendment: Amendment) -> str:
    """Return the id of the amendment's change set in the weave."""
    return f"amendment-{amendment.id}"


def visible_keys(session: Session, actor: Actor, motion: Motion) -> frozenset[str]:
    """Return the keys of the amendments the actor may know of beside their own."""
    return frozenset(
        amendment.change.key
        for amendment in motion.amendments
        if amendment.change is not None
        and (amendment.state in ON_THE_PAPER or may(actor, "amendment:view_submitted", amendment))
        and amendment.state is not AmendmentState.WITHDRAWN
    )


def names_of_changes(motion: Motion) -> dict[str, str]:
    """Return what people call each change set: "Amendment 1", "your amendment", "the redraft"."""
    return {
        amendment.change.key: f"Amendment {amendment.number}"
        if amendment.number
        else "the amendment"
        for amendment in motion.amendments
        if amendment.change is not None
    }
