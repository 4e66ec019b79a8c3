from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests.factories.debate import BEFORE, EIGHT, TEN, amendment_to
from tests.factories.person import actor_with
from tests.factories.poll import (
    CHANGEABLE,
    KEY,
    OPEN,
    SECRET,
    ballot,
    cast,
    cast_all,
    closed,
    delegates,
    new_id,
    places,
    poll_on,
)
from tests.factories.procedural import procedural
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.polls import Obstacle, PollSettings, PollState
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, CountMethod, Outcome
from webapp.procedure.tally import Tally
from webapp.queries.actor import NOBODY
from webapp.queries.polls import OneOf, figures_by_body, poll_tally, turnout_of
from webapp.services.errors import ImpossibleResult, ReasonMissing
from webapp.services.poll_closing import close_if_due, close_poll, void_poll
from webapp.services.poll_declaring import declare_poll
from webapp.services.polls import PollRefused, open_poll
from webapp.services.separate_votes import mark_options


def opened(session, chair, asked, settings=OPEN):
    return open_poll(session, chair, asked, settings, key=KEY, new_id=new_id, now=NOON)


def refused(session, chair, asked, settings=OPEN):
    with pytest.raises(PollRefused) as refusal:
        opened(session, chair, asked, settings)
    return refusal.value.obstacles


# --- opening


def test_the_roll_is_of_those_entitled_when_the_poll_is_opened(session):
    poll = poll_on(voters=4)
    late = delegates(poll.conference, 1)[0]

    held = {place.person_id for place in places(poll)}

    assert len(held) == 5  # the motion's mover is a delegate as well
    assert late.id not in held


def test_a_place_counts_for_one_unless_votes_are_weighted(session, motion, chair):
    delegates(motion.conference, 2, weight=3)

    poll = opened(session, chair, motion, PollSettings(BallotForm.OPEN, weighted=True))

    assert sorted(place.weight for place in places(poll)) == [1, 3, 3]


def test_only_the_chair_opens_a_poll(session, motion):
    with pytest.raises(NotPermitted):
        opened(session, actor_with(motion.conference, Role.TELLER), motion)


def test_fewer_than_ten_never_vote_in_secret(session, motion, chair):
    delegates(motion.conference, 8)  # nine, with the mover

    assert refused(session, chair, motion, SECRET) == (Obstacle.TOO_FEW_FOR_SECRET,)


def test_unequal_weights_never_vote_in_secret(session, motion, chair):
    delegates(motion.conference, 12, weight=2)
    settings = PollSettings(BallotForm.SECRET, weighted=True)

    assert refused(session, chair, motion, settings) == (Obstacle.SECRET_AND_WEIGHTED,)


def test_a_question_whose_turn_has_not_come_is_not_put(session, motion, chair):
    amendment_to(motion, TEN, number="1")
    second = amendment_to(motion, EIGHT, number="2")

    assert refused(session, chair, second) == (Obstacle.NOT_NOW,)
    assert refused(session, chair, motion) == (Obstacle.NOT_NOW,)


def test_a_question_is_open_to_one_poll_at_a_time(session, motion, chair):
    opened(session, chair, motion)

    assert refused(session, chair, motion) == (Obstacle.ALREADY_OPEN,)


def test_opening_is_minuted_with_the_hash_of_its_record(session):
    poll = poll_on()

    minute = session.scalars(select(Minute).where(Minute.activity == "poll:open")).one()

    assert minute.subject == poll.subject
    assert minute.facts["record"] == poll.opening["hash"]


# --- closing


@pytest.mark.parametrize("settings", [OPEN, SECRET], ids=["open", "secret"])
def test_closing_counts_what_lies_in_the_box(session, settings):
    poll = poll_on(None, settings)
    cast_all(poll, "for", "for", "against", "abstain")

    closed(poll)

    assert poll.figures == {"for": 2, "against": 1, "abstain": 1}
    assert poll_tally(session, poll) == Tally(2, 1, 1)
    assert turnout_of(session, poll).voted == 4


def test_a_weighted_vote_counts_the_weights(session, motion, chair):
    delegates(motion.conference, 2, weight=3)
    poll = opened(session, chair, motion, PollSettings(BallotForm.OPEN, weighted=True))
    cast(*[ballot(poll, place, "for" if place.weight > 1 else "against") for place in places(poll)])

    closed(poll)

    assert poll.figures == {"for": 6, "against": 1, "abstain": 0}


def test_closing_twice_is_closing_once(session):
    poll = poll_on()
    first = dict(closed(poll, now=NOON).closing)

    closed(poll, now=NOON + timedelta(minutes=1))

    assert poll.closing == first
    assert poll.closed_at == NOON


def test_nobody_but_the_chair_closes_before_time(session):
    poll = poll_on(None, PollSettings(BallotForm.OPEN, seconds=60))

    assert not close_if_due(session, poll, key=KEY, now=NOON + timedelta(seconds=59))
    with pytest.raises(NotPermitted):
        close_poll(session, NOBODY, poll, key=KEY, now=NOON + timedelta(seconds=59))


def test_whoever_looks_after_time_closes_for_the_clock(session):
    poll = poll_on(None, PollSettings(BallotForm.OPEN, seconds=60))

    close_if_due(session, poll, key=KEY, now=NOON + timedelta(seconds=60))

    minute = session.scalars(select(Minute).where(Minute.activity == "poll:close")).one()
    assert poll.state is PollState.CLOSED
    assert (minute.actor, minute.facts["by_clock"]) == ("", True)


def test_while_a_secret_vote_is_open_only_tens_are_told(session):
    poll = poll_on(None, SECRET, voters=20)
    cast_all(poll, *["for"] * 19)

    assert turnout_of(session, poll).shown == 10
    closed(poll)
    assert turnout_of(session, poll).shown == 19


def test_a_void_poll_counts_nothing_and_says_why(session, motion, chair):
    poll = opened(session, chair, motion)
    cast_all(poll, "for")

    void_poll(session, chair, poll, reason="The wireless failed.", key=KEY, now=NOON)

    assert (poll.state, poll.figures, poll.void_reason) == (
        PollState.VOID,
        None,
        "The wireless failed.",
    )
    assert opened(session, chair, motion).state is PollState.OPEN


def test_a_poll_is_not_made_void_without_a_reason_or_once_closed(session, motion, chair):
    poll = opened(session, chair, motion)

    with pytest.raises(ReasonMissing):
        void_poll(session, chair, poll, reason="  ", key=KEY, now=NOON)
    closed(poll)
    with pytest.raises(WrongState):
        void_poll(session, chair, poll, reason="Too late", key=KEY, now=NOON)


# --- what the figures decide


def test_the_figures_are_declared_as_they_are(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    delegates(motion.conference, 5)
    poll = opened(session, chair, amendment)
    cast_all(poll, "for", "for", "against", "abstain")
    closed(poll)

    declaration = declare_poll(session, chair, poll, now=NOON)

    assert poll.declaration is declaration
    assert amendment.state is AmendmentState.CARRIED
    assert (declaration.method, declaration.in_favour, declaration.against) == (
        CountMethod.COUNTED,
        2,
        1,
    )


def test_where_nobody_voted_nothing_changes(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    poll = closed(opened(session, chair, amendment))

    assert declare_poll(session, chair, poll, now=NOON).outcome is Outcome.LOST


def test_nothing_is_declared_before_the_close(session, motion, chair):
    poll = opened(session, chair, motion)

    with pytest.raises(WrongState):
        declare_poll(session, chair, poll, now=NOON)


@pytest.fixture
def options(session, motion):
    committee = actor_with(motion.conference, Role.COMMITTEE)
    return mark_options(session, committee, motion, [(4, 4), (5, 5)], now=BEFORE)


def test_of_options_the_one_with_most_votes_stands(session, motion, chair, options):
    first, second = options
    delegates(motion.conference, 5)
    poll = opened(session, chair, OneOf(motion, first.choice))
    cast_all(poll, second.subject, second.subject, first.subject, "abstain")
    closed(poll)

    declare_poll(session, chair, poll, now=NOON)

    assert (second.state.value, first.state.value) == ("kept", "fallen")


def test_between_options_with_equal_votes_nothing_is_guessed(session, motion, chair, options):
    first, second = options
    delegates(motion.conference, 5)
    poll = opened(session, chair, OneOf(motion, first.choice))
    cast_all(poll, second.subject, first.subject, "abstain", "abstain")
    closed(poll)

    with pytest.raises(ImpossibleResult):
        declare_poll(session, chair, poll, now=NOON)


def test_bodies_are_told_apart_in_open_votes_alone(session):
    public, secret = poll_on(None, CHANGEABLE), poll_on(None, SECRET)
    cast_all(public, "for", "against", "for")
    cast_all(secret, "for", "against", "for")

    assert figures_by_body(session, public) == {"": {"for": 2, "against": 1, "abstain": 0}}
    assert figures_by_body(session, secret) == {}


def test_a_body_of_two_is_not_told_apart_where_no_names_are_published(session):
    poll = poll_on(None, OPEN)
    cast_all(poll, "for", "against")

    assert figures_by_body(session, poll) == {}


def test_a_procedural_motion_is_put_to_ballots_like_any_question(session, motion, chair):
    one = procedural(motion, "closure")
    delegates(motion.conference, 5)
    poll = opened(session, chair, one)
    cast_all(poll, "for", "for", "against")
    closed(poll)

    assert declare_poll(session, chair, poll, now=NOON).outcome is Outcome.CARRIED


# --- how it is kept


@pytest.mark.parametrize("table", ["poll_place", "secret_ballot", "open_ballot"])
def test_a_ballot_is_found_by_its_keys(session, database_kind, table):
    keys = {"secret_ballot": "id"}.get(table, "place")
    found = f"SELECT 1 FROM {table} WHERE poll_id = 1 AND {keys} = 'x'"

    if database_kind == "sqlite":
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {found}")).all()
        assert [row[3] for row in plan] == [
            f"SEARCH {table} USING PRIMARY KEY (poll_id=? AND {keys}=?)"
        ]
    else:
        session.execute(text("SET LOCAL enable_seqscan = off"))  # as the writer has it
        (plan, *_) = session.execute(text(f"EXPLAIN {found}")).scalars()
        assert plan.startswith("Index")


def test_minutes_of_a_secret_vote_name_no_place_and_no_ballot(session):
    poll = poll_on(None, SECRET)
    told = cast_all(poll, "for", "against")
    closed(poll)

    said = str([(one.subject, one.facts) for one in session.scalars(select(Minute))])

    for name in (*(one.receipt for one in told), *(one.place for one in places(poll))):
        assert name not in said
