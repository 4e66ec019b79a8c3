"""Reading a payload as clauses: its labels, its nesting, and quotation marks around its lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from webapp.text.clause import UNLABELLED, Clause, ClauseId, Marker, MarkerStyle
from webapp.text.instructions.parts import Payload
from webapp.text.instructions.tokens import Cursor
from webapp.text.instructions.units import ITEM
from webapp.text.reading.labels import Label, Meaning, read_label
from webapp.text.words import settle_words

_INDENT: Final = re.compile(r"\s*")
_LONGEST_LETTERS: Final = 2
_HIGHEST_ROMAN: Final = 60
_OPENERS: Final = "“\"‘'«‹„"

NewId = Callable[[], ClauseId]


@dataclass
class Draft:
    """A clause as a payload gives it, before its list is known.

    `unlabelled` says that it is to have no label, whatever its siblings have.
    """

    text: str
    label: Label | None = None
    children: list[Draft] = field(default_factory=list)
    marker: Marker = UNLABELLED
    number: int = 0
    unlabelled: bool = False

    @property
    def printed(self) -> str:
        return self.label.printed if self.label else ""


class Row(NamedTuple):
    """One line of a payload; `indent` is -1 on the instruction's own line."""

    indent: int
    label: Label | None
    text: str


def read_drafts(payload: Payload, siblings: Sequence[Marker]) -> list[Draft]:
    """Return the clauses that a payload holds, nested; `siblings` are the styles it may join."""
    rows = list(read_rows(payload, siblings))
    if not rows:
        return []
    indents = {row.indent for row in rows}
    by_indent = len(indents) > 1 and -1 not in indents and min(indents) == rows[0].indent
    drafts = _nested_by_indent(rows) if by_indent else _nested_by_label(rows)
    for draft in drafts:
        draft.unlabelled = "unlabelled" in payload.said.lower()
    return drafts


def build(
    drafts: Sequence[Draft], marker: Marker, new_id: NewId, name: Callable[[Draft, ClauseId], None]
) -> tuple[Clause, ...]:
    """Return the drafts as clauses of a list in this style, each named as it is made."""
    built = []
    for draft in drafts:
        clause = new_id()
        name(draft, clause)
        own = marker
        if marker.style is MarkerStyle.FIXED:
            own = Marker(MarkerStyle.FIXED, draft.printed) if draft.label else UNLABELLED
        below = draft.children[0].marker if draft.children else UNLABELLED
        children = build(draft.children, below, new_id, name)
        built.append(Clause(clause, settle_words(draft.text), own, children=children))
    return tuple(built)


def unquoted(words: str) -> str:
    """Return words without the one pair of quotation marks that is around all of them."""
    stripped = words.strip()
    if not stripped or stripped[0] not in _OPENERS:
        return words
    cursor = Cursor(stripped)
    found = cursor.quotation()
    if found is None or found.flaw or found.end != len(stripped):
        return words
    return found.text


def read_rows(payload: Payload, siblings: Sequence[Marker]) -> list[Row]:
    rows = []
    for place, line in enumerate(payload.text.split("\n")):
        if not line.strip():
            continue
        blank = _INDENT.match(line)
        indent = -1 if place == 0 else blank.end() if blank else 0
        text = line.strip() if payload.quoted else unquoted(line).strip()
        label = _read_label(text, siblings)
        if label:
            text = text[label.text_at :].strip()
        text = unquoted(text) if not (payload.quoted and label) else text
        if text.strip() or label:
            rows.append(Row(indent, label, text))
    return rows


def _read_label(text: str, siblings: Sequence[Marker]) -> Label | None:
    fixed = [each.form for each in siblings if each.style is MarkerStyle.FIXED]
    if fixed:
        match = ITEM.match(text)
        alike = match is not None and _shape(match[0]) in set(map(_shape, fixed))
        for form in [*fixed, *([match[0]] if match and alike else [])]:
            if text.startswith(f"{form} "):
                return fixed_label(form)
    label = read_label(text)
    return label if label and _is_likely(label) else None


def fixed_label(form: str) -> Label:
    """Return a label that no list counts."""
    return Label(form, (Meaning(Marker(MarkerStyle.FIXED, form), 0),), len(form) + 1)


def _shape(label: str) -> str:
    """Return a label with all numbers and all letters made one, to tell lists apart by."""
    return re.sub(r"[^\W\d_]+", "x", re.sub(r"\d+", "9", label))


def _is_likely(label: Label) -> bool:
    """Tell whether what looks like a label is one: "aa)" and "xviii.", not "trees."."""
    written = label.printed.strip("().")
    return (
        label.bullet
        or not written.isalpha()
        or len(written) <= _LONGEST_LETTERS
        or any(
            meaning.marker.style in {MarkerStyle.ROMAN, MarkerStyle.UPPER_ROMAN}
            and meaning.number <= _HIGHEST_ROMAN
            for meaning in label.meanings
        )
    )


def _nested_by_indent(rows: Sequence[Row]) -> list[Draft]:
    top: list[Draft] = []
    stack: list[tuple[int, list[Draft]]] = [(rows[0].indent, top)]
    for row in rows:
        while len(stack) > 1 and row.indent < stack[-1][0]:
            stack.pop()
        if row.indent > stack[-1][0] and stack[-1][1]:
            stack.append((row.indent, stack[-1][1][-1].children))
        members = stack[-1][1]
        members.append(_next_in(members, row))
    return top


def _nested_by_label(rows: Sequence[Row]) -> list[Draft]:
    top: list[Draft] = []
    stack: list[list[Draft]] = [top]
    for row in rows:
        if row.label is None or not top:
            del stack[1:]
            top.append(_next_in(top, row))
            continue
        level = _level(stack, row.label)
        if level is not None:
            del stack[level + 1 :]
            stack[level].append(_next_in(stack[level], row))
        else:
            below = stack[-1][-1].children
            stack.append(below)
            below.append(_next_in(below, row))
    return top


def _level(stack: Sequence[Sequence[Draft]], label: Label) -> int | None:
    """Return the innermost list that a label goes on in, or failing that has the style of."""
    if not label.meanings:
        alike = [
            level
            for level, members in enumerate(stack)
            if _shape(members[-1].printed) == _shape(label.printed)
        ]
        return alike[-1] if alike else None
    for exact in (True, False):
        for level in range(len(stack) - 1, -1, -1):
            last = stack[level][-1]
            for meaning in last.label.meanings if last.label else ():
                for mine in label.meanings:
                    follows = mine.number == meaning.number + 1 or not meaning.number
                    if mine.marker == meaning.marker and (follows or not exact):
                        return level
    return None


def _next_in(members: Sequence[Draft], row: Row) -> Draft:
    """Return a row as the next member of a list, its label meant as those before it."""
    if row.label is None:
        return Draft(row.text)
    meaning = _meant(row.label, members[-1] if members else None)
    return Draft(row.text, row.label, [], meaning.marker, meaning.number)


def _meant(label: Label, before: Draft | None) -> Meaning:
    if before and before.label:
        for meaning in label.meanings:
            if meaning.marker == before.marker:
                return meaning
    firsts = [meaning for meaning in label.meanings if meaning.number <= 1]
    fixed = Meaning(Marker(MarkerStyle.FIXED, label.printed), 0)
    return next(iter([*firsts, *label.meanings]), fixed)
