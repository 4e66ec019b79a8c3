"""A motion of our own for instructions to amend, and what a reading of one did to it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from webapp.text.clause import ClauseId, Document
from webapp.text.instructions import InstructionReading, read_instructions
from webapp.text.lines import Layout, lay_out
from webapp.text.numbering import number
from webapp.text.operation import (
    InsertClauses,
    InsertText,
    JoinClauses,
    MoveClause,
    Operation,
    RestyleClauses,
    SplitClause,
    StrikeClause,
    StrikeText,
)
from webapp.text.reading import read_plain
from webapp.text.weave import Weave
from webapp.text.writing import write_plain

MOTION = """\
Conference notes that hedges, once common, are now rare. Many farms have lost all of theirs.

Conference thanks the workers, the wardens and the many children who plant trees.

Conference calls for:

1. A hedge fund for villages, which may:

a) Pay for saplings, stakes and tools.

b) Pay volunteers annually for their time.

c) Lend tools to schools.

2. A right to hedges, by:

a) Making each council keep a register of hedges; publishing that register; and \
reporting to Parliament.

b) Giving the wardens a power of entry, where he or she has reason to believe that a \
hedge is in danger.

c) Subject to 1 a) above, letting the police and the courts act.

d) Opening local paths to walkers.

3. A yearly day of planting.
"""

DOCUMENT: Document = read_plain(MOTION).document
LAYOUT: Layout = lay_out(DOCUMENT)
CITATIONS = number(DOCUMENT)


def read(words: str) -> InstructionReading:
    numbers = count(1)
    return read_instructions(
        words, DOCUMENT, LAYOUT, new_id=lambda: ClauseId(f"new{next(numbers)}")
    )


def amended(words: str) -> str:
    """Return the motion as it reads once the words are carried out."""
    reading = read(words)
    assert reading.change_set is not None, reading.problems
    document = Weave(DOCUMENT, [reading.change_set]).text({reading.change_set.id})
    return write_plain(document)


def asked(words: str) -> list[tuple[str, str]]:
    """Return the kind of each problem with the words that it is about."""
    reading = read(words)
    assert reading.change_set is None
    return [(problem.kind.value, problem.words) for problem in reading.problems]


def offered(words: str) -> list[str]:
    return [
        candidate.replacement
        for problem in read(words).problems
        for candidate in problem.candidates
    ]


def done(words: str) -> list[str]:
    """Return what a reading does, each operation in a few words."""
    reading = read(words)
    assert reading.change_set is not None, reading.problems
    return list(described(reading.change_set.operations))


def described(operations: Iterable[Operation]) -> Iterable[str]:
    for operation in operations:
        match operation:
            case StrikeText(clause=clause, quote=quote):
                yield f"{cite(clause)} -{quote!r}"
            case InsertText(clause=clause, at=at, text=text):
                yield f"{cite(clause)} @{at} +{text!r}"
            case StrikeClause(clause=clause):
                yield f"strike {cite(clause)}"
            case InsertClauses(parent=parent, after=after, clauses=clauses):
                texts = [clause.text for clause in clauses]
                yield f"new under {cite(parent)} after {cite(after)}: {texts}"
            case SplitClause(clause=clause, at=at, nested=nested, children_follow=follow):
                yield f"split {cite(clause)} at {at}{' nested' * nested}{' follow' * follow}"
            case JoinClauses(receiver=receiver, joined=joined):
                yield f"join {cite(joined)} to {cite(receiver)}"
            case MoveClause(clause=clause, parent=parent, after=after):
                yield f"move {cite(clause)} under {cite(parent)} after {cite(after)}"
            case RestyleClauses(parent=parent, marker=marker):
                yield f"label under {cite(parent)}: {marker.style} {marker.form}"


def cite(clause: ClauseId | None) -> str:
    if clause is None:
        return "-"
    return CITATIONS.citation(clause) if clause in CITATIONS else str(clause)
