"""`flask consolidate`: a motion, its amendments and what became of them in, the final text out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import click

from webapp.cli.texts import (
    SOURCE,
    complain,
    give_up,
    passed_text,
    problem_lines,
    read_motion_source,
    read_source,
)
from webapp.procedure.places import next_number
from webapp.procedure.rulebook import PRESETS, load_preset
from webapp.procedure.rules import Rulebook
from webapp.procedure.states import MotionState, Outcome
from webapp.procedure.status_line import AmendmentResult, notes, status_line
from webapp.rendering.as_json import render_json
from webapp.rendering.markdown import render_markdown
from webapp.rendering.passed_text import PassedText, Provenance
from webapp.rendering.plain import render_plain
from webapp.rendering.provenance import stretches
from webapp.text.clause import Document
from webapp.text.errors import TextTrouble
from webapp.text.instructions import read_instructions
from webapp.text.lines import Layout, LineProfile, lay_out
from webapp.text.numbering import number
from webapp.text.operation import ChangeSet
from webapp.text.reading import Reading
from webapp.text.references import dangling
from webapp.text.weave import Weave

STATES: Mapping[str, MotionState] = {
    "carried": MotionState.PASSED,
    "lost": MotionState.LOST,
    "referred-back": MotionState.REFERRED_BACK,
}
FORMATS: Mapping[str, Callable[[PassedText], str]] = {
    "text": render_plain,
    "markdown": render_markdown,
    "json": render_json,
}
HEADER = re.compile(r"\s*amendment\s+(?:no\.?\s*)?(?P<number>\d{1,4}[A-Za-z]?)\s*[:.]?\s*\n", re.I)
SHOWN_WORDS = 60


@dataclass(frozen=True, slots=True)
class Decided:
    """One amendment's words with what became of it; `place` is the number it is printed under."""

    source: str
    place: str
    words: str
    outcome: Outcome

    @property
    def key(self) -> str:
        return f"A{self.place}"


@click.command("consolidate")
@click.argument("motion", type=SOURCE)
@click.option("--carried", multiple=True, type=SOURCE, help="An amendment that was carried.")
@click.option("--lost", multiple=True, type=SOURCE, help="An amendment that was lost.")
@click.option("--outcome", type=click.Choice(list(STATES)), default="carried", show_default=True)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True
)
@click.option("--rulebook", type=click.Choice(PRESETS), default=PRESETS[0], show_default=True)
def consolidate(
    motion: str,
    carried: tuple[str, ...],
    lost: tuple[str, ...],
    *,
    outcome: str,
    form: str,
    rulebook: str,
) -> None:
    """Print a motion's final text, given what became of each amendment.

    An amendment has the number it begins with ("Amendment 3"), else the next one free.
    "-" is standard input. Warnings go to standard error. A motion lost or referred back is
    printed as it was put, with what the amendments carried had made of it.
    """
    if (motion, *carried, *lost).count("-") > 1:
        give_up("Standard input can be one text only.")
    reading = read_motion_source(motion)
    decided = number_amendments(carried, lost)
    book = load_preset(rulebook)
    changes = [
        read_change(one, reading, lay_out(reading.document, line_profile(book)))
        for one in decided
        if one.outcome is Outcome.CARRIED
    ]
    weave = weave_carried(reading, changes, decided)
    in_force = frozenset(change.id for change in changes)
    document = weave.text(in_force)
    warn_of_what_is_left(reading, document)
    results = [AmendmentResult(one.place, one.outcome) for one in decided]
    passed = replace(
        passed_text(
            reading,
            document,
            lay_out(document, line_profile(book)),
            state=STATES[outcome],
            status=status_line(STATES[outcome], book.words, amendments=results),
        ),
        back=weave.resettle(reading.back.without_remainder(), in_force),
        notes=notes(book.words, amendments=results),
        provenance=tuple(provenance(weave, in_force, decided)),
    )
    click.echo(FORMATS[form](passed), nl=False)


def number_amendments(carried: tuple[str, ...], lost: tuple[str, ...]) -> list[Decided]:
    """Read the amendments, each with the number that it is printed under."""
    if both := set(carried) & set(lost):
        give_up(*(f"{source} cannot be both carried and lost." for source in sorted(both)))
    outcomes = dict.fromkeys(carried, Outcome.CARRIED) | dict.fromkeys(lost, Outcome.LOST)
    words = {source: read_source(source) for source in outcomes}
    headed = {source: HEADER.match(text) for source, text in words.items()}
    printed = {source: found["number"].upper() for source, found in headed.items() if found}
    decided: list[Decided] = []
    for source, outcome in outcomes.items():
        given = [*printed.values(), *(one.place for one in decided)]
        place = printed.get(source) or next_number(given)
        if any(one.place == place for one in decided):
            give_up(f"{source}: there are two amendments numbered {place}.")
        decided.append(Decided(source, place, words[source], outcome))
    return decided


def read_change(amendment: Decided, reading: Reading, layout: Layout) -> ChangeSet:
    """Return what a carried amendment does, or give up with the candidates."""
    result = read_instructions(
        amendment.words, reading.document, layout, id=amendment.key, place=amendment.place
    )
    for note in result.notes:
        complain(f"{amendment.source}: {note.sentence}")
    if result.change_set is None:
        give_up(*problem_lines(amendment.source, result.problems))
    return result.change_set


def weave_carried(reading: Reading, changes: list[ChangeSet], decided: list[Decided]) -> Weave:
    """Weave the amendments carried, or give up with what has to be decided first."""
    try:
        weave = Weave(reading.document, changes)
    except TextTrouble as trouble:
        give_up(f"The amendments do not fit the motion: {trouble}")
    names = {one.key: f"Amendment {one.place}" for one in decided}
    met = weave.collisions({change.id for change in changes}, names=names)
    if undecided := [one.sentence for one in met if one.hard]:
        give_up(*(f"To be decided first: {sentence}" for sentence in undecided))
    return weave


def warn_of_what_is_left(reading: Reading, document: Document) -> None:
    numbering = number(document)
    for clause, reference in dangling(document):
        cited = reference.printed or "a clause"
        complain(f"{numbering.citation(clause)} refers to {cited}, which is struck.")
    for words in (*reading.front.remainder, *reading.back.remainder):
        complain(f"Left out, being no part of the motion: “{words[:SHOWN_WORDS]}”")


def provenance(weave: Weave, under: frozenset[str], decided: list[Decided]) -> list[Provenance]:
    """Return every stretch of words that an amendment brought in or struck."""
    names = {one.key: f"Amendment {one.place}" for one in decided}
    numbering = number(weave.text(under))
    return [
        Provenance(
            clause=one.clause,
            words=one.words.strip(),
            is_struck=one.is_struck,
            by=tuple(names[key] for key in one.keys),
        )
        for clause in stretches(weave.origins(under), numbering)
        for one in clause
        if one.keys
    ]


def line_profile(book: Rulebook) -> LineProfile:
    return LineProfile(book.lines.unlabelled, book.lines.numbered, book.lines.lettered)
