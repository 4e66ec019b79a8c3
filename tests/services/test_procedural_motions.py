"""Moving something about a debate, and what follows where it is carried."""

from datetime import timedelta

import pytest

from tests.factories.debate import FUEL, TEN, amendment_to, declared
from tests.factories.hall_count import entered, open_count_on
from tests.factories.person import actor_with
from tests.factories.poll import cast_all, closed, poll_on
from tests.factories.procedural import REASONS, procedural
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import (
    AmendmentState,
    MotionState,
    Outcome,
    ProceduralState,
    SeparateVoteState,
)
from webapp.procedure.tally import Tally
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.decisions import list_decisions
from webapp.queries.errors import NotThere
from webapp.queries.outcomes import (
    final_status_line,
    public_motion_state,
    public_procedural_state,
    public_status_line,
)
from webapp.queries.procedural import may_see
from webapp.queries.texts import latest_version
from webapp.queries.what_if import what_if
from webapp.services.corrections import correct_result
from webapp.services.counts import close_count, declare_count
from webapp.services.errors import ImpossibleResult, NotReady, ReasonMissing
from webapp.services.poll_declaring import declare_poll
from webapp.services.procedural_motions import (
    Moved,
    allow_procedural,
    move_procedural,
    refuse_procedural,
    support_procedural,
    withdraw_procedural,
)
from webapp.services.results import Result, declare_result, undo_result
from webapp.services.separate_votes import Pointed
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

SOON = NOON + timedelta(seconds=3)


@pytest.fixture
def delegate(motion):
    return actor_with(motion.conference, Role.DELEGATE)


def put(session, actor, item, outcome=Outcome.CARRIED, *, tally=None, now=NOON):
    return declare_result(session, actor, item, Result(outcome, now, tally=tally), now=now)


def ids(motion, session):
    return [one.id for one in plan_of(motion, load_debate(session, motion)).questions]


# --- moving and ruling


def test_what_a_delegate_moves_is_no_question_before_the_chair_allows_it(session, motion, chair):
    back = procedural(motion, "reference_back", allowed=False)

    before = ids(motion, session)
    allow_procedural(session, chair, back, now=NOON)

    assert before == ["motion"]
    assert ids(motion, session) == [back.hearing.subject, back.subject, "motion"]


def test_what_the_chair_takes_from_the_floor_is_a_question_at_once(session, motion, chair):
    moved = Moved("closure", by="Robin Ashdown, Harbour")

    closure = move_procedural(session, chair, motion, moved, now=NOON)

    assert ids(motion, session) == [closure.subject, "motion"]
    assert (closure.person_id, closure.moved_by) == (None, "Robin Ashdown, Harbour")


def test_sent_twice_it_is_moved_once(session, motion, delegate):
    first = move_procedural(session, delegate, motion, Moved("closure"), now=NOON)

    again = move_procedural(session, delegate, motion, Moved("closure"), now=SOON)

    assert again is first


def test_the_same_is_not_moved_by_two_while_it_is_open(session, motion, delegate):
    procedural(motion, "closure")

    with pytest.raises(WrongState):
        move_procedural(session, delegate, motion, Moved("closure"), now=NOON)


def test_who_may_move_it_is_for_the_rulebook_to_say(session, motion):
    committee = actor_with(motion.conference, Role.COMMITTEE)

    suspension = move_procedural(
        session, committee, motion, Moved("suspension", reasons=REASONS), now=NOON
    )

    assert suspension.state is ProceduralState.MOVED
    with pytest.raises(NotPermitted):
        move_procedural(session, committee, motion, Moved("closure"), now=NOON)


def test_only_the_chair_takes_a_motion_from_the_floor(session, motion, delegate):
    with pytest.raises(NotPermitted):
        move_procedural(session, delegate, motion, Moved("closure", by="Robin"), now=NOON)


def test_reasons_are_asked_for_where_the_rulebook_does(session, motion, delegate):
    with pytest.raises(ReasonMissing):
        move_procedural(session, delegate, motion, Moved("reference_back"), now=NOON)

    assert motion.procedural_motions == []


def test_what_standing_orders_do_not_know_is_not_there(session, motion, delegate):
    with pytest.raises(NotThere):
        move_procedural(session, delegate, motion, Moved("filibuster"), now=NOON)


def test_nothing_is_moved_about_a_debate_that_is_over(session, motion, chair, delegate):
    put(session, chair, motion)

    with pytest.raises(WrongState):
        move_procedural(session, delegate, motion, Moved("closure"), now=SOON)


def test_the_chair_refuses_it_for_a_reason_that_is_told(session, motion, chair):
    closure = procedural(motion, "closure", allowed=False)

    with pytest.raises(ReasonMissing):
        refuse_procedural(session, chair, closure, reason=" ", now=NOON)
    refuse_procedural(session, chair, closure, reason="Two are still to speak.", now=NOON)

    assert closure.state is ProceduralState.NOT_SELECTED
    assert closure.verdict_reason == "Two are still to speak."


def test_no_delegate_rules_on_it(session, motion, delegate):
    closure = procedural(motion, "closure", allowed=False)

    with pytest.raises(NotPermitted):
        allow_procedural(session, delegate, closure, now=NOON)


def test_who_moved_it_takes_it_back_until_the_chair_has_ruled(session, motion, chair, delegate):
    closure = procedural(motion, "closure", allowed=False, by=delegate)
    adjournment = procedural(motion, "adjournment", by=delegate)

    withdraw_procedural(session, delegate, closure, now=NOON)

    assert closure.state is ProceduralState.WITHDRAWN
    with pytest.raises(NotPermitted):
        withdraw_procedural(session, delegate, adjournment, now=NOON)


def test_it_waits_for_as_many_as_the_rulebook_asks(session, motion, chair):
    conference = motion.conference
    head, tail = conference.rulebook.split('key = "closure"', 1)
    tail = tail.replace("supporters = 1", "supporters = 2", 1)
    conference.rulebook = f'{head}key = "closure"{tail}'
    closure = procedural(motion, "closure", allowed=False)

    delegate = actor_with(conference, Role.DELEGATE)
    observer = actor_with(conference, Role.OBSERVER)

    assert may_see(session, delegate, closure)
    assert not may_see(session, observer, closure)
    with pytest.raises(NotReady):
        allow_procedural(session, chair, closure, now=NOON)
    support_procedural(session, delegate, closure, now=NOON)
    allow_procedural(session, chair, closure, now=NOON)

    assert closure.state is ProceduralState.SELECTED


# --- what follows


@pytest.mark.parametrize(
    ("rule", "state", "said"),
    [
        ("reference_back", MotionState.REFERRED_BACK, "Referred back"),
        ("next_business", MotionState.NOT_PROCEEDED_WITH, "Not proceeded with"),
    ],
)
def test_what_ends_the_debate_leaves_nothing_to_put(session, motion, chair, rule, state, said):
    amendment, words = amendment_to(motion, TEN, number="1"), separate_vote_on(motion, 5)
    ending = procedural(motion, rule)
    put(session, chair, ending.hearing)

    declaration = put(session, chair, ending, tally=Tally(67, 33))

    assert motion.state is state
    assert (amendment.state, amendment.fell_by) == (AmendmentState.FALLEN, declaration)
    assert words.state is SeparateVoteState.FALLEN
    assert public_motion_state(session, motion, seen_at=SOON) is MotionState.PUBLISHED
    assert public_status_line(session, motion, seen_at=NOON + timedelta(minutes=1)) == said


def test_next_business_needs_two_thirds_and_says_how_short_it_was(session, motion, chair):
    ending = procedural(motion, "next_business")
    put(session, chair, ending.hearing)

    with pytest.raises(ImpossibleResult):
        put(session, chair, ending, tally=Tally(66, 34))
    put(session, chair, ending, Outcome.LOST, tally=Tally(66, 34))

    assert (ending.state, motion.state) == (ProceduralState.LOST, MotionState.PUBLISHED)


def test_whether_it_is_heard_takes_a_majority_of_its_own(session, motion, chair):
    ending = procedural(motion, "next_business")
    tally = Tally(60, 40)

    put(session, chair, ending.hearing, tally=tally)

    assert ending.hearing.state is ProceduralState.CARRIED
    with pytest.raises(ImpossibleResult):
        put(session, chair, ending, tally=tally)


def test_what_conference_will_not_hear_falls(session, motion, chair):
    back = procedural(motion, "reference_back")

    declaration = put(session, chair, back.hearing, Outcome.LOST)

    assert (back.state, back.fell_by) == (ProceduralState.FALLEN, declaration)
    assert plan_of(motion, load_debate(session, motion)).now.id == "motion"


def test_a_motion_withdrawn_is_not_heard_any_more(session, motion, chair):
    back = procedural(motion, "reference_back")

    put(session, chair, back, Outcome.WITHDRAWN)

    assert back.hearing.state is ProceduralState.FALLEN


def test_the_motion_waits_until_what_was_moved_is_decided(session, motion, chair):
    procedural(motion, "closure")

    with pytest.raises(NotReady):
        put(session, chair, motion)


def test_a_debate_that_is_closed_goes_straight_to_its_votes(session, motion, chair, delegate):
    closure = procedural(motion, "closure")

    put(session, chair, closure)

    assert motion.state is MotionState.PUBLISHED
    assert load_debate(session, motion).is_closed
    with pytest.raises(WrongState):
        move_procedural(
            session, delegate, motion, Moved("reference_back", reasons=REASONS), now=SOON
        )


def test_a_suspension_is_recorded_and_the_debate_goes_on(session, motion, chair):
    suspension = procedural(motion, "suspension")

    put(session, chair, suspension, tally=Tally(6, 3))

    assert (suspension.state, motion.state) == (ProceduralState.CARRIED, MotionState.PUBLISHED)
    minutes = session.query(Minute).filter_by(subject=suspension.subject).all()
    assert [minute.facts["reasons"] for minute in minutes] == [REASONS, REASONS]


def test_a_part_referred_back_is_struck_and_takes_what_hangs_on_it(session, motion, chair):
    amendment, kept = amendment_to(motion, TEN, number="1"), amendment_to(motion, FUEL, number="2")
    back = procedural(motion, "reference_back", part=Pointed(3, 3))
    put(session, chair, back.hearing)

    put(session, chair, back)

    document = load_document(latest_version(session, motion).document)
    assert motion.state is MotionState.PUBLISHED
    assert "nine in the evening" not in str(document)
    assert amendment.state is AmendmentState.FALLEN
    assert kept.state is AmendmentState.SELECTED
    assert plain_text(document.find("1"), number(document)).startswith("Lend books")
    put(session, chair, kept, Outcome.LOST, now=SOON)
    put(session, chair, motion, now=SOON)
    assert final_status_line(session, motion) == "Passed as amended; line 3: Referred back"


# --- taking back and correcting


def test_undone_the_debate_is_open_again_with_all_that_fell(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    back = procedural(motion, "reference_back")
    put(session, chair, back.hearing, now=NOON - timedelta(minutes=1))
    declaration = put(session, chair, back)

    undo_result(session, chair, declaration, now=SOON)

    assert motion.state is MotionState.PUBLISHED
    assert (back.state, amendment.state) == (ProceduralState.SELECTED, AmendmentState.SELECTED)


def test_a_hearing_undone_brings_back_what_was_to_be_heard(session, motion, chair):
    back = procedural(motion, "reference_back")
    declaration = put(session, chair, back.hearing, Outcome.LOST)

    undo_result(session, chair, declaration, now=SOON)

    assert back.state is ProceduralState.SELECTED
    assert plan_of(motion, load_debate(session, motion)).now.id == back.hearing.subject


def test_corrected_to_lost_the_debate_goes_on_and_falls_are_to_be_settled(session, motion, chair):
    amendment = amendment_to(motion, TEN, number="1")
    back = procedural(motion, "reference_back")
    put(session, chair, back.hearing)
    vote = put(session, chair, back).vote
    later = NOON + timedelta(minutes=5)

    correct_result(session, chair, vote, Result(Outcome.LOST, later), reason="Misheard.", now=later)

    assert motion.state is MotionState.PUBLISHED
    assert back.state is ProceduralState.LOST
    assert [one.fallen for one in vote.declaration.reliances] == [amendment]


def test_a_part_put_back_by_a_correction_is_in_the_text_again(session, motion, chair):
    back = procedural(motion, "reference_back", part=Pointed(3, 3))
    put(session, chair, back.hearing)
    vote = put(session, chair, back).vote
    later = NOON + timedelta(minutes=5)

    correct_result(session, chair, vote, Result(Outcome.LOST, later), reason="Misheard.", now=later)

    document = load_document(latest_version(session, motion).document)
    assert plain_text(document.find("1"), number(document)).startswith("Keep every library")


def test_a_hearing_corrected_leaves_the_votes_on_the_text_alone(session, motion, chair):
    back = procedural(motion, "reference_back")
    vote = put(session, chair, back.hearing, Outcome.LOST).vote
    declared(amendment_to(motion, TEN, number="1"), now=NOON)
    later = NOON + timedelta(minutes=5)

    correct_result(
        session, chair, vote, Result(Outcome.CARRIED, later), reason="Misheard.", now=later
    )

    assert vote.declaration.reliances == []
    assert back.state is ProceduralState.SELECTED


# --- what the public sees


def test_the_public_hears_of_it_once_the_seconds_for_an_undo_are_over(session, motion, chair):
    closure = procedural(motion, "closure")

    put(session, chair, closure)

    later = NOON + timedelta(minutes=1)
    assert list_decisions(session, motion, seen_at=SOON) == []
    assert public_procedural_state(session, closure, seen_at=SOON) is ProceduralState.SELECTED
    assert public_procedural_state(session, closure, seen_at=later) is ProceduralState.CARRIED
    assert [one.item for one in list_decisions(session, motion, seen_at=later)] == [closure]


def test_corrected_to_not_put_it_is_a_question_again_and_the_debate_open(session, motion, chair):
    back = procedural(motion, "reference_back")
    put(session, chair, back.hearing)
    vote = put(session, chair, back).vote
    later = NOON + timedelta(minutes=5)

    correct_result(
        session, chair, vote, Result(Outcome.NOT_PUT, later), reason="Wrong tap.", now=later
    )

    assert (back.state, motion.state) == (ProceduralState.SELECTED, MotionState.PUBLISHED)
    assert plan_of(motion, load_debate(session, motion)).now.id == back.subject


def test_a_part_referred_back_holds_in_whatever_is_supposed(session, motion, chair):
    back = procedural(motion, "reference_back", part=Pointed(3, 3))
    put(session, chair, back.hearing)
    put(session, chair, back)

    supposed = what_if(session, motion, [], seen_at=NOON + timedelta(minutes=1)).after

    assert "nine in the evening" not in str(supposed)


# --- counted, and on phones


def test_what_ended_the_debate_is_counted_when_the_show_of_cards_is_challenged(
    session, motion, chair
):
    back = procedural(motion, "reference_back")
    put(session, chair, back.hearing)
    put(session, chair, back)
    later = NOON + timedelta(minutes=1)
    count = open_count_on(back, tellers=1, now=later)
    entered(count, 1, 40, 60, now=later)
    close_count(session, chair, count, now=later)

    declare_count(session, chair, count, reason="Counted.", now=later)

    assert (back.state, motion.state) == (ProceduralState.LOST, MotionState.PUBLISHED)


def test_a_hearing_is_decided_on_phones(session, motion, chair):
    back = procedural(motion, "reference_back")
    poll = poll_on(back.hearing)
    cast_all(poll, "for", "against", "against")
    closed(poll)

    declare_poll(session, chair, poll, now=NOON)

    assert (back.hearing.state, back.state) == (ProceduralState.LOST, ProceduralState.FALLEN)
