"""Status lines as conference reads them."""

import pytest

from webapp.procedure.phrases import Passage
from webapp.procedure.rulebook import load_preset
from webapp.procedure.states import MotionState, Outcome
from webapp.procedure.status_line import AmendmentResult, SeparateVoteResult, notes, status_line
from webapp.procedure.tally import Tally

WORDS = load_preset("federal_conference").words
ASSOCIATION = load_preset("small_association").words
LINES_20_TO_22 = Passage(lines=(20, 22))


def carried(*places):
    return [AmendmentResult(place, Outcome.CARRIED) for place in places]


def lost(*places):
    return [AmendmentResult(place, Outcome.LOST) for place in places]


def struck(*passages):
    return [SeparateVoteResult(passage, Outcome.LOST) for passage in passages]


def kept(*passages):
    return [SeparateVoteResult(passage, Outcome.CARRIED) for passage in passages]


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({}, "Passed with no amendments"),
        ({"amendments": carried("1")}, "Passed with Amendment 1"),
        ({"amendments": carried("3", "1")}, "Passed with Amendments 1 and 3"),
        ({"amendments": carried("10", "2", "1")}, "Passed with Amendments 1, 2 and 10"),
        ({"amendments": carried("3A") + lost("3")}, "Passed with Amendment 3A"),
        ({"amendments": lost("1", "2")}, "Passed with no amendments"),
        ({"amendments": [AmendmentResult("1", None)]}, "Passed with no amendments"),
        ({"amendable": False}, "Passed"),
        ({"amendments": carried("2(a)")}, "Passed with Amendment 2(a)"),
        (
            {"amendments": carried("2", "2.1")},
            "Passed with Amendment 2 and Amendment 1 to Amendment 2",
        ),
        (
            {"amendments": carried("1", "2", "2.1")},
            "Passed with Amendments 1 and 2 and Amendment 1 to Amendment 2",
        ),
        ({"amendments": carried("2.1") + lost("2")}, "Passed with no amendments"),
        ({"amendments": carried("2", "2.1.1") + lost("2.1")}, "Passed with Amendment 2"),
        (
            {"amendments": [*carried("1"), AmendmentResult("3", Outcome.ACCEPTED)]},
            "Passed with Amendments 1 and 3; Amendment 3 accepted by the mover",
        ),
        (
            {"separate_votes": struck(LINES_20_TO_22)},
            "Passed as amended; lines 20–22 lost in a separate vote",
        ),
        (
            {"amendments": carried("1", "3"), "separate_votes": struck(LINES_20_TO_22)},
            "Passed with Amendments 1 and 3; lines 20–22 lost in a separate vote",
        ),
        (
            {"separate_votes": struck(Passage(lines=(7, 7)))},
            "Passed as amended; line 7 lost in a separate vote",
        ),
        (
            {"separate_votes": struck(Passage(label="2 c)"))},
            "Passed as amended; 2 c) lost in a separate vote",
        ),
        (
            {"separate_votes": struck(Passage(lines=(31, 31)), LINES_20_TO_22)},
            "Passed as amended; lines 20–22 and 31 lost in separate votes",
        ),
        (
            {"separate_votes": struck(Passage(label="2 c)"), LINES_20_TO_22)},
            "Passed as amended; lines 20–22 and 2 c) lost in separate votes",
        ),
        ({"separate_votes": kept(LINES_20_TO_22)}, "Passed with no amendments"),
        (
            {"amendments": carried("1"), "options": ["3"]},
            "Passed with Amendment 1; option 3 selected",
        ),
        ({"options": ["A", "C"]}, "Passed as amended; options A and C selected"),
    ],
)
def test_a_motion_that_passed_says_what_changed_it(facts, line):
    assert status_line(MotionState.PASSED, WORDS, **facts) == line


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (MotionState.DRAFT, "Draft"),
        (MotionState.SUBMITTED, "Submitted"),
        (MotionState.IN_ORDER, "In order"),
        (MotionState.OUT_OF_ORDER, "Out of order"),
        (MotionState.SELECTED, "Selected for debate"),
        (MotionState.REJECTED, "Not selected"),
        (MotionState.PUBLISHED, "Published"),
        (MotionState.LOST, "Lost"),
        (MotionState.REFERRED_BACK, "Referred back"),
        (MotionState.WITHDRAWN, "Withdrawn"),
        (MotionState.NOT_REACHED, "Not reached"),
    ],
)
def test_a_motion_that_did_not_pass_says_how_far_it_came_whatever_was_carried(state, line):
    assert status_line(state, WORDS, amendments=carried("1")) == line


def test_the_words_are_the_rulebooks():
    line = status_line(MotionState.PASSED, ASSOCIATION, amendments=carried("1"))

    assert line == "Adopted with Amendment 1"


def test_notes_say_what_became_of_everything_put_with_figures_where_it_was_counted():
    amendments = [
        AmendmentResult("2", Outcome.LOST, Tally(70, 119, 4)),
        AmendmentResult("1", Outcome.CARRIED),
        AmendmentResult("3", Outcome.FALLEN),
        AmendmentResult("4", Outcome.NOT_REACHED),
        AmendmentResult("5", None),
    ]
    separate_votes = [
        SeparateVoteResult(LINES_20_TO_22, Outcome.LOST, Tally(40, 41)),
        SeparateVoteResult(Passage(label="2 c)"), Outcome.CARRIED),
    ]

    said = notes(WORDS, amendments=amendments, separate_votes=separate_votes)

    assert said == (
        "Amendment 1: Carried",
        "Amendment 2: Lost, 70 to 119",
        "Amendment 3: Fallen",
        "Amendment 4: Not reached",
        "lines 20–22: Lost, 40 to 41",
        "2 c): Kept",
    )
