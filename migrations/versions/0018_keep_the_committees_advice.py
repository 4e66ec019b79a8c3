"""Keep what advice the committee gave on drafts, and say in rulebooks until when it is given."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ADDED = 'advice_deadline = "none"\n'
A_KIND = re.compile(r"^\[\[kinds\]\][^\n]*\n(?:(?!\[).*\n)*", re.MULTILINE)
DEADLINE = re.compile(r"^deadline\s*=.*\n", re.MULTILINE)


def upgrade() -> None:
    op.create_table(
        "committee_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("motion_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_committee_advice_answered_at_once_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_committee_advice_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_committee_advice_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["motion_id"], ["motion.id"], name=op.f("fk_committee_advice_motion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_advice")),
    )
    op.create_index(
        "ix_committee_advice_one_open",
        "committee_advice",
        ["motion_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_index(op.f("ix_committee_advice_motion_id"), "committee_advice", ["motion_id"])
    rewrite(with_advice)


def downgrade() -> None:
    rewrite(without_advice)
    op.drop_table("committee_advice")


def with_advice(rulebook: str) -> str:
    def said(kind: re.Match[str]) -> str:
        if re.search(r"^advice_deadline\s*=", kind[0], re.MULTILINE):
            return kind[0]
        return DEADLINE.sub(lambda line: line[0] + ADDED, kind[0], count=1)

    return A_KIND.sub(said, rulebook)


def without_advice(rulebook: str) -> str:
    return re.sub(r"^advice_deadline\s*=.*\n", "", rulebook, flags=re.MULTILINE)


def rewrite(change) -> None:
    conference = sa.table("conference", sa.column("id", sa.Integer), sa.column("rulebook", sa.Text))
    connection = op.get_bind()
    for id_, rulebook in connection.execute(
        sa.select(conference.c.id, conference.c.rulebook)
    ).all():
        connection.execute(
            conference.update().where(conference.c.id == id_).values(rulebook=change(rulebook))
        )
