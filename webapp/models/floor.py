"""What is before conference now: what everybody in the hall looks at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.conference import Conference
from webapp.models.motion import Motion


class Floor(Base):
    """The one question on the screens of a conference, or a note in its place, or neither.

    `question` is the id of a question of the motion's debate, or of a selection by members, which
    is of no motion; `words` are what the chair read out when it was put, and stay as they were
    read.
    """

    __tablename__ = "floor"
    __table_args__ = (
        CheckConstraint(
            "(motion_id IS NULL) = (question = '' OR question LIKE 'selection:%')",
            name="question_of_a_motion",
        ),
    )

    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), primary_key=True)
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"))
    question: Mapped[str] = mapped_column(String(80), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    since: Mapped[datetime]

    conference: Mapped[Conference] = relationship()
    motion: Mapped[Motion | None] = relationship()
