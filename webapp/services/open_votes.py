"""Nothing stays open silently: what ends a question waits until no vote is being taken on it.

A vote is never ended by what ends its question. Ballots and figures of tellers would be gone by
a slip of the thumb, and taking the result back would not bring them again; so whoever ends a
question closes its vote first, or breaks it off with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.models import Motion, ProceduralMotion
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import Outcome
from webapp.queries.open_votes import names_of_question, questions_being_voted_on
from webapp.queries.outcomes import ends_the_debate
from webapp.services.errors import VoteOpen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from webapp.models import Item


def require_no_open_vote(session: Session, motion: Motion, ended: Iterable[Item]) -> None:
    """Raise VoteOpen while a poll or a count is open on any of these, which are about to end."""
    open_now = questions_being_voted_on(session, motion)
    if not open_now:
        return
    names = {name for item in ended for name in names_of_question(item)}
    if found := open_now & names:
        raise VoteOpen(sorted(found))


def require_no_open_vote_in_debate(session: Session, motion: Motion) -> None:
    """Raise VoteOpen while a vote is open on any question of a debate about to end or adjourn."""
    if open_now := questions_being_voted_on(session, motion):
        raise VoteOpen(sorted(open_now))


def require_votes_ended(session: Session, item: Item, outcome: Outcome) -> None:
    """Raise VoteOpen while a vote is open on what this outcome decides, or on the debate it ends.

    What falls by it is asked when it falls.
    """
    ends = isinstance(item, ProceduralMotion) and (ends_the_debate(item) or _adjourns(item))
    if isinstance(item, Motion):
        require_no_open_vote_in_debate(session, item)
    elif ends and outcome is Outcome.CARRIED:
        require_no_open_vote_in_debate(session, item.motion)
    else:
        require_no_open_vote(session, item.motion, [item])


def _adjourns(item: ProceduralMotion) -> bool:
    return item.effect is ProceduralEffect.ADJOURN and item.hearing_of_id is None
