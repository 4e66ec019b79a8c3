"""The facts of one debate, as the voting plan wants them: what is down, and what was decided."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from webapp.procedure.phrases import Passage
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import Outcome

IN_EFFECT = (Outcome.CARRIED, Outcome.ACCEPTED)
ENDING = (ProceduralEffect.REFER_BACK, ProceduralEffect.NEXT_BUSINESS)


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
class ProceduralDown:
    """A procedural motion that the chair allowed, as standing orders had it when it was moved.

    `majority` is a key, `words` what the chair reads out, with a place {motion}. `hearing_of`
    is the procedural motion of which this one asks only whether conference will hear it.
    `passage` is the part of the motion to be referred back, where it is not all of it.
    """

    id: str
    name: str
    effect: ProceduralEffect
    majority: str
    words: str
    hearing_of: str | None = None
    passage: Passage | None = None
    outcome: Outcome | None = None

    @property
    def ends_the_debate(self) -> bool:
        """Tell whether nothing more is put once this is carried."""
        return self.effect in ENDING and self.hearing_of is None and self.passage is None


Down = AmendmentDown | SeparateVoteDown | ProceduralDown


@dataclass(frozen=True, slots=True)
class Debate:
    """The facts of one debate: what is down, what was decided, and what cannot stand together.

    `motion` is the motion's id. `collisions` are pairs of ids of which only one can take
    effect; either order will do. `ends` are pairs of which the first, once it takes effect,
    leaves nothing of the second to put ("" for what is in the text already). `order` is the
    chair's own order, as ids; those it does not name follow in the rulebook's, procedural
    motions before and all others after it.
    """

    motion: str
    code: str
    title: str
    kind: str
    outcome: Outcome | None = None
    amendments: Sequence[AmendmentDown] = ()
    separate_votes: Sequence[SeparateVoteDown] = ()
    procedural: Sequence[ProceduralDown] = ()
    collisions: Collection[tuple[str, str]] = ()
    ends: Collection[tuple[str, str]] = ()
    order: Sequence[str] = ()

    @property
    def downs(self) -> tuple[Down, ...]:
        """Everything to be put but the motion itself, in no particular order."""
        return (*self.procedural, *self.amendments, *self.separate_votes)

    @property
    def is_closed(self) -> bool:
        """Tell whether a closure was carried: nothing is left but to vote."""
        return any(
            one.effect is ProceduralEffect.CLOSURE
            and one.hearing_of is None
            and one.outcome is Outcome.CARRIED
            for one in self.procedural
        )


def suppose(debate: Debate, question: str, outcome: Outcome) -> Debate:
    """Return the debate as it would be with this outcome of one question."""
    if question == debate.motion:
        return replace(debate, outcome=outcome)
    return replace(
        debate,
        amendments=[
            replace(one, outcome=outcome) if one.id == question else one
            for one in debate.amendments
        ],
        separate_votes=[
            replace(one, outcome=outcome) if one.id == question else one
            for one in debate.separate_votes
        ],
        procedural=[
            replace(one, outcome=outcome) if one.id == question else one
            for one in debate.procedural
        ],
    )
