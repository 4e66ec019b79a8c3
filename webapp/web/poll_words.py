"""Words of the pages about polls: choices, refusals, how a poll is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from webapp.procedure.polls import ABSTAIN, AGAINST, FOR, Answer, Obstacle
from webapp.queries.naming import question_name
from webapp.queries.polls import OneOf, asked_in, option_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from webapp.models import Item, Poll

DOT = "."
CHOICES: dict[str, Any] = {
    FOR: lazy_gettext("For"),
    AGAINST: lazy_gettext("Against"),
    ABSTAIN: lazy_gettext("Abstain"),
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
    return asked_name(asked_in(poll.motion, poll.question))


def asked_name(asked: Item | OneOf) -> str:
    if not isinstance(asked, OneOf):
        return question_name(asked)
    return _("One of the options of %(motion)s", motion=asked.motion.code)


def choice_words(poll: Poll) -> dict[str, str]:
    """Return what each choice is called, in the order of the form."""
    names = option_names(poll)
    return {
        choice: names.get(choice) or str(CHOICES.get(choice, choice)) for choice in poll.choices
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
    """Return the choice that was sent like this.

    >>> read_choice("for....")
    'for'
    """
    return sent.rstrip(DOT)


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
