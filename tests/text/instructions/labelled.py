"""Real instructions with what each asks for, labelled by hand, and the texts they are about.

The labels name lines of files that are not part of this repository and copy none of their
words: what an instruction makes of its text stands here as a digest of the result.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from webapp.text.clause import Document
from webapp.text.numbering import number
from webapp.text.reading import read_plain
from webapp.text.references import plain_text

LABELS = Path(__file__).parent / "labels" / "green_party.tsv"
WHOLE_MOTION = "motion"
RESULTS = Path(__file__).parent / "labels" / "printed.tsv"
READ, ASK, REFUSE = "read", "ask", "refuse"
SAME, PRINTER = "same", "printer"

_HEADING = "# Text\n\n## Motion\n\n"
_AMENDMENT = re.compile(r"\[\[AMENDMENT.*?\[\[/AMENDMENT\]\]", re.DOTALL)
_MARKED_AMENDMENT = re.compile(
    r"<div class=\"amendment.*?</h3>\s*</div>.*?</div>[^\n]*(?:\s*```\s*```)?", re.DOTALL
)
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NOTE = re.compile(r"<p class=\"alert.*?</p>", re.DOTALL)
_MARKUP = re.compile(r"\\$|\[\]\(<>\)|\*+(?=\S)|(?<=\S)\*+|\ufeff", re.MULTILINE)
_ANNOUNCED = re.compile(r"\A\s*so\s+that\s+it\s+reads\s*:\s*", re.IGNORECASE)
_OPENING, _CLOSING = "“‘\"'", "”’\"'"


@dataclass(frozen=True, slots=True)
class Label:
    """What one real instruction asks for, as a person reads it.

    `lines` are those of the instruction with all that belongs to it, `base` those of the
    text that it is about. `answer` is what a reader owes: to read it, to ask, or to refuse,
    `why` the reason for the last two, and `result` the digest of the text as it should become.
    """

    file: str
    line: int
    lines: str
    base: str
    pattern: str
    operation: str
    target: str
    which: str
    answer: str
    why: str
    result: str

    @property
    def stands(self) -> bool:
        """Tell whether what the instruction is about is printed in its file."""
        return self.base != WHOLE_MOTION or self.answer != REFUSE


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """Instructions whose motion prints the old text and the new.

    `outcome` is what comparing shows: the `same`, the `printer`'s own difference, or that
    the instructions must be asked about.
    """

    label: Label
    printed: str
    outcome: str


def printed_results() -> Iterator[PrintedResult]:
    with RESULTS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            first = int(row["lines"].partition("-")[0])
            empty = ("", "", "", "", "", "", "")
            label = Label(row["file"], first, row["lines"], row["base"], *empty)
            yield PrintedResult(label, row["printed"], row["outcome"])


def labels() -> Iterator[Label]:
    with LABELS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            yield Label(line=int(row.pop("line")), **row)


def instruction(folder: Path, label: Label) -> str:
    """Return the words of the instruction, without the markup of the page it stood on."""
    return _plain(_lines(folder / label.file, label.lines))


def base(folder: Path, label: Label) -> Document:
    """Return the text that the instruction is about, as its author saw it."""
    path = folder / label.file
    if label.base != WHOLE_MOTION:
        return read_plain(_HEADING + _unquoted(_plain(_lines(path, label.base)))).document
    lines = path.read_text(encoding="utf-8").split("\n")
    for first, last in _ranges(label.lines):
        lines[first - 1 : last] = [""] * (last - first + 1)
    text = "\n".join(lines)
    for pattern in (_FRONT, _AMENDMENT, _MARKED_AMENDMENT, _NOTE):
        text = pattern.sub("\n", text)
    return read_plain(_plain(text)).document


def printed(folder: Path, label: Label, lines: str) -> str:
    """Return lines of the label's file as they are printed, without the marks around them."""
    return flat(
        read_plain(_HEADING + _unquoted(_plain(_lines(folder / label.file, lines)))).document
    )


def flat(document: Document) -> str:
    """Return all words of a text in one line, without its labels."""
    numbering = number(document)
    words = (plain_text(clause, numbering) for clause in document.walk())
    return " ".join(" ".join(words).split())


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _ranges(lines: str) -> Iterator[tuple[int, int]]:
    for part in lines.split(","):
        first, _, last = part.partition("-")
        yield int(first), int(last or first)


def _lines(path: Path, lines: str) -> str:
    found = path.read_text(encoding="utf-8").split("\n")
    return "\n\n".join("\n".join(found[first - 1 : last]) for first, last in _ranges(lines))


def _plain(text: str) -> str:
    return _MARKUP.sub("", text)


def _unquoted(text: str) -> str:
    """Return a text without the marks that its printer put around the whole of it."""
    text = _ANNOUNCED.sub("", text).strip()
    if text[:1] not in _OPENING:
        return text
    return text[1:-1] if text[-1:] in _CLOSING else text[1:]
