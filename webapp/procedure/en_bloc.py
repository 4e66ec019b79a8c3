"""Which amendments may be put to conference together, with one vote."""

from __future__ import annotations

from collections.abc import Collection

from webapp.procedure.debate import Debate

FEWEST = 2


def uncontested(debate: Debate, objected: Collection[str] = ()) -> tuple[str, ...]:
    """Return the open amendments that meet nothing else that is open, and no objection.

    Those to an amendment, and those with one to them still open, are put by themselves.
    Where they are fewer than two there is nothing to put together.
    """
    if debate.outcome is not None:
        return ()
    undecided = {one.id for one in debate.downs if one.outcome is None}
    met = {
        id
        for pair in (*debate.collisions, *debate.ends)
        for id in pair
        if undecided.issuperset(one for one in pair if one)
    }
    amended = {one.amends for one in debate.amendments if one.outcome is None}
    found = tuple(
        one.id
        for one in debate.amendments
        if one.outcome is None
        and one.amends is None
        and one.id not in amended
        and one.id not in met
        and one.id not in objected
    )
    return found if len(found) >= FEWEST else ()
