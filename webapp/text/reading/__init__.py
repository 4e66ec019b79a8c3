"""Reading a plain motion: a pasted page, a Word file or an e-mail becomes clauses.

Nothing is lost and nothing is guessed in silence: what is no clause stands in
`front` or `back` in its order, and every doubt is a warning with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from webapp.text.clause import ClauseId
from webapp.text.identity import new_clause_id
from webapp.text.reading.back import read_back, split_back
from webapp.text.reading.citations import Cited, cite_applicability, cite_clauses
from webapp.text.reading.front import read_front, split_front
from webapp.text.reading.labels import LABELLED_LINE
from webapp.text.reading.source import Paragraph, Source, clean
from webapp.text.reading.structure import (
    Tree,
    name_nodes,
    read_levels,
    read_structure,
    to_document,
)
from webapp.text.reading.values import (
    Applicability,
    Back,
    Front,
    Part,
    PartKind,
    Reading,
    ReadingWarning,
    WarningKind,
)
from webapp.text.reading.warnings import warn

__all__ = [
    "Applicability",
    "Back",
    "Front",
    "Part",
    "PartKind",
    "Reading",
    "ReadingWarning",
    "WarningKind",
    "read_plain",
]


def read_plain(
    source: str,
    *,
    front_expected: bool = True,
    new_id: Callable[[], ClauseId] = new_clause_id,
) -> Reading:
    """Read a motion from plain text. Raises TooMuch and nothing else.

    Without `front_expected`, everything down to the back matter is clauses: for
    somebody who pastes only those.
    """
    cleaned = clean(source, starts_clause=LABELLED_LINE)
    sections = divide(cleaned, front_expected=front_expected)
    tree = sections.tree
    name_nodes(tree, new_id)
    cited = Cited(to_document(tree))
    warnings = [
        *_source_warnings(cleaned, tree),
        *_unrecognised(sections.front.parts, cleaned.paragraphs),
    ]
    for doubt in tree.doubts:
        node = doubt.node
        citation = cited.numbering.citation(node.id)
        warnings.append(
            warn(
                doubt.kind,
                node.line,
                doubt.words,
                clause=node.id,
                citation=citation,
                more=doubt.more,
            )
        )
    warnings += cite_clauses(tree, cited)
    back, doubts = _read_back(sections.back, cleaned.paragraphs[sections.end :], cited)
    document = to_document(tree)
    ordered = sorted([*warnings, *doubts], key=lambda warning: warning.line)
    return Reading(document, sections.front, back, tuple(ordered))


class Sections:
    """The three parts of a source, the middle one as a tree."""

    def __init__(self, front: Front, tree: Tree, back: list[Part], end: int) -> None:
        self.front = front
        self.tree = tree
        self.back = back
        self.end = end


def divide(source: Source, *, front_expected: bool) -> Sections:
    """Tell front, motion and back apart and build the motion's tree."""
    paragraphs = list(source.paragraphs)
    levelled = [at for at, paragraph in enumerate(paragraphs) if paragraph.level]
    if levelled:
        start, end = levelled[0], levelled[-1] + 1
        front = read_front(paragraphs[:start])
        return Sections(front, read_levels(paragraphs[start:end]), read_back(paragraphs[end:]), end)
    front, start = split_front(paragraphs) if front_expected else (Front(), 0)
    back, end = split_back(paragraphs, start)
    return Sections(front, read_structure(paragraphs[start:end]), back, end)


def _source_warnings(source: Source, tree: Tree) -> list[ReadingWarning]:
    warnings = []
    if source.unprintable:
        warnings.append(warn(WarningKind.CONTROL_CHARACTERS, source.unprintable, ""))
    if not tree.root.children:
        warnings.append(warn(WarningKind.NOTHING, 1, ""))
    return warnings


def _unrecognised(parts: Iterable[Part], paragraphs: tuple[Paragraph, ...]) -> list[ReadingWarning]:
    """Return one warning for each stretch of paragraphs that were not recognised."""
    warnings = []
    placed = zip(parts, paragraphs, strict=False)
    for kind, stretch in groupby(placed, key=lambda one: one[0].kind):
        (part, paragraph), *others = stretch
        if kind is PartKind.REMAINDER:
            more = f", with {len(others)} more after it" if others else ""
            warnings.append(warn(WarningKind.UNRECOGNISED, paragraph.line, part.text, more=more))
    return warnings


def _read_back(
    parts: list[Part], paragraphs: tuple[Paragraph, ...], cited: Cited
) -> tuple[Back, list[ReadingWarning]]:
    applicability = None
    warnings = _unrecognised(parts, paragraphs)
    for part, paragraph in zip(parts, paragraphs, strict=True):
        if part.kind is PartKind.APPLICABILITY:
            applicability, doubts = cite_applicability(part.text, paragraph.line, cited)
            warnings += doubts
    return Back(tuple(parts), applicability), warnings
