"""The chair's own order of a debate's questions, and objections to voting on several at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.amendment import Amendment
from webapp.models.base import Base
from webapp.models.motion import Motion
from webapp.models.person import Person


class OrderOfVoting(Base):
    """The order in which the chair decided to put what was open, and why.

    `questions` are ids of questions. The last row of a motion is what holds; none is changed.
    """

    __tablename__ = "order_of_voting"

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    questions: Mapped[list[str]]
    moved: Mapped[list[str]]
    """Which of them are put elsewhere than they were."""
    reason: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    motion: Mapped[Motion] = relationship(back_populates="orders_of_voting")
    decided_by: Mapped[Person] = relationship()


class EnBlocObjection(Base):
    """Somebody asks that an amendment be put by itself, and not together with others."""

    __tablename__ = "en_bloc_objection"
    __table_args__ = (UniqueConstraint("amendment_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    objected_at: Mapped[datetime]

    amendment: Mapped[Amendment] = relationship(back_populates="objections")
    person: Mapped[Person] = relationship()
