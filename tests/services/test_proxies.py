from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.factories.conference import ConferenceFactory
from tests.factories.person import actor_of, actor_with
from tests.factories.register import delegate_of, proxies_allowed
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted
from webapp.procedure.proxies import ProxyRefused, WhyNot
from webapp.procedure.roles import Role
from webapp.queries.electorate import entitled
from webapp.services import people
from webapp.services.proxies import ProxyEnded, accept_proxy, give_proxy, withdraw_proxy


@pytest.fixture
def conference(session):
    conference = ConferenceFactory()
    proxies_allowed(conference, 1, accepted=True)
    return conference


def give(session, conference, giver, holder, **named):
    by = named.pop("by", None) or actor_of(giver)
    return give_proxy(session, by, conference, giver, holder, **named, now=NOON)


def holder_of(session, conference, person):
    return {one.person_id: one.holder_id for one in entitled(session, conference)}[person.id]


def activities(session):
    return list(session.scalars(select(Minute.activity).order_by(Minute.number)))


def test_a_proxy_is_offered_and_counts_once_its_holder_accepts(session, conference):
    giver, holder = delegate_of(conference), delegate_of(conference)

    proxy = give(session, conference, giver, holder)
    offered = holder_of(session, conference, giver)
    accept_proxy(session, actor_of(holder), proxy, now=NOON)

    assert offered == giver.id
    assert holder_of(session, conference, giver) == holder.id
    assert activities(session) == ["proxy:give", "proxy:accept"]


def test_where_standing_orders_ask_nobody_a_proxy_is_held_at_once(session, conference):
    conference.rulebook = conference.rulebook.replace("_accepted = true", "_accepted = false")
    giver, holder = delegate_of(conference), delegate_of(conference)

    give(session, conference, giver, holder)

    assert holder_of(session, conference, giver) == holder.id


def test_the_office_enters_a_paper_that_both_have_signed(session, conference):
    giver, holder = delegate_of(conference), delegate_of(conference)
    office = actor_with(conference, Role.STAFF)

    give(session, conference, giver, holder, by=office, accepted=True)

    assert holder_of(session, conference, giver) == holder.id


def test_nobody_gives_away_the_vote_of_another_or_accepts_for_them(session, conference):
    giver, holder, other = (delegate_of(conference) for _ in range(3))

    with pytest.raises(NotPermitted):
        give(session, conference, giver, holder, by=actor_of(other))
    with pytest.raises(NotPermitted):
        give(session, conference, giver, holder, accepted=True)

    proxy = give(session, conference, giver, holder)
    with pytest.raises(NotPermitted):
        accept_proxy(session, actor_of(giver), proxy, now=NOON)


def test_giving_the_same_proxy_twice_is_giving_it_once(session, conference):
    giver, holder = delegate_of(conference), delegate_of(conference)

    first, second = (give(session, conference, giver, holder) for _ in range(2))

    assert first is second
    assert activities(session) == ["proxy:give"]


def test_a_vote_that_is_offered_is_not_offered_to_another(session, conference):
    giver, holder, other = (delegate_of(conference) for _ in range(3))
    give(session, conference, giver, holder)

    with pytest.raises(ProxyRefused) as refused:
        give(session, conference, giver, other)

    assert refused.value.why is WhyNot.GIVEN_ALREADY


def test_a_proxy_goes_to_delegates_alone(session, conference):
    giver = delegate_of(conference)
    elsewhere = delegate_of(ConferenceFactory())

    with pytest.raises(ProxyRefused) as refused:
        give(session, conference, giver, elsewhere)

    assert refused.value.why is WhyNot.HOLDER_NO_DELEGATE


def test_of_two_offers_only_as_many_are_accepted_as_the_rulebook_allows(session, conference):
    one, two, holder = (delegate_of(conference) for _ in range(3))
    offers = [give(session, conference, giver, holder) for giver in (one, two)]
    accept_proxy(session, actor_of(holder), offers[0], now=NOON)

    with pytest.raises(ProxyRefused) as refused:
        accept_proxy(session, actor_of(holder), offers[1], now=NOON)

    assert refused.value.why is WhyNot.HANDS_FULL


def test_whoever_gave_their_vote_away_meanwhile_can_accept_none(session, conference):
    one, two, three = (delegate_of(conference) for _ in range(3))
    offer = give(session, conference, one, two)
    accept_proxy(session, actor_of(three), give(session, conference, two, three), now=NOON)

    with pytest.raises(ProxyRefused) as refused:
        accept_proxy(session, actor_of(two), offer, now=NOON)

    assert refused.value.why is WhyNot.HOLDER_GAVE


@pytest.mark.parametrize("by", ["giver", "holder", "office"])
def test_giver_holder_and_office_may_withdraw_a_proxy(session, conference, by):
    giver, holder = delegate_of(conference), delegate_of(conference)
    proxy = give(session, conference, giver, holder)
    accept_proxy(session, actor_of(holder), proxy, now=NOON)
    actors = {"giver": actor_of(giver), "holder": actor_of(holder)}

    for _ in range(2):  # twice is once
        withdraw_proxy(
            session, actors.get(by) or actor_with(conference, Role.STAFF), proxy, now=NOON
        )

    assert holder_of(session, conference, giver) == giver.id
    assert activities(session)[-1] == "proxy:withdraw"
    assert len(activities(session)) == 3


def test_nobody_else_withdraws_it(session, conference):
    giver, holder, other = (delegate_of(conference) for _ in range(3))
    proxy = give(session, conference, giver, holder)

    with pytest.raises(NotPermitted):
        withdraw_proxy(session, actor_of(other), proxy, now=NOON)


def test_an_offer_declined_is_no_longer_there_to_accept(session, conference):
    giver, holder = delegate_of(conference), delegate_of(conference)
    proxy = give(session, conference, giver, holder)
    withdraw_proxy(session, actor_of(holder), proxy, now=NOON)

    with pytest.raises(ProxyEnded):
        accept_proxy(session, actor_of(holder), proxy, now=NOON)

    assert activities(session)[-1] == "proxy:decline"


@pytest.mark.parametrize("leaver", ["giver", "holder"])
def test_who_is_no_delegate_any_more_gives_and_holds_nothing(session, conference, leaver):
    pair = {"giver": delegate_of(conference), "holder": delegate_of(conference)}
    office = actor_with(conference, Role.ADMINISTRATOR)
    proxy = give(session, conference, pair["giver"], pair["holder"], by=office, accepted=True)

    people.take_role(session, office, conference, pair[leaver], Role.DELEGATE, now=NOON)

    assert proxy.withdrawn_at == NOON
    assert all(one.holder_id == one.person_id for one in entitled(session, conference))


def test_who_is_erased_gives_and_holds_nothing(session, conference):
    giver, holder = delegate_of(conference), delegate_of(conference)
    office = actor_with(conference, Role.ADMINISTRATOR)
    proxy = give(session, conference, giver, holder, by=office, accepted=True)

    people.erase_person(session, office, conference, holder, now=NOON)

    assert proxy.withdrawn_at == NOON
