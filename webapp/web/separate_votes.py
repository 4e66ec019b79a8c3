"""Separate votes as every page lists them: what is voted on, how far it is, and the ways there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from webapp.extensions import db
from webapp.procedure.separate_votes import allows_separate_votes
from webapp.procedure.states import AmendmentState, MotionState, SeparateVoteState
from webapp.queries.outcomes import public_separate_vote_state
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.separate_votes import list_separate_votes
from webapp.queries.standing import may
from webapp.web.clock import utc_now
from webapp.web.credits import passage_words
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Motion, SeparateVote

BADGES = {
    SeparateVoteState.ASKED: "submitted",
    SeparateVoteState.KEPT: "carried",
}


def state_words(one: SeparateVote, state: SeparateVoteState) -> str:
    """Return what the state of a separate vote is called."""
    words = rulebook_of(one.motion.conference).words
    own = {
        SeparateVoteState.ASKED: _("Asked for"),
        SeparateVoteState.SELECTED: _("To be voted on"),
        SeparateVoteState.KEPT: words.status.words_kept,
        SeparateVoteState.LOST: words.status.words_lost,
    }
    return own.get(state) or words.amendment_states[AmendmentState(state.value)]


def separate_vote_row(one: SeparateVote) -> dict[str, Any]:
    """Return one separate vote as lists and its own page show it."""
    state = public_separate_vote_state(db.session(), one, seen_at=utc_now())
    return {
        "id": one.id,
        "name": passage_words(one),
        "words": one.words,
        "is_option": one.choice is not None,
        "state": state,
        "state_word": state_words(one, state),
        "kind": BADGES.get(state, state.value),
        "url": url_for("voting.separate_vote", separate_vote_id=one.id),
        "reason": one.verdict_reason if state is SeparateVoteState.NOT_SELECTED else "",
        "may_choose": may(current_actor(), "separate_vote:choose", one)
        and one.motion.state is MotionState.PUBLISHED
        and one.state in (SeparateVoteState.ASKED, SeparateVoteState.NOT_SELECTED),
    }


def separate_vote_rows(motion: Motion) -> list[dict[str, Any]]:
    """Return those that the person asking may see, in the order of the text."""
    return [
        separate_vote_row(one)
        for one in list_separate_votes(db.session(), current_actor(), motion)
        if one.state is not SeparateVoteState.WITHDRAWN or one.selected_at is not None
    ]


def way_to_ask(motion: Motion) -> str:
    """Return where the person asking can ask for a separate vote now, "" where they cannot."""
    if motion.state is not MotionState.PUBLISHED:
        return ""
    if not allows_separate_votes(rulebook_of(motion.conference)):
        return ""
    if not may(current_actor(), "separate_vote:ask", motion):
        return ""
    return url_for("voting.ask", motion_id=motion.id)


def way_to_options(motion: Motion) -> str:
    """Return where the person asking can mark options of a motion, "" where they cannot."""
    if motion.state is not MotionState.PUBLISHED:
        return ""
    if not may(current_actor(), "separate_vote:choose", motion):
        return ""
    return url_for("voting.options", motion_id=motion.id)
