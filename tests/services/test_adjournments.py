"""An adjourned debate: nothing is put in it until it is resumed, and then it stands as before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.hall_count import open_count_on
from tests.factories.person import actor_with
from tests.factories.poll import poll_on
from tests.factories.procedural import procedural
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted
from webapp.procedure.polls import Obstacle
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState, Outcome
from webapp.queries.actor import NOBODY
from webapp.queries.adjournments import adjournment_of
from webapp.queries.conferences import list_agenda
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.floor import floor_of, live_facts
from webapp.services.adjournments import end_effect
from webapp.services.en_bloc import declare_en_bloc
from webapp.services.errors import Adjourned, VoteOpen
from webapp.services.polls import PollRefused
from webapp.services.results import Result, declare_result, undo_result

LATER = NOON + timedelta(hours=18)


def say(session, chair, item, outcome=Outcome.CARRIED, now=NOON):
    return declare_result(session, chair, item, Result(outcome, now), now=now)


@pytest.fixture
def adjourned(session, motion, chair, ten, fuel):
    """Return what adjourned the debate with two amendments still to be put."""
    one = procedural(motion, "adjournment")
    say(session, chair, one)
    return one


@pytest.mark.parametrize("outcome", [Outcome.CARRIED, Outcome.LOST])
def test_nothing_is_put_in_an_adjourned_debate(session, chair, motion, ten, adjourned, outcome):
    for item in (ten, motion):
        with pytest.raises(Adjourned):
            say(session, chair, item, outcome)

    assert ten.state is AmendmentState.SELECTED


def test_neither_tellers_nor_phones_nor_several_at_once_get_round_it(
    session, chair, motion, ten, fuel, adjourned
):
    with pytest.raises(Adjourned):
        open_count_on(ten)
    with pytest.raises(PollRefused) as refusal:
        poll_on(ten)
    with pytest.raises(Adjourned):
        declare_en_bloc(
            session, chair, motion, [ten, fuel], Result(Outcome.CARRIED, NOON), now=NOON
        )

    assert refusal.value.obstacles == (Obstacle.ADJOURNED,)


def test_resumed_it_stands_where_it_stood(session, chair, motion, ten, adjourned):
    before = [one.id for one in plan_of(motion, load_debate(session, motion)).questions]

    end_effect(session, chair, adjourned, now=LATER)

    plan = plan_of(motion, load_debate(session, motion))
    assert [one.id for one in plan.questions] == before
    assert floor_of(session, motion.conference, LATER).question == plan.now.id
    say(session, chair, ten, now=LATER)
    assert ten.state is AmendmentState.CARRIED


def test_it_is_resumed_once_and_minuted(session, chair, adjourned):
    end_effect(session, chair, adjourned, now=LATER)
    end_effect(session, chair, adjourned, now=LATER)

    minutes = session.scalars(select(Minute).where(Minute.activity == "debate:resume")).all()
    assert [one.subject for one in minutes] == [adjourned.subject]


def test_only_the_chair_resumes_it(session, motion, adjourned):
    with pytest.raises(NotPermitted):
        end_effect(session, actor_with(motion.conference, Role.DELEGATE), adjourned, now=LATER)

    assert adjournment_of(motion) is adjourned


def test_a_debate_that_is_never_resumed_was_not_reached(session, chair, motion, adjourned):
    say(session, chair, motion, Outcome.NOT_REACHED, now=LATER)

    assert motion.state is MotionState.NOT_REACHED
    assert adjournment_of(motion) is None


def test_an_adjournment_taken_back_leaves_the_debate_as_it_was(session, chair, motion, ten):
    one = procedural(motion, "adjournment")
    declaration = say(session, chair, one)

    undo_result(session, chair, declaration, now=NOON)

    assert adjournment_of(motion) is None


def test_conference_does_not_adjourn_in_the_midst_of_a_vote(session, chair, motion, ten):
    one = procedural(motion, "adjournment")
    open_count_on(ten)

    with pytest.raises(VoteOpen):
        say(session, chair, one)


def test_hall_and_agenda_say_so_once_everybody_may_know(session, chair, motion, adjourned):
    conference = motion.conference
    soon = NOON + timedelta(minutes=1)

    def shown(seen_at):
        (line,) = list_agenda(session, NOBODY, conference, now=seen_at)
        facts = live_facts(floor_of(session, conference, seen_at), seen_at)
        return line.is_adjourned, facts.get("adjourned", False)

    assert shown(NOON) == (False, False)
    assert shown(soon) == (True, True)
    end_effect(session, chair, adjourned, now=LATER)
    assert shown(LATER) == (False, False)


def test_suspended_standing_orders_hold_again_when_the_chair_says_so(session, chair, motion, ten):
    one = procedural(motion, "suspension")
    say(session, chair, one)
    say(session, chair, ten)

    end_effect(session, chair, one, now=LATER)

    assert one.over_at == LATER
    assert session.scalars(select(Minute).where(Minute.activity == "debate:restore_orders")).one()
