"""Writing clauses as the lines of a payload, so that they read back as those clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from webapp.text.clause import Clause, Marker, MarkerStyle
from webapp.text.instructions.blocks import read_rows
from webapp.text.instructions.grammar import runs_on
from webapp.text.instructions.motion import Motion
from webapp.text.instructions.parts import Payload
from webapp.text.instructions.quoting import quoted
from webapp.text.instructions.style import InstructionStyle
from webapp.text.label_forms import DEFAULT_FORMS, print_label
from webapp.text.references import print_text

INDENT = 4
# Pairs of quotation marks around words of which a reader may take two away.
_MOST_MARKS = 3


def say_clauses(
    clauses: Sequence[Clause],
    labels: Sequence[str],
    motion: Motion,
    style: InstructionStyle,
    guard: int = 0,
) -> str:
    """Return new clauses as a payload: one without children on this line, others on their own.

    `guard` asks for the next surer way to write each line, with more quotation marks around it.
    """
    if len(clauses) == 1 and not clauses[0].children:
        clause = clauses[0]
        line = say_clause_line(
            labels[0], _shown(clause, motion), clause.marker, style, motion.citations, guard
        )
        return f" {line}"
    lines: list[str] = []
    for clause, label in zip(clauses, labels, strict=True):
        lines.extend(_lines(clause, label, motion, style, 1, guard))
    return "\n" + "\n".join(lines)


def say_clause_line(
    label: str,
    text: str,
    marker: Marker,
    style: InstructionStyle,
    citations: Collection[str] | None = None,
    guard: int = 0,
) -> str:
    """Return one clause on one line, its words quoted where they would read as something else.

    With `citations` the line is the instruction's own, where words may seem to end early.
    """
    plain = surest = f"{label} {text}".strip()
    for line in (plain, *_guarded(label, text, style)):
        rows = read_rows(Payload(f"\n{line}", 0, 0, quoted=False, block=True), [marker])
        if len(rows) != 1:
            continue
        printed = rows[0].label.printed if rows[0].label else ""
        if (printed, rows[0].text) != (label, text.strip()):
            continue
        if citations is None or not runs_on(line, citations):
            if not guard:
                return line
            guard -= 1
            surest = line
    return surest


def labels_of(clauses: Sequence[Clause], above: str) -> list[str]:
    """Return the labels of a whole list under a clause with this label."""
    labels = []
    numbers: dict[MarkerStyle, int] = {}
    for clause in clauses:
        marker = clause.marker
        numbers[marker.style] = numbers.get(marker.style, 0) + 1
        if marker.style in {MarkerStyle.NONE, MarkerStyle.FIXED}:
            labels.append(marker.form.strip())
        elif marker.style is MarkerStyle.BULLET:
            labels.append(marker.form or DEFAULT_FORMS[MarkerStyle.BULLET])
        else:
            labels.append(print_label(marker, numbers[marker.style], above.rstrip(".")))
    return labels


def _guarded(label: str, text: str, style: InstructionStyle) -> Iterator[str]:
    words = text
    for _ in range(_MOST_MARKS):
        marked = quoted(words, style)
        if marked is None:
            return
        yield f"{label} {marked}".strip()
        words = marked


def _lines(
    clause: Clause, label: str, motion: Motion, style: InstructionStyle, level: int, guard: int
) -> Iterator[str]:
    line = say_clause_line(label, _shown(clause, motion), clause.marker, style, guard=guard)
    yield " " * INDENT * level + line
    labels = labels_of(clause.children, label)
    for child, child_label in zip(clause.children, labels, strict=True):
        yield from _lines(child, child_label, motion, style, level + 1, guard)


def _shown(clause: Clause, motion: Motion) -> str:
    return print_text(clause, motion.numbering, motion.layout)[0]
