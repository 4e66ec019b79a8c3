"""Ways to keep an amendment from being put together with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from webapp.procedure.states import AmendmentState
from webapp.queries.standing import may
from webapp.services.en_bloc import may_be_put_together
from webapp.web.identity import current_actor

if TYPE_CHECKING:
    from webapp.models import Amendment


def has_objected(amendment: Amendment) -> bool:
    return any(one.person_id == current_actor().person_id for one in amendment.objections)


def way_to_object(amendment: Amendment) -> str:
    """Return where the person asking can object to a vote on several, "" where they cannot."""
    if amendment.state is not AmendmentState.SELECTED or not may_be_put_together(amendment):
        return ""
    if has_objected(amendment) or not may(current_actor(), "en_bloc:object", amendment):
        return ""
    return url_for("voting.object_en_bloc", amendment_id=amendment.id)
