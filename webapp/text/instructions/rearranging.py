"""Reading what moves, joins, divides and relabels clauses."""

from __future__ import annotations

import re
from typing import Final

from webapp.text.instructions import parts
from webapp.text.instructions.act_part import ActPart
from webapp.text.instructions.parts import (
    Act,
    Position,
)
from webapp.text.instructions.positions import (
    read_destination,
)
from webapp.text.instructions.tokens import SPACE
from webapp.text.instructions.units import (
    DASH,
    ITEM,
    read_locator,
)

_I: Final = re.IGNORECASE
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
_LABEL: Final = re.compile(
    r"(?:[^\s“”\"«»:;,]*[^\s“”\"«»:;,.](?: \([A-Za-z0-9]{1,6}\))*\.?)(?=\s|$|[,.;])"
)
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
_FROM_HERE: Final = re.compile(
    r"\s*from\s+(?:this|that|there)(?:\s+point)?(?:\s+on(?:wards?)?)?(?!\w)", _I
)
_ACCORDINGLY: Final = re.compile(
    r"\s*(?:(?:all|the|rest|remaining|remainder|subsequent|following|existing|other|of|list|clauses?|paragraphs?|points?"
    r"|items?|bullets?|limbs?|sections?|motion)\s+)*(?:(?:clauses?|paragraphs?|points?|items?|rest|remainder|limbs?)"
    r"(?!\w)\s*)?(?:accordingly|appropriately|as\s+(?:appropriate|needed|necessary|required)|respectively)?(?!\w)",
    _I,
)


class Rearranging(ActPart):
    """Reads what leaves the words as they are and puts them elsewhere."""

    def move(self) -> Act | None:
        return self._moved(_MOVE)

    def place(self) -> Act | None:
        return self._moved(_PLACE)

    def _moved(self, verb: re.Pattern[str]) -> Act | None:
        if not self.cursor.take(verb):
            return None
        what = read_locator(self.cursor, under=False)
        position = read_destination(self.cursor) if what else None
        return parts.Move(what, position) if what and position else None

    def join(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_JOIN):
            return None
        joined = read_locator(cursor, one=True)
        if not joined or not cursor.take(_ON_TO):
            return None
        receiver = read_locator(cursor, one=True)
        return parts.Join(joined, receiver) if receiver else None

    def split(self, position: Position) -> Act | None:
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

    def restyle(self) -> Act | None:
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

    def renumber(self) -> Act | None:
        cursor = self.cursor
        if not cursor.take(_RENUMBER):
            return None
        if claim := cursor.take(_CLAIM):
            return parts.Renumber(claim[1], claim[2])
        cursor.take(_ACCORDINGLY)
        cursor.take(_FROM_HERE)
        return parts.Renumber()
