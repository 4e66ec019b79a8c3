"""Composites: one amendment in place of two, when the movers of both agree to its words."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.amendment import Amendment
from webapp.models.base import Base
from webapp.models.person import Person


class OfferAnswer(StrEnum):
    """What the mover who is asked has said."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"


class CompositeOffer(Base):
    """A draft offered to the mover of another amendment as the composite of both.

    `words` are the draft's as they were offered: the answer holds for these and no others.
    """

    __tablename__ = "composite_offer"
    __table_args__ = (
        UniqueConstraint("draft_id", "other_id"),
        CheckConstraint("(answer = 'open') = (answered_at IS NULL)", name="answered_at_some_time"),
        CheckConstraint("draft_id <> other_id", name="of_two_amendments"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    answer: Mapped[OfferAnswer] = mapped_column(default=OfferAnswer.OPEN)
    answered_at: Mapped[datetime | None]

    draft: Mapped[Amendment] = relationship(foreign_keys=draft_id)
    other: Mapped[Amendment] = relationship(foreign_keys=other_id)
    offered_by: Mapped[Person] = relationship(foreign_keys=offered_by_id)
