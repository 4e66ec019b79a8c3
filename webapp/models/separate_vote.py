"""A request that conference votes on certain words by themselves, and what became of it."""

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
from webapp.procedure.states import SeparateVoteState

if TYPE_CHECKING:
    from webapp.models.vote import Declaration


class SeparateVote(Base):
    """Words of a printed motion that somebody asks conference to vote on by themselves.

    `spans` are the passage in the text of `version`, `first_line` and `last_line` its printed
    lines, `words` the words themselves, all as asked and never changed. Where the words are one
    of several options of the motion, `choice` names them together and `option` this one. Words
    lost are struck by `change`, made when they are: it strikes what had become of the passage
    by then.
    """

    __tablename__ = "separate_vote"
    __table_args__ = (
        CheckConstraint("(choice IS NULL) = (option IS NULL)", name="options_of_a_choice"),
        CheckConstraint("first_line <= last_line", name="lines_in_order"),
        CheckConstraint("state <> 'lost' OR change_id IS NOT NULL", name="lost_words_are_struck"),
        CheckConstraint("(state = 'fallen') = (fell_by_id IS NOT NULL)", name="fallen_by_a_result"),
        CheckConstraint(
            "state <> 'not_selected' OR verdict_reason IS NOT NULL", name="refused_with_a_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    state: Mapped[SeparateVoteState] = mapped_column(default=SeparateVoteState.ASKED)
    spans: Mapped[list[dict[str, Any]]]
    first_line: Mapped[int]
    last_line: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = mapped_column(Text)
    rationale: Mapped[str] = mapped_column(Text, default="")
    choice: Mapped[str | None] = mapped_column(String(40))
    option: Mapped[str | None] = mapped_column(String(12))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    selected_at: Mapped[datetime | None]
    verdict_reason: Mapped[str | None] = mapped_column(Text)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change_record.id"), unique=True)
    fell_by_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id", use_alter=True))
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}  # noqa: RUF012

    motion: Mapped[Motion] = relationship(back_populates="separate_votes")
    text_version: Mapped[TextVersion] = relationship()
    asked_by: Mapped[Person] = relationship()
    change: Mapped[ChangeRecord | None] = relationship()
    fell_by: Mapped[Declaration | None] = relationship(foreign_keys=fell_by_id)
    also_asked: Mapped[list[SeparateVoteAsker]] = relationship(
        back_populates="separate_vote",
        order_by="SeparateVoteAsker.id",
        cascade="all, delete-orphan",
    )

    @property
    def subject(self) -> str:
        """What minutes, votes and the voting plan call it."""
        return f"separate_vote:{self.id}"

    @property
    def passage(self) -> Passage:
        """How the words are cited: by their lines, or quoted where they are less than those."""
        if self.label:
            return Passage(label=self.label)
        return Passage(lines=(self.first_line, self.last_line))


class SeparateVoteAsker(Base):
    """Somebody who asked for a vote on the same words after its first asker, and why."""

    __tablename__ = "separate_vote_asker"
    __table_args__ = (UniqueConstraint("separate_vote_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    separate_vote_id: Mapped[int] = mapped_column(ForeignKey("separate_vote.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rationale: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]

    separate_vote: Mapped[SeparateVote] = relationship(back_populates="also_asked")
    person: Mapped[Person] = relationship()
