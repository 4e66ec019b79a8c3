"""Votes, the results declared on them, and what a corrected result leaves to settle."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.amendment import Amendment
from webapp.models.base import Base
from webapp.models.motion import Motion
from webapp.models.person import Person
from webapp.models.procedural_motion import ProceduralMotion
from webapp.models.separate_vote import SeparateVote
from webapp.models.text_version import TextVersion
from webapp.procedure.reliance import Why
from webapp.procedure.states import CountMethod, Outcome, QuestionKind


class Vote(Base):
    """A question put to the conference.

    `subject` is "motion", "amendment:<id>", "separate_vote:<id>" or "procedural:<id>";
    `putting` counts how often that question was put. Questions put together, with one vote,
    have the same number `en_bloc`. `relied_on` lists the keys in force when it was put: the
    text it was about. The majority is kept as the rule of the day said it ("1/2", must
    exceed, of what).
    """

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("motion_id", "subject", "putting"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"), index=True)
    separate_vote_id: Mapped[int | None] = mapped_column(ForeignKey("separate_vote.id"), index=True)
    procedural_motion_id: Mapped[int | None] = mapped_column(
        ForeignKey("procedural_motion.id"), index=True
    )
    kind: Mapped[QuestionKind]
    subject: Mapped[str] = mapped_column(String(80))
    putting: Mapped[int] = mapped_column(default=1)
    en_bloc: Mapped[int | None]
    majority: Mapped[str] = mapped_column(String(200))
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    relied_on: Mapped[list[str]]
    put_at: Mapped[datetime]

    motion: Mapped[Motion] = relationship()
    amendment: Mapped[Amendment | None] = relationship()
    separate_vote: Mapped[SeparateVote | None] = relationship()
    procedural_motion: Mapped[ProceduralMotion | None] = relationship()
    text_version: Mapped[TextVersion] = relationship(foreign_keys=version_id)
    declarations: Mapped[list[Declaration]] = relationship(
        back_populates="vote", order_by="Declaration.number"
    )

    @property
    def item(self) -> Motion | Amendment | SeparateVote | ProceduralMotion:
        """What is voted on."""
        return self.amendment or self.separate_vote or self.procedural_motion or self.motion

    @property
    def declaration(self) -> Declaration | None:
        """The result that stands: the last one declared and not undone."""
        standing = [found for found in self.declarations if found.undone_at is None]
        return standing[-1] if standing else None


class Declaration(Base):
    """A result as the chair declared it; never changed but to be undone within seconds.

    `happened_at` is when conference decided, `recorded_at` when it was entered. A
    correction is a further declaration on the same vote, with its reason, that
    `replaces` the one before. `houses` are the figures of each house, where houses decided.
    """

    __tablename__ = "declaration"
    __table_args__ = (
        UniqueConstraint("vote_id", "number"),
        UniqueConstraint("replaces_id"),
        CheckConstraint(
            "(method = 'counted') = (in_favour IS NOT NULL AND against IS NOT NULL)",
            name="figures_when_counted",
        ),
        CheckConstraint(
            "coalesce(in_favour, 0) >= 0 AND coalesce(against, 0) >= 0"
            " AND coalesce(abstained, 0) >= 0",
            name="no_negative_figures",
        ),
        CheckConstraint(
            "replaces_id IS NULL OR reason IS NOT NULL", name="corrected_with_a_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("vote.id"), index=True)
    number: Mapped[int]
    outcome: Mapped[Outcome]
    method: Mapped[CountMethod]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    houses: Mapped[dict[str, Any] | None]
    reason: Mapped[str | None] = mapped_column(Text)
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    public_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"))

    vote: Mapped[Vote] = relationship(back_populates="declarations")
    recorded_by: Mapped[Person] = relationship()
    replaces: Mapped[Declaration | None] = relationship(remote_side=id)
    reliances: Mapped[list[Reliance]] = relationship(back_populates="declaration")


class RelianceState(StrEnum):
    """What became of something that relied on a result since corrected."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    PUT_AGAIN = "put_again"


class Reliance(Base):
    """A vote, or the fall of an amendment, that relied on a result since corrected."""

    __tablename__ = "reliance"
    __table_args__ = (
        CheckConstraint("(vote_id IS NULL) <> (fallen_id IS NULL)", name="a_vote_or_a_fall"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_at_unless_open"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    why: Mapped[Why]
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id"))
    fallen_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"))
    state: Mapped[RelianceState] = mapped_column(default=RelianceState.OPEN)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    declaration: Mapped[Declaration] = relationship(back_populates="reliances")
    vote: Mapped[Vote | None] = relationship(foreign_keys=vote_id)
    fallen: Mapped[Amendment | None] = relationship()
    settled_by: Mapped[Person | None] = relationship()
