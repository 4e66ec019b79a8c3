"""How often somebody failed lately, counted where every server sees it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base


class FailedTries(Base):
    """Failures of one kind by one address or for one account, until they are forgotten.

    Who it is about stands there only as a digest: a list of addresses of people and their
    networks is nothing that a database of a conference should hold.
    """

    __tablename__ = "failed_tries"
    __table_args__ = (CheckConstraint("count > 0", name="something_failed"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    forgotten_at: Mapped[datetime] = mapped_column(index=True)
