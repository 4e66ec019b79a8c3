from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.person import PersonFactory, actor_of, actor_with
from tests.factories.register import (
    PresenceFactory,
    ProxyFactory,
    delegate_of,
    proxies_allowed,
)
from tests.moments import NOON
from webapp.procedure.errors import NotPermitted
from webapp.procedure.roles import Role
from webapp.queries.door import find_comers, latest_comers
from webapp.queries.errors import NotThere
from webapp.queries.own_vote import find_delegates, get_proxy, vote_of
from webapp.queries.register import Only, list_voters, strength_by_body


@pytest.fixture
def conference(session):
    return ConferenceFactory()


@pytest.fixture
def office(conference):
    return actor_with(conference, Role.STAFF)


def names(found):
    return [one.name for one in found]


def test_the_register_is_searched_by_name_body_and_card_together(session, conference, office):
    body = SubmittingBodyFactory(conference=conference, name="Örebro Branch")
    delegate_of(conference, "Åsa Moss", card="17", body=body)
    delegate_of(conference, "Jo Moss", card="18")

    for words in ("moss örebro", "åsa", "17 MOSS"):
        assert names(list_voters(session, office, conference, words=words).voters) == ["Åsa Moss"]


def test_the_register_is_narrowed_to_who_is_there_or_votes_for_others(session, conference, office):
    giver, holder = delegate_of(conference, "Jo Moss"), delegate_of(conference, "Kim Lee")
    ProxyFactory(conference=conference, giver=giver, holder=holder)
    PresenceFactory(conference=conference, person=holder)

    found = {
        only: names(list_voters(session, office, conference, only=only).voters) for only in Only
    }

    assert found == {
        Only.ALL: ["Jo Moss", "Kim Lee"],
        Only.PRESENT: ["Kim Lee"],
        Only.AWAY: ["Jo Moss"],
        Only.GAVE: ["Jo Moss"],
        Only.HOLD: ["Kim Lee"],
    }


def test_the_register_is_the_offices(session, conference):
    delegate = actor_of(delegate_of(conference))

    with pytest.raises(NotPermitted):
        list_voters(session, delegate, conference)
    with pytest.raises(NotPermitted):
        strength_by_body(session, delegate, conference)
    with pytest.raises(NotPermitted):
        find_comers(session, delegate, conference, "moss")


def test_each_vote_is_in_the_strength_of_one_body(session, conference, office):
    bodies = SubmittingBodyFactory.create_batch(2, conference=conference)
    for weight, body in ((3, bodies[0]), (2, bodies[0]), (4, bodies[1]), (1, None)):
        delegate_of(conference, weight=weight, body=body)

    rows = strength_by_body(session, office, conference)

    assert [(row.body, row.votes) for row in rows] == [
        (bodies[0].name, 5), (bodies[1].name, 4), ("", 1),
    ]  # fmt: skip


def test_at_the_door_a_card_means_one_person_and_a_name_all_who_have_it(session, conference):
    teller = actor_with(conference, Role.TELLER)
    delegate_of(conference, "Jo Seven", card="B 7")
    delegate_of(conference, "Kim B 7")
    PersonFactory(name="Lee Seven", roles={conference: [Role.OBSERVER]})
    delegate_of(ConferenceFactory(), "Sam Seven")

    assert names(find_comers(session, teller, conference, " b 7")) == ["Jo Seven"]
    assert names(find_comers(session, teller, conference, "seven")) == ["Jo Seven", "Lee Seven"]
    assert find_comers(session, teller, conference, "  ") == ()


def test_the_door_shows_who_came_last_first_and_who_votes_for_them(session, conference):
    teller = actor_with(conference, Role.TELLER)
    giver, holder = delegate_of(conference, "Jo Moss"), delegate_of(conference, "Kim Lee")
    ProxyFactory(conference=conference, giver=giver, holder=holder)
    PresenceFactory(conference=conference, person=holder)
    PresenceFactory(conference=conference, person=giver, since=NOON + timedelta(minutes=1))

    found = latest_comers(session, teller, conference)

    assert [(one.name, one.holder) for one in found] == [("Jo Moss", "Kim Lee"), ("Kim Lee", "")]


def test_a_delegate_votes_with_their_own_weight_and_those_they_accepted(session, conference):
    proxies_allowed(conference, 2)
    me, one, two = (delegate_of(conference, weight=weight) for weight in (1, 2, 4))
    ProxyFactory(conference=conference, giver=one, holder=me)
    ProxyFactory(conference=conference, giver=two, holder=me, accepted_at=None)

    mine, theirs = vote_of(session, conference, me), vote_of(session, conference, one)

    assert (mine.weight, mine.limit) == (3, 2)
    assert [held.weight for held in mine.offers] == [4]
    assert theirs.gave is not None
    assert (theirs.weight, theirs.gave.other) == (0, me.name)


def test_only_a_whole_name_or_a_card_finds_a_delegate(session, conference):
    delegate_of(conference, "Jo Moss", card="17")

    for words in ("JO  moss", "17"):
        assert names(find_delegates(session, conference, words)) == ["Jo Moss"]
    assert find_delegates(session, conference, "Moss") == []


def test_a_proxy_is_shown_to_the_two_and_to_the_office(session, conference, office):
    giver, holder = delegate_of(conference), delegate_of(conference)
    proxy = ProxyFactory(conference=conference, giver=giver, holder=holder)

    for actor in (actor_of(giver), actor_of(holder), office):
        assert get_proxy(session, actor, conference, proxy.id) is proxy
    with pytest.raises(NotThere):
        get_proxy(session, actor_of(delegate_of(conference)), conference, proxy.id)
    with pytest.raises(NotThere):
        get_proxy(session, office, ConferenceFactory(), proxy.id)
