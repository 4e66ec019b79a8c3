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

    Raises NotTheSame, and then leaves both as they were.
    """
    must(actor, "amendment:support", other)
    lock(session, own.motion)
    if own.state is not AmendmentState.DRAFT or not may_be_joined(actor, other):
        raise WrongState("join", other.state)
    _bring_together(session, actor, own, other, {actor.person_id}, now=now)


def put_together(
    session: Session, actor: Actor, one: Amendment, other: Amendment, *, now: datetime
) -> None:
    """Make one of two submitted amendments that ask for the same, whose movers cannot know it.

    Raises NotTheSame, and then leaves both as they were.
    """
    lock(session, one.motion)
    if one.state is not AmendmentState.SUBMITTED or other.state not in OPEN_TO_MOVERS:
        raise WrongState("join", other.state)
    _bring_together(session, actor, one, other, set(), now=now)


def _bring_together(
    session: Session,
    actor: Actor,
    one: Amendment,
    other: Amendment,
    movers: set[int | None],
    *,
    now: datetime,
) -> None:
    """Have those behind one amendment stand behind another; the one is withdrawn, its words kept.

    Who moved it moves the other, who signed it supports the other.
    """
    state = next_state("join", one.state, actor.roles_towards(one))
    if other.motion_id != one.motion_id or other.id == one.id:
        raise WrongState("join", other.state)
    if not _asks_for_the_same(session, actor, one, other):
        raise NotTheSame
    movers |= {one.mover_id or one.drafter_id}
    movers |= {beside.person_id for beside in one.supporters if beside.moves}
    for person_id in sorted(person for person in movers if person is not None):
        add_mover(other, person_id, now=now)
    signed = {beside.person_id for beside in other.supporters} | {other.mover_id}
    for beside in one.supporters:
        if beside.person_id not in signed:
            joined = AmendmentSupporter(person_id=beside.person_id, supported_at=now)
            other.supporters.append(joined)
    one.state = state
    note(session, actor, "amendment:join", other, now=now, joined=one.id)
    note(session, actor, "amendment:withdraw", one, now=now, joined_to=other.id)


def _asks_for_the_same(session: Session, actor: Actor, own: Amendment, other: Amendment) -> bool:
    keys = visible_keys(session, actor, own.motion)
    proposed = read_proposal(session, own)
    alike = find_alike(session, own.motion, own.text_version, proposed, keys)
    return other.change is not None and other.change.key in alike.same
