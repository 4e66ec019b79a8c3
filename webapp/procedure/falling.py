"""What can no longer be put in a debate, and what would fall by an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from webapp.procedure.alternatives import Option, Settled, settle
from webapp.procedure.debate import IN_EFFECT, Debate, suppose
from webapp.procedure.states import Outcome


def falls_if(id: str, outcome: Outcome, debate: Debate) -> frozenset[str]:
    """Return what would fall, and has not fallen yet, if the question had this outcome."""
    return frozenset(fallen(suppose(debate, id, outcome))) - frozenset(fallen(debate))


def fallen(debate: Debate) -> Mapping[str, str]:
    """Return the undecided questions that cannot be put any more, with what made them fall."""
    undecided = _undecided(debate)
    ending = _ending(debate)
    if ending is not None:
        return {id: ending for id in undecided if id != ending}
    effective = effective_in(debate)
    waiting = set(undecided)
    found: dict[str, str] = _never_heard(debate)
    for settled in _settled_options(debate):
        for other in (*settled.struck, *filter(None, [settled.stands])):
            found.setdefault(other, str(settled.because_of))
    siblings = _siblings_carried(debate)
    turned = [pair[::-1] for pair in debate.collisions]
    for one, other in (*debate.collisions, *turned, *debate.ends):
        is_ended = one in effective or not one or (one, other) in siblings
        if other in waiting and is_ended:
            found.setdefault(other, one)
    return _with_their_own(found, waiting, debate)


def effective_in(debate: Debate) -> set[str]:
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
    lost = {one.id for one in debate.separate_votes if one.outcome is Outcome.LOST}
    referred = {
        one.id
        for one in debate.procedural
        if one.passage is not None and one.hearing_of is None and one.outcome is Outcome.CARRIED
    }
    return set(carried) | lost | referred


def _undecided(debate: Debate) -> list[str]:
    ids = [one.id for one in debate.downs if one.outcome is None]
    return ids if debate.outcome is not None else [*ids, debate.motion]


def _ending(debate: Debate) -> str | None:
    """Return what ended the debate: a procedural motion carried, or the motion's own outcome."""
    carried = [
        one.id
        for one in debate.procedural
        if one.ends_the_debate and one.outcome is Outcome.CARRIED
    ]
    if carried:
        return carried[0]
    return debate.motion if debate.outcome is not None else None


def _never_heard(debate: Debate) -> dict[str, str]:
    """Return what conference would not hear, and votes on hearing what needs none any more."""
    known = {one.id: one for one in debate.procedural}
    found = {}
    for hearing in debate.procedural:
        motion = known.get(hearing.hearing_of or "")
        if motion is None:
            continue
        if motion.outcome is None and hearing.outcome not in (None, Outcome.CARRIED):
            found[motion.id] = hearing.id
        elif hearing.outcome is None and motion.outcome is not None:
            found[hearing.id] = motion.id
    return found


def _with_their_own(
    found: dict[str, str], waiting: AbstractSet[str], debate: Debate
) -> Mapping[str, str]:
    """Add the amendments to amendments that are decided or have fallen, depth by depth."""
    gone = {one.id for one in debate.amendments if one.outcome is not None} | found.keys()
    has_more = True
    while has_more:
        has_more = False
        for one in debate.amendments:
            if one.amends in gone and one.id in waiting and one.id not in gone:
                found[one.id] = str(one.amends)
                gone.add(one.id)
                has_more = True
    return found


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
