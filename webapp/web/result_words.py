"""Words of a result: what was decided, with which figures, and how near it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.extensions import db
from webapp.models import Item, Motion, SeparateVote
from webapp.procedure.majority import Base
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.outcomes import AMENDMENT_STATES, MOTION_STATES, tally_of
from webapp.queries.polls import people_behind
from webapp.queries.verdicts import casting_vote_for, majority_for, rules_for, verdict_on

if TYPE_CHECKING:
    from webapp.models import Declaration
    from webapp.procedure.majority import HouseVerdict, Verdict
    from webapp.procedure.tally import Tally


def outcome_word(item: Item, outcome: Outcome) -> str:
    words = rules_for(item).words
    if outcome is Outcome.NOT_PUT:  # about the record, so no body has a word of its own for it
        return _("Not put")
    if isinstance(item, SeparateVote) and outcome in (Outcome.CARRIED, Outcome.LOST):
        return words.status.words_kept if outcome is Outcome.CARRIED else words.status.words_lost
    if isinstance(item, Motion):
        return words.motion_states[MOTION_STATES[outcome]]
    if outcome is Outcome.FALLEN:
        return words.amendment_states[AmendmentState.FALLEN]
    return words.amendment_states[AMENDMENT_STATES[outcome]]


def figures_words(tally: Tally | None) -> str:
    """Return "67 to 33", with "4 abstained" where anybody did."""
    if tally is None:
        return ""
    said = _("%(for_)s to %(against)s", for_=tally.in_favour, against=tally.against)
    if not tally.abstentions:
        return said
    abstained = ngettext("%(num)d abstained", "%(num)d abstained", tally.abstentions)
    return f"{said}, {abstained}"


def near_words(declaration: Declaration) -> str:
    """Say how many votes a counted question was short, or how a tie was decided."""
    tally = tally_of(declaration)
    if tally is None:
        return ""
    try:
        verdict = verdict_behind(declaration, tally)
    except LookupError:  # the rulebook of today counts other people
        return ""
    is_of_words = isinstance(declaration.vote.item, SeparateVote)
    return verdict_words(verdict, tally, is_of_words=is_of_words)


def verdict_behind(declaration: Declaration, tally: Tally) -> Verdict:
    """Return how near a result was. Raises LookupError where nobody counted whom it is of."""
    item, outcome = declaration.vote.item, declaration.outcome
    of_people = majority_for(item, outcome).rule.base is not Base.VOTES_CAST
    return verdict_on(
        item,
        tally,
        casting_vote=casting_vote_for(item, outcome),
        outcome=outcome,
        people=people_behind(db.session(), declaration) if of_people else None,
        at=declaration.happened_at,
    )


def house_words(house: HouseVerdict) -> str:
    """Say what one house voted and how near that was: "Clergy 14 to 16, 2 votes short of 16"."""
    said = f"{house.name} {figures_words(house.tally)}"
    if not house.verdict.short_by:
        return said
    near = ngettext(
        "%(num)d vote short of the %(needed)d it needed",
        "%(num)d votes short of the %(needed)d it needed",
        house.verdict.short_by,
        needed=house.verdict.needed,
    )
    return f"{said}, {near}"


def verdict_words(verdict: Verdict, tally: Tally, *, is_of_words: bool = False) -> str:
    if not tally.cast:
        return _("No votes were cast, so nothing changes.")
    if verdict.houses:
        said = "; ".join(map(house_words, verdict.houses))
        return _("Each house decides by itself: %(houses)s.", houses=said)
    if verdict.tied:
        return _tied_words(verdict, is_of_words=is_of_words)
    if verdict.short_by:
        return ngettext(
            "It needed %(needed)d in favour and was %(num)d vote short.",
            "It needed %(needed)d in favour and was %(num)d votes short.",
            verdict.short_by,
            needed=verdict.needed,
        )
    return _("It needed %(needed)d in favour.", needed=verdict.needed)


def _tied_words(verdict: Verdict, *, is_of_words: bool) -> str:
    if is_of_words:
        return (
            _("Votes were equal; the words are struck.")
            if verdict.changes
            else _("Votes were equal; the words stay.")
        )
    if verdict.outcome is Outcome.CARRIED:
        return _("Votes were equal; the chair’s casting vote carried it.")
    return _("Votes were equal, which is not enough.")
