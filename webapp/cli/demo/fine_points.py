"""What the demo does to amendments and words beside voting on them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import WayOfWriting
from webapp.procedure.states import Outcome
from webapp.queries.motions import last_published
from webapp.services.amending_amendments import draft_amendment_to
from webapp.services.amendments import Proposal, draft_amendment, revise_amendment
from webapp.services.drafting_amendments import write_in_amendment
from webapp.services.parts import split_amendment
from webapp.services.procedural_motions import Moved, allow_procedural, move_procedural
from webapp.services.results import Result, declare_result
from webapp.services.separate_votes import Pointed, ask_separate_vote, select_separate_vote
from webapp.text.records import load_document, load_layout

if TYPE_CHECKING:
    from webapp.cli.demo.filling import Demo
    from webapp.cli.demo.motions import DemoAmendment, DemoProcedural, DemoWords
    from webapp.models import Amendment, Motion

COMMITTEE = "committee@example.org"
CHAIR = "chair@example.org"


def draft(demo: Demo, motion: Motion, described: DemoAmendment) -> Amendment:
    """Draft an amendment: to the motion, or to the amendment with the number it names."""
    mover = demo.actor(described.mover)
    proposal = Proposal(
        typed=described.words,
        rationale=described.rationale,
        mover_id=mover.person_id,
        body_id=demo.body(described.body).id,
    )
    if not described.to:
        return draft_amendment(demo.session, mover, motion, proposal, now=demo.at())
    amended = next(one for one in motion.amendments if one.number == described.to)
    way = WayOfWriting.INSTRUCTED
    amendment = draft_amendment_to(demo.session, mover, amended, way, now=demo.at())
    seen = amendment.row_version
    revise_amendment(demo.session, mover, amendment, proposal, seen_version=seen, now=demo.at())
    return amendment


def finish(demo: Demo, amendment: Amendment, described: DemoAmendment) -> None:
    """Write a drafting amendment in; put in parts what is described so."""
    committee = demo.actor(COMMITTEE)
    if described.stage == "written_in":
        write_in_amendment(
            demo.session, committee, amendment, reason=described.reason, now=demo.at()
        )
    if described.parts:
        split_amendment(demo.session, committee, amendment, described.parts, now=demo.at())


def ask_for_words(demo: Demo, motion: Motion, described: DemoWords) -> None:
    """Ask for a separate vote on words of a clause, and select it where it is described so."""
    printed = last_published(demo.session, motion)
    assert printed is not None  # noqa: S101 - the demo has published it
    clause = load_document(printed.document).find(described.citation)
    first, last = load_layout(printed.layout or {}).of(clause.id) or (1, 1)
    one = ask_separate_vote(
        demo.session,
        demo.actor(described.asker),
        motion,
        Pointed(first, last, described.words),
        rationale=described.rationale,
        now=demo.at(),
    )
    if described.is_selected:
        select_separate_vote(demo.session, demo.actor(COMMITTEE), one, now=demo.at())


def move(demo: Demo, motion: Motion, described: DemoProcedural) -> None:
    """Move something about a debate; where it is allowed, conference hears it and decides."""
    moved = Moved(described.rule, reasons=described.reasons)
    mover, chair = demo.actor(described.mover), demo.actor(CHAIR)
    one = move_procedural(demo.session, mover, motion, moved, now=demo.at())
    if not described.is_allowed:
        return
    allow_procedural(demo.session, chair, one, now=demo.at())
    if described.carried is None:
        return
    if one.hearing is not None:
        heard = Result(Outcome.CARRIED, demo.now)
        declare_result(demo.session, chair, one.hearing, heard, now=demo.at())
    outcome = Outcome.CARRIED if described.carried else Outcome.LOST
    declare_result(demo.session, chair, one, Result(outcome, demo.now), now=demo.at())
