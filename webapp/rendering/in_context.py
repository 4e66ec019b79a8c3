"""A redline cut down to what it changes, with the clauses around that, and to whose doing it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from webapp.rendering.paper import INSERTED, SAME, STRUCK, Paper, Piece

if TYPE_CHECKING:
    from webapp.rendering.paper import PaperClause, PrintedLine


def in_context(paper: Paper) -> Paper:
    """Return the changed clauses, those that lead them in, and the neighbours of each."""
    return Paper(_with_neighbours(paper.clauses), paper.title)


def only_by(paper: Paper, name: str) -> Paper:
    """Return a redline that marks only what is by this name, and does not repeat the name.

    What others put in stands as the rest does; what they struck is gone.
    """
    return Paper([_only_by(clause, name) for clause in paper.clauses], paper.title)


def is_changed(clause: PaperClause) -> bool:
    """Tell whether anything is marked in a clause's own words or place."""
    pieces = (piece for _, pieces in clause.lines for piece in pieces)
    return clause.is_struck or bool(clause.moved_from) or any(one.kind != SAME for one in pieces)


def _with_neighbours(clauses: list[PaperClause]) -> list[PaperClause]:
    changed = [is_changed(clause) for clause in clauses]
    below = [_with_neighbours(clause.children) for clause in clauses]
    kept = []
    for at, clause in enumerate(clauses):
        beside = any(changed[max(0, at - 1) : at + 2])
        if beside or below[at]:
            kept.append(replace(clause, children=below[at]))
    return kept


def _only_by(clause: PaperClause, name: str) -> PaperClause:
    lines = [(line, _pieces_by(pieces, name)) for line, pieces in clause.lines]
    children = [_only_by(child, name) for child in clause.children]
    return replace(clause, lines=_filled(lines), children=children)


def _pieces_by(pieces: list[Piece], name: str) -> list[Piece]:
    found = []
    for piece in pieces:
        theirs = piece.kind != SAME and name not in piece.by
        if theirs and piece.kind == STRUCK:
            continue
        settled = theirs and piece.kind == INSERTED
        found.append(Piece(piece.text, SAME if settled else piece.kind))
    return found


def _filled(lines: list[PrintedLine]) -> list[PrintedLine]:
    return [line for line in lines if line[1]] or [(None, [])]
