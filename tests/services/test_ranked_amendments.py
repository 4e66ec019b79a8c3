import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import EIGHT, FUEL, TEN, amendment_to, published_motion
from tests.factories.person import actor_with
from tests.factories.poll import cast_all, closed, delegates, poll_on
from tests.moments import NOON
from webapp.procedure.polls import Answer, Obstacle
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.alternatives import Alternatives, alternatives_with
from webapp.queries.floor import floor_of
from webapp.queries.polls import asked_in
from webapp.queries.texts import latest_version
from webapp.services.errors import ImpossibleResult, VoteOpen
from webapp.services.poll_declaring import declare_poll
from webapp.services.polls import PollRefused
from webapp.services.results import Result, declare_result

SEVEN = "In 1, delete “nine” and insert “seven”."


def debate(*words, majority="simple"):
    """Return a motion whose standing orders rank, with these amendments in their order."""
    text = preset_text("federal_conference").replace(
        'order = "place_in_text"', 'order = "ranked"', 1
    )
    text = text.replace('amendment_majority = "simple"', f'amendment_majority = "{majority}"', 1)
    motion = published_motion(ConferenceFactory(rulebook=text))
    for number, one in enumerate(words, start=1):
        amendment_to(motion, one, number=str(number))
    return motion


def ranked(motion):
    asked = alternatives_with(motion.amendments[0])
    assert asked is not None
    return poll_on(asked)


def declared(session, poll):
    closed(poll)
    chair = actor_with(poll.conference, Role.CHAIR)
    return declare_poll(session, chair, poll, now=NOON)


def states(motion):
    return [one.state for one in motion.amendments]


def test_amendments_of_which_one_can_be_carried_are_put_together_and_others_are_not(session):
    motion = debate(TEN, EIGHT, SEVEN, FUEL)
    ten, _eight, _seven, fuel = motion.amendments

    asked = alternatives_with(ten)

    assert [one.number for one in asked.amendments] == ["1", "2", "3"]
    assert alternatives_with(fuel) is None


def test_where_standing_orders_rank_nothing_each_is_put_by_itself(session):
    motion = published_motion()
    ten = amendment_to(motion, TEN, number="1")
    amendment_to(motion, EIGHT, number="2")

    assert alternatives_with(ten) is None


def test_the_first_of_the_ballot_is_carried_and_the_others_fall(session):
    motion = debate(TEN, EIGHT, SEVEN)
    poll = ranked(motion)
    told = cast_all(poll, "2>1>4", "2>3", "1>2", "3>2>4>1")

    declaration = declared(session, poll)

    assert {one.answer for one in told} == {Answer.RECORDED}
    assert states(motion) == [AmendmentState.FALLEN, AmendmentState.CARRIED, AmendmentState.FALLEN]
    assert (declaration.in_favour, declaration.against) == (4, 0)
    assert "eight" in str(latest_version(session, motion).document)


def test_none_of_these_keeps_the_text_and_each_is_lost_by_its_own_figures(session):
    motion = debate(TEN, EIGHT)
    poll = ranked(motion)
    cast_all(poll, "3>1>2", "3>2", "1>3>2")

    declared(session, poll)

    assert states(motion) == [AmendmentState.LOST, AmendmentState.LOST]


def test_equal_to_none_of_these_is_not_before_it(session):
    motion = debate(TEN, EIGHT)
    poll = ranked(motion)
    cast_all(poll, "1>3", "3>1")

    declared(session, poll)

    assert states(motion) == [AmendmentState.LOST, AmendmentState.LOST]


def test_what_lacks_the_majority_against_none_of_these_is_not_carried_though_it_comes_first(
    session,
):
    motion = debate(TEN, EIGHT, majority="two_thirds")
    poll = ranked(motion)
    cast_all(poll, "1>2>3", "1>2>3", "1>2>3", "2>3>1", "2>3>1")

    declared(session, poll)

    assert states(motion) == [AmendmentState.FALLEN, AmendmentState.CARRIED]


def test_a_tie_for_the_first_place_is_left_to_be_declared_by_hand(session):
    motion = debate(TEN, EIGHT)
    poll = ranked(motion)
    cast_all(poll, "1>2>3", "2>1>3")

    with pytest.raises(ImpossibleResult) as refusal:
        declared(session, poll)

    assert refusal.value.reason == "options_equal"
    assert states(motion) == [AmendmentState.SELECTED, AmendmentState.SELECTED]


def test_none_of_them_is_decided_while_they_are_ranked(session):
    motion = debate(TEN, EIGHT)
    poll = ranked(motion)
    chair = actor_with(motion.conference, Role.CHAIR)

    with pytest.raises(VoteOpen):
        declare_result(session, chair, motion.amendments[1], Result(Outcome.LOST, NOON), now=NOON)

    assert poll.declaration is None


def test_a_majority_of_those_entitled_is_not_found_by_ranking(session):
    text = preset_text("federal_conference").replace(
        'order = "place_in_text"', 'order = "ranked"', 1
    )
    motion = published_motion(
        ConferenceFactory(rulebook=text.replace('base = "votes_cast"', 'base = "entitled"', 1))
    )
    amendment_to(motion, TEN, number="1")
    amendment_to(motion, EIGHT, number="2")
    delegates(motion.conference, 3)

    with pytest.raises(PollRefused) as refusal:
        ranked(motion)

    assert Obstacle.NOT_RANKABLE in refusal.value.obstacles


def test_the_hall_sees_which_amendments_are_ranked(session):
    motion = debate(TEN, EIGHT)
    poll = ranked(motion)

    floor = floor_of(session, motion.conference, NOON)

    assert floor.name == "Amendments 1 and 2"
    assert floor.poll.id == poll.public_id


def test_the_question_of_a_desk_leads_to_the_same_amendments(session):
    motion = debate(TEN, EIGHT)

    asked = asked_in(motion, f"ranked:{motion.amendments[0].id}")

    assert isinstance(asked, Alternatives)
    assert asked == alternatives_with(motion.amendments[1])
