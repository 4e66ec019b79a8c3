"""`flask read-motion` and `flask read-amendment`: what is understood of a text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from webapp.rendering.as_json import clause_record
from webapp.rendering.passed_text import PassedText
from webapp.text.clause import Document
from webapp.text.errors import TooMuch
from webapp.text.instructions import Candidate, Problem, read_instructions
from webapp.text.lines import Layout, lay_out
from webapp.text.reading import Reading, read_plain
from webapp.text.records import store_change_set
from webapp.text.weave import Weave


def complain(sentence: str) -> None:
    click.echo(sentence, err=True)


def give_up(*sentences: str) -> NoReturn:
    for sentence in sentences:
        complain(sentence)
    sys.exit(1)


def read_source(name: str) -> str:
    """Return the text of a file, or of standard input for "-"; stray bytes become �."""
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    return raw.decode("utf-8-sig", errors="replace")


def read_motion_source(name: str) -> Reading:
    """Return the motion as read, with each doubt on standard error."""
    try:
        reading = read_plain(read_source(name))
    except TooMuch as trouble:
        give_up(
            f"{name}: too much for a motion: {trouble.found} {trouble.what}, of at most"
            f" {trouble.limit}."
        )
    for warning in reading.warnings:
        complain(f"{name}:{warning.line}: {warning.sentence}")
    return reading


SOURCE = click.Path(exists=True, dir_okay=False, allow_dash=True)


@click.command("read-motion")
@click.argument("motion", type=SOURCE)
@click.option("--json", "as_json", is_flag=True, help="Print all that was understood.")
def read_motion(motion: str, *, as_json: bool) -> None:
    """Print what is understood of a motion in plain text; doubts go to standard error."""
    reading = read_motion_source(motion)
    layout = lay_out(reading.document)
    passed = passed_text(reading, reading.document, layout, status=reading.front.status)
    if not as_json:
        click.echo(numbered(passed), nl=False)
        return
    click.echo(
        json.dumps(
            {
                "title": reading.front.title,
                "code": reading.front.code,
                "status": reading.front.status,
                "movers": list(reading.front.movers),
                "clauses": [clause_record(passed, one) for one in reading.document.clauses],
                "applicability": passed.applicability,
                "left_aside": [*reading.front.remainder, *reading.back.remainder],
                "warnings": [
                    {
                        "kind": one.kind.value,
                        "line": one.line,
                        "clause": one.clause,
                        "citation": one.citation,
                        "words": one.words,
                        "sentence": one.sentence,
                    }
                    for one in reading.warnings
                ],
            },
            ensure_ascii=False,
            indent=2,
        )
    )


@click.command("read-amendment")
@click.argument("motion", type=SOURCE)
@click.argument("amendment", type=SOURCE)
@click.option("--json", "as_json", is_flag=True, help="Print operations and problems.")
def read_amendment(motion: str, amendment: str, *, as_json: bool) -> None:
    """Print what an amendment to a motion asks for, or why it cannot be read."""
    if (motion, amendment).count("-") > 1:
        give_up("Standard input can be one text only.")
    reading = read_motion_source(motion)
    layout = lay_out(reading.document)
    result = read_instructions(read_source(amendment), reading.document, layout)
    if as_json:
        record: dict[str, Any] = {
            "change_set": store_change_set(result.change_set) if result.change_set else None,
            "problems": [problem_record(problem) for problem in result.problems],
            "notes": [note.sentence for note in result.notes],
        }
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    for note in result.notes:
        complain(f"{amendment}: {note.sentence}")
    if result.change_set is None:
        give_up(*problem_lines(amendment, result.problems))
    if not as_json:
        change = result.change_set
        document = Weave(reading.document, [change]).text({change.id})
        click.echo(numbered(passed_text(reading, document, lay_out(document))), nl=False)


def numbered(passed: PassedText) -> str:
    """Return the text with its printed line numbers in the margin, every line of it."""
    rows = []
    for depth, clause in passed.levels():
        label = passed.numbering.label(clause.id)
        for at, line in enumerate(passed.layout.lines_of(clause.id)):
            lead = label if at == 0 else ""
            rows.append(f"{line.number:5}  {'    ' * depth}{lead:6}{line.text}".rstrip())
    heading = [passed.heading, f"({passed.status_line})" if passed.status_line else ""]
    stated = [passed.applicability] if passed.applicability else []
    return "\n".join([*filter(None, heading), "", *rows, "", *stated]).strip("\n") + "\n"


def passed_text(
    reading: Reading, document: Document, layout: Layout, *, status: str = "", state: str = ""
) -> PassedText:
    """Return what the renderers take, for a document that came from this reading."""
    return PassedText(
        title=reading.front.title,
        code=reading.front.code,
        document=document,
        layout=layout,
        status_line=status,
        state=state,
        submitted_by="; ".join(reading.front.movers),
        back=reading.back,
    )


def problem_lines(name: str, problems: Iterable[Problem]) -> list[str]:
    """Return each problem as people read it, its candidates below it."""
    lines = []
    for problem in problems:
        lines.append(" ".join(filter(None, [f"{name}:", problem.sentence, quoted(problem.words)])))
        lines += [f"    {candidate_line(candidate)}" for candidate in problem.candidates]
    return lines


def quoted(words: str) -> str:
    """Return words in quotation marks, unless they come in their own or there are none."""
    words = words.strip()
    return words if not words or words[0] in "“\"‘'" else f"“{words}”"


def candidate_line(candidate: Candidate) -> str:
    place = (
        f"{candidate.citation} (line {candidate.line})" if candidate.line else candidate.citation
    )
    return f"{place}: {candidate.words}"


def problem_record(problem: Problem) -> dict[str, Any]:
    return {
        "kind": problem.kind.value,
        "words": problem.words,
        "start": problem.start,
        "end": problem.end,
        "sentence": problem.sentence,
        "candidates": [
            {
                "clause": candidate.clause,
                "citation": candidate.citation,
                "line": candidate.line,
                "words": candidate.words,
                "instead": candidate.replacement,
            }
            for candidate in problem.candidates
        ],
    }
