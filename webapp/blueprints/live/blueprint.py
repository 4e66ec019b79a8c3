"""The blueprint that the pages of the hall add themselves to."""

from __future__ import annotations

from flask import Blueprint

from webapp.models import Conference
from webapp.queries.standing import must
from webapp.web.conference import here_or_404
from webapp.web.identity import current_actor

bp = Blueprint("live", __name__, url_prefix="/live")


def hall_of(slug: str) -> Conference:
    """Return the conference whose hall this is; raise unless whoever asks may look at it."""
    conference = here_or_404(slug)
    must(current_actor(), "hall:view", conference)
    return conference
