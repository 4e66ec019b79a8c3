"""Change sets as they are kept: the only things that ever change a submitted motion."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.person import Person


class ChangeKind(StrEnum):
    """Whose doing a change set is."""

    AMENDMENT = "amendment"
    REDRAFT = "redraft"
    SEPARATE_VOTE = "separate_vote"
    CORRECTION = "correction"


class ChangeRecord(Base):
    """One stored change set of one motion.

    `key` is its id in the weave and never changes; `record` is the stored ChangeSet
    without its printed place, which is the amendment's number and lives there. A
    redraft or correction is in force from `made_at`; an amendment by its result alone.
    """

    __tablename__ = "change_record"
    __table_args__ = (
        UniqueConstraint("motion_id", "key"),
        CheckConstraint(
            "kind NOT IN ('redraft', 'correction') OR reason IS NOT NULL",
            name="redrafted_with_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    kind: Mapped[ChangeKind]
    record: Mapped[dict[str, Any]]
    reason: Mapped[str | None] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]

    author: Mapped[Person] = relationship()
