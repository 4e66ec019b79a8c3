"""Reading what takes words or clauses out, and what stands in their place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from webapp.text.instructions import parts
from webapp.text.instructions.act_part import ActPart
from webapp.text.instructions.parts import (
    Act,
    Locator,
    Span,
    Words,
)
from webapp.text.instructions.passages import read_printed_unit
from webapp.text.instructions.payloads import of_quotation
from webapp.text.instructions.positions import (
    read_position,
)
from webapp.text.instructions.spans import (
    UNQUOTED,
    read_lines_below,
    read_span,
    read_which,
    read_words,
)
from webapp.text.instructions.tokens import Cursor, Quotation

_I: Final = re.IGNORECASE
DELETE: Final = re.compile(
    r"(?:delete|leave\s+out|remove|strike(?:\s+out)?|omit|take\s+out|cut|streiche)(?!\w)"
    r"(?:\s+(?:all\s+of|the\s+text\s+of|the\s+whole\s+of))?\s*[:;,]?(?:\s*the\s+following\s*:)?",
    _I,
)
_REPLACE: Final = re.compile(r"(?:replace|exchange)(?!\w)\s*:?", _I)
_CHANGE: Final = re.compile(
    r"(?:change|amend|alter|reword|redraft|rewrite|rephrase)(?!\w)\s*:?", _I
)
_SUBSTITUTE: Final = re.compile(r"substitute(?!\w)", _I)
_THEN_INSERT: Final = re.compile(
    r"(?:[\s,;.]*(?:and\s+|then\s+|&\s+)*)(?:replace(?:\s+(?:it|them|this|that|these))?\s+(?:with|by)"
    r"|replacing(?:\s+(?:it|them))?\s+with|insert(?:ing)?|substitut(?:e|ing)|add(?:ing)?|put)(?!\w)"
    r"(?:\s+(?:in\s+(?:its|their)\s+place|instead|there))?",
    _I,
)
_WITH: Final = re.compile(r"(?:with|by)(?!\w)", _I)
_IT_WITH: Final = re.compile(r"(?:it|this|them|these)\s+(?:with|by)(?!\w)", _I)
_BARE: Final = re.compile(
    r"(?:the\s+words?\s+)?([^\s“”\"‘’'«»„,;:()]+)\s+(?:to|with|by|into)\s+([^\s“”\"‘’'«»„,;:()]*[^\s“”\"‘’'«»„,;:().])"
    r"(?=\s*(?:[.,;]|\n|$|\bin\b|\bthroughout\b|\band\b))",
    _I,
)
_TO_READ: Final = re.compile(
    r",?\s*(?:to\s+read|so\s+(?:that\s+)?it\s+(?:now\s+)?(?:reads?|says|states)|so\s+as\s+to\s+read|to\s+say|as\s+follows"
    r"|with\s+the\s+following|to\s+the\s+following|such\s+that\s+it\s+reads|into|to)(?!\w)",
    _I,
)
_CAPITALISE: Final = re.compile(r"capitali[sz]e(?!\w)", _I)
_FOR: Final = re.compile(r"for(?!\w)", _I)


class TakingOut(ActPart):
    """Reads deletions, substitutions and rewordings."""

    after_place = False

    def delete(self) -> Act | None:
        cursor = self.cursor
        verb = cursor.take(DELETE)
        if not verb:
            return None
        at = cursor.at
        if printed := read_printed_unit(cursor, self.is_instruction):
            return self._deleted([printed])
        cursor.skip_lines()
        spans = self._spans()
        if not spans:
            cursor.at = at
            colon = verb[0].rstrip().endswith((":", ";"))
            spans = list(read_lines_below(cursor, self.is_instruction, colon=colon))
        if not spans:
            return None
        if moved := self._moved_by_deletion(spans):
            return moved
        return self._deleted(spans)

    def _deleted(self, spans: list[Span]) -> Act:
        """Read what is to stand in place of what goes, if anything."""
        cursor = self.cursor
        at = cursor.at
        if then := _THEN_INSERT.match(cursor.source, at):
            cursor.at = then.end()
            same_line = "\n" not in then[0]
            payload = self.payload()
            if payload and len(spans) == 1 and not self._position_follows():
                return parts.Substitute(spans[0], payload)
            if payload and len(spans) == 1 and same_line and not read_position(self.cursor):
                return parts.Substitute(spans[0], payload)
        cursor.at = at
        return parts.Delete(tuple(spans))

    def _moved_by_deletion(self, spans: list[Span]) -> Act | None:
        """Read "delete 3.12, insert after 3.3": one unit, moved."""
        cursor = self.cursor
        if len(spans) != 1 or not isinstance(spans[0], Locator):
            return None
        at = cursor.at
        if cursor.take(
            re.compile(
                r",?\s*(?:and\s+)?(?:re-?)?insert(?:\s+it)?(?=\s+(?:after|before|under)\b)", _I
            )
        ):
            position = read_position(self.cursor)
            if position and not self._says_anything_more():
                return parts.Move(spans[0], position)
        cursor.at = at
        return None

    def _says_anything_more(self) -> bool:
        rest = self.cursor.source[self.cursor.at : self.cursor.line_end()]
        return rest.strip(" .;,") != "" or rest.strip().endswith(":")

    def _position_follows(self) -> bool:
        at = self.cursor.at
        found = read_position(self.cursor) is not None
        self.cursor.at = at
        return found

    def _spans(self) -> list[Span]:
        cursor = self.cursor
        spans: list[Span] = []
        while span := read_span(cursor):
            spans.append(span)
            at = cursor.at
            if not isinstance(span, Words) or not cursor.take(
                re.compile(r",?\s*(?:and|&)(?=\s*[“\"‘'«„])|,(?=\s*[“\"‘'«„])", _I)
            ):
                break
            if not cursor.sees(re.compile(r"[“\"‘'«„]")):
                cursor.at = at
                break
        return spans

    def replace(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_REPLACE):
            return None
        if cursor.take(_IT_WITH) or (self.after_place and cursor.take(_WITH)):
            return self._amended(None)
        if cursor.take(_WITH):
            payload = self.payload()
            return parts.Insert(None, payload) if payload else None
        cursor.skip_lines()
        if bare := self._bare():
            return bare
        span = read_printed_unit(cursor, self.is_instruction) or read_span(cursor)
        cursor.take(re.compile(r","))
        cursor.skip_lines()
        if isinstance(span, Locator) and cursor.take(_TO_READ):
            return self._amended(span)
        return self._substituted(span) if span and cursor.take(_WITH) else None

    def change(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_CHANGE):
            return None
        if cursor.take(re.compile(r"(?:this\s+|it\s+)?(?=to\b)", _I)) and cursor.take(_TO_READ):
            return self._amended(None)
        cursor.skip_lines()
        if bare := self._bare():
            return bare
        cursor.says("in")
        span = read_span(cursor)
        cursor.skip_lines()
        if isinstance(span, Locator):
            return self._amended(span) if cursor.take(_TO_READ) else None
        if not span or not (cursor.take(_TO_READ) or cursor.take(_WITH)):
            return None
        return self._substituted(span)

    def _amended(self, unit: Locator | None) -> Act | None:
        payload = self.payload()
        return parts.Amend(unit, payload) if payload else None

    def _bare(self) -> Act | None:
        """Read "9 to 11": one word for another, without quotation marks."""
        match = self.cursor.take(_BARE)
        if not match:
            return None
        old = Quotation(match[1], match.start(1), match.end(1), UNQUOTED)
        new = Quotation(match[2], match.start(2), match.end(2), UNQUOTED)
        words = Words(old, old.start, old.end)
        return parts.Substitute(_read_words_place(self.cursor, words) or words, of_quotation(new))

    def _substituted(self, span: Span) -> Act | None:
        cursor = self.cursor
        payload = self.payload()
        if not payload:
            return None
        at = cursor.at
        trailing = _read_words_place(cursor, span)
        if trailing:
            span = trailing
        else:
            cursor.at = at
        return parts.Substitute(span, payload)

    def substitute(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_SUBSTITUTE):
            return None
        payload = self.payload(blocks=False)
        if not payload:
            return None
        if cursor.take(_FOR):
            span = read_span(cursor)
            return parts.Substitute(span, payload) if span else None
        return parts.Insert(None, payload)

    def capitalise(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_CAPITALISE):
            return None
        words = read_words(cursor)
        if not words:
            return None
        text = words.quotation.text
        capital = replace(words.quotation, text=text[:1].upper() + text[1:])
        return parts.Substitute(words, of_quotation(capital))


def _read_words_place(cursor: Cursor, span: Span) -> Words | None:
    """Read what tells which words are meant where it comes last: "… with “b” throughout"."""
    if not isinstance(span, Words) or span.occurrence or span.within:
        return None
    before = cursor.at
    placed = read_which(cursor, span, beside=False)
    if cursor.at == before:
        return None
    return replace(placed, rest=(span.end, before))
