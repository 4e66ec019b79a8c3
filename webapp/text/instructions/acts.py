"""Reading what an instruction does: each verb with what it does it to, and the words it puts in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from webapp.text.instructions import parts
from webapp.text.instructions.controls import read_control
from webapp.text.instructions.parts import (
    Act,
    Locator,
    Payload,
    Position,
    Side,
    Span,
    Statement,
    Where,
    Words,
)
from webapp.text.instructions.passages import read_printed_unit
from webapp.text.instructions.payloads import IsInstruction, of_quotation, read_payload
from webapp.text.instructions.positions import (
    INSERT,
    inside,
    read_destination,
    read_near_nth,
    read_position,
)
from webapp.text.instructions.spans import (
    UNQUOTED,
    read_lines_below,
    read_span,
    read_which,
    read_words,
)
from webapp.text.instructions.tokens import SPACE, Cursor, Quotation
from webapp.text.instructions.units import (
    DASH,
    ITEM,
    read_locator,
)

_I: Final = re.IGNORECASE
_DELETE: Final = re.compile(
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
_INSTEAD_OF: Final = re.compile(r"(?:instead|in\s+place)\s+of(?!\w)", _I)
_INTO: Final = re.compile(r"(?:into|in|to)(?!\w)", _I)
_MOVE: Final = re.compile(r"move(?!\w)", _I)
_PLACE: Final = re.compile(r"(?:place|nest|put)(?!\w)", _I)
_JOIN: Final = re.compile(r"(?:join|merge|run)(?!\w)", _I)
_ON_TO: Final = re.compile(r"(?:on\s*to|to|into|with)(?!\w)(?:\s+the\s+end\s+of)?", _I)
_BEGIN: Final = re.compile(
    r",?\s*(?:begin|start|make)\s+(?:an?\s+)?new\s+(?:clause|paragraph|sub-?clause|sub-?paragraph|point|item|bullet)"
    r"(?:\s+point)?(?!\w)",
    _I,
)
_UNDER_IT: Final = re.compile(
    r",?\s*(?:nested\s+)?under\s+(?:it|the\s+first|the\s+former)(?!\w)", _I
)
_TAKES: Final = re.compile(
    r",?\s*(?:which\s+takes|taking|with)\s+(?:with\s+it\s+)?the\s+clauses\s+under\s+(?:it|the\s+first)(?!\w)"
    r"(?:\s+with\s+it)?",
    _I,
)
_LABEL: Final = re.compile(r"(?:[^\s“”\"«»:;,]*[^\s“”\"«»:;,.]\.?)(?=\s|$|[,.;])")
_RESTYLE: Final = re.compile(
    r"(?:label|letter)\s+(?:the\s+)?(?:(top-level)\s+)?(?:clauses?|paragraphs?|points?|items?|list)(?!\w)",
    _I,
)
_UNLABEL: Final = re.compile(
    r"leave\s+(?:the\s+)?(?:(top-level)\s+)?(?:clauses?|paragraphs?|points?|items?)(?!\w)", _I
)
_OF_UNIT: Final = re.compile(r"(?:under|of|in)(?!\w)", _I)
_AS_LABELS: Final = re.compile(rf"(?:as|with){SPACE}+([^\n]*?)(?:\s*(?:…|\.\.\.))", _I)
_WITHOUT: Final = re.compile(r"without\s+labels?(?!\w)|unlabelled(?!\w)", _I)
_RENUMBER: Final = re.compile(
    r"(?:re-?number(?:ing)?|(?:change|alter|adjust)\s+(?:the\s+)?subsequent\s+numbering)(?!\w)", _I
)
_CLAIM: Final = re.compile(
    rf"\s*(?:(?:existing|current|the|clauses?|paragraphs?|points?|items?)\s+)*({ITEM.pattern}(?:\s*(?:{DASH}|to|and)\s*"
    rf"{ITEM.pattern})?)\s*,?\s*(?:as|to\s+become|to|,)\s*({ITEM.pattern}(?:\s*(?:{DASH}|to|and)\s*{ITEM.pattern})?)"
    r"(?:\s*,?\s*(?:respectively|accordingly))?(?!\w)",
)
_ACCORDINGLY: Final = re.compile(
    r"\s*(?:(?:all|the|rest|remaining|remainder|subsequent|following|existing|other|of|list|clauses?|paragraphs?|points?"
    r"|items?|bullets?|limbs?|sections?|motion)\s+)*(?:(?:clauses?|paragraphs?|points?|items?|rest|remainder|limbs?)"
    r"(?!\w)\s*)?(?:accordingly|appropriately|as\s+(?:appropriate|needed|necessary|required)|respectively)?(?!\w)",
    _I,
)


class ActReader:
    """Reads one act at the cursor. `is_instruction` tells where a block of lines ends."""

    def __init__(self, cursor: Cursor, is_instruction: IsInstruction) -> None:
        self.cursor = cursor
        self.is_instruction = is_instruction

    def read(self, before: Statement | None) -> Act | None:
        """Try every kind of instruction at this place."""
        cursor = self.cursor
        at = cursor.at
        for reader in (
            self._restyle,
            self._renumber,
            self._control,
            self._delete,
            self._replace,
            self._change,
            self._substitute,
            self._capitalise,
            self._move,
            self._place,
            self._join,
            self._positioned,
            self._insert,
        ):
            act = reader()
            if act is not None:
                return act
            cursor.at = at
        return self._insert_again(before)

    def _payload(self, *, blocks: bool = True) -> Payload | None:
        cursor = self.cursor
        return read_payload(
            cursor, self.is_instruction, blocks=blocks, indent=_indent(cursor.source, cursor.at)
        )

    def _delete(self) -> Act | None:
        cursor = self.cursor
        verb = cursor.take(_DELETE)
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
            payload = self._payload()
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

    def _replace(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_REPLACE):
            return None
        if cursor.take(_WITH):
            payload = self._payload()
            return parts.Insert(None, payload) if payload else None
        if cursor.take(_IT_WITH):
            return self._amended(None)
        cursor.skip_lines()
        if bare := self._bare():
            return bare
        span = read_printed_unit(cursor, self.is_instruction) or read_span(cursor)
        cursor.take(re.compile(r","))
        cursor.skip_lines()
        if isinstance(span, Locator) and cursor.take(_TO_READ):
            return self._amended(span)
        if not span or not cursor.take(_WITH):
            return None
        return self._substituted(span)

    def _change(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_CHANGE):
            return None
        if cursor.take(re.compile(r"(?:this\s+|it\s+)?(?=to\s)", _I)) and cursor.take(_TO_READ):
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
        payload = self._payload()
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
        payload = self._payload()
        if not payload:
            return None
        at = cursor.at
        trailing = _read_words_place(cursor, span)
        if trailing:
            span = trailing
        else:
            cursor.at = at
        return parts.Substitute(span, payload)

    def _substitute(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_SUBSTITUTE):
            return None
        payload = self._payload(blocks=False)
        if not payload:
            return None
        if cursor.take(_FOR):
            span = read_span(cursor)
            return parts.Substitute(span, payload) if span else None
        return parts.Insert(None, payload)

    def _capitalise(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_CAPITALISE):
            return None
        words = read_words(cursor)
        if not words:
            return None
        text = words.quotation.text
        capital = replace(words.quotation, text=text[:1].upper() + text[1:])
        return parts.Substitute(words, of_quotation(capital))

    def _positioned(self) -> Act | None:
        """Read "after “workers” insert “, carers”", "at end add: …", "… begin new clause i)"."""
        cursor = self.cursor
        position = read_position(self.cursor)
        if not position:
            return None
        cursor.take(re.compile(r"[,:]"))
        if split := self._split(position):
            return split
        cursor.says("also", "then", "please")
        if deleted := self._deleted_beside(position):
            return deleted
        if not cursor.take(INSERT):
            return None
        payload = self._payload()
        return parts.Insert(position, payload) if payload else None

    def _deleted_beside(self, position: Position) -> Act | None:
        """Read "after “x”, delete “y”": the words that stand next to others."""
        cursor = self.cursor
        at = cursor.at
        if not isinstance(position.at, Words) or not cursor.take(_DELETE):
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

    def _split(self, position: Position) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_BEGIN):
            return None
        label = ""
        if not (cursor.sees(_UNDER_IT) or cursor.sees(_TAKES)):
            quoted = cursor.quotation()
            found = None if quoted else cursor.take(_LABEL)
            label = quoted.text if quoted else found[0] if found else ""
        nested = cursor.take(_UNDER_IT) is not None
        follow = cursor.take(_TAKES) is not None
        return parts.Split(position, label, nested, follow)

    def _insert(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(INSERT):
            return None
        at = cursor.at
        if found := self._insert_position_first():
            return found
        cursor.at = at
        payload = self._payload(blocks=False)
        if payload:
            after = cursor.at
            position = self._trailing_position()
            if position is None:
                cursor.at = after
            return parts.Insert(position, payload)
        cursor.at = at
        payload = self._payload()
        return parts.Insert(None, payload) if payload else None

    def _insert_position_first(self) -> Act | None:
        """Read "insert at the end of 4: …", "add new point iv. after iii.: …"."""
        cursor = self.cursor
        kind = cursor.take(
            re.compile(
                r"(?:(?:the\s+following|an?|two|three)(?!\w))?\s*(?:new\s+)?(?:(?:sub-?)?(clauses?|paragraphs?|points?|bullet\s+points?"
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
            if position and unit:
                position = inside(position, unit)
            elif unit:
                position = Position(Where.WITHIN, unit, start, cursor.at)
        if position is None:
            return None
        payload = self._payload()
        if not payload:
            return None
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

    def _insert_again(self, before: Statement | None) -> Act | None:
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

    def _move(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_MOVE):
            return None
        what = read_locator(cursor, under=False)
        if not what:
            return None
        position = read_destination(self.cursor)
        return parts.Move(what, position) if position else None

    def _place(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_PLACE):
            return None
        what = read_locator(cursor, under=False)
        if not what:
            return None
        position = read_destination(self.cursor)
        return parts.Move(what, position) if position else None

    def _join(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_JOIN):
            return None
        joined = read_locator(cursor, one=True)
        if not joined or not cursor.take(_ON_TO):
            return None
        receiver = read_locator(cursor, one=True)
        return parts.Join(joined, receiver) if receiver else None

    def _restyle(self) -> Act | None:
        cursor = self.cursor
        match = cursor.take(_RESTYLE)
        if match is None:
            match = cursor.take(_UNLABEL)
        if match is None:
            return None
        unit = None
        if not match[1]:
            if not cursor.take(_OF_UNIT):
                return None
            unit = read_locator(cursor, one=True)
            if unit is None:
                return None
        if cursor.take(_WITHOUT):
            return parts.Restyle(unit, "")
        labels = cursor.take(_AS_LABELS)
        return parts.Restyle(unit, labels[1]) if labels else None

    def _renumber(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_RENUMBER):
            return None
        if claim := cursor.take(_CLAIM):
            return parts.Renumber(claim[1], claim[2])
        cursor.take(_ACCORDINGLY)
        return parts.Renumber()

    def _control(self) -> Act | None:
        return read_control(self.cursor, self.is_instruction)


def _read_words_place(cursor: Cursor, span: Span) -> Words | None:
    """Read what tells which words are meant where it comes last: "… with “b” throughout"."""
    if not isinstance(span, Words) or span.occurrence or span.within:
        return None
    before = cursor.at
    placed = read_which(cursor, span, beside=False)
    if cursor.at == before:
        return None
    return replace(placed, rest=(span.end, before))


def _indent(source: str, at: int) -> int:
    line = source.rfind("\n", 0, at) + 1
    return len(source[line:at]) - len(source[line:at].lstrip())
