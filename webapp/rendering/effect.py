"""What a change does to a text, shown as the clauses it touches and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webapp.rendering.paper import KINDS, Paper, PaperClause, Piece

if TYPE_CHECKING:
    from webapp.text.lines import Layout
    from webapp.text.redline import Redline


def effect_paper(changed: Redline, layout: Layout | None = None) -> Paper:
    """Return the changed clauses of a redline, each by itself, in the order of the text after.

    A clause is known by its citation in the text after, a struck one by that in the text
    before, and by its printed lines in `layout`. It has no label: that says too little
    outside its list.
    """
    clauses = []
    for one in changed.clauses:
        if not one.is_changed:
            continue
        first, last = (layout.of(one.id) if layout else None) or (None, None)
        clauses.append(
            PaperClause(
                one.anchor,
                "",
                one.citation,
                0,
                [(None, [Piece(piece.shown, KINDS[piece.kind]) for piece in one.pieces])],
                first,
                last,
                moved_from=one.moved_from,
            )
        )
    return Paper(clauses)
