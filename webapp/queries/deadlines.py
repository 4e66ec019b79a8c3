"""Until when things may be handed in at a conference: its rulebook's days, and those it moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from webapp.models import Amendment, Conference, Motion
from webapp.queries.rulebooks import rulebook_of

if TYPE_CHECKING:
    from webapp.procedure.deadlines import Deadline
    from webapp.procedure.rules import ItemKind
    from webapp.queries.actor import Actor


def deadlines_of(conference: Conference) -> dict[str, Deadline]:
    """Return every deadline of the conference by its key, in the rulebook's order."""
    zone = ZoneInfo(conference.time_zone)
    found = {}
    for rule in rulebook_of(conference).deadlines:
        deadline = rule.closing(conference.starts_on, zone)
        moved = conference.moved_deadlines.get(rule.key)
        if moved is not None:
            deadline = replace(deadline, closes_at=datetime.fromisoformat(moved))
        found[rule.key] = deadline
    return found


def deadline_of_kind(conference: Conference, kind: ItemKind) -> Deadline:
    """Return until when business of this kind may be submitted."""
    return deadlines_of(conference)[kind.deadline]


def amendment_deadline(motion: Motion) -> Deadline | None:
    """Return until when amendments to a motion may be submitted, None where there are none."""
    kind = rulebook_of(motion.conference).kind(motion.kind)
    return deadlines_of(motion.conference)[kind.amendment_deadline] if kind.amendable else None


def deadline_for(item: Motion | Amendment) -> Deadline | None:
    """Return until when a draft may be submitted."""
    if isinstance(item, Amendment):
        return amendment_deadline(item.motion)
    return deadline_of_kind(item.conference, rulebook_of(item.conference).kind(item.kind))


def may_let_in(actor: Actor, item: Motion | Amendment) -> bool:
    """Tell whether the actor is one of those who may let this in after its deadline."""
    deadline = deadline_for(item)
    return deadline is not None and not deadline.override.isdisjoint(actor.roles_towards(item))
