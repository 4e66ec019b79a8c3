"""The public record of a motion's votes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.blueprints.voting.blueprint import bp, printed_motion
from webapp.blueprints.voting.count_record import count_rows
from webapp.blueprints.voting.option_counts import option_figures
from webapp.blueprints.voting.ordering import order_rows
from webapp.blueprints.voting.rows import address, name_in_list
from webapp.blueprints.voting.together import names_together
from webapp.blueprints.voting.words import (
    because_words,
    figures_words,
    moment_words,
    near_words,
    outcome_word,
    question_name,
    result_words,
    short_name,
)
from webapp.extensions import db
from webapp.models import Amendment, ProceduralMotion, SeparateVote
from webapp.procedure.states import (
    AmendmentState,
    CountMethod,
    MotionState,
    Outcome,
    ProceduralState,
    SeparateVoteState,
)
from webapp.queries.bulletins import polls_behind
from webapp.queries.counts import public_counts
from webapp.queries.debates import load_debate, plan_of, question_named
from webapp.queries.decisions import list_decisions
from webapp.queries.outcomes import (
    public_amendment_state,
    public_motion_state,
    public_procedural_state,
    public_separate_vote_state,
    tally_of,
)
from webapp.queries.standing import may
from webapp.web.clock import utc_now
from webapp.web.conference import way_to
from webapp.web.identity import current_actor
from webapp.web.motion_page import about

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Conference, Declaration, Item, Motion, Poll
    from webapp.queries.decisions import Decision

VOTED = (Outcome.CARRIED, Outcome.LOST, Outcome.REFERRED_BACK)
NOTICEABLE = 300  # seconds between a decision and its record that are worth a sentence


@bp.get("/<int:motion_id>/results")
def results(motion_id: int) -> ResponseReturnValue:
    """Show every question in the order decided, as far as it is public now."""
    motion = printed_motion(motion_id)
    now = utc_now()
    decisions = list_decisions(db.session(), motion, seen_at=now)
    polls = polls_behind(db.session(), [one.standing.id for one in decisions])
    return render_template(
        "voting/results.html",
        **about(motion, "votes"),
        orders=order_rows(motion),
        decided=[_shown(one, polls.get(one.standing.id)) for one in decisions],
        still_open=_still_open(motion, now),
        may_see_desk=may(current_actor(), "desk:view", motion),
        may_ask_division=may(current_actor(), "division:ask", motion),
    )


def _shown(decision: Decision, poll: Poll | None) -> dict[str, Any]:
    """Return one question in words."""
    item, standing = decision.item, decision.standing
    conference = decision.vote.motion.conference
    version = decision.versions.get(standing.id)
    return {
        "id": f"v{decision.vote.id}",
        "name": question_name(item),
        "words": _words_of(item),
        "url": address(item),
        "state": outcome_word(item, standing.outcome),
        "kind": standing.outcome.value,
        "figures": figures_words(tally_of(standing)),
        "options": option_figures(standing, poll),
        "record_url": bulletin_address(poll) if poll is not None else "",
        "counts": count_rows(
            public_counts(db.session(), decision.vote.motion, decision.vote, decision.declarations)
        ),
        "how": _how(decision),
        "since": _since(decision),
        "moment": moment_words(standing.happened_at, conference),
        "moment_iso": standing.happened_at.isoformat(),
        "recorded": _recorded(standing, conference),
        "corrections": _corrections(decision, conference),
        "falls": [
            _("%(question)s fell because %(reason)s.", question=short_name(one), reason=reason)
            for one in decision.fallen
            if one.fell_by is not None
            for reason in (because_words(one.fell_by),)
        ],
        "version": version.number if version else None,
        "version_url": way_to(
            "history.version", motion_id=decision.vote.motion_id, version_number=version.number
        )
        if version
        else "",
    }


def bulletin_address(poll: Poll) -> str:
    return way_to("bulletins.show", slug=poll.conference.slug, poll_id=poll.public_id)


def _words_of(item: Item) -> str:
    """Return the words a question was about: those voted on, or why something was moved."""
    if isinstance(item, ProceduralMotion):
        return "" if item.hearing_of_id is not None else item.passage_words or item.reasons
    return item.words if isinstance(item, SeparateVote) else ""


def _how(decision: Decision) -> str:
    """Say by which majority it was decided, and how near it was; "" where nobody voted."""
    standing = decision.standing
    if standing.outcome not in VOTED:
        return ""
    if together := names_together(decision.vote):
        return _(
            "Decided by %(majority)s, on a show of cards, together: %(questions)s.",
            majority=decision.vote.majority,
            questions=together,
        )
    if standing.method is CountMethod.DECLARED:
        return _("Decided by %(majority)s, on a show of cards.", majority=decision.vote.majority)
    said = _("Decided by %(majority)s.", majority=decision.vote.majority)
    return f"{said} {near_words(standing)}".strip()


def _since(decision: Decision) -> str:
    """Say whether the question was open again after this; "" where it was not."""
    if decision.standing.outcome is Outcome.NOT_PUT:
        return _("Conference had not voted on this: the question was opened again.")
    if decision.is_put_again:
        return _("This question was opened again, to be put once more.")
    return ""


def _recorded(declaration: Declaration, conference: Conference) -> str:
    """Say when a result was entered, where that was not when it happened."""
    behind = (declaration.recorded_at - declaration.happened_at).total_seconds()
    if behind < NOTICEABLE or declaration.replaces is not None:
        return ""
    return moment_words(declaration.recorded_at, conference, beside=declaration.happened_at)


def _corrections(decision: Decision, conference: Conference) -> list[dict[str, str]]:
    """Return each result that was replaced, with when and why, oldest first."""
    return [
        {
            "before": result_words(old),
            "when": moment_words(new.recorded_at, conference),
            "reason": new.reason or "",
        }
        for old, new in zip(decision.declarations, decision.declarations[1:], strict=False)
    ]


def _still_open(motion: Motion, now: datetime) -> list[str]:
    """Name what the public still awaits, in the order in which it is put."""
    if public_motion_state(db.session(), motion, seen_at=now) is not MotionState.PUBLISHED:
        return []
    plan = plan_of(motion, load_debate(db.session(), motion))
    return [
        name_in_list(item)
        for question in plan.questions
        if _awaits(item := question_named(motion, question.id), now)
    ]


def _awaits(item: Item, now: datetime) -> bool:
    if isinstance(item, SeparateVote):
        known = public_separate_vote_state(db.session(), item, seen_at=now)
        return known is SeparateVoteState.SELECTED
    if isinstance(item, ProceduralMotion):
        known_state = public_procedural_state(db.session(), item, seen_at=now)
        return known_state is ProceduralState.SELECTED
    if not isinstance(item, Amendment):
        return True
    state = public_amendment_state(db.session(), item, seen_at=now)
    return state is AmendmentState.SELECTED
