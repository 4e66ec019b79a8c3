"""Passages: stretches of clauses that somebody points at, by lines, by clauses or by words.

A passage is chosen in one text and may have to be found again in a later one, with what was
put into the midst of it and without what was struck from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.text.numbering import number
from webapp.text.operation import ChangeSet, Operation, StrikeClause, StrikeText
from webapp.text.references import plain_text

if TYPE_CHECKING:
    from webapp.text.clause import Clause, ClauseId, Document
    from webapp.text.lines import Layout
    from webapp.text.origins import ClauseOrigins
    from webapp.text.weave import Weave

POINTER = "a passage pointed at"


@dataclass(frozen=True, slots=True)
class Span:
    """The characters of one clause's stored text from `start` up to `end`."""

    clause: ClauseId
    start: int
    end: int


Spans = tuple[Span, ...]


def lines_between(document: Document, layout: Layout, first: int, last: int) -> Spans:
    """Return the words printed on these lines; a space belongs to the word after it."""
    spans = []
    for clause in document.walk():
        lines = [one for one in layout.lines_of(clause.id) if first <= one.number <= last]
        if lines:
            shown = (lines[0].start, lines[-1].end)
            offsets = [
                at
                for at in range(len(clause.text))
                if shown[0] <= layout.shown_offset(clause.id, at) < shown[1]
            ]
            spans += _tidied(clause, offsets)
    return tuple(spans)


def whole_clauses(document: Document, ids: Iterable[ClauseId]) -> Spans:
    """Return these clauses with all they lead in, in reading order."""
    wanted = {below.id for one in ids for below in document.find(one).walk()}
    return tuple(
        Span(clause.id, 0, len(clause.text)) for clause in document.walk() if clause.id in wanted
    )


def words_within(document: Document, within: Spans, words: str) -> list[Spans]:
    """Return each place where exactly these words stand within a passage."""
    sought = " ".join(words.split())
    found: list[Spans] = []
    for span in within if sought else ():
        text = document.find(span.clause).text
        at = text.find(sought, span.start)
        while at >= 0 and at + len(sought) <= span.end:
            if _is_whole(text, at, at + len(sought)):
                start = at - 1 if at and text[at - 1] == " " else at
                found.append((Span(span.clause, start, at + len(sought)),))
            at = text.find(sought, at + 1)
    return found


def quoted(document: Document, spans: Spans) -> str:
    """Return the words of a passage as printed, clause by clause."""
    numbering = number(document)
    said = []
    for span in spans:
        clause = document.find(span.clause)
        if _covers(span, clause):
            said.append(plain_text(clause, numbering))
        else:
            said.append(clause.text[span.start : span.end].strip())
    return " … ".join(one for one in said if one)


def leaves_children(document: Document, spans: Spans) -> list[ClauseId]:
    """Return the clauses that would lose all their words while what they lead in stays."""
    covered = {one.clause for one in spans if _covers(one, document.find(one.clause))}
    return [
        clause.id
        for clause in document.walk()
        if clause.id in covered and any(child.id not in covered for child in clause.children)
    ]


def strike(document: Document, spans: Spans, *, id: str) -> ChangeSet:
    """Return the change set that strikes a passage of this text."""
    return ChangeSet(id, tuple(_strikes(document, spans)), context=document.under)


def standing(weave: Weave, seen: Document, spans: Spans, now: Document) -> Spans:
    """Return what has become, in the text now, of a passage chosen in the text seen.

    Words put into the midst of it belong to it, and so do new clauses among its clauses or
    under one that it takes whole; what was struck does not, and what was moved is followed.
    """
    operations = tuple(
        StrikeText(one.clause, one.start, one.end) for one in spans if one.end > one.start
    )
    pointer = ChangeSet(POINTER, operations, context=seen.under)
    wider = weave.extended([pointer])
    stretches = {
        origins.clause.id: found
        for origins in wider.origins({*now.under, POINTER}, drop=True)
        if (found := _stretch(origins, now.under)) is not None
    }
    kept = [
        Span(clause.id, *_widened(stretches[clause.id], clause.text))
        for clause in now.walk()
        if clause.id in stretches
    ]
    known = {clause.id for clause in seen.walk()}
    return tuple(_with_new_clauses(now, {one.clause: one for one in kept}, known))


def _stretch(origins: ClauseOrigins, under: frozenset[str]) -> tuple[int, int] | None:
    """Return from where to where the pointer's words stand in a clause of the text now."""
    if origins.struck_by & under:
        return None
    at, first, last = 0, -1, -1
    for run in origins.runs:
        if run.struck_by & under:
            continue
        if POINTER in run.struck_by:
            first, last = (at if first < 0 else first), at + len(run.text)
        at += len(run.text)
    return None if first < 0 else (first, last)


def _widened(stretch: tuple[int, int], text: str) -> tuple[int, int]:
    start, end = stretch
    return (0 if not text[:start].strip() else start), (
        len(text) if not text[end:].strip() else end
    )


def _with_new_clauses(
    now: Document, spans: dict[ClauseId, Span], known: set[ClauseId]
) -> Iterator[Span]:
    """Yield the spans in reading order, with the new clauses that lie within the passage."""
    clauses = list(now.walk())
    parents = {child.id: clause.id for clause in clauses for child in clause.children}
    whole = {one.id for one in clauses if one.id in spans and _covers(spans[one.id], one)}
    old = [place for place, one in enumerate(clauses) if one.id in known]
    for place, clause in enumerate(clauses):
        if clause.id in spans:
            yield spans[clause.id]
        elif clause.id not in known:
            before = next((clauses[at] for at in reversed(old) if at < place), None)
            after = next((clauses[at] for at in old if at > place), None)
            is_between = (
                before is not None
                and after is not None
                and before.id in spans
                and after.id in spans
                and spans[before.id].end == len(before.text)
                and spans[after.id].start == 0
            )
            if is_between or parents.get(clause.id) in whole:
                whole.add(clause.id)
                yield Span(clause.id, 0, len(clause.text))


def _strikes(document: Document, spans: Spans) -> Iterator[Operation]:
    covered = {one.clause for one in spans if _covers(one, document.find(one.clause))}
    gone: set[ClauseId] = set()
    for span in spans:
        clause = document.find(span.clause)
        if clause.id in gone:
            continue
        below = {one.id for one in clause.walk()}
        if below <= covered:
            gone |= below
            yield StrikeClause(clause.id, clause.text)
        elif span.end > span.start:
            quote = clause.text[span.start : span.end]
            yield StrikeText(clause.id, span.start, span.end, quote)


def _covers(span: Span, clause: Clause) -> bool:
    return span.start == 0 and span.end == len(clause.text)


def _tidied(clause: Clause, offsets: Sequence[int]) -> list[Span]:
    """Return the span of these characters, the space before its first word with it."""
    if not offsets:
        return []
    start, end = offsets[0], offsets[-1] + 1
    if start and clause.text[start - 1] == " ":
        start -= 1
    if not clause.text[:start].strip():
        start = 0
    while end > start and clause.text[end - 1] == " ":
        end -= 1
    if not clause.text[end:].strip():
        end = len(clause.text)
    return [Span(clause.id, start, end)] if clause.text[start:end].strip() else []


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no word is cut at either end."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not cut_before and not cut_after
