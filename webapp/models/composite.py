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
    """An amendment offered to the mover of another as the composite of both.

    `words` are its own as they were offered: the answer holds for these and no others. Its
    author offers it as a `draft`, and `answer` is the other mover's.

    Of two submitted amendments the committee offers both movers the words of one. Then
    `draft_answer` is the answer of the one whose words they are, and the versions are those of
    the two rows when it was offered; when both have agreed the `composite` is in their place.
    """

    __tablename__ = "composite_offer"
    __table_args__ = (
        UniqueConstraint("draft_id", "other_id"),
        CheckConstraint("(answer = 'open') = (answered_at IS NULL)", name="answered_at_some_time"),
        CheckConstraint("draft_id <> other_id", name="of_two_amendments"),
        CheckConstraint(
            "draft_answer IS NULL OR (draft_answer = 'open') = (draft_answered_at IS NULL)",
            name="draft_answered_at_some_time",
        ),
        CheckConstraint(
            "(draft_answer IS NULL) = (draft_version IS NULL)"
            " AND (draft_version IS NULL) = (other_version IS NULL)",
            name="offered_to_both_or_to_one",
        ),
        CheckConstraint(
            "composite_id IS NULL OR (answer = 'agreed' AND draft_answer = 'agreed')",
            name="made_when_both_agreed",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime]
    answer: Mapped[OfferAnswer] = mapped_column(default=OfferAnswer.OPEN)
    answered_at: Mapped[datetime | None]
    draft_answer: Mapped[OfferAnswer | None]
    draft_answered_at: Mapped[datetime | None]
    draft_version: Mapped[int | None]
    other_version: Mapped[int | None]
    composite_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))

    draft: Mapped[Amendment] = relationship(foreign_keys=draft_id)
    other: Mapped[Amendment] = relationship(foreign_keys=other_id)
    composite: Mapped[Amendment | None] = relationship(foreign_keys=composite_id)
    offered_by: Mapped[Person] = relationship(foreign_keys=offered_by_id)

    @property
    def by_committee(self) -> bool:
        return self.draft_answer is not None
