"""The ordered questions of one debate, worked out anew after every result.

The plan knows nothing of texts: what collides, and where in the motion an amendment
stands, is handed in as plain facts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum

from webapp.procedure.alternatives import Option, Settled, settle
from webapp.procedure.majority import Put
from webapp.procedure.phrases import Passage, cite_amendments, cite_passages, listed
from webapp.procedure.places import place_key
from webapp.procedure.rules import NamedMajority, Order, Rulebook, SeparateVotes
from webapp.procedure.states import Outcome, QuestionKind


class Standing(StrEnum):
    """Where a question stands in its debate."""

    DECIDED = "decided"
    NOW = "now"
    WAITING = "waiting"
    FALLS = "falls"
    """It will not be put, because of what was decided: somebody has to record that it falls."""


IN_EFFECT = (Outcome.CARRIED, Outcome.ACCEPTED)


@dataclass(frozen=True, slots=True)
class AmendmentDown:
    """An amendment to be put.

    `position` is where it first touches the text, counted from the text's start, `reach`
    how much of the text it changes, `amends` the amendment it is an amendment to.
    """

    id: str
    place: str
    position: int = 0
    reach: int = 0
    amends: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class SeparateVoteDown:
    """Words to be voted on by themselves; `choice` names the options of which one survives."""

    id: str
    passage: Passage
    position: int = 0
    outcome: Outcome | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Debate:
    """The facts of one debate: what is down, what was decided, and what cannot stand together.

    `motion` is the motion's id. `collisions` are pairs of ids of which only one can take
    effect; either order will do. `ends` are pairs of which the first, once it takes effect,
    leaves nothing of the second to put ("" for what is in the text already). `order` is the
    chair's own order, as ids of amendments and separate votes; those it does not name follow
    in the rulebook's.
    """

    motion: str
    code: str
    title: str
    kind: str
    outcome: Outcome | None = None
    amendments: Sequence[AmendmentDown] = ()
    separate_votes: Sequence[SeparateVoteDown] = ()
    reference_back: str | None = None
    reference_back_outcome: Outcome | None = None
    collisions: Collection[tuple[str, str]] = ()
    ends: Collection[tuple[str, str]] = ()
    order: Sequence[str] = ()


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
    """A question before anything is known of its standing."""

    kind: QuestionKind
    id: str
    name: str
    place: str
    outcome: Outcome | None
    is_option: bool = False


def plan(debate: Debate, rulebook: Rulebook) -> VotingPlan:
    """Return the questions of the debate in order, with the one to put now.

    Raises LookupError where the rulebook does not know the debate's kind of item.
    """
    downs = _ordered(debate, rulebook)
    fallen = _fallen(debate)
    questions = []
    now_is_found = False
    for down in downs:
        standing = Standing.WAITING
        if down.outcome is not None:
            standing = Standing.DECIDED
        elif down.id in fallen:
            standing = Standing.FALLS
        elif not now_is_found:
            standing, now_is_found = Standing.NOW, True
        questions.append(_question(down, standing, fallen.get(down.id), debate, downs, rulebook))
    return VotingPlan(tuple(questions))


def order_amendments(
    amendments: Sequence[AmendmentDown], order: Order
) -> tuple[AmendmentDown, ...]:
    """Return amendments as they are put, each after the amendments to itself."""
    ordered = sorted(amendments, key=lambda one: _rank(one, order))
    known = {one.id for one in ordered}
    tops = [one for one in ordered if one.amends not in known]
    put: list[AmendmentDown] = []

    def put_after_its_own(one: AmendmentDown) -> None:
        for other in ordered:
            if other.amends == one.id and other is not one and other not in put:
                put_after_its_own(other)
        put.append(one)

    for top in tops:
        put_after_its_own(top)
    # Amendments said to amend one another in a circle have no top: better put than lost.
    return (*put, *(one for one in ordered if one not in put))


def _rank(one: AmendmentDown, order: Order) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    measure = {
        Order.PLACE_IN_TEXT: one.position,
        Order.PRINTED: 0,
        Order.FURTHEST_REMOVED: -one.reach,
    }
    return measure[order], place_key(one.place)


def _ordered(debate: Debate, rulebook: Rulebook) -> list[_Down]:
    words = rulebook.words
    amendments = [
        _Down(
            QuestionKind.AMENDMENT,
            one.id,
            cite_amendments([one.place], words),
            one.place,
            one.outcome,
        )
        for one in order_amendments(debate.amendments, rulebook.voting.order)
    ]
    separate = [
        _Down(
            QuestionKind.SEPARATE_VOTE,
            one.id,
            words.separate_vote.format(places=cite_passages([one.passage], words))
            if one.choice is None
            else cite_passages([one.passage], words),
            cite_passages([one.passage], words),
            one.outcome,
            is_option=one.choice is not None,
        )
        for one in sorted(debate.separate_votes, key=lambda one: (one.choice is None, one.position))
    ]
    parts = [amendments, separate]
    if rulebook.voting.separate_votes is SeparateVotes.BEFORE_AMENDMENTS:
        parts.reverse()
    motion = _Down(
        QuestionKind.MOTION,
        debate.motion,
        words.motion_citation.format(code=debate.code, title=debate.title),
        debate.code,
        debate.outcome,
    )
    chosen = {id: place for place, id in enumerate(debate.order)}
    middle = sorted([*parts[0], *parts[1]], key=lambda down: chosen.get(down.id, len(chosen)))
    return [*_reference_back(debate, rulebook), *middle, motion]


def _reference_back(debate: Debate, rulebook: Rulebook) -> list[_Down]:
    if debate.reference_back is None or rulebook.reference_back is None:
        return []
    name = rulebook.reference_back.name
    return [
        _Down(
            QuestionKind.REFERENCE_BACK,
            debate.reference_back,
            name,
            debate.code,
            debate.reference_back_outcome,
        )
    ]


def _fallen(debate: Debate) -> Mapping[str, str]:
    """Return the undecided questions that cannot be put any more, with what made them fall."""
    undecided = _undecided(debate)
    ending = _ending(debate)
    if ending is not None:
        return {id: ending for id in undecided if id != ending}
    effective = _effective(debate)
    waiting = set(undecided)
    fallen: dict[str, str] = {}
    for settled in _settled_options(debate):
        for other in (*settled.struck, *filter(None, [settled.stands])):
            fallen.setdefault(other, str(settled.because_of))
    siblings = _siblings_carried(debate)
    turned = [pair[::-1] for pair in debate.collisions]
    for one, other in (*debate.collisions, *turned, *debate.ends):
        is_ended = one in effective or not one or (one, other) in siblings
        if other in waiting and is_ended:
            fallen.setdefault(other, one)
    return _with_their_own(fallen, waiting, debate)


def _with_their_own(
    fallen: dict[str, str], waiting: AbstractSet[str], debate: Debate
) -> Mapping[str, str]:
    """Add the amendments to amendments that are decided or have fallen, depth by depth."""
    gone = {one.id for one in debate.amendments if one.outcome is not None} | fallen.keys()
    found = True
    while found:
        found = False
        for one in debate.amendments:
            if one.amends in gone and one.id in waiting and one.id not in gone:
                fallen[one.id] = str(one.amends)
                gone.add(one.id)
                found = True
    return fallen


def _undecided(debate: Debate) -> list[str]:
    ids = [one.id for one in debate.amendments if one.outcome is None]
    ids += [one.id for one in debate.separate_votes if one.outcome is None]
    if debate.reference_back is not None and debate.reference_back_outcome is None:
        ids.append(debate.reference_back)
    return ids if debate.outcome is not None else [*ids, debate.motion]


def _effective(debate: Debate) -> set[str]:
    """Return the decided questions that changed the text.

    An amendment to an amendment changes nothing before that one is carried.
    """
    carried = {one.id: one.amends for one in debate.amendments if one.outcome in IN_EFFECT}
    known = {one.id for one in debate.amendments}
    while True:
        standing = {
            id: amends
            for id, amends in carried.items()
            if amends is None or amends not in known or amends in carried
        }
        if len(standing) == len(carried):
            break
        carried = standing
    return set(carried) | {one.id for one in debate.separate_votes if one.outcome is Outcome.LOST}


def _settled_options(debate: Debate) -> list[Settled]:
    choices: dict[str, list[Option]] = {}
    for one in debate.separate_votes:
        if one.choice is not None:
            choices.setdefault(one.choice, []).append(Option(one.id, one.outcome))
    return [settle(options) for options in choices.values()]


def _siblings_carried(debate: Debate) -> set[tuple[str, str]]:
    """Return the pairs of amendments to one amendment, of which the first was carried."""
    return {
        (one.id, other.id)
        for one in debate.amendments
        for other in debate.amendments
        if one.outcome in IN_EFFECT and one.amends is not None and one.amends == other.amends
    }


def _ending(debate: Debate) -> str | None:
    """Return what ended the debate: the motion's own outcome, or a reference back carried."""
    if debate.outcome is not None:
        return debate.motion
    carried = debate.reference_back_outcome in (Outcome.CARRIED, Outcome.REFERRED_BACK)
    return debate.reference_back if carried else None


def _falls_if(id: str, outcome: Outcome, debate: Debate) -> frozenset[str]:
    """Return what would fall, and has not fallen yet, if the question had this outcome."""
    supposed = replace(
        debate,
        outcome=outcome if id == debate.motion else debate.outcome,
        reference_back_outcome=(
            outcome if id == debate.reference_back else debate.reference_back_outcome
        ),
        amendments=[
            replace(one, outcome=outcome) if one.id == id else one for one in debate.amendments
        ],
        separate_votes=[
            replace(one, outcome=outcome) if one.id == id else one for one in debate.separate_votes
        ],
    )
    return frozenset(_fallen(supposed)) - frozenset(_fallen(debate))


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
        falling = _falls_if(down.id, outcome, debate) if open_still else frozenset()
        falls[outcome] = [other for other in downs if other.id in falling]
    majority = _majority(down.kind, debate, rulebook)
    return Question(
        kind=down.kind,
        id=down.id,
        place=down.place,
        standing=standing,
        outcome=down.outcome,
        majority=majority,
        put=rulebook.voting.separate_vote_question.put
        if down.kind is QuestionKind.SEPARATE_VOTE
        else Put.TO_CHANGE,
        falls_if_carried=tuple(other.id for other in falls[Outcome.CARRIED]),
        falls_if_lost=tuple(other.id for other in falls[Outcome.LOST]),
        because_of=because_of,
        words=" ".join(
            [
                _put_in_words(down, debate, rulebook),
                rulebook.words.chair.majority.format(majority=majority.words),
                *_consequences(down, falls, rulebook),
                rulebook.words.chair.ask,
            ]
        ),
    )


def _majority(kind: QuestionKind, debate: Debate, rulebook: Rulebook) -> NamedMajority:
    item = rulebook.kind(debate.kind)
    back = rulebook.reference_back
    keys = {
        QuestionKind.REFERENCE_BACK: back.majority if back else item.majority,
        QuestionKind.AMENDMENT: item.amendment_majority,
        QuestionKind.SEPARATE_VOTE: rulebook.voting.separate_vote_majority,
        QuestionKind.MOTION: item.majority,
    }
    return rulebook.majority(keys[kind])


def _put_in_words(down: _Down, debate: Debate, rulebook: Rulebook) -> str:
    chair = rulebook.words.chair
    back = rulebook.reference_back
    forms = {
        QuestionKind.REFERENCE_BACK: back.words if back else "",
        QuestionKind.AMENDMENT: chair.amendment,
        QuestionKind.SEPARATE_VOTE: chair.option if down.is_option else chair.separate_vote,
        QuestionKind.MOTION: chair.motion_as_amended if _effective(debate) else chair.motion,
    }
    motion = rulebook.words.motion_citation.format(code=debate.code, title=debate.title)
    return forms[down.kind].format(motion=motion, amendment=down.name, places=down.place)


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
