"""An amendment, and who stands behind it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.change_record import ChangeRecord
from webapp.models.conference import SubmittingBody
from webapp.models.motion import Motion
from webapp.models.person import Person
from webapp.models.text_version import TextVersion
from webapp.procedure.states import AmendmentState

if TYPE_CHECKING:
    from webapp.models.vote import Declaration
    from webapp.models.voting_order import EnBlocObjection


class WayOfWriting(StrEnum):
    """How the author wrote the amendment."""

    EDITED = "edited"
    INSTRUCTED = "instructed"


class Amendment(Base):
    """A change somebody asks the conference to make to a motion.

    `text_version` is what its author saw. A draft keeps `typed` (the instruction as
    typed) or `edited` (the stored Document as edited in place). At submission the
    change set is stored as `change` and the instruction as it is printed goes into
    `submitted_words`, which is never changed again. `number` is the printed place
    ("1", "2A"), given at selection and never reused. `fell_by` is the result that made
    it fall. An amendment to an amendment says which in `amends`; a part of one that was
    split, of which in `part_of`.
    """

    __tablename__ = "amendment"
    __table_args__ = (
        UniqueConstraint("motion_id", "number"),
        CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL) OR state = 'withdrawn'",
            name="submitted_at_unless_draft",
        ),
        CheckConstraint(
            "(submitted_at IS NULL) = (change_id IS NULL)", name="submitted_with_a_change_set"
        ),
        CheckConstraint(
            "(submitted_at IS NULL) = (submitted_words IS NULL)", name="submitted_with_its_words"
        ),
        CheckConstraint(
            "state NOT IN ('selected', 'carried', 'lost', 'fallen', 'accepted', 'in_parts')"
            " OR number IS NOT NULL",
            name="numbered_once_selected",
        ),
        CheckConstraint("(state = 'fallen') = (fell_by_id IS NOT NULL)", name="fallen_by_a_result"),
        CheckConstraint(
            "state NOT IN ('not_selected', 'out_of_order') OR verdict_reason IS NOT NULL",
            name="refused_with_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    number: Mapped[str | None] = mapped_column(String(12))
    state: Mapped[AmendmentState] = mapped_column(default=AmendmentState.DRAFT)
    way: Mapped[WayOfWriting]
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"), index=True)
    part_of_id: Mapped[int | None] = mapped_column(ForeignKey("amendment.id"), index=True)
    typed: Mapped[str] = mapped_column(Text, default="")
    edited: Mapped[dict[str, Any] | None]
    rationale: Mapped[str] = mapped_column(Text, default="")
    submitted_words: Mapped[str | None] = mapped_column(Text)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change_record.id"), unique=True)
    drafter_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    mover_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    summator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("submitting_body.id"))
    verdict_reason: Mapped[str | None] = mapped_column(Text)
    fell_by_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id", use_alter=True))
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012

    motion: Mapped[Motion] = relationship(back_populates="amendments")
    amends: Mapped[Amendment | None] = relationship(foreign_keys=amends_id, remote_side=id)
    part_of: Mapped[Amendment | None] = relationship(foreign_keys=part_of_id, remote_side=id)
    text_version: Mapped[TextVersion] = relationship()
    change: Mapped[ChangeRecord | None] = relationship()
    drafter: Mapped[Person] = relationship(foreign_keys=drafter_id)
    mover: Mapped[Person | None] = relationship(foreign_keys=mover_id)
    summator: Mapped[Person | None] = relationship(foreign_keys=summator_id)
    body: Mapped[SubmittingBody | None] = relationship()
    fell_by: Mapped[Declaration | None] = relationship(foreign_keys=fell_by_id)
    supporters: Mapped[list[AmendmentSupporter]] = relationship(order_by="AmendmentSupporter.id")
    objections: Mapped[list[EnBlocObjection]] = relationship(
        back_populates="amendment", order_by="EnBlocObjection.id"
    )


class AmendmentSupporter(Base):
    """One person's signature under an amendment; who `moves` it brings it with its mover."""

    __tablename__ = "amendment_supporter"
    __table_args__ = (UniqueConstraint("amendment_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    amendment_id: Mapped[int] = mapped_column(ForeignKey("amendment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    supported_at: Mapped[datetime]
    moves: Mapped[bool] = mapped_column(default=False, server_default=false())

    person: Mapped[Person] = relationship()
