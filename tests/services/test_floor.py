from datetime import timedelta

import pytest

from tests.factories.conference import ConferenceFactory
from tests.factories.debate import TEN, amendment_to, published_motion
from tests.factories.motion import submitted_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted
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
