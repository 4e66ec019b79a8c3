"""The plan of a debate, before and after each result."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.procedure.debate import suppose
from webapp.procedure.majority import Put
from webapp.procedure.phrases import Passage
from webapp.procedure.rulebook import load_preset
from webapp.procedure.rules import Order, SeparateVotes
from webapp.procedure.states import Outcome, QuestionKind
from webapp.procedure.voting_plan import (
    AmendmentDown,
    Debate,
    ProceduralDown,
    SeparateVoteDown,
    Standing,
    order_amendments,
    plan,
)

FEDERAL = load_preset("federal_conference")
HEDGES = {"motion": "M", "code": "F7", "title": "Hedges", "kind": "policy_motion"}
LINES_20_TO_22 = SeparateVoteDown("S", Passage(lines=(20, 22)))


def procedural(id, key, **facts):
    rule = FEDERAL.procedural_rule(key)
    return ProceduralDown(id, rule.name, rule.effect, rule.majority, rule.words, **facts)


REFERENCE_BACK = procedural("R", "reference_back")
NEXT_BUSINESS = procedural("N", "next_business")
CLOSURE = procedural("C", "closure")


def debate(**facts):
    return Debate(**{**HEDGES, **facts})


def amendment(number, position=None, **facts):
    position = number if position is None else position
    return AmendmentDown(f"A{number}", str(number), position=position, **facts)


def ids(questions):
    return [question.id for question in questions]


def with_voting(**changes):
    return replace(FEDERAL, voting=replace(FEDERAL.voting, **changes))


def test_reference_back_comes_first_and_the_motion_last():
    facts = debate(
        amendments=[amendment(2), amendment(1)],
        separate_votes=[LINES_20_TO_22],
        procedural=[REFERENCE_BACK],
    )

    planned = plan(facts, FEDERAL)

    assert ids(planned.questions) == ["R", "A1", "A2", "S", "M"]
    assert planned.now.id == "R"


def test_separate_votes_come_before_amendments_where_the_rulebook_says_so():
    facts = debate(amendments=[amendment(1)], separate_votes=[LINES_20_TO_22])

    planned = plan(facts, with_voting(separate_votes=SeparateVotes.BEFORE_AMENDMENTS))

    assert ids(planned.questions) == ["S", "A1", "M"]


@pytest.mark.parametrize(
    ("order", "ordered"),
    [
        (Order.PLACE_IN_TEXT, ["A3", "A1", "A2"]),
        (Order.PRINTED, ["A1", "A2", "A3"]),
        (Order.FURTHEST_REMOVED, ["A2", "A3", "A1"]),
    ],
)
def test_amendments_are_put_in_the_order_the_rulebook_says(order, ordered):
    amendments = [
        amendment(1, position=20, reach=2),
        amendment(2, position=30, reach=90),
        amendment(3, position=10, reach=5),
    ]

    assert ids(order_amendments(amendments, order)) == ordered


def test_an_amendment_to_an_amendment_is_put_before_it():
    amendments = [amendment(1), amendment(2, amends="A1"), amendment(3, amends="A2")]

    assert ids(order_amendments(amendments, Order.PRINTED)) == ["A3", "A2", "A1"]


@given(st.lists(st.integers(0, 7), min_size=8, max_size=8), st.sampled_from(Order))
def test_no_amendment_is_lost_or_put_twice_whatever_it_is_said_to_amend(parents, order):
    amendments = [amendment(number, amends=f"A{parent}") for number, parent in enumerate(parents)]

    ordered = order_amendments(amendments, order)

    assert sorted(ids(ordered)) == sorted(ids(amendments))


def test_the_chair_may_choose_another_order_for_what_lies_between():
    facts = debate(
        amendments=[amendment(1), amendment(2), amendment(3)],
        procedural=[REFERENCE_BACK],
        order=["A3", "A1"],
    )

    assert ids(plan(facts, FEDERAL).questions) == ["R", "A3", "A1", "A2", "M"]


def option(number, outcome=None):
    lines = (9 + number, 9 + number)
    return SeparateVoteDown(
        f"O{number}", Passage(lines=lines), position=number, outcome=outcome, choice="C"
    )


def test_options_are_put_after_amendments_and_before_other_words():
    words = SeparateVoteDown("S", Passage(lines=(2, 3)), position=2)
    facts = debate(amendments=[amendment(1)], separate_votes=[words, option(2), option(1)])

    assert ids(plan(facts, FEDERAL).questions) == ["A1", "O1", "O2", "S", "M"]


def test_an_option_that_stands_makes_the_others_fall():
    facts = debate(separate_votes=[option(1), option(2), option(3)])

    question = plan(facts, FEDERAL).question("O2")

    assert set(question.falls_if_carried) == {"O1", "O3"}
    assert question.falls_if_lost == ()
    assert "this option stand" in question.words


def test_the_last_option_left_is_not_put():
    facts = debate(separate_votes=[option(1, Outcome.LOST), option(2, Outcome.LOST), option(3)])

    assert plan(facts, FEDERAL).question("O3").standing is Standing.FALLS


def test_what_leaves_nothing_to_put_works_in_one_direction_only():
    facts = debate(
        amendments=[amendment(1, outcome=Outcome.CARRIED), amendment(2)],
        separate_votes=[LINES_20_TO_22],
        ends=[("S", "A2"), ("A2", "S")],
    )

    planned = plan(facts, FEDERAL)

    assert planned.falling == ()
    assert planned.question("A2").falls_if_carried == ("S",)
    assert planned.question("S").falls_if_lost == ("A2",)
    assert planned.question("S").falls_if_carried == ()


def test_one_carried_to_an_amendment_meets_only_its_like_until_that_is_carried():
    facts = debate(
        amendments=[
            amendment(1),
            amendment(2, amends="A1", outcome=Outcome.CARRIED),
            amendment(3, amends="A1"),
            amendment(4),
        ],
        collisions=[("A2", "A3"), ("A2", "A4")],
    )

    planned = plan(facts, FEDERAL)

    assert ids(planned.falling) == ["A3"]
    assert planned.question("A1").falls_if_carried == ("A4",)


def test_what_the_mover_accepted_counts_as_carried():
    facts = debate(
        amendments=[amendment(1, outcome=Outcome.ACCEPTED), amendment(2)],
        collisions=[("A1", "A2")],
    )

    assert ids(plan(facts, FEDERAL).falling) == ["A2"]


def test_what_is_decided_stays_in_the_plan_and_the_next_question_is_put_now():
    facts = debate(amendments=[amendment(1, outcome=Outcome.LOST), amendment(2)])

    planned = plan(facts, FEDERAL)

    assert [question.standing for question in planned.questions] == [
        Standing.DECIDED,
        Standing.NOW,
        Standing.WAITING,
    ]


def test_the_plan_says_what_falls_if_this_is_carried():
    facts = debate(
        amendments=[amendment(1), amendment(2), amendment(3), amendment(4, amends="A3")],
        collisions=[("A3", "A1")],
    )

    question = plan(facts, FEDERAL).question("A1")

    assert set(question.falls_if_carried) == {"A3", "A4"}
    assert question.falls_if_lost == ()


def test_an_amendment_falls_when_one_it_collides_with_was_carried():
    facts = debate(
        amendments=[amendment(1, outcome=Outcome.CARRIED), amendment(2), amendment(3)],
        collisions=[("A2", "A1")],
    )

    planned = plan(facts, FEDERAL)

    assert ids(planned.falling) == ["A2"]
    assert planned.question("A2").because_of == "A1"
    assert planned.now.id == "A3"


def test_an_amendment_is_put_when_the_one_it_collides_with_was_lost():
    facts = debate(
        amendments=[amendment(1, outcome=Outcome.LOST), amendment(2)], collisions=[("A1", "A2")]
    )

    assert plan(facts, FEDERAL).now.id == "A2"


def test_amendments_to_an_amendment_fall_with_it():
    facts = debate(
        amendments=[
            amendment(1, outcome=Outcome.CARRIED),
            amendment(2),
            amendment(3, amends="A2"),
            amendment(4, amends="A3"),
        ],
        collisions=[("A1", "A2")],
    )

    falling = plan(facts, FEDERAL).falling

    assert {question.id: question.because_of for question in falling} == {
        "A2": "A1",
        "A3": "A2",
        "A4": "A3",
    }


def test_words_struck_in_a_separate_vote_make_fall_what_needs_them_and_words_kept_do_not():
    facts = debate(
        amendments=[amendment(1)], separate_votes=[LINES_20_TO_22], collisions=[("S", "A1")]
    )
    struck = replace(facts, separate_votes=[replace(LINES_20_TO_22, outcome=Outcome.LOST)])
    kept = replace(facts, separate_votes=[replace(LINES_20_TO_22, outcome=Outcome.CARRIED)])

    assert ids(plan(struck, FEDERAL).falling) == ["A1"]
    assert ids(plan(kept, FEDERAL).falling) == []


def test_a_reference_back_carried_ends_the_debate():
    facts = debate(
        amendments=[amendment(1)], procedural=[replace(REFERENCE_BACK, outcome=Outcome.CARRIED)]
    )

    planned = plan(facts, FEDERAL)

    assert planned.now is None
    assert {question.id: question.because_of for question in planned.falling} == {
        "A1": "R",
        "M": "R",
    }


def test_next_business_ends_the_debate_and_a_closure_does_not():
    going_on = debate(procedural=[replace(NEXT_BUSINESS, outcome=Outcome.CARRIED)])
    closed = debate(procedural=[replace(CLOSURE, outcome=Outcome.CARRIED)])

    assert ids(plan(going_on, FEDERAL).falling) == ["M"]
    assert plan(closed, FEDERAL).now.id == "M"
    assert (going_on.is_closed, closed.is_closed) == (False, True)


@pytest.mark.parametrize(
    ("outcome", "standing"),
    [
        (Outcome.CARRIED, Standing.NOW),
        (Outcome.LOST, Standing.FALLS),
        (Outcome.WITHDRAWN, Standing.FALLS),
    ],
)
def test_only_what_conference_would_hear_is_put(outcome, standing):
    hearing = replace(REFERENCE_BACK, id="H", hearing_of="R", outcome=outcome)

    planned = plan(debate(procedural=[REFERENCE_BACK, hearing]), FEDERAL)

    assert ids(planned.questions) == ["H", "R", "M"]
    assert planned.question("R").standing is standing


def test_a_hearing_alone_ends_nothing():
    hearing = replace(REFERENCE_BACK, id="H", hearing_of="R")

    question = plan(debate(procedural=[REFERENCE_BACK, hearing]), FEDERAL).question("H")

    assert question.falls_if_carried == ()
    assert question.falls_if_lost == ("R",)


def test_a_part_referred_back_leaves_the_rest_to_be_put_as_amended():
    part = replace(REFERENCE_BACK, passage=Passage(lines=(20, 22)), outcome=Outcome.CARRIED)
    facts = debate(amendments=[amendment(1), amendment(2)], procedural=[part], ends=[("R", "A1")])

    planned = plan(facts, FEDERAL)

    assert ids(planned.falling) == ["A1"]
    assert "as amended" in planned.question("M").words


def test_of_a_part_the_chair_reads_out_its_lines():
    part = replace(REFERENCE_BACK, passage=Passage(lines=(20, 22)))

    words = plan(debate(procedural=[part]), FEDERAL).question("R").words

    assert words.startswith("The question is the reference back of lines 20–22 (F7, Hedges).")


def test_a_majority_that_standing_orders_no_longer_have_is_the_motions_own():
    moved = replace(NEXT_BUSINESS, majority="three_quarters")

    assert plan(debate(procedural=[moved]), FEDERAL).question("N").majority.key == "simple"


def test_a_motion_withdrawn_leaves_nothing_to_put():
    facts = debate(amendments=[amendment(1)], outcome=Outcome.WITHDRAWN)

    planned = plan(facts, FEDERAL)

    assert planned.now is None
    assert ids(planned.falling) == ["A1"]


def test_amendment_and_motion_may_need_different_majorities():
    facts = debate(
        kind="constitutional_amendment",
        amendments=[amendment(1)],
        separate_votes=[LINES_20_TO_22],
        procedural=[REFERENCE_BACK],
    )

    planned = plan(facts, FEDERAL)

    assert {one.kind: one.majority.key for one in planned.questions} == {
        QuestionKind.PROCEDURAL: "simple",
        QuestionKind.AMENDMENT: "simple",
        QuestionKind.SEPARATE_VOTE: "simple",
        QuestionKind.MOTION: "two_thirds",
    }


def test_only_a_separate_vote_is_put_to_keep():
    facts = debate(amendments=[amendment(1)], separate_votes=[LINES_20_TO_22])

    puts = {one.id: one.put for one in plan(facts, FEDERAL).questions}

    assert puts == {"A1": Put.TO_CHANGE, "S": Put.TO_KEEP, "M": Put.TO_CHANGE}


def test_the_chair_reads_out_the_question_the_majority_and_what_falls():
    facts = debate(
        amendments=[amendment(1), amendment(2), amendment(3)],
        separate_votes=[LINES_20_TO_22],
        procedural=[REFERENCE_BACK],
        collisions=[("A1", "A2"), ("A1", "A3"), ("A1", "S"), ("A2", "A3")],
    )

    words = {one.id: one.words for one in plan(facts, FEDERAL).questions}

    majority = "It needs a majority of the votes cast."
    ask = "Those in favour? Those against?"
    assert words["R"] == f"The question is the reference back of F7, Hedges. {majority} {ask}"
    assert words["A1"] == (
        f"We come to Amendment 1 to F7, Hedges. {majority} If it is carried, "
        f"Amendments 2 and 3 and the separate vote on lines 20–22 fall. {ask}"
    )
    assert words["S"] == (
        "We come to a separate vote on lines 20–22 of F7, Hedges. The question is that these "
        f"words stand. {majority} If it is lost, Amendment 1 falls. {ask}"
    )
    assert words["M"] == f"We come to the vote on F7, Hedges. {majority} {ask}"


def test_the_motion_is_put_as_amended_once_anything_changed_it():
    facts = debate(amendments=[amendment(1, outcome=Outcome.CARRIED)])

    assert plan(facts, FEDERAL).now.words.startswith(
        "We come to the vote on F7, Hedges, as amended."
    )


def test_a_question_nobody_put_down_is_not_found():
    with pytest.raises(LookupError):
        plan(debate(), FEDERAL).question("A1")


@given(st.data())
def test_replanned_after_each_result_every_debate_ends_with_everything_decided(data):
    numbers = range(1, 6)
    pairs = st.tuples(st.sampled_from(numbers), st.sampled_from(numbers))
    facts = debate(
        amendments=[amendment(number) for number in numbers],
        separate_votes=[LINES_20_TO_22],
        procedural=[
            REFERENCE_BACK,
            replace(REFERENCE_BACK, id="H", hearing_of="R"),
            NEXT_BUSINESS,
            CLOSURE,
        ],
        collisions=[(f"A{one}", f"A{other}") for one, other in data.draw(st.lists(pairs))],
    )

    for _ in range(20):
        planned = plan(facts, FEDERAL)
        for question in planned.falling:
            facts = suppose(facts, question.id, Outcome.FALLEN)
        if planned.now is None:
            break
        outcome = data.draw(st.sampled_from([Outcome.CARRIED, Outcome.LOST]))
        facts = suppose(facts, planned.now.id, outcome)

    standings = {question.standing for question in plan(facts, FEDERAL).questions}
    carried = {one.id for one in facts.amendments if one.outcome is Outcome.CARRIED}
    assert standings == {Standing.DECIDED}
    assert not [pair for pair in facts.collisions if len(set(pair)) == 2 and carried >= set(pair)]
