import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.ranking import Placing, count_pairs
from webapp.procedure.rulebook import FaultyRulebook, load_rulebook, preset_text
from webapp.procedure.selecting import Chosen, Decided, TieAtBorder, choose, draw, settle

CHOICES = ["motion:4", "motion:8", "motion:15", "none"]
SEAL = "5e" * 32


def placing(ballots, options=3, none=None):
    return Placing(count_pairs(ballots, options), none)


def test_places_are_filled_in_the_order_of_the_ballot():
    assert choose(placing({"3>1>2": 5}), 2) == Chosen((3, 1))


def test_a_tie_within_the_places_ties_nobody():
    assert choose(placing({"1=2>3": 5}), 2) == Chosen((1, 2))


def test_a_tie_at_the_border_names_those_tied_and_the_places_left():
    assert choose(placing({"2>1=3": 5}), 2) == Chosen((2,), (1, 3), 1)


def test_a_tie_behind_the_last_place_is_none():
    assert choose(placing({"2>1=3": 5}), 1) == Chosen((2,))


def test_what_does_not_beat_none_of_these_has_no_place_though_one_is_left():
    found = choose(placing({"1>4>2>3": 5}, options=4, none=4), 3)

    assert found == Chosen((1,))


def test_more_places_than_motions_stay_empty():
    assert choose(placing({"1>2>3": 1}), 9) == Chosen((1, 2, 3))


TIED = Chosen((2,), (1, 3), 1)


def test_without_a_tie_the_figures_decide():
    assert settle(Chosen((2, 1)), TieAtBorder.CHAIR, CHOICES, SEAL) == ((2, 1), Decided.FIGURES)


def test_the_chair_decides_a_tie_where_standing_orders_say_so():
    assert settle(TIED, TieAtBorder.CHAIR, CHOICES, SEAL) is None


def test_where_nothing_decides_a_tie_none_of_those_tied_is_chosen():
    assert settle(TIED, TieAtBorder.NOBODY, CHOICES, SEAL) == ((2,), Decided.NOBODY)


def test_a_lot_is_the_same_whoever_draws_it():
    first = settle(TIED, TieAtBorder.LOT, CHOICES, SEAL)
    second = settle(Chosen((2,), (3, 1), 1), TieAtBorder.LOT, CHOICES, SEAL)

    assert first == second
    assert first is not None
    assert first[1] is Decided.LOT
    assert len(first[0]) == 2


@pytest.mark.parametrize("left", [1, 2])
def test_a_lot_draws_as_many_as_there_are_places(left):
    assert len(set(draw((1, 2, 3), left, CHOICES, SEAL))) == left


@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_a_lot_goes_by_the_option_and_not_by_its_number(seal):
    number = draw((1, 2), 1, CHOICES, seal)[0]
    other = draw((1, 2), 1, [CHOICES[1], CHOICES[0]], seal)[0]

    assert CHOICES[number - 1] == [CHOICES[1], CHOICES[0]][other - 1]


# --- what a rulebook says of it


def preset_saying(key, said):
    """Return the preset with another value for one key of its table on selections."""
    head, table, rest = preset_text("federal_conference").partition("[selection]\n")
    return head + table + re.sub(rf"^{key} = .*$", f"{key} = {said}", rest, count=1, flags=re.M)


@pytest.mark.parametrize(
    ("key", "said"),
    [("places", "0"), ("places", "21"), ("tie", '"coin"'), ("words", '"Places: {number}."')],
)
def test_a_rulebook_that_says_it_wrongly_is_refused_at_its_key(key, said):
    with pytest.raises(FaultyRulebook) as refusal:
        load_rulebook(preset_saying(key, said))

    assert [fault.key for fault in refusal.value.faults] == [f"selection.{key}"]


def test_a_rulebook_says_places_tie_and_words():
    rules = load_rulebook(preset_saying("tie", '"chair"')).selection

    assert (rules.places, rules.tie) == (2, TieAtBorder.CHAIR)
    assert rules.words.format(places=2).endswith("Places: 2.")
