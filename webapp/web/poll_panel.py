"""Votes on phones, on the chair's desk: how far the one on this question has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.models import Amendment, MembersSelection, SeparateVote
from webapp.procedure.majority import HousesNotCounted
from webapp.procedure.polls import PollState, winner_of
from webapp.procedure.rules import OptionsRule
from webapp.queries.alternatives import Alternatives, alternatives_with
from webapp.queries.debates import question_named
from webapp.queries.polls import OneOf, asked_by, latest_poll, people_of, poll_tally, turnout_of
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may
from webapp.queries.verdicts import verdict_on
from webapp.web.conference import local
from webapp.web.poll_closing import close_what_is_due
from webapp.web.poll_results import result_of
from webapp.web.poll_words import choice_words
from webapp.web.result_words import outcome_word, verdict_words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Item, Motion, Poll
    from webapp.procedure.majority import Verdict
    from webapp.queries.actor import Actor


@dataclass(slots=True)
class PollPanel:
    """What the desk shows of votes on phones. `is_tied`: the chair's casting vote decides."""

    id: str = ""
    state: str = ""
    url: str = ""
    open_url: str = ""
    turnout: str = ""
    closes: str = ""
    result: dict[str, Any] | None = None
    verdict: str = ""
    may_lead: bool = False
    may_declare: bool = False
    is_tied: bool = False
    notes: list[str] = field(default_factory=list)


def poll_panel(session: Session, actor: Actor, motion: Motion, question: str) -> PollPanel | None:
    """Return the panel for the question on the desk; None where there is nothing to show."""
    rules = rulebook_of(motion.conference)
    asked = _asked(motion, question, rules.voting.options)
    subject = asked.subject if isinstance(asked, OneOf | Alternatives) else question
    poll = latest_poll(session, motion, subject)
    may_open = rules.ballots.allowed and may(actor, "poll:open", motion)
    open_url = url_for("ballots.prepare", motion_id=motion.id, question=subject) if may_open else ""
    if poll is None:
        return PollPanel(open_url=open_url) if open_url else None
    poll = close_what_is_due(poll)
    panel = PollPanel(
        id=poll.public_id,
        state=poll.state.value,
        url=url_for("ballots.show", poll_id=poll.public_id),
        may_lead=may(actor, "poll:close", motion),
    )
    if poll.state is PollState.OPEN:
        panel.turnout = _turnout(session, poll)
        panel.closes = (
            f"{local(poll.closes_at, poll.conference):%H:%M:%S}" if poll.closes_at else ""
        )
        return panel
    panel.open_url = open_url
    panel.result = result_of(poll)
    _judge(session, panel, poll, asked_by(poll))
    panel.may_declare = poll.declaration_id is None and may(actor, "vote:declare", motion)
    return panel


def _asked(motion: Motion, question: str, options: OptionsRule) -> Item | OneOf | Alternatives:
    item = question_named(motion, question)
    if isinstance(item, Amendment) and (ranked := alternatives_with(item)) is not None:
        return ranked
    if isinstance(item, SeparateVote) and item.choice and options is OptionsRule.ONE_OF:
        return OneOf(motion, item.choice)
    return item


def _turnout(session: Session, poll: Poll) -> str:
    turnout = turnout_of(session, poll)
    if poll.is_secret:
        return _(
            "At least %(number)d of %(places)d have voted.",
            number=turnout.shown,
            places=turnout.places,
        )
    return ngettext(
        "%(voted)d of %(num)d has voted.",
        "%(voted)d of %(num)d have voted.",
        turnout.places,
        voted=turnout.shown,
    )


def _judge(
    session: Session,
    panel: PollPanel,
    poll: Poll,
    asked: Item | OneOf | Alternatives | MembersSelection,
) -> None:
    """Say what the figures decide, and how near it was; never guess where votes are equal."""
    if isinstance(asked, Alternatives | MembersSelection):
        panel.verdict = panel.result["ranked"].chosen if panel.result else ""
        return
    if isinstance(asked, OneOf):
        winner = winner_of(poll.figures or {})
        panel.verdict = (
            _("%(option)s stands; the others fall.", option=choice_words(poll)[winner])
            if winner
            else _("No option has more votes than every other: the figures decide nothing.")
        )
        return
    tally = poll_tally(session, poll)
    try:
        verdict = verdict_on(asked, tally, people=people_of(session, poll), at=poll.closed_at)
    except HousesNotCounted:
        panel.verdict = _(
            "Each house decides by itself by now, and this vote does not say what each voted."
        )
        return
    except LookupError:
        panel.verdict = _(
            "The majority is one of people who are not counted here: declare what conference "
            "decided."
        )
        return
    panel.is_tied = verdict.awaits_casting_vote
    panel.verdict = _verdict(asked, verdict) + verdict_words(
        verdict, tally, is_of_words=isinstance(asked, SeparateVote)
    )


def _verdict(item: Item, verdict: Verdict) -> str:
    return f"{outcome_word(item, verdict.outcome)}. " if verdict.outcome else ""
