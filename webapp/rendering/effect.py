"""What a change does to a text, shown as the clauses it touches and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.rendering.paper import INSERTED, SAME, STRUCK, Paper, PaperClause, Piece
from webapp.text.numbering import Numbering, number
from webapp.text.references import plain_text
from webapp.text.sequences import longest_increasing
from webapp.text.words import word_changes

if TYPE_CHECKING:
    from webapp.text.clause import Clause, ClauseId, Document
    from webapp.text.lines import Layout

Parents = dict["ClauseId", "ClauseId | None"]


def effect_paper(before: Document, after: Document, layout: Layout | None = None) -> Paper:
    """Return the clauses that differ between two texts, side by side in one redline.

    Clauses stand in the order of the text after; a struck one stands where it stood.
    `layout` gives the printed lines by which they are known.
    """
    old, new = number(before), number(after)
    olds = {clause.id: clause for clause in before.walk()}
    news = {clause.id: clause for clause in after.walk()}
    moved = _moved(before, after)
    clauses = []
    for clause_id in _order(list(olds), list(news)):
        pieces = _pieces(olds.get(clause_id), news.get(clause_id), old, new)
        if clause_id not in moved and all(piece.kind == SAME for piece in pieces):
            continue
        numbering = new if clause_id in news else old
        first, last = (layout.of(clause_id) if layout else None) or (None, None)
        clauses.append(
            PaperClause(
                numbering.anchor(clause_id),
                "",  # a label alone says too little outside its list: the citation stands above
                numbering.citation(clause_id),
                0,
                [(None, pieces)],
                first,
                last,
                moved_from=old.citation(clause_id) if clause_id in moved else "",
            )
        )
    return Paper(clauses)


def _pieces(
    was: Clause | None, becomes: Clause | None, old: Numbering, new: Numbering
) -> list[Piece]:
    before = plain_text(was, old) if was is not None else ""
    after = plain_text(becomes, new) if becomes is not None else ""
    pieces: list[Piece] = []
    at = 0
    for hunk in word_changes(before, after):
        pieces.append(Piece(before[at : hunk.old_start]))
        pieces.append(Piece(before[hunk.old_start : hunk.old_end], STRUCK))
        pieces.append(Piece(after[hunk.new_start : hunk.new_end], INSERTED))
        at = hunk.old_end
    pieces.append(Piece(before[at:]))
    return [piece for piece in pieces if piece.text]


def _order(olds: list[ClauseId], news: list[ClauseId]) -> list[ClauseId]:
    """Return all clauses in the new order, each struck one after what stood before it."""
    kept = set(news)
    struck_after: dict[ClauseId | None, list[ClauseId]] = {}
    last: ClauseId | None = None
    for clause_id in olds:
        if clause_id in kept:
            last = clause_id
        else:
            struck_after.setdefault(last, []).append(clause_id)
    order = list(struck_after.get(None, ()))
    for clause_id in news:
        order += [clause_id, *struck_after.get(clause_id, ())]
    return order


def _moved(before: Document, after: Document) -> set[ClauseId]:
    """Return the clauses that stand under another parent, or out of their old order."""
    old_parents, new_parents = _parents(before), _parents(after)
    places = {clause_id: place for place, clause_id in enumerate(old_parents)}
    moved = {
        clause_id
        for clause_id, parent in new_parents.items()
        if clause_id in old_parents and old_parents[clause_id] != parent
    }
    lists: dict[ClauseId | None, list[ClauseId]] = {}
    for clause_id, parent in new_parents.items():
        if clause_id in places and clause_id not in moved:
            lists.setdefault(parent, []).append(clause_id)
    for siblings in lists.values():
        staying = set(longest_increasing([places[clause_id] for clause_id in siblings]))
        moved |= {one for index, one in enumerate(siblings) if index not in staying}
    return moved


def _parents(document: Document) -> Parents:
    """Return the parent of each clause, None at the top, in reading order."""
    parents: Parents = {clause.id: None for clause in document.clauses}
    found: Parents = {}
    for clause in document.walk():
        found[clause.id] = parents.get(clause.id)
        parents |= {child.id: clause.id for child in clause.children}
    return found
