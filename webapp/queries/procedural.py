"""Procedural motions as they are looked up: those down for the debate, those to be ruled on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import ProceduralMotion
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import MotionState, ProceduralState
from webapp.queries.errors import NotThere
from webapp.queries.motions import may_see as may_see_motion
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.procedure.rules import ProceduralRule
    from webapp.queries.actor import Actor

# What the chair allowed; others never came before conference.
DOWN = frozenset(ProceduralState) - {ProceduralState.MOVED, ProceduralState.NOT_SELECTED}
OPEN = (ProceduralState.MOVED, ProceduralState.SELECTED)
# Once the debate is closed nothing is moved any more that would keep it from its votes.
BEFORE_THE_CLOSURE = (
    ProceduralEffect.REFER_BACK,
    ProceduralEffect.NEXT_BUSINESS,
    ProceduralEffect.CLOSURE,
)


def procedural_down(motion: Motion) -> list[ProceduralMotion]:
    """Return the procedural motions that are questions of this debate, decided or not."""
    return [one for one in motion.procedural_motions if is_down(one)]


def parts_down(motion: Motion) -> list[ProceduralMotion]:
    """Return the references back of parts of the motion alone."""
    return [one for one in procedural_down(motion) if one.spans is not None]


def is_down(one: ProceduralMotion) -> bool:
    # One taken back before the chair ruled was never a question.
    return one.state in DOWN and one.ruled_at is not None


def get_procedural(session: Session, actor: Actor, id: int) -> ProceduralMotion:
    """Return a procedural motion the actor may see. Raises NotThere for any other."""
    found = session.get(ProceduralMotion, id)
    if found is None or not may_see(session, actor, found):
        raise NotThere("procedural_motion", id)
    return found


def may_see(session: Session, actor: Actor, one: ProceduralMotion) -> bool:
    """Tell whether the actor may see it: everybody, once the chair allowed it."""
    if not may_see_motion(session, actor, one.motion):
        return False
    if is_down(one) or may(actor, "procedural:view_moved", one):
        return True
    # Whoever may support it has to find it.
    is_open = one.state is ProceduralState.MOVED and supporters_needed(one) > 1
    return is_open and may(actor, "procedural:support", one)


def supporters_needed(one: ProceduralMotion) -> int:
    """Return how many must stand behind it, its mover counted."""
    rules = rulebook_of(one.motion.conference).procedural
    return next((rule.supporters for rule in rules if rule.key == one.rule), 1)


def is_closed(motion: Motion) -> bool:
    """Tell whether conference closed the debate: what is left is to vote."""
    return any(
        one.effect is ProceduralEffect.CLOSURE
        and one.hearing_of_id is None
        and one.state is ProceduralState.CARRIED
        for one in motion.procedural_motions
    )


def rules_in_order(motion: Motion) -> list[ProceduralRule]:
    """Return what may be moved about a debate now: nothing twice while it is open."""
    if motion.state is not MotionState.PUBLISHED:
        return []
    pending = {one.rule for one in motion.procedural_motions if one.state in OPEN}
    return [
        rule
        for rule in rulebook_of(motion.conference).procedural
        if rule.key not in pending and not (is_closed(motion) and rule.effect in BEFORE_THE_CLOSURE)
    ]
