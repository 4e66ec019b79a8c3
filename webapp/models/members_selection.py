"""Business chosen by a ballot of members: among which motions, for how many places, and who won."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.conference import Conference
from webapp.models.motion import Motion
from webapp.models.poll import Poll
from webapp.procedure.selecting import Decided, TieAtBorder


class MembersSelection(Base):
    """A ballot of members on which motions of one kind are heard.

    `places` and `tie` are as it was opened, whatever the rulebook says later. `chosen` are the
    ids of the motions with a place, in the order of the ballot, once something decided it;
    `reason` is the chair's, where the chair did.
    """

    __tablename__ = "members_selection"
    __table_args__ = (
        CheckConstraint("places > 0", name="some_places"),
        CheckConstraint("(chosen IS NULL) = (decided_at IS NULL)", name="chosen_once_decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    kind: Mapped[str] = mapped_column(String(80))
    places: Mapped[int]
    tie: Mapped[TieAtBorder]
    poll_id: Mapped[int | None] = mapped_column(ForeignKey("poll.id"), unique=True)
    chosen: Mapped[list[int] | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_how: Mapped[Decided | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    conference: Mapped[Conference] = relationship()
    poll: Mapped[Poll | None] = relationship(back_populates="selection")
    candidates: Mapped[list[SelectionCandidate]] = relationship(
        order_by="SelectionCandidate.number"
    )

    @property
    def question(self) -> str:
        """What polls and the floor call it."""
        return f"selection:{self.id}"

    @property
    def motions(self) -> list[Motion]:
        """The motions in the order of the ballot."""
        return [one.motion for one in self.candidates]


class SelectionCandidate(Base):
    """A motion that members may choose, under its number on the ballot."""

    __tablename__ = "selection_candidate"
    __table_args__ = (
        UniqueConstraint("selection_id", "number"),
        CheckConstraint("number > 0", name="numbered_from_one"),
    )

    selection_id: Mapped[int] = mapped_column(ForeignKey("members_selection.id"), primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), primary_key=True, index=True)
    number: Mapped[int]

    motion: Mapped[Motion] = relationship()
