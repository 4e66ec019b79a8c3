"""What each outcome of the question on the desk would do: to the debate, and to the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext as _

from webapp.blueprints.voting.ahead import ways_ahead
from webapp.blueprints.voting.rows import names
from webapp.blueprints.voting.words import outcome_word
from webapp.models import Amendment, Motion, ProceduralMotion, SeparateVote
from webapp.procedure.debate import suppose
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import MotionState, Outcome, ProceduralState, QuestionKind
from webapp.queries.adjournments import is_in_effect
from webapp.queries.debates import plan_of, question_named
from webapp.queries.supposing import text_supposed
from webapp.queries.supposing_words import text_without
from webapp.queries.texts import latest_version, printed_version
from webapp.queries.verdicts import rules_for
from webapp.rendering.effect import effect_paper
from webapp.text.records import load_layout
from webapp.web.choosing import ahead_of
from webapp.web.conference import way_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from webapp.procedure.voting_plan import Debate, Question
    from webapp.queries.separate_votes import Words
    from webapp.rendering.paper import Paper
    from webapp.text.lines import Layout
    from webapp.text.weave import Weave

ENDS = {
    ProceduralEffect.REFER_BACK: MotionState.REFERRED_BACK,
    ProceduralEffect.NEXT_BUSINESS: MotionState.NOT_PROCEEDED_WITH,
}


@dataclass(slots=True)
class Consequence:
    """What one outcome of the question on the desk would do."""

    title: str
    kind: str
    sentences: list[str]
    paper: Paper | None = None
    text_url: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


def consequences_of(
    session: Session, motion: Motion, question: Question, debate: Debate, weave: Weave
) -> list[Consequence]:
    """Return what follows if it is carried, and if it is lost; nothing while the motion waits."""
    if question.kind is QuestionKind.MOTION and debate_is_open(debate):
        return []
    item = question_named(motion, question.id)
    if isinstance(item, SeparateVote):
        return _of_words(session, motion, question, debate, weave)
    carried = Consequence(_("If carried"), "carried", _falling(motion, question.falls_if_carried))
    lost = Consequence(_("If lost"), "lost", _falling(motion, question.falls_if_lost))
    if isinstance(item, ProceduralMotion):
        carried.sentences = _effects(item) or carried.sentences
        if item.spans is not None:
            carried.paper = _paper_without(session, motion, item, weave)
    carried.sentences += _what_follows(motion, debate, question, Outcome.CARRIED)
    lost.sentences += _what_follows(motion, debate, question, Outcome.LOST)
    if isinstance(item, Amendment):
        supposed = text_supposed(session, motion, item, weave)
        carried.paper = effect_paper(supposed.redline, _printed_lines(session, motion))
        carried.links = ways_ahead(motion, item, supposed, weave)
        lost.sentences.append(_("The text stays as it is."))
        lost.links = [(_("The whole text without it"), _without(motion))]
    elif isinstance(item, Motion):
        carried.text_url = way_to("motions.show", motion_id=motion.id, view="changes")
    return [carried, lost]


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that conference decided about a debate and that holds; `url` ends it."""

    sentence: str
    url: str = ""
    label: str = ""


def what_holds(motion: Motion) -> list[Holding]:
    """Say what conference decided about the debate that holds while it goes on."""
    if motion.state is not MotionState.PUBLISHED:
        return []
    carried = [
        one
        for one in motion.procedural_motions
        if one.state is ProceduralState.CARRIED and one.hearing_of_id is None
    ]
    return list(filter(None, map(_holding, carried)))


def _holding(one: ProceduralMotion) -> Holding | None:
    if one.effect is ProceduralEffect.CLOSURE:
        return Holding(_("The debate is closed: conference votes."))
    if not is_in_effect(one):
        return None
    url = url_for("voting.end_effect", procedural_id=one.id)
    if one.effect is ProceduralEffect.SUSPEND:
        said = _("Standing orders are suspended: %(reasons)s", reasons=one.reasons)
        return Holding(said, url, _("Let standing orders hold again"))
    said = _("This debate is adjourned. Nothing is put until it goes on, where it stood.")
    return Holding(said, url, _("Resume the debate"))


def debate_is_open(debate: Debate) -> bool:
    """Tell whether anything is still to be decided before the motion is."""
    return any(one.outcome is None for one in debate.downs)


def begun(name: str) -> str:
    """Return a name as a sentence begins with it."""
    return name[:1].upper() + name[1:]


def _of_words(
    session: Session, motion: Motion, question: Question, debate: Debate, weave: Weave
) -> list[Consequence]:
    """Return what becomes of the words voted on by themselves, whichever way it goes."""
    kept = Consequence(
        _("If the words stay"),
        "carried",
        [
            *(_falling(motion, question.falls_if_carried) or [_("The text stays as it is.")]),
            *_what_follows(motion, debate, question, Outcome.CARRIED),
        ],
    )
    lost = Consequence(
        _("If the words are lost"),
        "lost",
        [
            *_falling(motion, question.falls_if_lost),
            *_what_follows(motion, debate, question, Outcome.LOST),
        ],
    )
    item = question_named(motion, question.id)
    if isinstance(item, SeparateVote):
        lost.paper = _paper_without(session, motion, item, weave)
    return [kept, lost]


def _effects(item: ProceduralMotion) -> list[str]:
    """Say what conference does where a procedural motion is carried."""
    if item.hearing_of is not None:
        return []
    if item.spans is not None:
        return [_("These words go back; the motion is put without them.")]
    if item.effect in ENDS:
        word = rules_for(item).words.motion_states[ENDS[item.effect]]
        return [_("The debate is over: %(outcome)s.", outcome=word), _("Nothing more is put.")]
    said = {
        ProceduralEffect.CLOSURE: _("Nobody speaks any more: conference goes to the votes."),
        ProceduralEffect.SUSPEND: _("Standing orders do not hold for what its reasons name."),
        ProceduralEffect.ADJOURN: _("Conference adjourns; it votes when it meets again."),
    }
    return [said[item.effect]] if item.effect in said else []


def _without(motion: Motion) -> str:
    outcomes = ahead_of(motion)
    if not outcomes["carried"]:
        return way_to("motions.show", motion_id=motion.id, view="now")
    return url_for("motions.what_if", motion_id=motion.id, **outcomes)


def _paper_without(session: Session, motion: Motion, item: Words, weave: Weave) -> Paper:
    supposed = text_without(session, item, weave)
    return effect_paper(supposed.redline, _printed_lines(session, motion))


def _printed_lines(session: Session, motion: Motion) -> Layout | None:
    version = latest_version(session, motion)
    layout = printed_version(version).layout if version is not None else None
    return load_layout(layout) if layout else None


def _falling(motion: Motion, ids: Sequence[str]) -> list[str]:
    if not ids:
        return []
    said = begun(names(motion, ids))
    if len(ids) == 1:
        return [_("%(question)s falls.", question=said)]
    return [_("%(questions)s fall.", questions=said)]


def _what_follows(
    motion: Motion, debate: Debate, question: Question, outcome: Outcome
) -> list[str]:
    """Say which question is put next, or how the debate ends."""
    if question.kind is QuestionKind.MOTION:
        word = outcome_word(motion, outcome)
        return [_("The debate is over: %(outcome)s.", outcome=word)]
    following = plan_of(motion, suppose(debate, question.id, outcome)).now
    if following is None:
        return []
    return [_("%(question)s is put next.", question=begun(names(motion, [following.id])))]
