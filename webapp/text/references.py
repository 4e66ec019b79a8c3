"""References: places in a text that point to clauses, printed, and what a citation names.

A reference holds clause ids and prints what they are called now.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Protocol

from webapp.text.citation_forms import (
    APART,
    BARE_LINES,
    IN_BRACKETS,
    LIST,
    PLURAL,
    RANGE,
    line_numbers,
)
from webapp.text.citations import RANGE_DASH, join_list, tokens
from webapp.text.clause import ATOM, Clause, ClauseId, Document, Reference, ReferenceForm
from webapp.text.numbering import Numbering

STRUCK = "[struck clause]"


class Lines(Protocol):
    """What references need of a layout."""

    def of(self, clause: ClauseId) -> tuple[int, int] | None: ...

    def clause_at(self, number: int) -> ClauseId | None: ...


def render_reference(
    reference: Reference, numbering: Numbering, layout: Lines | None = None
) -> str:
    """Return what a reference prints: as its source did while that is right, else anew.

    With a layout it prints present lines; without one, lines as its source did.
    A target that the document lacks prints as "[struck clause]".
    """
    label, lines = _split_printed(reference.printed)
    present = [target for target in reference.targets if target in numbering]
    right = len(present) == len(reference.targets) and (
        reference.form is ReferenceForm.LINES
        or resolve(label, numbering) == tuple(sorted(present, key=numbering.position))
    )
    if right and reference.printed and _still_says(reference, lines, present, numbering, layout):
        return reference.printed
    shown = [_render_run(run, reference.form, numbering, layout) for run in numbering.runs(present)]
    missing = len(present) < len(reference.targets) or not reference.targets
    return join_list([*shown, *([STRUCK] if missing else [])])


def plain_text(clause: Clause, numbering: Numbering, layout: Lines | None = None) -> str:
    """Return a clause's text as shown: references printed, the leading space stripped."""
    return print_text(clause, numbering, layout)[0]


def print_text(
    clause: Clause, numbering: Numbering, layout: Lines | None = None
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return a clause's text as shown, with each reference's stored offset and printed length."""
    lead = 1 if clause.text.startswith(" ") else 0
    if ATOM not in clause.text:
        return clause.text[lead:], ()
    first, *parts = clause.text[lead:].split(ATOM)
    shown, atoms, at = [first], [], lead + len(first)
    for part, reference in zip_longest(parts, clause.references[: len(parts)]):
        printed = render_reference(reference, numbering, layout) if reference else ""
        shown += [printed, part]
        atoms.append((at, len(printed)))
        at += 1 + len(part)
    return "".join(shown), tuple(atoms)


def dangling(document: Document) -> list[tuple[ClauseId, Reference]]:
    """Return each reference to a clause that the document lacks, with the clause it stands in."""
    clauses = list(document.walk())
    present = {clause.id for clause in clauses}
    return [
        (clause.id, reference)
        for clause in clauses
        for reference in clause.references
        if not reference.targets or not present.issuperset(reference.targets)
    ]


def resolve(words: str, numbering: Numbering) -> tuple[ClauseId, ...]:
    """Return the clauses that a citation names: "7 d)", "2 b)–e)", "1 and 3 a)".

    All or nothing: a list with one unknown member names none.
    """
    words = " ".join(words.split())
    if ";" in words:
        groups = [resolve(part, numbering) for part in APART.split(words)]
        named = [clause for group in groups for clause in group]
        return tuple(sorted(dict.fromkeys(named), key=numbering.position)) if all(groups) else ()
    return _resolve_list(words, numbering)


def _resolve_list(words: str, numbering: Numbering) -> tuple[ClauseId, ...]:
    ends = [separator.span() for separator in LIST.finditer(words)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(words)]
    named: list[ClauseId] = []
    at = 0
    while at < len(starts):
        for last in range(min(at + numbering.most_commas, len(starts) - 1), at - 1, -1):
            item = words[starts[at] : stops[last]]
            found = _resolve_item(item, named, numbering, whole=last > at)
            if found:
                break
        else:
            return ()
        named.extend(found)
        at = last + 1
    return tuple(sorted(dict.fromkeys(named), key=numbering.position))


def lines_of(
    targets: tuple[ClauseId, ...], numbering: Numbering, layout: Lines
) -> tuple[int, int] | None:
    """Return the first and last line of clauses and all they lead in."""
    return _extent([target for target in targets if target in numbering], numbering, layout)


def print_lines(extent: tuple[int, int]) -> str:
    """Return "line 5" or "lines 5–6"."""
    first, last = extent
    return f"line {first}" if first == last else f"lines {first}{RANGE_DASH}{last}"


def printed_lines(printed: str) -> tuple[int, int] | None:
    """Return the lines that a citation prints."""
    return _split_printed(printed)[1]


def _still_says(
    reference: Reference,
    lines: tuple[int, int] | None,
    present: list[ClauseId],
    numbering: Numbering,
    layout: Lines | None,
) -> bool:
    """Tell whether what the source printed stands, its labels being right."""
    if layout is None or reference.form is ReferenceForm.LABEL:
        return True
    return reference.form is ReferenceForm.LINES and lines == _extent(present, numbering, layout)


def _render_run(
    run: list[ClauseId], form: ReferenceForm, numbering: Numbering, layout: Lines | None
) -> str:
    label = numbering.run_citation(run)
    extent = _extent(run, numbering, layout) if layout else None
    if form is ReferenceForm.LABEL or extent is None:
        return label
    lines = print_lines(extent)
    return lines if form is ReferenceForm.LINES else f"{label} ({lines})"


def _extent(clauses: list[ClauseId], numbering: Numbering, layout: Lines) -> tuple[int, int] | None:
    extents = [
        extent
        for clause in clauses
        for end in dict.fromkeys((clause, numbering.last_within(clause)))
        if (extent := layout.of(end))
    ]
    if not extents:
        return None
    return min(first for first, _ in extents), max(last for _, last in extents)


def _resolve_item(
    item: str, named: list[ClauseId], numbering: Numbering, *, whole: bool
) -> tuple[ClauseId, ...]:
    """Return the clauses of one member of a list; a `whole` one has commas of its own."""
    first, *rest = RANGE.split(item, maxsplit=1)
    if whole and rest and LIST.search(rest[0]):
        return ()
    if whole:
        start = numbering.exact(PLURAL.sub(r"\1", first))
    else:
        start = _resolve_one(first, named[-1] if named else None, numbering)
    if start is None or not rest:
        return () if start is None else (start,)
    end = _resolve_one(rest[0], start, numbering, ends_range=True)
    return numbering.between(start, end) if end is not None else ()


def _resolve_one(
    words: str, before: ClauseId | None, numbering: Numbering, *, ends_range: bool = False
) -> ClauseId | None:
    """Return the clause that one citation names; after "4 h)", "i)" is 4 i).

    It is so unless a clause further down is cited just like that, as our own lists do.
    """
    if before is not None and len(tokens(words)) < len(tokens(numbering.citation(before))):
        beside = numbering.sibling(before, words)
        exact = None if ends_range else numbering.exact(words)
        if exact and numbering.position(exact) > numbering.position(before):
            return exact
        if beside and (ends_range or not numbering.place(before).word):
            return beside
    return numbering.find(words)


def _split_printed(printed: str) -> tuple[str, tuple[int, int] | None]:
    bare = BARE_LINES.fullmatch(printed)
    if bare:
        return "", line_numbers(bare)
    lines = IN_BRACKETS.search(printed)
    if lines is None or lines.end() < len(printed):
        return printed, None
    return printed[: lines.start()], line_numbers(lines)
