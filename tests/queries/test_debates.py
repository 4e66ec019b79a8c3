import pytest

from tests.factories.debate import amendment_to, declared, published_motion
from webapp.procedure.states import Outcome
from webapp.procedure.voting_plan import Standing
from webapp.queries.debates import load_debate, plan_of, question_id, question_named
from webapp.queries.errors import NotThere


@pytest.fixture
def motion(session):
    return published_motion()


def order(session, motion):
    return [question.place for question in plan_of(motion, load_debate(session, motion)).questions]


def test_questions_come_in_the_order_of_the_text_and_the_motion_last(session, motion):
    amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="1")
    amendment_to(motion, "In 2, delete “tools” and insert “maps”.", number="2")
    amendment_to(motion, "In 2, delete “instruments” and insert “games”.", number="3")

    assert order(session, motion) == ["2", "3", "1", "F7"]


def test_the_order_stays_when_a_clause_before_it_is_struck(session, motion):
    struck = amendment_to(motion, "Delete 1.", number="1")
    amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="2")
    amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="3")

    declared(struck)

    assert order(session, motion) == ["1", "2", "3", "F7"]


def test_a_new_clause_stands_after_the_one_it_follows(session, motion):
    amendment_to(motion, "In 3, delete “parking” and insert “fuel”.", number="1")
    amendment_to(motion, "After 2, insert:\n\n3. Lend maps.", number="2")
    amendment_to(motion, "In 2, delete “tools” and insert “maps”.", number="3")

    assert order(session, motion) == ["3", "2", "1", "F7"]


def test_what_collides_falls_and_says_because_of_what(session, motion):
    first = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
    second = amendment_to(motion, "In 1, delete “nine” and insert “eight”.", number="2")
    declared(first)

    question = plan_of(motion, load_debate(session, motion)).question(question_id(second))

    assert (question.standing, question.outcome) == (Standing.DECIDED, Outcome.FALLEN)


def test_what_is_not_down_for_the_debate_is_no_question(session, motion):
    submitted = amendment_to(motion, "In 1, delete “nine” and insert “ten”.")

    with pytest.raises(NotThere):
        question_named(motion, question_id(submitted))

    assert order(session, motion) == ["F7"]
