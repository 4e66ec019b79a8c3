"""Checking what an amendment says its result will be: control texts and new labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from webapp.text.errors import TextTrouble
from webapp.text.instructions import parts
from webapp.text.instructions.edits import Edits, Source
from webapp.text.instructions.locating import Places
from webapp.text.instructions.motion import levelled_words
from webapp.text.instructions.parts import Payload, Statement
from webapp.text.instructions.problems import Candidate, NoteKind, ProblemKind, Unclear
from webapp.text.numbering import number
from webapp.text.operation import ChangeSet, Operation
from webapp.text.reading.labels import read_label
from webapp.text.references import resolve
from webapp.text.weave import Weave

_ELLIPSIS: Final = re.compile(r"^\s*(?:…|\.{3})|(?:…|\.{3})\s*$")


def check_control(payload: Payload, source: Source, edits: Edits, places: Places) -> None:
    """Compare a control text with what the instructions so far make of the clause.

    Raises Unclear where they differ; the control text itself changes nothing.
    """
    if not payload.text.strip() or not edits.words:
        return
    clause, wording = list(edits.words.items())[-1]
    text, _, _ = wording.result()
    if text.count("\ufffc"):
        return
    wanted = levelled_words(_ELLIPSIS.sub("", payload.text))
    label = read_label(wanted)
    bare = wanted[label.text_at :] if label else wanted
    found = levelled_words(text)
    if wanted.rstrip(" .,") in found or bare.rstrip(" .,") in found:
        places.note(NoteKind.CONTROL_AGREES, *source, "The text reads as said.")
        return
    citation = places.motion.cite(clause)
    candidate = Candidate(clause, citation, None, text.strip(), "")
    raise Unclear(ProblemKind.CONTROL_DIFFERS, *source, (candidate,))


def check_claims(
    statements: Sequence[Statement], operations: Sequence[Operation], places: Places
) -> None:
    """Note where the labels that an amendment says will follow are not those that do."""
    claims = [
        (each, each.act)
        for each in statements
        if isinstance(each.act, parts.Renumber) and each.act.claimed
    ]
    if not claims:
        return
    motion = places.motion
    change_set = ChangeSet("claims", tuple(operations), context=motion.document.under)
    try:
        base = motion.document
        result = Weave(base, [change_set]).text(base.under | {change_set.id})
    except TextTrouble:
        return
    numbering = number(result)
    for statement, act in claims:
        was = resolve(act.claimed, motion.numbering)
        present = [clause for clause in was if clause in numbering]
        becomes = numbering.range_citation(present) if present else "nothing"
        agrees = bool(was) and resolve(act.becomes, numbering) == tuple(was)
        kind = NoteKind.RENUMBERED if agrees else NoteKind.RENUMBERING_DIFFERS
        sentence = f"{act.claimed} becomes {becomes}." if was else f"There is no {act.claimed}."
        places.note(kind, statement.start, statement.end, sentence)
