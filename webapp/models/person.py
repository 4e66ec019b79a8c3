"""People, what they may do at which conference, and how they first sign in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.conference import Conference, SubmittingBody
from webapp.procedure.roles import Role


class Person(Base):
    """Somebody with an account.

    `public_id` is the opaque name that minutes use. Erasing a person empties the
    name, address and password and leaves the row, so that minutes stay whole.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(
            "erased_at IS NULL OR (email IS NULL AND password_hash IS NULL)",
            name="nothing_left_once_erased",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    memberships: Mapped[list[Membership]] = relationship(back_populates="person")


class Membership(Base):
    """One role of one person at one conference; a person may hold several.

    As a delegate they vote with a `weight`, and hold up the voting `card` of that number.
    """

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "conference_id", "role"),
        UniqueConstraint("conference_id", "card"),
        CheckConstraint(
            "role NOT IN ('public', 'drafter', 'mover', 'summator', 'supporter')",
            name="role_is_of_a_conference",
        ),
        CheckConstraint("weight >= 1", name="weighs_something"),
        CheckConstraint(
            "role = 'delegate' OR (weight = 1 AND card IS NULL)",
            name="only_delegates_weigh_more",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    role: Mapped[Role]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("submitting_body.id"))
    weight: Mapped[int] = mapped_column(default=1)
    card: Mapped[str | None] = mapped_column(String(20))

    person: Mapped[Person] = relationship(back_populates="memberships")
    conference: Mapped[Conference] = relationship()
    body: Mapped[SubmittingBody | None] = relationship()


class SignInCode(Base):
    """A printable one-time code for a first sign-in; only its digest is kept."""

    __tablename__ = "sign_in_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
