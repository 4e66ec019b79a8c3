"""What the page of a motion or an amendment says of appeals against a verdict on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from webapp.extensions import db
from webapp.models import Motion
from webapp.procedure.rules import AppealsTo
from webapp.procedure.workflow import may as in_order
from webapp.queries.appeals import (
    VERDICTS,
    appeals_on,
    appeals_until,
    conference_of,
    count_waiting,
    hears_appeals,
    is_beyond_appeal,
    is_too_late,
    may_decide,
    was_dismissed,
)
from webapp.queries.standing import may
from webapp.web.clock import utc_now
from webapp.web.conference import date_words, way_to
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment, Appeal, Conference


@dataclass(frozen=True, slots=True)
class Made:
    """One appeal, in words; nobody is named, as the committee chooses without names."""

    made: str
    reasons: str
    decided: str
    answer: str


@dataclass(frozen=True, slots=True)
class Appealing:
    """What was appealed, and where the person asking appeals, or decides."""

    made: tuple[Made, ...]
    hears: str
    over: str
    make_url: str
    decide_url: str


def appealing_about(item: Motion | Amendment) -> Appealing | None:
    """Return what there is to say of appeals to those who see what was submitted, or None."""
    noun = "motion" if isinstance(item, Motion) else "amendment"
    actor = current_actor()
    if not may(actor, f"{noun}:view_submitted", item):
        return None
    session = db.session()
    made = appeals_on(session, item)
    refused = item.state in VERDICTS
    if not made and not refused:
        return None
    waiting = next((one for one in made if one.decided_at is None), None)
    conference = conference_of(item)
    hearing = hears_appeals(conference)
    may_be_heard = (
        refused
        and waiting is None
        and hearing is not AppealsTo.NOBODY
        and not is_beyond_appeal(item)
        and in_order("appeal", item.state, actor.roles_towards(item))
        and not was_dismissed(session, item)
    )
    too_late = may_be_heard and is_too_late(session, item, utc_now())
    appeals = may_be_heard and not too_late
    deciding = waiting is not None and may_decide(actor, conference)
    if not (made or appeals or too_late):
        return None
    return Appealing(
        made=tuple(said_of(one) for one in made),
        hears=hearing_words(hearing) + time_left_words(item),
        over=time_left_words(item).strip() if too_late else "",
        make_url=way_to(f"appeals.make_about_{noun}", **{f"{noun}_id": item.id}) if appeals else "",
        decide_url=way_to("appeals.decision", slug=conference.slug, appeal_id=waiting.id)
        if waiting is not None and deciding
        else "",
    )


def waiting_for_me(conference: Conference) -> dict[str, Any] | None:
    """Return where appeals wait that the person asking may decide on, None where there are none."""
    waiting = count_waiting(db.session(), conference)
    if not waiting or not may_decide(current_actor(), conference):
        return None
    return {"url": way_to("appeals.index", slug=conference.slug), "count": waiting}


def said_of(appeal: Appeal) -> Made:
    """Say when an appeal was made, why, and what was decided."""
    conference = appeal.motion.conference
    made = _(
        "Those who bring it appealed on %(when)s:", when=date_words(appeal.made_at, conference)
    )
    if appeal.decided_at is None:
        return Made(made, appeal.reasons, _("It waits for a decision."), "")
    when = date_words(appeal.decided_at, conference)
    decided = (
        _("The appeal was upheld on %(when)s.", when=when)
        if appeal.upheld
        else _("The appeal was dismissed on %(when)s.", when=when)
    )
    if appeal.in_favour is not None:
        decided += " " + _(
            "For upholding it %(in_favour)s, against %(opposed)s.",
            in_favour=appeal.in_favour,
            opposed=appeal.opposed,
        )
    return Made(made, appeal.reasons, decided, appeal.answer)


def time_left_words(item: Motion | Amendment) -> str:
    """Say until when one may appeal, or when that was over; "" where there is no limit."""
    until = appeals_until(db.session(), item) if item.state in VERDICTS else None
    if until is None or hears_appeals(conference_of(item)) is AppealsTo.NOBODY:
        return ""
    when = date_words(until, conference_of(item))
    if utc_now() > until:
        return " " + _("The time for an appeal was over on %(when)s.", when=when)
    return " " + _("An appeal has to be made by %(when)s.", when=when)


def hearing_words(hearing: AppealsTo) -> str:
    """Say who decides."""
    return {
        AppealsTo.COMMITTEE: _("You may appeal in writing. The committee decides."),
        AppealsTo.CONFERENCE: _("You may appeal in writing. Conference decides."),
        AppealsTo.NOBODY: _("There is no appeal."),
    }[hearing]
