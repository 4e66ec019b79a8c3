from __future__ import annotations

import pytest

from tests.factories.conference import AgendaItemFactory, ConferenceFactory
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.queries.actor import NOBODY
from webapp.queries.conferences import get_conference, list_agenda, list_conferences
from webapp.queries.errors import NotThere


def test_everybody_sees_an_open_conference(session):
    conference = ConferenceFactory()

    assert get_conference(session, NOBODY, conference.slug) is conference
    assert list_conferences(session, NOBODY) == [conference]


def test_a_closed_conference_is_not_there_for_outsiders(session):
    conference = ConferenceFactory(is_closed=True)
    outsider = actor_with(ConferenceFactory(), Role.ADMINISTRATOR)

    for actor in (NOBODY, outsider):
        with pytest.raises(NotThere):
            get_conference(session, actor, conference.slug)
        assert conference not in list_conferences(session, actor)


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DELEGATE, Role.TELLER])
def test_whoever_takes_part_sees_a_closed_conference(session, role):
    conference = ConferenceFactory(is_closed=True)

    found = get_conference(session, actor_with(conference, role), conference.slug)

    assert found is conference


def test_the_agenda_comes_in_its_order_with_words_for_kinds(session):
    conference = ConferenceFactory()
    AgendaItemFactory(conference=conference, code="F2", position=2, title="A report", kind="report")
    AgendaItemFactory(conference=conference, code="F1", position=1, title="A speech")

    lines = list_agenda(session, NOBODY, conference, now=NOON)

    assert [(line.code, line.title, line.kind) for line in lines] == [
        ("F1", "A speech", "Speech or consultative session"),
        ("F2", "A report", "Report"),
    ]


def test_a_kind_the_rulebook_has_forgotten_is_still_named(session):
    conference = ConferenceFactory()
    AgendaItemFactory(conference=conference, kind="topical_discussion")

    (line,) = list_agenda(session, NOBODY, conference, now=NOON)

    assert line.kind == "Topical discussion"
