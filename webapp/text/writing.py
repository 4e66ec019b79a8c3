"""Writing a motion as plain text, in the house style: labels before text, blank lines between.

Where labels alone would be read as another tree, each clause says its level with
spaces of a kind that nobody types, so that what is written is always read as the same document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from webapp.text.clause import Clause, Document, Marker, ReferenceForm
from webapp.text.errors import TooMuch
from webapp.text.lines import Layout, lay_out
from webapp.text.numbering import Numbering, number
from webapp.text.reading import Back, Front, PartKind, divide
from webapp.text.reading.labels import LABELLED_LINE
from webapp.text.reading.source import LEVEL, LEVEL_SIGN, Paragraph, Source, clean
from webapp.text.reading.structure import Tree
from webapp.text.references import plain_text

_SPACES = re.compile(r"[ \t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


class Entry(NamedTuple):
    """One clause as a line of the plain text; levels count from 1."""

    level: int
    marker: Marker
    label: str
    text: str

    @property
    def line(self) -> str:
        return f"{self.label} {self.text}".strip()

    @property
    def levelled(self) -> str:
        return f"{LEVEL_SIGN}{LEVEL * self.level}{self.label}{LEVEL_SIGN}{self.text}"


def write_plain(
    document: Document,
    front: Front | None = None,
    back: Back | None = None,
    layout: Layout | None = None,
) -> str:
    """Return a document as plain text, with what stands before and after it.

    With a layout, references print their present lines; without one, what their source
    printed as long as it is right.
    """
    numbering = number(document)
    body = _entries(document, numbering, layout)
    before = [part.text for part in front.parts] if front else []
    after = _after(back, numbering, layout) if back else []
    lines = [*before, *(entry.line for entry in body), *after]
    if not _reads_as(lines, body):
        levelled = [entry.levelled for entry in body]
        lines = [*before, *levelled, *after]
    return "".join(f"{line}\n\n" for line in lines if line)[:-1]


def _entries(document: Document, numbering: Numbering, layout: Layout | None) -> list[Entry]:
    bare = None
    entries = []
    for level, clause in _with_levels(document):
        lines = layout
        if layout is None and any(one.form is ReferenceForm.LINES for one in clause.references):
            bare = bare or lay_out(document, numbering=numbering)
            lines = bare
        text = plain_text(clause, numbering, lines).strip()
        if "  " in text or not text.isprintable():
            text = _SPACES.sub(" ", text)
        entries.append(Entry(level, clause.marker, numbering.label(clause.id), text))
    return [entry for entry in entries if entry.line]


def _after(back: Back, numbering: Numbering, layout: Layout | None) -> list[str]:
    return [
        back.applicability.render(numbering, layout)
        if part.kind is PartKind.APPLICABILITY and back.applicability
        else part.text
        for part in back.parts
    ]


def _reads_as(lines: list[str], body: list[Entry]) -> bool:
    """Tell whether labels alone say which clause stands under which."""
    try:
        tree = divide(_source(lines), front_expected=True).tree
    except TooMuch:
        return False
    read = list(_tree_entries(tree))
    return read == [(entry.level, entry.marker, entry.text) for entry in body]


def _source(lines: list[str]) -> Source:
    """Return what the reader makes of these lines; plain ones need no cleaning."""
    if all(line.isprintable() and "  " not in line for line in lines):
        return Source(tuple(Paragraph(at, line) for at, line in enumerate(lines) if line))
    return clean("\n\n".join(lines), starts_clause=LABELLED_LINE)


def _tree_entries(tree: Tree) -> Iterator[tuple[int, Marker, str]]:
    stack = [(1, node) for node in reversed(tree.root.children)]
    while stack:
        level, node = stack.pop()
        yield level, node.marker, node.text
        stack.extend((level + 1, child) for child in reversed(node.children))


def _with_levels(document: Document) -> Iterator[tuple[int, Clause]]:
    stack = [(1, clause) for clause in reversed(document.clauses)]
    while stack:
        level, clause = stack.pop()
        yield level, clause
        stack.extend((level + 1, child) for child in reversed(clause.children))
