"""What relied on a decision that was recorded wrongly."""

from dataclasses import replace

import pytest

from webapp.procedure.reliance import Made, Reliance, Why, relying_on
from webapp.procedure.states import Outcome, QuestionKind


def voted(id, item, outcome=Outcome.LOST, *, seen=(), debate="F7", kind=QuestionKind.AMENDMENT):
    return Made(id, debate, kind, item, outcome, frozenset(seen))


def fell(id, item, because_of):
    return Made(id, "F7", QuestionKind.AMENDMENT, item, Outcome.FALLEN, because_of=because_of)


def test_a_fall_relied_on_what_made_it_fall():
    decisions = [voted("1", "A1", Outcome.CARRIED), fell("2", "A2", because_of="1")]

    found = relying_on(decisions, "1", outcome=Outcome.LOST)

    assert found == (Reliance("2", Why.FELL),)


def test_a_fall_for_another_reason_stands():
    decisions = [
        voted("1", "A1", Outcome.CARRIED),
        voted("2", "A2", Outcome.CARRIED, debate="F8"),
        fell("3", "A3", because_of="2"),
    ]

    assert relying_on(decisions, "1", outcome=Outcome.LOST) == ()


def test_votes_on_a_text_that_had_the_words_relied_on_them():
    decisions = [
        voted("1", "A1", Outcome.CARRIED),
        voted("2", "A2", seen={"A1"}),
        voted("3", "F7", Outcome.CARRIED, seen={"A1"}, kind=QuestionKind.MOTION),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.LOST)

    assert [(one.decision, one.why) for one in found] == [
        ("2", Why.VOTED_WITH),
        ("3", Why.VOTED_WITH),
    ]


def test_votes_on_a_text_that_lacked_the_words_relied_on_their_absence():
    decisions = [voted("1", "A1", Outcome.LOST), voted("2", "A2")]

    found = relying_on(decisions, "1", outcome=Outcome.CARRIED)

    assert found == (Reliance("2", Why.VOTED_WITHOUT),)


def test_an_amendment_put_although_it_should_have_fallen_is_named_so():
    decisions = [voted("1", "A1"), voted("2", "A2", Outcome.CARRIED), voted("3", "A3")]

    found = relying_on(decisions, "1", outcome=Outcome.CARRIED, collisions=[("A2", "A1")])

    assert [(one.decision, one.why) for one in found] == [
        ("2", Why.SHOULD_HAVE_FALLEN),
        ("3", Why.VOTED_WITHOUT),
    ]


def test_what_fell_through_a_decision_now_in_doubt_is_in_doubt_too():
    decisions = [
        voted("1", "A1"),
        voted("2", "A2", Outcome.CARRIED),
        fell("3", "A3", because_of="2"),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.CARRIED, collisions=[("A1", "A2")])

    assert found[1] == Reliance("3", Why.FELL, through="2")


def test_another_debate_is_touched_only_where_its_text_had_the_words():
    decisions = [
        voted("1", "A1", Outcome.CARRIED),
        voted("2", "B1", debate="F8"),
        voted("3", "B2", debate="F8", seen={"A1"}),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.LOST)

    assert [one.decision for one in found] == ["3"]


def test_another_debate_is_touched_through_a_decision_in_doubt():
    decisions = [
        voted("1", "A1"),
        voted("2", "A2", Outcome.CARRIED),
        voted("3", "B1", debate="F8", seen={"A2"}),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.CARRIED)

    assert found[1] == Reliance("3", Why.VOTED_WITH, through="2")


def test_everything_after_a_reference_back_wrongly_lost_relied_on_it():
    decisions = [
        replace(voted("1", "R", Outcome.LOST, kind=QuestionKind.PROCEDURAL), ends_debate=True),
        voted("2", "A1", Outcome.CARRIED),
        voted("3", "F7", Outcome.CARRIED, seen={"A1"}, kind=QuestionKind.MOTION),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.REFERRED_BACK)

    assert [(one.decision, one.why) for one in found] == [("2", Why.ENDED), ("3", Why.ENDED)]


def test_words_struck_by_mistake_were_missing_in_the_later_votes():
    decisions = [
        voted("1", "S1", Outcome.LOST, kind=QuestionKind.SEPARATE_VOTE),
        voted("2", "F7", Outcome.CARRIED, seen={"S1"}, kind=QuestionKind.MOTION),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.CARRIED)

    assert found == (Reliance("2", Why.VOTED_WITH),)


def test_earlier_decisions_never_relied_on_a_later_one():
    decisions = [voted("1", "A1", Outcome.CARRIED), voted("2", "A2", seen={"A1"})]

    assert relying_on(decisions, "2", outcome=Outcome.CARRIED) == ()


def test_nothing_relied_on_a_correction_that_does_not_touch_the_text():
    decisions = [voted("1", "A1", Outcome.LOST), voted("2", "A2")]

    assert relying_on(decisions, "1", outcome=Outcome.WITHDRAWN) == ()


def test_the_same_outcome_again_puts_nothing_in_doubt():
    decisions = [voted("1", "A1", Outcome.CARRIED), voted("2", "A2", seen={"A1"})]

    assert relying_on(decisions, "1", outcome=Outcome.CARRIED) == ()


def test_a_decision_that_was_not_made_cannot_be_corrected():
    with pytest.raises(LookupError):
        relying_on([], "1", outcome=Outcome.LOST)


# --- a question that was never put


def test_votes_on_words_of_a_question_never_put_relied_on_them():
    decisions = [
        voted("1", "A1", Outcome.CARRIED),
        fell("2", "A2", because_of="1"),
        voted("3", "A3", seen={"A1"}),
        voted("4", "F7", Outcome.CARRIED, seen={"A1"}, kind=QuestionKind.MOTION),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.NOT_PUT)

    assert [(one.decision, one.why) for one in found] == [
        ("2", Why.FELL),
        ("3", Why.VOTED_WITH),
        ("4", Why.VOTED_WITH),
    ]


@pytest.mark.parametrize(
    ("wrongly", "kind"),
    [
        (Outcome.LOST, QuestionKind.AMENDMENT),
        (Outcome.WITHDRAWN, QuestionKind.AMENDMENT),
        (Outcome.CARRIED, QuestionKind.SEPARATE_VOTE),
    ],
)
def test_the_motion_waits_for_all_so_it_relied_on_a_question_never_put(wrongly, kind):
    decisions = [
        voted("1", "A1", wrongly, kind=kind),
        voted("2", "A2"),
        voted("3", "F7", Outcome.CARRIED, kind=QuestionKind.MOTION),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.NOT_PUT)

    assert found == (Reliance("3", Why.ENDED),)


def test_an_amendment_waits_for_those_to_it_so_it_relied_on_one_never_put():
    decisions = [
        voted("1", "A1.1", Outcome.LOST),
        Made(
            "2", "F7", QuestionKind.AMENDMENT, "A1", Outcome.CARRIED, waited_for=frozenset({"A1.1"})
        ),
        voted("3", "A2", Outcome.CARRIED),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.NOT_PUT)

    assert found == (Reliance("2", Why.ENDED),)


def test_words_struck_in_a_separate_vote_never_put_were_missing_afterwards():
    decisions = [
        voted("1", "S1", Outcome.LOST, kind=QuestionKind.SEPARATE_VOTE),
        voted("2", "A1"),
    ]

    found = relying_on(decisions, "1", outcome=Outcome.NOT_PUT)

    assert found == (Reliance("2", Why.VOTED_WITH),)


def test_everything_that_ended_with_a_motion_never_put_relied_on_it():
    decisions = [
        voted("1", "F7", Outcome.REFERRED_BACK, kind=QuestionKind.MOTION),
        fell("2", "A1", because_of="1"),
    ]

    assert relying_on(decisions, "1", outcome=Outcome.NOT_PUT) == (Reliance("2", Why.FELL),)
