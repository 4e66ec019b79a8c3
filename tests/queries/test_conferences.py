from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.conference import AgendaItemFactory, ConferenceFactory
from tests.factories.debate import declared
from tests.factories.motion import published_motion, selected_motion
from tests.factories.person import actor_of, actor_with
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.states import MotionState
from webapp.queries.actor import NOBODY
from webapp.queries.conferences import get_conference, list_agenda, list_conferences
from webapp.queries.errors import NotThere
from webapp.services.motions import withdraw_motion


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


def codes_seen(session, actor, conference):
    return [line.code for line in list_agenda(session, actor, conference, now=NOON)]


def test_a_motion_is_on_the_public_agenda_once_it_is_published(session):
    conference = ConferenceFactory()
    selected_motion(conference, code="F1")
    published_motion(conference, code="F2")

    assert codes_seen(session, NOBODY, conference) == ["F2"]
    assert codes_seen(session, actor_with(conference, Role.DELEGATE), conference) == ["F2"]
    assert codes_seen(session, actor_with(conference, Role.COMMITTEE), conference) == ["F1", "F2"]


def test_a_motion_withdrawn_before_it_was_printed_never_becomes_public(session):
    conference = ConferenceFactory()
    motion = selected_motion(conference, code="F1")
    withdraw_motion(session, actor_of(motion.mover), motion, now=NOON)

    assert codes_seen(session, NOBODY, conference) == []


def test_a_published_motion_says_who_moves_it_and_for_whom(session):
    conference = ConferenceFactory()
    motion = published_motion(conference)

    (line,) = list_agenda(session, NOBODY, conference, now=NOON)

    assert (line.title, line.mover) == (motion.title, motion.mover.name)
    assert line.body == motion.body.name
    assert (line.state_word, line.status) == ("Published", "")


def test_a_result_is_on_the_agenda_once_it_can_no_longer_be_undone(session):
    conference = ConferenceFactory()
    declared(published_motion(conference), now=NOON)

    (before,) = list_agenda(session, NOBODY, conference, now=NOON)
    (after,) = list_agenda(session, NOBODY, conference, now=NOON + timedelta(minutes=1))

    assert (before.state, before.status) == (MotionState.PUBLISHED, "")
    assert after.state is MotionState.PASSED
    assert after.status == "Passed with no amendments"
