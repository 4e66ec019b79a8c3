"""Appeals against the committee's verdicts: made with reasons, decided with an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webapp.models import Amendment, Appeal, Motion
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.majority import decide
from webapp.procedure.rules import AppealsTo
from webapp.procedure.states import Outcome
from webapp.procedure.workflow import next_state
from webapp.queries import electorate
from webapp.queries.appeals import (
    conference_of,
    hears_appeals,
    is_beyond_appeal,
    is_too_late,
    may_decide,
    open_appeal,
    subject_of,
    was_dismissed,
)
from webapp.queries.rulebooks import rulebook_of
from webapp.services.errors import ImpossibleResult, NotDone, ReasonMissing
from webapp.services.minutes import write_minute

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.procedure.tally import Tally
    from webapp.queries.actor import Actor


class AppealDecided(NotDone):
    """The appeal was decided already, or the committee took its verdict back."""


class AppealTooLate(NotDone):
    """The time in which standing orders let one appeal against this verdict is over."""


def make_appeal(
    session: Session, actor: Actor, item: Motion | Amendment, *, reasons: str, now: datetime
) -> Appeal:
    """Ask that a verdict of the committee be looked at again; asked twice it is one appeal.

    Raises NotPermitted where standing orders know no appeal, WrongState where there is no
    verdict to appeal against or an appeal against it was dismissed, AppealTooLate once the
    hours after the verdict are over, or ReasonMissing.
    """
    _lock(session, item)
    next_state("appeal", item.state, actor.roles_towards(item))
    conference = conference_of(item)
    if hears_appeals(conference) is AppealsTo.NOBODY or is_beyond_appeal(item):
        raise NotPermitted("appeal")
    if (waiting := open_appeal(session, item)) is not None:
        return waiting
    if was_dismissed(session, item):
        raise WrongState("appeal", item.state)
    if is_too_late(session, item, now):
        raise AppealTooLate
    appeal = Appeal(
        motion_id=item.id if isinstance(item, Motion) else item.motion_id,
        amendment_id=item.id if isinstance(item, Amendment) else None,
        subject=subject_of(item),
        against=item.state.value,
        verdict_reason=item.verdict_reason or "",
        reasons=_given(reasons),
        made_by_id=actor.person_id,
        made_at=now,
    )
    session.add(appeal)
    _note(session, actor, "appeal:make", item, now, reason=appeal.reasons)
    return appeal


def decide_appeal(
    session: Session,
    actor: Actor,
    appeal: Appeal,
    *,
    upheld: bool,
    answer: str,
    tally: Tally | None = None,
    now: datetime,
) -> None:
    """Decide on an appeal: upheld, the item is before the committee again as it was in order.

    Where conference hears appeals, `tally` are those for and against upholding it, if it was
    counted. Raises NotPermitted, AppealDecided, ReasonMissing without an answer, or
    ImpossibleResult where the figures say otherwise.
    """
    item = appeal.item
    conference = conference_of(item)
    if not may_decide(actor, conference):
        raise NotPermitted("appeal:decide")
    _lock(session, item)
    session.refresh(appeal)
    if appeal.decided_at is not None:
        if appeal.upheld == upheld:
            return
        raise AppealDecided
    if tally is not None:
        _demand_that_it_follows(session, item, tally, upheld=upheld)
    event = "uphold_appeal" if upheld else "dismiss_appeal"
    state: Any = next_state(event, item.state, actor.roles_towards(item))
    answer = _given(answer)
    if upheld:
        item.state, item.verdict_reason = state, None
    _close(appeal, actor, upheld=upheld, answer=answer, now=now)
    if tally is not None:
        appeal.in_favour, appeal.opposed = tally.in_favour, tally.against
    figures = {} if tally is None else {"in_favour": tally.in_favour, "against": tally.against}
    activity = "appeal:uphold" if upheld else "appeal:dismiss"
    _note(session, actor, activity, item, now, reason=answer, **figures)


def close_with_the_verdict(
    session: Session, actor: Actor, item: Motion | Amendment, *, now: datetime
) -> None:
    """Call an appeal upheld whose verdict the committee itself has taken back."""
    if (waiting := open_appeal(session, item)) is not None:
        _close(waiting, actor, upheld=True, answer="", now=now)
        _note(session, actor, "appeal:uphold", item, now)


def _demand_that_it_follows(
    session: Session, item: Motion | Amendment, tally: Tally, *, upheld: bool
) -> None:
    conference = conference_of(item)
    rules = rulebook_of(conference)
    if hears_appeals(conference) is not AppealsTo.CONFERENCE:
        raise ImpossibleResult("upheld" if upheld else "dismissed", "not_counted")
    verdict = decide(
        rules.majority(rules.admission.appeal_majority).rule,
        tally,
        present=electorate.present(session, conference),
        entitled=electorate.entitled_count(session, conference),
    )
    if (verdict.outcome is Outcome.CARRIED) is not upheld:
        raise ImpossibleResult("upheld" if upheld else "dismissed", "figures")


def _close(appeal: Appeal, actor: Actor, *, upheld: bool, answer: str, now: datetime) -> None:
    appeal.upheld, appeal.answer = upheld, answer
    appeal.decided_by_id, appeal.decided_at = actor.person_id, now


def _lock(session: Session, item: Motion | Amendment) -> None:
    """Let one act at a time decide about the item, and read it as it is now."""
    session.refresh(item, with_for_update=True)


def _given(words: str) -> str:
    if not words.strip():
        raise ReasonMissing
    return words.strip()


def _note(
    session: Session,
    actor: Actor,
    activity: str,
    item: Motion | Amendment,
    now: datetime,
    **facts: Any,
) -> None:
    session.flush()
    about = {} if isinstance(item, Motion) else {"motion": item.motion_id}
    write_minute(
        session,
        actor,
        activity,
        subject_of(item),
        conference_id=conference_of(item).id,
        now=now,
        facts={**about, "state": item.state.value, **facts},
    )
