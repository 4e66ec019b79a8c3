import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.counting import Block, BlockState, Hall, is_division
from webapp.procedure.majority import SIMPLE_MAJORITY, TWO_THIRDS_MAJORITY, decide
from webapp.procedure.states import Outcome
from webapp.procedure.tally import Tally, total

TEN_TO_FIVE = Tally(10, 5)
ELEVEN_TO_FIVE = Tally(11, 5)
FIGURES = st.integers(0, 12)


def tallies():
    return st.builds(Tally, FIGURES, FIGURES, FIGURES)


@st.composite
def halls(draw):
    """Blocks as tellers leave them: agreed, differing, waiting, empty or settled by the chair."""
    one_block = st.builds(
        Block,
        name=st.text(min_size=1, max_size=5),
        sheets=st.lists(tallies(), max_size=3).map(tuple),
        tellers=st.integers(1, 3),
        settled=st.none() | tallies(),
    )
    blocks = draw(st.lists(one_block, min_size=1, max_size=5))
    return Hall(tuple(blocks), draw(tallies()))


def simple(tally):
    return decide(SIMPLE_MAJORITY, tally)


def two_thirds(tally):
    return decide(TWO_THIRDS_MAJORITY, tally)


@pytest.mark.parametrize(
    ("sheets", "tellers", "state"),
    [
        ((), 2, BlockState.EMPTY),
        ((TEN_TO_FIVE,), 2, BlockState.WAITING),
        ((TEN_TO_FIVE,), 1, BlockState.AGREED),
        ((TEN_TO_FIVE, TEN_TO_FIVE), 2, BlockState.AGREED),
        ((TEN_TO_FIVE, ELEVEN_TO_FIVE), 2, BlockState.DIFFERS),
        ((TEN_TO_FIVE, ELEVEN_TO_FIVE), 3, BlockState.DIFFERS),
        ((TEN_TO_FIVE, TEN_TO_FIVE), 3, BlockState.WAITING),
    ],
)
def test_a_block_is_agreed_when_all_its_tellers_say_the_same(sheets, tellers, state):
    assert Block("Front", sheets, tellers).state is state


def test_what_the_chair_settles_holds_whatever_tellers_entered():
    block = Block("Front", (TEN_TO_FIVE, ELEVEN_TO_FIVE), settled=TEN_TO_FIVE)

    assert block.state is BlockState.SETTLED
    assert block.figures == TEN_TO_FIVE
    assert block.is_locked


def test_figures_of_two_who_agree_are_locked_and_those_of_one_alone_are_not():
    assert Block("Front", (TEN_TO_FIVE, TEN_TO_FIVE), tellers=2).is_locked
    assert not Block("Front", (TEN_TO_FIVE,), tellers=1).is_locked


def test_a_discrepancy_names_the_figure_and_how_far_apart_tellers_are():
    block = Block("Front", (Tally(10, 5, 2), Tally(12, 5, 1)))

    assert block.discrepancies == (("in_favour", 10, 12), ("abstentions", 1, 2))


def test_nothing_is_summed_of_blocks_whose_tellers_differ():
    hall = Hall(
        (
            Block("Front", (TEN_TO_FIVE, TEN_TO_FIVE)),
            Block("Back", (TEN_TO_FIVE, ELEVEN_TO_FIVE)),
        ),
        phones=Tally(100, 50),
    )

    assert hall.tally == Tally(110, 55)
    assert [block.name for block in hall.awaited] == ["Back"]
    assert not hall.is_complete


def test_a_difference_that_cannot_matter_is_told_from_one_that_can():
    front = Block("Front", (TEN_TO_FIVE, ELEVEN_TO_FIVE))
    far = Hall((front, Block("Back", (Tally(40, 1), Tally(40, 1)))))
    close = Hall((front, Block("Back", (Tally(5, 11), Tally(5, 11)))))

    assert far.decided_either_way(simple).outcome is Outcome.CARRIED
    assert close.decided_either_way(simple) is None


def test_nobody_can_tell_how_a_hall_decides_of_which_a_block_is_empty():
    hall = Hall((Block("Front", (Tally(99, 0), Tally(99, 0))), Block("Back")))

    assert hall.decided_either_way(simple) is None


@given(halls())
def test_the_order_in_which_tellers_and_blocks_come_changes_nothing(hall):
    turned = Hall(
        tuple(
            Block(block.name, block.sheets[::-1], block.tellers, block.settled)
            for block in hall.blocks[::-1]
        ),
        hall.phones,
    )

    assert turned.tally == hall.tally
    assert turned.is_complete == hall.is_complete
    assert [one.state for one in turned.blocks[::-1]] == [one.state for one in hall.blocks]


@given(halls())
def test_a_complete_hall_is_the_sum_of_its_blocks_and_the_phones(hall):
    known = [block.figures for block in hall.blocks if block.figures is not None]

    assert hall.tally == total([*known, hall.phones])
    assert hall.is_complete == (len(known) == len(hall.blocks))


@given(halls(), st.sampled_from([simple, two_thirds]), st.data())
def test_what_is_said_to_be_decided_is_decided_by_whatever_teller_is_right(hall, rule, data):
    verdict = hall.decided_either_way(rule)
    if verdict is None:
        return

    right = [
        block.figures or data.draw(st.sampled_from(block.sheets), label=block.name)
        for block in hall.blocks
    ]

    assert rule(total([*right, hall.phones])).outcome is verdict.outcome


@given(halls(), st.sampled_from([simple, two_thirds]))
def test_a_complete_hall_is_decided_as_its_sum_is(hall, rule):
    if hall.is_complete and not rule(hall.tally).tied:
        assert hall.decided_either_way(rule) == rule(hall.tally)


@given(halls(), tallies())
def test_chairs_figures_complete_a_block_and_never_touch_another(hall, ruled):
    first, *others = hall.blocks
    settled = Hall((Block(first.name, first.sheets, first.tellers, ruled), *others), hall.phones)

    assert settled.awaited == tuple(block for block in others if block.figures is None)
    assert settled.tally == Hall(tuple(others), hall.phones).tally + ruled


def test_a_division_needs_as_many_as_the_rulebook_says_and_none_where_it_gives_no_right():
    assert not is_division(49, 50)
    assert is_division(50, 50)
    assert not is_division(500, 0)
