import pytest
from sqlalchemy import select

from tests.factories.conference import ConferenceFactory
from tests.factories.motion import committee_of, published_motion
from tests.factories.person import actor_of, actor_with
from tests.factories.poll import (
    CHANGEABLE,
    KEY,
    OPEN,
    SECRET,
    cast_all,
    closed,
    delegates,
    new_id,
    places,
)
from tests.factories.selection import (
    EMERGENCY,
    TITLES,
    emergencies,
    members_asked,
    rank,
    rules_saying,
)
from tests.moments import NOON
from webapp.models import Floor, Minute, Motion, OpenBallot
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.polls import Answer, Obstacle, PollSettings, PollState
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.procedure.selecting import BY_BALLOT, Decided
from webapp.procedure.states import MotionState
from webapp.queries.actor import NOBODY
from webapp.queries.motions import may_see
from webapp.queries.selections import chosen_in
from webapp.services.appeals import make_appeal
from webapp.services.errors import ReasonMissing
from webapp.services.floor import show_on_floor, show_selection_on_floor
from webapp.services.motions import reject_motion, select_motion, withdraw_motion
from webapp.services.poll_closing import close_if_due, void_poll
from webapp.services.poll_declaring import declare_poll
from webapp.services.polls import PollRefused
from webapp.services.selections import open_selection
from webapp.services.settling import NotAmongThoseTied, decide_tie


def opened(session, conference, settings=OPEN, *, by=Role.CHAIR, number=1, kind=EMERGENCY):
    return open_selection(
        session,
        actor_with(conference, by),
        conference,
        kind,
        settings,
        places=number,
        key=KEY,
        new_id=new_id,
        now=NOON,
    )


def refused(session, conference, settings=OPEN, **asked):
    with pytest.raises(PollRefused) as refusal:
        opened(session, conference, settings, **asked)
    return refusal.value.obstacles


def states(selection):
    return [motion.state for motion in selection.motions]


def ids(selection, *numbers):
    return [selection.candidates[number - 1].motion_id for number in numbers]


# --- opening


def test_members_are_asked_about_the_motions_of_the_kind_that_are_in_order(session):
    selection = members_asked()

    assert [motion.title for motion in selection.motions] == list(TITLES)
    assert selection.poll.choices == [f"motion:{one.id}" for one in selection.motions] + ["none"]
    assert selection.poll.motion is None
    assert selection.poll.ranked


@pytest.mark.parametrize("by", [Role.CHAIR, Role.STAFF])
def test_chair_and_staff_open_a_ballot_of_members(session, by):
    conference = ConferenceFactory()
    emergencies(conference)

    assert opened(session, conference, by=by).poll.state is PollState.OPEN


@pytest.mark.parametrize("by", [Role.COMMITTEE, Role.TELLER, Role.DELEGATE])
def test_nobody_else_does(session, by):
    conference = ConferenceFactory()
    emergencies(conference)

    with pytest.raises(NotPermitted):
        opened(session, conference, by=by)


def test_one_motion_is_no_choice(session):
    conference = ConferenceFactory()
    emergencies(conference, TITLES[:1])

    assert refused(session, conference) == (Obstacle.ONE_OPTION,)


def test_where_there_is_a_place_for_each_nobody_has_to_be_asked(session):
    conference = ConferenceFactory(rulebook=rules_saying(none_of_these="false"))
    emergencies(conference)

    assert refused(session, conference, number=3) == (Obstacle.PLACES_FOR_ALL,)


def test_only_business_that_members_choose_is_put_to_them(session):
    conference = ConferenceFactory()
    delegates(conference, 3)

    assert Obstacle.NOT_NOW in refused(session, conference, kind="policy_motion")


def test_members_are_asked_once_at_a_time(session):
    selection = members_asked()

    assert refused(session, selection.conference) == (Obstacle.ALREADY_OPEN,)


def test_a_ballot_of_members_keeps_the_rules_of_every_poll(session):
    conference = ConferenceFactory()
    emergencies(conference)
    delegates(conference, 3)

    assert refused(session, conference, SECRET) == (Obstacle.TOO_FEW_FOR_SECRET,)


def test_what_members_are_asked_about_everybody_may_read(session):
    selection = members_asked()

    assert all(may_see(session, NOBODY, motion) for motion in selection.motions)


def test_it_is_shown_to_the_hall(session):
    selection = members_asked()

    floor = session.get(Floor, selection.conference_id)

    assert (floor.motion_id, floor.question) == (None, selection.question)
    assert floor.words == selection.poll.words


def test_a_debate_on_the_floor_stays_there_until_the_chair_shows_the_ballot(session):
    conference = ConferenceFactory()
    motion = published_motion(conference)
    chair = actor_with(conference, Role.CHAIR)
    show_on_floor(session, chair, conference, motion, now=NOON)
    emergencies(conference)

    selection = opened(session, conference)
    before = session.get(Floor, conference.id).question
    show_selection_on_floor(session, chair, selection, now=NOON)

    assert before == "motion"
    assert session.get(Floor, conference.id).question == selection.question


# --- voting


@pytest.mark.parametrize("settings", [OPEN, SECRET], ids=["open", "secret"])
def test_rankings_lie_in_the_box_as_they_were_cast_and_make_the_table(session, settings):
    selection = members_asked(settings=settings)

    told = cast_all(selection.poll, "3>1=2", "1", "1>4")
    closed(selection.poll)

    assert [one.answer for one in told] == [Answer.RECORDED] * 3
    assert selection.poll.figures["1>2"] == 2
    assert selection.poll.figures["3>1"] == 1
    assert selection.poll.figures["2>4"] == 1


@pytest.mark.parametrize("choice", ["", "5", "1>1", "2=1", "for", "none", "1>", "#1---"])
def test_what_is_no_ranking_of_these_is_not_recorded(session, choice):
    selection = members_asked()

    told = cast_all(selection.poll, choice)

    assert told[0].answer is Answer.UNKNOWN_CHOICE
    assert not session.scalars(select(OpenBallot)).all()


def test_an_open_ranking_may_be_changed_where_that_is_allowed(session):
    selection = members_asked(settings=CHANGEABLE)
    rank(selection, "1>2")

    told = cast_all(selection.poll, "2>1")

    assert told[0].answer is Answer.CHANGED
    assert session.scalars(select(OpenBallot.choice)).all() == ["2>1"]


def test_a_weighted_ranking_counts_its_weight(session):
    conference = ConferenceFactory()
    emergencies(conference)
    delegates(conference, 1, weight=5)
    selection = opened(session, conference, PollSettings(BallotForm.OPEN, weighted=True))
    rank(selection, *["2>1" if place.weight > 1 else "1>2" for place in places(selection.poll)])

    closed(selection.poll)

    assert (selection.poll.figures["2>1"], selection.poll.figures["1>2"]) == (5, 3)


# --- what it decides


def test_the_chosen_go_on_the_agenda_in_the_order_of_the_ballot_and_the_others_do_not(session):
    selection = members_asked(places=2)
    rank(selection, "3>1>2>4", "3>1>2", "1>3")

    closed(selection.poll)

    assert selection.chosen == ids(selection, 3, 1)
    assert selection.decided_how is Decided.FIGURES
    first, second, third = selection.motions
    assert (third.code, first.code) == ("EM1", "EM2")
    assert states(selection) == [MotionState.SELECTED, MotionState.REJECTED, MotionState.SELECTED]
    assert second.verdict_reason == BY_BALLOT


def test_what_members_do_not_put_before_none_of_these_is_not_heard(session):
    selection = members_asked(places=3)
    rank(selection, "1>4>2>3", "1>4", "2>4")

    closed(selection.poll)

    assert selection.chosen == ids(selection, 1)


def test_every_verdict_is_minuted_in_the_transaction_of_the_closing(session):
    selection = members_asked(places=1)
    rank(selection, "1>2>3")

    closed(selection.poll)

    last = session.scalars(select(Minute).order_by(Minute.id.desc()).limit(5)).all()
    assert sorted(one.activity for one in last) == [
        "motion:reject",
        "motion:reject",
        "motion:select",
        "poll:close",
        "selection:decide",
    ]
    decided = next(one for one in last if one.activity == "selection:decide")
    assert decided.facts["chosen"] == ids(selection, 1)
    assert decided.facts["how"] == "figures"


def test_the_clock_closes_it_with_the_same_effect(session):
    selection = members_asked(settings=PollSettings(BallotForm.OPEN, seconds=60))
    rank(selection, "2>1>3")

    assert close_if_due(session, selection.poll, key=KEY, now=selection.poll.closes_at)

    assert selection.chosen == ids(selection, 2)
    assert selection.decided_by_id is None


def test_without_a_ballot_nothing_is_decided(session):
    selection = members_asked()

    closed(selection.poll)

    assert selection.chosen == []
    assert set(states(selection)) == {MotionState.IN_ORDER}


def test_a_poll_ended_without_a_result_decides_nothing_and_it_can_be_asked_again(session):
    selection = members_asked()
    chair = actor_with(selection.conference, Role.CHAIR)

    void_poll(session, chair, selection.poll, reason="The text was wrong", key=KEY, now=NOON)

    assert set(states(selection)) == {MotionState.IN_ORDER}
    assert opened(session, selection.conference).id != selection.id


def test_a_motion_withdrawn_meanwhile_leaves_its_place_to_the_next(session):
    selection = members_asked(places=1)
    rank(selection, "1>2>3")
    first = selection.motions[0]
    withdraw_motion(session, actor_of(first.drafter), first, now=NOON)

    closed(selection.poll)

    assert selection.chosen == ids(selection, 2)
    assert first.state is MotionState.WITHDRAWN


def test_nobody_gives_the_verdict_while_members_are_asked(session):
    selection = members_asked()
    motion = selection.motions[0]
    committee = actor_of(committee_of(motion))

    with pytest.raises(WrongState):
        select_motion(session, committee, motion, code="EM1", now=NOON)
    with pytest.raises(WrongState):
        reject_motion(session, committee, motion, reason="No time", now=NOON)


def test_its_result_is_not_declared_a_second_time(session):
    selection = members_asked()
    rank(selection, "1>2>3")
    closed(selection.poll)

    with pytest.raises(WrongState):
        declare_poll(
            session, actor_with(selection.conference, Role.CHAIR), selection.poll, now=NOON
        )


# --- ties at the border


def test_a_tie_is_drawn_by_lot_where_standing_orders_say_so(session):
    selection = members_asked(places=2)
    rank(selection, "1>2=3>4")

    closed(selection.poll)

    assert selection.decided_how is Decided.LOT
    assert selection.chosen[0] == ids(selection, 1)[0]
    assert len(selection.chosen) == 2


def test_a_tie_leaves_the_place_empty_where_nothing_decides_it(session):
    selection = members_asked(places=2, tie='"nobody"')
    rank(selection, "1>2=3>4")

    closed(selection.poll)

    assert selection.chosen == ids(selection, 1)
    assert selection.decided_how is Decided.NOBODY


def tied_for_the_chair(places=2, ranked="1>2=3>4"):
    selection = members_asked(places=places, tie='"chair"')
    rank(selection, ranked)
    closed(selection.poll)
    return selection, actor_with(selection.conference, Role.CHAIR)


def test_a_tie_waits_for_the_chair_where_standing_orders_say_so(session):
    selection, _ = tied_for_the_chair()

    assert selection.chosen is None
    assert chosen_in(selection).tied == (2, 3)
    assert set(states(selection)) == {MotionState.IN_ORDER}


def test_the_chair_decides_a_tie_with_a_reason_that_is_minuted(session):
    selection, chair = tied_for_the_chair()

    decide_tie(session, chair, selection, ids(selection, 3), reason="It came first", now=NOON)

    assert selection.chosen == ids(selection, 1, 3)
    assert selection.decided_how is Decided.CHAIR
    assert states(selection)[1] is MotionState.REJECTED
    minute = session.scalars(select(Minute).where(Minute.activity == "selection:decide")).one()
    assert minute.facts["reason"] == "It came first"
    assert minute.facts["tied"] == ids(selection, 2, 3)


@pytest.mark.parametrize("picked", [(), (1,), (2, 3), (1, 2)])
def test_the_chair_decides_among_those_tied_and_for_the_places_left(session, picked):
    selection, chair = tied_for_the_chair()

    with pytest.raises(NotAmongThoseTied):
        decide_tie(session, chair, selection, ids(selection, *picked), reason="So", now=NOON)


def test_the_chair_cannot_give_two_places_to_one_motion(session):
    selection, chair = tied_for_the_chair(places=2, ranked="1=2=3>4")

    with pytest.raises(NotAmongThoseTied):
        decide_tie(session, chair, selection, ids(selection, 2, 2), reason="So", now=NOON)


def test_the_chair_gives_a_reason(session):
    selection, chair = tied_for_the_chair()

    with pytest.raises(ReasonMissing):
        decide_tie(session, chair, selection, ids(selection, 2), reason=" ", now=NOON)


def test_nobody_but_the_chair_decides_a_tie(session):
    selection, _ = tied_for_the_chair()

    with pytest.raises(NotPermitted):
        decide_tie(
            session,
            actor_with(selection.conference, Role.COMMITTEE),
            selection,
            ids(selection, 2),
            reason="So",
            now=NOON,
        )


def test_a_tie_is_decided_once(session):
    selection, chair = tied_for_the_chair()
    decide_tie(session, chair, selection, ids(selection, 2), reason="So", now=NOON)

    with pytest.raises(WrongState):
        decide_tie(session, chair, selection, ids(selection, 3), reason="So", now=NOON)


# --- appeals


def passed_over(session, **rules):
    selection = members_asked(places=1, **rules)
    rank(selection, "1>2>3")
    closed(selection.poll)
    return session.get_one(Motion, ids(selection, 2)[0])


def test_there_is_no_appeal_against_members_unless_standing_orders_know_one(session):
    motion = passed_over(session)

    with pytest.raises(NotPermitted):
        make_appeal(session, actor_of(motion.drafter), motion, reasons="It is urgent", now=NOON)


def test_where_they_do_it_is_appealed_against_like_any_verdict(session):
    motion = passed_over(session, appeals="true")

    appeal = make_appeal(session, actor_of(motion.drafter), motion, reasons="Urgent", now=NOON)

    assert appeal.verdict_reason == BY_BALLOT
