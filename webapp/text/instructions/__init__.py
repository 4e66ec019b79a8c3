"""The printed language of amendments, both ways: words to change sets and change sets to words."""

from webapp.text.instructions.problems import (
    Candidate,
    InstructionReading,
    Note,
    NoteKind,
    Problem,
    ProblemKind,
)
from webapp.text.instructions.reader import read_instructions
from webapp.text.instructions.style import DEFAULT_STYLE, InstructionStyle
from webapp.text.instructions.writer import write_instructions

__all__ = [
    "DEFAULT_STYLE",
    "Candidate",
    "InstructionReading",
    "InstructionStyle",
    "Note",
    "NoteKind",
    "Problem",
    "ProblemKind",
    "read_instructions",
    "write_instructions",
]
