"""Appeals against what the committee decided about a motion or an amendment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.amendment import Amendment
from webapp.models.base import Base
from webapp.models.motion import Motion
from webapp.models.person import Person


class Appeal(Base):
    """One appeal, with its reasons, and what was decided about it.

    `subject` is the motion or amendment as minutes name it, `against` the state it appeals
    against and `verdict_reason` the reason then given for that. `in_favour` and `opposed` are
    what conference counted, where conference decided by figures.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        Index(
            "ix_appeal_one_open",
            "subject",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        CheckConstraint("(upheld IS NULL) = (decided_at IS NULL)", name="decided_at_once_decided"),
        CheckConstraint("(in_favour IS NULL) = (opposed IS NULL)", name="figures_in_pairs"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))
    subject: Mapped[str] = mapped_column(String(80))
    against: Mapped[str] = mapped_column(String(40))
    verdict_reason: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    in_favour: Mapped[int | None]
    opposed: Mapped[int | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    motion: Mapped[Motion] = relationship()
    amendment: Mapped[Amendment | None] = relationship()
    made_by: Mapped[Person] = relationship(foreign_keys=made_by_id)

    @property
    def item(self) -> Motion | Amendment:
        """What it is about."""
        return self.amendment if self.amendment is not None else self.motion
