"""Composites that the committee offers to two movers who cannot see each other's amendment.

Each is asked; only when both have agreed is there one amendment in place of the two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import Amendment, CompositeOffer, OfferAnswer
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState
from webapp.procedure.workflow import next_state
from webapp.queries.alike import are_nearly_the_same
from webapp.queries.composites import Standing, brought_by, offers_between, standing_of
from webapp.queries.standing import must
from webapp.services.amendments import note
from webapp.services.backing import add_mover
from webapp.services.copies import draft_beside
from webapp.services.deciding import lock
from webapp.services.errors import ChangedMeanwhile
from webapp.services.joining import NotTheSame
from webapp.text.records import load_change_set

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.queries.actor import Actor

# Each mover said so in agreeing; whoever agrees last carries it out for both.
BY_ITS_MOVER = frozenset({Role.MOVER})


def offer_to_both(
    session: Session, actor: Actor, kept: Amendment, other: Amendment, *, now: datetime
) -> CompositeOffer:
    """Offer the movers of two submitted amendments one of both, in the words of the first.

    One offer stands between two amendments at a time, and what was declined is not offered in
    the same words again. Raises NotTheSame, WrongState and ChangedMeanwhile.
    """
    must(actor, "amendment:number", kept.motion)
    lock(session, kept.motion)
    demand_two_submitted(kept, other)
    before = offers_between(session, kept.motion).get(frozenset({kept.id, other.id}), [])
    for one in before:
        same_words = one.draft_id == kept.id
        if same_words and standing_of(one) is Standing.OPEN:
            return one
        if standing_of(one) is Standing.OPEN or (
            same_words and standing_of(one) is Standing.DECLINED
        ):
            raise ChangedMeanwhile("composite", one.id)
    if not are_nearly_the_same(session, kept, other):
        raise NotTheSame
    offer = _row(session, kept, other)
    offer.words = kept.submitted_words or ""
    offer.offered_by_id, offer.offered_at = actor.person_id or 0, now
    offer.answer = offer.draft_answer = OfferAnswer.OPEN
    offer.answered_at = offer.draft_answered_at = None
    offer.draft_version, offer.other_version = kept.row_version, other.row_version
    _note(session, actor, "amendment:offer_composite", offer, kept, now=now)
    return offer


def demand_two_submitted(kept: Amendment, other: Amendment) -> None:
    """Raise WrongState unless both are before the committee and could be one."""
    for one in (kept, other):
        if one.state is not AmendmentState.SUBMITTED:
            raise WrongState("offer_composite", one.state)
    if kept.motion.state is not MotionState.PUBLISHED:
        raise WrongState("offer_composite", kept.motion.state)
    told_apart = kept.id != other.id and kept.motion_id == other.motion_id
    if not told_apart or kept.amends_id != other.amends_id:
        raise WrongState("offer_composite", other.state)


def answer_to_committee(
    session: Session, actor: Actor, offer: CompositeOffer, *, agrees: bool, now: datetime
) -> Amendment | None:
    """Agree to a composite or decline it, for what the actor brings; return it once it is made.

    Raises ChangedMeanwhile where the offer has ended, or was answered otherwise before.
    """
    lock(session, offer.draft.motion)
    answered = brought_by(actor, offer)
    if not answered:
        raise NotPermitted("answer_composite")
    wanted = OfferAnswer.AGREED if agrees else OfferAnswer.DECLINED
    to_answer = [one for one in answered if _answer_of(offer, one) is not wanted]
    if not to_answer:
        return offer.composite
    if standing_of(offer) is not Standing.OPEN or any(
        _answer_of(offer, one) is not OfferAnswer.OPEN for one in to_answer
    ):
        raise ChangedMeanwhile("composite", offer.id)
    for one in to_answer:
        if one is offer.draft:
            offer.draft_answer, offer.draft_answered_at = wanted, now
        else:
            offer.answer, offer.answered_at = wanted, now
        _note(session, actor, "amendment:answer_composite", offer, one, now=now)
    if offer.answer is offer.draft_answer is OfferAnswer.AGREED:
        offer.composite = _make(session, actor, offer, now=now)
    return offer.composite


def _answer_of(offer: CompositeOffer, one: Amendment) -> OfferAnswer | None:
    return offer.draft_answer if one is offer.draft else offer.answer


def _row(session: Session, kept: Amendment, other: Amendment) -> CompositeOffer:
    """Return the row of these two in these words: the minute book keeps what it said before."""
    row = session.scalars(
        select(CompositeOffer).where(
            CompositeOffer.draft_id == kept.id, CompositeOffer.other_id == other.id
        )
    ).first()
    if row is None:
        row = CompositeOffer(draft=kept, other=other)
        session.add(row)
    return row


def _make(session: Session, actor: Actor, offer: CompositeOffer, *, now: datetime) -> Amendment:
    """Put one amendment before the committee in place of the two.

    Who signed the words that are kept has signed it. Of the other, those who move it move it:
    its mover has answered for them. Who signed that one signed other words.
    """
    kept, other = offer.draft, offer.other
    composite = _copy(session, kept, now)
    composite.is_late = kept.is_late and other.is_late
    session.refresh(composite, ["supporters"])
    beside = [one.person_id for one in other.supporters if one.moves]
    for person_id in (other.mover_id or other.drafter_id, *beside):
        add_mover(composite, person_id, now=now)
    note(session, actor, "amendment:compose", composite, now=now,
         of=[kept.id, other.id], words=composite.submitted_words)  # fmt: skip
    for one in (kept, other):
        one.state = next_state("withdraw", one.state, BY_ITS_MOVER)
        note(session, actor, "amendment:withdraw", one, now=now, composite=composite.id)
    return composite


def _copy(session: Session, kept: Amendment, now: datetime) -> Amendment:
    assert kept.change is not None  # noqa: S101 - it was submitted
    change = load_change_set(kept.change.record)
    composite, record = draft_beside(session, kept, lambda key: replace(change, id=key), now=now)
    with session.no_autoflush:
        composite.typed, composite.edited = kept.typed, kept.edited
        composite.state = next_state("submit", composite.state, BY_ITS_MOVER)
        composite.change = record
        composite.submitted_words = kept.submitted_words
        composite.submitted_at = now
    return composite


def _note(
    session: Session,
    actor: Actor,
    activity: str,
    offer: CompositeOffer,
    subject: Amendment,
    *,
    now: datetime,
) -> None:
    session.flush()
    other = offer.other if subject is offer.draft else offer.draft
    facts = {"with": other.id, "words_of": offer.draft_id, "words": offer.words}
    answer = _answer_of(offer, subject)
    if answer is not None and answer is not OfferAnswer.OPEN:
        facts["answer"] = answer.value
    note(session, actor, activity, subject, now=now, **facts)
