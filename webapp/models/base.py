"""The base of every table: names of constraints, and how Python values are kept."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Constraint,
    DateTime,
    Dialect,
    MetaData,
    Table,
    TypeDecorator,
)
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

WORD_LENGTH = 40  # room for the longest word of any enum, so that a new word changes no column


class NaiveTime(ValueError):
    """A time without a zone was about to be kept."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept and given back in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveTime(value)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words_of(enum: type[Enum]) -> list[str]:
    return [member.value for member in enum]


def own_constraint_name(constraint: Constraint, table: Table) -> str:
    """Name an enum's check after its column, any other check by its own name."""
    if isinstance(constraint, CheckConstraint) and getattr(constraint, "_type_bound", False):
        return f"{next(iter(constraint.columns)).name}_is_known"
    return str(constraint.name)


StoredJson = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Base(DeclarativeBase):
    """What every model inherits: no Flask, no session, only tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            # SQLAlchemy renames a named check only if it reads "constraint_name" here.
            "ck": "ck_%(table_name)s_%(own_constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
            "own_constraint_name": own_constraint_name,
        }
    )
    type_annotation_map = {  # noqa: RUF012 - read once by SQLAlchemy
        datetime: UtcDateTime,
        Enum: EnumColumn(
            Enum,
            native_enum=False,
            create_constraint=True,
            length=WORD_LENGTH,
            values_callable=words_of,
        ),
        dict[str, Any]: StoredJson,
        list[Any]: StoredJson,
        list[str]: StoredJson,
        list[int]: StoredJson,
        list[dict[str, Any]]: StoredJson,
    }
