"""What the desk shows of counts: those of the question on it, and what the hall asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.blueprints.voting.count_words import STATE_WORDS, progress_words
from webapp.procedure.counting import CountState, is_division
from webapp.queries.counts import counts_of, division_requests, hall_of
from webapp.queries.divisions import last_on_cards
from webapp.queries.naming import question_name
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.standing import may

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.blueprints.voting.debate_view import Put
    from webapp.models import HallCount, Motion
    from webapp.queries.actor import Actor


@dataclass(slots=True)
class CountLine:
    """One count of the question on the desk."""

    name: str
    said: str
    kind: str
    url: str


@dataclass(slots=True)
class Challenge:
    """A result declared on a show of cards that the hall wants counted, or that may be."""

    name: str
    said: str
    url: str


@dataclass(slots=True)
class CountPanel:
    """The panel as a whole."""

    question: str
    counts: list[CountLine]
    asked: str
    is_due: bool
    may_open: bool
    challenges: list[Challenge]


def count_panel(
    session: Session, actor: Actor, motion: Motion, put: Put | None
) -> CountPanel | None:
    """Return the counts of the question on the desk; None where there is nothing to show."""
    question = put.id if put is not None else ""
    is_countable = put is not None and len(put.answers) > 1 and not put.waits_for
    counts = list(counts_of(session, motion, question)) if question else []
    may_open = may(actor, "count:open", motion) and is_countable
    asked = len(division_requests(session, motion, question)) if question else 0
    is_running = any(one.state is CountState.OPEN for one in counts)
    challenges = _challenges(session, motion) if may(actor, "count:open", motion) else []
    if not (counts or may_open or challenges):
        return None
    return CountPanel(
        question=question,
        counts=[_line(one) for one in counts],
        asked=asked_words(motion, asked) if asked and not is_running else "",
        is_due=is_division(asked, needed(motion)),
        may_open=may_open and not is_running,
        challenges=challenges,
    )


def needed(motion: Motion) -> int:
    return rulebook_of(motion.conference).counting.division_on_request_of


def asked_words(motion: Motion, asked: int) -> str:
    """Say how many ask for a division, and whether that is enough."""
    if is_division(asked, needed(motion)):
        return ngettext(
            "%(num)d delegate asks for a count: it has to be taken.",
            "%(num)d delegates ask for a count: it has to be taken.",
            asked,
        )
    return _("%(asked)d of %(needed)d ask for a count.", asked=asked, needed=needed(motion))


def _challenges(session: Session, motion: Motion) -> list[Challenge]:
    last = last_on_cards(session, motion)
    if last is None:
        return []
    name = question_name(last.item)
    asked = len(division_requests(session, motion, last.subject))
    running = [
        one for one in counts_of(session, motion, last.subject) if one.state is CountState.OPEN
    ]
    if running:
        said = _("%(question)s is counted on a challenge.", question=name)
        return [Challenge(name, said, url_for("voting.show_count", count_id=running[0].id))]
    if not asked:
        return []
    said = f"{name}: {asked_words(motion, asked)}"
    url = url_for("voting.prepare_count", motion_id=motion.id, question=last.subject)
    return [Challenge(name, said, url)]


def _line(count: HallCount) -> CountLine:
    word, kind = STATE_WORDS[count.state]
    name = _("Count %(number)d", number=count.number)
    said = progress_words(count, hall_of(count))
    return CountLine(
        name,
        f"{word}. {said}" if count.state is not CountState.VOID else str(word),
        kind,
        url_for("voting.show_count", count_id=count.id),
    )
