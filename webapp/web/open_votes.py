"""Words for what waits until conference has voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.queries.errors import NotThere
from webapp.queries.polls import asked_in
from webapp.web.poll_words import asked_name

if TYPE_CHECKING:
    from webapp.models import Motion
    from webapp.services.errors import VoteOpen


def vote_open_words(motion: Motion, refusal: VoteOpen) -> str:
    """Say on what conference is voting, and what to do about it first."""
    names = [_name_of(motion, question) for question in refusal.questions]
    return _(
        "Conference is voting on %(questions)s, on phones or by tellers. Close that vote and "
        "declare its result, or end it with a reason, before anything else ends it.",
        questions=", ".join(filter(None, names)),
    )


def _name_of(motion: Motion, question: str) -> str:
    """Return what a question is called; "" for an answer that is none, as "none of these"."""
    try:
        return asked_name(asked_in(motion, question))
    except NotThere:
        return ""
