"""The versions of a motion's text, frozen for ever, and each clause's own history."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base
from webapp.models.person import Person

if TYPE_CHECKING:
    from webapp.models.motion import Motion
    from webapp.models.vote import Declaration


class VersionKind(StrEnum):
    """What made a version."""

    SUBMITTED = "submitted"
    REDRAFTED = "redrafted"
    PUBLISHED = "published"
    AMENDED = "amended"
    FINAL = "final"
    CORRECTED = "corrected"


class TextVersion(Base):
    """The text of one motion at one moment: document, lines, back matter and status line.

    `layout` is there on versions that are printed (submitted, published, final); any
    other cites the lines of `printed`, the last printed version before it. `under`
    lists the keys of the change sets in force. `public_at` lies a few seconds after
    `made_at` where a tap made it, so that the tap can be undone; a version undone
    before it was public is deleted, nobody having seen it.
    """

    __tablename__ = "text_version"
    __table_args__ = (
        UniqueConstraint("motion_id", "number"),
        CheckConstraint(
            "kind NOT IN ('submitted', 'published', 'final') OR layout IS NOT NULL",
            name="lines_on_printed_versions",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"), index=True)
    number: Mapped[int]
    kind: Mapped[VersionKind]
    title: Mapped[str] = mapped_column(String(300))
    document: Mapped[dict[str, Any]]
    back: Mapped[dict[str, Any]]
    layout: Mapped[dict[str, Any] | None]
    printed_id: Mapped[int | None] = mapped_column(ForeignKey("text_version.id"))
    under: Mapped[list[str]]
    status_line: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id", use_alter=True))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    public_at: Mapped[datetime]

    motion: Mapped[Motion] = relationship(back_populates="versions")
    printed: Mapped[TextVersion | None] = relationship(remote_side=id)
    declaration: Mapped[Declaration | None] = relationship(foreign_keys=declaration_id)
    made_by: Mapped[Person] = relationship()
    clauses: Mapped[list[ClauseVersion]] = relationship(
        back_populates="text_version",
        order_by="ClauseVersion.position",
        cascade="all, delete-orphan",
    )


class ClauseVersion(Base):
    """One clause as one version has it; a row only where the version changed the clause.

    `text` is the plain text without its label. `change_keys` are the change sets that
    changed it since the version before, `vote_id` the vote that carried them. A struck
    clause has a last row with `is_struck` and its text empty.
    """

    __tablename__ = "clause_version"
    __table_args__ = (
        UniqueConstraint("version_id", "clause_id"),
        Index("ix_clause_version_motion_clause", "motion_id", "clause_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    motion_id: Mapped[int] = mapped_column(ForeignKey("motion.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("text_version.id"))
    clause_id: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(60))
    citation: Mapped[str] = mapped_column(String(200))
    first_line: Mapped[int | None]
    last_line: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    is_struck: Mapped[bool] = mapped_column(default=False)
    change_keys: Mapped[list[str]]
    vote_id: Mapped[int | None] = mapped_column(ForeignKey("vote.id", use_alter=True))

    text_version: Mapped[TextVersion] = relationship(back_populates="clauses")
