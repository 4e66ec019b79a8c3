"""How citations of clauses and lines are written: what joins, ranges and brackets look like."""

from __future__ import annotations

import re

GAP = r"\s{1,3}"
MAY = r"\s{0,3}"
DASH = rf"(?:{MAY}[-–—]{MAY}|{GAP}to{GAP})"
AND = rf"(?:,?{GAP}and{GAP}|,{MAY}|{GAP}&{GAP}|;{MAY}(?:and{GAP})?)"
LINES = rf"(?:lines?){GAP}(\d{{1,6}})(?:{MAY}[-–—]{MAY}(\d{{1,6}})|{GAP}to{GAP}(\d{{1,6}}))?"
IN_BRACKETS = re.compile(rf"{MAY}\({LINES}\)", re.IGNORECASE)
BARE_LINES = re.compile(rf"(?<![\w-])(?<!\(){LINES}(?![\w]|[.,]\d)", re.IGNORECASE)
AND_OR_DASH = re.compile(rf"{AND}|{DASH}")
LIST = re.compile(AND)
APART = re.compile(rf";{MAY}(?:and{GAP})?")
RANGE = re.compile(DASH)
PLURAL = re.compile(r"\b(paragraph|bullet)s\b", re.IGNORECASE)


def line_numbers(lines: re.Match[str]) -> tuple[int, int]:
    """Return the first and last line of what `IN_BRACKETS` or `BARE_LINES` found."""
    first, *last = [int(number) for number in lines.groups() if number]
    return first, last[0] if last else first
