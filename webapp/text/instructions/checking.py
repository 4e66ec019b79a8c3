"""Checking what an amendment says its result will be: control texts and new labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from webapp.text.errors import TextTrouble
from webapp.text.instructions import note_words, parts
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.locating import Places
from webapp.text.instructions.motion import levelled_words
from webapp.text.instructions.parts import Payload, Statement
from webapp.text.instructions.problems import Candidate, NoteKind, ProblemKind, Unclear
from webapp.text.instructions.results import result_of
from webapp.text.numbering import number
from webapp.text.operation import Operation
from webapp.text.reading.labels import read_label
from webapp.text.references import plain_text, resolve

_MARKS: Final = " \t.,;:“”\"‘’'«»„*"
# A code before its text, "1.1 The purpose …", which the motion may count as a label.
_CODE: Final = re.compile(r"[A-Z]{0,4} ?\d+(?:\.\d+)*[.)]?\s+")
_ELLIPSIS: Final = re.compile(r"^\s*(?:…|\.{3})|(?:…|\.{3})\s*$")


def check_control(payload: Payload, source: Source, edits: Edits, places: Places) -> None:
    """Compare a control text, line by line, with what the instructions so far make of the motion.

    Raises Unclear where they differ; the control text itself changes nothing.
    """
    lines = [line for line in payload.text.split("\n") if line.strip(_MARKS)]
    if not lines or not (edits.words or edits.structural):
        return
    try:
        result = result_of(edits.operations(), places.motion.document)
    except (Unclear, TextTrouble):
        return
    numbering = number(result)
    texts = {each.id: plain_text(each, numbering) for each in result.walk()}
    found = "\x00".join(map(levelled_words, texts.values()))
    if all(_says(line, found) for line in lines):
        places.note(NoteKind.CONTROL_AGREES, *source, note_words.AS_SAID)
        return
    clause = next((each for each in reversed(edits.words) if each in texts), None)
    shown = texts[clause] if clause else ""
    citation = numbering.citation(clause) if clause else ""
    candidate = Candidate(clause, citation, None, shown, "")
    raise Unclear(ProblemKind.CONTROL_DIFFERS, *source, (candidate,))


def _says(line: str, found: str) -> bool:
    """Tell whether a line of a control text stands in a text, with its label or without."""
    wanted = levelled_words(_ELLIPSIS.sub("", line))
    label = read_label(wanted)
    bare = wanted[label.text_at :] if label else wanted
    code = _CODE.match(wanted)
    ways = {wanted, bare, wanted[code.end() :] if code else wanted}
    return any(_ELLIPSIS.sub("", way.strip(_MARKS)).strip(_MARKS) in found for way in ways)


def check_claims(
    statements: Sequence[Statement], operations: Sequence[Operation], places: Places
) -> None:
    """Note where the labels that an amendment says will follow are not those that do.

    Raises Unclear where that is all it says, of a clause that is not there.
    """
    claims = [
        (each, each.act)
        for each in statements
        if isinstance(each.act, parts.Renumber) and each.act.claimed
    ]
    if not claims:
        return
    motion = places.motion
    try:
        result = result_of(operations, motion.document)
    except TextTrouble:
        return
    numbering = number(result)
    for statement, act in claims:
        was = resolve(act.claimed, motion.numbering)
        if not was and not operations:
            raise Unclear(ProblemKind.NO_SUCH_CLAUSE, statement.start, statement.end)
        present = [clause for clause in was if clause in numbering]
        becomes = numbering.range_citation(present) if present else "nothing"
        agrees = bool(was) and resolve(act.becomes, numbering) == tuple(was)
        kind = NoteKind.RENUMBERED if agrees else NoteKind.RENUMBERING_DIFFERS
        sentence = note_words.THERE_IS_NONE.format(act.claimed)
        if was:
            sentence = note_words.BECOMES.format(act.claimed, becomes)
        places.note(kind, statement.start, statement.end, sentence)
