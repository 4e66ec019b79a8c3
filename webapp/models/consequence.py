"""What the committee ruled of amendments that meet: whether one falls when another is carried."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.amendment import Amendment
from webapp.models.base import Base
from webapp.models.person import Person


class ConsequenceRuling(Base):
    """The committee's word on one pair: if `carried` is carried, `other` falls, or stands.

    It confirms or overrides what was worked out from collisions, in that direction alone.
    """

    __tablename__ = "consequence_ruling"
    __table_args__ = (
        UniqueConstraint("carried_id", "other_id"),
        CheckConstraint("carried_id <> other_id", name="of_two_amendments"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    carried_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    falls: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    ruled_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ruled_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012

    carried: Mapped[Amendment] = relationship(foreign_keys=carried_id)
    other: Mapped[Amendment] = relationship(foreign_keys=other_id)
    ruled_by: Mapped[Person] = relationship()
