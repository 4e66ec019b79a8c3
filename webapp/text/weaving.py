"""Weaving in: putting all that one change set does into the fabric.

Offsets and anchors are those of the text that the author saw, all at once. What a change set
makes (an inserted clause, a tail) its other operations may name: as parent, as neighbour,
and for the words of a tail, which count from the split. A clause that it moves is named as a
neighbour where it was seen; only under another parent, where it is moved to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.text.author import Author
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.placing import Placing
from webapp.text.wording import Wording

UNSETTLING = (StrikeClause, MoveClause, JoinClauses)


def weave_in(author: Author) -> None:
    """Put all that one change set does into the fabric."""
    wording = Wording(author)
    operations = author.change_set.operations
    if any(not isinstance(each, InsertText | StrikeText) for each in operations):
        place_all(author, wording)
    strikes = [each for each in operations if isinstance(each, StrikeText)]
    if strikes:
        wording.strike(strikes)
    for seq, operation in enumerate(operations):
        if isinstance(operation, InsertText):
            wording.insert(seq, operation)
    author.commit()


def place_all(author: Author, wording: Wording) -> None:
    """Weave in what a change set does to the clauses themselves: tails first, strikes last."""
    placing = Placing(author, wording)
    numbered = list(enumerate(author.change_set.operations))
    acts: tuple[tuple[Any, Callable[[int, Any], None]], ...] = (
        (SplitClause, placing.split),
        (InsertClauses | MoveClause, placing.expect),
        (InsertClauses, placing.insert),
        (MoveClause, placing.move),
        (JoinClauses, placing.join),
        (RestyleClauses, placing.restyle),
        (StrikeClause, placing.strike),
    )
    for kind, act in acts:
        for seq, operation in numbered:
            if isinstance(operation, kind):
                act(seq, operation)
    placing.point()
    author.fabric.structural |= author.bit
    if any(isinstance(operation, UNSETTLING) for _, operation in numbered):
        author.fabric.unsettling |= author.bit
