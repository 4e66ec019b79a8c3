"""In which order the questions of a debate are put: the rulebook's, and the chair's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher

from webapp.procedure.debate import AmendmentDown, Debate, ProceduralDown, SeparateVoteDown
from webapp.procedure.places import place_key
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.rules import Order, Rulebook, SeparateVotes

# What would spare the questions after it the time they take is put before them.
EFFECTS = (
    ProceduralEffect.SUSPEND,
    ProceduralEffect.ADJOURN,
    ProceduralEffect.NEXT_BUSINESS,
    ProceduralEffect.CLOSURE,
    ProceduralEffect.REFER_BACK,
    ProceduralEffect.NONE,
)


def order_questions(debate: Debate, rulebook: Rulebook) -> tuple[str, ...]:
    """Return the ids of all questions as they are put, the motion last."""
    amendments = [one.id for one in order_amendments(debate.amendments, rulebook.voting.order)]
    words = [one.id for one in order_separate_votes(debate.separate_votes)]
    middle = [*amendments, *words]
    if rulebook.voting.separate_votes is SeparateVotes.BEFORE_AMENDMENTS:
        middle = [*words, *amendments]
    procedural = [one.id for one in order_procedural(debate.procedural)]
    first = dict.fromkeys(procedural, -1)
    chosen = {id: place for place, id in enumerate(debate.order)}
    ordered = sorted(
        [*procedural, *middle], key=lambda id: chosen.get(id, first.get(id, len(chosen)))
    )
    return (*ordered, debate.motion)


def must_precede(debate: Debate) -> Mapping[str, AbstractSet[str]]:
    """Return, for each question, those that have to be decided before it can be.

    An amendment waits for the amendments to it, what was moved for the vote on hearing it.
    """
    below: dict[str, set[str]] = {one.id: set() for one in debate.downs}
    for amendment in debate.amendments:
        if amendment.amends in below:
            below[amendment.amends].add(amendment.id)
    for procedural in debate.procedural:
        if procedural.hearing_of in below:
            below[procedural.hearing_of].add(procedural.id)
    return {id: _all_below(id, below) for id in below}


def _all_below(id: str, below: Mapping[str, AbstractSet[str]]) -> AbstractSet[str]:
    found: set[str] = set()
    waiting = [id]
    while waiting:
        ahead = below.get(waiting.pop(), set()) - found
        found |= ahead
        waiting += ahead
    return found - {id}


def put_first(
    order: Sequence[str], id: str, precede: Mapping[str, AbstractSet[str]]
) -> tuple[str, ...]:
    """Return the order with this question at its head, behind what has to be put before it."""
    moved = {id} | precede.get(id, set())
    return (*(one for one in order if one in moved), *(one for one in order if one not in moved))


def put_last(
    order: Sequence[str], id: str, precede: Mapping[str, AbstractSet[str]]
) -> tuple[str, ...]:
    """Return the order with this question at its end, with whatever waits for it behind it."""
    moved = {id} | {one for one, before in precede.items() if id in before}
    return (*(one for one in order if one not in moved), *(one for one in order if one in moved))


def misplaced(
    order: Sequence[str], precede: Mapping[str, AbstractSet[str]]
) -> tuple[str, str] | None:
    """Return a question put too early, with one that has to come before it; None where all is well.

    >>> misplaced(["A1", "A1a"], {"A1": {"A1a"}})
    ('A1', 'A1a')
    """
    for place, id in enumerate(order):
        late = [one for one in order[place + 1 :] if one in precede.get(id, set())]
        if late:
            return id, late[0]
    return None


def moved_between(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Return what was moved to make one order of another, as few as will do.

    >>> moved_between("abcd", "dabc")
    ('d',)
    """
    kept = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    stayed = {after[block.b + step] for block in kept for step in range(block.size)}
    return tuple(one for one in after if one not in stayed)


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


def order_separate_votes(downs: Iterable[SeparateVoteDown]) -> list[SeparateVoteDown]:
    """Return options before other words, both in the order of the text."""
    return sorted(downs, key=lambda one: (one.choice is None, one.position))


def order_procedural(downs: Iterable[ProceduralDown]) -> list[ProceduralDown]:
    """Return procedural motions as they are put, each after the vote on whether to hear it."""
    found = list(downs)
    hearings = {one.hearing_of: one for one in found if one.hearing_of is not None}
    put: list[ProceduralDown] = []
    for one in sorted(found, key=lambda one: EFFECTS.index(one.effect)):
        if one.hearing_of is None:
            put += [hearings[one.id], one] if one.id in hearings else [one]
    return [*put, *(one for one in found if one not in put)]


def _rank(one: AmendmentDown, order: Order) -> tuple[int, tuple[tuple[int, int, str], ...]]:
    measure = {
        Order.PLACE_IN_TEXT: one.position,
        Order.PRINTED: 0,
        Order.FURTHEST_REMOVED: -one.reach,
        Order.RANKED: one.position,
    }
    return measure[order], place_key(one.place)
