"""A conference, the bodies that may submit to it, and its agenda."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base

if TYPE_CHECKING:
    from webapp.models.motion import Motion


class Conference(Base):
    """One event: its agenda, its people and the standing orders it runs by.

    `rulebook` is the TOML text in force. `moved_deadlines` are those that fall otherwise than
    it says: by key, the moment in UTC as ISO 8601. A closed conference shows nothing to
    people without a membership.
    """

    __tablename__ = "conference"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    time_zone: Mapped[str] = mapped_column(String(60), default="Europe/London")
    is_closed: Mapped[bool] = mapped_column(default=False)
    rulebook: Mapped[str] = mapped_column(Text)
    moved_deadlines: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]

    items: Mapped[list[AgendaItem]] = relationship(
        back_populates="conference", order_by="AgendaItem.position"
    )

    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),)


class SubmittingBody(Base):
    """A committee, local party or other body that may submit motions and amendments.

    `kind` is the key of a kind of body in the rulebook, which says what it may submit.
    """

    __tablename__ = "submitting_body"
    __table_args__ = (UniqueConstraint("conference_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"))
    kind: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))


class AgendaItem(Base):
    """One line of the agenda: a motion with its code, or a speech, report or discussion.

    Items without a motion carry a title of their own; a motion's title is the motion's.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("conference_id", "code"),
        CheckConstraint("(motion_id IS NULL) <> (title IS NULL)", name="title_unless_motion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"))
    code: Mapped[str] = mapped_column(String(12))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str | None] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text, default="")
    starts_at: Mapped[datetime | None]
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"), unique=True)

    conference: Mapped[Conference] = relationship(back_populates="items")
    motion: Mapped[Motion | None] = relationship(back_populates="item")
