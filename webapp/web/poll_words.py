"""Words of the pages about polls: choices, refusals, how a poll is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from webapp.models import MembersSelection
from webapp.procedure.phrases import cite_amendments
from webapp.procedure.polls import ABSTAIN, AGAINST, FOR, Answer, Obstacle
from webapp.procedure.ranking import (
    MARK,
    MOST_RANKS,
    NONE,
    UNRANKED,
    Fault,
    FaultyRanking,
    ranks_of,
    read_ranking,
    read_sheet,
)
from webapp.queries.alternatives import Alternatives
from webapp.queries.naming import question_name
from webapp.queries.polls import OneOf, asked_by, option_names
from webapp.queries.rulebooks import rulebook_of
from webapp.web.conference import way_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import Item, Poll
    from webapp.procedure.rules import Wording

DOT = "."
CHOICES: dict[str, Any] = {
    FOR: lazy_gettext("For"),
    AGAINST: lazy_gettext("Against"),
    ABSTAIN: lazy_gettext("Abstain"),
    NONE: lazy_gettext("None of these"),
}

# What a ballot comes to: a title, and what that means for whoever sent it.
TOLD: dict[Answer, tuple[Any, Any]] = {
    Answer.RECORDED: (lazy_gettext("Recorded"), lazy_gettext("Your ballot is in the box.")),
    Answer.CHANGED: (
        lazy_gettext("Changed"),
        lazy_gettext("Your new answer counts. The one before does not."),
    ),
    Answer.SENT_BEFORE: (
        lazy_gettext("Recorded"),
        lazy_gettext("This ballot was in the box already. It is counted once."),
    ),
    Answer.REPLACED: (
        lazy_gettext("Changed since"),
        lazy_gettext(
            "This ballot was recorded, and another answer was given since. That one counts."
        ),
    ),
    Answer.CAST_ALREADY: (
        lazy_gettext("A ballot was recorded already"),
        lazy_gettext("Another ballot was cast for this place before. This one was not recorded."),
    ),
    Answer.CLOSED: (
        lazy_gettext("Not recorded: voting is closed"),
        lazy_gettext("This ballot came after the close, and no ballot is recorded for this place."),
    ),
    Answer.UNKNOWN_CHOICE: (
        lazy_gettext("Choose one answer"),
        lazy_gettext("Nothing was recorded. Go back, choose one of the answers and send it."),
    ),
    Answer.NOT_ON_ROLL: (
        lazy_gettext("Not on the roll"),
        lazy_gettext(
            "The roll of this vote was fixed when it was opened, and this place is not yours. "
            "Nothing was recorded. Ask the staff if you think you should be on it."
        ),
    ),
    Answer.SIGNED_OUT: (
        lazy_gettext("Sign in again"),
        lazy_gettext("Your session has ended. Nothing was recorded. Sign in and send it again."),
    ),
}

OBSTACLES: dict[Obstacle, Any] = {
    Obstacle.NOT_ALLOWED: lazy_gettext("Standing orders do not know votes on phones."),
    Obstacle.NOBODY_ENTITLED: lazy_gettext(
        "Nobody is entitled to vote yet: there are no delegates."
    ),
    Obstacle.TOO_FEW_FOR_SECRET: lazy_gettext(
        "Too few are entitled to vote for a secret vote: the figures would tell who voted how. "
        "Take an open one."
    ),
    Obstacle.SECRET_AND_WEIGHTED: lazy_gettext(
        "Votes of unequal weight cannot be secret: the weights would tell who voted how. "
        "Take an open vote, or let every vote count the same."
    ),
    Obstacle.SECRET_AND_CHANGEABLE: lazy_gettext(
        "A secret ballot cannot be changed: nobody could find it to take it out."
    ),
    Obstacle.ALREADY_OPEN: lazy_gettext("Voting on this question is open already."),
    Obstacle.NOT_NOW: lazy_gettext("This question is not to be put now."),
    Obstacle.NO_TEXT: lazy_gettext("There is no printed text to vote on yet."),
    Obstacle.NO_QUORUM: lazy_gettext("There is no quorum: too few are present."),
    Obstacle.ONE_OPTION: lazy_gettext("There are fewer than two options left to choose from."),
    Obstacle.TOO_MANY_OPTIONS: lazy_gettext("There are more options than one ballot can rank."),
    Obstacle.NOT_RANKABLE: lazy_gettext(
        "The majority is not one of the votes cast by all together: put the amendments one by one."
    ),
    Obstacle.PLACES_FOR_ALL: lazy_gettext(
        "There is a place for every motion: select them without a ballot."
    ),
    Obstacle.ADJOURNED: lazy_gettext("This debate is adjourned. Resume it first."),
    Obstacle.SECRET_BY_HOUSES: lazy_gettext(
        "Houses vote apart here, and a secret ballot does not say which house it is of. Take an "
        "open vote, or have the hall counted."
    ),
    Obstacle.NOT_IN_A_HOUSE: lazy_gettext(
        "Houses vote apart here, and some delegates are of none of them. Say in the register which "
        "body each delegate is of."
    ),
}


def poll_name(poll: Poll) -> str:
    """Return what a poll is about, as the paper calls it."""
    return asked_name(asked_by(poll))


def asked_name(asked: Item | OneOf | Alternatives | MembersSelection) -> str:
    if isinstance(asked, Alternatives):
        names = cite_amendments([one.number or "" for one in asked.amendments], _words_of(asked))
        return _("%(amendments)s: which one?", amendments=names)
    if isinstance(asked, MembersSelection):
        kind = rulebook_of(asked.conference).kind(asked.kind).name
        return _("Choose what is heard: %(kind)s", kind=kind)
    if not isinstance(asked, OneOf):
        return question_name(asked)
    return _("One of the options of %(motion)s", motion=asked.motion.code)


def _words_of(asked: Alternatives) -> Wording:
    return rulebook_of(asked.motion.conference).words


def choice_words(poll: Poll) -> dict[str, str]:
    """Return what each choice is called, in the order of the form."""
    names = option_names(poll)
    return {
        choice: names.get(choice) or str(CHOICES.get(choice, choice)) for choice in poll.choices
    }


def answer_words(poll: Poll, answer: str) -> str:
    """Return what a ballot says: the name of its choice, or the options it ranks, in order."""
    names = choice_words(poll)
    if not poll.ranked:
        return names.get(answer, answer)
    try:
        ranking = read_ranking(answer, len(poll.choices))
    except FaultyRanking:
        return answer
    called = list(names.values())
    return "; ".join(
        f"{rank}. {' = '.join(called[number - 1] for number in tied)}"
        for rank, tied in enumerate(ranking, start=1)
    )


def ranks_in(poll: Poll, answer: str) -> dict[int, str]:
    """Return the rank that a ballot gives each option it names, as the form shows them."""
    if not poll.ranked:
        return {}
    try:
        return ranks_of(read_ranking(answer, len(poll.choices)))
    except FaultyRanking:
        return {}


def ranking_fault(poll: Poll, sent: str) -> dict[str, Any]:
    """Return why what was sent is no ranking, and on which option it fails, 0 for all of it."""
    if not poll.ranked:
        return {}
    try:
        read_ranking(read_choice(sent), len(poll.choices))
    except FaultyRanking as fault:
        return {"fault": fault.fault.value, "option": fault.at}
    return {}


def fault_words(poll: Poll, sent: str) -> str:
    """Say what is wrong with a ranking, and where."""
    found = ranking_fault(poll, sent)
    names = list(choice_words(poll).values())
    if found.get("fault") == Fault.EMPTY:
        return _("Nothing was recorded: give at least one of these a rank.")
    if found.get("fault") == Fault.DOUBLED:
        name = names[found["option"] - 1]
        return _("Nothing was recorded: “%(name)s” has two ranks.", name=name)
    if found.get("fault") == Fault.UNKNOWN:
        return _("Nothing was recorded: there is no number %(number)s.", number=found["option"])
    return _("Nothing was recorded: these are no ranks. Choose each from the list.")


def ranking_form(poll: Poll) -> dict[str, Any] | None:
    """Return what the form of a ranking offers: the options by number, and the ranks there are."""
    if not poll.ranked:
        return None
    ranks = range(1, min(len(poll.choices), MOST_RANKS) + 1)
    selection = poll.selection
    urls = [
        way_to("motions.show", motion_id=one.motion_id)
        for one in (selection.candidates if selection is not None else ())
    ]
    options = list(enumerate(choice_words(poll).values(), start=1))
    return {
        "options": [
            (number, name, urls[number - 1] if number <= len(urls) else "")
            for number, name in options
        ],
        "ranks": [UNRANKED, *map(str, ranks)],
        "places": selection.places if selection is not None else 1,
        "tie": poll.opening["record"].get("ranked", {}).get("tie", ""),
    }


def sent_as(poll: Poll) -> dict[str, str]:
    """Return how each choice is sent: in a secret vote all in one length, dots behind the short.

    Whoever watches the network sees how much was sent, whatever hides the words.
    """
    if not poll.is_secret:
        return {choice: choice for choice in poll.choices}
    sizes = {choice: len(quote_plus(choice)) for choice in poll.choices}
    longest = max(sizes.values())
    return {choice: choice + DOT * (longest - size) for choice, size in sizes.items()}


def read_choice(sent: str) -> str:
    """Return the choice, or the ranking, that was sent like this.

    >>> read_choice("for...."), read_choice("#331-")
    ('for', '3>1=2')
    """
    return read_sheet(sent) if sent.startswith(MARK) else sent.rstrip(DOT)


def how_words(poll: Poll) -> str:
    """Say whether votes are open or secret, and what follows from it for a voter."""
    if poll.is_secret:
        return _("Secret: how you vote is kept apart from who you are, and cannot be changed.")
    if poll.changeable:
        return _("Open: it is kept who voted how. You may change your vote until the close.")
    return _("Open: it is kept who voted how.")


def obstacle_words(obstacles: Sequence[Obstacle]) -> list[str]:
    return [str(OBSTACLES[one]) for one in obstacles]


def in_groups(receipt: str) -> str:
    """Return a receipt as it can be read out and compared.

    >>> in_groups("0123456789abcdef")
    '0123 4567 89ab cdef'
    """
    return " ".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))
