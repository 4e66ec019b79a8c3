"""View values as pages hand them to the macros; every default is valid."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

HOSTILE = "<script>alert('x')</script>{{ 7 * 7 }}\" onmouseover=\"alert(1)"
HEARD = re.compile(r'<bdi class="heard">.*?</bdi>', re.DOTALL)
CHIP = re.compile(r'<(a|span) class="chip".*?</\1>', re.DOTALL)


@dataclass
class PieceView:
    text: str = "Buses run at night."
    kind: str = "same"
    by: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    href: str | None = None


@dataclass
class ClauseView:
    anchor: str = "2d"
    label: str = "d)"
    citation: str = "2 d)"
    level: int = 0
    first_line: int | None = 48
    last_line: int | None = 48
    lines: list[tuple[int | None, list[PieceView]]] = field(
        default_factory=lambda: [(48, [PieceView()])]
    )
    children: list[ClauseView] = field(default_factory=list)


@dataclass
class PaperView:
    clauses: list[ClauseView] = field(default_factory=lambda: [ClauseView()])


def paper_of(*lines: tuple[int | None, list[PieceView]]) -> PaperView:
    numbers = [number for number, _ in lines if number]
    first, last = (min(numbers), max(numbers)) if numbers else (None, None)
    return PaperView([ClauseView(lines=list(lines), first_line=first, last_line=last)])


def words_of(markup: str) -> str:
    """Return what a reader copies: no tags, no words for listening, no chips."""
    return unescape(re.sub(r"<[^>]*>", "", CHIP.sub("", HEARD.sub("", markup))))
