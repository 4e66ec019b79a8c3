from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.debate import (
    BEFORE,
    EIGHT,
    FUEL,
    LATER,
    TEN,
    amendment_to,
    declared,
    published_motion,
)
from tests.factories.person import actor_with
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.actor import NOBODY
from webapp.queries.errors import NotThere
from webapp.queries.texts import latest_version
from webapp.queries.what_if import as_it_stands, chosen_by_name, list_supposable, what_if
from webapp.services.motions import redraft_motion
from webapp.services.separate_votes import mark_options
from webapp.text.editing import set_text
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

ELEVEN = "In 1, delete “ten” and insert “eleven”."
NO_LOANS = "Delete 2."


@pytest.fixture
def motion(session):
    return published_motion()


def suppose(session, motion, *names, actor=NOBODY):
    questions = list_supposable(session, actor, motion, seen_at=NOON)
    chosen = chosen_by_name(questions, names, Outcome.CARRIED)
    return what_if(session, motion, chosen, seen_at=NOON)


def words(document):
    return " / ".join(plain_text(clause, number(document)) for clause in document.walk())


def test_what_is_chosen_is_in_the_text_and_nothing_else(session, motion):
    amendment_to(motion, TEN, number="1")
    amendment_to(motion, NO_LOANS, number="2")
    amendment_to(motion, FUEL, number="3")

    supposed = suppose(session, motion, "1", "3")

    assert "until ten" in words(supposed.after)
    assert "Lend books" in words(supposed.after)
    assert "levy on fuel" in words(supposed.after)
    assert "until nine" in words(supposed.before)


def test_without_a_choice_it_is_the_text_as_everybody_knows_it_was_decided(session, motion):
    declared(amendment_to(motion, TEN, number="1"))
    declared(amendment_to(motion, FUEL, number="2"), now=NOON)  # it can still be undone

    questions = list_supposable(session, NOBODY, motion, seen_at=NOON)

    assert [one.name for one in as_it_stands(session, motion, questions, seen_at=NOON)] == ["1"]
    assert [one.state for one in questions] == [AmendmentState.CARRIED, AmendmentState.SELECTED]


def test_questions_come_in_printed_order(session, motion):
    for place in ("10", "2", "2A"):
        amendment_to(motion, FUEL, number=place)

    questions = list_supposable(session, NOBODY, motion, seen_at=NOON)

    assert [one.name for one in questions] == ["2", "2A", "10"]


def test_what_somebody_may_not_see_cannot_be_supposed_by_them(session, motion):
    hidden = amendment_to(motion, TEN)
    committee = actor_with(motion.conference, Role.COMMITTEE)

    seen = suppose(session, motion, f"x{hidden.id}", actor=committee)

    assert "until ten" in words(seen.after)
    with pytest.raises(NotThere):
        suppose(session, motion, f"x{hidden.id}")


def test_a_hard_collision_among_what_is_chosen_is_named(session, motion):
    amendment_to(motion, TEN, number="1")
    amendment_to(motion, EIGHT, number="2")

    (collision,) = suppose(session, motion, "1", "2").collisions

    assert "Amendment 1" in collision.sentence
    assert "Amendment 2" in collision.sentence
    assert suppose(session, motion, "1").collisions == ()


def test_an_amendment_without_the_one_it_was_written_upon_is_lacking(session, motion):
    declared(amendment_to(motion, TEN, number="1"))
    amendment_to(motion, ELEVEN, number="2", now=LATER + timedelta(minutes=1))

    (lacking,) = suppose(session, motion, "2").lacking

    assert (lacking.called, lacking.needs) == ("Amendment 2", ("Amendment 1",))
    assert suppose(session, motion, "1", "2").lacking == ()


def test_redrafts_hold_whatever_is_chosen(session, motion):
    amendment_to(motion, TEN, number="1")
    text = suppose(session, motion).after
    redraft_motion(
        session,
        actor_with(motion.conference, Role.COMMITTEE),
        motion,
        set_text(text, text.find("2").id, "Lend everything."),
        reason="Shorter.",
        now=LATER,
    )

    supposed = suppose(session, motion, "1")

    assert "until ten" in words(supposed.after)
    assert "Lend everything." in words(supposed.after)
    assert "Lend everything." not in words(supposed.before)


def test_a_motion_that_was_never_printed_has_no_what_if(session, motion):
    with pytest.raises(NotThere):
        what_if(session, motion, [], seen_at=NOON - timedelta(days=9))


@given(outcomes=st.lists(st.booleans(), min_size=4, max_size=4), swapped=st.booleans())
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_final_text_is_what_was_supposed_with_the_same_outcomes(session, outcomes, swapped):
    motion = published_motion()
    instructions = [TEN, NO_LOANS, "In 2, delete “tools” and insert “songs”.", FUEL]
    amendments = [
        amendment_to(motion, words, number=str(place)) for place, words in enumerate(instructions)
    ]

    for at in reversed(range(4)) if swapped else range(4):
        if amendments[at].state is AmendmentState.SELECTED:
            declared(amendments[at], Outcome.CARRIED if outcomes[at] else Outcome.LOST)
    declared(motion)

    carried = [one.number for one in amendments if one.state is AmendmentState.CARRIED]
    final = load_document(latest_version(session, motion).document)
    assert final == suppose(session, motion, *carried).after


def test_words_lost_in_a_separate_vote_are_struck_as_they_stand_by_then(session, motion):
    amendment_to(motion, "In 2, delete “tools” and insert “songs”.", number="1")
    lines = separate_vote_on(motion, 4)
    questions = list_supposable(session, NOBODY, motion, seen_at=NOON)
    chosen = [
        *chosen_by_name(questions, ["1"], Outcome.CARRIED),
        *chosen_by_name(questions, [f"v{lines.id}"], Outcome.LOST),
    ]

    supposed = what_if(session, motion, chosen, seen_at=NOON)

    assert "songs" not in words(supposed.after)
    assert "Keep every library" in words(supposed.after)


def test_the_final_text_is_what_was_supposed_with_words_lost_as_well(session, motion):
    fuel = amendment_to(motion, FUEL, number="1")
    lines = separate_vote_on(motion, 4)
    questions = list_supposable(session, NOBODY, motion, seen_at=NOON)
    supposed = what_if(session, motion, questions, seen_at=NOON)

    declared(fuel)
    declared(lines, Outcome.LOST, now=LATER + timedelta(minutes=1))
    declared(motion, now=LATER + timedelta(minutes=2))

    final = load_document(latest_version(session, motion).document)
    assert final.clauses == supposed.after.clauses
    after = list_supposable(session, NOBODY, motion, seen_at=NOON)
    assert as_it_stands(session, motion, after, seen_at=NOON) == after


def test_of_options_exactly_one_survives(session, motion):
    committee = actor_with(motion.conference, Role.COMMITTEE)
    mark_options(session, committee, motion, [(3, 3), (4, 4), (5, 5)], now=BEFORE)
    questions = list_supposable(session, NOBODY, motion, seen_at=NOON)

    found = [
        what_if(session, motion, questions[:lost], seen_at=NOON).unsettled != ()
        for lost in range(4)
    ]

    assert found == [False, True, False, True]
