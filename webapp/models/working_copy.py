"""What somebody has typed of an amendment and not saved yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class WorkingCopy(Base):
    """One person's form for one subject, as typed so far: "amendment:7", "motion:12/edited".

    `version` only grows, also when the words are saved or thrown away, which leaves the row
    with no `fields`: so another window can tell that it is behind. `hand` names the window
    that wrote last and `turn` counts what it sent, so that a window is never behind itself.
    """

    __tablename__ = "working_copy"
    __table_args__ = (UniqueConstraint("person_id", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, Any] | None]
    version: Mapped[int]
    hand: Mapped[str] = mapped_column(String(40))
    turn: Mapped[int]
    kept_at: Mapped[datetime]
