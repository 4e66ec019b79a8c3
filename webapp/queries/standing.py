"""What the actor is allowed to do and see here, asked in one way by services and pages."""

from __future__ import annotations

from webapp.models import Amendment, Conference, Motion, ProceduralMotion, SeparateVote
from webapp.procedure import permissions
from webapp.procedure.errors import NotPermitted
from webapp.procedure.permissions import Facts
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.actor import Actor
from webapp.queries.rulebooks import rulebook_of

Place = Conference | Motion | Amendment | SeparateVote | ProceduralMotion

NAMES_PENDING = {
    MotionState.SUBMITTED,
    MotionState.IN_ORDER,
    MotionState.OUT_OF_ORDER,
    AmendmentState.SUBMITTED,
    AmendmentState.OUT_OF_ORDER,
}


def may(actor: Actor, activity: str, place: Place) -> bool:
    """Tell whether the activity is open to the actor at this conference or towards this item."""
    return permissions.allows(activity, _roles(actor, place), facts_about(actor, place))


def must(actor: Actor, activity: str, place: Place) -> None:
    """Raise NotPermitted unless `may`."""
    if not may(actor, activity, place):
        raise NotPermitted(activity)


def facts_about(actor: Actor, place: Place) -> Facts:
    return Facts(
        signed_in=actor.is_signed_in,
        conference_closed=_conference(place).is_closed,
        names_hidden=has_hidden_names(place),
    )


def has_hidden_names(place: Place) -> bool:
    """Tell whether the item's movers are still hidden from those who choose."""
    if isinstance(place, Conference) or not _hides_movers(_conference(place)):
        return False
    if isinstance(place, Amendment) and place.state is AmendmentState.WITHDRAWN:
        # It may live on in a composite, or in one it was joined to, that is still to be chosen.
        return place.number is None
    return place.state in NAMES_PENDING


def _hides_movers(conference: Conference) -> bool:
    return rulebook_of(conference).amendments.hide_movers_until_selected


def _conference(place: Place) -> Conference:
    if isinstance(place, Conference):
        return place
    return place.conference if isinstance(place, Motion) else place.motion.conference


def _roles(actor: Actor, place: Place) -> frozenset[Role]:
    return actor.roles_at(place.id) if isinstance(place, Conference) else actor.roles_towards(place)
