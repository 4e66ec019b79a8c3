"""Pairs of proposals as people would judge them, and the rule measured on them."""

import pytest

from webapp.text.instructions import read_instructions
from webapp.text.likeness import NEARLY_THE_SAME, Comparison
from webapp.text.lines import lay_out
from webapp.text.reading import read_plain

TEXT = """Conference calls for:

1. Councils to publish each felling a month ahead, with its reason, on a page that anybody can find.

2. Young trees to be watered in their first three summers, at the cost of the developer.

3. A tree officer in every borough.
"""
DOCUMENT = read_plain(TEXT, front_expected=False).document

ONE_PROPOSAL = [
    ("After 3 insert: 4. A fund for planting trees near schools.",
     "After 3 insert: 4. A fund for planting trees close to schools."),
    ("In 1, after “find” insert “, and to answer each objection in writing”.",
     "In 1, after “find” insert “and to answer every objection in writing”."),
    ("Delete 3 and insert: 3. A qualified tree officer in every borough and county.",
     "Delete 3 and insert: 3. A trained tree officer in every borough and county."),
    ("In 1, delete “, on a page that anybody can find”.",
     "In 1, delete “on a page that anybody can find”."),
    ("In 2, delete “at the cost of the developer” and insert “paid for by the developer”.",
     "In 2, delete “at the cost of the developer” and insert “paid by the developer in full”."),
    ("In 3, after “officer” insert “with a budget of their own”.",
     "In 3, after “officer” insert “with their own budget”."),
]  # fmt: skip
TWO_PROPOSALS = [
    ("In 1, delete “month” and insert “week”.",
     "In 1, delete “month” and insert “year”."),
    ("In 1, delete “a month ahead”.",
     "In 1, delete “with its reason”."),
    ("Delete 3.",
     "In 3, delete “borough” and insert “county”."),
    ("In 2, after “watered” insert “and mulched”.",
     "In 2, after “watered” insert “by volunteers”."),
    ("After 3 insert: 4. A fund for planting trees near schools.",
     "After 3 insert: 4. A levy on car parks in town centres."),
    ("In 3, after “borough” insert “and county”.",
     "In 1, after “Councils” insert “and county”."),
]  # fmt: skip
ALIKE_BUT_FOR_THEIR_SUBSTANCE = [
    ("In 1, after “find” insert “and to pay within ten years of the felling”.",
     "In 1, after “find” insert “and to pay within two years of the felling”."),
    ("In 3, after “officer” insert “who may fine developers for each tree”.",
     "In 3, after “officer” insert “who may not fine developers for each tree”."),
    ("After 3 insert: 4. A fund of £40 for each school.",
     "After 3 insert: 4. A fund of £90 for each school."),
]  # fmt: skip


def understood(instruction, name):
    reading = read_instructions(instruction, DOCUMENT, lay_out(DOCUMENT), id=name)
    assert reading.change_set is not None, reading.problems
    return reading.change_set


def both(pair):
    return understood(pair[0], "A"), understood(pair[1], "B")


def is_one(pair):
    one, other = both(pair)
    return Comparison(one, DOCUMENT).is_nearly_the_same(other)


def likeness(one, other):
    return Comparison(one, DOCUMENT).likeness(other)


@pytest.mark.parametrize("pair", ONE_PROPOSAL)
def test_what_people_take_for_one_proposal_is_nearly_the_same(pair):
    assert is_one(pair)


@pytest.mark.parametrize("pair", TWO_PROPOSALS + ALIKE_BUT_FOR_THEIR_SUBSTANCE)
def test_what_people_take_for_two_is_not(pair):
    assert not is_one(pair)


def test_the_measure_lies_between_the_two_with_room_on_both_sides():
    least = min(likeness(*both(pair)) for pair in ONE_PROPOSAL)
    most = max(likeness(*both(pair)) for pair in TWO_PROPOSALS)

    assert most < NEARLY_THE_SAME < least


@pytest.mark.parametrize("pair", ONE_PROPOSAL + TWO_PROPOSALS)
def test_likeness_is_the_same_from_both_sides(pair):
    one, other = both(pair)

    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1
