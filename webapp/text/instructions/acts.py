"""Reading what an instruction does: each verb with what it does it to, and the words it puts in."""

from __future__ import annotations

from webapp.text.instructions import parts
from webapp.text.instructions.controls import read_control
from webapp.text.instructions.parts import Act, Statement
from webapp.text.instructions.payloads import IsInstruction
from webapp.text.instructions.putting_in import PuttingIn
from webapp.text.instructions.taking_out import TakingOut
from webapp.text.instructions.tokens import Cursor


class ActReader:
    """Reads one act at the cursor. `is_instruction` tells where a block of lines ends."""

    def __init__(self, cursor: Cursor, is_instruction: IsInstruction) -> None:
        self.cursor = cursor
        self.taking_out = TakingOut(cursor, is_instruction)
        self.putting_in = PuttingIn(cursor, is_instruction)
        self.rearranging = self.putting_in.rearranging

    def read(self, before: Statement | None) -> Act | None:
        """Try every kind of instruction at this place."""
        cursor, out, put = self.cursor, self.taking_out, self.putting_in
        anew = self.rearranging
        at = cursor.at
        out.after_place = before is not None and isinstance(before.act, parts.Open)
        for reader in (
            anew.restyle,
            anew.renumber,
            self._control,
            out.delete,
            out.replace,
            out.change,
            out.substitute,
            out.capitalise,
            anew.move,
            anew.place,
            anew.join,
            put.positioned,
            put.insert,
        ):
            act = reader()
            if act is not None:
                return act
            cursor.at = at
        return put.insert_again(before)

    def _control(self) -> Act | None:
        return read_control(self.cursor, self.taking_out.is_instruction)
