from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.factories.conference import ConferenceFactory
from tests.factories.person import actor_of, actor_with
from tests.factories.register import PresenceFactory, delegate_of
from tests.moments import NOON
from webapp.models import Minute, Presence
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.electorate import present
from webapp.services import people
from webapp.services.presence import (
    challenge_quorum,
    mark_left,
    mark_present,
    send_everybody_home,
)


def activities(session):
    return list(session.scalars(select(Minute.activity).order_by(Minute.number)))


def test_a_teller_lets_somebody_in_and_out_and_a_second_tap_changes_nothing(session):
    conference = ConferenceFactory()
    person, teller = delegate_of(conference), actor_with(conference, Role.TELLER)

    came = [mark_present(session, teller, conference, person, now=NOON) for _ in range(2)]
    there = present(session, conference)
    left = [mark_left(session, teller, conference, person, now=NOON) for _ in range(2)]

    assert (came, left) == ([True, False], [True, False])
    assert (there, present(session, conference)) == (1, 0)
    assert activities(session) == ["presence:arrive", "presence:leave"]


def test_who_comes_back_has_stayed_twice(session):
    conference = ConferenceFactory()
    person, teller = delegate_of(conference), actor_with(conference, Role.TELLER)

    for act in (mark_present, mark_left, mark_present):
        act(session, teller, conference, person, now=NOON)

    assert len(session.scalars(select(Presence)).all()) == 2
    assert present(session, conference) == 1


def test_no_delegate_lets_people_in(session):
    conference = ConferenceFactory()
    person = delegate_of(conference)

    with pytest.raises(NotPermitted):
        mark_present(session, actor_of(person), conference, person, now=NOON)


def test_at_the_end_of_the_day_everybody_leaves_in_one_act(session):
    conference = ConferenceFactory()
    for _ in range(3):
        PresenceFactory(conference=conference, person=delegate_of(conference))

    gone = send_everybody_home(session, actor_with(conference, Role.STAFF), conference, now=NOON)

    assert (gone, present(session, conference)) == (3, 0)
    assert activities(session) == ["presence:end"]


def test_who_plays_no_part_any_more_is_not_there(session):
    conference = ConferenceFactory()
    person = delegate_of(conference)
    PresenceFactory(conference=conference, person=person)

    people.take_role(
        session,
        actor_with(conference, Role.ADMINISTRATOR),
        conference,
        person,
        Role.DELEGATE,
        now=NOON,
    )

    assert session.scalars(select(Presence.until)).one() == NOON


def test_a_challenge_to_the_quorum_is_minuted_with_its_figures_and_what_they_say(session):
    conference = ConferenceFactory()
    PresenceFactory(conference=conference, person=delegate_of(conference))

    found = challenge_quorum(session, actor_with(conference, Role.CHAIR), conference, now=NOON)

    assert not found.is_met
    (facts,) = session.scalars(select(Minute.facts))
    assert facts == {
        "entitled": 1, "present": 1, "needed": 75, "short_by": 74, "met": False, "by": "door",
    }  # fmt: skip


def test_a_count_of_the_hall_goes_before_the_doors_list(session):
    conference = ConferenceFactory()
    delegate_of(conference)

    found = challenge_quorum(
        session, actor_with(conference, Role.CHAIR), conference, counted=80, now=NOON
    )

    assert found.is_met
    assert found.is_known
