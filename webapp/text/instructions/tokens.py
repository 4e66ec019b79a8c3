"""Reading along the words of an amendment: quotations first, then phrases outside them.

Everything here keeps places: what is found at 17 stands at 17 of what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

_LINE_ENDS: Final = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_BLANKS: Final = "\t\xa0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
SPACE: Final = rf"[ {_BLANKS}]"
_SPACES: Final = re.compile(rf"{SPACE}*")
_SPACES_AND_LINES: Final = re.compile(rf"[ \n{_BLANKS}]*")
_BLANK_LINE: Final = re.compile(rf"\n{SPACE}*\n")
_PLAIN: Final = {
    code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\n\t"
} | {ord(char): "\n" for char in _LINE_ENDS}

# Opening marks with the closing marks that belong to them.
PAIRS: Final = {
    "“": "”",
    '"': '"',
    "«": "»",
    "‘": "’",
    "'": "'",
    "‹": "›",
    "„": "“”",
}
_NESTING: Final = "“«‹"
_SINGLE: Final = "‘'"
# A mark at the end of words that can only be meant to close them, though it is the wrong one.
_WRONG_CLOSERS: Final = {"“": '“"„', '"': "”“", "„": '"„', "‘": "‘'", "'": "’‘"}
_MISTAKEN_OPENER: Final = "”"

# What can come after a quotation: the end, a sign, or a word that leads on.
_LEADS_ON: Final = re.compile(
    r"\s*(?:$|[,.;:)\]!?\n–—-]|(?:and|or|in|into|with|by|to|from|for|insert|add|delete|remove|"
    r"replace|at|on|of|under|after|before|so|where|wherever|throughout|begin|as|is|which|twice|"
    r"the|but|then|become|becomes|both|instead|leave|substitute|each|every)\b)",
    re.IGNORECASE,
)
# What ends words that nobody closed: the verb that says what to put in their place.
_NEXT_VERB: Final = re.compile(
    r"[,;]?\s+(?:and\s+)?(?:insert|add|replace|substitute|with|put)\b[^“\"‘'«]{0,20}[“\"‘'«]",
    re.IGNORECASE,
)

LONGEST_CITATION: Final = 80

WRONG_MARK: Final = "wrong mark"
NO_CLOSING_MARK: Final = "no closing mark"


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words and where they stand, marks included. `flaw` says what is wrong with a mark."""

    text: str
    start: int
    end: int
    flaw: str = ""


def levelled(source: str) -> str:
    r"""Return the text with every line end and control sign made plain, place by place.

    >>> levelled("a\r\nb\x00c")
    'a \nb c'
    """
    return source.replace("\r\n", " \n").translate(_PLAIN)


@lru_cache(maxsize=1024)
def phrases(*texts: str) -> re.Pattern[str]:
    """Return a pattern for any of these phrases, however they are spaced and capitalised."""
    ordered = sorted(texts, key=len, reverse=True)
    spaced = [rf"{SPACE}+".join(map(re.escape, text.split())) for text in ordered]
    return re.compile(rf"(?:{'|'.join(spaced)})(?!\w)", re.IGNORECASE)


class Cursor:
    """A place in the words of an amendment, moved on by what is taken."""

    def __init__(self, source: str, citations: Collection[str] = ()) -> None:
        self.source = source
        self.at = 0
        self._citations: Collection[str] = frozenset(citations)
        self._longest = min(max(map(len, citations), default=0), LONGEST_CITATION)
        self._searched: dict[str, tuple[int, int]] = {}

    def fresh(self, source: str) -> Cursor:
        """Return a cursor for other words about the same document."""
        cursor = Cursor(source)
        cursor._citations, cursor._longest = self._citations, self._longest
        return cursor

    def __bool__(self) -> bool:
        return self.at < len(self.source)

    def skip_spaces(self) -> None:
        self.at = self._past(_SPACES)

    def skip_lines(self) -> None:
        self.at = self._past(_SPACES_AND_LINES)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Move past the pattern, if it comes next on this line."""
        match = pattern.match(self.source, self._past(_SPACES))
        if match:
            self.at = match.end()
        return match

    def sees(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.match(self.source, self._past(_SPACES)))

    def says(self, *texts: str) -> bool:
        """Move past one of these phrases, if it comes next on this line."""
        return self.take(phrases(*texts)) is not None

    def quotation(self) -> Quotation | None:
        """Move past quoted words, if they come next on this line."""
        found = self._quotation_at(self._past(_SPACES))
        if found:
            self.at = found.end
        return found

    def citation(self) -> str:
        """Move past a citation just as the document prints it, if one comes next: the longest."""
        start = self._past(_SPACES)
        for end in range(min(start + self._longest, len(self.source)), start, -1):
            if self.source[start:end] in self._citations and not _runs_on(self.source, end):
                self.at = end
                return self.source[start:end]
        return ""

    def line_end(self) -> int:
        """Return where this line ends."""
        return self._line_end(self.at)

    def _line_end(self, at: int) -> int:
        end = self.source.find("\n", at)
        return len(self.source) if end < 0 else end

    def _past(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.source, self.at)
        return match.end() if match else self.at

    def _quotation_at(self, start: int) -> Quotation | None:
        mark = self.source[start : start + 1]
        if not mark or mark not in PAIRS:
            return self._flawed(start, "“") if mark == _MISTAKEN_OPENER else None
        if mark in _SINGLE and start and self.source[start - 1].isalnum():
            return None
        close = self._nested.get(start) if mark in _NESTING else self._plain_close(start, mark)
        if close is None:
            return self._flawed(start, mark)
        return Quotation(self.source[start + 1 : close], start, close + 1)

    @cached_property
    def _nested(self) -> dict[int, int]:
        """Where each nesting mark is closed; a blank line ends every quotation."""
        pairs: dict[int, int] = {}
        for opening in _NESTING:
            closing = PAIRS[opening]
            marks = re.finditer(rf"[{opening}{closing}]|\n{SPACE}*\n", self.source)
            open_marks: list[int] = []
            for match in marks:
                if match[0] == opening:
                    open_marks.append(match.start())
                elif match[0] != closing:
                    open_marks.clear()
                elif open_marks:
                    pairs[open_marks.pop()] = match.start()
        return pairs

    def _plain_close(self, start: int, mark: str) -> int | None:
        """Find the mark after which the sentence leads on, or failing that the first to close."""
        since, until = self._searched.get(mark, (0, 0))
        if since <= start < until:
            return None
        blank = _BLANK_LINE.search(self.source, start)
        limit = blank.start() if blank else len(self.source)
        first = None
        for at in range(start + 1, limit):
            if self.source[at] not in PAIRS[mark] or not self._ends_words(at, start):
                continue
            if _LEADS_ON.match(self.source, at + 1):
                return at
            first = at if first is None else first
        if first is None:
            self._searched[mark] = (start, limit)
        return first

    def _ends_words(self, at: int, start: int) -> bool:
        """Tell whether a mark can close words: no letter follows, and no space is before."""
        after = self.source[at + 1 : at + 2]
        return not after.isalnum() and (at == start + 1 or not self.source[at - 1].isspace())

    def _flawed(self, start: int, mark: str) -> Quotation | None:
        """Read words closed by a wrong mark, or by none and so by a verb or the line's end."""
        source = self.source
        since, until = self._searched.get(f"flawed {mark}", (0, 0))
        if since <= start < until:
            return None
        end = line_end = self._line_end(start)
        wrong = _WRONG_CLOSERS.get(mark, "") + (PAIRS["“"] if source[start] == "”" else "")
        for match in _ends_flawed(wrong, mark in _SINGLE).finditer(source, start + 2, end):
            at = match.start()
            if source[at] in wrong and at not in self._nested and self._ends_words(at, start):
                return Quotation(source[start + 1 : at], start, at + 1, WRONG_MARK)
            if source[at] not in wrong:
                end = at
                break
        text = source[start + 1 : end].rstrip()
        if not text or mark in _SINGLE:
            self._searched[f"flawed {mark}"] = (start, line_end)
            return None
        return Quotation(text, start, start + 1 + len(text), NO_CLOSING_MARK)


@lru_cache(maxsize=64)
def _ends_flawed(wrong: str, single: bool) -> re.Pattern[str]:  # noqa: FBT001 - part of the key
    """Return a pattern for what may end words that were not closed as they should be."""
    verb = "" if single else f"|{_NEXT_VERB.pattern}"
    return re.compile(f"[{re.escape(wrong)}]{verb}", re.IGNORECASE)


def _runs_on(source: str, end: int) -> bool:
    """Tell whether the letters or digits that end here go on."""
    return source[end : end + 1].isalnum() and source[end - 1].isalnum()
