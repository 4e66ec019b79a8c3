"""Cards in the hall and votes on phones, added into one count."""

import pytest

from tests.factories.debate import amendment_to, published_motion
from tests.factories.hall_count import agreed, open_count_on
from tests.factories.person import actor_with
from tests.factories.poll import cast_all, closed, delegates, poll_on
from tests.moments import NOON
from webapp.procedure.polls import PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState
from webapp.procedure.tally import Tally
from webapp.queries.counts import phones_of
from webapp.services.counts import add_phones, close_count, declare_count
from webapp.services.errors import CountRefused


@pytest.fixture
def amendment(session):
    return amendment_to(published_motion(), "In 1, delete “nine” and insert “ten”.", number="1")


@pytest.fixture
def chair(amendment):
    return actor_with(amendment.motion.conference, Role.CHAIR)


@pytest.fixture
def poll(amendment):
    """Six voted on a phone: four for, two against."""
    found = poll_on(amendment)
    cast_all(found, "for", "for", "for", "for", "against", "against")
    return found


def test_a_closed_poll_is_added_to_the_cards_in_the_hall(session, amendment, poll, chair):
    count = open_count_on(amendment, phones=True)
    agreed(count, 1, 30, 31)
    closed(poll)

    close_count(session, chair, count, now=NOON)
    declaration = declare_count(session, chair, count, now=NOON)

    assert count.tally == Tally(34, 33)
    assert amendment.state is AmendmentState.CARRIED
    assert poll.declaration_id == declaration.id


def test_no_figure_of_a_poll_is_told_while_it_is_open(session, amendment, poll, chair):
    count = open_count_on(amendment, phones=True)
    agreed(count, 1, 30, 31)

    assert phones_of(session, count).tally is None
    with pytest.raises(CountRefused) as refusal:
        close_count(session, chair, count, now=NOON)
    assert refusal.value.what == "phones_open"


def test_phones_are_added_only_where_the_chair_says_so(session, amendment, poll, chair):
    count = open_count_on(amendment, phones=True)
    agreed(count, 1, 30, 31)
    closed(poll)

    add_phones(session, chair, count, is_added=False, now=NOON)
    close_count(session, chair, count, now=NOON)

    assert count.tally == Tally(30, 31)
    assert count.phones is None


def test_a_count_without_any_poll_cannot_add_one(session, amendment, chair):
    count = open_count_on(amendment, phones=True)
    agreed(count, 1, 30, 31)

    with pytest.raises(CountRefused) as refusal:
        close_count(session, chair, count, now=NOON)

    assert refusal.value.what == "no_phones"


def test_weighted_ballots_are_not_added_to_heads(session, amendment, chair):
    conference = amendment.motion.conference
    conference.rulebook = conference.rulebook.replace("weighted = false", "weighted = true")
    delegates(conference, 2, weight=300)
    poll = closed(poll_on(amendment, PollSettings(BallotForm.OPEN, weighted=True)))
    count = open_count_on(amendment, phones=True)
    agreed(count, 1, 30, 31)

    with pytest.raises(CountRefused) as refusal:
        close_count(session, chair, count, now=NOON)

    assert poll.weighted
    assert refusal.value.what == "phones_weighted"
