"""What the chair sees before a vote: how amendments meet, and where a vote would lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.blueprints.voting.words import question_name
from webapp.procedure.places import place_key
from webapp.procedure.states import AmendmentState
from webapp.queries.collisions import table_of_meetings
from webapp.queries.debates import amendments_down
from webapp.queries.motions import last_published
from webapp.queries.references import references_between
from webapp.text.records import load_back, load_document
from webapp.web.choosing import ahead_of
from webapp.web.collisions import table_view

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Amendment, Motion
    from webapp.queries.supposing import Supposed
    from webapp.text.weave import Weave


def meetings_of(session: Session, motion: Motion, weave: Weave) -> dict[str, Any]:
    """Return how what is still to be put meets what was carried, and each other."""
    states = (AmendmentState.SELECTED, AmendmentState.CARRIED, AmendmentState.ACCEPTED)
    open_ones = [one for one in amendments_down(motion) if one.state in states]
    version = last_published(session, motion)
    if version is None or all(one.state is not AmendmentState.SELECTED for one in open_ones):
        return {"meetings": []}
    called = {one.id: question_name(one) for one in open_ones}
    in_order = sorted(open_ones, key=lambda one: place_key(one.number or ""))
    return table_view(
        table_of_meetings(weave, in_order, load_document(version.document), called), called
    )


def ways_ahead(
    motion: Motion, item: Amendment, supposed: Supposed, weave: Weave
) -> list[tuple[str, str]]:
    """Return where the text that a carried amendment would make, and its references, are read."""
    outcomes = ahead_of(motion, item)
    links = [
        (_("The whole text with it"), url_for("motions.what_if", motion_id=motion.id, **outcomes))
    ]
    found = references_between(weave, supposed.before, supposed.after, load_back(motion.back))
    if broken := sum(1 for one in found.broken if not one.is_older):
        said = ngettext(
            "%(num)d reference would lead to nothing",
            "%(num)d references would lead to nothing",
            broken,
        )
        links.append((said, url_for("motions.references", motion_id=motion.id, **outcomes)))
    return links
