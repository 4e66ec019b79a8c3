from __future__ import annotations

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import declared
from tests.factories.motion import draft_motion, published_motion, submitted_motion
from tests.factories.person import PersonFactory, actor_of, actor_with
from tests.moments import NOON
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.actor import NOBODY
from webapp.queries.minutes import list_minutes
from webapp.services.people import erase_person


def authors(session, actor, conference):
    page = list_minutes(session, actor, conference)
    return {line.activity: line.actor for line in page.lines}


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.DELEGATE, Role.TELLER])
def test_the_minute_book_is_for_those_who_run_the_conference(session, role):
    conference = ConferenceFactory()

    for actor in (NOBODY, actor_with(conference, role)):
        with pytest.raises(NotPermitted):
            list_minutes(session, actor, conference)


def test_the_committee_does_not_read_in_the_minutes_who_proposes(session):
    conference = ConferenceFactory()
    draft_motion(conference)
    submitted_motion(conference)

    found = authors(session, actor_with(conference, Role.COMMITTEE), conference)

    assert found == {"motion:draft": None, "motion:submit": None}


def test_once_published_the_minutes_name_the_proposer(session):
    conference = ConferenceFactory()
    motion = published_motion(conference)

    found = authors(session, actor_with(conference, Role.COMMITTEE), conference)

    assert found["motion:submit"] == motion.drafter.name


def test_a_result_leads_to_its_motion(session):
    conference = ConferenceFactory()
    motion = published_motion(conference, code="F9")
    declared(motion)

    page = list_minutes(session, actor_with(conference, Role.CHAIR), conference)

    assert (page.lines[0].activity, page.lines[0].subject_name) == ("vote:declare", "F9")
    assert page.lines[0].motion_id == motion.id


def test_an_erased_person_is_a_word_in_the_minutes(session):
    conference = ConferenceFactory()
    staff = PersonFactory(name="Jo Moss", roles={conference: [Role.STAFF]})
    erase_person(session, actor_with(conference, Role.ADMINISTRATOR), conference, staff, now=NOON)

    page = list_minutes(session, actor_with(conference, Role.CHAIR), conference)

    assert [line.subject_name for line in page.lines] == ["[erased]"]
    assert not actor_of(staff).is_signed_in
