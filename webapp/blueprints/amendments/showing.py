"""The pages of amendments that are there to be read: one, those to a motion, and one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.amendments.amending import around_amending
from webapp.blueprints.amendments.blueprint import (
    amendment_or_404,
    bp,
    motion_or_404,
    open_to_me,
)
from webapp.blueprints.amendments.composing import composed_of, offered_by_committee
from webapp.blueprints.amendments.joining import offers_made, offers_received
from webapp.blueprints.amendments.rebasing import in_short
from webapp.blueprints.amendments.redlines import met, redline
from webapp.blueprints.amendments.signing import sharing_address
from webapp.blueprints.amendments.supposing import what_it_would_do
from webapp.blueprints.amendments.words import (
    act_words,
    missing,
    movers,
    name_of,
    state_word,
    what_happens_next,
)
from webapp.extensions import db
from webapp.models import WayOfWriting
from webapp.procedure.states import AmendmentState, MotionState
from webapp.queries.amending import text_seen
from webapp.queries.amendments import (
    history_of,
    list_for_motion,
    list_own,
)
from webapp.queries.outcomes import public_amendment_state
from webapp.queries.proposals import read_proposal, visible_keys
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may, must
from webapp.rendering.in_context import in_context
from webapp.services.amendments import obstacles_to_submitting
from webapp.web.appealing import appealing_about
from webapp.web.clock import utc_now
from webapp.web.conference import around, date_words, here_or_404, way_to
from webapp.web.credits import vote_sentence, votes_on_amendments
from webapp.web.en_bloc import has_objected, way_to_object
from webapp.web.identity import current_actor
from webapp.web.lateness import amendments_closing, closing_of
from webapp.web.motion_page import about
from webapp.web.procedural import procedural_rows, way_to_move
from webapp.web.separate_votes import separate_vote_rows, way_to_ask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webapp.models import Amendment, Motion
    from webapp.queries.proposals import Proposed


@bp.get("/motion/<int:motion_id>", endpoint="list")
def list_amendments(motion_id: int) -> ResponseReturnValue:
    """Show the amendments to a motion in printed order; those not numbered to a few."""
    motion = motion_or_404(motion_id)
    numbered, others = list_for_motion(db.session(), current_actor(), motion)
    return render_template(
        "amendments/list.html",
        **about(motion, "amendments"),
        numbered=_rows(numbered),
        written_in=_rows(one for one in others if one.state is AmendmentState.WRITTEN_IN),
        others=_rows(one for one in others if one.state is not AmendmentState.WRITTEN_IN),
        writing=_ways_to_write(motion),
        amendments_closing=amendments_closing(motion),
        separate_votes=separate_vote_rows(motion),
        asking=way_to_ask(motion),
        procedural=procedural_rows(motion),
        moving=way_to_move(motion),
        desk_url=url_for(".desk", motion_id=motion.id)
        if may(current_actor(), "amendment:number", motion)
        else "",
    )


@bp.get("/mine/<slug>")
def mine(slug: str) -> ResponseReturnValue:
    """Show what somebody drafted, moves, sums up or has signed."""
    conference = here_or_404(slug)
    must(current_actor(), "amendment:draft", conference)
    own = list_own(db.session(), current_actor(), conference)
    return render_template(
        "amendments/mine.html",
        **around(conference, "amendments"),
        shown=conference,
        rows=[
            row
            | {
                "again": in_short(row["amendment"]),
                "offers": offered_by_committee(row["amendment"]),
            }
            for row in _rows(own)
        ],
    )


@bp.get("/<int:amendment_id>")
def show(amendment_id: int) -> ResponseReturnValue:
    """Show an amendment: its words, what it does to the text, what it meets, what became of it."""
    amendment = amendment_or_404(amendment_id)
    session, actor = db.session(), current_actor()
    motion = amendment.motion
    state = public_amendment_state(session, amendment, seen_at=utc_now())
    proposed = read_proposal(session, amendment, visible_keys(session, actor, motion))
    events = open_to_me(amendment)
    drafting = amendment.state is AmendmentState.DRAFT
    obstacles = obstacles_to_submitting(session, amendment, proposed) if drafting else []
    return render_template(
        "amendments/show.html",
        **about(motion, "amendments"),
        **around_amending(amendment),
        amendment=amendment,
        name=name_of(amendment),
        object_url=way_to_object(amendment),
        has_objected=has_objected(amendment),
        amendment_state=state,
        amendment_state_word=state_word(amendment, state),
        movers=movers(amendment),
        next_sentence=what_happens_next(amendment, state),
        words=amendment.submitted_words or proposed.words,
        typed=_as_typed(amendment),
        redline=_redline(amendment, proposed),
        whole="whole" in request.args,
        meets=met(text_seen(amendment), proposed.collisions),
        ahead=what_it_would_do(amendment, proposed.weave),
        result=_result(amendment, state),
        again=in_short(amendment, weave=proposed.weave),
        answers=may(actor, "amendment:answer", amendment),
        history=[
            {"words": act_words(act), "when": date_words(act.at, motion.conference), "at": act.at}
            for act in history_of(session, amendment)
        ],
        missing=[missing(amendment, obstacle) for obstacle in obstacles],
        closing=closing_of(amendment) if drafting else None,
        appealing=appealing_about(amendment),
        names_shown=may(actor, "amendment:see_movers", amendment),
        offers_made=[*offers_made(amendment), *composed_of(amendment)],
        offers_received=offers_received(amendment),
        offered_by_committee=offered_by_committee(amendment),
        sharing=sharing_address(amendment) if drafting and "submit" in events else "",
        events=events,
        desk_url=url_for(".desk", motion_id=motion.id, _anchor=f"amendment-{amendment.id}")
        if may(actor, "amendment:number", motion)
        else "",
    )


def _rows(amendments: Iterable[Amendment]) -> list[dict[str, Any]]:
    return [_row(amendment) for amendment in amendments]


def _row(amendment: Amendment) -> dict[str, Any]:
    state = public_amendment_state(db.session(), amendment, seen_at=utc_now())
    words = amendment.submitted_words
    if words is None:
        words = read_proposal(db.session(), amendment).words or amendment.typed
    return {
        "amendment": amendment,
        "motion": amendment.motion,
        "name": name_of(amendment),
        "movers": movers(amendment),
        "words": words,
        "state": state,
        "state_word": state_word(amendment, state),
        "url": url_for(".show", amendment_id=amendment.id),
    }


def _redline(amendment: Amendment, proposed: Proposed) -> Any:
    if proposed.change is None or not proposed.change.operations:
        return None
    whole = redline(text_seen(amendment), proposed)
    return whole if "whole" in request.args else in_context(whole)


def _as_typed(amendment: Amendment) -> str:
    """Return an instruction as its author typed it, where the printed one says it otherwise."""
    if amendment.way is not WayOfWriting.INSTRUCTED:
        return ""
    typed = amendment.typed.strip()
    return typed if typed != amendment.submitted_words else ""


def _result(amendment: Amendment, state: AmendmentState) -> dict[str, str] | None:
    """Say what conference decided, as far as it is public."""
    motion = amendment.motion
    if state is AmendmentState.FALLEN:
        return {
            "sentence": _("It fell because of another decision."),
            "url": way_to("voting.results", motion_id=motion.id),
        }
    vote = votes_on_amendments(motion).get(amendment.id)
    if vote is None:
        return None
    url = way_to("voting.results", motion_id=motion.id)
    return {"sentence": vote_sentence(motion, vote), "url": f"{url}#v{vote.id}" if url else ""}


def _ways_to_write(motion: Motion) -> dict[str, str]:
    """Return how the person asking can write an amendment now; empty when they cannot."""
    kind = rulebook_of(motion.conference).kind(motion.kind)
    if motion.state is not MotionState.PUBLISHED or not kind.amendable:
        return {}
    if not may(current_actor(), "amendment:draft", motion):
        return {}
    return {
        "in_place": url_for(".new", motion_id=motion.id),
        "by_instruction": url_for(".instruct", motion_id=motion.id),
    }
