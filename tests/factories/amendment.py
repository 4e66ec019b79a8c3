"""Amendments as far as their services take them, to the motion of `factories.motion`.

amendment = draft_amendment(motion, person, "In 2 a), delete “three” and insert “four”.")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.base import bound_session, settle
from tests.factories.conference import SubmittingBodyFactory
from tests.factories.person import PersonFactory, actor_of
from tests.factories.remembered import remembered
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.services import amendments, composites, offering_composites
from webapp.services.amendments import Proposal
from webapp.services.parts import split_amendment

if TYPE_CHECKING:
    from webapp.models import Amendment, CompositeOffer, Motion, Person
    from webapp.text.clause import Document

FIVE_SUMMERS = "In 2 a) (line 7), delete “three” and insert “five”."


@remembered
def draft_amendment(
    motion: Motion,
    drafter: Person | None = None,
    typed: str = FIVE_SUMMERS,
    *,
    edited: Document | None = None,
    from_body: bool = True,
) -> Amendment:
    """Draft an amendment by a delegate, for a body that may submit it."""
    drafter = drafter or PersonFactory(roles={motion.conference: [Role.DELEGATE]})
    body = SubmittingBodyFactory(conference=motion.conference) if from_body else None
    proposal = Proposal(
        typed=typed,
        edited=edited,
        mover_id=drafter.id,
        body_id=body.id if body is not None else None,
    )
    session = bound_session()
    amendment = amendments.draft_amendment(session, actor_of(drafter), motion, proposal, now=NOON)
    settle()
    return amendment


@remembered
def submitted_amendment(
    motion: Motion, drafter: Person | None = None, typed: str = FIVE_SUMMERS, **named: object
) -> Amendment:
    amendment = draft_amendment(motion, drafter, typed, **named)  # type: ignore[arg-type]
    session = bound_session()
    amendments.submit_amendment(session, actor_of(amendment.drafter), amendment, now=NOON)
    settle()
    return amendment


@remembered
def amendment_out_of_order(
    motion: Motion, drafter: Person | None = None, typed: str = FIVE_SUMMERS
) -> Amendment:
    amendment = submitted_amendment(motion, drafter, typed)
    committee = actor_of(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))
    amendments.rule_amendment_out_of_order(
        bound_session(), committee, amendment, reason="It is unclear", now=NOON
    )
    settle()
    return amendment


@remembered
def selected_amendment(
    motion: Motion,
    drafter: Person | None = None,
    typed: str = FIVE_SUMMERS,
    *,
    number: str = "1",
    **named: object,
) -> Amendment:
    amendment = submitted_amendment(motion, drafter, typed, **named)
    session = bound_session()
    committee = actor_of(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))
    amendments.select_amendment(session, committee, amendment, number=number, now=NOON)
    settle()
    return amendment


@remembered
def amendment_in_parts(motion: Motion, drafter: Person | None = None) -> Amendment:
    two = f"{FIVE_SUMMERS}\n{EVERY_GATE}"
    amendment = selected_amendment(motion, drafter, two)
    committee = actor_of(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))
    split_amendment(bound_session(), committee, amendment, [[0], [1]], now=NOON)
    settle()
    return amendment


EVERY_GATE = "After 2 b) insert: c) Plant a tree beside every school gate."
EACH_GATE = "After 2 b) insert: c) Plant a tree beside each school gate."


@remembered
def composite_for_both(motion: Motion) -> CompositeOffer:
    """Let the committee offer two movers who know nothing of each other the words of the first."""
    kept = submitted_amendment(motion, typed=EVERY_GATE)
    other = submitted_amendment(motion, typed=EACH_GATE)
    session = bound_session()
    committee = actor_of(PersonFactory(roles={motion.conference: [Role.COMMITTEE]}))
    offer = offering_composites.offer_to_both(session, committee, kept, other, now=NOON)
    settle()
    return offer


@remembered
def composite_offer(other: Amendment, typed: str = FIVE_SUMMERS) -> CompositeOffer:
    """Offer a new draft by another delegate to the mover of an amendment."""
    draft = draft_amendment(other.motion, typed=typed)
    session = bound_session()
    offer = composites.offer_composite(session, actor_of(draft.drafter), draft, other, now=NOON)
    settle()
    return offer
