"""Running a conference by other standing orders: looked at first, refused where it would break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import (
    AgendaItem,
    Amendment,
    Motion,
    ProceduralMotion,
    SubmittingBody,
)
from webapp.procedure.rulebook import load_rulebook
from webapp.procedure.rulebook_differences import Difference, differences
from webapp.procedure.states import AmendmentState, ProceduralState
from webapp.queries.amending import ancestors_of
from webapp.queries.conferences import fingerprint
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import must
from webapp.services.errors import ChangedMeanwhile, NotDone
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference
    from webapp.procedure.rulebook import Rulebook
    from webapp.queries.actor import Actor

GONE = (AmendmentState.WITHDRAWN, AmendmentState.OUT_OF_ORDER, AmendmentState.NOT_SELECTED)
PENDING = (ProceduralState.MOVED, ProceduralState.SELECTED)


@dataclass(frozen=True, slots=True)
class Clash:
    """What is in use and the new rulebook leaves out.

    `what` is "kinds", "bodies", "amendments" (keys: kinds no longer amendable), "depth" or
    "majorities" (keys: those that procedural motions before conference need).
    """

    what: str
    keys: tuple[str, ...]


class StillInUse(NotDone):
    """The new rulebook does not know what stands at the conference already."""

    def __init__(self, clashes: tuple[Clash, ...]) -> None:
        super().__init__(clashes)
        self.clashes = clashes


def seen_rulebook(conference: Conference) -> str:
    """Return a mark of the rulebook as it is, for the form that shows it."""
    return fingerprint([conference.rulebook])


def look_at_rulebook(
    session: Session, actor: Actor, conference: Conference, text: str
) -> tuple[Difference, ...]:
    """Return what would be otherwise under another text of standing orders, and change nothing.

    Raises FaultyRulebook or StillInUse, as putting it in force would.
    """
    must(actor, "rulebook:edit", conference)
    rules = load_rulebook(_plain(text))
    _refuse_to_drop_what_is_used(session, conference, rules)
    return differences(rulebook_of(conference), rules)


def change_rulebook(
    session: Session,
    actor: Actor,
    conference: Conference,
    text: str,
    *,
    seen: str,
    now: datetime,
) -> None:
    """Run the conference by another text of standing orders from now on.

    The minute says which rules are otherwise. Raises FaultyRulebook, and then leaves the old
    one in force; StillInUse; ChangedMeanwhile where the rulebook is another than the one `seen`.
    """
    must(actor, "rulebook:edit", conference)
    text = _plain(text)
    rules = load_rulebook(text)
    session.refresh(conference, with_for_update=True)
    if text == conference.rulebook:
        return
    if seen != seen_rulebook(conference):
        raise ChangedMeanwhile("rulebook", conference.id)
    _refuse_to_drop_what_is_used(session, conference, rules)
    changed = differences(rulebook_of(conference), rules)
    conference.rulebook = text
    falling = {rule.key for rule in rules.deadlines}
    conference.moved_deadlines = {
        key: moment for key, moment in conference.moved_deadlines.items() if key in falling
    }
    session.flush()
    write_minute(
        session,
        actor,
        "rulebook:edit",
        f"conference:{conference.id}",
        conference_id=conference.id,
        now=now,
        facts={
            "mark": seen_rulebook(conference),
            "rules": [[one.rule, one.before, one.after] for one in changed],
        },
    )


def _refuse_to_drop_what_is_used(session: Session, conference: Conference, rules: Rulebook) -> None:
    clashes = tuple(
        Clash(what, tuple(sorted(keys)))
        for what, keys in _missing(session, conference, rules)
        if keys
    )
    if clashes:
        raise StillInUse(clashes)


def _missing(
    session: Session, conference: Conference, rules: Rulebook
) -> Iterator[tuple[str, set[str]]]:
    """Yield what is in use and not in the rulebook, each with the keys it would take."""
    here = conference.id
    motions = select(Motion.kind).where(Motion.conference_id == here)
    items = select(AgendaItem.kind).where(AgendaItem.conference_id == here)
    kinds = {kind.key: kind for kind in rules.kinds}
    yield "kinds", {*session.scalars(motions), *session.scalars(items)} - set(kinds)
    bodies = select(SubmittingBody.kind).where(SubmittingBody.conference_id == here)
    yield "bodies", set(session.scalars(bodies)) - {body.key for body in rules.bodies}
    alive = session.scalars(
        select(Amendment)
        .join(Motion, Motion.id == Amendment.motion_id)
        .where(Motion.conference_id == here, Amendment.state.not_in(GONE))
    ).all()
    amended = {one.motion.kind for one in alive}
    yield "amendments", {key for key in amended if key in kinds and not kinds[key].amendable}
    deepest = max((sum(1 for _ in ancestors_of(one)) for one in alive), default=0)
    yield "depth", {str(deepest)} if deepest > rules.amendments.depth else set()
    pending = select(ProceduralMotion.majority).join(
        Motion, Motion.id == ProceduralMotion.motion_id
    )
    needed = session.scalars(
        pending.where(Motion.conference_id == here, ProceduralMotion.state.in_(PENDING))
    )
    yield "majorities", set(needed) - {majority.key for majority in rules.majorities}


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n")
