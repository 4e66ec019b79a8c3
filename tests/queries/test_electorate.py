from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.factories.base import settle
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import MembershipFactory, PersonFactory
from tests.factories.register import PresenceFactory, ProxyFactory, delegate_of
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.queries.electorate import entitled, entitled_count, present, quorum_now


def test_every_delegate_stands_there_once_with_weight_body_and_card(session):
    conference = ConferenceFactory()
    body = SubmittingBodyFactory(conference=conference, name="Harbourtown")
    person = delegate_of(conference, "Jo Moss", weight=3, card="17", body=body)
    MembershipFactory(person=person, conference=conference, role=Role.TELLER)
    PersonFactory(roles={conference: [Role.OBSERVER, Role.CHAIR]})
    delegate_of(ConferenceFactory())

    (one,) = entitled(session, conference)

    assert (one.name, one.weight, one.body, one.card) == ("Jo Moss", 3, "Harbourtown", "17")
    assert one.holder_id == one.person_id == person.id
    assert entitled_count(session, conference) == 1


def test_whoever_accepted_a_proxy_casts_for_the_place(session):
    conference = ConferenceFactory()
    giver, holder = delegate_of(conference, weight=2), delegate_of(conference)
    ProxyFactory(conference=conference, giver=giver, holder=holder)

    places = {one.person_id: one for one in entitled(session, conference)}

    assert places[giver.id].holder_id == holder.id
    assert places[giver.id].weight == 2
    assert places[holder.id].holder_id == holder.id


def test_a_proxy_offered_or_withdrawn_moves_no_vote(session):
    conference = ConferenceFactory()
    one, two, holder = (delegate_of(conference) for _ in range(3))
    ProxyFactory(conference=conference, giver=one, holder=holder, accepted_at=None)
    ProxyFactory(
        conference=conference, giver=two, holder=holder, withdrawn_at=NOON, withdrawn_by_id=two.id
    )

    places = entitled(session, conference)

    assert all(place.holder_id == place.person_id for place in places)


def test_a_holder_who_is_no_delegate_any_more_casts_for_nobody(session):
    conference = ConferenceFactory()
    giver, left = delegate_of(conference), PersonFactory()
    ProxyFactory(conference=conference, giver=giver, holder=left)

    (one,) = entitled(session, conference)

    assert one.holder_id == giver.id


def test_only_delegates_who_are_there_are_present(session):
    conference = ConferenceFactory()
    here, gone, _away = (delegate_of(conference) for _ in range(3))
    watching = PersonFactory(roles={conference: [Role.OBSERVER]})
    for person in (here, watching):
        PresenceFactory(conference=conference, person=person)
    PresenceFactory(conference=conference, person=gone, until=NOON, departure_by_id=gone.id)

    assert present(session, conference) == 1


def test_the_quorum_says_how_many_are_missing_and_whether_anybody_counted(session):
    conference = ConferenceFactory()
    person = delegate_of(conference)
    before = quorum_now(session, conference)
    PresenceFactory(conference=conference, person=person)

    now = quorum_now(session, conference)

    assert (before.is_known, now.is_known) == (False, True)
    assert (now.entitled, now.present, now.needed, now.short_by) == (1, 1, 75, 74)
    assert not now.is_met


@pytest.mark.parametrize(("counts", "there"), [(True, 2), (False, 1)])
def test_who_gave_a_proxy_is_present_by_its_holder_where_standing_orders_say_so(
    session, counts, there
):
    conference = ConferenceFactory()
    proxies_count(conference, counts=counts)
    giver, holder, away = (delegate_of(conference) for _ in range(3))
    ProxyFactory(conference=conference, giver=giver, holder=holder)
    ProxyFactory(conference=conference, giver=holder, holder=away, accepted_at=None)
    PresenceFactory(conference=conference, person=holder)

    quorum = quorum_now(session, conference)

    assert (quorum.present, quorum.by_proxy) == (there, there - 1)


def test_who_comes_although_they_gave_a_proxy_is_there_once(session):
    conference = ConferenceFactory()
    proxies_count(conference)
    giver, holder = delegate_of(conference), delegate_of(conference)
    ProxyFactory(conference=conference, giver=giver, holder=holder)
    for person in (giver, holder):
        PresenceFactory(conference=conference, person=person)

    assert present(session, conference) == 2


def test_a_proxy_makes_present_from_when_it_was_accepted_until_it_was_withdrawn(session):
    conference = ConferenceFactory()
    proxies_count(conference)
    giver, holder = delegate_of(conference), delegate_of(conference)
    hour = timedelta(hours=1)
    ProxyFactory(
        conference=conference,
        giver=giver,
        holder=holder,
        accepted_at=NOON + hour,
        withdrawn_at=NOON + 3 * hour,
        withdrawn_by_id=giver.id,
    )
    PresenceFactory(conference=conference, person=holder, since=NOON)

    counted = [present(session, conference, at=NOON + number * hour) for number in range(4)]

    assert counted == [1, 2, 2, 1]
    assert present(session, conference) == 1


def proxies_count(conference, *, counts=True):
    said = f"proxies_count = {str(counts).lower()}"
    conference.rulebook = re.sub(r"proxies_count = \w+", said, conference.rulebook)
    settle()
