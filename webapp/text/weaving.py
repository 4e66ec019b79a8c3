"""Weaving in: putting all that one change set does into the fabric.

Offsets and anchors are those of the text that the author saw, all at once. What a change set
makes (an inserted clause, a tail) its other operations may name: as parent, as neighbour,
and for the words of a tail, which count from the split. A clause that it moves is named as a
neighbour where it was seen; only under another parent, where it is moved to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.text.author import Author, Work
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


def weave_in(author: Author) -> Work:
    """Put all that one change set does into the fabric."""
    wording = Wording(author)
    strikes: list[StrikeText] = []
    inserts: list[tuple[int, InsertText]] = []
    operations = author.change_set.operations
    for seq, operation in enumerate(operations):
        if isinstance(operation, StrikeText):
            strikes.append(operation)
        elif isinstance(operation, InsertText):
            inserts.append((seq, operation))
    if len(strikes) + len(inserts) < len(operations):
        place_all(author, wording)
    if strikes:
        wording.strike(strikes)
    for seq, insert in inserts:
        wording.insert(seq, insert)
    return author.commit()


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
