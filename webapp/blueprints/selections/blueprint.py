"""The blueprint that the pages of selections by members add themselves to."""

from __future__ import annotations

from flask import Blueprint, url_for

from webapp.extensions import db
from webapp.models import Conference, MembersSelection
from webapp.queries.selections import get_selection
from webapp.queries.standing import must
from webapp.web.conference import here_or_404
from webapp.web.identity import current_actor

bp = Blueprint("selections", __name__, url_prefix="/selections")


def conference_to_lead(slug: str, activity: str) -> Conference:
    """Return the conference at which whoever asks may do this; raise where they may not."""
    conference = here_or_404(slug)
    must(current_actor(), activity, conference)
    return conference


def selection_here(conference: Conference, selection_id: int) -> MembersSelection:
    return get_selection(db.session(), conference, selection_id)


def address_of(selection: MembersSelection) -> str:
    slug = selection.conference.slug
    return url_for("selections.show", slug=slug, selection_id=selection.id)
