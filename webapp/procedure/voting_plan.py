"""The ordered questions of one debate, worked out anew after every result.

The plan knows nothing of texts: what collides, and where in the motion an amendment
stands, is handed in as plain facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from webapp.procedure.debate import (
    IN_EFFECT,
    AmendmentDown,
    Debate,
    ProceduralDown,
    SeparateVoteDown,
)
from webapp.procedure.falling import effective_in, fallen, falls_if
from webapp.procedure.majority import Put
from webapp.procedure.phrases import cite_amendments, cite_passages, listed
from webapp.procedure.rules import NamedMajority, Rulebook
from webapp.procedure.states import Outcome, QuestionKind
from webapp.procedure.voting_order import order_amendments, order_questions

__all__ = [
    "IN_EFFECT",
    "AmendmentDown",
    "Debate",
    "ProceduralDown",
    "Question",
    "SeparateVoteDown",
    "Standing",
    "VotingPlan",
    "order_amendments",
    "plan",
    "words_together",
]


class Standing(StrEnum):
    """Where a question stands in its debate."""

    DECIDED = "decided"
    NOW = "now"
    WAITING = "waiting"
    FALLS = "falls"
    """It will not be put, because of what was decided: somebody has to record that it falls."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the plan.

    `falls_if_carried` and `falls_if_lost` are the ids of questions that can then no
    longer be put, `because_of` the id of the question that makes this one fall. `words`
    is what the chair reads out.
    """

    kind: QuestionKind
    id: str
    place: str
    standing: Standing
    outcome: Outcome | None
    majority: NamedMajority
    put: Put
    falls_if_carried: tuple[str, ...]
    falls_if_lost: tuple[str, ...]
    because_of: str | None
    words: str

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be put."""
        return self.standing in (Standing.NOW, Standing.WAITING)


@dataclass(frozen=True, slots=True)
class VotingPlan:
    """Every question of a debate in the order in which they are put."""

    questions: tuple[Question, ...]

    @property
    def now(self) -> Question | None:
        """The question to put now; None when all is decided or about to fall."""
        return next((one for one in self.questions if one.standing is Standing.NOW), None)

    @property
    def falling(self) -> tuple[Question, ...]:
        """The questions whose fall is still to be recorded."""
        return tuple(one for one in self.questions if one.standing is Standing.FALLS)

    def question(self, id: str) -> Question:
        """Return the question with this id, or raise LookupError."""
        for question in self.questions:
            if question.id == id:
                return question
        raise LookupError(id)


@dataclass(frozen=True, slots=True)
class _Down:
    """A question before anything is known of its standing; `form` is what the chair reads out."""

    kind: QuestionKind
    id: str
    name: str
    place: str
    outcome: Outcome | None
    majority: NamedMajority
    form: str
    about: str
    is_option: bool = False


def plan(debate: Debate, rulebook: Rulebook) -> VotingPlan:
    """Return the questions of the debate in order, with the one to put now.

    Raises LookupError where the rulebook does not know the debate's kind of item.
    """
    downs = _ordered(debate, rulebook)
    falling = fallen(debate)
    questions = []
    now_is_found = False
    for down in downs:
        standing = Standing.WAITING
        if down.outcome is not None:
            standing = Standing.DECIDED
        elif down.id in falling:
            standing = Standing.FALLS
        elif not now_is_found:
            standing, now_is_found = Standing.NOW, True
        questions.append(_question(down, standing, falling.get(down.id), debate, downs, rulebook))
    return VotingPlan(tuple(questions))


def words_together(debate: Debate, places: Sequence[str], rulebook: Rulebook) -> str:
    """Return what the chair reads out to put several amendments with one vote."""
    words, item = rulebook.words, rulebook.kind(debate.kind)
    majority = rulebook.majority(item.amendment_majority).words
    return " ".join(
        [
            words.chair.amendment.format(
                motion=_motion_words(debate, rulebook), amendment=cite_amendments(places, words)
            ),
            words.chair.majority.format(majority=majority),
            words.chair.ask,
        ]
    )


def _ordered(debate: Debate, rulebook: Rulebook) -> list[_Down]:
    downs = [
        *(_procedural(one, debate, rulebook) for one in debate.procedural),
        *(_amendment(one, debate, rulebook) for one in debate.amendments),
        *(_words(one, debate, rulebook) for one in debate.separate_votes),
        _motion(debate, rulebook),
    ]
    by_id = {down.id: down for down in downs}
    return [by_id[id] for id in order_questions(debate, rulebook)]


def _motion_words(debate: Debate, rulebook: Rulebook) -> str:
    return rulebook.words.motion_citation.format(code=debate.code, title=debate.title)


def _procedural(one: ProceduralDown, debate: Debate, rulebook: Rulebook) -> _Down:
    about = _motion_words(debate, rulebook)
    if one.passage is not None:
        about = f"{cite_passages([one.passage], rulebook.words)} ({about})"
    known = {row.key for row in rulebook.majorities}
    # Standing orders may have been changed since it was moved.
    key = one.majority if one.majority in known else rulebook.kind(debate.kind).majority
    return _Down(
        QuestionKind.PROCEDURAL,
        one.id,
        one.name,
        debate.code,
        one.outcome,
        rulebook.majority(key),
        one.words,
        about,
    )


def _amendment(one: AmendmentDown, debate: Debate, rulebook: Rulebook) -> _Down:
    return _Down(
        QuestionKind.AMENDMENT,
        one.id,
        cite_amendments([one.place], rulebook.words),
        one.place,
        one.outcome,
        rulebook.majority(rulebook.kind(debate.kind).amendment_majority),
        rulebook.words.chair.amendment,
        _motion_words(debate, rulebook),
    )


def _words(one: SeparateVoteDown, debate: Debate, rulebook: Rulebook) -> _Down:
    words = rulebook.words
    places = cite_passages([one.passage], words)
    is_option = one.choice is not None
    return _Down(
        QuestionKind.SEPARATE_VOTE,
        one.id,
        places if is_option else words.separate_vote.format(places=places),
        places,
        one.outcome,
        rulebook.majority(rulebook.voting.separate_vote_majority),
        words.chair.option if is_option else words.chair.separate_vote,
        _motion_words(debate, rulebook),
        is_option=is_option,
    )


def _motion(debate: Debate, rulebook: Rulebook) -> _Down:
    chair = rulebook.words.chair
    return _Down(
        QuestionKind.MOTION,
        debate.motion,
        _motion_words(debate, rulebook),
        debate.code,
        debate.outcome,
        rulebook.majority(rulebook.kind(debate.kind).majority),
        chair.motion_as_amended if effective_in(debate) else chair.motion,
        _motion_words(debate, rulebook),
    )


def _question(
    down: _Down,
    standing: Standing,
    because_of: str | None,
    debate: Debate,
    downs: Sequence[_Down],
    rulebook: Rulebook,
) -> Question:
    open_still = standing in (Standing.NOW, Standing.WAITING)
    falls: dict[Outcome, list[_Down]] = {}
    for outcome in (Outcome.CARRIED, Outcome.LOST):
        falling = falls_if(down.id, outcome, debate) if open_still else frozenset()
        falls[outcome] = [other for other in downs if other.id in falling]
    return Question(
        kind=down.kind,
        id=down.id,
        place=down.place,
        standing=standing,
        outcome=down.outcome,
        majority=down.majority,
        put=rulebook.voting.separate_vote_question.put
        if down.kind is QuestionKind.SEPARATE_VOTE
        else Put.TO_CHANGE,
        falls_if_carried=tuple(other.id for other in falls[Outcome.CARRIED]),
        falls_if_lost=tuple(other.id for other in falls[Outcome.LOST]),
        because_of=because_of,
        words=" ".join(
            [
                down.form.format(motion=down.about, amendment=down.name, places=down.place),
                rulebook.words.chair.majority.format(majority=down.majority.words),
                *_consequences(down, falls, rulebook),
                rulebook.words.chair.ask,
            ]
        ),
    )


def _consequences(
    down: _Down, falls: Mapping[Outcome, Sequence[_Down]], rulebook: Rulebook
) -> list[str]:
    """Return the sentence on what falls with a changed text; the end of a debate needs none."""
    chair = rulebook.words.chair
    if down.kind is QuestionKind.AMENDMENT:
        falling, one, several = falls[Outcome.CARRIED], chair.one_falls, chair.several_fall
    elif down.kind is QuestionKind.SEPARATE_VOTE:
        if down.is_option:
            return []  # that one survives says what becomes of the others
        falling = falls[Outcome.LOST]
        one, several = chair.one_falls_if_lost, chair.several_fall_if_lost
    else:
        return []
    if not falling:
        return []
    names = _names(falling, rulebook)
    return [one.format(question=names) if len(falling) == 1 else several.format(questions=names)]


def _names(downs: Sequence[_Down], rulebook: Rulebook) -> str:
    """Name several questions, the amendments among them together."""
    words = rulebook.words
    places = [down.place for down in downs if down.kind is QuestionKind.AMENDMENT]
    others = [down.name for down in downs if down.kind is not QuestionKind.AMENDMENT]
    cited = [cite_amendments(places, words)] if places else []
    return listed([*cited, *others], words.conjunction)
