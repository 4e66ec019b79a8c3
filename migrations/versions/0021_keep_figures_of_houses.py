"""Keep figures by houses, and say in rulebooks which majorities are needed in each house."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ADDED = "houses = []\n"
A_MAJORITY = re.compile(r"^\[\[majorities\]\][^\n]*\n(?:(?!\[).*\n)*", re.MULTILINE)
BASE = re.compile(r"^base\s*=.*(?:\n|\Z)", re.MULTILINE)
Figures = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.add_column("declaration", sa.Column("houses", Figures, nullable=True))
    op.add_column("hall_count", sa.Column("houses", Figures, nullable=True))
    op.add_column("poll", sa.Column("houses", Figures, nullable=True))
    op.add_column(
        "count_block",
        sa.Column("house", sa.String(length=80), nullable=False, server_default=""),
    )
    with op.batch_alter_table("count_block") as batch:
        batch.alter_column("house", server_default=None)
    rewrite(with_houses)


def downgrade() -> None:
    rewrite(without_houses)
    for table, column in (
        ("count_block", "house"),
        ("poll", "houses"),
        ("hall_count", "houses"),
        ("declaration", "houses"),
    ):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)


def with_houses(rulebook: str) -> str:
    def said(majority: re.Match[str]) -> str:
        if re.search(r"^houses\s*=", majority[0], re.MULTILINE):
            return majority[0]
        return BASE.sub(lambda line: line[0].rstrip("\n") + "\n" + ADDED, majority[0], count=1)

    return A_MAJORITY.sub(said, rulebook)


def without_houses(rulebook: str) -> str:
    return re.sub(r"^houses\s*=.*\n", "", rulebook, flags=re.MULTILINE)


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )
