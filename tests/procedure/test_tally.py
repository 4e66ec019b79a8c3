"""Figures of a count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.errors import ImpossibleCount
from webapp.procedure.tally import NO_VOTES, Tally, of_houses, total

counts = st.integers(0, 10_000)
tallies = st.builds(Tally, counts, counts, counts)


def test_the_blocks_of_a_hall_add_up():
    hall = total([Tally(10, 4, 1), Tally(3, 9), Tally(0, 0, 2)])

    assert hall == Tally(13, 13, 3)
    assert (hall.cast, hall.answers) == (26, 29)


def test_a_hall_without_blocks_cast_no_votes():
    assert total([]) == NO_VOTES


@given(st.lists(tallies), st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_blocks_come_in(blocks, chance):
    shuffled = list(blocks)
    chance.shuffle(shuffled)

    assert total(shuffled) == total(blocks)


@pytest.mark.parametrize("figures", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_no_figure_is_below_zero(figures):
    with pytest.raises(ImpossibleCount):
        Tally(*figures)


HOUSES = ("Bishops", "Clergy", "Laity")
by_house = st.dictionaries(st.sampled_from(HOUSES), tallies, min_size=1)


@given(by_house, by_house)
def test_houses_stay_apart_while_everybody_is_added_up(front, back):
    both = of_houses(front) + of_houses(back)

    assert both.together == total([*front.values(), *back.values()])
    for name, tally in both.houses:
        assert tally == front.get(name, NO_VOTES) + back.get(name, NO_VOTES)


@given(by_house)
def test_without_abstentions_no_house_keeps_any(figures):
    plain = of_houses(figures).without_abstentions

    assert plain.abstentions == 0
    assert all(tally.abstentions == 0 for _name, tally in plain.houses)
    assert plain.cast == of_houses(figures).cast
