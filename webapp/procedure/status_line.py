"""The outcome of a motion in one line, worked out from decisions and never typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.procedure.phrases import (
    Passage,
    cite_amendment,
    cite_amendments,
    cite_passages,
    listed,
)
from webapp.procedure.places import parent_place, place_key
from webapp.procedure.rules import Wording
from webapp.procedure.states import AmendmentState, MotionState, Outcome
from webapp.procedure.tally import Tally


@dataclass(frozen=True, slots=True)
class AmendmentResult:
    """What became of an amendment with a printed number; None while that is open."""

    place: str
    outcome: Outcome | None
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class SeparateVoteResult:
    """What became of words voted on by themselves. LOST means that they are struck."""

    passage: Passage
    outcome: Outcome | None
    tally: Tally | None = None


IN_EFFECT = (Outcome.CARRIED, Outcome.ACCEPTED)
AMENDMENT_OUTCOMES = {
    Outcome.ACCEPTED: AmendmentState.ACCEPTED,
    Outcome.CARRIED: AmendmentState.CARRIED,
    Outcome.LOST: AmendmentState.LOST,
    Outcome.FALLEN: AmendmentState.FALLEN,
    Outcome.WITHDRAWN: AmendmentState.WITHDRAWN,
}


def status_line(
    state: MotionState,
    words: Wording,
    *,
    amendments: Iterable[AmendmentResult] = (),
    separate_votes: Iterable[SeparateVoteResult] = (),
    referred: Sequence[Passage] = (),
    options: Sequence[str] = (),
    amendable: bool = True,
) -> str:
    """Return the motion's status, with what changed it where it passed.

    A motion that passed unchanged passed "with no amendments" where it could have had
    some (`amendable`), and simply passed where its kind allows none. `referred` are parts that
    went back while the rest was put.
    """
    if state is not MotionState.PASSED:
        return words.motion_states[state]
    amendments = list(amendments)
    carried = _in_effect(amendments)
    accepted = [one.place for one in amendments if one.outcome is Outcome.ACCEPTED]
    struck = [one.passage for one in separate_votes if one.outcome is Outcome.LOST]
    extras = _extras(struck, options, accepted, words)
    if referred:
        extras.append(
            words.status.note.format(
                what=cite_passages(referred, words),
                outcome=words.motion_states[MotionState.REFERRED_BACK],
            )
        )
    if carried:
        opening = words.status.passed_with.format(amendments=cite_amendments(carried, words))
    elif extras:
        opening = words.status.passed_as_amended
    else:
        opening = words.status.passed_with_none if amendable else words.status.passed
    return "; ".join([opening, *extras])


def _in_effect(amendments: Sequence[AmendmentResult]) -> list[str]:
    """Return the places of what is in the text: one to an amendment falls out with that."""
    carried = {one.place for one in amendments if one.outcome in IN_EFFECT}
    return [place for place in carried if all(above in carried for above in _above(place))]


def _above(place: str) -> list[str]:
    parent = parent_place(place)
    return [parent, *_above(parent)] if parent else []


def notes(
    words: Wording,
    *,
    amendments: Iterable[AmendmentResult] = (),
    separate_votes: Iterable[SeparateVoteResult] = (),
) -> tuple[str, ...]:
    """Return a note on each decision below the motion's own, with figures where it was counted."""
    decided = [
        (cite_amendment(one.place, words), _amendment_outcome(one.outcome, words), one.tally)
        for one in sorted(amendments, key=lambda one: place_key(one.place))
        if one.outcome is not None
    ] + [
        (cite_passages([one.passage], words), _words_outcome(one.outcome, words), one.tally)
        for one in separate_votes
        if one.outcome is not None
    ]
    return tuple(_note(what, outcome, tally, words) for what, outcome, tally in decided)


def _extras(
    struck: Sequence[Passage],
    options: Sequence[str],
    accepted: Sequence[str],
    words: Wording,
) -> list[str]:
    extras = []
    if accepted:
        extras.append(words.status.accepted.format(amendments=cite_amendments(accepted, words)))
    if struck:
        one = len(set(struck)) == 1
        form = words.status.lost_separately if one else words.status.lost_in_separate_votes
        extras.append(form.format(places=cite_passages(struck, words)))
    if options:
        form = words.status.option if len(options) == 1 else words.status.options
        extras.append(form.format(options=listed(options, words.conjunction)))
    return extras


def _amendment_outcome(outcome: Outcome, words: Wording) -> str:
    if outcome in AMENDMENT_OUTCOMES:
        return words.amendment_states[AMENDMENT_OUTCOMES[outcome]]
    return words.motion_states[MotionState(outcome)]


def _words_outcome(outcome: Outcome, words: Wording) -> str:
    if outcome is Outcome.CARRIED:
        return words.status.words_kept
    return (
        words.status.words_lost if outcome is Outcome.LOST else _amendment_outcome(outcome, words)
    )


def _note(what: str, outcome: str, tally: Tally | None, words: Wording) -> str:
    if tally is None:
        return words.status.note.format(what=what, outcome=outcome)
    return words.status.note_counted.format(
        what=what, outcome=outcome, in_favour=tally.in_favour, against=tally.against
    )
