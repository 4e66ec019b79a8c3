"""Reading the instructions of an amendment, one after another, without looking at the motion.

Rules that make it read what people write: quotations are taken whole, so that verbs inside
them are words of the text; a locator alone opens a scope; what nothing can read is kept as
`Unread`, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Final

from webapp.text.instructions import parts
from webapp.text.instructions.acts import ActReader
from webapp.text.instructions.parts import (
    Act,
    Locator,
    Statement,
)
from webapp.text.instructions.passages import read_passage, read_unquoted_unit
from webapp.text.instructions.payloads import ends_early
from webapp.text.instructions.tokens import SPACE, Cursor
from webapp.text.instructions.units import (
    read_locator,
)

_I: Final = re.IGNORECASE
TITLE: Final = "title"
SECOND_ORDER: Final = "second order"
CONDITIONAL: Final = "conditional"
NO_WORDS: Final = "no words"
ANOTHER_TEXT: Final = "another text"
_HEADER: Final = re.compile(
    rf"(?:›|>)?{SPACE}*(?:amendment|am\.?)(?:{SPACE}+(?:no\.?{SPACE}*)?(?:\d{{1,4}}[A-Za-z]?|one|two|three|four|five|six"
    rf"|seven|eight|nine|ten|eleven|twelve))?(?:{SPACE}+to{SPACE}+(?:motion{SPACE}+)?[A-Z]{{0,3}}\d{{0,4}})?{SPACE}*[:.]?{SPACE}*(?=\n|$)",
    _I,
)
_WORDLESS: Final = re.compile(
    r"^(?:(?:and|then|also)\s+)*(?:insert|add|include|append|put\s+in)\b(?![^\n]*[“\"‘'«„”])"
    r"|^(?:insert|add)\s+(?:an?|the)\s+(?:[\w-]+\s+){1,2}?(?:of|for|on|about|to)\b"
    r"|(?:with|insert|add|reads?|as\s+follows|(?:with|by|to)\s+the\s+following(?:\s+\w+)?)"
    r"(?:\s*\([^()\n]*\))?\s*[:;,]?\s*$",
    _I,
)
# "as disputes are no grounds", "because …", "(issue covered above)": why, and nothing to do.
_REASON: Final = re.compile(
    r"(?:(?:as|since)\s+(?:they|it|this|these|those|there|\w+)\s+(?:is|are|was|were|has|have)\b"
    r"|because\b|in\s+order\s+to\b|for\s+(?:clarity|consistency)\b)[^.“”\"‘\n]*(?:\.|$|(?=\n))"
    r"|\((?:explanatory|issue|this|these|see|note|as)\b[^()“”\"\n]*\)\.?",
    _I,
)
_TITLE: Final = re.compile(
    r"(?:(?:in|to|from|amend|change)\s+)?the\s+(?:motion['’]?s?\s+)?(?:title|heading)(?!\w)", _I
)
_SECOND_ORDER: Final = re.compile(r"(?:in|to)\s+amendment\s+\w+", _I)
_CONDITIONAL: Final = re.compile(r"(?:if|unless|should)\s+(?:motion|amendment|option)\b", _I)
_ANOTHER_TEXT: Final = re.compile(
    r"^[^“”\"‘\n]{0,80}?\b(?i:in|into|to|from|of|for|delete|replace|amend|the|all|existing)\s+(?:the\s+)?"
    r"(?:[A-Z]\w+\s+){0,4}(?:(?i:constitution|standing\s+orders|rule\s?book|by-?e?laws|manifesto"
    r"|articles\s+of\s+association)\b|(?:Appendix|Annex|Schedule)\s+[A-Z\d]|Policies\s+for\b"
    r"|Record\s+of\b|[A-Z][a-z]{1,3}[A-Z]{2,}\b)"
)
_LIST_LABEL: Final = re.compile(
    rf"(?:\(?(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,5}})[.)]\)?|[•‣◦▪›*·–—-])(?={SPACE}+\S)"
)
_PREP: Final = re.compile(
    r"(?:in|at|to|under|from|on|within|re|for|regarding)(?!\w)(?:\s+the(?=\s+[“\"‘«]))?", _I
)
_SEPARATOR: Final = re.compile(r"[\s,;.:&–—-]*(?:\b(?:and|then|also|but|or)\b[\s,;:]*)*", _I)
_HARD_BREAK: Final = re.compile(r"\.(?=\s|$)|\n")
_LOCATOR_END: Final = re.compile(r"[,:;–—-]|(?=\n|$)")
_VERB_AHEAD: Final = re.compile(
    r"\s*(?:delete|leave\s+out|remove|strike|omit|insert|add|replace|change|amend|alter|after|before|between|"
    r"substitute|at\s+(?:the\s+)?(?:end|start|beginning)|put|the\s+words?|join|move|begin)(?!\w)",
    _I,
)
# What a line that gives no words begins with where it is an instruction and no text to put in.
_BEGINS_ONE: Final = re.compile(
    rf"\s*(?:{_LIST_LABEL.pattern}\s*)?(?:and\s+|then\s+)*(?:{_VERB_AHEAD.pattern}|{_PREP.pattern})",
    _I,
)


def parse(words: str, citations: Collection[str] = ()) -> list[Statement]:
    """Return the instructions in the words, in order; nothing that says anything is left out."""
    return list(iter_statements(words, citations))


def iter_statements(words: str, citations: Collection[str] = ()) -> Iterator[Statement]:
    """Yield the instructions in the words as they are read."""
    return _Parser(Cursor(words, citations)).statements()


def runs_on(words: str, citations: Collection[str] = ()) -> bool:
    """Tell whether words put in unquoted could be taken to end before their line does."""
    return ends_within(words, citations) is not None


def ends_within(words: str, citations: Collection[str] = ()) -> int | None:
    """Return where words put in unquoted seem to end before their line does."""
    return ends_early(words, _Parser(Cursor("", citations)).is_instruction)


class _Parser:
    """The state of one reading."""

    def __init__(self, cursor: Cursor, *, probing: bool = False) -> None:
        self.cursor = cursor
        self.probing = probing
        self.label = ""
        self.acts = ActReader(cursor, self.is_instruction)

    def statements(self) -> Iterator[Statement]:
        last: Statement | None = None
        while True:
            fresh = self._skip_separators() or last is None
            if not self.cursor:
                return
            if fresh and self._skip_line_furniture():
                continue
            last = replace(self._statement(last, fresh=fresh), label=self.label)
            self.label = ""
            yield last

    def is_instruction(self, line: str) -> bool:
        """Tell whether a line by itself reads as one or more instructions to the end."""
        if self.probing:
            return False
        probe = _Parser(self.cursor.fresh(line.strip()), probing=True)
        acts = [statement.act for statement in probe.statements()]
        if not acts:
            return bool(line.strip())
        wordless = parts.Refuse(NO_WORDS) in acts
        if wordless and not (line.rstrip().endswith(":") and _BEGINS_ONE.match(line)):
            return False
        return not any(isinstance(act, parts.Unread | parts.Open) for act in acts) or (
            isinstance(acts[0], parts.Open) and line.rstrip().endswith(":") and len(acts) == 1
        )

    def _skip_separators(self) -> bool:
        """Move past what separates instructions; tell whether a new sentence or line begins."""
        match = _SEPARATOR.match(self.cursor.source, self.cursor.at)
        if not match:
            return False
        self.cursor.at = match.end()
        return bool(_HARD_BREAK.search(match[0]))

    def _skip_line_furniture(self) -> bool:
        """Skip "Amendment 1" on a line of its own, and the label of an instruction in a list."""
        cursor = self.cursor
        line_start = not cursor.source[:0] and _starts_line(cursor)
        if line_start and cursor.take(_HEADER):
            return True
        at = cursor.at
        if line_start and cursor.take(_LIST_LABEL):
            if _VERB_AHEAD.match(cursor.source, cursor.at) or cursor.sees(_PREP):
                line = cursor.source.rfind("\n", 0, at) + 1
                self.label = cursor.source[line : cursor.at]
                return True
            cursor.at = at
        return False

    def _statement(self, before: Statement | None, *, fresh: bool) -> Statement:
        cursor = self.cursor
        cursor.skip_spaces()
        start = cursor.at
        if not fresh and cursor.take(_REASON):
            return Statement(parts.Aside(), None, start, cursor.at, continues=True)
        refused = self._refusal()
        if refused:
            return Statement(refused, None, start, cursor.at, not fresh)
        if printed := read_passage(cursor, self.is_instruction):
            return Statement(parts.Open(), printed, start, cursor.at, not fresh)
        act = self.acts.read(before)
        locator = None
        opens = False
        if act is None:
            locator = self._locator()
            at = cursor.at
            if locator:
                act = self._after_locator(before)
                opens = cursor.source[at : at + 1] == ":"
                if act is None and _alone(cursor, at):
                    cursor.at = at
                    return Statement(parts.Open(), locator, start, at, not fresh)
        if act is None:
            cursor.at = start
            self._skip_unread()
            said = cursor.source[start : cursor.at]
            inner = cursor.source[locator.end : cursor.at].lstrip(" ,:") if locator else said
            wordless = _WORDLESS.search(said) or _WORDLESS.search(inner)
            act = parts.Refuse(NO_WORDS) if wordless else parts.Unread()
            if _ANOTHER_TEXT.search(said):
                act = parts.Refuse(ANOTHER_TEXT)
            return Statement(act, locator, start, cursor.at, not fresh)
        return Statement(act, locator, start, cursor.at, not fresh, opens)

    def _after_locator(self, before: Statement | None) -> Act | None:
        cursor = self.cursor
        while True:
            cursor.skip_spaces()
            if act := self.acts.read(before):
                return act
            at = cursor.at
            if not cursor.take(_LOCATOR_END) or cursor.at == at:
                break
        cursor.skip_lines()
        return self.acts.read(before)

    def _refusal(self) -> Act | None:
        cursor = self.cursor
        for pattern, why in (
            (_TITLE, TITLE),
            (_SECOND_ORDER, SECOND_ORDER),
            (_CONDITIONAL, CONDITIONAL),
        ):
            if cursor.take(pattern):
                self._skip_unread()
                return parts.Refuse(why)
        return None

    def _locator(self) -> Locator | None:
        cursor = self.cursor
        at = cursor.at
        if cursor.take(_PREP):
            found = (
                read_unquoted_unit(cursor)
                or read_locator(cursor)
                or read_locator(cursor, headings=True)
            )
        else:
            found = read_locator(cursor)
        if not found:
            cursor.at = at
        return found

    def _skip_unread(self) -> None:
        """Move to the end of the line or the sentence, past whole quotations."""
        cursor = self.cursor
        while cursor:
            char = cursor.source[cursor.at]
            if char == "\n" or (char in ".;" and _ends_sentence(cursor)):
                return
            if char in "“\"‘'«‹„" and cursor.quotation():
                continue
            cursor.at += 1


def _starts_line(cursor: Cursor) -> bool:
    line = cursor.source.rfind("\n", 0, cursor.at) + 1
    return not cursor.source[line : cursor.at].strip()


def _alone(cursor: Cursor, at: int) -> bool:
    """Tell whether nothing follows a locator on its line but a colon."""
    end = cursor.source.find("\n", at)
    rest = cursor.source[at : len(cursor.source) if end < 0 else end].strip()
    return rest in {"", ":", ",", ";", "–", "change:", "change", "."}


def _ends_sentence(cursor: Cursor) -> bool:
    after = cursor.source[cursor.at + 1 : cursor.at + 2]
    return after in {"", " ", "\n"} and bool(_VERB_AHEAD.match(cursor.source, cursor.at + 1))
