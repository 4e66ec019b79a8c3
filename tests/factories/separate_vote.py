"""Separate votes on words of the motion of `factories.debate`.

words = separate_vote_on(motion, 6)                    lines 6 to 6, selected for the debate
words = separate_vote_on(motion, 6, words="until nine in the evening", selected=False)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.base import bound_session, settle
from tests.factories.debate import BEFORE
from tests.factories.person import actor_with
from tests.factories.remembered import remembered
from webapp.procedure.roles import Role
from webapp.services.separate_votes import Pointed, ask_separate_vote, select_separate_vote

if TYPE_CHECKING:
    from datetime import datetime

    from webapp.models import Motion, SeparateVote
    from webapp.queries.actor import Actor


@remembered
def separate_vote_on(
    motion: Motion,
    first: int,
    last: int | None = None,
    *,
    words: str = "",
    selected: bool = True,
    by: Actor | None = None,
    now: datetime = BEFORE,
) -> SeparateVote:
    session, conference = bound_session(), motion.conference
    asker = by or actor_with(conference, Role.DELEGATE)
    pointed = Pointed(first, last or first, words)
    one = ask_separate_vote(session, asker, motion, pointed, now=now)
    if selected:
        select_separate_vote(session, actor_with(conference, Role.COMMITTEE), one, now=now)
    settle()
    return one
