"""The figures of a closed poll in words, as every page that shows them does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.extensions import db
from webapp.procedure.polls import PollState
from webapp.queries.naming import question_name
from webapp.queries.outcomes import pending
from webapp.queries.polls import figures_by_body, turnout_of
from webapp.web.clock import utc_now
from webapp.web.poll_words import choice_words
from webapp.web.ranked_results import ranked_result
from webapp.web.result_words import near_words, outcome_word

if TYPE_CHECKING:
    from webapp.models import Poll


def result_of(poll: Poll) -> dict[str, Any] | None:
    """Return figures, turnout and what was declared; None until the poll is closed."""
    if poll.state is not PollState.CLOSED or poll.figures is None:
        return None
    ranked = ranked_result(poll)
    if ranked is not None:
        return {
            "rows": [],
            "ranked": ranked,
            "sentence": turnout_words(poll),
            "declared": ranked.chosen if poll.selection is not None else declared_words(poll),
            "bodies": [],
        }
    labels = choice_words(poll)
    rows = [
        {"label": labels[choice], "votes": int(poll.figures[choice]), "choice": choice}
        for choice in poll.choices
    ]
    return {
        "rows": rows,
        "most": max(poll.figures.values(), default=0) or 1,
        "sentence": turnout_words(poll),
        "declared": declared_words(poll),
        "bodies": bodies_of(poll),
    }


def turnout_words(poll: Poll) -> str:
    turnout = turnout_of(db.session(), poll)
    said = ngettext(
        "%(voted)d of %(num)d entitled voted.",
        "%(voted)d of %(num)d entitled voted.",
        turnout.places,
        voted=turnout.voted,
    )
    if not poll.weighted:
        return said
    weighed = _(
        "They cast %(voted)d of %(weight)d votes.",
        voted=turnout.weight_voted,
        weight=turnout.weight,
    )
    return f"{said} {weighed}"


def declared_words(poll: Poll) -> str:
    """Say what was declared on a poll, once everybody may know."""
    declaration = poll.declaration
    if declaration is None or declaration.undone_at or pending(declaration, utc_now()):
        return ""
    item = declaration.vote.item
    word = outcome_word(item, declaration.outcome)
    return f"{question_name(item)}: {word}. {near_words(declaration)}".strip()


def bodies_of(poll: Poll) -> list[dict[str, Any]]:
    """Return the figures of each house, or of each body in an open vote of more than one."""
    found = poll.houses or figures_by_body(db.session(), poll)
    if len(found) < 2:  # noqa: PLR2004 - one body is everybody
        return []
    return [
        {"name": body or _("Without a body"), "votes": list(figures.values())}
        for body, figures in found.items()
    ]
