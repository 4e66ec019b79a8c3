"""The lists on the desk: debates, questions, what relied on a correction, what cannot stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext as _

from webapp.blueprints.voting.words import (
    because_words,
    figures_words,
    item_relying,
    outcome_word,
    recorded_words,
    reliance_words,
    result_words,
    short_name,
)
from webapp.models import Amendment, Item, Motion, ProceduralMotion, Reliance, SeparateVote
from webapp.procedure.phrases import cite_amendments, cite_passages, listed
from webapp.procedure.states import MotionState, Outcome, QuestionKind
from webapp.procedure.voting_plan import Standing
from webapp.queries.adjournments import adjournment_of
from webapp.queries.conferences import PUBLIC_STATES, list_agenda
from webapp.queries.debates import load_debate, plan_of, question_named
from webapp.queries.outcomes import final_status_line, tally_of
from webapp.queries.rulebooks import rulebook_of
from webapp.queries.supposing import Clash, ClashKind
from webapp.queries.verdicts import rules_for
from webapp.web.conference import way_to

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from webapp.models import Conference, Declaration
    from webapp.procedure.voting_plan import Question
    from webapp.queries.actor import Actor
    from webapp.queries.decisions import Decision


def agenda_rows(
    session: Session, actor: Actor, conference: Conference, now: datetime
) -> list[dict[str, Any]]:
    """Return the debates of a conference in the order of its agenda, each with what is next."""
    rows = []
    for line in list_agenda(session, actor, conference, now=now):
        motion = session.get(Motion, line.motion_id) if line.motion_id else None
        if motion is not None and motion.state in PUBLIC_STATES:
            rows.append(_agenda_row(session, motion))
    return rows


def _agenda_row(session: Session, motion: Motion) -> dict[str, Any]:
    plan = plan_of(motion, load_debate(session, motion))
    row: dict[str, Any] = {
        "code": motion.code,
        "title": motion.title,
        "url": url_for("voting.desk", motion_id=motion.id),
        "under": final_status_line(session, motion),
        "state": rulebook_of(motion.conference).words.motion_states[motion.state],
        "kind": motion.state.value,
    }
    if motion.state is not MotionState.PUBLISHED:
        return row
    decided = sum(1 for one in plan.questions if one.standing is Standing.DECIDED)
    if adjournment_of(motion) is not None:
        row["under"] = _("Adjourned")
    elif plan.now is not None:
        row["under"] = _("Next: %(question)s", question=names(motion, [plan.now.id]))
    row["state"] = _("%(decided)d of %(all)d decided", decided=decided, all=len(plan.questions))
    return row


def question_row(
    motion: Motion, question: Question, chosen: Question | None, decisions: Sequence[Decision]
) -> dict[str, Any]:
    """Return one line of the voting list."""
    item = question_named(motion, question.id)
    found = [one for one in decisions if one.item is item and one.is_current]
    row: dict[str, Any] = {
        "id": question.id,
        "question": name_in_list(item),
        "url": address(item),
        "now": question.standing is Standing.NOW,
        "done": question.standing is Standing.DECIDED,
        "chosen": chosen is not None and chosen.id == question.id,
        "state": "",
        "kind": "",
        "note": "",
        "take_up": "",
        "correct": "",
        "falls": question.standing is Standing.FALLS,
    }
    if question.outcome is not None:
        row |= {"state": outcome_word(item, question.outcome), "kind": question.outcome.value}
        if not isinstance(item, Motion) and item.fell_by is not None:
            row["note"] = _("because %(reason)s", reason=because_words(item.fell_by))
    if found:
        row["note"] = figures_words(tally_of(found[-1].standing)) or row["note"]
        row["correct"] = url_for("voting.correct", vote_id=found[-1].vote.id)
    elif question.standing is Standing.FALLS and question.because_of:
        row["note"] = _("falls: %(other)s", other=names(motion, [question.because_of]))
    elif question.standing is Standing.WAITING:
        row["note"] = _falls_if(motion, question, chosen)
        row["take_up"] = url_for("voting.desk", motion_id=motion.id, question=question.id)
    return row


def _falls_if(motion: Motion, question: Question, chosen: Question | None) -> str:
    """Say that a waiting question falls with the amendment on the desk, "" where it does not."""
    if chosen is None:
        return ""
    if chosen.kind is QuestionKind.SEPARATE_VOTE and question.id in chosen.falls_if_lost:
        return _("falls with %(other)s", other=names(motion, [chosen.id]))
    if chosen.kind is not QuestionKind.AMENDMENT or question.id not in chosen.falls_if_carried:
        return ""
    return _("falls if %(other)s is carried", other=names(motion, [chosen.id]))


def name_in_list(item: Item) -> str:
    if not isinstance(item, Motion):
        return short_name(item)
    return _("%(motion)s as a whole", motion=short_name(item))


def address(item: Item) -> str:
    if isinstance(item, SeparateVote):
        return way_to("voting.separate_vote", separate_vote_id=item.id)
    if isinstance(item, ProceduralMotion):
        return way_to("voting.procedural", procedural_id=item.hearing_of_id or item.id)
    if isinstance(item, Amendment):
        return way_to("amendments.show", amendment_id=item.id)
    return way_to("motions.show", motion_id=item.id)


def reliance_row(reliance: Reliance) -> dict[str, Any]:
    found = item_relying(reliance)
    standing = reliance.vote.declaration if reliance.vote is not None else None
    result = outcome_word(found, Outcome.FALLEN) if reliance.fallen is not None else ""
    if standing is not None:
        result = result_words(standing)
    return {
        "id": reliance.id,
        "question": short_name(found),
        "result": result,
        "why": reliance_words(reliance.why, found, _mistaken(reliance.declaration)),
        "corrected": recorded_words(reliance.declaration),
    }


def _mistaken(correction: Declaration) -> Declaration:
    """Return the result that a correction replaced: the one others relied on."""
    return correction.replaces or correction


def clash_row(clash: Clash) -> dict[str, Any]:
    name = short_name(clash.amendment)
    other = short_name(clash.other) if clash.other is not None else ""
    decide = {
        ClashKind.BOTH_IN_FORCE: _(
            "Both are in force and cannot both stand. Correct one of the results, or have one of "
            "them put again."
        ),
        ClashKind.AGAINST_WHAT_WAS_CARRIED: _(
            "%(other)s was carried, and by the committee’s ruling %(question)s is put all the "
            "same. Look at the text both would make before it is.",
            question=name,
            other=other,
        ),
        ClashKind.AGAINST_THE_TEXT: _(
            "The text was redrafted under it. It cannot be carried as it is: have it withdrawn, "
            "or ask the committee."
        ),
        ClashKind.WITHOUT_ITS_GROUND: _(
            "%(question)s was written upon %(other)s and has no effect without it.",
            question=name,
            other=other or _("a text that is no longer in force"),
        ),
    }[clash.kind]
    return {
        "place": f"{name} · {other}" if other else name,
        "url": address(clash.amendment),
        "sentence": f"{clash.sentence} {decide}".strip(),
        "hard": True,
    }


def names(motion: Motion, ids: Sequence[str]) -> str:
    """Name several questions, the amendments among them together."""
    words = rules_for(motion).words
    items = [question_named(motion, id) for id in ids]
    places = [one.number or "" for one in items if isinstance(one, Amendment)]
    others = [in_midst(one) for one in items if not isinstance(one, Amendment)]
    cited = [cite_amendments(places, words)] if places else []
    return listed([*cited, *others], words.conjunction)


def in_midst(item: Item) -> str:
    """Return a question's name as it stands within a sentence."""
    if isinstance(item, SeparateVote):
        words = rules_for(item).words
        if item.choice is not None:
            return cite_passages([item.passage], words)
        return words.separate_vote.format(places=cite_passages([item.passage], words))
    if isinstance(item, ProceduralMotion) and item.hearing_of is None:
        return item.name
    return short_name(item)
