from fractions import Fraction

import pytest

from webapp.text.effects import effect_of, turns_round
from webapp.text.instructions import read_instructions
from webapp.text.lines import lay_out
from webapp.text.reading import read_plain

TEXT = """Conference welcomes the plan for new buses.

Conference calls for:

1. Every bus to run until midnight, and never to be late.

2. Fares to be frozen for three years.
"""
DOCUMENT = read_plain(TEXT, front_expected=False).document


def effect(instruction):
    reading = read_instructions(instruction, DOCUMENT, lay_out(DOCUMENT))
    assert reading.change_set is not None, reading.problems
    return effect_of(reading.change_set, DOCUMENT)


@pytest.mark.parametrize(
    ("instruction", "struck", "put_in", "only_strikes"),
    [
        ("In 2, delete “three” and insert “five or six”.", 1, 3, False),
        ("In 2, delete “for three years”.", 3, 0, True),
        ("Delete 2.", 7, 0, True),
        ("At end add: 3. Free fares for children.", 0, 4, False),
        ("Delete 2 and insert: 2. Free fares.", 7, 2, False),
    ],
)
def test_words_are_counted_as_they_are_struck_and_put_in(instruction, struck, put_in, only_strikes):
    found = effect(instruction)

    assert (found.words_struck, found.words_put_in) == (struck, put_in)
    assert found.only_strikes == only_strikes


def test_the_share_struck_is_of_the_whole_text():
    assert effect("Delete 2.").share_struck == Fraction(7, 28)


REVERSING = [
    "In 2, after “to” insert “not”.",
    "In 1, delete “never”.",
    "In paragraph 1, delete “welcomes” and insert “regrets”.",
]
NOT_REVERSING = [
    "In 2, delete “three” and insert “five”.",
    "In 1, delete “never” and insert “not”.",
    "Delete 2.",
    "Delete 2 and insert: 2. Fares not to rise in any year.",
    "In 1, delete “midnight” and insert “midnight without fail and not an hour less”.",
]


@pytest.mark.parametrize("instruction", REVERSING)
def test_a_clause_made_to_say_the_opposite_is_reversed(instruction):
    assert len(effect(instruction).reverses) == 1


@pytest.mark.parametrize("instruction", NOT_REVERSING)
def test_another_demand_is_not_the_opposite(instruction):
    assert effect(instruction).reverses == ()


def test_two_denials_cancel_out():
    assert not turns_round(
        " Conference will not reject this plan now.", ["not", "reject"], ["accept"]
    )
