"""Votes taken by ballots on phones: the poll, its roll, and the boxes the ballots are kept in.

Of a secret vote nothing says which place a ballot came from: roll and box share no key, no
time and no order. `secret_ballot` is kept in the order of its random trackers.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.conference import Conference
from webapp.models.motion import Motion
from webapp.models.person import Person
from webapp.models.vote import Declaration
from webapp.procedure.polls import PollState
from webapp.procedure.procedural import BallotForm

if TYPE_CHECKING:
    from webapp.models.members_selection import MembersSelection

KEY_LENGTH = 32


class Poll(Base):
    """A question put to ballots.

    `question` is its id, "options:<choice>" where one of several is chosen, or
    "selection:<id>" where members choose what is heard, which is of no motion. `words` is what
    is put, as the chair reads it. Where it is `ranked` a ballot ranks the choices by their
    numbers, and `figures` is the table of pairs (`procedure.ranking`). `present` is how many
    were there when it was opened, where that is known. Of other polls `figures` is the weight
    cast for each choice, kept at closing, and `houses` that of each house where houses vote
    apart. `opening` and `closing` are the signed records.
    After `delete_after` the ballots may go.
    """

    __tablename__ = "poll"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_at_unless_open"),
        CheckConstraint("(state = 'closed') = (figures IS NOT NULL)", name="figures_when_closed"),
        CheckConstraint("state = 'closed' OR declaration_id IS NULL", name="declared_when_closed"),
        CheckConstraint("(state = 'void') = (void_reason IS NOT NULL)", name="void_with_a_reason"),
        CheckConstraint(
            "(motion_id IS NULL) = (question LIKE 'selection:%')",
            name="of_a_motion_or_a_selection",
        ),
        CheckConstraint(
            "form = 'open' OR (NOT weighted AND NOT changeable)", name="secret_ones_are_equal"
        ),
        Index(
            "uq_poll_one_open_for_a_question",
            "motion_id",
            "question",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(KEY_LENGTH), unique=True)
    conference_id: Mapped[int] = mapped_column(ForeignKey("conference.id"), index=True)
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("motion.id"), index=True)
    question: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    form: Mapped[BallotForm]
    choices: Mapped[list[str]]
    weighted: Mapped[bool]
    changeable: Mapped[bool]
    ranked: Mapped[bool] = mapped_column(default=False)
    state: Mapped[PollState] = mapped_column(default=PollState.OPEN)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    present: Mapped[int | None]
    figures: Mapped[dict[str, Any] | None]
    houses: Mapped[dict[str, Any] | None]
    void_reason: Mapped[str | None] = mapped_column(Text)
    opening: Mapped[dict[str, Any]]
    closing: Mapped[dict[str, Any] | None]
    delete_after: Mapped[datetime | None]
    ballots_deleted_at: Mapped[datetime | None]
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), index=True)

    conference: Mapped[Conference] = relationship()
    motion: Mapped[Motion | None] = relationship()
    opened_by: Mapped[Person] = relationship(foreign_keys=opened_by_id)
    declaration: Mapped[Declaration | None] = relationship()
    selection: Mapped[MembersSelection | None] = relationship(back_populates="poll")

    @property
    def subject(self) -> str:
        """What minutes call it."""
        return f"poll:{self.public_id}"

    @property
    def place(self) -> Motion | Conference:
        """Where somebody has to be allowed to do something with it."""
        return self.motion or self.conference

    @property
    def is_secret(self) -> bool:
        return self.form is BallotForm.SECRET

    @property
    def is_of_options(self) -> bool:
        return self.question.startswith("options:")

    @property
    def is_selection(self) -> bool:
        return self.question.startswith("selection:")


class PollPlace(Base):
    """One place on the roll: whose it is, who casts for it, and whether a ballot was cast.

    The roll is written when the poll opens and only `voted` ever changes. Rows are kept in the
    order of their random ids.
    """

    __tablename__ = "poll_place"
    __table_args__ = (
        UniqueConstraint("poll_id", "person_id"),
        Index("ix_poll_place_poll_id_holder_id", "poll_id", "holder_id"),
        CheckConstraint("weight > 0", name="weighs_something"),
        # A marked row then finds room beside the unmarked one, and no index has to be told.
        {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": 45}},
    )

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    weight: Mapped[int]
    body: Mapped[str] = mapped_column(String(200), default="")
    voted: Mapped[bool] = mapped_column(default=False)


class OpenBallot(Base):
    """The ballot of one place in an open vote, as it stands now."""

    __tablename__ = "open_ballot"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "place"], ["poll_place.poll_id", "poll_place.place"]),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    choice: Mapped[str] = mapped_column(String(80))
    weight: Mapped[int]
    cast_at: Mapped[datetime]
    receipt: Mapped[str] = mapped_column(String(KEY_LENGTH))


class ReplacedBallot(Base):
    """What a place had answered in an open vote before it changed its mind; only appended to."""

    __tablename__ = "replaced_ballot"
    __table_args__ = (
        ForeignKeyConstraint(["poll_id", "place"], ["poll_place.poll_id", "poll_place.place"]),
        {"sqlite_with_rowid": False},
    )

    poll_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    receipt: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    choice: Mapped[str] = mapped_column(String(80))
    cast_at: Mapped[datetime]
    replaced_at: Mapped[datetime]


class SecretBallot(Base):
    """One ballot in the box of a secret vote, under its random tracker and nothing else.

    The tracker is a hash of the token that was made with the voter's page, and so all that is
    kept of that.
    """

    __tablename__ = "secret_ballot"
    __table_args__ = ({"sqlite_with_rowid": False},)

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(KEY_LENGTH), primary_key=True)
    choice: Mapped[str] = mapped_column(String(80))
