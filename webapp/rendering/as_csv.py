"""Tables for spreadsheets, in which no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"  # without it spreadsheets take letters beyond ASCII for others
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return headings and rows as a spreadsheet opens them."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([as_text(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + written.getvalue()


def as_text(cell: str) -> str:
    """Return a cell that every spreadsheet shows and none works out.

    >>> as_text("=1+1"), as_text("Jo")
    ("'=1+1", 'Jo')
    """
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell
