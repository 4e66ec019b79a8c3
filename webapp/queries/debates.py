"""The facts of a debate as standing orders want them, and the plan of its questions.

A question is known by its id: "motion", or "amendment:7", "separate_vote:3" and "procedural:4"
by their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import (
    Amendment,
    ChangeRecord,
    Item,
    Motion,
    ProceduralMotion,
    SeparateVote,
)
from webapp.procedure.states import AmendmentState, Outcome
from webapp.procedure.voting_plan import (
    AmendmentDown,
    Debate,
    ProceduralDown,
    SeparateVoteDown,
    VotingPlan,
    plan,
)
from webapp.queries.consequences import falling_pairs
from webapp.queries.errors import NotThere
from webapp.queries.motions import last_published
from webapp.queries.outcomes import (
    MOTION_STATES,
    OUTCOMES,
    PROCEDURAL_OUTCOMES,
    WORDS_OUTCOMES,
    standing_votes,
)
from webapp.queries.procedural import parts_down, procedural_down
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.separate_votes import separate_votes_down, what_ends_what
from webapp.queries.texts import load_weave
from webapp.text.operation import InsertClauses, InsertText, SplitClause, StrikeText
from webapp.text.records import load_change_set, load_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.orm import Session

    from webapp.text.clause import ClauseId, Document
    from webapp.text.operation import ChangeSet, Operation
    from webapp.text.weave import Weave

MOTION_OUTCOMES = {state: outcome for outcome, state in MOTION_STATES.items()}
# Amendments that were put down for this debate; others never came before conference.
DOWN = (AmendmentState.SELECTED, *OUTCOMES)
Fallible = Amendment | SeparateVote | ProceduralMotion
"""What can fall without a vote."""
ONE_CLAUSE = 1_000_000  # more than the characters of any clause


def question_id(item: Item) -> str:
    if isinstance(item, SeparateVote | ProceduralMotion):
        return item.subject
    return "motion" if isinstance(item, Motion) else f"amendment:{item.id}"


def amendments_down(motion: Motion) -> list[Amendment]:
    """Return the amendments that are questions of this debate, decided or not."""
    return [one for one in motion.amendments if one.number is not None and one.state in DOWN]


def question_named(motion: Motion, name: str) -> Item:
    """Return what a question is about. Raises NotThere for one that is not of this debate."""
    if name == question_id(motion):
        return motion
    for amendment in amendments_down(motion):
        if question_id(amendment) == name:
            return amendment
    for separate_vote in separate_votes_down(motion):
        if question_id(separate_vote) == name:
            return separate_vote
    for procedural in procedural_down(motion):
        if question_id(procedural) == name:
            return procedural
    raise NotThere("question", name)


def load_debate(session: Session, motion: Motion, weave: Weave | None = None) -> Debate:
    """Return what is down, what was decided, and what cannot stand together."""
    down = amendments_down(motion)
    # Asked for together, and kept while each amendment looks for its own.
    kept = session.scalars(select(ChangeRecord).where(ChangeRecord.motion_id == motion.id)).all()
    known = {record.id: record for record in kept}
    changes = {
        one.id: load_change_set(known[one.change_id].record)
        for one in down
        if one.change_id is not None
    }
    by_key = {one.change.key: question_id(one) for one in down if one.change}
    places = _Places.of(session, motion)
    weave = weave or load_weave(session, motion)
    separate_votes = separate_votes_down(motion)
    return Debate(
        motion="motion",
        code=motion.code,
        title=motion.title,
        kind=motion.kind,
        outcome=MOTION_OUTCOMES.get(motion.state),
        amendments=[
            AmendmentDown(
                question_id(one),
                one.number or "",
                position=places.first(changes.get(one.id)),
                reach=reach(changes.get(one.id)),
                amends=by_key.get(_amended_by(changes.get(one.id))),
                outcome=OUTCOMES.get(one.state),
            )
            for one in down
        ],
        separate_votes=[
            SeparateVoteDown(
                question_id(one),
                one.passage,
                position=one.first_line,
                choice=one.choice,
                outcome=WORDS_OUTCOMES.get(one.state),
            )
            for one in separate_votes
        ],
        procedural=[
            ProceduralDown(
                question_id(one),
                one.name,
                one.effect,
                one.majority,
                one.words,
                hearing_of=question_id(one.hearing_of) if one.hearing_of else None,
                passage=one.passage or (one.hearing_of.passage if one.hearing_of else None),
                outcome=PROCEDURAL_OUTCOMES.get(one.state),
            )
            for one in procedural_down(motion)
        ],
        order=motion.orders_of_voting[-1].questions if motion.orders_of_voting else (),
        ends={
            *falling_pairs(session, motion, rivals(weave, by_key), by_key),
            *what_ends_what(session, motion, weave, [*separate_votes, *parts_down(motion)]),
        },
    )


def rivals(weave: Weave, names: Mapping[str, str]) -> set[tuple[str, str]]:
    """Return the pairs, by the names given, of change sets that cannot stand together."""
    return {
        (names[collision.first], names[collision.second])
        for collision in weave.collisions(names.keys())
        if collision.hard
    }


def plan_of(motion: Motion, debate: Debate) -> VotingPlan:
    return plan(debate, rulebook_of(motion.conference))


def falls_because_of(session: Session, item: Fallible) -> Item | None:
    """Return what was decided so that this undecided question cannot be put any more."""
    motion = item.motion
    for question in plan_of(motion, load_debate(session, motion)).falling:
        if question.id == question_id(item):
            if question.because_of:
                return question_named(motion, question.because_of)
            return _last_put_in_force(session, item)
    return None


def _last_put_in_force(session: Session, item: Fallible) -> Item | None:
    """Return what last changed the text, where nothing is left of the words to put."""
    votes = [vote for vote in standing_votes(session, item.motion) if vote.item is not item]
    changed = [
        vote.item
        for vote in votes
        if vote.declaration is not None
        and vote.declaration.outcome
        in (
            (Outcome.LOST, Outcome.CARRIED)
            if isinstance(vote.item, SeparateVote)
            else (Outcome.CARRIED, Outcome.ACCEPTED)
        )
    ]
    return changed[-1] if changed else None


def position_in_text(
    session: Session, motion: Motion, amendments: Iterable[Amendment]
) -> dict[int, int]:
    """Return where each amendment first touches the text in force, to put them in its order."""
    places = _Places.of(session, motion)
    return {
        one.id: places.first(load_change_set(one.change.record) if one.change else None)
        for one in amendments
    }


def reach(change: ChangeSet | None) -> int:
    """Return how many characters a change set puts in or strikes; a clause moved counts one."""
    return sum(_reach_of(operation) for operation in change.operations) if change else 0


def _reach_of(operation: Operation) -> int:
    if isinstance(operation, InsertText):
        return len(operation.text)
    if isinstance(operation, StrikeText):
        return operation.end - operation.start
    if isinstance(operation, InsertClauses):
        return sum(len(one.text) for clause in operation.clauses for one in clause.walk())
    return max(1, len(getattr(operation, "quote", "")))


def _amended_by(change: ChangeSet | None) -> str:
    return (change.amends if change else None) or ""


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each clause of the text as printed for debate begins, and where it ends with its own.

    The order of voting stays the same while amendments are carried.
    """

    starts: Mapping[ClauseId, int]
    ends: Mapping[ClauseId, int]

    @classmethod
    def of(cls, session: Session, motion: Motion) -> _Places:
        version = last_published(session, motion)
        return cls.in_document(load_document(version.document if version else motion.draft))

    @classmethod
    def in_document(cls, document: Document) -> _Places:
        starts = {clause.id: place for place, clause in enumerate(document.walk(), start=1)}
        ends = {
            clause.id: max(starts[one.id] for one in clause.walk()) for clause in document.walk()
        }
        return cls(starts, ends)

    def first(self, change: ChangeSet | None) -> int:
        """Return where a change set first touches the text."""
        operations = change.operations if change else ()
        return min((self._place(operation) for operation in operations), default=0)

    def _place(self, operation: Operation) -> int:
        last = (len(self.starts) + 1) * ONE_CLAUSE
        if isinstance(operation, InsertClauses):
            if operation.after is not None:
                end = self.ends.get(operation.after)
                return last if end is None else (end + 1) * ONE_CLAUSE - 1
            parent = operation.parent
            return 1 if parent is None else (self.starts.get(parent, 0) + 1) * ONE_CLAUSE - 1
        clause = getattr(operation, "clause", None) or getattr(operation, "receiver", None)
        if clause is None:  # a list's style: where its parent stands
            clause = getattr(operation, "parent", None)
        if clause is None:
            return 0
        start = self.starts.get(clause)
        return last if start is None else start * ONE_CLAUSE + _offset(operation)


def _offset(operation: Operation) -> int:
    if isinstance(operation, StrikeText):
        return operation.start
    if isinstance(operation, InsertText | SplitClause):
        return operation.at
    return 0
