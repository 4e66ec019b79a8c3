"""The minute book: every act, in order, each entry sealing the one before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class Minute(Base):
    """One act of one person, appended in the transaction that did it.

    `actor` is a person's opaque id (or "" for the service itself), `subject` a kind and
    id such as "motion:12". Names and addresses are never in here.
    """

    __tablename__ = "minute"
    __table_args__ = (UniqueConstraint("conference_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    number: Mapped[int]
    written_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(32))
    activity: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    facts: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
