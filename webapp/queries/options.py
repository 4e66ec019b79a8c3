"""The figures of options: what each had where conference chose one of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from webapp.models import OptionFigure, SeparateVote

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from webapp.models import Declaration


def figures_behind(session: Session, declaration: Declaration) -> list[tuple[SeparateVote, int]]:
    """Return the options counted for a result, in the order of the text; nothing for others."""
    rows = session.execute(
        select(SeparateVote, OptionFigure.votes)
        .join(OptionFigure, OptionFigure.separate_vote_id == SeparateVote.id)
        .where(OptionFigure.declaration_id == declaration.id)
        .order_by(SeparateVote.first_line, SeparateVote.id)
    )
    return [(option, votes) for option, votes in rows]
