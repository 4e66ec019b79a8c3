"""Recording what conference decided: the one thing that puts a change set in force."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from webapp.models import (
    Amendment,
    Declaration,
    Item,
    Motion,
    ProceduralMotion,
    SeparateVote,
    Vote,
)
from webapp.procedure.errors import ImpossibleCount, WrongState
from webapp.procedure.majority import HousesNotCounted
from webapp.procedure.rules import OptionsRule
from webapp.procedure.states import (
    MotionState,
    Outcome,
    QuestionKind,
)
from webapp.queries.debates import Fallible, falls_because_of, question_id
from webapp.queries.standing import must
from webapp.queries.texts import keys_in_force, latest_version
from webapp.queries.verdicts import (
    majority_for,
    may_be_accepted,
    motion_of,
    rules_for,
    verdict_on,
)
from webapp.services.adjournments import require_not_adjourned
from webapp.services.deciding import (
    Result,
    add_declaration,
    apply_outcome,
    follow_with_text,
    is_decided,
    latest_vote,
    let_fall,
    lock,
    note_result,
    undecided_within,
)
from webapp.services.errors import (
    AlreadyDeclared,
    ImpossibleResult,
    NotReady,
    Obstacle,
)
from webapp.services.floor import follow_on_floor
from webapp.services.minutes import write_minute
from webapp.services.open_votes import require_votes_ended
from webapp.services.undoing import undo_result

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.procedure.tally import Tally
    from webapp.queries.actor import Actor
    from webapp.queries.electorate import People

__all__ = [
    "Result",
    "check_figures",
    "count_votes",
    "declare_result",
    "put_question",
    "record_fall",
    "undo_result",
]

COUNTABLE = (Outcome.CARRIED, Outcome.LOST, Outcome.REFERRED_BACK)
LARGEST_COUNT = 1_000_000_000
JUST_NOW = timedelta(minutes=5)  # what was decided longer ago is not what the hall looks at


def declare_result(
    session: Session, actor: Actor, item: Item, result: Result, *, now: datetime
) -> Declaration:
    """Record what conference decided, and let the text follow at once.

    The same result sent twice is recorded once. Raises AlreadyDeclared for another result
    on a question that has one, ImpossibleResult where figures and outcome disagree, NotReady
    while amendments are undecided, VoteOpen while conference is voting on what it ends,
    Adjourned until the debate goes on, and OutOfOrder; then nothing is changed.
    """
    motion = motion_of(item)
    must(actor, "vote:declare", motion)
    lock(session, motion)
    standing = latest_vote(session, item)
    if standing is not None and standing.declaration is not None and is_decided(item):
        if result.says_the_same(standing.declaration):
            return standing.declaration
        raise AlreadyDeclared(standing.declaration.id)
    require_not_adjourned(motion, result.outcome)
    require_votes_ended(session, item, result.outcome)
    check_figures(item, result, now=now)
    if isinstance(item, Motion):
        _require_amendments_decided(item, result)
    elif motion.state is not MotionState.PUBLISHED:
        raise WrongState(result.outcome.value, motion.state)
    if now - result.happened_at < JUST_NOW:
        follow_on_floor(session, motion, question_id(item), now=now)
    vote = put_question(session, item, result, standing)
    declaration = add_declaration(session, actor, vote, result, now=now)
    apply_outcome(session, actor, item, declaration)
    follow_with_text(session, actor, motion, declaration, now=now)
    note_result(session, actor, "vote:declare", declaration, now=now)
    return declaration


def count_votes(
    item: Item,
    tally: Tally,
    *,
    happened_at: datetime,
    casting_vote: bool | None = None,
    people: People | None = None,
) -> Result:
    """Return the result that the figures give, so that nobody has to say it beside them.

    `people` are those who were asked, where the register does not say. Raises ImpossibleResult
    while votes are equal and the chair's casting vote is awaited, or where the majority is one
    of people or houses that nobody counted.
    """
    try:
        verdict = verdict_on(item, tally, casting_vote=casting_vote, people=people, at=happened_at)
    except LookupError as unknown:
        raise ImpossibleResult(Outcome.CARRIED, _not_counted(unknown)) from unknown
    if verdict.outcome is None:
        raise ImpossibleResult(Outcome.CARRIED, "casting_vote_awaited")
    return Result(
        verdict.outcome, happened_at, tally=tally, casting_vote=casting_vote, people=people
    )


def check_figures(item: Item, result: Result, *, now: datetime) -> None:
    """Raise ImpossibleResult unless the figures, where there are any, decide as declared.

    Raises WrongState for an outcome that the rulebook does not know for this kind of question.
    """
    accepts = isinstance(item, Amendment) and may_be_accepted(item)
    if result.outcome is Outcome.ACCEPTED and not accepts:
        raise WrongState("accept", item.state)
    if isinstance(item, SeparateVote) and not _may_be_put_so(item, result.outcome):
        raise WrongState("strike", item.state)
    if result.happened_at > now:
        raise ImpossibleResult(result.outcome, "not_yet_happened")
    if result.tally is None:
        return
    if result.outcome not in COUNTABLE:
        raise ImpossibleResult(result.outcome, "not_a_count")
    if result.tally.answers > LARGEST_COUNT:
        raise ImpossibleCount("in_favour", result.tally.answers)
    try:
        verdict = verdict_on(
            item,
            result.tally,
            casting_vote=result.casting_vote,
            outcome=result.outcome,
            people=result.people,
            at=result.happened_at,
        )
    except LookupError as unknown:
        raise ImpossibleResult(result.outcome, _not_counted(unknown)) from unknown
    if verdict.awaits_casting_vote:
        raise ImpossibleResult(result.outcome, "casting_vote_awaited")
    agreed = Outcome.CARRIED if result.outcome is Outcome.REFERRED_BACK else result.outcome
    if verdict.outcome is not agreed:
        raise ImpossibleResult(result.outcome, "figures_say_otherwise")


def _not_counted(unknown: LookupError) -> str:
    is_of_houses = isinstance(unknown, HousesNotCounted)
    return "houses_not_counted" if is_of_houses else "people_not_counted"


def record_fall(session: Session, actor: Actor, item: Fallible, *, now: datetime) -> None:
    """Record that a question falls by what was decided before it came to its turn.

    Once is enough; raises WrongState where nothing makes it fall.
    """
    motion = item.motion
    must(actor, "vote:declare", motion)
    lock(session, motion)
    if item.state.value == Outcome.FALLEN.value:
        return
    cause = falls_because_of(session, item)
    declaration = _what_decided(session, cause) if cause is not None else None
    if declaration is None:
        raise WrongState("fall", item.state)
    let_fall(session, actor, item, declaration)
    session.flush()
    write_minute(
        session,
        actor,
        "vote:fall",
        question_id(item),
        conference_id=motion.conference_id,
        now=now,
        facts={"motion": motion.id, "because_of": declaration.vote.subject},
    )


def _what_decided(session: Session, item: Item) -> Declaration | None:
    """Return the result that an item has, or that of what it fell by."""
    if not isinstance(item, Motion) and item.fell_by is not None:
        return item.fell_by
    if not is_decided(item):
        return None
    vote = latest_vote(session, item)
    return vote.declaration if vote is not None else None


def put_question(session: Session, item: Item, result: Result, standing: Vote | None) -> Vote:
    """Return the question as put now: a new putting, unless the last one was all undone."""
    motion = motion_of(item)
    version = latest_version(session, motion)
    if version is None:
        raise NotReady([Obstacle("no_text")])
    in_force = sorted(keys_in_force(session, motion))
    vote = standing
    if vote is None or vote.declaration is not None:
        vote = Vote(
            motion=motion,
            amendment=item if isinstance(item, Amendment) else None,
            separate_vote=item if isinstance(item, SeparateVote) else None,
            procedural_motion=item if isinstance(item, ProceduralMotion) else None,
            kind=_kind_of(item),
            subject=question_id(item),
            putting=standing.putting + 1 if standing else 1,
        )
    vote.en_bloc = None
    vote.majority = majority_for(item, result.outcome).words
    vote.text_version = version
    vote.relied_on = in_force
    vote.put_at = result.happened_at
    session.add(vote)
    session.flush()
    return vote


def _may_be_put_so(item: SeparateVote, outcome: Outcome) -> bool:
    """Tell whether an option may be voted out: not where conference votes for one of them."""
    one_of = rules_for(item).voting.options is OptionsRule.ONE_OF
    return item.choice is None or outcome is not Outcome.LOST or not one_of


def _kind_of(item: Item) -> QuestionKind:
    if isinstance(item, SeparateVote):
        return QuestionKind.SEPARATE_VOTE
    if isinstance(item, ProceduralMotion):
        return QuestionKind.PROCEDURAL
    return QuestionKind.MOTION if isinstance(item, Motion) else QuestionKind.AMENDMENT


def _require_amendments_decided(motion: Motion, result: Result) -> None:
    if result.outcome not in (Outcome.CARRIED, Outcome.LOST):
        return
    if undecided := undecided_within(motion):
        raise NotReady([Obstacle("amendments_undecided", found=len(undecided))])
