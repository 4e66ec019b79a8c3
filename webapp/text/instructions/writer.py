"""From a change set to the words of an amendment, in house style and in the order of the text.

What is written is read back here and compared: each sentence as it is made, of several ways to
say an edit the first that reads back as that edit, and then all of them together. So the words
are as short as they can be and no shorter, and none are let out that say something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from webapp.text.clause import ClauseId, Document
from webapp.text.instructions.anew import put_anew
from webapp.text.instructions.care import CARES, Care
from webapp.text.instructions.clause_writer import ClauseWriter, Instruction
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.proving import Found, Proof
from webapp.text.instructions.style import DEFAULT_STYLE, InstructionStyle
from webapp.text.instructions.word_writer import WordWriter, changes_of
from webapp.text.lines import Layout
from webapp.text.operation import (
    ChangeSet,
    InsertText,
    Operation,
    SplitClause,
    StrikeText,
)


def write_instructions(
    change_set: ChangeSet,
    document: Document,
    layout: Layout | None = None,
    style: InstructionStyle = DEFAULT_STYLE,
) -> str:
    """Return a change set as instructions, one a line, to the document its author saw."""
    return write_operations(change_set.operations, Motion(document, layout), style)


def write_operations(
    operations: Sequence[Operation], motion: Motion, style: InstructionStyle
) -> str:
    """Return operations as instructions, one a line, that read back as what they make.

    Where none do, those are returned about which a reader would ask rather than err.
    """
    proof = Proof(operations, motion, style)
    best, found = "", Found.ANOTHER_TEXT
    for words in _ways(operations, motion, style, proof):
        said = proof.of(words)
        if said is Found.THE_SAME:
            return words
        if not best or said > found:
            best, found = words, said
    return best


def _ways(
    operations: Sequence[Operation], motion: Motion, style: InstructionStyle, proof: Proof
) -> Iterator[str]:
    """Yield ways to say operations, the shortest first and the surest last."""
    for care in CARES:
        yield _written(operations, motion, style, care)
    if proof.wanted is not None:
        anew = put_anew(motion.document, proof.wanted)
        for care in CARES:
            yield _written(anew, motion, style, care)


def _written(
    operations: Sequence[Operation], motion: Motion, style: InstructionStyle, care: Care
) -> str:
    writer = ClauseWriter(motion, style, operations, care)
    instructions = [*_of_words(operations, motion, style, care), *writer.instructions()]
    instructions.sort(key=lambda each: each.key)
    return "\n".join(_in_order(instructions, writer))


def _of_words(
    operations: Sequence[Operation], motion: Motion, style: InstructionStyle, care: Care
) -> Iterator[Instruction]:
    """Yield the instructions for what is struck from clauses and put into them."""
    by_clause: dict[ClauseId, list[StrikeText | InsertText]] = {}
    for operation in operations:
        if isinstance(operation, StrikeText | InsertText) and operation.clause in motion.clauses:
            by_clause.setdefault(operation.clause, []).append(operation)
    words = WordWriter(motion, style, care)
    begun_at: dict[ClauseId, set[int]] = {}
    for each in operations:
        if isinstance(each, SplitClause):
            begun_at.setdefault(each.clause, set()).add(each.at)
    for clause, edits in by_clause.items():
        place = motion.numbering.position(clause)
        changes = changes_of(edits, begun_at.get(clause, ()))
        said = words.write(clause, changes, divided=clause in begun_at)
        for start, sentence in said:
            yield Instruction((place, 0, start), partial(str, sentence))


def _in_order(instructions: Sequence[Instruction], writer: ClauseWriter) -> Iterator[str]:
    """Yield the words, each instruction after those that make the clauses it names."""
    waiting: list[Instruction] = []
    for instruction in instructions:
        waiting.append(instruction)
        while ready := next((each for each in waiting if each.needs <= writer.made), None):
            waiting.remove(ready)
            yield ready.say()
    for instruction in waiting:
        yield instruction.say()
