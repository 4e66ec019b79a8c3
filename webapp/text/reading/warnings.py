"""The sentences of the reader's warnings, in one table, and how one is made."""

from __future__ import annotations

from webapp.text.clause import ClauseId
from webapp.text.reading.values import ReadingWarning, WarningKind

_LONGEST = 160

SENTENCES = {
    WarningKind.NOTHING: "There is no motion in this text.",
    WarningKind.CONTROL_CHARACTERS: (
        "Characters that cannot be printed were taken out and a space left in their place."
    ),
    WarningKind.UNRECOGNISED: (
        "This was not recognised as part of the motion; it is kept apart from its clauses{more}."
    ),
    WarningKind.LABEL_OUT_OF_SEQUENCE: (
        "This label does not follow from the one before, where “{more}” was expected;"
        " it stays as printed until somebody decides."
    ),
    WarningKind.LABEL_ALONE: (
        "This label stood alone in a paragraph; the next paragraph was read as its text."
    ),
    WarningKind.LOST_BREAK: (
        "This label stood in the middle of a paragraph; a lost paragraph break was put back."
    ),
    WarningKind.PARAGRAPH_IN_LIST: (
        "This paragraph has no label and the list goes on after it; it was read as part of {more}."
    ),
    WarningKind.UNRESOLVED_REFERENCE: (
        "This reads like a reference, but this motion has no such clause or lines;"
        " it stays plain text."
    ),
    WarningKind.STALE_LINES: (
        "The label and the lines disagree: the clause is on {more}. The label was followed."
    ),
}

UNCERTAIN = {
    WarningKind.LABEL_OUT_OF_SEQUENCE: (
        "This label follows from no label before it; it stays as printed until somebody decides."
    ),
}


def warn(
    kind: WarningKind,
    line: int,
    words: str,
    *,
    clause: ClauseId | None = None,
    citation: str = "",
    more: str = "",
) -> ReadingWarning:
    """Return a warning with its sentence; long words are cut short."""
    shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    sentence = (SENTENCES if more else UNCERTAIN).get(kind, SENTENCES[kind]).format(more=more)
    return ReadingWarning(kind, line, shown, sentence, clause, citation)
