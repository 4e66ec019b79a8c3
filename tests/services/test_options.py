from datetime import timedelta

import pytest

from tests.factories.base import bound_session
from tests.factories.conference import ConferenceFactory
from tests.factories.debate import BEFORE, amendment_to, published_motion
from tests.factories.person import actor_with
from tests.moments import NOON
from webapp.procedure.errors import NotPermitted, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.rulebook import preset_text
from webapp.procedure.states import Outcome, SeparateVoteState
from webapp.queries.debates import load_debate, plan_of
from webapp.queries.options import figures_behind
from webapp.queries.outcomes import final_status_line
from webapp.queries.texts import latest_version
from webapp.services.corrections import correct_result
from webapp.services.counting_options import count_options
from webapp.services.errors import (
    AlreadyDeclared,
    ChangedMeanwhile,
    ImpossibleResult,
    NotReady,
    PassageUnclear,
)
from webapp.services.results import Result, declare_result, undo_result
from webapp.services.separate_votes import mark_options
from webapp.text.numbering import number
from webapp.text.records import load_document
from webapp.text.references import plain_text

S = SeparateVoteState
NINE, LEND, LEVY = (
    "Keep every library open until nine in the evening.",
    "Lend books, tools and instruments without a fee.",
    "Pay for it from the levy on parking.",
)


def motion_where(rule):
    preset = preset_text("federal_conference").replace('options = "one_of"', f'options = "{rule}"')
    return published_motion(ConferenceFactory(rulebook=preset))


@pytest.fixture
def motion(session):
    return motion_where("in_turn")


def marked(motion, *lines):
    session = bound_session()
    committee = actor_with(motion.conference, Role.COMMITTEE)
    made = mark_options(session, committee, motion, lines or [(3, 3), (4, 4), (5, 5)], now=BEFORE)
    session.commit()
    return made


def put(session, actor, item, outcome, *, now=NOON):
    return declare_result(session, actor, item, Result(outcome, now), now=now)


def limbs(session, motion):
    document = load_document(latest_version(session, motion).document)
    numbering = number(document)
    return [plain_text(clause, numbering) for clause in document.walk()][2:]


def test_options_are_put_before_anything_else_on_words_and_named_by_number(session, motion):
    first, second, third = marked(motion)

    plan = plan_of(motion, load_debate(session, motion))

    assert [one.id for one in plan.questions] == [
        first.subject, second.subject, third.subject, "motion",
    ]  # fmt: skip
    assert plan.now.place == "option 1 (line 3)"
    assert set(plan.now.falls_if_carried) == {second.subject, third.subject}


def test_the_option_that_stands_strikes_the_others(session, motion, chair):
    first, second, third = marked(motion)

    declaration = put(session, chair, first, Outcome.CARRIED)

    assert [one.state for one in (first, second, third)] == [S.KEPT, S.FALLEN, S.FALLEN]
    assert second.fell_by == declaration
    assert limbs(session, motion) == [NINE]
    put(session, chair, motion, Outcome.CARRIED)
    assert final_status_line(session, motion) == "Passed as amended; option 1 selected"


def test_put_in_turn_the_last_one_left_stands_without_a_vote(session, motion, chair):
    first, second, third = marked(motion)

    put(session, chair, first, Outcome.LOST)
    put(session, chair, second, Outcome.LOST)

    assert (third.state, third.change) == (S.FALLEN, None)
    assert limbs(session, motion) == [LEVY]
    put(session, chair, motion, Outcome.CARRIED)
    assert final_status_line(session, motion) == "Passed as amended; option 3 selected"


def test_the_motion_waits_until_one_is_chosen(session, motion, chair):
    marked(motion)

    with pytest.raises(NotReady):
        put(session, chair, motion, Outcome.CARRIED)


def test_where_conference_votes_for_one_of_them_none_is_voted_out(session):
    motion = motion_where("one_of")
    chair = actor_with(motion.conference, Role.CHAIR)
    first, second, _ = marked(motion)

    with pytest.raises(WrongState):
        put(session, chair, first, Outcome.LOST)

    put(session, chair, second, Outcome.CARRIED)
    assert limbs(session, motion) == [LEND]


def test_taking_back_the_choice_brings_every_option_back(session, motion, chair):
    options = marked(motion)
    declaration = put(session, chair, options[0], Outcome.CARRIED)

    undo_result(session, chair, declaration, now=NOON + timedelta(seconds=3))

    assert {one.state for one in options} == {S.SELECTED}
    assert limbs(session, motion) == [NINE, LEND, LEVY]


def test_a_corrected_choice_puts_the_others_again(session, motion, chair):
    first, second, third = marked(motion)
    vote = put(session, chair, first, Outcome.CARRIED).vote

    lost = Result(Outcome.LOST, NOON)
    correct_result(session, chair, vote, lost, reason="Misheard", now=NOON + timedelta(hours=1))

    assert [one.state for one in (first, second, third)] == [S.LOST, S.SELECTED, S.SELECTED]
    assert limbs(session, motion) == [LEND, LEVY]


def test_an_option_struck_by_an_amendment_is_not_among_those_that_stand(session, motion, chair):
    amendment = amendment_to(motion, "Delete 1.", number="1")
    first, second = marked(motion, (3, 3), (4, 4))
    put(session, chair, amendment, Outcome.CARRIED)
    assert first.state is S.FALLEN

    put(session, chair, second, Outcome.CARRIED)
    put(session, chair, motion, Outcome.CARRIED)

    assert final_status_line(session, motion) == "Passed with Amendment 1; option 2 selected"


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ([(3, 3)], "one_option"),
        ([(3, 4), (4, 5)], "overlap"),
        ([(3, 3), (40, 41)], "no_lines"),
        ([(1, 2), (3, 3)], "leads_in"),
    ],
)
def test_what_cannot_be_options_is_refused_with_why(session, motion, lines, what):
    committee = actor_with(motion.conference, Role.COMMITTEE)

    with pytest.raises(PassageUnclear) as refused:
        mark_options(session, committee, motion, lines, now=NOON)

    assert refused.value.what == what


def test_no_delegate_marks_options(session, motion):
    with pytest.raises(NotPermitted):
        mark_options(
            session,
            actor_with(motion.conference, Role.DELEGATE),
            motion,
            [(3, 3), (4, 4)],
            now=NOON,
        )


# --- counting


@pytest.fixture
def one_of(session):
    return motion_where("one_of")


def count(session, motion, figures, *, now=NOON):
    chair = actor_with(motion.conference, Role.CHAIR)
    return count_options(session, chair, motion, figures, happened_at=now, now=now)


def test_the_option_with_most_votes_stands_and_all_figures_are_kept(session, one_of):
    options = marked(one_of)
    figures = dict(zip(options, (12, 30, 5), strict=True))

    declaration = count(session, one_of, figures)
    again = count(session, one_of, figures)

    assert [one.state for one in options] == [S.FALLEN, S.KEPT, S.FALLEN]
    assert figures_behind(session, declaration) == list(figures.items())
    assert again is declaration


def test_where_two_lead_no_option_is_guessed(session, one_of):
    options = marked(one_of)

    with pytest.raises(ImpossibleResult) as refusal:
        count(session, one_of, dict(zip(options, (12, 12, 5), strict=True)))

    assert refusal.value.reason == "options_equal"


def test_figures_leave_no_open_option_out(session, one_of):
    options = marked(one_of)

    with pytest.raises(ChangedMeanwhile):
        count(session, one_of, dict(zip(options[:2], (12, 7), strict=True)))


def test_other_figures_need_a_correction(session, one_of):
    options = marked(one_of)
    count(session, one_of, dict(zip(options, (12, 30, 5), strict=True)))

    with pytest.raises(AlreadyDeclared):
        count(session, one_of, dict(zip(options, (12, 31, 5), strict=True)))


def test_options_put_in_turn_are_not_counted_beside_each_other(session, motion):
    options = marked(motion)

    with pytest.raises(ImpossibleResult):
        count(session, motion, dict(zip(options, (12, 30, 5), strict=True)))
