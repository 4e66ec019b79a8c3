"""A motion, and who stands behind it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.conference import AgendaItem, Conference, SubmittingBody
from webapp.models.person import Person
from webapp.procedure.states import MotionState

if TYPE_CHECKING:
    from webapp.models.amendment import Amendment
    from webapp.models.procedural_motion import ProceduralMotion
    from webapp.models.separate_vote import SeparateVote
    from webapp.models.text_version import TextVersion
    from webapp.models.voting_order import OrderOfVoting


class Motion(Base):
    """A proposal put before a conference.

    While it is a draft its text is `draft` (a stored Document), freely edited. At
    submission that text becomes version 1 and the base of the weave; from then on
    only change sets change it. `source` keeps what was pasted, to the character.
    `back` is the stored back matter (Applicability and what follows it).
    """

    __tablename__ = "motion"
    __table_args__ = (
        CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL) OR state = 'withdrawn'",
            name="submitted_at_unless_draft",
        ),
        CheckConstraint(
            "state NOT IN ('rejected', 'out_of_order') OR verdict_reason IS NOT NULL",
            name="refused_with_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    state: Mapped[MotionState] = mapped_column(default=MotionState.DRAFT)
    draft: Mapped[dict[str, Any]]
    back: Mapped[dict[str, Any]]
    source: Mapped[str] = mapped_column(Text, default="")
    drafter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mover_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    summator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("submitting_body.id"))
    verdict_reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    conference: Mapped[Conference] = relationship()
    item: Mapped[AgendaItem | None] = relationship(back_populates="motion")
    drafter: Mapped[Person] = relationship(foreign_keys=drafter_id)
    mover: Mapped[Person | None] = relationship(foreign_keys=mover_id)
    summator: Mapped[Person | None] = relationship(foreign_keys=summator_id)
    body: Mapped[SubmittingBody | None] = relationship()
    supporters: Mapped[list[MotionSupporter]] = relationship(order_by="MotionSupporter.id")
    versions: Mapped[list[TextVersion]] = relationship(
        back_populates="motion", order_by="TextVersion.number"
    )
    amendments: Mapped[list[Amendment]] = relationship(
        back_populates="motion", order_by="Amendment.id"
    )
    separate_votes: Mapped[list[SeparateVote]] = relationship(
        back_populates="motion", order_by="SeparateVote.id"
    )
    procedural_motions: Mapped[list[ProceduralMotion]] = relationship(
        back_populates="motion", order_by="ProceduralMotion.id"
    )
    orders_of_voting: Mapped[list[OrderOfVoting]] = relationship(
        back_populates="motion", order_by="OrderOfVoting.id"
    )

    @property
    def code(self) -> str:
        """The code on the agenda, "" before the motion has a place there."""
        return self.item.code if self.item else ""


class MotionSupporter(Base):
    """One person's signature under a motion."""

    __tablename__ = "motion_supporter"
    __table_args__ = (UniqueConstraint("motion_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supported_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
