"""What drafters asked the committee about their drafts, and what it advised."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.motion import Motion


class CommitteeAdvice(Base):
    """One request for advice on a draft, and the answer to it once there is one."""

    __tablename__ = "committee_advice"
    __table_args__ = (
        Index(
            "ix_committee_advice_one_open",
            "motion_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
        CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name="answered_at_once_answered"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    question: Mapped[str] = mapped_column(Text, default="")
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

    motion: Mapped[Motion] = relationship()
