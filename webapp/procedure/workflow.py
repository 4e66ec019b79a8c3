"""The life of whatever conference decides on, as rows: who may do what, and what follows.

One row decides both the button and the refusal. A row read aloud is a sentence of
standing orders: "A motion that is in order may be selected by the committee or by staff."
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import NamedTuple, TypeVar

from webapp.procedure.errors import NotPermitted, OutOfOrder, WrongState
from webapp.procedure.roles import Role
from webapp.procedure.states import AmendmentState, MotionState, ProceduralState, SeparateVoteState

__all__ = [
    "AMENDMENT_STEPS",
    "MOTION_STEPS",
    "PROCEDURAL_STEPS",
    "SEPARATE_VOTE_STEPS",
    "Circumstance",
    "NotPermitted",
    "OutOfOrder",
    "Step",
    "WrongState",
    "events_open",
    "may",
    "next_state",
]

AnyState = MotionState | AmendmentState | SeparateVoteState | ProceduralState
State = TypeVar("State", bound=AnyState)


class Circumstance(StrEnum):
    """A fact beside the state that a step may ask for."""

    PRINTED = "printed"  # the motion was published, the amendment was selected and numbered


class Step(NamedTuple):
    """One line of standing orders: an event, from, to, who may do it, and when only."""

    event: str
    source: AnyState
    target: AnyState
    open_to: AbstractSet[Role]
    only_if: Circumstance | None = None


# Whoever drafted it, and whoever moves it, speaks for it until it is printed.
PROPOSERS = frozenset({Role.DRAFTER, Role.MOVER})
PROPOSERS_OR_STAFF = PROPOSERS | {Role.STAFF}
# The committee decides; staff write down what it decided.
COMMITTEE = frozenset({Role.COMMITTEE, Role.STAFF})
# The chair declares; staff may enter a paper record afterwards.
CHAIR = frozenset({Role.CHAIR, Role.STAFF})

M = MotionState
MOTION_STEPS: tuple[Step, ...] = (
    Step("revise", M.DRAFT, M.DRAFT, PROPOSERS),
    Step("submit", M.DRAFT, M.SUBMITTED, PROPOSERS),
    # After the deadline: whoever of these the rulebook lets override it, shown the draft.
    Step("let_in", M.DRAFT, M.SUBMITTED, CHAIR | COMMITTEE),
    Step("withdraw", M.DRAFT, M.WITHDRAWN, PROPOSERS),
    Step("withdraw", M.SUBMITTED, M.WITHDRAWN, PROPOSERS_OR_STAFF),
    Step("withdraw", M.IN_ORDER, M.WITHDRAWN, PROPOSERS_OR_STAFF),
    Step("withdraw", M.SELECTED, M.WITHDRAWN, PROPOSERS_OR_STAFF),
    Step("rule_in_order", M.SUBMITTED, M.IN_ORDER, COMMITTEE),
    Step("rule_in_order", M.OUT_OF_ORDER, M.IN_ORDER, COMMITTEE),  # on appeal
    Step("rule_out_of_order", M.SUBMITTED, M.OUT_OF_ORDER, COMMITTEE),
    Step("rule_out_of_order", M.IN_ORDER, M.OUT_OF_ORDER, COMMITTEE),
    Step("select", M.IN_ORDER, M.SELECTED, COMMITTEE),
    Step("select", M.REJECTED, M.SELECTED, COMMITTEE),  # on appeal, or because conference said so
    Step("reject", M.IN_ORDER, M.REJECTED, COMMITTEE),
    Step("reject", M.SELECTED, M.REJECTED, COMMITTEE),
    # Members chose by a ballot, which the chair opened: the verdict is theirs.
    Step("choose", M.IN_ORDER, M.SELECTED, CHAIR),
    Step("pass_over", M.IN_ORDER, M.REJECTED, CHAIR),
    # Against a verdict; the rulebook says whether the committee or conference decides.
    Step("appeal", M.OUT_OF_ORDER, M.OUT_OF_ORDER, PROPOSERS),
    Step("appeal", M.REJECTED, M.REJECTED, PROPOSERS),
    Step("uphold_appeal", M.OUT_OF_ORDER, M.IN_ORDER, CHAIR | COMMITTEE),
    Step("uphold_appeal", M.REJECTED, M.IN_ORDER, CHAIR | COMMITTEE),
    Step("dismiss_appeal", M.OUT_OF_ORDER, M.OUT_OF_ORDER, CHAIR | COMMITTEE),
    Step("dismiss_appeal", M.REJECTED, M.REJECTED, CHAIR | COMMITTEE),
    Step("redraft", M.SUBMITTED, M.SUBMITTED, COMMITTEE),
    Step("redraft", M.IN_ORDER, M.IN_ORDER, COMMITTEE),
    Step("redraft", M.SELECTED, M.SELECTED, COMMITTEE),
    Step("redraft", M.PUBLISHED, M.PUBLISHED, COMMITTEE),  # drafting amendments
    Step("publish", M.SELECTED, M.PUBLISHED, COMMITTEE),
    Step("publish", M.PUBLISHED, M.PUBLISHED, COMMITTEE),  # the next version, as debated
    # Once printed it belongs to conference: the chair records a withdrawal by its leave.
    Step("withdraw", M.PUBLISHED, M.WITHDRAWN, CHAIR),
    Step("carry", M.PUBLISHED, M.PASSED, CHAIR),
    Step("lose", M.PUBLISHED, M.LOST, CHAIR),
    Step("refer_back", M.PUBLISHED, M.REFERRED_BACK, CHAIR),
    Step("leave_unreached", M.PUBLISHED, M.NOT_REACHED, CHAIR),
    Step("go_on", M.PUBLISHED, M.NOT_PROCEEDED_WITH, CHAIR),  # next business
    Step("reopen", M.PASSED, M.PUBLISHED, CHAIR),
    Step("reopen", M.LOST, M.PUBLISHED, CHAIR),
    Step("reopen", M.REFERRED_BACK, M.PUBLISHED, CHAIR),
    Step("reopen", M.NOT_REACHED, M.PUBLISHED, CHAIR),
    Step("reopen", M.NOT_PROCEEDED_WITH, M.PUBLISHED, CHAIR),
    Step("reopen", M.WITHDRAWN, M.PUBLISHED, CHAIR, only_if=Circumstance.PRINTED),
    # An editorial correction is a new version with a reason, never a new decision.
    Step("correct_text", M.PASSED, M.PASSED, frozenset({Role.STAFF})),
)

A = AmendmentState
AMENDMENT_STEPS: tuple[Step, ...] = (
    Step("revise", A.DRAFT, A.DRAFT, PROPOSERS),
    Step("submit", A.DRAFT, A.SUBMITTED, PROPOSERS),
    Step("let_in", A.DRAFT, A.SUBMITTED, CHAIR | COMMITTEE),  # after the deadline
    Step("withdraw", A.DRAFT, A.WITHDRAWN, PROPOSERS),
    Step("withdraw", A.SUBMITTED, A.WITHDRAWN, PROPOSERS_OR_STAFF),
    # Into another that asks for the same: its movers move that one then.
    Step("join", A.DRAFT, A.WITHDRAWN, PROPOSERS),
    Step("join", A.SUBMITTED, A.WITHDRAWN, COMMITTEE),
    Step("rule_out_of_order", A.SUBMITTED, A.OUT_OF_ORDER, COMMITTEE),
    Step("rule_in_order", A.OUT_OF_ORDER, A.SUBMITTED, COMMITTEE),  # on appeal
    Step("select", A.SUBMITTED, A.SELECTED, COMMITTEE),
    Step("select", A.NOT_SELECTED, A.SELECTED, COMMITTEE),  # on appeal
    Step("reject", A.SUBMITTED, A.NOT_SELECTED, COMMITTEE),
    Step("reject", A.SELECTED, A.NOT_SELECTED, COMMITTEE),
    Step("appeal", A.OUT_OF_ORDER, A.OUT_OF_ORDER, PROPOSERS),
    Step("appeal", A.NOT_SELECTED, A.NOT_SELECTED, PROPOSERS),
    Step("uphold_appeal", A.OUT_OF_ORDER, A.SUBMITTED, CHAIR | COMMITTEE),
    Step("uphold_appeal", A.NOT_SELECTED, A.SUBMITTED, CHAIR | COMMITTEE),
    Step("dismiss_appeal", A.OUT_OF_ORDER, A.OUT_OF_ORDER, CHAIR | COMMITTEE),
    Step("dismiss_appeal", A.NOT_SELECTED, A.NOT_SELECTED, CHAIR | COMMITTEE),
    # Late, or from the floor: the chair too may put it before conference, with a reason.
    Step("admit_late", A.SUBMITTED, A.SELECTED, CHAIR | COMMITTEE),
    Step("admit_late", A.NOT_SELECTED, A.SELECTED, CHAIR | COMMITTEE),
    # Once printed it belongs to conference: the chair records a withdrawal by its leave.
    Step("withdraw", A.SELECTED, A.WITHDRAWN, CHAIR),
    # Without a vote: the committee writes a drafting amendment in, the motion's mover accepts one.
    Step("write_in", A.SUBMITTED, A.WRITTEN_IN, COMMITTEE),
    Step("accept", A.SELECTED, A.ACCEPTED, CHAIR),
    Step("split", A.SELECTED, A.IN_PARTS, CHAIR | COMMITTEE),
    Step("rejoin", A.IN_PARTS, A.SELECTED, CHAIR | COMMITTEE),  # before a part is decided
    Step("carry", A.SELECTED, A.CARRIED, CHAIR),
    Step("lose", A.SELECTED, A.LOST, CHAIR),
    Step("fall", A.SELECTED, A.FALLEN, CHAIR),
    Step("reopen", A.CARRIED, A.SELECTED, CHAIR),
    Step("reopen", A.LOST, A.SELECTED, CHAIR),
    Step("reopen", A.FALLEN, A.SELECTED, CHAIR),
    Step("reopen", A.ACCEPTED, A.SELECTED, CHAIR),
    Step("reopen", A.WITHDRAWN, A.SELECTED, CHAIR, only_if=Circumstance.PRINTED),
)

S = SeparateVoteState
SEPARATE_VOTE_STEPS: tuple[Step, ...] = (
    Step("withdraw", S.ASKED, S.WITHDRAWN, PROPOSERS_OR_STAFF),
    Step("select", S.ASKED, S.SELECTED, CHAIR | COMMITTEE),
    Step("select", S.NOT_SELECTED, S.SELECTED, CHAIR | COMMITTEE),
    Step("reject", S.ASKED, S.NOT_SELECTED, CHAIR | COMMITTEE),
    Step("reject", S.SELECTED, S.NOT_SELECTED, CHAIR | COMMITTEE),
    Step("withdraw", S.SELECTED, S.WITHDRAWN, CHAIR),
    Step("keep", S.SELECTED, S.KEPT, CHAIR),
    Step("strike", S.SELECTED, S.LOST, CHAIR),
    Step("fall", S.SELECTED, S.FALLEN, CHAIR),
    Step("reopen", S.KEPT, S.SELECTED, CHAIR),
    Step("reopen", S.LOST, S.SELECTED, CHAIR),
    Step("reopen", S.FALLEN, S.SELECTED, CHAIR),
    Step("reopen", S.WITHDRAWN, S.SELECTED, CHAIR, only_if=Circumstance.PRINTED),
)

P = ProceduralState
# Who moves it may take it back until the chair has ruled; then conference decides on it.
PROCEDURAL_STEPS: tuple[Step, ...] = (
    Step("withdraw", P.MOVED, P.WITHDRAWN, frozenset({Role.MOVER, Role.STAFF})),
    Step("select", P.MOVED, P.SELECTED, CHAIR),
    Step("select", P.NOT_SELECTED, P.SELECTED, CHAIR),
    Step("reject", P.MOVED, P.NOT_SELECTED, CHAIR),
    Step("withdraw", P.SELECTED, P.WITHDRAWN, CHAIR),
    Step("carry", P.SELECTED, P.CARRIED, CHAIR),
    Step("lose", P.SELECTED, P.LOST, CHAIR),
    Step("fall", P.SELECTED, P.FALLEN, CHAIR),
    Step("reopen", P.CARRIED, P.SELECTED, CHAIR),
    Step("reopen", P.LOST, P.SELECTED, CHAIR),
    Step("reopen", P.FALLEN, P.SELECTED, CHAIR),
    Step("reopen", P.WITHDRAWN, P.SELECTED, CHAIR, only_if=Circumstance.PRINTED),
)


def next_state(
    event: str,
    state: State,
    roles: AbstractSet[Role],
    circumstances: AbstractSet[Circumstance] = frozenset(),
) -> State:
    """Return the state the event leads to, or raise why it is out of order.

    Raises WrongState where nobody could do it now, NotPermitted where somebody else
    could, and LookupError for an event that is in no row at all.
    """
    step = _step(event, state, circumstances)
    if step is None:
        raise WrongState(event, state)
    if step.open_to.isdisjoint(roles):
        raise NotPermitted(event)
    return type(state)(step.target)


def may(
    event: str,
    state: AnyState,
    roles: AbstractSet[Role],
    circumstances: AbstractSet[Circumstance] = frozenset(),
) -> bool:
    """Tell whether the event is in order now for somebody with these roles."""
    step = _step(event, state, circumstances)
    return step is not None and not step.open_to.isdisjoint(roles)


def events_open(
    state: AnyState,
    roles: AbstractSet[Role],
    circumstances: AbstractSet[Circumstance] = frozenset(),
) -> tuple[str, ...]:
    """Return the events open to these roles now, in the order of the table."""
    return tuple(
        step.event
        for step in _steps(state)
        if step.source == state
        and _applies(step, circumstances)
        and not step.open_to.isdisjoint(roles)
    )


def _step(
    event: str,
    state: AnyState,
    circumstances: AbstractSet[Circumstance],
) -> Step | None:
    steps = _steps(state)
    if all(step.event != event for step in steps):
        raise LookupError(event)
    for step in steps:
        if (step.event, step.source) == (event, state) and _applies(step, circumstances):
            return step
    return None


def _steps(state: AnyState) -> tuple[Step, ...]:
    # The enums share words ("selected"), and StrEnum members equal their words: ask the type.
    if isinstance(state, MotionState):
        return MOTION_STEPS
    if isinstance(state, ProceduralState):
        return PROCEDURAL_STEPS
    return AMENDMENT_STEPS if isinstance(state, AmendmentState) else SEPARATE_VOTE_STEPS


def _applies(step: Step, circumstances: AbstractSet[Circumstance]) -> bool:
    return step.only_if is None or step.only_if in circumstances
