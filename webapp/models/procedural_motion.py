"""A procedural motion: moved about a debate rather than about its text, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.change_record import ChangeRecord
from webapp.models.motion import Motion
from webapp.models.person import Person
from webapp.models.text_version import TextVersion
from webapp.procedure.phrases import Passage
from webapp.procedure.procedural import ProceduralEffect
from webapp.procedure.states import ProceduralState

if TYPE_CHECKING:
    from webapp.models.vote import Declaration


class ProceduralMotion(Base):
    """Something moved about a debate, or the vote on whether conference will hear it.

    `rule` is its key in the rulebook; `name`, `effect`, `majority` and `words` are kept as the
    rulebook had them when it was moved. `hearing_of` is what a preliminary vote is about.
    `person` moved it from a page; one taken from the floor has none, and `moved_by` says in
    the chair's words who it was. `spans`, `first_line`, `last_line` and `passage_words` are
    the part to be referred back, in the text of `version`, where it is not all of the motion;
    once that is carried `change` strikes it. What is carried and lasts, an adjournment or a
    suspension, holds until `over_at`.
    """

    __tablename__ = "procedural_motion"
    __table_args__ = (
        UniqueConstraint("hearing_of_id"),
        CheckConstraint("(state = 'fallen') = (fell_by_id IS NOT NULL)", name="fallen_by_a_result"),
        CheckConstraint(
            "state <> 'not_selected' OR verdict_reason IS NOT NULL", name="refused_with_a_reason"
        ),
        CheckConstraint(
            "(spans IS NULL) = (version_id IS NULL) AND (spans IS NULL) = (first_line IS NULL)"
            " AND (spans IS NULL) = (last_line IS NULL)",
            name="part_of_a_printed_text",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    rule: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    effect: Mapped[ProceduralEffect]
    majority: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[ProceduralState] = mapped_column(default=ProceduralState.MOVED)
    reasons: Mapped[str] = mapped_column(Text, default="")
    hearing_of_id: Mapped[int | None] = mapped_column(ForeignKey("procedural_motion.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    moved_by: Mapped[str] = mapped_column(String(200), default="")
    moved_at: Mapped[datetime]
    ruled_at: Mapped[datetime | None]
    verdict_reason: Mapped[str | None] = mapped_column(Text)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("text_version.id"))
    spans: Mapped[list[dict[str, Any]] | None]
    first_line: Mapped[int | None]
    last_line: Mapped[int | None]
    passage_words: Mapped[str] = mapped_column(Text, default="")
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change_record.id"), unique=True)
    fell_by_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id", use_alter=True))
    over_at: Mapped[datetime | None]
    over_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012

    motion: Mapped[Motion] = relationship(back_populates="procedural_motions")
    hearing_of: Mapped[ProceduralMotion | None] = relationship(
        remote_side=id, back_populates="hearing"
    )
    hearing: Mapped[ProceduralMotion | None] = relationship(back_populates="hearing_of")
    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    text_version: Mapped[TextVersion | None] = relationship()
    change: Mapped[ChangeRecord | None] = relationship()
    fell_by: Mapped[Declaration | None] = relationship(foreign_keys=fell_by_id)
    supporters: Mapped[list[ProceduralSupporter]] = relationship(order_by="ProceduralSupporter.id")

    @property
    def subject(self) -> str:
        """What minutes, votes and the voting plan call it."""
        return f"procedural:{self.id}"

    @property
    def passage(self) -> Passage | None:
        """The part of the motion it is about, by its printed lines; None for all of it."""
        if self.first_line is None or self.last_line is None:
            return None
        return Passage(lines=(self.first_line, self.last_line))


class ProceduralSupporter(Base):
    """One person who stands behind a procedural motion beside its mover."""

    __tablename__ = "procedural_supporter"
    __table_args__ = (UniqueConstraint("procedural_motion_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    procedural_motion_id: Mapped[int] = mapped_column(ForeignKey("procedural_motion.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supported_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
