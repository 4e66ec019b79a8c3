from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.debate import amendment_to, declared, published_motion
from tests.factories.hall_count import agreed, block_at, entered, open_count_on
from tests.factories.person import actor_with
from tests.factories.procedural import procedural
from tests.factories.separate_vote import separate_vote_on
from tests.moments import NOON
from webapp.models import Minute
from webapp.procedure.counting import CountCause, CountState
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
from webapp.queries.counts import block_of, hall_of, standing_sheets
from webapp.services.corrections import correct_result
from webapp.services.count_sheets import enter_sheet, reopen_block, settle_block, take_back_sheet
from webapp.services.counts import Opening, break_off_count, close_count, declare_count, open_count
from webapp.services.errors import (
    ChangedMeanwhile,
    CountRefused,
    ImpossibleResult,
    NotReady,
    ReasonMissing,
)
from webapp.services.results import Result, undo_result

HALL = Opening(("Front", "Back"), tellers=2)


@pytest.fixture
def amendment(motion):
    return amendment_to(motion, "In 1, delete “nine” and insert “ten”.", number="1")


@pytest.fixture
def teller(motion):
    return actor_with(motion.conference, Role.TELLER)


def activities(session):
    return list(session.scalars(select(Minute.activity).order_by(Minute.id)))


def refused(refusal, what):
    return refusal.value.what == what


# --- opening


def test_a_count_is_opened_with_the_blocks_of_the_hall(session, chair, amendment):
    count = open_count(session, chair, amendment, HALL, now=NOON)

    assert [block.name for block in count.blocks] == ["Front", "Back"]
    assert count.cause is CountCause.ORDERED
    assert activities(session)[-1] == "count:open"


def test_opening_a_count_twice_opens_one(session, chair, amendment):
    first = open_count(session, chair, amendment, HALL, now=NOON)

    again = open_count(session, chair, amendment, Opening(("Hall",), 1), now=NOON)

    assert again is first


def test_a_teller_opens_no_count(session, teller, amendment):
    with pytest.raises(NotPermitted):
        open_count(session, teller, amendment, HALL, now=NOON)


@pytest.mark.parametrize(
    ("blocks", "what"),
    [
        (("", "  "), "no_blocks"),
        (("Front", "front "), "same_block_twice"),
        (("x" * 81,), "too_many_blocks"),
    ],
)
def test_blocks_that_tellers_could_not_tell_apart_are_refused(
    session, chair, amendment, blocks, what
):
    with pytest.raises(CountRefused) as refusal:
        open_count(session, chair, amendment, Opening(blocks, 2), now=NOON)

    assert refused(refusal, what)


def test_a_motion_is_not_counted_before_its_amendments(session, chair, motion, amendment):
    with pytest.raises(NotReady):
        open_count(session, chair, motion, HALL, now=NOON)


def test_what_was_withdrawn_is_not_counted(session, chair, amendment):
    declared(amendment, Outcome.WITHDRAWN)

    with pytest.raises(WrongState):
        open_count(session, chair, amendment, HALL, now=NOON)


# --- tellers


def test_each_teller_enters_figures_of_their_own_and_a_block_is_agreed_when_they_meet(
    session, amendment
):
    count = open_count_on(amendment, "Front", "Back")

    entered(count, 1, 40, 20)
    entered(count, 1, 40, 20)

    hall = hall_of(count)
    assert hall.tally == Tally(40, 20)
    assert [block.name for block in hall.awaited] == ["Back"]
    assert activities(session)[-3:] == ["count:enter", "count:enter", "count:agree"]


def test_a_correction_is_a_further_row_and_the_last_one_counts(session, amendment, teller):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20, by=teller)
    entered(count, 1, 41, 20)

    entered(count, 1, 41, 20, by=teller)

    block = block_at(count)
    assert [sheet.in_favour for sheet in block.sheets] == [40, 41, 41]
    assert block_of(block).figures == Tally(41, 20)


def test_figures_sent_twice_are_entered_once(session, amendment, teller):
    count = open_count_on(amendment)
    first = entered(count, 1, 40, 20, by=teller, token="a")

    again = entered(count, 1, 40, 20, by=teller, token="a")
    pressed_twice = entered(count, 1, 40, 20, by=teller, token="b")

    assert first is again is pressed_twice
    assert len(block_at(count).sheets) == 1


def test_an_older_form_does_not_overwrite_what_the_same_teller_sent_since(
    session, amendment, teller
):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20, by=teller)

    with pytest.raises(ChangedMeanwhile):
        enter_sheet(session, teller, block_at(count), Tally(4, 2), token="late", seen=0, now=NOON)

    assert block_of(block_at(count)).sheets == (Tally(40, 20),)


def test_nobody_corrects_a_block_that_is_agreed(session, amendment, teller):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20, by=teller)
    entered(count, 1, 40, 20)

    with pytest.raises(CountRefused) as refusal:
        entered(count, 1, 41, 20, by=teller)

    assert refused(refusal, "block_agreed")


def test_one_teller_alone_corrects_until_the_count_is_closed(session, amendment, teller, chair):
    count = open_count_on(amendment, tellers=1)
    entered(count, 1, 40, 20, by=teller)
    entered(count, 1, 41, 20, by=teller)
    close_count(session, chair, count, now=NOON)

    with pytest.raises(CountRefused) as refusal:
        entered(count, 1, 42, 20, by=teller)

    assert refused(refusal, "closed")
    assert count.tally == Tally(41, 20)


def test_no_third_teller_counts_a_block_of_two(session, amendment):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20)
    entered(count, 1, 41, 20)

    with pytest.raises(CountRefused) as refusal:
        entered(count, 1, 40, 20)

    assert refused(refusal, "block_full")


def test_a_teller_in_the_wrong_block_takes_the_figures_back(session, amendment, teller):
    count = open_count_on(amendment, "Front", "Back")
    entered(count, 1, 40, 20, by=teller)

    take_back_sheet(session, teller, block_at(count), token="back", now=NOON)
    take_back_sheet(session, teller, block_at(count), token="back", now=NOON)

    assert standing_sheets(block_at(count)) == []
    assert len(block_at(count).sheets) == 2
    assert activities(session)[-1] == "count:take_back"


def test_no_abstentions_are_kept_where_the_rulebook_records_none(session, amendment, teller):
    count = open_count_on(amendment)
    count.with_abstentions = False

    entered(count, 1, 40, 20, 9, by=teller)

    assert block_of(block_at(count)).sheets == (Tally(40, 20),)


def test_a_delegate_enters_nothing(session, amendment):
    count = open_count_on(amendment)

    with pytest.raises(NotPermitted):
        entered(count, 1, 1, 0, by=actor_with(count.motion.conference, Role.DELEGATE))


# --- the chair's rulings on a block


def test_the_chair_settles_a_block_whose_tellers_differ_with_a_reason(session, amendment, chair):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20)
    entered(count, 1, 41, 20)
    with pytest.raises(ReasonMissing):
        settle_block(session, chair, block_at(count), Tally(41, 20), reason=" ", now=NOON)

    settle_block(session, chair, block_at(count), Tally(41, 20), reason="Seen twice.", now=NOON)

    assert hall_of(count).tally == Tally(41, 20)
    assert activities(session)[-1] == "count:settle"


def test_a_block_counted_afresh_forgets_nothing_and_counts_nothing_of_before(
    session, amendment, chair
):
    count = open_count_on(amendment)
    agreed(count, 1, 40, 20)
    seen = block_at(count).sheets[-1].id

    reopen_block(session, chair, block_at(count), seen=seen, now=NOON)
    reopen_block(session, chair, block_at(count), seen=seen, now=NOON)

    assert hall_of(count).awaited
    assert len(block_at(count).sheets) == 2
    agreed(count, 1, 44, 20)
    assert hall_of(count).tally == Tally(44, 20)


# --- closing and declaring


def test_no_count_is_closed_while_a_block_is_awaited(session, amendment, chair):
    count = open_count_on(amendment, "Front", "Back")
    agreed(count, 1, 40, 20)

    with pytest.raises(CountRefused) as refusal:
        close_count(session, chair, count, now=NOON)

    assert refused(refusal, "incomplete")


@pytest.mark.parametrize(
    ("front", "back", "state"),
    [
        ((40, 20), (11, 30), AmendmentState.CARRIED),
        ((40, 20), (10, 30), AmendmentState.LOST),  # equal is not enough
        ((0, 0), (0, 0), AmendmentState.LOST),
    ],
)
def test_the_sum_of_the_blocks_is_the_result(session, amendment, chair, front, back, state):
    count = open_count_on(amendment, "Front", "Back")
    agreed(count, 1, *front)
    agreed(count, 2, *back)
    close_count(session, chair, count, now=NOON)

    declaration = declare_count(session, chair, count, now=NOON)

    assert amendment.state is state
    assert declaration.in_favour == front[0] + back[0]
    assert count.stands


def test_closing_and_declaring_twice_is_once(session, amendment, chair):
    count = open_count_on(amendment)
    agreed(count, 1, 40, 20)

    for _ in range(2):
        close_count(session, chair, count, now=NOON)
        declaration = declare_count(session, chair, count, now=NOON)

    assert count.declaration is declaration
    assert activities(session).count("count:close") == 1
    assert activities(session).count("vote:declare") == 1


def test_two_thirds_are_short_by_one_vote(session, chair):
    motion = published_motion(kind="standing_order_amendment", code="S1")
    count = open_count_on(motion)
    agreed(count, 1, 66, 34)
    close_count(session, chair_of(motion), count, now=NOON)

    declare_count(session, chair_of(motion), count, now=NOON)

    assert motion.state is MotionState.LOST


def chair_of(motion):
    return actor_with(motion.conference, Role.CHAIR)


def test_a_count_is_declared_again_once_its_result_is_taken_back(session, amendment, chair):
    count = open_count_on(amendment)
    agreed(count, 1, 40, 20)
    close_count(session, chair, count, now=NOON)
    undo_result(session, chair, declare_count(session, chair, count, now=NOON), now=NOON)
    assert not count.stands

    declare_count(session, chair, count, now=NOON)

    assert amendment.state is AmendmentState.CARRIED
    assert count.stands


def test_equal_votes_wait_for_the_chair_where_the_rulebook_gives_a_casting_vote(
    session, amendment, chair
):
    conference = amendment.motion.conference
    conference.rulebook = conference.rulebook.replace(
        'tie = "nothing_changes"', 'tie = "casting_vote"', 1
    )
    count = open_count_on(amendment)
    agreed(count, 1, 20, 20)
    close_count(session, chair, count, now=NOON)
    with pytest.raises(ImpossibleResult):
        declare_count(session, chair, count, now=NOON)

    declare_count(session, chair, count, casting_vote=True, now=NOON)

    assert amendment.state is AmendmentState.CARRIED


def test_a_count_broken_off_decides_nothing_and_says_why(session, amendment, chair):
    count = open_count_on(amendment)
    entered(count, 1, 40, 20)

    break_off_count(session, chair, count, reason="The fire bell rang.", now=NOON)

    assert count.state is CountState.VOID
    with pytest.raises(CountRefused):
        entered(count, 1, 40, 20)
    assert open_count_on(amendment).number == 2


# --- recounts and challenges


def closed(session, chair, item, *figures, now=NOON):
    count = open_count_on(item, now=now)
    agreed(count, 1, *figures)
    return close_count(session, chair, count, now=now)


def test_of_two_counts_the_chair_says_which_stands_and_why(session, amendment, chair):
    first = closed(session, chair, amendment, 40, 39)
    second = closed(session, chair, amendment, 39, 40)
    assert second.cause is CountCause.RECOUNT
    with pytest.raises(ReasonMissing):
        declare_count(session, chair, second, now=NOON)

    declare_count(session, chair, second, reason="A row was counted twice.", now=NOON)

    assert amendment.state is AmendmentState.LOST
    assert (first.tally, first.stands) == (Tally(40, 39), False)
    assert "count:choose" in activities(session)


def test_a_question_is_not_counted_more_often_than_the_rulebook_allows(session, amendment, chair):
    closed(session, chair, amendment, 40, 39)
    closed(session, chair, amendment, 39, 40)

    with pytest.raises(CountRefused) as refusal:
        open_count(session, chair, amendment, HALL, now=NOON)

    assert refused(refusal, "too_many_recounts")


def test_a_division_corrects_what_was_declared_on_a_show_of_cards(session, amendment, chair):
    declared(amendment, Outcome.CARRIED, now=NOON)
    count = closed(session, chair, amendment, 30, 45)

    with pytest.raises(ReasonMissing):
        declare_count(session, chair, count, now=NOON)
    declare_count(session, chair, count, reason="Counted on a division.", now=NOON)

    assert amendment.state is AmendmentState.LOST


def test_a_recount_with_the_same_figures_confirms_the_result(session, amendment, chair):
    first = closed(session, chair, amendment, 40, 39)
    declaration = declare_count(session, chair, first, now=NOON)
    later = NOON + timedelta(minutes=5)
    second = closed(session, chair, amendment, 40, 39, now=later)

    confirmed = declare_count(session, chair, second, reason="Counted again.", now=later)

    assert confirmed is declaration
    assert second.stands


def test_a_question_put_again_has_counts_of_its_own(session, amendment, chair):
    first = closed(session, chair, amendment, 40, 39)
    declaration = declare_count(session, chair, first, now=NOON)
    correct_result(
        session,
        chair,
        declaration.vote,
        Result(Outcome.NOT_PUT, NOON),
        reason="Another question was asked.",
        now=NOON,
    )

    again = closed(session, chair, amendment, 12, 50)
    declare_count(session, chair, again, now=NOON)

    assert (first.putting, again.putting) == (1, 2)
    assert again.cause is CountCause.ORDERED
    assert amendment.state is AmendmentState.LOST


def test_a_recount_that_differs_corrects_the_result_and_stands_alone(session, amendment, chair):
    first = closed(session, chair, amendment, 40, 39)
    declare_count(session, chair, first, now=NOON)
    later = NOON + timedelta(minutes=5)
    second = closed(session, chair, amendment, 39, 40, now=later)

    declare_count(session, chair, second, reason="A row was counted twice.", now=later)

    assert amendment.state is AmendmentState.LOST
    assert (first.stands, second.stands) == (False, True)
    back = declare_count(session, chair, first, reason="The first was right.", now=later)
    assert amendment.state is AmendmentState.CARRIED
    assert back.replaces is second.declaration


def test_any_question_of_a_debate_can_be_counted(session, motion, chair):
    words = separate_vote_on(motion, 5)
    moved = procedural(motion, "closure")

    for item, state in (
        (words, SeparateVoteState.LOST),
        (moved, ProceduralState.LOST),
        (motion, MotionState.LOST),
    ):
        declare_count(session, chair, closed(session, chair, item, 3, 9), now=NOON)
        assert item.state is state
