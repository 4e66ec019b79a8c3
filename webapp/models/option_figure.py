"""The figures of options, where conference chose one of several by a count in the hall."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.separate_vote import SeparateVote


class OptionFigure(Base):
    """How many voted for one option; kept with the result, which is that of the winner.

    Figures of votes on phones stay with their poll.
    """

    __tablename__ = "option_figure"
    __table_args__ = (CheckConstraint("votes >= 0", name="no_negative_figures"),)

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    separate_vote_id: Mapped[int] = mapped_column(ForeignKey("separate_vote.id"), primary_key=True)
    votes: Mapped[int]

    option: Mapped[SeparateVote] = relationship()
