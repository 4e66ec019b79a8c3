"""Joining an amendment that asks for the same: it is one proposal then, moved by both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import AmendmentSupporter
from webapp.procedure.errors import WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.procedure.workflow import next_state
from webapp.queries.alike import find_alike
from webapp.queries.proposals import read_proposal, visible_keys
from webapp.queries.standing import must
from webapp.services.amendments import note
from webapp.services.backing import add_mover
from webapp.services.deciding import lock
from webapp.services.errors import NotDone

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Amendment
    from webapp.queries.actor import Actor

OPEN_TO_MOVERS = (AmendmentState.SUBMITTED, AmendmentState.SELECTED)
BRING = frozenset({Role.DRAFTER, Role.MOVER})


class NotTheSame(NotDone):
    """Two amendments that were to be one no longer ask for the same."""


def may_be_joined(actor: Actor, other: Amendment) -> bool:
    """Tell whether an amendment takes on movers, and the actor is not one of them already."""
    moves = any(one.moves and one.person_id == actor.person_id for one in other.supporters)
    return (
        other.state in OPEN_TO_MOVERS and BRING.isdisjoint(actor.roles_towards(other)) and not moves
    )


def join_amendment(
    session: Session, actor: Actor, own: Amendment, other: Amendment, *, now: datetime
) -> None:
    """Make the mover of a draft a mover of another amendment that asks for the same.

    Whoever signed the draft supports the other one; the draft is withdrawn, its words kept.
    Raises NotTheSame, and then leaves both as they were.
    """
    must(actor, "amendment:support", other)
    lock(session, own.motion)
    state = next_state("withdraw", own.state, actor.roles_towards(own))
    if own.state is not AmendmentState.DRAFT:
        raise WrongState("join", own.state)
    if other.motion_id != own.motion_id or not may_be_joined(actor, other):
        raise WrongState("join", other.state)
    if not _asks_for_the_same(session, actor, own, other):
        raise NotTheSame
    movers = {own.mover_id or actor.person_id, actor.person_id}
    movers |= {one.person_id for one in own.supporters if one.moves}
    for person_id in sorted(one for one in movers if one is not None):
        add_mover(other, person_id, now=now)
    signed = {one.person_id for one in other.supporters} | {other.mover_id}
    for one in own.supporters:
        if one.person_id not in signed:
            other.supporters.append(AmendmentSupporter(person_id=one.person_id, supported_at=now))
    own.state = state
    note(session, actor, "amendment:join", other, now=now, joined=own.id)
    note(session, actor, "amendment:withdraw", own, now=now, joined_to=other.id)


def _asks_for_the_same(session: Session, actor: Actor, own: Amendment, other: Amendment) -> bool:
    keys = visible_keys(session, actor, own.motion)
    proposed = read_proposal(session, own)
    alike = find_alike(session, own.motion, own.text_version, proposed, keys)
    return other.change is not None and other.change.key in alike.same
