"""What an amendment means: its change set, its printed words, and what it collides with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from webapp.models import WayOfWriting
from webapp.procedure.phrases import cite_amendment, cite_passages
from webapp.procedure.rules import Bounds, Quotes
from webapp.procedure.states import AmendmentState
from webapp.queries.amending import text_seen
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.queries.texts import keys_in_force, load_weave, printed_version
from webapp.text.clause import Document
from webapp.text.diff import changes
from webapp.text.editing import without_empty
from webapp.text.instructions import (
    DEFAULT_STYLE,
    InstructionStyle,
    read_instructions,
    write_instructions,
)
from webapp.text.records import load_change_set, load_document, load_layout
from webapp.text.weave import Weave

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Conference, Motion, TextVersion
    from webapp.queries.actor import Actor
    from webapp.text.collisions import Collision
    from webapp.text.instructions import Note, Problem
    from webapp.text.lines import Layout
    from webapp.text.operation import ChangeSet

ON_THE_PAPER = (
    AmendmentState.SELECTED,
    AmendmentState.CARRIED,
    AmendmentState.LOST,
    AmendmentState.FALLEN,
    AmendmentState.ACCEPTED,
    AmendmentState.WRITTEN_IN,
)
NOT_YET_STORED = "amendment-new"
MARKS = {
    Quotes.CURLY_DOUBLE: ("“", "”"),
    Quotes.CURLY_SINGLE: ("‘", "’"),
    Quotes.STRAIGHT_DOUBLE: ('"', '"'),
    Quotes.LOW_HIGH: ("„", "“"),
    Quotes.GUILLEMETS: ("«", "»"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """What an author wrote: an instruction as typed, or the whole text as edited in place."""

    typed: str = ""
    edited: Document | None = None

    @classmethod
    def of(cls, amendment: Amendment) -> Written:
        if amendment.way is WayOfWriting.EDITED:
            return cls(amendment.typed, load_document(amendment.edited or {}))
        return cls(amendment.typed)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What an amendment asks for, read against the text its author saw.

    Either there is a `change` with its `words` as they will be printed, or there are
    `problems`. `collisions` are those with the amendments the asker may see;
    `collisions_in_force` the hard ones with what has become of the text since.
    `weave` holds the change beside everything else.
    """

    change: ChangeSet | None
    words: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Note, ...] = ()
    collisions: tuple[Collision, ...] = ()
    collisions_in_force: tuple[Collision, ...] = ()
    weave: Weave | None = None


def seen_document(version: TextVersion) -> Document:
    return load_document(version.document)


def seen_layout(version: TextVersion) -> Layout:
    """Return the lines by which this version is cited."""
    return load_layout(printed_version(version).layout or {})


def instruction_style(conference: Conference) -> InstructionStyle:
    """Return how the conference prints instructions, and how it understands some of them."""
    rules = rulebook_of(conference).amendments
    return replace(
        DEFAULT_STYLE,
        marks=MARKS[rules.quotes],
        from_to_goes=rules.from_to is Bounds.INCLUSIVE,
    )


def read_proposal(
    session: Session,
    amendment: Amendment,
    beside: frozenset[str] = frozenset(),
    names: Mapping[str, str] | None = None,
    *,
    weave: Weave | None = None,
) -> Proposed:
    """Read a draft or submitted amendment; `beside` names change sets to hold it against.

    Whoever reads many that were submitted hands in the motion's `weave`.
    """
    motion, version = amendment.motion, text_seen(amendment)
    if amendment.change is not None:
        change = replace(load_change_set(amendment.change.record), place=amendment.number or "")
        weave = weave or load_weave(session, motion)
        found = _held_against(session, motion, change, weave, beside, names)
        return replace(found, words=amendment.submitted_words or "")
    proposed = read_written(
        session, motion, version, Written.of(amendment), change_key(amendment), beside, names
    )
    amended = amendment.amends.change if amendment.amends is not None else None
    if proposed.change is None or amended is None:
        return proposed
    return replace(proposed, change=replace(proposed.change, amends=amended.key))


def read_written(
    session: Session,
    motion: Motion,
    version: TextVersion,
    written: Written,
    key: str = NOT_YET_STORED,
    beside: frozenset[str] = frozenset(),
    names: Mapping[str, str] | None = None,
) -> Proposed:
    """Read what an author has written to one version, whether or not it is kept yet."""
    document, layout = seen_document(version), seen_layout(version)
    if written.edited is not None:
        change = changes(document, without_empty(written.edited), id=key)
        notes: tuple[Note, ...] = ()
    else:
        style = instruction_style(motion.conference)
        reading = read_instructions(written.typed, document, layout, id=key, style=style)
        notes = tuple(reading.notes)
        if reading.change_set is None:
            return Proposed(None, problems=tuple(reading.problems), notes=notes)
        change = reading.change_set
    weave = load_weave(session, motion, (change,))
    found = _held_against(session, motion, change, weave, beside, names)
    words = write_instructions(change, document, layout, instruction_style(motion.conference))
    return replace(found, words=words, notes=notes)


def _held_against(
    session: Session,
    motion: Motion,
    change: ChangeSet,
    weave: Weave,
    beside: frozenset[str],
    names: Mapping[str, str] | None,
) -> Proposed:
    in_force = keys_in_force(session, motion) - {change.id}
    called = {change.id: "this amendment"} | names_of_changes(motion) | dict(names or {})
    met = weave.collisions({change.id, *beside, *in_force}, names=called)
    own = [collision for collision in met if change.id in (collision.first, collision.second)]
    return Proposed(
        change,
        collisions=tuple(own),
        collisions_in_force=tuple(
            collision
            for collision in own
            if collision.hard and not in_force.isdisjoint({collision.first, collision.second})
        ),
        weave=weave,
    )


def text_with(document: Document, change: ChangeSet) -> Document:
    """Return a document with one change made to it, as its author would have edited it."""
    plain = replace(change, context=frozenset())
    made = Weave(Document(document.clauses), [plain]).text({change.id})
    return replace(made, under=document.under)


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
    """Return what people call each change set: "Amendment 1", "an amendment without a number"."""
    words = rulebook_of(motion.conference).words
    word = words.amendment
    separate = {
        one.change.key: words.separate_vote.format(places=cite_passages([one.passage], words))
        for one in motion.separate_votes
        if one.change is not None
    }
    referred = {
        one.change.key: one.name for one in motion.procedural_motions if one.change is not None
    }
    return (
        separate
        | referred
        | {
            amendment.change.key: cite_amendment(amendment.number, words)
            if amendment.number
            else f"a drafting {word.lower()}"
            if amendment.state is AmendmentState.WRITTEN_IN
            else f"an {word.lower()} not yet numbered"
            for amendment in motion.amendments
            if amendment.change is not None
        }
    )
