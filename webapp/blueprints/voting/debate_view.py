"""A debate as the desk shows it: the question now, what each outcome does, and the list."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp.blueprints.voting.ahead import meetings_of
from webapp.blueprints.voting.outlook import Consequence, Holding, consequences_of, what_holds
from webapp.blueprints.voting.rows import address, clash_row, names, question_row, reliance_row
from webapp.blueprints.voting.together import Together, names_together, together_view
from webapp.blueprints.voting.words import outcome_word, question_name, recorded_words, result_words
from webapp.models import Amendment, Item, Motion, ProceduralMotion, SeparateVote
from webapp.procedure.majority import Base
from webapp.procedure.rules import OptionsRule
from webapp.procedure.states import Outcome, QuestionKind
from webapp.procedure.voting_plan import Standing
from webapp.queries.adjournments import adjournment_of
from webapp.queries.debates import load_debate, plan_of, question_named
from webapp.queries.decisions import list_decisions, open_reliances
from webapp.queries.electorate import is_kept, people_at
from webapp.queries.outcomes import pending
from webapp.queries.rebasing import objections_in
from webapp.queries.standing import may
from webapp.queries.supposing import clashes
from webapp.queries.texts import load_weave
from webapp.queries.verdicts import may_be_accepted, rules_for
from webapp.web.conference import way_to
from webapp.web.procedural import procedural_rows, way_to_move
from webapp.web.separate_votes import separate_vote_rows, way_to_options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Declaration
    from webapp.procedure.majority import MajorityRule
    from webapp.procedure.voting_plan import Debate, Question, VotingPlan
    from webapp.queries.actor import Actor
    from webapp.queries.decisions import Decision
    from webapp.text.weave import Weave


OF_VOTES = 100  # what a majority is shown of


@dataclass(slots=True)
class Put:
    """The question on the desk."""

    id: str
    name: str
    url: str
    words: str
    majority: str
    needed: str
    is_now: bool
    is_turn: bool
    may_wait: bool
    is_motion: bool
    answers: list[tuple[str, str, str]]
    is_countable: bool
    waits_for: str
    instruction: str
    consequences: list[Consequence]
    others: list[tuple[str, str, str]]


@dataclass(slots=True)
class Undo:
    """A result that can still be taken back."""

    url: str
    sentence: str
    seconds: int


@dataclass(slots=True)
class DebateView:
    """All that the desk shows of one debate."""

    may_declare: bool
    may_correct: bool
    may_order: bool
    put: Put | None
    rows: list[dict[str, Any]]
    undo: Undo | None
    reliances: list[dict[str, Any]]
    objections: list[dict[str, str]]
    clashes: list[dict[str, Any]]
    meetings: dict[str, Any]
    asked: list[dict[str, Any]]
    holds: list[Holding]
    is_adjourned: bool
    together: Together | None
    moved: list[dict[str, Any]]
    move_url: str
    options_url: str
    next_steps: list[tuple[str, str]] = field(default_factory=list)


def show_debate(
    session: Session, actor: Actor, motion: Motion, *, asked: str, now: datetime
) -> DebateView:
    """Return the desk of a debate; `asked` names a question to put out of its turn."""
    weave = load_weave(session, motion)
    debate = load_debate(session, motion, weave)
    plan = plan_of(motion, debate)
    decisions = list_decisions(session, motion)
    is_adjourned = adjournment_of(motion) is not None
    chosen = None if is_adjourned else _chosen(plan, asked)
    return DebateView(
        may_declare=may(actor, "vote:declare", motion),
        may_correct=may(actor, "vote:correct", motion),
        may_order=may(actor, "vote:plan", motion) and _is_followed(plan),
        put=_put(session, motion, chosen, plan, debate, weave) if chosen else None,
        rows=[
            question_row(motion, one, chosen, decisions)
            | ({"now": False, "take_up": ""} if is_adjourned else {})
            for one in plan.questions
        ],
        undo=_undo(decisions, now),
        reliances=[reliance_row(one) for one in open_reliances(session, motion)],
        objections=_objections(session, motion, now),
        clashes=[clash_row(one) for one in clashes(session, motion, weave)],
        meetings=meetings_of(session, motion, weave),
        asked=[one for one in separate_vote_rows(motion) if one["may_choose"]],
        holds=what_holds(motion),
        is_adjourned=is_adjourned,
        together=None if is_adjourned else together_view(session, motion, debate, weave),
        moved=[one for one in procedural_rows(motion) if one["may_rule"]],
        move_url=way_to_move(motion),
        options_url=way_to_options(motion),
        next_steps=_next_steps(motion) if plan.now is None else [],
    )


def _objections(session: Session, motion: Motion, now: datetime) -> list[dict[str, str]]:
    """Return what authors say against their amendments as they read in the newest text."""
    return [
        {
            "place": question_name(amendment),
            "url": url_for("amendments.new_text", amendment_id=amendment.id),
            "sentence": _("Its author objects to how it reads against the new text:"),
            "words": answer.words,
        }
        for amendment, answer in objections_in(session, motion, seen_at=now)
        if amendment.number
    ]


def _chosen(plan: VotingPlan, asked: str) -> Question | None:
    """Return the question asked for, where it can be put; else the one whose turn it is."""
    for question in plan.questions:
        if question.id == asked and question.standing in (Standing.NOW, Standing.WAITING):
            return question
    return plan.now


def _undo(decisions: Sequence[Decision], now: datetime) -> Undo | None:
    """Return the last result recorded, while it can be taken back; others stand below it."""
    last = max((one.standing for one in decisions), key=lambda one: one.id, default=None)
    if last is None or not pending(last, now):
        return None
    return Undo(
        url_for("voting.undo", declaration_id=last.id),
        _undoable_words(last),
        ceil((last.public_at - now).total_seconds()),
    )


def _undoable_words(last: Declaration) -> str:
    """Say what an undo would take back: all that was put together."""
    if not (named := names_together(last.vote)):
        return recorded_words(last)
    return _("%(questions)s: %(result)s.", questions=named, result=result_words(last))


def _put(
    session: Session,
    motion: Motion,
    question: Question,
    plan: VotingPlan,
    debate: Debate,
    weave: Weave,
) -> Put:
    item = question_named(motion, question.id)
    return Put(
        id=question.id,
        name=question_name(item),
        url=address(item),
        words=question.words,
        majority=question.majority.words,
        needed=_needed(session, motion, question.majority.rule),
        is_now=question.standing is Standing.NOW,
        is_turn=_is_its_turn(motion, question, plan),
        may_wait=question.standing is Standing.NOW and _is_followed(plan),
        is_motion=isinstance(item, Motion),
        answers=_answers(item),
        is_countable=_is_countable(session, motion, question.majority.rule)
        and len(_answers(item)) > 1,
        waits_for=_awaited(motion, plan) if isinstance(item, Motion) else "",
        instruction=_as_printed(item),
        consequences=consequences_of(session, motion, question, debate, weave),
        others=_other_outcomes(item),
    )


def _is_countable(session: Session, motion: Motion, rule: MajorityRule) -> bool:
    """Tell whether figures decide: where it is one of people, somebody must have counted them."""
    if rule.base is not Base.PRESENT:
        return True
    return is_kept(session, motion.conference)


def _needed(session: Session, motion: Motion, rule: MajorityRule) -> str:
    """Say the majority with figures; "" where it is one of people whom nobody counted."""
    if rule.houses:
        return _(
            "%(needed)d of %(all)d votes in each of %(houses)s",
            needed=rule.needed(OF_VOTES),
            all=OF_VOTES,
            houses=", ".join(rule.houses),
        )
    if rule.base is Base.VOTES_CAST:
        return _("%(needed)d of %(all)d votes", needed=rule.needed(OF_VOTES), all=OF_VOTES)
    people = people_at(session, motion.conference, None)
    count = people.present if rule.base is Base.PRESENT else people.entitled
    if count is None:
        return ""
    return ngettext(
        "%(needed)d of %(num)d delegate",
        "%(needed)d of %(num)d delegates",
        count,
        needed=rule.needed(count),
    )


def _is_its_turn(motion: Motion, question: Question, plan: VotingPlan) -> bool:
    """Tell whether it is put now: one of several options is whenever any of them is."""
    if question.standing is Standing.NOW or plan.now is None:
        return True
    asked, now = question_named(motion, question.id), question_named(motion, plan.now.id)
    if not isinstance(asked, SeparateVote) or not isinstance(now, SeparateVote):
        return False
    return asked.choice is not None and asked.choice == now.choice


def _is_followed(plan: VotingPlan) -> bool:
    """Tell whether more than one question is open beside the motion itself."""
    return sum(one.is_open and one.kind is not QuestionKind.MOTION for one in plan.questions) > 1


def _awaited(motion: Motion, plan: VotingPlan) -> str:
    """Name what has to be decided before the motion can be."""
    awaited = [
        one.id
        for one in plan.questions
        if one.kind is not QuestionKind.MOTION and one.standing is not Standing.DECIDED
    ]
    return names(motion, awaited) if awaited else ""


def _as_printed(item: Item) -> str:
    """Return the words that a question is about."""
    if isinstance(item, Amendment):
        return item.submitted_words or ""
    if isinstance(item, ProceduralMotion):
        return (item.hearing_of or item).reasons
    return item.words if isinstance(item, SeparateVote) else ""


def _answers(item: Item) -> list[tuple[str, str, str]]:
    """Return the two ways a question is decided: value, label, kind of icon."""
    if isinstance(item, SeparateVote) and item.choice is not None:
        stands = (Outcome.CARRIED.value, _("This option stands"), "carried")
        is_one_of = rules_for(item).voting.options is OptionsRule.ONE_OF
        out = (Outcome.LOST.value, _("It is out"), "lost")
        return [stands] if is_one_of else [stands, out]
    if isinstance(item, SeparateVote):
        return [
            (Outcome.CARRIED.value, _("Words stay"), "carried"),
            (Outcome.LOST.value, _("Words lost"), "lost"),
        ]
    return [
        (Outcome.CARRIED.value, _("Carried"), "carried"),
        (Outcome.LOST.value, _("Lost"), "lost"),
    ]


def _other_outcomes(item: Item) -> list[tuple[str, str, str]]:
    """Return what else may become of a question: value, word, kind of icon."""
    outcomes = [Outcome.WITHDRAWN]
    if isinstance(item, Amendment) and may_be_accepted(item):
        outcomes.insert(0, Outcome.ACCEPTED)
    if isinstance(item, Motion):
        outcomes = [Outcome.REFERRED_BACK, Outcome.NOT_REACHED, Outcome.WITHDRAWN]
    return [(one.value, outcome_word(item, one), one.value) for one in outcomes]


def _next_steps(motion: Motion) -> list[tuple[str, str]]:
    steps = [
        (_("The final text"), way_to("exports.choose", motion_id=motion.id)),
        (_("The record of all votes"), url_for("voting.results", motion_id=motion.id)),
        (_("All debates"), url_for("voting.index", slug=motion.conference.slug)),
    ]
    return [(label, url) for label, url in steps if url]
