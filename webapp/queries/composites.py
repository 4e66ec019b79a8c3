"""Composites as they are looked up: what is offered to whom, and what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import CompositeOffer, OfferAnswer
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.queries.errors import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Amendment
    from webapp.queries.actor import Actor

OPEN_TO_COMPOSITES = (AmendmentState.SUBMITTED, AmendmentState.SELECTED)
BRING = frozenset({Role.DRAFTER, Role.MOVER})


def may_be_offered(actor: Actor, other: Amendment) -> bool:
    """Tell whether another's amendment can still become part of a composite."""
    return other.state in OPEN_TO_COMPOSITES and BRING.isdisjoint(actor.roles_towards(other))


def offers_of(session: Session, draft: Amendment) -> Sequence[CompositeOffer]:
    """Return what was offered with a draft, the oldest first."""
    return session.scalars(
        select(CompositeOffer)
        .where(CompositeOffer.draft_id == draft.id)
        .order_by(CompositeOffer.id)
    ).all()


def offers_to(session: Session, actor: Actor, amendment: Amendment) -> Sequence[CompositeOffer]:
    """Return what is offered to those who bring an amendment; nothing to anybody else."""
    if BRING.isdisjoint(actor.roles_towards(amendment)):
        return []
    return session.scalars(
        select(CompositeOffer)
        .where(CompositeOffer.other_id == amendment.id)
        .order_by(CompositeOffer.id)
    ).all()


def get_offer(session: Session, actor: Actor, offer_id: int) -> CompositeOffer:
    """Return an offer to the one who is to answer it. Raises NotThere for anybody else."""
    offer = session.get(CompositeOffer, offer_id)
    if offer is None or BRING.isdisjoint(actor.roles_towards(offer.other)):
        raise NotThere("composite", offer_id)
    return offer


def agreed_with(session: Session, draft: Amendment) -> list[CompositeOffer]:
    """Return the offers whose movers have agreed to come together in this amendment."""
    return [one for one in offers_of(session, draft) if one.answer is OfferAnswer.AGREED]
