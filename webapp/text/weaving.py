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
from webapp.text.clause import ClauseId
from webapp.text.neighbourhood import Neighbourhood
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
from webapp.text.splitting import Splitting
from webapp.text.wording import Wording

UNSETTLING = (StrikeClause, MoveClause, JoinClauses)
PUTTING = (InsertClauses, MoveClause)
STAGES = ((SplitClause,), PUTTING, (JoinClauses, RestyleClauses), (StrikeClause,))


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
    around = Neighbourhood(author, wording)
    splitting, placing = Splitting(author, wording, around), Placing(author, around)
    acts: dict[type, Callable[[int, Any], None]] = {
        SplitClause: splitting.split,
        InsertClauses: placing.insert,
        MoveClause: placing.move,
        JoinClauses: placing.join,
        RestyleClauses: placing.restyle,
        StrikeClause: placing.strike,
    }
    operations = author.change_set.operations
    for stage in STAGES:
        staged = [each for each in enumerate(operations) if isinstance(each[1], stage)]
        for seq, operation in in_order_of_need(staged, around) if stage is PUTTING else staged:
            acts[type(operation)](seq, operation)
    placing.point()
    author.fabric.structural |= author.bit
    if author.sight.standing.void:
        author.fabric.seen_void[author.bit] = author.sight.standing.void
    if any(isinstance(operation, UNSETTLING) for operation in operations):
        author.fabric.unsettling |= author.bit


def in_order_of_need(
    numbered: list[tuple[int, Any]], around: Neighbourhood
) -> list[tuple[int, Any]]:
    """Return insertions and moves so that what one makes or moves is there for the next."""
    makers: dict[ClauseId | None, int] = {}
    movers: dict[ClauseId | None, int] = {}
    by_seq = dict(numbered)
    for seq, operation in numbered:
        if isinstance(operation, MoveClause):
            movers[operation.clause] = seq
        else:
            makers.update((each.id, seq) for new in operation.clauses for each in new.walk())
    done: dict[int, None] = {}
    met: set[int] = set()
    stack = [seq for seq, _ in reversed(numbered)]
    while stack:
        seq = stack.pop()
        parent, after = by_seq[seq].parent, by_seq[seq].after
        needs = {makers.get(parent), makers.get(after)}
        if not around.is_under(after, parent):
            needs.add(movers.get(after))
        first = [] if seq in met else [each for each in needs if each is not None]
        met.add(seq)
        if open_needs := sorted(each for each in first if each not in met):
            stack.extend((seq, *open_needs))
        else:
            done.setdefault(seq)
    return [(seq, by_seq[seq]) for seq in done]
