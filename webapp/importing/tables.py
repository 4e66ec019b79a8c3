"""Tables as spreadsheets write them: commas, semicolons or tabs, UTF-8, UTF-16 or Latin-1.

A cell is text, also one that looks like a formula.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator

from webapp.importing.faults import Fault, FaultKind, Unreadable

MOST_BYTES = 1_000_000
MOST_ROWS = 5_000
SEPARATOR_SAID = re.compile(r"sep=([,;\t])\n", re.IGNORECASE)
FORMULA_KEPT_OFF = re.compile(r"'[=+\-@]")


def decode(sent: bytes | str) -> str:
    """Return the text of a file in whatever way a spreadsheet wrote it down."""
    if len(sent) > MOST_BYTES:
        raise Unreadable(Fault(FaultKind.TOO_LARGE))
    if isinstance(sent, str):
        text = sent
    elif sent.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(sent, "utf-16")
    elif b"\0" in sent:
        raise Unreadable(Fault(FaultKind.NOT_TEXT))
    else:
        try:
            text = sent.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = _decoded(sent, "cp1252")
    if "\0" in text:
        raise Unreadable(Fault(FaultKind.NOT_TEXT))
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff"))


def decoded_or_none(sent: bytes) -> str | None:
    """Return the text of a file, None where it holds none that can be read."""
    try:
        return decode(sent)
    except Unreadable:
        return None


def _decoded(sent: bytes, encoding: str) -> str:
    try:
        return sent.decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(Fault(FaultKind.NOT_TEXT)) from None


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds anything, with the line of the file on which it begins."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    said = SEPARATOR_SAID.match(text)
    if said:  # some spreadsheets say on a first line what stands between the cells
        text = text[said.end() :]
    reader = csv.reader(
        io.StringIO(text), delimiter=said[1] if said else _delimiter(text), strict=True
    )
    skipped = 1 if said else 0
    begins = skipped + 1
    count = 0
    try:
        for cells in reader:
            row = [tidy(cell) for cell in cells]
            if any(row):
                count += 1
                if count > MOST_ROWS + 1:
                    raise Unreadable(Fault(FaultKind.TOO_MANY_ROWS, begins))
                yield begins, row
            begins = skipped + reader.line_num + 1
    except csv.Error:
        raise Unreadable(Fault(FaultKind.QUOTE_LEFT_OPEN, begins)) from None


def _delimiter(text: str) -> str:
    """Return what stands between the cells: the mark found most often in the first row."""
    head = next((line for line in text.split("\n") if line.strip()), "")
    found = Counter(re.sub(r'"[^"]*"', "", head))
    return max(",;\t", key=lambda mark: found[mark])


def tidy(cell: str) -> str:
    r"""Return a cell on one line, its spaces single: a name may be broken within its quotes.

    An apostrophe that keeps a cell from being taken for a formula is not part of it.

    >>> tidy(" Jo\n Moss"), tidy("'=Jo"), tidy("'s-Hertogenbosch")
    ('Jo Moss', '=Jo', "'s-Hertogenbosch")
    """
    plain = " ".join(cell.split())
    return plain[1:] if FORMULA_KEPT_OFF.match(plain) else plain


def only_lines(text: str, wanted: Collection[int]) -> str:
    """Return a table of the headings and some of its rows alone, by the lines they begin on."""
    rows = list(lines_of(text))
    kept = io.StringIO()
    writer = csv.writer(kept, lineterminator="\n")
    writer.writerows(cells for at, (line, cells) in enumerate(rows) if at == 0 or line in wanted)
    return kept.getvalue()


def letter_of(column: int) -> str:
    """Return what spreadsheets call a column, the first being 0.

    >>> letter_of(0), letter_of(25), letter_of(26)
    ('A', 'Z', 'AA')
    """
    before, at = divmod(column, 26)
    return (letter_of(before - 1) if before else "") + chr(ord("A") + at)
