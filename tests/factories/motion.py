"""Motions as far as their services take them: every act is done, nothing is set by hand.

motion = draft_motion(conference, mover=person)
motion = published_motion(conference, code="F13", text="…")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.base import bound_session, settle
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory, actor_of
from tests.factories.remembered import remembered
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.services import motions
from webapp.services.committee_advice import ask_for_advice
from webapp.services.motions import Proposal
from webapp.text.reading import read_plain

if TYPE_CHECKING:
    from webapp.models import Conference, Motion, Person

TREES = """\
Conference believes that streets need trees, for shade in summer and for shelter in winter.

Conference calls for:

1. Two trees to be planted for every tree that is felled, within the same parish and year.

2. Councils to:

a) Water young trees in their first three summers.

b) Publish each felling a month ahead, with its reason.

Applicability: Federal, except 2 b) (line 8) which is England only.
"""


def proposal(
    text: str = TREES, *, title: str = "Trees for every street", **named: object
) -> Proposal:
    reading = read_plain(text, front_expected=False)
    return Proposal(
        kind=str(named.pop("kind", "policy_motion")),
        title=title,
        document=reading.document,
        back=reading.back,
        source=text,
        **named,  # type: ignore[arg-type]
    )


@remembered
def draft_motion(
    conference: Conference | None = None,
    text: str = TREES,
    *,
    mover: Person | None = None,
    title: str = "Trees for every street",
    kind: str = "policy_motion",
    from_body: bool = True,
) -> Motion:
    """Draft a motion by a delegate, for a body that may submit it."""
    conference = conference or ConferenceFactory()
    mover = mover or PersonFactory(roles={conference: [Role.DELEGATE]})
    body = SubmittingBodyFactory(conference=conference) if from_body else None
    described = proposal(
        text,
        title=title,
        kind=kind,
        mover_id=mover.id,
        body_id=body.id if body is not None else None,
    )
    session = bound_session()
    motion = motions.draft_motion(session, actor_of(mover), conference, described, now=NOON)
    settle()
    return motion


@remembered
def draft_to_advise_on(conference: Conference | None = None, **named: object) -> Motion:
    """Draft a motion whose drafter asks for the committee's advice."""
    motion = draft_motion(conference, **named)  # type: ignore[arg-type]
    ask_for_advice(bound_session(), actor_of(motion.drafter), motion, now=NOON)
    settle()
    return motion


def submitted_motion(conference: Conference | None = None, **named: object) -> Motion:
    motion = draft_motion(conference, **named)  # type: ignore[arg-type]
    session = bound_session()
    motions.submit_motion(session, actor_of(motion.drafter), motion, now=NOON)
    settle()
    return motion


def motion_out_of_order(conference: Conference | None = None, **named: object) -> Motion:
    motion = submitted_motion(conference, **named)
    committee = actor_of(committee_of(motion))
    motions.rule_out_of_order(bound_session(), committee, motion, reason="It is unclear", now=NOON)
    settle()
    return motion


@remembered
def motion_in_order(conference: Conference | None = None, **named: object) -> Motion:
    motion = submitted_motion(conference, **named)
    session = bound_session()
    motions.rule_in_order(session, actor_of(committee_of(motion)), motion, now=NOON)
    settle()
    return motion


@remembered
def selected_motion(
    conference: Conference | None = None, *, code: str = "F13", **named: object
) -> Motion:
    motion = motion_in_order(conference, **named)
    session = bound_session()
    motions.select_motion(session, actor_of(committee_of(motion)), motion, code=code, now=NOON)
    settle()
    return motion


def rejected_motion(
    conference: Conference | None = None, *, code: str = "F13", **named: object
) -> Motion:
    motion = selected_motion(conference, code=code, **named)
    session = bound_session()
    committee = actor_of(committee_of(motion))
    motions.reject_motion(session, committee, motion, reason="No time for it", now=NOON)
    settle()
    return motion


@remembered
def published_motion(
    conference: Conference | None = None, *, code: str = "F13", **named: object
) -> Motion:
    motion = selected_motion(conference, code=code, **named)
    session = bound_session()
    motions.publish_motion(session, actor_of(committee_of(motion)), motion, now=NOON)
    settle()
    return motion


def committee_of(motion: Motion) -> Person:
    """Return somebody new on the committee of the motion's conference."""
    return PersonFactory(roles={motion.conference: [Role.COMMITTEE]})
