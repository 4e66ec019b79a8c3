"""Conferences, the bodies that submit to them, and their agendas."""

from __future__ import annotations

from datetime import UTC, date, datetime

import factory

from tests.factories.base import RowFactory
from webapp.models import AgendaItem, Conference, SubmittingBody
from webapp.procedure.rulebook import FaultyRulebook, preset_text
from webapp.queries.rulebooks import read_rulebook

A_MORNING = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


A_LONG_TIME_HENCE = datetime(2126, 9, 22, 20, 0, tzinfo=UTC)


def all_open(rulebook: str) -> dict[str, str]:
    """Return every deadline moved a century away, so that tests submit whenever they like."""
    try:
        rules = read_rulebook(rulebook)
    except FaultyRulebook:
        return {}
    return {rule.key: A_LONG_TIME_HENCE.isoformat() for rule in rules.deadlines}


class ConferenceFactory(RowFactory):
    class Meta:
        model = Conference

    slug = factory.Sequence(lambda n: f"conference-{n}")
    name = factory.Sequence(lambda n: f"Autumn Conference {n}")
    place = "Harbourtown"
    starts_on = date(2026, 9, 19)
    ends_on = date(2026, 9, 22)
    rulebook = factory.LazyFunction(lambda: preset_text("federal_conference"))
    created_at = A_MORNING
    moved_deadlines = factory.LazyAttribute(lambda made: all_open(made.rulebook))


class SubmittingBodyFactory(RowFactory):
    class Meta:
        model = SubmittingBody

    class Params:
        conference = factory.SubFactory(ConferenceFactory)

    conference_id = factory.SelfAttribute("conference.id")
    kind = "local_party"
    name = factory.Sequence(lambda n: f"Harbourtown Branch {n}")


class AgendaItemFactory(RowFactory):
    """A speech, unless a motion is given; the motion's conference is then the item's."""

    class Meta:
        model = AgendaItem

    motion = None
    conference = factory.Maybe(
        "motion",
        factory.SelfAttribute("motion.conference"),
        factory.SubFactory(ConferenceFactory),
    )
    code = factory.Sequence(lambda n: f"F{n}")
    position = factory.Sequence(lambda n: n)
    kind = factory.Maybe("motion", factory.SelfAttribute("motion.kind"), "session")
    title = factory.Maybe("motion", None, "A few words of welcome")
