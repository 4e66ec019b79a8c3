"""The chair's own order of questions, and which of them can be put together."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.debate import AmendmentDown, Debate, ProceduralDown, SeparateVoteDown
from webapp.procedure.en_bloc import uncontested
from webapp.procedure.phrases import Passage
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.rulebook import load_preset
from webapp.procedure.states import Outcome
from webapp.procedure.voting_order import (
    misplaced,
    moved_between,
    must_precede,
    order_questions,
    put_first,
    put_last,
)

FEDERAL = load_preset("federal_conference")
HEDGES = {"motion": "M", "code": "F7", "title": "Hedges", "kind": "policy_motion"}


def debate(**facts):
    return Debate(**{**HEDGES, **facts})


def amendment(id, **facts):
    return AmendmentDown(id, id.removeprefix("A"), **facts)


def moved(id, effect, **facts):
    return ProceduralDown(id, id, ProceduralEffect(effect), "simple", "{motion}", **facts)


BACK = moved("R", "refer_back")
HEARING = moved("H", "refer_back", hearing_of="R")
TREE = debate(
    amendments=[
        amendment("A1"),
        amendment("A1a", amends="A1"),
        amendment("A1b", amends="A1a"),
        amendment("A2"),
    ],
    procedural=[BACK, HEARING],
)
IDS = ["H", "R", "A1b", "A1a", "A1", "A2"]


def test_what_spares_the_rest_is_put_first_and_each_after_the_vote_on_hearing_it():
    facts = debate(
        amendments=[amendment("A1")],
        procedural=[BACK, HEARING, moved("C", "closure"), moved("S", "suspend")],
    )

    assert order_questions(facts, FEDERAL) == ("S", "C", "H", "R", "A1", "M")


def test_a_question_waits_for_all_that_is_below_it():
    precede = must_precede(TREE)

    assert precede["A1"] == {"A1a", "A1b"}
    assert precede["R"] == {"H"}
    assert precede["A2"] == set()


def test_put_first_it_takes_along_what_it_waits_for():
    assert put_first(IDS, "A1", must_precede(TREE)) == ("A1b", "A1a", "A1", "H", "R", "A2")


def test_put_last_it_takes_along_what_waits_for_it():
    assert put_last(IDS, "A1b", must_precede(TREE)) == ("H", "R", "A2", "A1b", "A1a", "A1")


@given(st.permutations(IDS), st.sampled_from(IDS))
def test_put_elsewhere_no_question_is_lost_and_none_that_was_right_is_misplaced(order, id):
    precede = must_precede(TREE)
    was_right = misplaced(order, precede) is None

    for moved_order in (put_first(order, id, precede), put_last(order, id, precede)):
        assert sorted(moved_order) == sorted(IDS)
        assert not was_right or misplaced(moved_order, precede) is None


@given(st.permutations(IDS), st.permutations(IDS))
def test_what_was_not_moved_stays_in_its_order(before, after):
    moved_ids = moved_between(before, after)

    stayed = [id for id in after if id not in moved_ids]
    assert stayed == [id for id in before if id not in moved_ids]


# --- together


def test_what_meets_nothing_open_is_put_together():
    facts = debate(
        amendments=[amendment(f"A{number}") for number in (1, 2, 3, 4)],
        collisions=[("A1", "A2")],
    )

    assert uncontested(facts) == ("A3", "A4")


def test_what_met_something_decided_is_uncontested_now():
    facts = debate(
        amendments=[amendment("A1", outcome=Outcome.LOST), amendment("A2"), amendment("A3")],
        collisions=[("A1", "A2")],
    )

    assert uncontested(facts) == ("A2", "A3")


def test_a_separate_vote_still_to_come_contests_what_it_would_take_with_it():
    facts = debate(
        amendments=[amendment(f"A{number}") for number in (1, 2, 3)],
        separate_votes=[SeparateVoteDown("S", Passage(lines=(2, 3)))],
        ends=[("S", "A1")],
    )

    assert uncontested(facts) == ("A2", "A3")


def test_what_nothing_is_left_of_is_not_put_at_all():
    facts = debate(amendments=[amendment(f"A{number}") for number in (1, 2, 3)], ends=[("", "A1")])

    assert uncontested(facts) == ("A2", "A3")


def test_amendments_to_amendments_and_what_they_amend_are_put_by_themselves():
    assert uncontested(TREE) == ()


def test_an_objection_takes_one_out_and_one_alone_is_not_put_together():
    facts = debate(amendments=[amendment("A1"), amendment("A2"), amendment("A3")])

    assert uncontested(facts, {"A1"}) == ("A2", "A3")
    assert uncontested(facts, {"A1", "A2"}) == ()


def test_nothing_is_put_together_once_the_debate_is_over():
    facts = debate(amendments=[amendment("A1"), amendment("A2")], outcome=Outcome.WITHDRAWN)

    assert uncontested(facts) == ()
