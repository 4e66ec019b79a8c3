"""Whether words say what they are to say: all of them are read, and the results compared."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property

from webapp.text.clause import Document, same_text
from webapp.text.errors import TextTrouble
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.problems import Unclear
from webapp.text.instructions.reader import Reading
from webapp.text.instructions.results import brings_references, result_of
from webapp.text.instructions.style import InstructionStyle
from webapp.text.operation import Operation


class Found(IntEnum):
    """What a reader makes of words, the worst first: it does not even ask about another text."""

    ANOTHER_TEXT = 0
    A_QUESTION = 1
    THE_SAME = 2


class Proof:
    """Reads words back, and compares what they make of a motion with what is to be made of it."""

    def __init__(
        self, operations: Sequence[Operation], motion: Motion, style: InstructionStyle
    ) -> None:
        self.operations = tuple(operations)
        self.motion = motion
        self.style = style

    def of(self, words: str) -> Found:
        reading = Reading(words, self.motion, self.style, offering=False)
        reading.run()
        if reading.problems:
            return Found.A_QUESTION
        try:
            found = reading.edits.operations()
        except Unclear:
            return Found.A_QUESTION
        if found == self.operations or brings_references(self.operations):
            return Found.THE_SAME
        if self.wanted is None:
            return Found.THE_SAME
        try:
            result = result_of(found, self.motion.document)
        except TextTrouble:
            return Found.ANOTHER_TEXT
        return Found.THE_SAME if same_text(result, self.wanted) else Found.ANOTHER_TEXT

    @cached_property
    def wanted(self) -> Document | None:
        """What is to be made of the motion; nothing where that cannot be told from here."""
        try:
            return result_of(self.operations, self.motion.document)
        except TextTrouble:
            return None
