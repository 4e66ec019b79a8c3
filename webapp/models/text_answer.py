"""What the author of an amendment says when the motion has changed under it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.amendment import Amendment
from webapp.models.base import Base
from webapp.models.person import Person
from webapp.models.text_version import TextVersion


class AnswerToText(StrEnum):
    """Whether the author takes the amendment to say the same against the new text."""

    AGREES = "agrees"
    OBJECTS = "objects"


class TextAnswer(Base):
    """One answer about one version of the motion; the last one given counts.

    `shown` is how the amendment read against that version when its author answered.
    """

    __tablename__ = "text_answer"
    __table_args__ = (
        CheckConstraint("answer <> 'objects' OR words <> ''", name="objected_with_a_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    answer: Mapped[AnswerToText]
    words: Mapped[str] = mapped_column(Text, default="")
    shown: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime]

    amendment: Mapped[Amendment] = relationship()
    text_version: Mapped[TextVersion] = relationship()
    answered_by: Mapped[Person] = relationship()
