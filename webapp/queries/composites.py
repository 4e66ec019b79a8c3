"""Composites as they are looked up: what is offered to whom, and what was agreed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from webapp.models import Amendment, CompositeOffer, OfferAnswer
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.errors import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from webapp.models import Motion
    from webapp.queries.actor import Actor

OPEN_TO_COMPOSITES = (AmendmentState.SUBMITTED, AmendmentState.SELECTED)
BRING = frozenset({Role.DRAFTER, Role.MOVER})


class Standing(StrEnum):
    """What has become of a composite that the committee offered.

    One that is `ended` was overtaken: either amendment has changed, or was decided upon.
    """

    OPEN = "open"
    MADE = "made"
    DECLINED = "declined"
    ENDED = "ended"


def standing_of(offer: CompositeOffer) -> Standing:
    """Tell what has become of a composite that the committee offered."""
    if offer.composite_id is not None:
        return Standing.MADE
    if OfferAnswer.DECLINED in (offer.answer, offer.draft_answer):
        return Standing.DECLINED
    as_offered = (offer.draft_version, offer.other_version)
    both = (offer.draft, offer.other)
    stands = (
        as_offered == tuple(one.row_version for one in both)
        and all(one.state is AmendmentState.SUBMITTED for one in both)
        and offer.draft.motion.state is MotionState.PUBLISHED
    )
    return Standing.OPEN if stands else Standing.ENDED


def may_be_offered(actor: Actor, other: Amendment) -> bool:
    """Tell whether another's amendment can still become part of a composite."""
    return other.state in OPEN_TO_COMPOSITES and BRING.isdisjoint(actor.roles_towards(other))


def offers_of(session: Session, draft: Amendment) -> Sequence[CompositeOffer]:
    """Return what its author offered with a draft, the oldest first."""
    return session.scalars(
        select(CompositeOffer)
        .where(CompositeOffer.draft_id == draft.id, CompositeOffer.draft_answer.is_(None))
        .order_by(CompositeOffer.id)
    ).all()


def offers_to(session: Session, actor: Actor, amendment: Amendment) -> Sequence[CompositeOffer]:
    """Return what is offered to those who bring an amendment; nothing to anybody else."""
    if BRING.isdisjoint(actor.roles_towards(amendment)):
        return []
    return session.scalars(
        select(CompositeOffer)
        .where(CompositeOffer.other_id == amendment.id, CompositeOffer.draft_answer.is_(None))
        .order_by(CompositeOffer.id)
    ).all()


def committees_offers(session: Session, actor: Actor, one: Amendment) -> Sequence[CompositeOffer]:
    """Return what the committee offers to those who bring an amendment; to others nothing."""
    if BRING.isdisjoint(actor.roles_towards(one)):
        return []
    return session.scalars(
        select(CompositeOffer)
        .where(
            CompositeOffer.draft_answer.is_not(None),
            or_(CompositeOffer.draft_id == one.id, CompositeOffer.other_id == one.id),
        )
        .order_by(CompositeOffer.id)
    ).all()


def offers_between(session: Session, motion: Motion) -> dict[frozenset[int], list[CompositeOffer]]:
    """Return what the committee offered to the movers of amendments to a motion, by the two."""
    found: dict[frozenset[int], list[CompositeOffer]] = {}
    for offer in session.scalars(
        select(CompositeOffer)
        .join(Amendment, CompositeOffer.draft_id == Amendment.id)
        .where(Amendment.motion_id == motion.id, CompositeOffer.draft_answer.is_not(None))
        .order_by(CompositeOffer.id)
    ):
        found.setdefault(frozenset({offer.draft_id, offer.other_id}), []).append(offer)
    return found


def made_of(session: Session, composite: Amendment) -> CompositeOffer | None:
    """Return the offer by which an amendment came to be in place of two."""
    return session.scalars(
        select(CompositeOffer).where(CompositeOffer.composite_id == composite.id)
    ).first()


def get_offer(session: Session, actor: Actor, offer_id: int) -> CompositeOffer:
    """Return an offer to one who is to answer it. Raises NotThere for anybody else."""
    offer = session.get(CompositeOffer, offer_id)
    if offer is None or not brought_by(actor, offer):
        raise NotThere("composite", offer_id)
    return offer


def brought_by(actor: Actor, offer: CompositeOffer) -> list[Amendment]:
    """Return which of those that an offer asks about the actor brings, and answers for."""
    asked = (offer.draft, offer.other) if offer.by_committee else (offer.other,)
    return [one for one in asked if not BRING.isdisjoint(actor.roles_towards(one))]


def agreed_with(session: Session, draft: Amendment) -> list[CompositeOffer]:
    """Return the offers whose movers have agreed to come together in this amendment."""
    return [one for one in offers_of(session, draft) if one.answer is OfferAnswer.AGREED]
