"""The office of a conference: its settings, people, bodies, agenda and standing orders."""

from webapp.blueprints.admin import (
    agenda,
    bodies,
    codes,
    conferences,
    deadlines,
    importing,
    lost_phones,
    people,
    rulebooks,
)
from webapp.blueprints.admin.blueprint import bp

__all__ = [
    "agenda",
    "bodies",
    "bp",
    "codes",
    "conferences",
    "deadlines",
    "importing",
    "lost_phones",
    "people",
    "rulebooks",
]
