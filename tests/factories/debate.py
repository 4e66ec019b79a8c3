"""A debate, brought by the services themselves to where a test begins.

    motion = published_motion()
    first = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
    declared(first, Outcome.CARRIED)

Whoever has to act for it (a committee, a chair) is somebody new who plays that part.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.factories.base import bound_session, settle
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import actor_with
from tests.factories.remembered import remembered
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally
from webapp.services import amendments, motions, results
from webapp.text.reading import read_plain

if TYPE_CHECKING:
    from webapp.models import Amendment, Conference, Declaration, Motion

A_TEXT = """Open the libraries

Conference notes that half of our libraries close before six.

Conference calls on councils to:

1. Keep every library open until nine in the evening.
2. Lend books, tools and instruments without a fee.
3. Pay for it from the levy on parking.
"""
TEN = "In 1, delete “nine” and insert “ten”."
EIGHT = "In 1, delete “nine” and insert “eight”."
FUEL = "In 3, delete “parking” and insert “fuel”."
BEFORE = NOON - timedelta(days=2)
LATER = NOON - timedelta(hours=1)
"""When a result of `declared` is recorded: public long before noon."""


@remembered
def published_motion(
    conference: Conference | None = None,
    *,
    text: str = A_TEXT,
    kind: str = "policy_motion",
    code: str = "F7",
    body: str = "local_party",
) -> Motion:
    """Return a motion printed two days before noon."""
    session = bound_session()
    conference = conference or ConferenceFactory()
    delegate, committee = actor_with(conference, Role.DELEGATE), actor_with(conference, Role.STAFF)
    reading = read_plain(text)
    proposal = motions.Proposal(
        kind=kind,
        title=reading.front.title,
        document=reading.document,
        back=reading.back,
        mover_id=delegate.person_id,
        body_id=SubmittingBodyFactory(conference=conference, kind=body).id,
    )
    motion = motions.draft_motion(session, delegate, conference, proposal, now=BEFORE)
    motions.submit_motion(session, delegate, motion, now=BEFORE)
    motions.rule_in_order(session, committee, motion, now=BEFORE)
    motions.select_motion(session, committee, motion, code=code, now=BEFORE)
    motions.publish_motion(session, committee, motion, now=BEFORE)
    settle()
    return motion


@remembered
def amendment_to(
    motion: Motion, instruction: str, *, number: str | None = None, now: datetime = BEFORE
) -> Amendment:
    """Return an amendment as submitted; with a number it is selected for debate."""
    session, conference = bound_session(), motion.conference
    delegate = actor_with(conference, Role.DELEGATE)
    proposal = amendments.Proposal(
        typed=instruction,
        mover_id=delegate.person_id,
        body_id=SubmittingBodyFactory(conference=conference).id,
    )
    amendment = amendments.draft_amendment(session, delegate, motion, proposal, now=now)
    amendments.submit_amendment(session, delegate, amendment, now=now)
    if number is not None:
        committee = actor_with(conference, Role.COMMITTEE)
        amendments.select_amendment(session, committee, amendment, number=number, now=now)
    settle()
    return amendment


@remembered
def declared(
    item: Motion | Amendment,
    outcome: Outcome = Outcome.CARRIED,
    *,
    tally: Tally | None = None,
    now: datetime = LATER,
) -> Declaration:
    """Record what conference decided, an hour before noon if not said otherwise."""
    session = bound_session()
    motion = getattr(item, "motion", item)
    declaration = results.declare_result(
        session,
        actor_with(motion.conference, Role.CHAIR),
        item,
        results.Result(outcome, now, tally=tally),
        now=now,
    )
    settle()
    return declaration
