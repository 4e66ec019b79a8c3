"""Questions that each of several houses has to carry: by tellers, on phones, corrected, checked."""

import pytest
from sqlalchemy import delete, select

from tests.factories.conference import SubmittingBodyFactory
from tests.factories.debate import amendment_to
from tests.factories.hall_count import agreed
from tests.factories.poll import cast_all, closed, delegates, poll_on
from tests.factories.register import delegate_of
from tests.moments import NOON
from webapp.models import Membership, Minute
from webapp.procedure.polls import Obstacle, PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, Outcome
from webapp.procedure.tally import Tally, of_houses
from webapp.queries.outcomes import tally_of
from webapp.queries.polls import poll_tally
from webapp.services.corrections import correct_result
from webapp.services.count_checks import verify_counts
from webapp.services.counts import Opening, close_count, declare_count, open_count
from webapp.services.errors import CountRefused, ImpossibleResult
from webapp.services.poll_declaring import declare_poll
from webapp.services.polls import PollRefused
from webapp.services.results import Result, count_votes, declare_result

BY_HOUSES = 'base = "votes_cast"\nhouses = ["Clergy", "Laity"]'
HALL = Opening(("Left", "Right", "Gallery"), tellers=1, houses=("Clergy", "Clergy", "Laity"))


@pytest.fixture
def amendment(motion):
    conference = motion.conference
    conference.rulebook = conference.rulebook.replace(
        'base = "votes_cast"\nhouses = []', BY_HOUSES, 1
    )
    return amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")


def counted(session, chair, amendment, *figures):
    """Return a closed count with these figures in its blocks."""
    count = open_count(session, chair, amendment, HALL, now=NOON)
    for place, (in_favour, against) in enumerate(figures, start=1):
        agreed(count, place, in_favour, against)
    return close_count(session, chair, count, now=NOON)


def seated(session, conference, **houses):
    """Let so many delegates be of each house, and nobody else be a delegate."""
    session.execute(delete(Membership).where(Membership.role == Role.DELEGATE))
    for name, number in houses.items():
        body = SubmittingBodyFactory(conference=conference, name=name)
        for _ in range(number):
            delegate_of(conference, body=body)


# --- by tellers


def test_a_house_that_falls_short_is_enough_for_the_amendment_to_be_lost(session, chair, amendment):
    count = counted(session, chair, amendment, (10, 12), (4, 4), (90, 2))

    declaration = declare_count(session, chair, count, now=NOON)

    assert declaration.outcome is Outcome.LOST
    assert tally_of(declaration) == of_houses({"Clergy": Tally(14, 16), "Laity": Tally(90, 2)})
    assert amendment.state is AmendmentState.LOST


def test_what_each_house_carries_is_carried_and_minuted_with_the_figures_of_each(
    session, chair, amendment
):
    count = counted(session, chair, amendment, (10, 2), (4, 4), (5, 2))

    declare_count(session, chair, count, now=NOON)

    assert amendment.state is AmendmentState.CARRIED
    minute = session.scalars(select(Minute).where(Minute.activity == "vote:declare")).one()
    assert minute.facts["houses"] == {"Clergy": [14, 6, 0], "Laity": [5, 2, 0]}


@pytest.mark.parametrize("houses", [(), ("Clergy", "Clergy", "Clergy"), ("Clergy", "Laity")])
def test_no_count_is_opened_in_which_a_house_sits_nowhere(session, chair, amendment, houses):
    opening = Opening(("Left", "Right", "Gallery"), tellers=1, houses=houses)

    with pytest.raises(CountRefused) as refusal:
        open_count(session, chair, amendment, opening, now=NOON)

    assert refusal.value.what == "house_without_block"


def test_a_count_by_houses_is_as_it_was_minuted_until_somebody_moves_votes_between_them(
    session, chair, amendment
):
    count = counted(session, chair, amendment, (10, 2), (4, 4), (5, 2))
    conference_id = count.motion.conference_id
    assert not list(verify_counts(session, conference_id))

    count.houses = {"Clergy": [13, 6, 0], "Laity": [6, 2, 0]}

    assert {fault.subject for fault in verify_counts(session, conference_id)} == {count.subject}


# --- figures given by hand


def test_figures_of_everybody_together_decide_nothing_where_houses_vote_apart(
    session, chair, amendment
):
    with pytest.raises(ImpossibleResult) as refusal:
        count_votes(amendment, Tally(60, 3), happened_at=NOON)

    assert refusal.value.reason == "houses_not_counted"


def test_figures_of_each_house_correct_what_was_declared(session, chair, amendment):
    declared = declare_result(session, chair, amendment, Result(Outcome.CARRIED, NOON), now=NOON)
    tally = of_houses({"Clergy": Tally(3, 9), "Laity": Tally(90, 2)})

    corrected = correct_result(
        session,
        chair,
        declared.vote,
        Result(Outcome.LOST, NOON, tally=tally),
        reason="The clergy were counted again.",
        now=NOON,
    )

    assert tally_of(corrected) == tally
    assert amendment.state is AmendmentState.LOST


# --- on phones


def test_ballots_are_added_up_for_each_house(session, chair, amendment):
    seated(session, amendment.motion.conference, Clergy=2, laity=3)
    poll = poll_on(amendment, voters=0)
    cast_all(poll, *["for"] * 5)

    closed(poll)

    assert poll_tally(session, poll) == of_houses({"Clergy": Tally(2, 0), "Laity": Tally(3, 0)})
    assert poll.closing["record"]["houses"]["Laity"] == {"for": 3, "against": 0, "abstain": 0}
    assert declare_poll(session, chair, poll, now=NOON).outcome is Outcome.CARRIED


@pytest.mark.parametrize(
    ("form", "strangers", "obstacle"),
    [
        (BallotForm.SECRET, 0, Obstacle.SECRET_BY_HOUSES),
        (BallotForm.OPEN, 1, Obstacle.NOT_IN_A_HOUSE),
    ],
)
def test_no_poll_is_opened_that_could_not_say_what_each_house_voted(
    session, chair, amendment, form, strangers, obstacle
):
    conference = amendment.motion.conference
    seated(session, conference, Clergy=6, Laity=6)
    delegates(conference, strangers)

    with pytest.raises(PollRefused) as refusal:
        poll_on(amendment, PollSettings(form), voters=0)

    assert refusal.value.obstacles == (obstacle,)
