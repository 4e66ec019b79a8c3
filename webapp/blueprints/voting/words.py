"""Words of the desk and of the record: questions, results, reasons, what stood on what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from webapp.models import Amendment, Item, Motion, ProceduralMotion, SeparateVote
from webapp.procedure.phrases import cite_passages
from webapp.procedure.reliance import Why
from webapp.procedure.states import Outcome
from webapp.queries import naming
from webapp.queries.outcomes import tally_of
from webapp.queries.verdicts import rules_for
from webapp.web.conference import date_words, time_words
from webapp.web.procedural import name_of
from webapp.web.result_words import figures_words, near_words, outcome_word

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Conference, Declaration, Reliance, Vote
    from webapp.queries.decisions import Relied

__all__ = [
    "IMPOSSIBLE",
    "because_words",
    "decided_words",
    "figures_words",
    "item_found",
    "item_of",
    "item_relying",
    "moment_words",
    "near_words",
    "outcome_word",
    "question_name",
    "recorded_words",
    "reliance_words",
    "result_words",
    "short_name",
    "why_words",
]

# Why a decision is in doubt, once the result before it is corrected.
WHYS: dict[Why, Any] = {
    Why.FELL: lazy_gettext("%(question)s fell, and was never put, because %(corrected)s."),
    Why.SHOULD_HAVE_FALLEN: lazy_gettext(
        "%(question)s was put although it cannot stand beside %(other)s: it should have fallen."
    ),
    Why.VOTED_WITH: lazy_gettext(
        "%(question)s was voted on with the words of %(other)s in the text."
    ),
    Why.VOTED_WITHOUT: lazy_gettext(
        "%(question)s was voted on without the words of %(other)s in the text."
    ),
    Why.ENDED: lazy_gettext("%(question)s was decided while %(other)s was taken for settled."),
}
# What a refused result says, and what to do.
IMPOSSIBLE: dict[str, Any] = {
    "not_yet_happened": lazy_gettext("This time has not come yet. Leave it empty for now."),
    "not_a_count": lazy_gettext("Nobody votes on this: leave the figures empty."),
    "casting_vote_awaited": lazy_gettext("Votes are equal. The chair’s casting vote decides."),
    "options_equal": lazy_gettext(
        "No option has more votes than every other: the figures decide nothing."
    ),
    "people_not_counted": lazy_gettext(
        "The majority is one of people whom nobody counted, or of fewer than answered. Put the "
        "register or the door’s list right, or declare the result without figures."
    ),
    "houses_not_counted": lazy_gettext(
        "Each house decides by itself here, and these figures do not say what each voted. Count "
        "the hall by houses, or declare the result without figures."
    ),
}


def question_name(item: Item) -> str:
    """Return what a question is called on pages; the vote on hearing a motion says so."""
    return name_of(item) if isinstance(item, ProceduralMotion) else naming.question_name(item)


def short_name(item: Item) -> str:
    """Return the name within a debate, where the motion's title goes without saying."""
    if isinstance(item, ProceduralMotion):
        return name_of(item)
    if not isinstance(item, Motion):
        return question_name(item)
    return item.code or rules_for(item).words.motion.capitalize()


def item_of(vote: Vote) -> Item:
    return vote.item


def result_words(declaration: Declaration) -> str:
    """Return a result as people say it: "Carried, 67 to 33"."""
    word = outcome_word(item_of(declaration.vote), declaration.outcome)
    return ", ".join(filter(None, (word, figures_words(tally_of(declaration)))))


def recorded_words(declaration: Declaration) -> str:
    """Say what was recorded of a question, and how near it was."""
    said = _(
        "%(question)s: %(result)s.",
        question=short_name(item_of(declaration.vote)),
        result=result_words(declaration),
    )
    return " ".join(filter(None, (said, near_words(declaration))))


def why_words(relied: Relied, corrected: Declaration) -> str:
    """Say in a sentence how a fall or vote relied on a result."""
    return reliance_words(relied.why, item_found(relied.found), corrected)


def item_found(found: Vote | Amendment) -> Item:
    return found if isinstance(found, Amendment) else item_of(found)


def item_relying(reliance: Reliance) -> Item:
    """Return what relied on a corrected result."""
    found = reliance.fallen or reliance.vote
    return item_found(found) if found is not None else reliance.declaration.vote.motion


def reliance_words(why: Why, item: Item, corrected: Declaration) -> str:
    other = item_of(corrected.vote)
    return str(WHYS[why]) % {
        "question": short_name(item),
        "other": short_name(other),
        "corrected": decided_words(corrected),
    }


def because_words(declaration: Declaration) -> str:
    """Return the clause after "because", and whether that still stands."""
    words = decided_words(declaration)
    if declaration.vote.declaration is declaration:
        return words
    return _("%(reason)s (corrected since)", reason=words)


def decided_words(declaration: Declaration) -> str:
    """Return what was decided as a clause: "Amendment 2 was carried"."""
    item = item_of(declaration.vote)
    if isinstance(item, SeparateVote) and declaration.outcome in (Outcome.CARRIED, Outcome.LOST):
        places = cite_passages([item.passage], rules_for(item).words)
        if declaration.outcome is Outcome.LOST:
            return _("%(places)s were lost in a separate vote", places=places)
        return _("%(places)s were kept in a separate vote", places=places)
    if isinstance(item, ProceduralMotion):
        return _procedure_decided(item, declaration.outcome)
    said = {
        Outcome.CARRIED: _("%(question)s was carried", question=short_name(item)),
        Outcome.LOST: _("%(question)s was lost", question=short_name(item)),
        Outcome.WITHDRAWN: _("%(question)s was withdrawn", question=short_name(item)),
        Outcome.REFERRED_BACK: _("%(question)s was referred back", question=short_name(item)),
        Outcome.NOT_REACHED: _("%(question)s was not reached", question=short_name(item)),
        Outcome.ACCEPTED: _("%(question)s was accepted by the mover", question=short_name(item)),
        Outcome.NOT_PUT: _("%(question)s was not put", question=short_name(item)),
    }
    return said[declaration.outcome]


def _procedure_decided(item: ProceduralMotion, outcome: Outcome) -> str:
    if item.hearing_of is not None and outcome in (Outcome.CARRIED, Outcome.LOST):
        if outcome is Outcome.CARRIED:
            return _("conference would hear %(name)s", name=item.name)
        return _("conference would not hear %(name)s", name=item.name)
    name = short_name(item) if item.hearing_of is not None else item.name
    said = {
        Outcome.CARRIED: _("%(question)s was carried", question=name),
        Outcome.LOST: _("%(question)s was lost", question=name),
        Outcome.WITHDRAWN: _("%(question)s was withdrawn", question=name),
        Outcome.NOT_PUT: _("%(question)s was not put", question=name),
    }
    return said[outcome]


def moment_words(moment: datetime, conference: Conference, beside: datetime | None = None) -> str:
    """Return day and time; the time alone where `beside` is of the same day."""
    said = date_words(moment, conference)
    if beside is not None and said.split(",")[0] == date_words(beside, conference).split(",")[0]:
        return time_words(moment, conference)
    return said
