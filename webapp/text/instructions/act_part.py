"""What the readers of acts share: the cursor, and the words that an act puts in."""

from __future__ import annotations

from webapp.text.instructions.parts import Payload
from webapp.text.instructions.payloads import IsInstruction, read_payload
from webapp.text.instructions.tokens import Cursor


class ActPart:
    """Reads some acts at the cursor. `is_instruction` tells where a block of lines ends."""

    def __init__(self, cursor: Cursor, is_instruction: IsInstruction) -> None:
        self.cursor = cursor
        self.is_instruction = is_instruction

    def payload(self, *, blocks: bool = True) -> Payload | None:
        cursor = self.cursor
        return read_payload(
            cursor, self.is_instruction, blocks=blocks, indent=_indent(cursor.source, cursor.at)
        )


def _indent(source: str, at: int) -> int:
    line = source.rfind("\n", 0, at) + 1
    return len(source[line:at]) - len(source[line:at].lstrip())
