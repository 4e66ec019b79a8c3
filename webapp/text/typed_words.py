"""Words as a text box sends them back, read over those that it was filled with.

References whose printed words came back untouched stay references.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from webapp.text.clause import ATOM, Clause, Document, Reference
from webapp.text.numbering import number
from webapp.text.references import Lines, print_text
from webapp.text.words import settle_words, word_changes


class Piece(NamedTuple):
    """Part of a clause's text as stored and as shown: a reference, or plain words."""

    stored: str
    shown: str
    reference: Reference | None = None


def read_typed(document: Document, clause: Clause, typed: str, layout: Lines | None) -> list[Piece]:
    """Return the words typed over a clause's shown text, with the references they left alone."""
    was = _shown_pieces(document, clause, layout)
    shown = "".join(piece.shown for piece in was)
    settled = settle_words(typed, shown)
    pieces: list[Piece] = []
    kept_from = 0
    for hunk in word_changes(shown, settled):
        pieces.extend(_cut(was, kept_from, hunk.old_start))
        words = settled[hunk.new_start : hunk.new_end]
        pieces.append(Piece(words, words))
        kept_from = hunk.old_end
    pieces.extend(_cut(was, kept_from, len(shown)))
    return pieces


def _shown_pieces(document: Document, clause: Clause, layout: Lines | None) -> list[Piece]:
    if ATOM not in clause.text:
        return [Piece(clause.text, clause.text)]
    shown, atoms = print_text(clause, number(document), layout)
    shown = " " + shown if clause.text.startswith(" ") else shown
    pieces = []
    stored_at = shown_at = 0
    for (offset, length), reference in zip_longest(atoms, clause.references[: len(atoms)]):
        words = clause.text[stored_at:offset]
        pieces.append(Piece(words, words))
        shown_at += len(words)
        pieces.append(Piece(ATOM, shown[shown_at : shown_at + length], reference))
        stored_at, shown_at = offset + 1, shown_at + length
    pieces.append(Piece(clause.text[stored_at:], clause.text[stored_at:]))
    return pieces


def _cut(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    """Yield what stands between two shown offsets; of a reference cut through, only its words."""
    at = 0
    for piece in pieces:
        first, last = max(start, at), min(end, at + len(piece.shown))
        if (first, last) == (at, at + len(piece.shown)):
            yield piece
        elif first < last:
            words = piece.shown[first - at : last - at]
            yield Piece(words, words)
        at += len(piece.shown)


def count_shown(text: str) -> int:
    return len("".join(text.split()))


def stored_offset(pieces: Sequence[Piece], shown: int) -> int:
    """Return the stored offset after so many shown characters, blanks not counted."""
    offset = 0
    for piece in pieces:
        if shown <= 0:
            break
        if piece.reference is not None:
            shown -= count_shown(piece.shown)
            offset += len(piece.stored)
            continue
        for char in piece.stored:
            if shown <= 0:
                break
            shown -= not char.isspace()
            offset += 1
    return offset
