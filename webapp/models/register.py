"""The register of voters: who casts whose vote, and who is at conference.

Weights and card numbers stand with the part a delegate plays, in `Membership`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.person import Person


class Proxy(Base):
    """The vote of one delegate, given to another until it is withdrawn.

    Without `accepted_at` it is only offered. It is never changed but to be accepted and
    to end: a refusal and the end of somebody's part are withdrawals by whoever did it.
    """

    __tablename__ = "proxy"
    __table_args__ = (
        Index(
            "ix_proxy_one_standing",
            "conference_id",
            "giver_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_proxy_held", "conference_id", "holder_id"),
        CheckConstraint("giver_id <> holder_id", name="held_by_somebody_else"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"))
    giver_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    giver: Mapped[Person] = relationship(foreign_keys=giver_id)
    holder: Mapped[Person] = relationship(foreign_keys=holder_id)


class Presence(Base):
    """One stay of one person at conference, from the door to the door."""

    __tablename__ = "presence"
    __table_args__ = (
        Index(
            "ix_presence_one_at_a_time",
            "conference_id",
            "person_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        CheckConstraint("until IS NULL OR since <= until", name="ends_after_it_began"),
        CheckConstraint("(until IS NULL) = (departure_by_id IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    arrival_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    departure_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
