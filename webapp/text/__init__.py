"""What is written: the text of motions, and what amendments do to it.

The front door. Whatever else the package holds may change freely behind these names.
"""

from webapp.text.clause import (
    Clause,
    ClauseId,
    Document,
    Marker,
    MarkerStyle,
    Reference,
    ReferenceForm,
    same_text,
)
from webapp.text.collisions import Collision, CollisionKind
from webapp.text.diff import changes
from webapp.text.errors import TextTrouble
from webapp.text.instructions import read_instructions, write_instructions
from webapp.text.lines import Layout, Line, LineProfile, lay_out
from webapp.text.numbering import Numbering, number
from webapp.text.operation import ChangeSet, Operation
from webapp.text.origins import ClauseOrigins, Origin
from webapp.text.reading import Applicability, Back, Front, Reading, ReadingWarning, read_plain
from webapp.text.weave import Weave
from webapp.text.writing import write_plain

__all__ = [
    "Applicability",
    "Back",
    "ChangeSet",
    "Clause",
    "ClauseId",
    "ClauseOrigins",
    "Collision",
    "CollisionKind",
    "Document",
    "Front",
    "Layout",
    "Line",
    "LineProfile",
    "Marker",
    "MarkerStyle",
    "Numbering",
    "Operation",
    "Origin",
    "Reading",
    "ReadingWarning",
    "Reference",
    "ReferenceForm",
    "TextTrouble",
    "Weave",
    "changes",
    "lay_out",
    "number",
    "read_instructions",
    "read_plain",
    "same_text",
    "write_instructions",
    "write_plain",
]
