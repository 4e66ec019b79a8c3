"""Composites: two movers agree on one amendment in place of their two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import CompositeOffer, OfferAnswer
from webapp.procedure.errors import WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.procedure.workflow import next_state
from webapp.queries.composites import agreed_with, may_be_offered, offers_of
from webapp.queries.proposals import read_proposal
from webapp.services.backing import add_mover
from webapp.services.deciding import lock
from webapp.services.errors import ChangedMeanwhile, NotUnderstood, Obstacle
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Amendment
    from webapp.queries.actor import Actor
    from webapp.queries.proposals import Proposed


def offer_composite(
    session: Session, actor: Actor, draft: Amendment, other: Amendment, *, now: datetime
) -> CompositeOffer:
    """Offer a draft, in its present words, to the mover of another amendment as one of both.

    Offering it again with other words asks again. Raises NotUnderstood and WrongState.
    """
    lock(session, draft.motion)
    next_state("revise", draft.state, actor.roles_towards(draft))
    if other.motion_id != draft.motion_id or not may_be_offered(actor, other):
        raise WrongState("offer_composite", other.state)
    proposed = read_proposal(session, draft)
    if proposed.change is None or not proposed.change.operations:
        raise NotUnderstood(proposed.problems)
    offer = next((one for one in offers_of(session, draft) if one.other_id == other.id), None)
    if offer is not None and offer.words == proposed.words:
        return offer
    if offer is None:
        offer = CompositeOffer(draft=draft, other=other)
        session.add(offer)
    offer.words = proposed.words
    offer.offered_by_id, offer.offered_at = actor.person_id or 0, now
    offer.answer, offer.answered_at = OfferAnswer.OPEN, None
    _note(session, actor, "amendment:offer_composite", offer, now=now)
    return offer


def answer_composite(
    session: Session, actor: Actor, offer: CompositeOffer, *, agrees: bool, now: datetime
) -> None:
    """Agree to a composite, and become one of its movers, or decline it; once.

    Raises ChangedMeanwhile where the draft no longer says what was offered.
    """
    lock(session, offer.draft.motion)
    wanted = OfferAnswer.AGREED if agrees else OfferAnswer.DECLINED
    if offer.answer is wanted:
        return
    if offer.answer is not OfferAnswer.OPEN or offer.draft.state is not AmendmentState.DRAFT:
        raise ChangedMeanwhile("composite", offer.id)
    if not may_answer(actor, offer):
        raise WrongState("answer_composite", offer.other.state)
    if agrees and read_proposal(session, offer.draft).words != offer.words:
        raise ChangedMeanwhile("composite", offer.id)
    offer.answer, offer.answered_at = wanted, now
    if agrees and actor.person_id is not None:
        add_mover(offer.draft, offer.other.mover_id or actor.person_id, now=now)
    _note(session, actor, "amendment:answer_composite", offer, now=now)


def may_answer(actor: Actor, offer: CompositeOffer) -> bool:
    """Tell whether it is for the actor to answer: one who brings the other amendment."""
    roles = actor.roles_towards(offer.other)
    return not roles.isdisjoint({Role.MOVER, Role.DRAFTER})


def obstacles_to_composing(
    session: Session, draft: Amendment, proposed: Proposed
) -> list[Obstacle]:
    """List what is missing where a draft says something else than its movers agreed to."""
    changed = [one for one in agreed_with(session, draft) if one.words != proposed.words]
    return [Obstacle("composite_changed") for _ in changed[:1]]


def take_place_of_others(
    session: Session, actor: Actor, composite: Amendment, *, now: datetime
) -> None:
    """Withdraw what a composite just submitted was made of, as its movers agreed.

    What is printed already belongs to conference and stays until the committee decides.
    """
    for offer in agreed_with(session, composite):
        if offer.other.state is not AmendmentState.SUBMITTED:
            continue
        # Its own mover said so in agreeing; whoever submits the composite carries it out.
        by_its_mover = frozenset({Role.MOVER})
        offer.other.state = next_state("withdraw", offer.other.state, by_its_mover)
        session.flush()
        write_minute(
            session,
            actor,
            "amendment:withdraw",
            f"amendment:{offer.other_id}",
            conference_id=composite.motion.conference_id,
            now=now,
            facts={
                "motion": composite.motion_id,
                "state": offer.other.state.value,
                "composite": composite.id,
            },
        )


def _note(
    session: Session, actor: Actor, activity: str, offer: CompositeOffer, *, now: datetime
) -> None:
    session.flush()
    write_minute(
        session,
        actor,
        activity,
        f"amendment:{offer.draft_id}",
        conference_id=offer.draft.motion.conference_id,
        now=now,
        facts={
            "motion": offer.draft.motion_id,
            "with": offer.other_id,
            "words": offer.words,
            **({} if offer.answer is OfferAnswer.OPEN else {"answer": offer.answer.value}),
        },
    )
