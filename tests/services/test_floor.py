from datetime import timedelta

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import TEN, amendment_to, published_motion
from tests.factories.motion import submitted_motion
from tests.factories.person import actor_with
from tests.factories.poll import SECRET, cast_all, closed, poll_on
from tests.factories.procedural import procedural
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted
from webapp.procedure.polls import PollSettings
from webapp.procedure.procedural import BallotForm
from webapp.procedure.roles import Role
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally
from webapp.queries.errors import NotThere
from webapp.queries.floor import floor_of, live_facts
from webapp.services.floor import show_on_floor
from webapp.services.results import Result, declare_result, undo_result


@pytest.fixture
def motion(session):
    return published_motion()


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, TEN, number="1")


@pytest.fixture
def chair(motion):
    return actor_with(motion.conference, Role.CHAIR)


def minutes_of(session, conference, activity):
    minutes = session.query(Minute).filter_by(conference_id=conference.id, activity=activity)
    return minutes.order_by(Minute.number).all()


def test_before_anything_is_shown_the_floor_is_empty(session, motion):
    floor = floor_of(session, motion.conference, NOON)

    assert (floor.motion, floor.question, floor.note) == (None, "", "")


def test_the_chair_shows_a_question_with_the_words_that_are_read_out(
    session, motion, amendment, chair
):
    show_on_floor(session, chair, motion.conference, amendment, now=NOON)

    floor = floor_of(session, motion.conference, NOON)
    assert (floor.motion, floor.item, floor.name) == (motion, amendment, "Amendment 1")
    assert floor.words.startswith("We come to Amendment 1 to F7")
    [minute] = minutes_of(session, motion.conference, "floor:set")
    assert minute.facts["question"] == f"amendment:{amendment.id}"
    assert floor.minute == minute.number


def test_showing_what_is_shown_writes_no_second_minute(session, motion, amendment, chair):
    show_on_floor(session, chair, motion.conference, amendment, now=NOON)

    show_on_floor(session, chair, motion.conference, amendment, now=NOON)

    assert len(minutes_of(session, motion.conference, "floor:set")) == 1


def test_a_note_stands_in_place_of_a_question(session, motion, amendment, chair):
    show_on_floor(session, chair, motion.conference, amendment, now=NOON)

    show_on_floor(session, chair, motion.conference, None, note=" Back at\n two ", now=NOON)

    floor = floor_of(session, motion.conference, NOON)
    assert (floor.motion, floor.note) == (None, "Back at two")


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.TELLER, Role.COMMITTEE])
def test_nobody_but_the_chair_says_what_is_shown(session, motion, amendment, role):
    with pytest.raises(NotPermitted):
        show_on_floor(
            session, actor_with(motion.conference, role), motion.conference, amendment, now=NOON
        )


def test_what_was_never_printed_is_not_shown(session, motion, chair):
    unprinted = submitted_motion(motion.conference)

    with pytest.raises(NotThere):
        show_on_floor(session, chair, motion.conference, unprinted, now=NOON)


def test_the_screens_of_one_conference_do_not_show_anothers_motion(session, amendment):
    other = ConferenceFactory()

    with pytest.raises(NotThere):
        show_on_floor(session, actor_with(other, Role.CHAIR), other, amendment, now=NOON)


def test_a_result_brings_its_question_to_the_floor_and_is_told_once_it_is_public(
    session, motion, amendment, chair
):
    declaration = declare_result(
        session, chair, amendment, Result(Outcome.CARRIED, NOON, tally=Tally(67, 33)), now=NOON
    )

    before = floor_of(session, motion.conference, NOON)
    after = floor_of(session, motion.conference, declaration.public_at)
    assert (before.item, before.declaration) == (amendment, None)
    assert (before.is_being_decided, before.changes_at) == (True, declaration.public_at)
    assert (after.declaration, after.is_being_decided) == (declaration, False)
    told_before = live_facts(before, NOON)
    told_after = live_facts(after, declaration.public_at)
    assert told_after["result"]["figures"] == [67, 33, 0]
    assert told_before["floor"] != told_after["floor"]


def test_a_result_that_was_taken_back_is_never_told(session, motion, amendment, chair):
    declaration = declare_result(session, chair, amendment, Result(Outcome.LOST, NOON), now=NOON)
    undo_result(session, chair, declaration, now=NOON)

    floor = floor_of(session, motion.conference, NOON + timedelta(minutes=1))

    assert (floor.item, floor.declaration) == (amendment, None)
    assert "falls" not in floor.words


def test_a_result_entered_from_paper_afterwards_leaves_the_screens_alone(
    session, motion, amendment, chair
):
    show_on_floor(session, chair, motion.conference, motion, now=NOON)

    earlier = NOON - timedelta(hours=1)
    declare_result(session, chair, amendment, Result(Outcome.CARRIED, earlier), now=NOON)

    assert floor_of(session, motion.conference, NOON).item is motion


def test_opening_a_poll_brings_its_question_to_the_floor_with_how_many_have_voted(
    session, motion, amendment
):
    poll = poll_on(amendment, PollSettings(BallotForm.OPEN, seconds=60))
    cast_all(poll, "for", "against", "for")

    floor = floor_of(session, motion.conference, NOON)

    assert (floor.item, floor.poll.id, floor.poll.turnout) == (amendment, poll.public_id, 3)
    assert floor.changes_at == poll.closes_at
    told = live_facts(floor, NOON)
    assert told["poll"]["takes_ballots"]
    assert "figures" not in str(told)


def test_of_a_secret_vote_only_whole_tens_are_told(session, motion, amendment):
    poll = poll_on(amendment, SECRET, voters=12)
    cast_all(poll, *["for"] * 11)

    assert floor_of(session, motion.conference, NOON).poll.turnout == 10


def test_how_many_have_voted_is_no_reason_to_draw_a_page_anew(session, motion, amendment):
    poll = poll_on(amendment)
    before = live_facts(floor_of(session, motion.conference, NOON), NOON)
    cast_all(poll, "for")

    after = live_facts(floor_of(session, motion.conference, NOON), NOON)

    assert before["floor"] == after["floor"]
    assert before["poll"]["turnout"] + 1 == after["poll"]["turnout"]


def test_a_poll_whose_clock_ran_out_takes_no_ballots_whether_anybody_closed_it_or_not(
    session, motion, amendment
):
    poll = poll_on(amendment, PollSettings(BallotForm.OPEN, seconds=60))

    floor = floor_of(session, motion.conference, poll.closes_at)

    assert not live_facts(floor, poll.closes_at)["poll"]["takes_ballots"]
    assert floor.changes_at is None


def test_the_figures_of_a_closed_poll_are_not_told_before_its_result_is(session, motion, amendment):
    poll = poll_on(amendment)
    cast_all(poll, "for", "for", "against")

    closed(poll)

    told = live_facts(floor_of(session, motion.conference, NOON), NOON)
    assert told["poll"]["state"] == "closed"
    assert told["result"] is None
    assert "figures" not in str(told["poll"])


def test_a_procedural_motion_is_shown_as_any_other_question(session, motion, amendment, chair):
    back = procedural(motion, "reference_back")

    show_on_floor(session, chair, motion.conference, back, now=NOON)

    floor = floor_of(session, motion.conference, NOON)
    assert floor.item is back
    assert floor.name
    assert floor.words
