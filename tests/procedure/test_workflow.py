"""The life of motions and amendments, compared with standing orders written out by hand."""

import re
from itertools import product

import pytest

from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState, ProceduralState, SeparateVoteState
from webapp.procedure.workflow import (
    AMENDMENT_STEPS,
    MOTION_STEPS,
    PROCEDURAL_STEPS,
    SEPARATE_VOTE_STEPS,
    Circumstance,
    NotPermitted,
    WrongState,
    events_open,
    may,
    next_state,
)

MOTIONS = """
While draft, its drafter or mover may revise it: it is then draft.
While draft, its drafter or mover may submit it: it is then submitted.
While draft, the chair, committee or staff may let it in late: it is then submitted.
While draft, its drafter or mover may withdraw it: it is then withdrawn.
While submitted, its drafter, mover or staff may withdraw it: it is then withdrawn.
While in order, its drafter, mover or staff may withdraw it: it is then withdrawn.
While selected, its drafter, mover or staff may withdraw it: it is then withdrawn.
While published, the chair or staff may withdraw it: it is then withdrawn.

While submitted, the committee or staff may rule it in order: it is then in order.
While submitted, the committee or staff may rule it out of order: it is then out of order.
While in order, the committee or staff may rule it out of order: it is then out of order.
While out of order, the committee or staff may rule it in order: it is then in order.
While in order, the committee or staff may select it: it is then selected.
While in order, the committee or staff may reject it: it is then rejected.
While in order, the chair or staff may choose it: it is then selected.
While in order, the chair or staff may pass over it: it is then rejected.
While selected, the committee or staff may reject it: it is then rejected.
While rejected, the committee or staff may select it: it is then selected.
While out of order, its drafter or mover may appeal: it is then out of order.
While rejected, its drafter or mover may appeal: it is then rejected.
While out of order, the chair, committee or staff may uphold the appeal: it is then in order.
While rejected, the chair, committee or staff may uphold the appeal: it is then in order.
While out of order, the chair, committee or staff may dismiss the appeal: it is then out of order.
While rejected, the chair, committee or staff may dismiss the appeal: it is then rejected.

While submitted, the committee or staff may redraft it: it is then submitted.
While in order, the committee or staff may redraft it: it is then in order.
While selected, the committee or staff may redraft it: it is then selected.
While published, the committee or staff may redraft it: it is then published.
While selected, the committee or staff may publish it: it is then published.
While published, the committee or staff may publish it: it is then published.

While published, the chair or staff may carry it: it is then passed.
While published, the chair or staff may lose it: it is then lost.
While published, the chair or staff may refer it back: it is then referred back.
While published, the chair or staff may leave it unreached: it is then not reached.
While published, the chair or staff may go on without it: it is then not proceeded with.
While not proceeded with, the chair or staff may reopen it: it is then published.
While passed, the chair or staff may reopen it: it is then published.
While lost, the chair or staff may reopen it: it is then published.
While referred back, the chair or staff may reopen it: it is then published.
While not reached, the chair or staff may reopen it: it is then published.
While withdrawn, the chair or staff may reopen it if it was printed: it is then published.
While passed, staff may correct its text: it is then passed.
"""

AMENDMENTS = """
While draft, its drafter or mover may revise it: it is then draft.
While draft, its drafter or mover may submit it: it is then submitted.
While draft, the chair, committee or staff may let it in late: it is then submitted.
While draft, its drafter or mover may withdraw it: it is then withdrawn.
While submitted, its drafter, mover or staff may withdraw it: it is then withdrawn.
While selected, the chair or staff may withdraw it: it is then withdrawn.
While draft, its drafter or mover may join it to another: it is then withdrawn.
While submitted, the committee or staff may join it to another: it is then withdrawn.

While submitted, the committee or staff may rule it out of order: it is then out of order.
While out of order, the committee or staff may rule it in order: it is then submitted.
While submitted, the committee or staff may select it: it is then selected.
While submitted, the committee or staff may reject it: it is then not selected.
While selected, the committee or staff may reject it: it is then not selected.
While not selected, the committee or staff may select it: it is then selected.
While out of order, its drafter or mover may appeal: it is then out of order.
While not selected, its drafter or mover may appeal: it is then not selected.
While out of order, the chair, committee or staff may uphold the appeal: it is then submitted.
While not selected, the chair, committee or staff may uphold the appeal: it is then submitted.
While out of order, the chair, committee or staff may dismiss the appeal: it is then out of order.
While not selected, the chair, committee or staff may dismiss the appeal: it is then not selected.
While submitted, the chair, committee or staff may admit it late: it is then selected.
While not selected, the chair, committee or staff may admit it late: it is then selected.

While submitted, the committee or staff may write it in: it is then written in.
While selected, the chair or staff may record that it is accepted: it is then accepted.
While selected, the chair, committee or staff may split it: it is then in parts.
While in parts, the chair, committee or staff may put it together again: it is then selected.
While selected, the chair or staff may carry it: it is then carried.
While selected, the chair or staff may lose it: it is then lost.
While selected, the chair or staff may let it fall: it is then fallen.
While carried, the chair or staff may reopen it: it is then selected.
While lost, the chair or staff may reopen it: it is then selected.
While fallen, the chair or staff may reopen it: it is then selected.
While accepted, the chair or staff may reopen it: it is then selected.
While withdrawn, the chair or staff may reopen it if it was printed: it is then selected.
"""

SEPARATE_VOTES = """
While asked, its drafter, mover or staff may withdraw it: it is then withdrawn.
While asked, the chair, committee or staff may select it: it is then selected.
While not selected, the chair, committee or staff may select it: it is then selected.
While asked, the chair, committee or staff may reject it: it is then not selected.
While selected, the chair, committee or staff may reject it: it is then not selected.
While selected, the chair or staff may withdraw it: it is then withdrawn.

While selected, the chair or staff may keep the words: it is then kept.
While selected, the chair or staff may strike the words: it is then lost.
While selected, the chair or staff may let it fall: it is then fallen.
While kept, the chair or staff may reopen it: it is then selected.
While lost, the chair or staff may reopen it: it is then selected.
While fallen, the chair or staff may reopen it: it is then selected.
While withdrawn, the chair or staff may reopen it if it was printed: it is then selected.
"""

PROCEDURAL_MOTIONS = """
While moved, its mover or staff may withdraw it: it is then withdrawn.
While moved, the chair or staff may select it: it is then selected.
While not selected, the chair or staff may select it: it is then selected.
While moved, the chair or staff may reject it: it is then not selected.
While selected, the chair or staff may withdraw it: it is then withdrawn.

While selected, the chair or staff may carry it: it is then carried.
While selected, the chair or staff may lose it: it is then lost.
While selected, the chair or staff may let it fall: it is then fallen.
While carried, the chair or staff may reopen it: it is then selected.
While lost, the chair or staff may reopen it: it is then selected.
While fallen, the chair or staff may reopen it: it is then selected.
While withdrawn, the chair or staff may reopen it if it was printed: it is then selected.
"""

SENTENCE = re.compile(
    r"While ([a-z ]+), (?:its |the )?([a-z, ]+) may ([a-z ]+?)( if it was printed)?"
    r": it is then ([a-z ]+)\."
)
EVENTS = {
    "revise it": "revise",
    "submit it": "submit",
    "withdraw it": "withdraw",
    "let it in late": "let_in",
    "appeal": "appeal",
    "uphold the appeal": "uphold_appeal",
    "dismiss the appeal": "dismiss_appeal",
    "rule it in order": "rule_in_order",
    "rule it out of order": "rule_out_of_order",
    "select it": "select",
    "reject it": "reject",
    "choose it": "choose",
    "pass over it": "pass_over",
    "redraft it": "redraft",
    "publish it": "publish",
    "admit it late": "admit_late",
    "carry it": "carry",
    "lose it": "lose",
    "refer it back": "refer_back",
    "leave it unreached": "leave_unreached",
    "let it fall": "fall",
    "reopen it": "reopen",
    "go on without it": "go_on",
    "correct its text": "correct_text",
    "write it in": "write_in",
    "record that it is accepted": "accept",
    "split it": "split",
    "put it together again": "rejoin",
    "join it to another": "join",
    "keep the words": "keep",
    "strike the words": "strike",
}
PRINTED = frozenset({Circumstance.PRINTED})
MOTION_OUTCOMES = {
    "passed",
    "lost",
    "referred_back",
    "withdrawn",
    "not_reached",
    "not_proceeded_with",
}
AMENDMENT_OUTCOMES = {
    "carried", "lost", "fallen", "withdrawn", "accepted", "written_in"
}  # fmt: skip
PROCEDURAL_OUTCOMES = {"carried", "lost", "fallen", "withdrawn"}
WORDS_OUTCOMES = {"kept", "lost", "fallen", "withdrawn"}
BEGINNINGS = {
    MotionState: MotionState.DRAFT,
    AmendmentState: AmendmentState.DRAFT,
    SeparateVoteState: SeparateVoteState.ASKED,
    ProceduralState: ProceduralState.MOVED,
}

LIVES = pytest.mark.parametrize(
    ("sentences", "steps", "states"),
    [
        (MOTIONS, MOTION_STEPS, MotionState),
        (AMENDMENTS, AMENDMENT_STEPS, AmendmentState),
        (SEPARATE_VOTES, SEPARATE_VOTE_STEPS, SeparateVoteState),
        (PROCEDURAL_MOTIONS, PROCEDURAL_STEPS, ProceduralState),
    ],
    ids=["motions", "amendments", "separate votes", "procedural motions"],
)


def read_aloud(sentences, states):
    """Return {(event, state, role, circumstances): target} for everything that is in order."""
    allowed = {}
    for line in filter(None, sentences.splitlines()):
        source, roles, event, only_printed, target = SENTENCE.fullmatch(line).groups()
        for role in re.split(r", | or ", roles):
            for circumstances in (PRINTED,) if only_printed else (frozenset(), PRINTED):
                key = (EVENTS[event], states(source.replace(" ", "_")), Role(role), circumstances)
                assert key not in allowed, line
                allowed[key] = states(target.replace(" ", "_"))
    return allowed


@LIVES
def test_every_event_in_every_state_by_every_role_is_as_standing_orders_say(
    sentences, steps, states
):
    everything = product(
        sorted({step.event for step in steps}), states, Role, (frozenset(), PRINTED)
    )

    in_order = {
        (event, state, role, circumstances): next_state(event, state, {role}, circumstances)
        for event, state, role, circumstances in everything
        if may(event, state, {role}, circumstances)
    }

    assert in_order == read_aloud(sentences, states)


@LIVES
def test_what_is_out_of_order_is_refused_for_the_state_before_the_person(sentences, steps, states):
    sources = {(event, state) for event, state, _, _ in read_aloud(sentences, states)}

    for event, state in product({step.event for step in steps}, states):
        refusal = NotPermitted if (event, state) in sources else WrongState
        with pytest.raises(refusal):
            next_state(event, state, set(), PRINTED)


@LIVES
def test_the_buttons_offered_are_exactly_what_would_not_be_refused(sentences, steps, states):
    del sentences
    for state, role, circumstances in product(states, Role, (frozenset(), PRINTED)):
        offered = events_open(state, {role}, circumstances)

        assert set(offered) == {
            step.event for step in steps if may(step.event, state, {role}, circumstances)
        }


@pytest.mark.parametrize(
    ("steps", "outcomes", "draft"),
    [
        (MOTION_STEPS, MOTION_OUTCOMES, MotionState.DRAFT),
        (AMENDMENT_STEPS, AMENDMENT_OUTCOMES, AmendmentState.DRAFT),
        (SEPARATE_VOTE_STEPS, WORDS_OUTCOMES, SeparateVoteState.ASKED),
        (PROCEDURAL_STEPS, PROCEDURAL_OUTCOMES, ProceduralState.MOVED),
    ],
    ids=["motions", "amendments", "separate votes", "procedural motions"],
)
def test_no_list_of_events_reaches_two_outcomes_unless_the_result_is_reopened(
    steps, outcomes, draft
):
    reachable = reached_from(draft, steps)
    without_reopening = [step for step in steps if step.event != "reopen"]

    for state in reachable & outcomes:
        assert reached_from(state, without_reopening) == {state}


@LIVES
def test_every_state_can_be_reached_from_where_it_begins(sentences, steps, states):
    del sentences

    assert reached_from(BEGINNINGS[states], steps) == set(states)


@LIVES
def test_no_two_rows_decide_the_same_event(sentences, steps, states):
    del sentences, states
    decided = [(step.event, step.source) for step in steps]

    assert len(decided) == len(set(decided))


def test_one_of_several_parts_played_is_enough():
    roles = {Role.DELEGATE, Role.SUPPORTER, Role.MOVER}

    state = next_state("submit", MotionState.DRAFT, roles)

    assert state is MotionState.SUBMITTED


def test_a_refusal_carries_its_facts():
    with pytest.raises(WrongState) as refused:
        next_state("carry", AmendmentState.DRAFT, {Role.CHAIR})

    assert (refused.value.event, refused.value.state) == ("carry", AmendmentState.DRAFT)


def test_an_event_of_another_life_is_a_mistake_and_not_a_refusal():
    with pytest.raises(LookupError):
        may("publish", AmendmentState.SELECTED, {Role.STAFF})


def test_a_motion_and_an_amendment_in_states_of_the_same_name_live_by_their_own_tables():
    assert "publish" in events_open(MotionState.SELECTED, {Role.COMMITTEE})
    assert "publish" not in events_open(AmendmentState.SELECTED, {Role.COMMITTEE})


def reached_from(state, steps):
    """Return every state some list of events leads to, the first with it."""
    reached, edge = {state}, [state]
    while edge:
        here = edge.pop()
        ahead = {step.target for step in steps if step.source == here} - reached
        reached |= ahead
        edge.extend(ahead)
    return reached
