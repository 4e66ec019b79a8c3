"""Which later decisions relied on one that turns out to have been recorded wrongly.

None of them is undone by itself: each is confirmed, or put to conference again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from webapp.procedure.states import Outcome, QuestionKind


class Why(StrEnum):
    """In what way a decision relied on another."""

    FELL = "fell"
    """It was never put, because the other was carried."""
    SHOULD_HAVE_FALLEN = "should_have_fallen"
    """It was put only because the other was not carried."""
    VOTED_WITH = "voted_with"
    """The words voted on had the other's change in them."""
    VOTED_WITHOUT = "voted_without"
    """The words voted on lacked the other's change."""
    ENDED = "ended"
    """It was put, or left, because the debate went on, or ended, with the other."""


@dataclass(frozen=True, slots=True)
class Made:
    """One standing decision: what it was about, what it saw and what it did.

    `seen` are the change sets in force in the text it was taken on. `item` is the id of
    what was decided and, for an amendment or a separate vote, of its change set too.
    `because_of` is the decision that made it fall, `waited_for` the items to be decided before
    it; a motion waits for everything in its debate. `ends_debate`: carried, it leaves nothing to
    put. Unless it `changes_text`, nobody voted on other words because of it. What was put
    `together` was voted on with the same words by all.
    """

    id: str
    debate: str
    kind: QuestionKind
    item: str
    outcome: Outcome
    seen: frozenset[str] = frozenset()
    because_of: str | None = None
    ends_debate: bool = False
    changes_text: bool = True
    waited_for: frozenset[str] = frozenset()
    together: int | None = None


@dataclass(frozen=True, slots=True)
class Reliance:
    """A decision that relied on another: on the corrected one unless `through` names which."""

    decision: str
    why: Why
    through: str | None = None


def relying_on(
    decisions: Sequence[Made],
    corrected: str,
    *,
    outcome: Outcome,
    collisions: Collection[tuple[str, str]] = (),
) -> tuple[Reliance, ...]:
    """Return the later decisions that relied on the corrected one, in the order they were made.

    `decisions` are those standing, in the order they were made; `outcome` is what the
    corrected one should have been. Raises LookupError where it is not among them.
    """
    places = {made.id: place for place, made in enumerate(decisions)}
    if corrected not in places:
        raise LookupError(corrected)
    wrong = decisions[places[corrected]]
    if outcome is wrong.outcome:
        return ()
    rivals = {frozenset(pair) for pair in collisions}
    found: dict[str, Reliance] = {}
    doubtful: dict[str, str] = {}  # change set -> the doubtful decision that put it in force
    for made in decisions[places[corrected] + 1 :]:
        reliance = _directly(made, wrong, outcome, rivals) or _through(made, found, doubtful)
        if reliance is not None:
            found[made.id] = reliance
            doubtful[made.item] = made.id
    return tuple(found.values())


def _directly(
    made: Made, wrong: Made, outcome: Outcome, rivals: Collection[frozenset[str]]
) -> Reliance | None:
    if made.outcome is Outcome.FALLEN:
        return Reliance(made.id, Why.FELL) if made.because_of == wrong.id else None
    if wrong.item in made.seen:
        return Reliance(made.id, Why.VOTED_WITH)
    if made.debate != wrong.debate:
        return None
    why = _within_the_debate(made, wrong, outcome, rivals)
    return Reliance(made.id, why) if why is not None else None


def _within_the_debate(
    made: Made, wrong: Made, outcome: Outcome, rivals: Collection[frozenset[str]]
) -> Why | None:
    if wrong.together is not None and made.together == wrong.together:
        return None
    if wrong.kind is QuestionKind.MOTION or wrong.ends_debate:
        return Why.ENDED
    if not wrong.changes_text:
        return Why.ENDED if wrong.item in made.waited_for else None
    in_force = _puts_in_force(wrong.kind, outcome)
    if in_force and frozenset({made.item, wrong.item}) in rivals:
        return Why.SHOULD_HAVE_FALLEN
    if in_force != _puts_in_force(wrong.kind, wrong.outcome):
        return Why.VOTED_WITHOUT if in_force else Why.VOTED_WITH
    has_waited = made.kind is QuestionKind.MOTION or wrong.item in made.waited_for
    return Why.ENDED if outcome is Outcome.NOT_PUT and has_waited else None


def _through(
    made: Made, found: Mapping[str, Reliance], doubtful: Mapping[str, str]
) -> Reliance | None:
    """Return how the decision relied on one that is itself in doubt."""
    if made.outcome is Outcome.FALLEN:
        if made.because_of in found:
            return Reliance(made.id, Why.FELL, through=made.because_of)
        return None
    seen = sorted(made.seen & doubtful.keys())
    return Reliance(made.id, Why.VOTED_WITH, through=doubtful[seen[0]]) if seen else None


def _puts_in_force(kind: QuestionKind, outcome: Outcome) -> bool:
    """Tell whether a question with this outcome changes the text."""
    if kind is QuestionKind.SEPARATE_VOTE:
        return outcome is Outcome.LOST
    return outcome in (Outcome.CARRIED, Outcome.ACCEPTED)
