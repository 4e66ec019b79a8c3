from datetime import timedelta

import pytest

from tests.factories.base import bound_session
from tests.factories.conference import ConferenceFactory, SubmittingBodyFactory
from tests.factories.debate import BEFORE, amendment_to, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.models import WayOfWriting
from webapp.procedure.errors import WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import AmendmentState, Outcome
from webapp.queries.amending import text_seen
from webapp.queries.amendments import suggest_numbers
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.outcomes import final_status_line
from webapp.queries.proposals import read_proposal
from webapp.queries.supposing import clashes, text_supposed
from webapp.queries.texts import latest_version, load_weave
from webapp.services import amendments
from webapp.services.amending_amendments import draft_amendment_to
from webapp.services.corrections import correct_result
from webapp.services.errors import NumberTaken
from webapp.services.results import Result, declare_result, undo_result
from webapp.text.editing import set_text
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

A = AmendmentState
BUSES = "In 1, after “evening” insert “and run a bus to each of them”."
NIGHT = "In 1, delete “a bus” and insert “a night bus”."
NIGHT_WORDS = "In 1 (line 3), after “evening and run a” insert “night”."
FREE = "In 1, delete “a bus” and insert “a free bus”."


def with_depth(depth):
    preset = preset_text("federal_conference").replace("depth = 0", f"depth = {depth}", 1)
    return ConferenceFactory(rulebook=preset)


@pytest.fixture
def motion(session):
    return published_motion(with_depth(1))


@pytest.fixture
def buses(motion):
    return amendment_to(motion, BUSES, number="1")


def amending(amended, instruction, *, number=None):
    """Return an amendment to an amendment, submitted; with a number it is selected."""
    session, motion = bound_session(), amended.motion
    delegate = actor_with(motion.conference, Role.DELEGATE)
    one = draft_amendment_to(session, delegate, amended, WayOfWriting.INSTRUCTED, now=BEFORE)
    proposal = amendments.Proposal(
        typed=instruction,
        mover_id=delegate.person_id,
        body_id=SubmittingBodyFactory(conference=motion.conference).id,
    )
    amendments.revise_amendment(
        session, delegate, one, proposal, seen_version=one.row_version, now=BEFORE
    )
    amendments.submit_amendment(session, delegate, one, now=BEFORE)
    if number is not None:
        committee = actor_with(motion.conference, Role.COMMITTEE)
        amendments.select_amendment(session, committee, one, number=number, now=BEFORE)
    session.commit()
    return one


def put(session, actor, item, outcome, *, now=NOON):
    return declare_result(session, actor, item, Result(outcome, now), now=now)


def first_clause(session, motion):
    return words_of(load_document(latest_version(session, motion).document))


def words_of(document):
    return plain_text(document.find("1"), number(document))


def order(session, motion):
    return [one.id for one in plan_of(motion, load_debate(session, motion)).questions]


PLAIN = "Keep every library open until nine in the evening."
WITH_BUS = "Keep every library open until nine in the evening and run a bus to each of them."
WITH_NIGHT_BUS = WITH_BUS.replace("a bus", "a night bus")


# --- writing one


def test_its_author_sees_the_text_as_the_amendment_would_make_it(session, motion, buses):
    night = amending(buses, NIGHT)

    assert words_of(load_document(text_seen(night).document)) == WITH_BUS
    assert night.submitted_words == NIGHT_WORDS
    change = read_proposal(session, night).change
    assert (change.amends, buses.change.key in change.context) == (buses.change.key, True)


def test_one_edited_in_place_begins_with_the_amended_text(session, motion, buses):
    delegate = actor_with(motion.conference, Role.DELEGATE)

    one = draft_amendment_to(session, delegate, buses, WayOfWriting.EDITED, now=NOON)

    document = load_document(one.edited)
    assert words_of(document) == WITH_BUS
    edited = set_text(document, document.find("1").id, WITH_NIGHT_BUS)
    proposal = amendments.Proposal(edited=edited)
    amendments.revise_amendment(
        session, delegate, one, proposal, seen_version=one.row_version, now=NOON
    )
    assert read_proposal(session, one).words == NIGHT_WORDS


def test_beginning_one_twice_goes_on_with_the_first(session, motion, buses):
    delegate = actor_with(motion.conference, Role.DELEGATE)
    first = draft_amendment_to(session, delegate, buses, WayOfWriting.EDITED, now=NOON)

    assert draft_amendment_to(session, delegate, buses, WayOfWriting.EDITED, now=NOON) is first


@pytest.mark.parametrize("depth", [0, 1])
def test_none_goes_deeper_than_the_rulebook_allows(session, depth):
    motion = published_motion(with_depth(depth))
    amended = amendment_to(motion, BUSES, number="1")
    if depth:
        amended = amending(amended, NIGHT, number="1.1")
    delegate = actor_with(motion.conference, Role.DELEGATE)

    with pytest.raises(WrongState):
        draft_amendment_to(session, delegate, amended, WayOfWriting.EDITED, now=NOON)


def test_one_that_is_not_before_conference_is_not_amended(session, motion):
    delegate = actor_with(motion.conference, Role.DELEGATE)

    with pytest.raises(WrongState):
        draft_amendment_to(
            session, delegate, amendment_to(motion, BUSES), WayOfWriting.EDITED, now=NOON
        )


# --- numbers


def test_it_is_numbered_within_the_amendment_it_amends(session, motion, buses):
    amending(buses, NIGHT, number="1.1")
    free = amending(buses, FREE)
    other = amendment_to(motion, "Delete 3.")

    assert suggest_numbers(session, motion) == {free.id: "1.2", other.id: "2"}


@pytest.mark.parametrize("wrong", ["2", "2.1", "1.1"])
def test_no_other_number_is_given_to_it(session, motion, buses, wrong):
    amending(buses, NIGHT, number="1.1")
    free = amending(buses, FREE)
    committee = actor_with(motion.conference, Role.COMMITTEE)

    with pytest.raises(NumberTaken):
        amendments.select_amendment(session, committee, free, number=wrong, now=NOON)


def test_an_amendment_is_not_left_out_while_amendments_to_it_are_down(session, motion, buses):
    night = amending(buses, NIGHT, number="1.1")
    committee = actor_with(motion.conference, Role.COMMITTEE)

    with pytest.raises(WrongState):
        amendments.reject_amendment(session, committee, buses, reason="No time", now=NOON)

    amendments.reject_amendment(session, committee, night, reason="No time", now=NOON)
    amendments.reject_amendment(session, committee, buses, reason="No time", now=NOON)
    assert buses.state is A.NOT_SELECTED


# --- deciding


def test_it_is_put_before_what_it_amends(session, motion, buses):
    night = amending(buses, NIGHT, number="1.1")
    other = amendment_to(motion, "Delete 3.", number="2")

    assert order(session, motion) == [
        f"amendment:{night.id}",
        f"amendment:{buses.id}",
        f"amendment:{other.id}",
        "motion",
    ]
    words = plan_of(motion, load_debate(session, motion)).now.words
    assert words.startswith("We come to Amendment 1 to Amendment 1 to F7")


def test_carried_it_waits_and_is_folded_in_when_its_parent_is_carried(
    session, motion, buses, chair
):
    night = amending(buses, NIGHT, number="1.1")

    put(session, chair, night, Outcome.CARRIED)
    assert first_clause(session, motion) == PLAIN
    assert clashes(session, motion, load_weave(session, motion)) == []
    put(session, chair, buses, Outcome.CARRIED)

    assert first_clause(session, motion) == WITH_NIGHT_BUS
    put(session, chair, motion, Outcome.CARRIED)
    assert final_status_line(session, motion) == (
        "Passed with Amendment 1 and Amendment 1 to Amendment 1"
    )


def test_lost_it_leaves_its_parent_as_it_was(session, motion, buses, chair):
    put(session, chair, amending(buses, NIGHT, number="1.1"), Outcome.LOST)

    put(session, chair, buses, Outcome.CARRIED)

    assert first_clause(session, motion) == WITH_BUS


@pytest.mark.parametrize("outcome", [Outcome.LOST, Outcome.WITHDRAWN, Outcome.CARRIED])
def test_undecided_it_falls_with_the_decision_on_its_parent(session, motion, buses, chair, outcome):
    night = amending(buses, NIGHT, number="1.1")

    declaration = put(session, chair, buses, outcome)

    assert (night.state, night.fell_by) == (A.FALLEN, declaration)


def test_carried_it_leaves_no_trace_in_the_status_when_its_parent_is_lost(
    session, motion, buses, chair
):
    put(session, chair, amending(buses, NIGHT, number="1.1"), Outcome.CARRIED)

    put(session, chair, buses, Outcome.LOST)
    put(session, chair, motion, Outcome.CARRIED)

    assert first_clause(session, motion) == PLAIN
    assert final_status_line(session, motion) == "Passed with no amendments"


def test_of_two_that_cannot_both_stand_the_second_falls(session, motion, buses, chair):
    tram = amending(buses, "In 1, delete “bus” and insert “tram”.", number="1.1")
    boat = amending(buses, "In 1, delete “bus” and insert “boat”.", number="1.2")

    declaration = put(session, chair, tram, Outcome.CARRIED)

    assert (boat.state, boat.fell_by) == (A.FALLEN, declaration)
    assert buses.state is A.SELECTED


def test_what_would_strike_the_amended_words_falls_only_when_the_parent_is_carried(
    session, motion, chair
):
    parent = amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")
    child = amending(parent, "In 1, delete “ten” and insert “eleven”.", number="1.1")
    rival = amendment_to(motion, "In 1, delete “nine” and insert “eight”.", number="2")

    put(session, chair, child, Outcome.CARRIED)
    assert rival.state is A.SELECTED

    put(session, chair, parent, Outcome.CARRIED)
    assert rival.state is A.FALLEN
    assert "until eleven in" in first_clause(session, motion)


def test_the_desk_shows_it_upon_the_text_as_amended(session, motion, buses):
    night = amending(buses, NIGHT, number="1.1")

    supposed = text_supposed(session, motion, night, load_weave(session, motion))

    assert (words_of(supposed.before), words_of(supposed.after)) == (WITH_BUS, WITH_NIGHT_BUS)


def test_taking_back_its_parents_result_unfolds_it(session, motion, buses, chair):
    put(session, chair, amending(buses, NIGHT, number="1.1"), Outcome.CARRIED)
    declaration = put(session, chair, buses, Outcome.CARRIED)

    undo_result(session, chair, declaration, now=NOON + timedelta(seconds=3))

    assert first_clause(session, motion) == PLAIN
    assert order(session, motion)[1] == f"amendment:{buses.id}"


def test_a_corrected_result_folds_it_in_after_all(session, motion, buses, chair):
    night = amending(buses, NIGHT, number="1.1")
    vote = put(session, chair, night, Outcome.LOST).vote
    put(session, chair, buses, Outcome.CARRIED)

    result = Result(Outcome.CARRIED, NOON)
    correct_result(session, chair, vote, result, reason="Misheard", now=NOON + timedelta(hours=1))

    assert first_clause(session, motion) == WITH_NIGHT_BUS


def test_to_the_second_degree_each_is_folded_into_the_one_above(session):
    motion = published_motion(with_depth(2))
    chair = actor_with(motion.conference, Role.CHAIR)
    buses = amendment_to(motion, BUSES, number="1")
    night = amending(buses, NIGHT, number="1.1")
    late = amending(night, "In 1, delete “night” and insert “late”.", number="1.1.1")

    for one in (late, night, buses):
        assert order(session, motion)
        put(session, chair, one, Outcome.CARRIED)

    assert first_clause(session, motion) == WITH_BUS.replace("a bus", "a late bus")
