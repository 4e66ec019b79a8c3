"""Words for what waits until conference has voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from webapp.queries.polls import asked_in
from webapp.web.poll_words import asked_name

if TYPE_CHECKING:
    from webapp.models import Motion
    from webapp.services.errors import VoteOpen


def vote_open_words(motion: Motion, refusal: VoteOpen) -> str:
    """Say on what conference is voting, and what to do about it first."""
    names = [asked_name(asked_in(motion, question)) for question in refusal.questions]
    return _(
        "Conference is voting on %(questions)s, on phones or by tellers. Close that vote and "
        "declare its result, or end it with a reason, before anything else ends it.",
        questions=", ".join(names),
    )
