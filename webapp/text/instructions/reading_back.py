"""Reading one written sentence back, to see whether it says what it is to say."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.text.clause import Clause
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.problems import Unclear
from webapp.text.instructions.reader import Reading
from webapp.text.instructions.style import InstructionStyle
from webapp.text.operation import InsertClauses, Operation, SplitClause, StrikeClause


def reads_as(
    sentence: str, wanted: Sequence[Operation], motion: Motion, style: InstructionStyle
) -> bool:
    """Tell whether a sentence by itself reads as these operations."""
    reading = Reading(sentence, motion, style, offering=False)
    reading.run()
    if reading.problems:
        return False
    try:
        found = reading.edits.operations()
    except Unclear:
        return False
    return [_shape(each) for each in found] == [_shape(each) for each in wanted]


def _shape(operation: Operation) -> object:
    """Return an operation without the ids of what it makes, and without its quote."""
    match operation:
        case InsertClauses(parent=parent, after=after, clauses=clauses):
            return ("insert", parent, after, tuple(_clause_shape(each) for each in clauses))
        case StrikeClause(clause=clause):
            return ("strike", clause)
        case SplitClause(clause=clause, at=at, children_follow=follow, nested=nested):
            return ("split", clause, at, follow, nested)
        case _:
            return operation


def _clause_shape(clause: Clause) -> object:
    return (clause.text, clause.marker, tuple(_clause_shape(each) for each in clause.children))
