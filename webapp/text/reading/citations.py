"""References in what was read: citations that resolve become atoms, others a warning."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from webapp.text.clause import ATOM, Document, Reference
from webapp.text.lines import Layout, lay_out
from webapp.text.numbering import Numbering, number
from webapp.text.reading.structure import Tree
from webapp.text.reading.values import Applicability, ReadingWarning, WarningKind
from webapp.text.reading.warnings import warn
from webapp.text.recognising import Spot, recognise, recognise_lines
from webapp.text.references import lines_of, print_lines

_MAY_CITE = re.compile(
    r"\d|\)\s+(?:above|below)|\)\s*\(line"
    r"|\b(?:clause|paragraph|para|point|bullet|item|limb)s?\s+[\w(]{1,6}\b",
    re.IGNORECASE,
)
_MAY_CITE_LINES = re.compile(r"\blines?\s+\d", re.IGNORECASE)
_MOST_DOUBTS = 50
_EXCEPT = re.compile(r"\b(?:except|apart from|but not)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Cited:
    """The document that citations are resolved in, as it was before any became an atom."""

    document: Document

    @cached_property
    def numbering(self) -> Numbering:
        return number(self.document)

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self.document, numbering=self.numbering)

    def spots(self, text: str) -> list[Spot]:
        """Find the citations of a clause's text."""
        if not _MAY_CITE.search(text):
            return []
        spots = recognise(text, self.numbering)
        if _MAY_CITE_LINES.search(text):
            spots += recognise_lines(text, self.numbering, self.layout)
        return _apart(spots)

    def moved(self, spot: Spot) -> str:
        """Return the lines that a citation should have printed, where it printed others."""
        if spot.reference is None or spot.lines is None:
            return ""
        targets = spot.reference.targets
        now = lines_of(targets, self.numbering, self.layout)
        first, last = self.layout.of(targets[0]), self.layout.of(targets[-1])
        own = (first[0], last[1]) if first and last else None
        return print_lines(now) if now and spot.lines not in {now, own} else ""


def cite_clauses(tree: Tree, cited: Cited) -> list[ReadingWarning]:
    """Turn citations in the clauses of a tree into references."""
    warnings = []
    for node in tree.root.walk():
        spots = cited.spots(node.text)
        if not spots:
            continue
        citation = cited.numbering.citation(node.id)
        for spot, kind, more in islice(_doubts(spots, cited), _MOST_DOUBTS):
            words = node.text[spot.start : spot.end]
            warnings.append(
                warn(kind, node.line, words, clause=node.id, citation=citation, more=more)
            )
        node.text, node.references = _atomised(node.text, spots)
    return warnings


def cite_applicability(
    statement: str, line: int, cited: Cited
) -> tuple[Applicability, list[ReadingWarning]]:
    """Read where a motion applies; every citation after "except" is one of its clauses."""
    found = _EXCEPT.search(statement)
    at = found.end() if found else len(statement)
    spots = _apart(recognise(statement, cited.numbering, at, eager=True))
    warnings = []
    for spot, kind, more in islice(_doubts(spots, cited), _MOST_DOUBTS):
        targets = spot.reference.targets if spot.reference else ()
        warnings.append(
            warn(
                kind,
                line,
                statement[spot.start : spot.end],
                clause=targets[0] if targets else None,
                citation=cited.numbering.range_citation(targets),
                more=more,
            )
        )
    text, references = _atomised(statement, spots)
    return Applicability(text, references), warnings


def _doubts(spots: list[Spot], cited: Cited) -> Iterable[tuple[Spot, WarningKind, str]]:
    for spot in spots:
        if spot.reference is None:
            yield spot, WarningKind.UNRESOLVED_REFERENCE, ""
        elif more := cited.moved(spot):
            yield spot, WarningKind.STALE_LINES, more


def _atomised(text: str, spots: list[Spot]) -> tuple[str, tuple[Reference, ...]]:
    parts, references, at = [], [], 0
    for spot in spots:
        if spot.reference:
            parts += [text[at : spot.start], ATOM]
            references.append(spot.reference)
            at = spot.end
    parts.append(text[at:])
    return "".join(parts), tuple(references)


def _apart(spots: list[Spot]) -> list[Spot]:
    """Return spots in order, those that overlap one before left out."""
    chosen: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.start, -spot.end)):
        if not chosen or spot.start >= chosen[-1].end:
            chosen.append(spot)
    return chosen
