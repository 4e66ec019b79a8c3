"""Separate votes as they are looked up: what is asked for, what has become of the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import ProceduralMotion, SeparateVote
from webapp.procedure.states import AmendmentState, ProceduralState, SeparateVoteState
from webapp.queries.errors import NotThere
from webapp.queries.motions import may_see as may_see_motion
from webapp.queries.standing import may
from webapp.queries.texts import keys_in_force
from webapp.text.clause import ClauseId
from webapp.text.passages import Span, standing, strike
from webapp.text.records import load_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Motion
    from webapp.queries.actor import Actor
    from webapp.text.clause import Document
    from webapp.text.operation import ChangeSet
    from webapp.text.passages import Spans
    from webapp.text.weave import Weave

Words = SeparateVote | ProceduralMotion
"""What asks that words go: a separate vote, or the reference back of a part."""

KEY_OF_A_SEPARATE_VOTE, KEY_OF_A_REFERENCE_BACK = "separate-vote-", "reference-back-"
# Separate votes put down for the debate; others never came before conference.
DOWN = frozenset(SeparateVoteState) - {SeparateVoteState.ASKED, SeparateVoteState.NOT_SELECTED}


def separate_votes_down(motion: Motion) -> list[SeparateVote]:
    """Return the separate votes that are questions of this debate, decided or not."""
    return [one for one in motion.separate_votes if _is_down(one)]


def _is_down(one: SeparateVote) -> bool:
    # One withdrawn before it was selected was never a question.
    return one.state in DOWN and one.selected_at is not None


def get_separate_vote(session: Session, actor: Actor, id: int) -> SeparateVote:
    """Return a separate vote the actor may see. Raises NotThere for any other."""
    found = session.get(SeparateVote, id)
    if found is None or not may_see(session, actor, found):
        raise NotThere("separate_vote", id)
    return found


def may_see(session: Session, actor: Actor, one: SeparateVote) -> bool:
    """Tell whether the actor may see a request: everybody, once it is selected."""
    if not may_see_motion(session, actor, one.motion):
        return False
    return _is_down(one) or may(actor, "separate_vote:view_asked", one)


def list_separate_votes(session: Session, actor: Actor, motion: Motion) -> list[SeparateVote]:
    """Return those the actor may see, in the order of the text."""
    seen = [one for one in motion.separate_votes if may_see(session, actor, one)]
    return sorted(seen, key=lambda one: (one.first_line, one.last_line, one.id))


def spans_of(one: Words) -> Spans:
    return tuple(
        Span(ClauseId(kept["clause"]), kept["start"], kept["end"]) for kept in one.spans or ()
    )


def strike_now(
    weave: Weave, one: Words, now: Document, *, id: str
) -> tuple[ChangeSet, Spans] | None:
    """Return what would strike the words as they stand in the text now, and which they are.

    None where nothing is left of them.
    """
    if one.text_version is None:
        return None
    spans = standing(weave, load_document(one.text_version.document), spans_of(one), now)
    change = strike(now, spans, id=id)
    return (change, spans) if change.operations else None


def what_ends_what(
    session: Session, motion: Motion, weave: Weave, downs: Iterable[Words]
) -> set[tuple[str, str]]:
    """Return pairs of ids: once the first takes effect, nothing is left of the second to put.

    Words lost, or referred back, take with them the amendments within them; an amendment that
    strikes all the words leaves no vote on them.
    """
    in_force, _ = weave.closure(keys_in_force(session, motion))
    now = weave.text(in_force)
    open_amendments = [
        one
        for one in motion.amendments
        if one.state is AmendmentState.SELECTED and one.change is not None
    ]
    found: set[tuple[str, str]] = set()
    for one in downs:
        if one.state in (SeparateVoteState.SELECTED, ProceduralState.SELECTED):
            found |= _ends(weave, one, now, open_amendments)
    return found


def _ends(
    weave: Weave, one: Words, now: Document, amendments: list[Amendment]
) -> set[tuple[str, str]]:
    struck = strike_now(weave, one, now, id=provisional_key(one))
    if struck is None:
        return {("", one.subject)}
    change, spans = struck
    taken = {(one.subject, f"amendment:{other.id}") for other in meeting(weave, change, amendments)}
    left = {
        (f"amendment:{other.id}", one.subject)
        for other in _touching(weave, spans, amendments)
        if leaves_nothing(weave, one, other, now)
    }
    return taken | left


def _touching(weave: Weave, spans: Spans, amendments: list[Amendment]) -> list[Amendment]:
    """Return the amendments to the clauses in which a passage stands."""
    keys = {one.change.key: one for one in amendments if one.change is not None}
    touched = weave.touched_by(keys)
    found = {key for span in spans for key in touched.get(span.clause, ())}
    return [one for key, one in keys.items() if key in found]


def leaves_nothing(weave: Weave, one: Words, amendment: Amendment, now: Document) -> bool:
    """Tell whether none of the words would be left were the amendment carried now."""
    own = {amendment.change.key} if amendment.change is not None else set()
    after = weave.text(now.under | own, drop=True)
    return strike_now(weave, one, after, id=provisional_key(one)) is None


def meeting(weave: Weave, struck: ChangeSet, amendments: list[Amendment]) -> list[Amendment]:
    """Return the amendments that cannot stand once these words are struck."""
    keys = {one.change.key: one for one in amendments if one.change is not None}
    if not keys:
        return []
    met = weave.extended([struck]).collisions({struck.id, *keys})
    sides = {
        side
        for collision in met
        if collision.hard and struck.id in (collision.first, collision.second)
        for side in (collision.first, collision.second)
    }
    return [one for key, one in keys.items() if key in sides]


def key_of(one: Words) -> str:
    """Return what the change set that takes the words out is called."""
    beginning = KEY_OF_A_SEPARATE_VOTE if isinstance(one, SeparateVote) else KEY_OF_A_REFERENCE_BACK
    return f"{beginning}{one.id}"


def provisional_key(one: Words) -> str:
    return f"{key_of(one)}-if-lost"
