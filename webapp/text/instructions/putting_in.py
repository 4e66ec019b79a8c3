"""Reading what puts in words or clauses, and where."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from webapp.text.instructions import parts
from webapp.text.instructions.act_part import ActPart
from webapp.text.instructions.parts import (
    Act,
    Locator,
    Position,
    Side,
    Statement,
    Where,
    Words,
)
from webapp.text.instructions.passages import read_printed_unit
from webapp.text.instructions.payloads import IsInstruction, of_quotation
from webapp.text.instructions.positions import (
    INSERT,
    inside,
    read_as_nth_sentence,
    read_near_nth,
    read_position,
)
from webapp.text.instructions.rearranging import Rearranging
from webapp.text.instructions.spans import (
    read_span,
)
from webapp.text.instructions.taking_out import DELETE
from webapp.text.instructions.tokens import Cursor
from webapp.text.instructions.units import (
    ITEM,
    ORDINAL,
    read_locator,
)

_I: Final = re.IGNORECASE
_INSTEAD_OF: Final = re.compile(r"(?:instead|in\s+place)\s+of(?!\w)", _I)
_NEAR_PRINTED: Final = re.compile(
    r"(after|following|before)\s+(?=(?:the\s+)?(?:paragraph|clause|sentence|section|bullet)\b)", _I
)
_INTO: Final = re.compile(r"(?:into|in|to)(?!\w)", _I)


class PuttingIn(ActPart):
    """Reads insertions, with the position before the words or after them."""

    def __init__(self, cursor: Cursor, is_instruction: IsInstruction) -> None:
        super().__init__(cursor, is_instruction)
        self.rearranging = Rearranging(cursor, is_instruction)

    def positioned(self) -> Act | None:
        """Read "after “workers” insert “, carers”", "at end add: …", "… begin new clause i)"."""
        cursor = self.cursor
        position = self._beside_printed() or read_position(self.cursor)
        if not position:
            return None
        cursor.take(re.compile(r"[,:]"))
        if split := self.rearranging.split(position):
            return split
        cursor.says("also", "then", "please")
        if deleted := self._deleted_beside(position):
            return deleted
        if not cursor.take(INSERT):
            return None
        payload = self.payload()
        return parts.Insert(position, payload) if payload else None

    def _beside_printed(self) -> Position | None:
        """Read "after the paragraph:" with that printed below it, and the insertion below that."""
        cursor = self.cursor
        cursor.skip_spaces()
        start = cursor.at
        near = cursor.take(_NEAR_PRINTED)
        printed = read_printed_unit(cursor, self.is_instruction) if near else None
        if not near or not printed:
            cursor.at = start
            return None
        where = Where.BEFORE if near[1].lower() == "before" else Where.AFTER
        position = Position(where, printed, start, cursor.at)
        cursor.skip_lines()
        return position

    def _deleted_beside(self, position: Position) -> Act | None:
        """Read "after “x”, delete “y”": the words that stand next to others."""
        cursor = self.cursor
        at = cursor.at
        if not isinstance(position.at, Words) or not cursor.take(DELETE):
            return None
        span = read_span(cursor)
        if not isinstance(span, Words) or span.beside:
            cursor.at = at
            return None
        side = Side.BEFORE if position.where is Where.BEFORE else Side.AFTER
        placed = replace(
            span, beside=(side, position.at.quotation), within=span.within or position.at.within
        )
        return parts.Delete((placed,))

    def insert(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(INSERT):
            return None
        at = cursor.at
        if found := self._insert_position_first():
            return found
        cursor.at = at
        payload = self.payload(blocks=False)
        if payload:
            after = cursor.at
            position = self._trailing_position()
            if position is None:
                cursor.at = after
            return parts.Insert(position, payload)
        cursor.at = at
        payload = self.payload()
        return parts.Insert(None, payload) if payload else None

    def _insert_position_first(self) -> Act | None:
        """Read "insert at the end of 4: …", "add new point iv. after iii.: …"."""
        cursor = self.cursor
        kind = cursor.take(
            re.compile(
                r"(?:(?:the\s+following|an?|two|three)(?!\w))?\s*(?:new\s+)?"
                rf"(?:{ORDINAL}\s+)?(?:(?:sub-?)?(clauses?|paragraphs?|points?|bullet\s+points?"
                r"|items?|sentences?|text|words?)(?!\w))?",
                _I,
            )
        )
        cursor.take(ITEM)
        position = read_position(self.cursor) or read_near_nth(
            self.cursor, kind[1] if kind else None
        )
        if position is None and cursor.take(_INTO):
            start = cursor.at
            unit = read_locator(cursor)
            position = read_position(self.cursor) if unit else None
            nth = read_as_nth_sentence(cursor, unit) if unit and not position else None
            if position and unit:
                position = inside(position, unit)
            elif nth:
                position = nth
            elif unit:
                position = Position(Where.WITHIN, unit, start, cursor.at)
        if position is None:
            return None
        payload = self.payload()
        if not payload:
            return None
        if kind and kind[1]:
            payload = replace(payload, said=f"{kind[1]} {payload.said}".strip())
        if position.where is Where.WITHIN:
            at = cursor.at
            after = read_position(self.cursor)
            if after and isinstance(position.at, Locator):
                return parts.Insert(inside(after, position.at), payload)
            cursor.at = at
        return parts.Insert(position, payload)

    def _trailing_position(self) -> Position | None:
        """Read a position after the words: "“supplies” after “water”", "… to 3.5"."""
        cursor = self.cursor
        cursor.take(re.compile(r","))
        start = cursor.at
        if cursor.take(_INSTEAD_OF):
            return None
        position = read_position(self.cursor)
        if position:
            return position
        if cursor.take(_INTO):
            unit = read_locator(cursor)
            if unit:
                after = read_position(self.cursor)
                return (
                    inside(after, unit) if after else Position(Where.WITHIN, unit, start, cursor.at)
                )
        cursor.at = start
        return None

    def insert_again(self, before: Statement | None) -> Act | None:
        """Read "and “Z” after “W”" where the statement before inserted so."""
        cursor = self.cursor
        last = before.act if before else None
        if not isinstance(last, parts.Insert) or last.position is None or not last.payload.quoted:
            return None
        at = cursor.at
        quotation = cursor.quotation()
        if quotation:
            position = read_position(self.cursor)
            if position:
                return parts.Insert(position, of_quotation(quotation))
        cursor.at = at
        return None
