"""One conference with one of everything an address can name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.factories.conference import (
    AgendaItemFactory,
    ConferenceFactory,
    SubmittingBodyFactory,
)
from tests.factories.person import PersonFactory
from webapp.models import Conference
from webapp.procedure.roles import Role


@dataclass
class World:
    """A conference, and a value for every name that stands in an address."""

    conference: Conference
    names: dict[str, Any]


def make_world() -> World:
    conference = ConferenceFactory()
    person = PersonFactory(roles={conference: [Role.DELEGATE]})
    return World(
        conference,
        {
            "filename": "css/page.css",
            "slug": conference.slug,
            "item_id": AgendaItemFactory(conference=conference).id,
            "body_id": SubmittingBodyFactory(conference=conference).id,
            "public_id": person.public_id,
            "role": "delegate",
        },
    )
