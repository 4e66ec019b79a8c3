"""The law of proxies, for any list of people who give and withdraw them."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.proxies import Proxies, ProxyRefused, WhyNot

PEOPLE = range(8)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)),
        st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE), st.just(0)),
    ),
    max_size=40,
)
limits = st.integers(0, 3)


def after(limit, done):
    """Yield the proxies after each act; what is refused changes nothing."""
    standing = Proxies(limit)
    for what, giver, holder in done:
        with suppress(ProxyRefused):
            standing = standing.give(giver, holder) if what == "give" else standing.withdraw(giver)
        yield standing


@given(limits, acts, st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_the_weights_that_can_be_cast_are_always_those_of_everybody(limit, done, weights):
    for standing in after(limit, done):
        cast = Counter()
        for person in PEOPLE:
            cast[standing.holder_of(person)] += weights[person]

        assert sum(cast.values()) == sum(weights)


@given(limits, acts)
def test_nobody_casts_for_more_than_the_limit(limit, done):
    for standing in after(limit, done):
        assert all(count <= limit for count in Counter(standing.held.values()).values())


@given(limits, acts)
def test_no_vote_is_handed_on_and_each_has_one_hand_that_casts_it(limit, done):
    for standing in after(limit, done):
        for person in PEOPLE:
            holder = standing.holder_of(person)
            assert standing.holder_of(holder) == holder


@given(limits, acts)
def test_a_proxy_withdrawn_leaves_its_giver_voting(limit, done):
    for standing in after(limit, done):
        for giver in standing.held:
            assert standing.withdraw(giver).holder_of(giver) == giver


REFUSED = (
    ({}, 0, (1, 2), WhyNot.NONE_ALLOWED),
    ({}, 2, (1, 1), WhyNot.ONESELF),
    ({1: 3}, 2, (1, 2), WhyNot.GIVEN_ALREADY),
    ({3: 1}, 2, (1, 2), WhyNot.GIVER_HOLDS),
    ({2: 3}, 2, (1, 2), WhyNot.HOLDER_GAVE),
    ({3: 2, 4: 2}, 2, (1, 2), WhyNot.HANDS_FULL),
    ({3: 2}, 2, (1, 2), None),
)


@pytest.mark.parametrize(("held", "limit", "pair", "why"), REFUSED)
def test_a_proxy_is_refused_for_one_reason_that_can_be_said(held, limit, pair, why):
    assert Proxies(limit, held).why_not(*pair) is why
