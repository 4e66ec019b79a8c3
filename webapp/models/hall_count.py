"""Counts in the hall: blocks, what each teller entered, and who asked that conference count."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.motion import Motion
from webapp.models.person import Person
from webapp.models.vote import Declaration
from webapp.procedure.counting import CountCause, CountState
from webapp.procedure.tally import Tally, kept_tally


class HallCount(Base):
    """One count of one question by tellers, block by block; a recount is a further one.

    `question` is its id in the voting plan, `putting` how often conference had been asked it
    by then, this time included; `number` counts the counts of that question. The figures are
    those of closing, phones included: `phones` keeps what a poll added, with the poll's public
    id. `present` and `entitled` are the register's then, where the door is kept.
    `chosen_because` is the chair's reason where counts disagreed. Where houses vote apart each
    block is one's, and `houses` are their figures at closing.
    """

    __tablename__ = "hall_count"
    __table_args__ = (
        UniqueConstraint("motion_id", "question", "number"),
        Index(
            "ix_hall_count_one_open",
            "motion_id",
            "question",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_at_unless_open"),
        CheckConstraint(
            "(state = 'closed') = (in_favour IS NOT NULL AND against IS NOT NULL)",
            name="figures_once_closed",
        ),
        CheckConstraint("state <> 'void' OR reason IS NOT NULL", name="broken_off_with_a_reason"),
        CheckConstraint(
            "declaration_id IS NULL OR state = 'closed'", name="declared_only_when_closed"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    question: Mapped[str] = mapped_column(String(80))
    putting: Mapped[int]
    number: Mapped[int]
    cause: Mapped[CountCause]
    state: Mapped[CountState] = mapped_column(default=CountState.OPEN)
    tellers: Mapped[int]
    with_abstentions: Mapped[bool]
    with_phones: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    phones: Mapped[dict[str, Any] | None]
    present: Mapped[int | None]
    entitled: Mapped[int | None]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    houses: Mapped[dict[str, Any] | None]
    chosen_because: Mapped[str | None] = mapped_column(Text)
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), index=True)

    motion: Mapped[Motion] = relationship()
    declaration: Mapped[Declaration | None] = relationship()
    blocks: Mapped[list[CountBlock]] = relationship(
        back_populates="count", order_by="CountBlock.place"
    )

    @property
    def subject(self) -> str:
        """What minutes call it."""
        return f"count:{self.id}"

    @property
    def tally(self) -> Tally | None:
        """The figures it was closed with."""
        if self.in_favour is None or self.against is None:
            return None
        return kept_tally(self.in_favour, self.against, self.abstained, self.houses)

    @property
    def stands(self) -> bool:
        """Whether the result that stands was declared by it: not taken back, not corrected."""
        declared = self.declaration
        return declared is not None and declared.vote.declaration is declared


class CountBlock(Base):
    """One block of the hall in one count; the chair settles it where its tellers differ."""

    __tablename__ = "count_block"
    __table_args__ = (
        UniqueConstraint("count_id", "place"),
        CheckConstraint(
            "(settled_at IS NULL) = (in_favour IS NULL) AND (settled_at IS NULL) = (reason IS NULL)"
            " AND (settled_at IS NULL) = (settled_by_id IS NULL)",
            name="settled_with_figures_and_a_reason",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("hall_count.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    house: Mapped[str] = mapped_column(String(80), default="")
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(Text)
    cleared: Mapped[int] = mapped_column(default=0)
    """Sheets up to this id no longer count: the chair had the block counted again."""

    assigned: Mapped[list[BlockTeller]] = relationship(
        order_by="BlockTeller.person_id", cascade="all, delete-orphan"
    )
    count: Mapped[HallCount] = relationship(back_populates="blocks")
    sheets: Mapped[list[CountSheet]] = relationship(
        back_populates="block", order_by="CountSheet.id"
    )

    @property
    def settled(self) -> Tally | None:
        if self.in_favour is None or self.against is None:
            return None
        return Tally(self.in_favour, self.against, self.abstained or 0)


class BlockTeller(Base):
    """A teller whom the chair assigned to a block; one that nobody has anybody may count."""

    __tablename__ = "block_teller"

    block_id: Mapped[int] = mapped_column(ForeignKey("count_block.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()


class CountSheet(Base):
    """Figures that one teller entered for a block; a correction is a further sheet.

    Without figures it takes back what the same teller entered there before. `token` was made
    with the form: the same one sent twice is one sheet.
    """

    __tablename__ = "count_sheet"
    __table_args__ = (
        UniqueConstraint("block_id", "teller_id", "number"),
        UniqueConstraint("block_id", "teller_id", "token"),
        CheckConstraint("(in_favour IS NULL) = (against IS NULL)", name="figures_together"),
        CheckConstraint(
            "coalesce(in_favour, 0) >= 0 AND coalesce(against, 0) >= 0"
            " AND coalesce(abstained, 0) >= 0",
            name="no_negative_figures",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("count_block.id"))
    teller_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    token: Mapped[str] = mapped_column(String(60))
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    entered_at: Mapped[datetime]

    block: Mapped[CountBlock] = relationship(back_populates="sheets")
    teller: Mapped[Person] = relationship()

    @property
    def tally(self) -> Tally | None:
        """What was entered; None where the teller took their figures back."""
        if self.in_favour is None or self.against is None:
            return None
        return Tally(self.in_favour, self.against, self.abstained or 0)


class DivisionRequest(Base):
    """One delegate asks that a question be counted.

    `putting` is how often the question had been declared by then, so that a challenge to a
    result and a request beforehand are told apart.
    """

    __tablename__ = "division_request"
    __table_args__ = (UniqueConstraint("motion_id", "question", "putting", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    question: Mapped[str] = mapped_column(String(80))
    putting: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
